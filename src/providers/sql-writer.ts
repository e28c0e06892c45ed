import { truncations } from '../data/calendar.js'
import { isGrouped } from '../data/query.js'
import { fieldOf } from '../data/schema.js'
import { conditionOf } from './pushed-condition.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Expr, TimeUnit } from '../data/expression.js'
import type { Filter } from '../data/filter.js'
import type { Aggregate, AggregateOp, Query } from '../data/query.js'
import type { Field, Schema } from '../data/schema.js'
import type { Condition, ConditionWriter, Literal } from './pushed-condition.js'

/** A column of the table. */
export interface SqlField extends Field {
  /** The type as the engine names it. */
  readonly stored: string
  /**
   * The column in SQL with our values: NULL for empty text and numbers that are none, dates by our precision. Undefined =
   * nothing on it is left to the engine (the author gives it another type, or the engine reads it otherwise).
   */
  readonly value: string | undefined
  /** Text that is compared without more ado, so that an index serves: it equals a literal where `value` does. */
  readonly bare?: string
}

/** What differs between SQL engines. Texts that go in are ready SQL; names and values are quoted here only. */
export interface SqlDialect {
  identifier(name: string): string
  text(value: string): string
  /** A literal to compare a date column's `value` with; undefined = the engine has no such date. */
  date(wallClock: number, field: SqlField): string | undefined
  /** Cuts a date; undefined = the engine counts otherwise than we do. Numbers for `year`, `month`…, dates for `yearmonth`…. */
  timeUnit(unit: TimeUnit, date: string, field: SqlField): string | undefined
  /** `%` any run, `_` one character, `\` before these three only; undefined = the engine reads the pattern otherwise. */
  like(value: string, pattern: string): string | undefined
  /** All but counts: NULL over no value; `counted` is how many values there are; undefined = not as our engine computes it. */
  aggregate(op: AggregateOp, value: string, counted: string, p: number | undefined): string | undefined
  boolean(value: boolean): string
  /** The number as a double. */
  double(value: string): string
}

/**
 * One query as one SELECT. What the engine has no equal answer for is not in the capabilities, so `select` never meets it.
 * An order always goes on through the group keys, or the other columns of the answer: pages cut from it do not overlap.
 */
export class SqlWriter {
  readonly #dialect: SqlDialect
  readonly #fields: ReadonlyMap<string, SqlField>
  /** Begins the names of computed columns; no column of the table begins so, which an alias would hide. */
  readonly #prefix: string
  readonly capabilities: Capabilities

  constructor(dialect: SqlDialect, fields: readonly SqlField[]) {
    this.#dialect = dialect
    this.#fields = new Map(fields.map((field) => [field.name, field]))
    let prefix = 'c'
    while (fields.some(({ name }) => name.toLowerCase().startsWith(prefix))) prefix += '_'
    this.#prefix = prefix
    this.capabilities = {
      where: (filter) => {
        const condition = this.#condition(filter)
        return condition === undefined ? 'local' : condition.exact ? 'exact' : 'superset'
      },
      search: 'local',
      extent: 'local',
      group: (key) => this.#key(key) !== undefined,
      aggregate: (aggregate) => this.#aggregate(aggregate) !== undefined,
      having: (filter) => this.#having(filter, () => '', () => true)?.exact === true,
      order: ({ field }, grouped) => grouped || this.#value(field) !== undefined,
      page: { rows: true, groups: true },
      select: true,
    }
  }

  /** The SELECT over `table` (quoted already), at most `most` rows of answer; `schema` is the answer's. */
  select(query: Query, table: string, most: number, schema: Schema): string {
    const alias = (letter: string, at: number) => this.#dialect.identifier(`${this.#prefix}${letter}${at}`)
    const grouped = isGrouped(query)
    const keys = (query.groupBy ?? []).map(({ as, expr }) => ({ as, text: this.#key(expr) ?? '' }))
    const measures = (query.aggregate ?? []).map((aggregate) => ({ as: aggregate.as, text: this.#aggregate(aggregate) ?? '' }))
    const names = query.select ?? [...this.#fields.keys()]
    const columns = grouped ? [...keys, ...measures] : names.map((name) => ({ as: name, text: this.#shown(name) }))
    const outer = columns.map((_column, at) => alias('', at))
    const columnOf = (name: string) => outer[columns.findIndex(({ as }) => as === name)] ?? ''
    const sorted = grouped ? [] : (query.orderBy ?? []).map(({ field }) => this.#value(field) ?? '')
    const where = query.where === undefined ? undefined : this.#condition(query.where)?.text
    const numeric = (name: string) => fieldOf(schema, name)?.type === 'number'
    const having = query.having === undefined ? undefined : this.#having(query.having, columnOf, numeric)?.text
    const inner = [
      `SELECT ${[...columns.map(({ text }, at) => `${text} AS ${outer[at]}`), ...sorted.map((text, at) => `${text} AS ${alias('o', at)}`)].join(', ')}`,
      `FROM ${table}`,
      ...(where ? [`WHERE ${where}`] : []),
      ...(keys.length > 0 ? [`GROUP BY ${keys.map(({ text }) => text).join(', ')}`] : []),
    ].join(' ')
    const order = (query.orderBy ?? []).map(({ field, desc }, at) => {
      return `${grouped ? columnOf(field) : alias('o', at)} ${desc ? 'DESC' : 'ASC'} NULLS LAST`
    })
    const last = grouped ? outer.slice(0, keys.length) : outer.filter((_column, at) => this.#value(names[at] ?? '') !== undefined)
    if (order.length > 0 || query.limit !== undefined || query.offset !== undefined) order.push(...last.map((column) => `${column} ASC NULLS LAST`))
    return [
      `SELECT ${outer.join(', ')} FROM (${inner}) AS t`,
      ...(having ? [`WHERE ${having}`] : []),
      ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
      `LIMIT ${Math.min(query.limit ?? most, most)}`,
      ...(query.offset ? [`OFFSET ${query.offset}`] : []),
    ].join(' ')
  }

  /** The column as it travels: an empty text is read as missing here. */
  #shown(name: string): string {
    const field = this.#fields.get(name)
    return field?.bare ?? field?.value ?? this.#dialect.identifier(name)
  }

  #value(name: string): string | undefined {
    return this.#fields.get(name)?.value
  }

  #key(expr: Expr): string | undefined {
    if (typeof expr !== 'object') return undefined
    if ('property' in expr) return this.#value(expr.property)
    if (!('op' in expr)) return undefined
    const [of] = expr.args
    if (typeof of !== 'object' || !('property' in of)) return undefined
    const field = this.#fields.get(of.property)
    const value = this.#value(of.property)
    if (!field || value === undefined) return undefined
    if (expr.op === 'bin') {
      const [, width] = expr.args
      // As the engine: 0.3 / 0.1 is 2.9999999999999996. What is read is rounded there.
      return field.type === 'number' && width > 0 ? `floor(${this.#dialect.double(value)} / ${width} + 1e-12) * ${width}` : undefined
    }
    if (field.type !== 'date' || expr.op === 'casei' || expr.op === 'accenti' || !/^[a-z]+$/.test(expr.op)) return undefined
    return this.#dialect.timeUnit(expr.op as TimeUnit, value, field)
  }

  #aggregate({ op, expr, p }: Aggregate): string | undefined {
    if (expr === undefined) return op === 'count' ? 'count(*)' : undefined
    if (typeof expr !== 'object' || !('property' in expr)) return undefined
    const field = this.#fields.get(expr.property)
    const value = this.#value(expr.property)
    if (!field || value === undefined) return undefined
    const counted = `count(${value})`
    if (op === 'count') return counted
    if (op !== 'distinct' && (field.type === 'boolean' || (op !== 'min' && op !== 'max' && field.type !== 'number'))) return undefined
    return this.#dialect.aggregate(op, value, counted, p)
  }

  #condition(filter: Filter): Condition | undefined {
    return conditionOf(filter, this.#writer())
  }

  /** Numbers against the columns of the groups; `columnOf` says what these are called inside. Text equals no number. */
  #having(filter: Filter, columnOf: (name: string) => string, numeric: (name: string) => boolean): Condition | undefined {
    const no = () => undefined
    return conditionOf(filter, {
      and: 'AND', or: 'OR', part: no, like: no, box: no,
      compare: (name, op, value) => {
        if (typeof value !== 'number') return undefined
        return exact(numeric(name) ? `${columnOf(name)} ${op} ${value}` : '1 = 0')
      },
      isNull: (name, wanted) => exact(`${columnOf(name)} IS ${wanted ? '' : 'NOT '}NULL`),
    })
  }

  #writer(): ConditionWriter {
    const dialect = this.#dialect
    const known = (name: string) => this.#fields.get(name)
    const valueOf = (name: string) => this.#value(name)
    return {
      and: 'AND',
      or: 'OR',
      compare: (name, op, value) => {
        const field = known(name)
        const column = valueOf(name)
        const literal = field && this.#literal(value, field)
        if (column === undefined || literal === undefined) return undefined
        return exact(`${(op === '=' ? field?.bare : undefined) ?? column} ${op} ${literal}`)
      },
      oneOf: (name, values) => {
        const field = known(name)
        // Old ClickHouse asks its shards with bare names, and they read (select IN (…)) as a SELECT.
        const column = name.toLowerCase() === 'select' ? undefined : (field?.bare ?? valueOf(name))
        const literals = field ? values.map((value) => this.#literal(value, field)) : []
        if (column === undefined || literals.includes(undefined)) return undefined
        return exact(`${column} IN (${literals.join(', ')})`)
      },
      part: (unit, name, op, value) => {
        const field = known(name)
        const column = valueOf(name)
        if (field?.type !== 'date' || column === undefined || unit in truncations) return undefined
        const cut = dialect.timeUnit(unit, column, field)
        return cut === undefined ? undefined : exact(`${cut} ${op} ${value}`)
      },
      isNull: (name, wanted) => {
        const column = valueOf(name)
        return column === undefined ? undefined : exact(`${column} IS ${wanted ? '' : 'NOT '}NULL`)
      },
      like: (name, pattern) => {
        const column = known(name)?.type === 'string' ? valueOf(name) : undefined
        const text = column === undefined ? undefined : dialect.like(column, plainPattern(pattern))
        return text === undefined ? undefined : exact(text)
      },
      box: () => undefined,
    }
  }

  #literal(value: Literal, field: SqlField): string | undefined {
    const { type } = field
    if (typeof value === 'object') return type === 'date' ? this.#dialect.date(value.wallClock, field) : undefined
    if (typeof value === 'number') return type === 'number' && Number.isFinite(value) ? String(value) : undefined
    if (typeof value === 'string') return type === 'string' && value !== '' ? this.#dialect.text(value) : undefined
    return type === 'boolean' ? this.#dialect.boolean(value) : undefined
  }
}

/** The pattern with a backslash only where one is needed: engines differ in what it does before other characters. */
function plainPattern(pattern: string): string {
  return pattern.replace(/\\([^]?)/g, (_pair, letter: string) => (letter === '' ? '\\\\' : /[%_\\]/.test(letter) ? `\\${letter}` : letter))
}

function exact(text: string): Condition {
  return { text, exact: true }
}
