import { fieldOf } from '../data/schema.js'
import { onClock } from './vega-rows.js'
import type { Expr } from '../data/expression.js'
import type { ComparisonOp, Filter } from '../data/filter.js'
import type { Field, Schema } from '../data/schema.js'
import type { Clock } from './vega-rows.js'

/** A node of vega-expression's syntax tree (ESTree). */
export interface ExpressionNode {
  readonly type: string
  readonly operator?: string
  readonly left?: ExpressionNode
  readonly right?: ExpressionNode
  readonly argument?: ExpressionNode
  readonly value?: unknown
  readonly name?: string
  readonly object?: ExpressionNode
  readonly property?: ExpressionNode
  readonly computed?: boolean
  readonly callee?: ExpressionNode
  readonly arguments?: readonly ExpressionNode[]
  readonly elements?: readonly ExpressionNode[]
}

interface Context {
  readonly schema: Schema
  readonly clock: Clock
}

/**
 * The condition that keeps the same rows as an expression of Vega's `filter`, or undefined when there is none for certain.
 * JavaScript compares null as 0 and knows no "unknown": each comparison says explicitly what becomes of missing values, and
 * negation goes down to the comparisons, so that unknown and false mean the same at the top.
 */
export function filterOf(node: ExpressionNode, context: Context): Filter | undefined {
  return translate(node, true, context)
}

function translate(node: ExpressionNode, positive: boolean, context: Context): Filter | undefined {
  const { type, operator, left, right, argument } = node
  if (type === 'LogicalExpression' && left && right && (operator === '&&' || operator === '||')) {
    const args = [translate(left, positive, context), translate(right, positive, context)]
    if (!args.every((arg) => arg !== undefined)) return undefined
    return connected((operator === '&&') === positive ? 'and' : 'or', args)
  }
  if (type === 'UnaryExpression' && operator === '!' && argument) return translate(argument, !positive, context)
  if (type === 'Literal' && typeof node.value === 'boolean') return node.value === positive
  if (type === 'BinaryExpression' && operator && left && right) return compared(operator, left, right, positive, context)
  if (type === 'CallExpression') return called(node, positive, context)
  const field = columnOf(node, context.schema)
  return field?.type === 'boolean' ? truth(field, positive, true) : undefined
}

/** Without the parts that decide nothing. */
function connected(op: 'and' | 'or', args: readonly Filter[]): Filter {
  const decisive = op === 'or'
  if (args.includes(decisive)) return decisive
  const rest = args.filter((arg) => arg !== !decisive)
  const [first] = rest
  return rest.length > 1 ? { op, args: rest } : (first ?? !decisive)
}

/** A boolean column against true or false; a missing one is neither. */
function truth({ name }: Field, positive: boolean, wanted: boolean): Filter {
  const property = { property: name }
  const equal: Filter = { op: '=', args: [property, positive ? wanted : !wanted] }
  return positive ? equal : { op: 'or', args: [equal, { op: 'isNull', args: [property] }] }
}

const mirrored: Readonly<Record<string, ComparisonOp>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>' }
const negated: Readonly<Record<string, ComparisonOp>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '=': '<>', '<>': '=' }
const names: Readonly<Record<string, ComparisonOp>> = { '==': '=', '===': '=', '!=': '<>', '!==': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' }

function compared(operator: string, left: ExpressionNode, right: ExpressionNode, positive: boolean, context: Context): Filter | undefined {
  const op = names[operator]
  if (!op) return undefined
  const listed = memberOfList(op, left, right, positive, context)
  if (listed) return listed
  const [operand, literal] = [operandOf(left, context), valueOf(right)]
  if (operand && literal !== undefined) return comparison(operand, op, literal, positive)
  const [other, first] = [operandOf(right, context), valueOf(left)]
  const flipped = mirrored[op]
  return other && first !== undefined && flipped ? comparison(other, flipped, first, positive) : undefined
}

/** What stands on one side of a comparison: what it says in CQL2, what it is in JavaScript for a missing value. */
interface Operand {
  readonly expr: Expr
  readonly type: 'number' | 'string' | 'boolean' | 'moment'
  /** undefined: as null compares, 0 to the left and right of `<`, equal to nothing. */
  readonly whenMissing?: number
  /** The number in CQL2 for a number in Vega (months count from 0 there); null where it has no meaning. */
  readonly literal?: (value: number) => Expr | undefined
}

function comparison(operand: Operand, op: ComparisonOp, literal: string | number | boolean | null, positive: boolean): Filter | undefined {
  const { expr, type } = operand
  const wanted = positive ? op : negated[op]
  if (!wanted) return undefined
  if (literal === null) {
    if (op !== '=' && op !== '<>') return undefined
    const isNull: Filter = { op: 'isNull', args: [expr] }
    return (wanted === '=') ? isNull : { op: 'not', args: [isNull] }
  }
  const kind = type === 'moment' ? 'number' : type
  if (typeof literal !== kind || (typeof literal === 'number' && !Number.isFinite(literal))) return undefined
  const ordered = op !== '=' && op !== '<>'
  // Texts are ordered by code unit in JavaScript, and by code point or collation elsewhere.
  if (type !== 'number' && type !== 'moment' && ordered) return undefined
  if (type === 'boolean') return expr !== null && typeof expr === 'object' && 'property' in expr ? truth({ name: expr.property, type: 'boolean' }, wanted === '=', literal as boolean) : undefined
  const value = typeof literal === 'number' && operand.literal ? operand.literal(literal) : literal
  if (value === undefined) return undefined
  const test: Filter = { op: wanted, args: [expr, value] }
  const keepsMissing = missingPasses(op, literal, operand) === positive
  return keepsMissing ? { op: 'or', args: [test, { op: 'isNull', args: [expr] }] } : test
}

function missingPasses(op: ComparisonOp, literal: string | number | boolean, { whenMissing }: Operand): boolean {
  if (typeof literal !== 'number') return op === '<>'
  const value = whenMissing ?? 0
  const equal = whenMissing === literal
  switch (op) {
    case '=':
      return equal
    case '<>':
      return !equal
    case '<':
      return value < literal
    case '<=':
      return value <= literal
    case '>':
      return value > literal
    case '>=':
      return value >= literal
  }
}

/** `indexof([…], datum.x) !== -1` is how Vega-Lite writes `oneOf`. */
function memberOfList(op: ComparisonOp, left: ExpressionNode, right: ExpressionNode, positive: boolean, context: Context): Filter | undefined {
  const [list, item] = left.arguments ?? []
  if (left.callee?.name !== 'indexof' || !list?.elements || !item || valueOf(right) !== -1) return undefined
  const operand = operandOf(item, context)
  const values = list.elements.map(valueOf)
  if (!operand || operand.type === 'moment' || operand.literal || (op !== '=' && op !== '<>')) return undefined
  const literals = values.filter((value) => typeof value === operand.type)
  if (literals.length !== values.length || literals.length === 0) return undefined
  const inside: Filter = { op: 'in', args: [operand.expr, literals as readonly (string | number | boolean)[]] }
  if ((op === '<>') === positive) return inside
  return { op: 'or', args: [{ op: 'not', args: [inside] }, { op: 'isNull', args: [operand.expr] }] }
}

function called({ callee, arguments: args = [] }: ExpressionNode, positive: boolean, context: Context): Filter | undefined {
  const [first, second] = args
  if (!first) return undefined
  if (callee?.name === 'isValid') {
    const field = columnOf(first, context.schema)
    if (!field) return undefined
    const isNull: Filter = { op: 'isNull', args: [{ property: field.name }] }
    return positive ? { op: 'not', args: [isNull] } : isNull
  }
  if (callee?.name === 'isFinite') {
    const inner = first.type === 'UnaryExpression' && first.operator === '+' ? first.argument : first
    const field = inner && columnOf(inner, context.schema)
    // A missing number is 0 there, which is finite; ours are never infinite.
    return field?.type === 'number' || field?.type === 'date' ? positive : undefined
  }
  if (callee?.name === 'inrange' && second?.elements?.length === 2 && args.length === 2) {
    const operand = operandOf(first, context)
    const [low, high] = second.elements.map(valueOf)
    if (!operand || typeof low !== 'number' || typeof high !== 'number') return undefined
    const parts = [comparison(operand, '>=', Math.min(low, high), positive), comparison(operand, '<=', Math.max(low, high), positive)]
    if (!parts.every((part) => part !== undefined)) return undefined
    return connected(positive ? 'and' : 'or', parts)
  }
  return undefined
}

function operandOf(node: ExpressionNode, context: Context): Operand | undefined {
  const field = columnOf(node, context.schema)
  const expr = field && { property: field.name }
  if (field && expr) {
    if (field.type === 'date') return moment(expr, context.clock)
    return field.type === 'geometry' ? undefined : { expr, type: field.type }
  }
  const [argument] = node.arguments ?? []
  const inner = argument && columnOf(argument, context.schema)
  if (node.type !== 'CallExpression' || node.arguments?.length !== 1 || inner?.type !== 'date') return undefined
  const property = { property: inner.name }
  // `time(null)` and `year(null)` are those of 1970 in JavaScript.
  if (node.callee?.name === 'time') return { ...moment(property, context.clock), whenMissing: 0 }
  const part = partsOfDates[node.callee?.name ?? '']
  if (!part || (context.clock === 'utc') !== node.callee?.name?.startsWith('utc')) return undefined
  const zero = new Date(0)
  return { expr: { op: part.op, args: [property] }, type: 'number', whenMissing: part.read(zero), literal: part.literal ?? ((value) => value) }
}

/** Moments compare as milliseconds on the specification's clock. */
function moment(expr: Expr, clock: Clock): Operand {
  const literal = (value: number): Expr | undefined => {
    const wall = clock === 'utc' ? value : value - new Date(value).getTimezoneOffset() * 60_000
    if (!Number.isInteger(value) || onClock(wall, clock) !== value) return undefined
    // Without an offset it is the wall clock; a day of a year that ISO writes with a sign is not asked for.
    const iso = new Date(wall).toISOString().replace(/(\.000)?Z$/, '')
    return iso.length > 23 ? undefined : iso.endsWith('T00:00:00') ? { date: iso.slice(0, 10) } : { timestamp: iso }
  }
  return { expr, type: 'moment', literal }
}

const partsOfDates: Readonly<Record<string, { op: 'year' | 'quarter' | 'month' | 'date' | 'hour'; read: (date: Date) => number; literal?: (value: number) => number }>> = {
  year: { op: 'year', read: (date) => date.getFullYear() },
  quarter: { op: 'quarter', read: (date) => 1 + Math.floor(date.getMonth() / 3) },
  month: { op: 'month', read: (date) => date.getMonth(), literal: (value) => value + 1 },
  date: { op: 'date', read: (date) => date.getDate() },
  utcyear: { op: 'year', read: (date) => date.getUTCFullYear() },
  utcquarter: { op: 'quarter', read: (date) => 1 + Math.floor(date.getUTCMonth() / 3) },
  utcmonth: { op: 'month', read: (date) => date.getUTCMonth(), literal: (value) => value + 1 },
  utcdate: { op: 'date', read: (date) => date.getUTCDate() },
}

/** The column that `datum.x` or `datum["x"]` reads. */
export function columnOf(node: ExpressionNode, schema: Schema): Field | undefined {
  if (node.type !== 'MemberExpression' || node.object?.type !== 'Identifier' || node.object.name !== 'datum') return undefined
  const { property, computed } = node
  const name = computed ? (property?.type === 'Literal' ? property.value : undefined) : property?.name
  return typeof name === 'string' ? fieldOf(schema, name) : undefined
}

/** Text, number, boolean or null that is written out, or a moment: `datetime(2010, 0, 1)`. */
function valueOf(node: ExpressionNode): string | number | boolean | null | undefined {
  if (node.type === 'Literal') {
    const { value } = node
    return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined
  }
  if (node.type === 'UnaryExpression' && node.operator === '-' && node.argument) {
    const value = valueOf(node.argument)
    return typeof value === 'number' ? -value : undefined
  }
  if (node.type !== 'CallExpression') return undefined
  const parts = (node.arguments ?? []).map(valueOf)
  const name = node.callee?.name
  if (name === 'time' && node.arguments?.length === 1 && node.arguments[0]?.type === 'CallExpression') return parts[0]
  if (!parts.every((part) => typeof part === 'number') || parts.length < 2) return undefined
  const [year = 0, month = 0, ...rest] = parts
  if (name === 'datetime') return new Date(year, month, ...(rest as [number?])).getTime()
  return name === 'utc' ? Date.UTC(year, month, ...(rest as [number?])) : undefined
}
