import { isGrouped } from '../data/query.js'
import { conditionOf } from './pushed-condition.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Expr, TimeUnit } from '../data/expression.js'
import type { Filter } from '../data/filter.js'
import type { Aggregate, AggregateOp, Query } from '../data/query.js'
import type { Field, FieldType } from '../data/schema.js'
import type { Condition, ConditionWriter, Literal } from './pushed-condition.js'

/** A column of the table. */
export interface SqlField extends Field {
  /** The type that the engine itself gives; when the author overrides it, nothing on the field is left to the engine. */
  readonly native: FieldType | undefined
  /** A date without a time of day. */
  readonly daily: boolean
  /** Numbers that may be NaN or infinite, which we read as missing. */
  readonly float: boolean
}

/** What differs between SQL engines. Texts that go in are ready SQL; names and values are quoted here only. */
export interface SqlDialect {
  identifier(name: string): string
  text(value: string): string
  /** A date column's literal; `daily` = without a time of day. */
  date(wallClock: number, daily: boolean): string
  /** The value, or NULL where it is NaN or infinite. */
  finite(value: string): string
  /** Cuts a date; undefined = the engine counts otherwise than we do. Numbers for `year`, `month`…, dates for `yearmonth`…. */
  timeUnit(unit: TimeUnit, date: string, daily: boolean): string | undefined
  /** `%` stands for any run, `\` escapes; undefined = the engine reads the pattern otherwise. */
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
  readonly capabilities: Capabilities

  constructor(dialect: SqlDialect, fields: readonly SqlField[]) {
    this.#dialect = dialect
    this.#fields = new Map(fields.map((field) => [field.name, field]))
    this.capabilities = {
      where: (filter) => {
        const condition = this.#condition(filter)
        return condition === undefined ? 'local' : condition.exact ? 'exact' : 'superset'
      },
      search: 'local',
      extent: 'local',
      group: (key) => this.#key(key) !== undefined,
      aggregate: (aggregate) => this.#aggregate(aggregate) !== undefined,
      having: (filter) => this.#having(filter, () => '')?.exact === true,
      order: ({ field }, grouped) => grouped || this.#value(field) !== undefined,
      page: { rows: true, groups: true },
      select: true,
    }
  }

  /** The SELECT over `table` (quoted already), at most `most` rows of answer. */
  select(query: Query, table: string, most: number): string {
    const quote = (name: string) => this.#dialect.identifier(name)
    const grouped = isGrouped(query)
    const keys = (query.groupBy ?? []).map(({ as, expr }) => ({ as, text: this.#key(expr) ?? '' }))
    const measures = (query.aggregate ?? []).map((aggregate) => ({ as: aggregate.as, text: this.#aggregate(aggregate) ?? '' }))
    const names = query.select ?? [...this.#fields.keys()]
    // The alias of a computed column must not hide the column that other parts of the query read: all are renamed outside.
    const columns = grouped ? [...keys, ...measures] : names.map((name) => ({ as: name, text: this.#stored(name) }))
    const where = query.where === undefined ? undefined : this.#condition(query.where)?.text
    const having = query.having === undefined ? undefined : this.#having(query.having, (name) => quote(`c${columns.findIndex(({ as }) => as === name)}`))?.text
    const inner = [
      `SELECT ${columns.map(({ text }, at) => `${text} AS ${quote(`c${at}`)}`).join(', ')}`,
      ...(grouped || !query.orderBy ? [] : query.orderBy.map(({ field }, at) => `, ${this.#value(field) ?? ''} AS ${quote(`o${at}`)}`)),
      `FROM ${table}`,
      ...(where ? [`WHERE ${where}`] : []),
      ...(keys.length > 0 ? [`GROUP BY ${keys.map(({ text }) => text).join(', ')}`] : []),
    ].join(' ')
    const outer = columns.map((_column, at) => quote(`c${at}`))
    const order = (query.orderBy ?? []).map(({ field, desc }, at) => {
      const column = grouped ? quote(`c${columns.findIndex(({ as }) => as === field)}`) : quote(`o${at}`)
      return `${column} ${desc ? 'DESC' : 'ASC'} NULLS LAST`
    })
    const paged = query.limit !== undefined || query.offset !== undefined
    const last = grouped ? outer.slice(0, keys.length) : outer.filter((_column, at) => this.#value(names[at] ?? '') !== undefined)
    if (order.length > 0 || paged) order.push(...last.map((column) => `${column} ASC NULLS LAST`))
    return [
      `SELECT ${outer.join(', ')} FROM (${inner}) AS t`,
      ...(having ? [`WHERE ${having}`] : []),
      ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
      `LIMIT ${Math.min(query.limit ?? most, most)}`,
      ...(query.offset ? [`OFFSET ${query.offset}`] : []),
    ].join(' ')
  }

  /** The column as it is stored. */
  #stored(name: string): string {
    return this.#dialect.identifier(name)
  }

  /** The column with our missing values: empty text and numbers that are none are NULL. Undefined = not the engine's type. */
  #value(name: string): string | undefined {
    const field = this.#fields.get(name)
    if (!field || field.native !== field.type) return undefined
    const stored = this.#stored(name)
    if (field.type === 'string') return `NULLIF(${stored}, '')`
    return field.float ? this.#dialect.finite(stored) : stored
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
      return field.type === 'number' && width > 0 ? `floor(${this.#dialect.double(value)} / ${width}) * ${width}` : undefined
    }
    if (field.type !== 'date' || expr.op === 'casei' || expr.op === 'accenti' || !/^[a-z]+$/.test(expr.op)) return undefined
    return this.#dialect.timeUnit(expr.op as TimeUnit, value, field.daily)
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

  /** Numbers against the columns of the groups; `columnOf` says what these are called inside. */
  #having(filter: Filter, columnOf: (name: string) => string): Condition | undefined {
    const no = () => undefined
    return conditionOf(filter, {
      and: 'AND', or: 'OR', part: no, like: no, box: no,
      compare: (name, op, value) => (typeof value === 'number' ? exact(`${columnOf(name)} ${op} ${value}`) : undefined),
      isNull: (name, wanted) => exact(`${columnOf(name)} IS ${wanted ? '' : 'NOT '}NULL`),
    })
  }

  #writer(): ConditionWriter {
    const dialect = this.#dialect
    const fieldOf = (name: string) => this.#fields.get(name)
    const valueOf = (name: string) => this.#value(name)
    return {
      and: 'AND',
      or: 'OR',
      compare: (name, op, value) => {
        const field = fieldOf(name)
        const column = valueOf(name)
        const literal = field && this.#literal(value, field)
        if (column === undefined || literal === undefined) return undefined
        // The bare column can use an index, and no empty text equals a literal that is none.
        return exact(`${op === '=' && field?.type === 'string' ? this.#stored(name) : column} ${op} ${literal}`)
      },
      part: (unit, name, op, value) => {
        const field = fieldOf(name)
        const column = valueOf(name)
        if (field?.type !== 'date' || column === undefined || unit.length > 'quarter'.length) return undefined
        const cut = dialect.timeUnit(unit, column, field.daily)
        return cut === undefined ? undefined : exact(`${cut} ${op} ${value}`)
      },
      isNull: (name, wanted) => {
        const column = valueOf(name)
        return column === undefined ? undefined : exact(`${column} IS ${wanted ? '' : 'NOT '}NULL`)
      },
      like: (name, pattern) => {
        const column = fieldOf(name)?.type === 'string' ? valueOf(name) : undefined
        const text = column === undefined ? undefined : dialect.like(column, pattern)
        return text === undefined ? undefined : exact(text)
      },
      box: () => undefined,
    }
  }

  #literal(value: Literal, { type, daily }: SqlField): string | undefined {
    if (typeof value === 'object') return type === 'date' && (!daily || value.wallClock % 86_400_000 === 0) ? this.#dialect.date(value.wallClock, daily) : undefined
    if (typeof value === 'number') return type === 'number' && Number.isFinite(value) ? String(value) : undefined
    if (typeof value === 'string') return type === 'string' && value !== '' ? this.#dialect.text(value) : undefined
    return type === 'boolean' ? this.#dialect.boolean(value) : undefined
  }
}

function exact(text: string): Condition {
  return { text, exact: true }
}
