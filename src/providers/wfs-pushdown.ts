import { isProperty } from '../data/expression.js'
import { allOf, conjunctsOf } from '../data/filter.js'
import { envelopeOf } from '../data/geometry.js'
import type { Pushdown } from '../data/capabilities.js'
import type { Expr } from '../data/expression.js'
import type { ComparisonOp, Extent, Filter, SpatialLiteral } from '../data/filter.js'
import type { FieldType } from '../data/schema.js'

/** A field as filters need to know it. */
export interface FilterField {
  readonly name: string
  readonly type: FieldType
  /** False when the author's type is not the server's: conditions on it are ours alone. */
  readonly native: boolean
  /** Dates of days ("2024-01-31") can be compared as written; clock times can't (time zones). */
  readonly daily: boolean
}

export type FilterFields = ReadonlyMap<string, FilterField>

/** A filter that servers execute as they should is one of these; `faithful` ones may keep rows with missing values. */
type Grade = 'exact' | 'faithful' | 'superset' | 'local'
const grades: readonly Grade[] = ['local', 'superset', 'faithful', 'exact']

/** More values than this in one IN make requests that servers refuse. */
const longestList = 300

/**
 * How a condition may be sent to a WFS. Servers disagree on missing values (SQL's unknown, '' or 0), so a condition is
 * `exact` only when it is false for those; any negation is a `superset`. Text order, case folding, IS NULL and clock
 * times differ from server to server: `local`.
 */
export function pushdownOf(filter: Filter, fields: FilterFields): Pushdown {
  const conjuncts = conjunctsOf(filter)
  if (conjuncts.length > 1) {
    const pushdowns = conjuncts.map((conjunct) => pushdownOf(conjunct, fields))
    return pushdowns.includes('local') ? 'local' : pushdowns.includes('superset') ? 'superset' : 'exact'
  }
  // A box alone or beside other conditions; MapServer answers wrongly to boxes inside Or.
  if (isBox(filter)) return isProperty(filter.args[0]) && boxOf(filter.args[1]) ? 'superset' : 'local'
  const grade = gradeOf(filter, fields)
  return grade === 'faithful' ? 'superset' : grade
}

type Box = Extract<Filter, { op: 's_intersects' }>

/** True for a spatial condition. */
export function isBox(filter: Filter): filter is Box {
  return typeof filter === 'object' && 'op' in filter && filter.op === 's_intersects'
}

/** The filter with its first box only: servers take one. The others are checked here, as every box is. */
export function withOneBox(filter: Filter): Filter {
  const conjuncts = conjunctsOf(filter)
  const first = conjuncts.find((conjunct) => isBox(conjunct))
  return allOf(conjuncts.filter((conjunct) => !isBox(conjunct) || conjunct === first)) ?? filter
}

/**
 * Fields that the filter reads, and whether text is compared with what looks like a number: untyped servers take '01001'
 * for 1001.
 */
export function fieldsToProve(filter: Filter, fields: FilterFields, into: Map<string, boolean> = new Map()): Map<string, boolean> {
  if (typeof filter === 'boolean') return into
  if ('property' in filter) return into.set(filter.property, false)
  if (filter.op === 'and' || filter.op === 'or' || filter.op === 'not') {
    for (const arg of filter.args) fieldsToProve(arg, fields, into)
    return into
  }
  const [name, literals] = operandsOf(filter)
  if (name === undefined) return into
  const numeric = fields.get(name)?.type === 'string' && filter.op !== 'like' && literals.some(isNumeric)
  return into.set(name, numeric || into.get(name) === true)
}

/** True for text that an untyped server may read as a number. */
export function isNumeric(literal: Expr): boolean {
  return typeof literal === 'string' && literal.trim() !== '' && Number.isFinite(Number(literal))
}

function gradeOf(filter: Filter, fields: FilterFields): Grade {
  if (typeof filter === 'boolean') return 'local'
  if ('property' in filter) return fields.get(filter.property)?.type === 'boolean' ? 'exact' : 'local'
  switch (filter.op) {
    case 'and':
    case 'or': {
      const ranks = filter.args.map((arg) => grades.indexOf(gradeOf(arg, fields)))
      return grades[Math.min(...ranks)] ?? 'local'
    }
    case 'not':
      return negationOf(filter.args[0], fields)
    case 's_intersects':
      return 'local'
    default:
      return comparisonGrade(filter, fields)
  }
}

function negationOf(filter: Filter, fields: FilterFields): Grade {
  const isNull = typeof filter === 'object' && 'op' in filter && filter.op === 'isNull'
  // Servers that don't tell '' or 0 from a missing value keep more rows, never fewer.
  if (isNull) return isProperty(filter.args[0]) && fields.get(filter.args[0].property)?.native ? 'superset' : 'local'
  const grade = gradeOf(filter, fields)
  return grade === 'exact' || grade === 'faithful' ? 'faithful' : 'local'
}
/** A condition on one field and literals. */
export type Comparison = Extract<Filter, { op: ComparisonOp | 'like' | 'between' | 'in' | 'isNull' }>

function comparisonGrade(filter: Comparison, fields: FilterFields): Grade {
  const [name, literals] = operandsOf(filter)
  const field = name === undefined ? undefined : fields.get(name)
  if (!field?.native || field.type === 'geometry' || filter.op === 'isNull' || literals.length > longestList) return 'local'
  if (!literals.every((literal) => isLiteralOf(field, literal))) return 'local'
  if (literals.length === 0) return 'local'
  const equality = filter.op === '=' || filter.op === '<>' || filter.op === 'in'
  if (filter.op === 'like') return field.type === 'string' ? (matchesEmpty(literals[0]) ? 'faithful' : 'exact') : 'local'
  if (!equality && (field.type === 'string' || field.type === 'boolean')) return 'local'
  // Servers print decimals shorter than they store them: such bounds are widened, and checked here.
  if (literals.some(isFraction)) return filter.op === '<>' ? 'local' : 'superset'
  const missing = field.type === 'number' ? 0 : field.type === 'boolean' ? false : ''
  return holds(filter, literals.map(literalValue), missing) ? 'faithful' : 'exact'
}

/** Whether the comparison is true of the value that a careless server puts in place of null. */
function holds(filter: Comparison, literals: readonly (string | number | boolean)[], value: string | number | boolean): boolean {
  const [first = '', second = ''] = literals
  switch (flipped(filter)) {
    case '=':
      return value === first
    case '<>':
      return value !== first
    case '<':
      return value < first
    case '<=':
      return value <= first
    case '>':
      return value > first
    case '>=':
      return value >= first
    case 'between':
      return value >= first && value <= second
    case 'in':
      return literals.includes(value)
    default:
      return true
  }
}

/** The one field and the literals of a comparison; no name when it is not of that shape. */
export function operandsOf(filter: Exclude<Filter, boolean | { property: string }>): [string | undefined, readonly Expr[]] {
  switch (filter.op) {
    case 'in':
      return [isProperty(filter.args[0]) ? filter.args[0].property : undefined, filter.args[1]]
    case 'between':
    case 'isNull': {
      const [first, ...rest] = filter.args
      return [isProperty(first) ? first.property : undefined, rest]
    }
    case 'and':
    case 'or':
    case 'not':
    case 's_intersects':
      return [undefined, []]
    default: {
      const [left, right] = filter.args
      if (isProperty(left)) return [left.property, [right]]
      return filter.op !== 'like' && isProperty(right) ? [right.property, [left]] : [undefined, []]
    }
  }
}

/** True for a number with decimals. */
export function isFraction(literal: Expr): literal is number {
  return typeof literal === 'number' && !Number.isInteger(literal)
}

/** The operator with the field on the left: `5 < f` is `f > 5`. */
export function flipped(filter: Comparison): Comparison['op'] {
  if (filter.op === 'in' || filter.op === 'between' || filter.op === 'isNull' || filter.op === 'like') return filter.op
  if (isProperty(filter.args[0])) return filter.op
  const mirror = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const
  return mirror[filter.op]
}

function isLiteralOf(field: FilterField, literal: Expr): boolean {
  switch (field.type) {
    case 'number':
      return typeof literal === 'number' && Number.isFinite(literal)
    case 'boolean':
      return typeof literal === 'boolean'
    case 'date':
      return field.daily && typeof literal === 'object' && 'date' in literal && /^\d{4}-\d\d-\d\d$/.test(literal.date)
    default:
      // Missing text is '' to some and null to others; characters that XML cannot carry stay here.
      return typeof literal === 'string' && literal !== '' && !/[\u0000-\u001f\ufffe\uffff]/.test(literal)
  }
}

function matchesEmpty(pattern: Expr | undefined): boolean {
  return typeof pattern !== 'string' || /^%*$/.test(pattern)
}

/** A literal as it is written. */
export function literalValue(literal: Expr): string | number | boolean {
  if (typeof literal !== 'object') return literal
  return 'date' in literal ? literal.date : ''
}

/** The bounding box of a spatial literal, a little larger: edges are straight in other projections. */
export function boxOf(literal: SpatialLiteral): Extent | undefined {
  const [west, south, east, north] = 'type' in literal ? (envelopeOf(literal) ?? []) : literal.bbox
  if (west === undefined || south === undefined || east === undefined || north === undefined) return undefined
  if (![west, south, east, north].every(Number.isFinite) || west > east) return undefined
  const margin = 0.001 + 0.02 * Math.max(east - west, north - south)
  return [
    Math.max(-180, west - margin),
    Math.max(-90, south - margin),
    Math.min(180, east + margin),
    Math.min(90, north + margin),
  ]
}
