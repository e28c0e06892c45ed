import { parseIsoDate } from '../data/calendar.js'
import { timeUnits } from '../data/expression.js'
import type { Expr, TimeUnit } from '../data/expression.js'
import type { ComparisonOp, Extent, Filter, SpatialLiteral } from '../data/filter.js'
import { envelopeOf } from '../data/geometry.js'

/** A condition in a server's words. `exact` false: more rows may come, so it is checked again here. */
export interface Condition {
  readonly text: string
  readonly exact: boolean
}

/** A literal that a field is compared with; dates are wall clock milliseconds. */
export type Literal = string | number | boolean | { readonly wallClock: number }

/**
 * The words of one dialect for single conditions; undefined = the server can't be asked. Each condition must be true only
 * where the field has a value, because negations are pushed down to it (servers differ in what NOT does to missing values).
 */
export interface ConditionWriter {
  readonly and: string
  readonly or: string
  /** Joins parts in the dialect's own way; without it they stand in brackets with `word` (`and` or `or`) between them. */
  join?(word: string, parts: readonly string[]): string
  compare(name: string, op: ComparisonOp, value: Literal): Condition | undefined
  /** The field has one of many values; without it, or where it gives undefined, they are compared one by one. */
  oneOf?(name: string, values: readonly Literal[]): Condition | undefined
  part(unit: TimeUnit, name: string, op: ComparisonOp, value: number): Condition | undefined
  isNull(name: string, wanted: boolean): Condition | undefined
  /** A LIKE pattern with at least one wildcard. */
  like(name: string, pattern: string): Condition | undefined
  /** The geometry shares a point with the box. */
  box(name: string, box: Extent): Condition | undefined
}

/** A text in SQL's single quotes. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** The digits of a number without an exponent, which not every dialect reads; undefined for numbers that need one. */
export function plainNumber(value: Literal): string | undefined {
  // + 0: there is no -0.
  const text = typeof value === 'number' ? String(value + 0) : ''
  return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined
}

const opposite: Record<ComparisonOp, ComparisonOp> = { '=': '<>', '<>': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' }
const mirrored: Record<ComparisonOp, ComparisonOp> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }
const units: ReadonlySet<string> = new Set(timeUnits)

/** The filter in the server's words; undefined when it can't be said. */
export function conditionOf(filter: Filter, writer: ConditionWriter, negated = false): Condition | undefined {
  if (typeof filter === 'boolean') return undefined
  if ('property' in filter) return writer.compare(filter.property, '=', !negated)
  switch (filter.op) {
    case 'not':
      return conditionOf(filter.args[0], writer, !negated)
    case 'and':
    case 'or': {
      const parts = filter.args.map((arg) => conditionOf(arg, writer, negated))
      return (filter.op === 'and') === negated ? anyOf(parts, writer) : bothOf(parts, writer)
    }
    case 'in': {
      const list = negated ? undefined : listCondition(filter.args[0], filter.args[1], writer)
      if (list) return list
      const parts = filter.args[1].map((item) => comparison(filter.args[0], negated ? '<>' : '=', item, writer))
      return negated ? bothOf(parts, writer) : anyOf(parts, writer)
    }
    case 'between': {
      const [value, low, high] = filter.args
      const parts = [
        comparison(value, negated ? '<' : '>=', low, writer),
        comparison(value, negated ? '>' : '<=', high, writer),
      ]
      return negated ? anyOf(parts, writer) : bothOf(parts, writer)
    }
    case 'isNull':
      return isField(filter.args[0]) ? writer.isNull(filter.args[0].property, !negated) : undefined
    case 'like':
      return likeCondition(filter.args[0], filter.args[1], negated, writer)
    case 's_intersects': {
      const box = boxOf(filter.args[1])
      return !negated && isField(filter.args[0]) && box ? writer.box(filter.args[0].property, box) : undefined
    }
    default:
      return comparison(filter.args[0], negated ? opposite[filter.op] : filter.op, filter.args[1], writer)
  }
}

/** What can't be said is left out: more rows come. */
function bothOf(parts: readonly (Condition | undefined)[], writer: ConditionWriter): Condition | undefined {
  const said = parts.filter((part) => part !== undefined)
  if (said.length === 0) return undefined
  return joined(said, writer, writer.and, said.length === parts.length)
}

function anyOf(parts: readonly (Condition | undefined)[], writer: ConditionWriter): Condition | undefined {
  const said = parts.filter((part) => part !== undefined)
  return said.length === 0 || said.length < parts.length ? undefined : joined(said, writer, writer.or, true)
}

function joined(parts: readonly Condition[], writer: ConditionWriter, word: string, whole: boolean): Condition {
  const [first] = parts
  const texts = parts.map((part) => part.text)
  const all = () => writer.join?.(word, texts) ?? texts.map((text) => `(${text})`).join(` ${word} `)
  const text = parts.length === 1 && first ? first.text : all()
  return { text, exact: whole && parts.every(({ exact }) => exact) }
}

function comparison(left: Expr, op: ComparisonOp, right: Expr, writer: ConditionWriter): Condition | undefined {
  const value = literalOf(right)
  if (value === undefined) return literalOf(left) === undefined ? undefined : comparison(right, mirrored[op], left, writer)
  if (isField(left)) return writer.compare(left.property, op, value)
  if (typeof left !== 'object' || !('op' in left) || !units.has(left.op) || typeof value !== 'number') return undefined
  const [of] = left.args
  if (!isField(of)) return undefined
  return left.op === 'year' ? yearCondition(of.property, op, value, writer) : writer.part(left.op as TimeUnit, of.property, op, value)
}

function listCondition(value: Expr, list: readonly Expr[], writer: ConditionWriter): Condition | undefined {
  if (!writer.oneOf || !isField(value)) return undefined
  const values = list.map(literalOf).filter((literal) => literal !== undefined)
  return values.length === list.length && values.length > 0 ? writer.oneOf(value.property, values) : undefined
}

/** A year is a range of days: comparisons of dates are what servers do best. */
function yearCondition(name: string, op: ComparisonOp, year: number, writer: ConditionWriter): Condition | undefined {
  if (!Number.isInteger(year) || year < 1 || year > 9998) return undefined
  const start = { wallClock: new Date(0).setUTCFullYear(year, 0, 1) }
  const end = { wallClock: new Date(0).setUTCFullYear(year + 1, 0, 1) }
  switch (op) {
    case '=':
      return bothOf([writer.compare(name, '>=', start), writer.compare(name, '<', end)], writer)
    case '<>':
      return anyOf([writer.compare(name, '<', start), writer.compare(name, '>=', end)], writer)
    case '<':
    case '>=':
      return writer.compare(name, op, start)
    case '<=':
      return writer.compare(name, '<', end)
    case '>':
      return writer.compare(name, '>=', end)
  }
}

function likeCondition(value: Expr, pattern: Expr, negated: boolean, writer: ConditionWriter): Condition | undefined {
  if (!isField(value) || typeof pattern !== 'string') return undefined
  const plain = plainText(pattern)
  if (plain !== undefined) return writer.compare(value.property, negated ? '<>' : '=', plain)
  return negated ? undefined : writer.like(value.property, pattern)
}

/** The text that a pattern without wildcards stands for. */
function plainText(pattern: string): string | undefined {
  const prefix = prefixOf(pattern)
  return prefix.whole ? prefix.text : undefined
}

/** The text before the first wildcard of a LIKE pattern; `whole` when there is no wildcard. */
export function prefixOf(pattern: string): { readonly text: string; readonly whole: boolean } {
  let text = ''
  for (let index = 0; index < pattern.length; index++) {
    const letter = pattern.charAt(index)
    if (letter === '%' || letter === '_') return { text, whole: false }
    text += letter === '\\' ? pattern.charAt(++index) || '\\' : letter
  }
  return { text, whole: true }
}

function literalOf(expr: Expr): Literal | undefined {
  if (typeof expr !== 'object') return expr
  const text = 'date' in expr ? expr.date : 'timestamp' in expr ? expr.timestamp : undefined
  const wallClock = text === undefined ? undefined : parseIsoDate(text)
  return wallClock === undefined ? undefined : { wallClock }
}

function isField(expr: Expr): expr is { readonly property: string } {
  return typeof expr === 'object' && 'property' in expr
}

/** The envelope of a literal; none across the antimeridian. */
function boxOf(literal: SpatialLiteral): Extent | undefined {
  const box = 'bbox' in literal && !('type' in literal) ? literal.bbox : envelopeOf(literal)
  return box && box[0] <= box[2] ? box : undefined
}
