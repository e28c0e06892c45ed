import { parseIsoDate, timePart } from './calendar.js'
import { DgeError } from './errors.js'
import { timeUnits } from './expression.js'
import { intersects } from './geometry.js'
import { compareText } from './compare-text.js'
import { composed, foldAccents, foldCase } from './text.js'
import type { ArithmeticOp, Expr, TimeUnit } from './expression.js'
import type { ComparisonOp, Filter } from './filter.js'
import type { Schema } from './schema.js'
import type { Table, Value } from './table.js'

/** The value of an expression in a row. */
export type Evaluate = (row: number) => Value
/** True, false, or null for unknown (SQL's three-valued logic). */
export type Test = (row: number) => boolean | null

/** Columns that are not arrays, as expressions read them: a table's counterpart where cells are made when they are read. */
export interface Readers {
  readonly schema: Schema
  /** Reads the column called `name`; undefined when there is none. */
  reader(name: string): Evaluate | undefined
}

/** Compiles an expression over the table's columns. @throws DgeError `field` for an unknown column */
export function compileExpr(expr: Expr, table: Table | Readers): Evaluate {
  if (typeof expr !== 'object') {
    // As the texts of tables are.
    const literal = typeof expr === 'string' ? composed(expr) : expr
    return () => literal
  }
  if ('property' in expr) return knownReader(table, expr.property)
  if ('date' in expr || 'timestamp' in expr) {
    const text = 'date' in expr ? expr.date : expr.timestamp
    const value = parseIsoDate(text)
    if (value === undefined) throw new DgeError('query', `"${text}" is not a date`)
    return () => value
  }
  if (expr.op === 'casei' || expr.op === 'accenti') {
    const fold = expr.op === 'casei' ? foldCase : foldAccents
    const value = compileExpr(expr.args[0], table)
    return memoized(value, fold)
  }
  if (expr.op === 'bin') return binned(compileExpr(expr.args[0], table), expr.args[1])
  if (isTimeUnit(expr.op)) {
    const unit = expr.op
    const value = compileExpr(expr.args[0], table)
    return (row) => {
      const ms = value(row)
      return typeof ms === 'number' ? timePart(unit, ms) : null
    }
  }
  return arithmetic(expr.op, compileExpr(expr.args[0], table), compileExpr(expr.args[1] as Expr, table))
}

/** Compiles a condition. @throws DgeError `field` for an unknown column */
export function compileFilter(filter: Filter, table: Table | Readers): Test {
  if (typeof filter === 'boolean') return () => filter
  if ('property' in filter) {
    const read = knownReader(table, filter.property)
    return (row) => {
      const value = read(row)
      return typeof value === 'boolean' ? value : null
    }
  }
  switch (filter.op) {
    case 'and':
    case 'or':
      return connective(filter.op === 'and' ? false : true, filter.args.map((arg) => compileFilter(arg, table)))
    case 'not': {
      const test = compileFilter(filter.args[0], table)
      return (row) => negate(test(row))
    }
    case 'isNull': {
      const value = compileExpr(filter.args[0], table)
      return (row) => value(row) === null
    }
    case 'between':
      return connective(false, [
        comparison('>=', compileExpr(filter.args[0], table), compileExpr(filter.args[1], table)),
        comparison('<=', compileExpr(filter.args[0], table), compileExpr(filter.args[2], table)),
      ])
    case 'in': {
      const value = compileExpr(filter.args[0], table)
      return connective(true, filter.args[1].map((arg) => comparison('=', value, compileExpr(arg, table))))
    }
    case 'like':
      return like(compileExpr(filter.args[0], table), compileExpr(filter.args[1], table))
    case 's_intersects': {
      const value = compileExpr(filter.args[0], table)
      const [, literal] = filter.args
      return (row) => {
        const geometry = value(row)
        return geometry !== null && typeof geometry === 'object' ? intersects(geometry, literal) : null
      }
    }
    default:
      return comparison(filter.op, compileExpr(filter.args[0], table), compileExpr(filter.args[1], table))
  }
}

/** The number that a text says, with either decimal mark; null when it says none. */
export function numberIn(text: string): number | null {
  const digits = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  return digits === '' || !Number.isFinite(Number(digits)) ? null : Number(digits)
}

/** −1, 0, 1, or null when the two have no order (a null, or different types). False sorts before true; beside a number, text is the number that it says. */
export function compareValues(a: Value, b: Value): number | null {
  if (typeof a === 'number' && typeof b === 'string') b = numberIn(b)
  else if (typeof b === 'number' && typeof a === 'string') a = numberIn(a)
  if (a === null || b === null || typeof a !== typeof b) return null
  if (typeof a === 'string') return Math.sign(compareText(a, b as string))
  if (typeof a === 'object') return null
  return a < (b as number | boolean) ? -1 : a > (b as number | boolean) ? 1 : 0
}

function knownReader(table: Table | Readers, name: string): Evaluate {
  if ('reader' in table) {
    const read = table.reader(name)
    if (read) return read
  } else {
    const column = table.columns.get(name)
    if (column) return (row) => column[row] ?? null
  }
  throw new DgeError('field', `No field "${name}" in: ${table.schema.map((field) => field.name).join(', ')}`)
}

const units: ReadonlySet<string> = new Set(timeUnits)
function isTimeUnit(op: string): op is TimeUnit {
  return units.has(op)
}

/** Applies a text function once per distinct text. */
function memoized(value: Evaluate, change: (text: string) => string): Evaluate {
  const known = new Map<string, string>()
  return (row) => {
    const text = value(row)
    if (typeof text !== 'string') return null
    let changed = known.get(text)
    if (changed === undefined) known.set(text, (changed = change(text)))
    return changed
  }
}

/** Lower bounds are rounded to the width's digits: three times 0.1 is 0.3. */
function binned(value: Evaluate, width: number): Evaluate {
  if (!(width > 0)) throw new DgeError('query', `The width of bin() must be above 0, not ${width}`)
  return (row) => {
    const number = value(row)
    return typeof number === 'number' ? finite(Number((Math.floor(number / width + 1e-12) * width).toPrecision(12))) : null
  }
}

function arithmetic(op: ArithmeticOp, left: Evaluate, right: Evaluate): Evaluate {
  const compute = operations[op]
  return (row) => {
    const a = left(row)
    const b = right(row)
    return typeof a === 'number' && typeof b === 'number' ? finite(compute(a, b)) : null
  }
}

const operations: Record<ArithmeticOp, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  div: (a, b) => Math.trunc(a / b),
  '^': (a, b) => a ** b,
}

/** Division by zero and overflow are missing values; −0 is 0 (they would be two groups). */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null
}

/** Null where the two have no order. Most filters name a value: that it is another needs no look at which of them is less. */
function equality(wanted: boolean, left: Evaluate, right: Evaluate): Test {
  return (row) => {
    const [a, b] = [left(row), right(row)]
    if (a === null || b === null || typeof a !== typeof b || typeof a === 'object') return null
    return (a === b) === wanted
  }
}

function comparison(op: ComparisonOp, left: Evaluate, right: Evaluate): Test {
  if (op === '=' || op === '<>') return equality(op === '=', left, right)
  return (row) => {
    const order = compareValues(left(row), right(row))
    if (order === null) return null
    switch (op) {
      case '<':
        return order < 0
      case '<=':
        return order <= 0
      case '>':
        return order > 0
      case '>=':
        return order >= 0
    }
  }
}

/** AND (decided by a false) and OR (decided by a true): unknown unless decided. */
function connective(decisive: boolean, tests: readonly Test[]): Test {
  return (row) => {
    let result: boolean | null = !decisive
    for (const test of tests) {
      const value = test(row)
      if (value === decisive) return decisive
      if (value === null) result = null
    }
    return result
  }
}

function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value
}

function like(value: Evaluate, pattern: Evaluate): Test {
  const compiled = new Map<string, RegExp>()
  return (row) => {
    const text = value(row)
    const wanted = pattern(row)
    if (typeof text !== 'string' || typeof wanted !== 'string') return null
    let regexp = compiled.get(wanted)
    if (!regexp) compiled.set(wanted, (regexp = likePattern(wanted)))
    return regexp.test(text)
  }
}

/** `%` any run, `_` one character (code point), `\` takes the next character literally. */
function likePattern(pattern: string): RegExp {
  let source = ''
  const letters = Array.from(pattern)
  for (let index = 0; index < letters.length; index++) {
    const letter = letters[index] ?? ''
    if (letter === '%') source += '.*'
    else if (letter === '_') source += '.'
    else source += (letter === '\\' ? (letters[++index] ?? '\\') : letter).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  }
  return new RegExp(`^${source}$`, 'su')
}
