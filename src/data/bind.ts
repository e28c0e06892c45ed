import { isoDay, parseIsoDate } from './calendar.js'
import { DgeError } from './errors.js'
import { known, derivedField } from './output-schema.js'
import { parseDate } from './parse-date.js'
import type { Expr } from './expression.js'
import type { Filter } from './filter.js'
import type { Field, FieldType, Schema } from './schema.js'

/**
 * Gives every literal the type of the field that it is compared with: `insee = 67482` finds the text "67482", `'12,5'`
 * the number 12.5, `'31/01/2024'` the day.
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
      const type = typeOf(value, schema)
      return { op: 'in', args: [value, list.map((item) => coerce(item, type, value))] }
    }
    case 'between': {
      const [value, low, high] = filter.args
      const type = typeOf(value, schema)
      return { op: 'between', args: [value, coerce(low, type, value), coerce(high, type, value)] }
    }
    default: {
      const [left, right] = filter.args
      const [a, b] = [typeOf(left, schema), typeOf(right, schema)]
      // The side that reads a field decides.
      const args: [Expr, Expr] = isLiteral(left) ? [coerce(left, b, right), right] : [left, coerce(right, a, left)]
      return { op: filter.op, args }
    }
  }
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
      const text = typeof expr === 'string' ? expr.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.') : ''
      if (text === '' || !Number.isFinite(Number(text))) throw bad()
      return Number(text)
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

/** A date literal from ISO text, a bare year, or a date as files write it: 31/01/2024, 2024-T1, janv. 2024. */
function dateLiteral(expr: Expr): Expr | undefined {
  if (typeof expr === 'object') return expr
  const text = String(expr).trim()
  const iso = /^\d{4}$/.test(text) ? `${text}-01-01` : text
  const value = parseIsoDate(iso)
  if (value !== undefined) return /[T ]\d\d:/.test(iso) ? { timestamp: iso } : { date: isoDay(value) }
  const written = parseDate(text, { order: 'dmy', compact: true })
  return written && (written.precision === 'time' ? { timestamp: new Date(written.value).toISOString().slice(0, 19) } : { date: isoDay(written.value) })
}

function raise(error: DgeError): never {
  throw error
}
