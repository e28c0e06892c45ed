import { isoDay, parseIsoDate } from './calendar.js'
import { DgeError } from './errors.js'
import { numberIn } from './evaluate.js'
import { isCodeName, isYearName } from './field-name.js'
import { known, derivedField } from './output-schema.js'
import { parseDate } from './parse-date.js'
import type { Expr } from './expression.js'
import type { ComparisonOp, Filter } from './filter.js'
import type { ParsedDate } from './parse-date.js'
import type { DatePrecision, Field, FieldType, Schema } from './schema.js'

/**
 * Gives every literal the type of the field that it is compared with: `insee = 67482` finds the text "67482", `'12,5'`
 * the number 12.5, `'31/01/2024'` the day. In an order a number stays one beside text that is no code: `montant >= 20` asks for the numbers that the text says. A date that is coarser than the field means all of its time: `jour <= '2024'` holds to the end
 * of 2024, `moment = '2024-01-31'` all day.
 * @throws DgeError `field` for an unknown name, `query` for a literal that cannot be of the field's type
 */
export function bindFilter(filter: Filter, schema: Schema): Filter {
  if (typeof filter === 'boolean') return filter
  if ('property' in filter) {
    const field = known(filter.property, schema)
    if (field.type !== 'boolean') throw new DgeError('query', `"${field.name}" alone is no condition: it is of type ${field.type}`)
    return filter
  }
  switch (filter.op) {
    case 'and':
    case 'or':
      return { op: filter.op, args: filter.args.map((arg) => bindFilter(arg, schema)) }
    case 'not':
      return { op: 'not', args: [bindFilter(filter.args[0], schema)] }
    case 'isNull':
      typeOf(filter.args[0], schema)
      return filter
    case 's_intersects':
      requireType(filter.args[0], 'geometry', schema)
      return filter
    case 'like':
      requireType(filter.args[0], 'string', schema)
      return filter
    case 'in': {
      const [value, list] = filter.args
      const field = fieldOfExpr(value, schema)
      if (list.some((item) => periodOf(item, field))) return { op: 'or', args: list.map((item) => bindFilter({ op: '=', args: [value, item] }, schema)) }
      return { op: 'in', args: [value, list.map((item) => coerce(item, field.type, value))] }
    }
    case 'between': {
      const [value, low, high] = filter.args
      const field = fieldOfExpr(value, schema)
      const end = periodOf(high, field)?.end
      if (end) return { op: 'and', args: [{ op: '>=', args: [value, coerce(low, 'date', value)] }, { op: '<', args: [value, end] }] }
      return { op: 'between', args: [value, ranked(low, field.type, value), ranked(high, field.type, value)] }
    }
    default: {
      const [left, right] = filter.args
      if (isLiteral(left) && periodOf(left, fieldOfExpr(right, schema))) return bindFilter({ op: mirrored[filter.op], args: [right, left] }, schema)
      const period = periodOf(right, fieldOfExpr(left, schema))
      if (period) return withinPeriod(filter.op, left, period)
      const [a, b] = [typeOf(left, schema), typeOf(right, schema)]
      const typed = filter.op === '=' || filter.op === '<>' ? coerce : ranked
      // The side that reads a field decides.
      const args: [Expr, Expr] = isLiteral(left) ? [typed(left, b, right), right] : [left, typed(right, a, left)]
      return { op: filter.op, args }
    }
  }
}

/** Whether a bound condition asks for the numbers that text says, which the engine alone reads. */
export function readsNumbers(filter: Filter, schema: Schema): boolean {
  if (typeof filter !== 'object' || 'property' in filter) return false
  if (filter.op === 'and' || filter.op === 'or' || filter.op === 'not') return filter.args.some((arg) => readsNumbers(arg, schema))
  const args: readonly unknown[] = filter.args
  return args.some((arg) => typeof arg === 'number') && args.some((arg) => saysText(arg as Expr, schema))
}

function saysText(expr: Expr, schema: Schema): boolean {
  return typeof expr === 'object' && 'property' in expr && known(expr.property, schema).type === 'string'
}

/** True for an expression that reads no field. */
function isLiteral(expr: Expr): boolean {
  return typeof expr !== 'object' || 'date' in expr || 'timestamp' in expr
}

function typeOf(expr: Expr, schema: Schema): FieldType {
  return fieldOfExpr(expr, schema).type
}

function fieldOfExpr(expr: Expr, schema: Schema): Field {
  return derivedField({ as: '', expr }, schema)
}

function requireType(expr: Expr, type: FieldType, schema: Schema): void {
  const field = fieldOfExpr(expr, schema)
  if (field.type !== type) throw new DgeError('query', `${describe(expr)} is of type ${field.type}, and a ${type} is needed`)
}

function describe(expr: Expr): string {
  return typeof expr === 'object' && 'property' in expr ? `"${expr.property}"` : 'The expression'
}

/** The literal as it is compared in an order: a number stays one beside text that may say amounts. */
function ranked(expr: Expr, type: FieldType, other: Expr): Expr {
  return type === 'string' && typeof expr === 'number' && saysAmounts(other) ? expr : coerce(expr, type, other)
}

/** Whether a field of text may say amounts. Those of codes and years have as many digits: their order is that of text, which servers know too. */
export function saysAmounts(expr: Expr): boolean {
  return typeof expr === 'object' && 'property' in expr && !isCodeName(expr.property) && !isYearName(expr.property)
}

/** The literal as a value of `type`; anything but a literal stays. */
function coerce(expr: Expr, type: FieldType, other: Expr): Expr {
  if (!isLiteral(expr)) {
    // A folded literal (casei('x')) is compared with text.
    return expr
  }
  const bad = () => new DgeError('query', `${describe(other)} is of type ${type}, and ${JSON.stringify(expr)} is not`)
  switch (type) {
    case 'string':
      if (typeof expr === 'string') return expr
      if (typeof expr === 'number' || typeof expr === 'boolean') return String(expr)
      throw bad()
    case 'number': {
      if (typeof expr === 'number') return expr
      return (typeof expr === 'string' ? numberIn(expr) : null) ?? raise(bad())
    }
    case 'boolean': {
      if (typeof expr === 'boolean') return expr
      const word = String(typeof expr === 'object' ? '' : expr).toLowerCase()
      if (['true', 'vrai', 'oui', '1'].includes(word)) return true
      if (['false', 'faux', 'non', '0'].includes(word)) return false
      throw bad()
    }
    case 'date':
      return dateLiteral(expr) ?? raise(bad())
    case 'geometry':
      throw bad()
  }
}

/** From a moment to another that is not in it. */
interface Period {
  readonly start: Expr
  readonly end: Expr
}

const mirrored = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

function withinPeriod(op: ComparisonOp, left: Expr, { start, end }: Period): Filter {
  const before: Filter = { op: '<', args: [left, op === '<' || op === '<>' ? start : end] }
  const after: Filter = { op: '>=', args: [left, op === '>' || op === '<>' ? end : start] }
  if (op === '=') return { op: 'and', args: [after, before] }
  if (op === '<>') return { op: 'or', args: [before, after] }
  return op === '<' || op === '<=' ? before : after
}

const finer: readonly DatePrecision[] = ['year', 'quarter', 'month', 'week', 'day', 'time']

/** The time that a literal stands for where the field knows more than it. */
function periodOf(expr: Expr, { type, precision: known = 'day' }: Field): Period | undefined {
  if (type !== 'date' || !isLiteral(expr) || (typeof expr === 'object' && !('date' in expr))) return undefined
  const text = String(typeof expr === 'object' ? expr.date : expr).trim()
  const written = readDate(text)
  if (!written || finer.indexOf(written.precision) >= finer.indexOf(known)) return undefined
  const next = new Date(written.value)
  const { precision } = written
  if (precision === 'year') next.setUTCFullYear(next.getUTCFullYear() + 1)
  else if (precision === 'day' || precision === 'week') next.setUTCDate(next.getUTCDate() + (precision === 'day' ? 1 : 7))
  else next.setUTCMonth(next.getUTCMonth() + (precision === 'month' ? 1 : 3))
  return { start: { date: isoDay(written.value) }, end: { date: isoDay(next.getTime()) } }
}

function readDate(text: string): ParsedDate | undefined {
  if (/^\d{4}$/.test(text)) return { value: parseIsoDate(`${text}-01-01`) ?? 0, precision: 'year' }
  return parseDate(text, { order: 'dmy', compact: true })
}

/** A date literal from ISO text, a bare year, or a date as files write it: 31/01/2024, 2024-T1, janv. 2024. */
function dateLiteral(expr: Expr): Expr | undefined {
  if (typeof expr === 'object') return expr
  const text = String(expr).trim()
  const written = readDate(text)
  return written && (written.precision === 'time' ? { timestamp: parseIsoDate(text) === undefined ? new Date(written.value).toISOString().slice(0, 19) : text } : { date: isoDay(written.value) })
}

function raise(error: DgeError): never {
  throw error
}
