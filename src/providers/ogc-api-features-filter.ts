import { printFilter } from '../data/cql2-print.js'
import { isProperty } from '../data/expression.js'
import { envelopeOf } from '../data/geometry.js'
import type { Expr } from '../data/expression.js'
import type { ComparisonOp, Extent, Filter } from '../data/filter.js'
import type { Field } from '../data/schema.js'

/** What a server's conformance declares, and which properties it takes in conditions. */
export interface Abilities {
  /** Filters of CQL2 text. */
  readonly cql: boolean
  /** LIKE, BETWEEN, IN. */
  readonly advanced: boolean
  /** `?departement=67`. */
  readonly propertyParams: boolean
  /** `properties=a,b`. */
  readonly select: boolean
  /** Queryable properties, with their declared type. */
  readonly queryables: ReadonlyMap<string, string>
}

/** The conformance classes by their tails: versions and drafts differ only before them. */
export function abilitiesOf(conformsTo: readonly string[], queryables: ReadonlyMap<string, string>): Abilities {
  const has = (part: RegExp) => conformsTo.some((uri) => part.test(uri))
  const filters = has(/features-3\/[\d.]+\/conf\/filter$/) && has(/features-3\/[\d.]+\/conf\/features-filter$/)
  return {
    cql: filters && has(/\/conf\/cql2-text$/) && has(/\/conf\/basic-cql2?$/),
    advanced: has(/\/conf\/advanced-comparison-operators$/),
    propertyParams: has(/features-3\/[\d.]+\/conf\/queryables-query-parameters$/),
    select: has(/\/conf\/properties-features$/) || has(/features-6\/[\d.]+\/conf\/properties$/),
    queryables,
  }
}

/** One comparison of a field with literals: what can be proven of a server. */
export interface Leaf {
  readonly name: string
  readonly op: ComparisonOp | 'like' | 'between' | 'in'
}

/** Parameters that mean something else than a property of that name. */
const reserved = new Set(['bbox', 'bbox-crs', 'crs', 'datetime', 'f', 'filter', 'filter-crs', 'filter-lang', 'ids', 'limit', 'offset', 'properties', 'q', 'skipgeometry', 'sortby', 'startindex', 'token', 'type', 'zoom-level'])

/**
 * The comparisons that a condition consists of, when this server may be asked it; undefined when not. Only what cannot
 * leave out rows that the engine keeps: no order of text, no exact fractions, no negation of text (collations differ), no
 * missing text ('' to some, null to others).
 */
export function leavesOf(filter: Filter, abilities: Abilities, fieldOf: (name: string) => Field | undefined, negated = false): readonly Leaf[] | undefined {
  if (!abilities.cql || typeof filter !== 'object' || !('op' in filter)) return undefined
  switch (filter.op) {
    case 'and':
    case 'or':
      return joined(filter.args.map((arg) => leavesOf(arg, abilities, fieldOf, negated)))
    case 'not':
      return leavesOf(filter.args[0], abilities, fieldOf, !negated)
    case 'isNull':
    case 's_intersects':
      return undefined
    case 'in':
      return leafOf(filter.op, filter.args[0], filter.args[1], abilities, fieldOf, negated)
    default: {
      const [property, ...literals] = filter.args
      return leafOf(filter.op, property, literals, abilities, fieldOf, negated)
    }
  }
}

function leafOf(
  op: Leaf['op'],
  property: Expr,
  literals: readonly Expr[],
  abilities: Abilities,
  fieldOf: (name: string) => Field | undefined,
  negated: boolean
): readonly Leaf[] | undefined {
  if (!isProperty(property) || literals.length === 0) return undefined
  const field = fieldOf(property.property)
  const declared = abilities.queryables.get(property.property)
  if (!field || declared === undefined || (!abilities.advanced && (op === 'like' || op === 'between' || op === 'in'))) return undefined
  const sayable = literals.every((literal) => isSayable(literal, field, declared, op, negated))
  return sayable ? [{ name: field.name, op }] : undefined
}

function joined(parts: readonly (readonly Leaf[] | undefined)[]): readonly Leaf[] | undefined {
  const said = parts.filter((part) => part !== undefined)
  return said.length < parts.length ? undefined : said.flat()
}

function isSayable(literal: Expr, { type }: Field, declared: string, op: Leaf['op'], negated: boolean): boolean {
  const equality = op === '=' || op === '<>' || op === 'in'
  switch (type) {
    case 'number':
      return (declared === 'number' || declared === 'integer') && typeof literal === 'number' && Number.isSafeInteger(literal)
    case 'date':
      return declared === 'date' && op !== 'like' && typeof literal === 'object' && 'date' in literal && /^\d{4}-\d\d-\d\d$/.test(literal.date)
    case 'string': {
      if (declared !== 'string' || typeof literal !== 'string' || negated || op === '<>') return false
      if (!equality && op !== 'like') return false
      // Blank text is missing here; characters beyond print may be changed on the way.
      const pattern = op === 'like'
      return literal.trim() === literal && literal !== '' && !/[\u0000-\u001f\u007f\ufffe\uffff]/.test(literal) && !(pattern && (literal.includes('\\') || /^%*$/.test(literal)))
    }
    default:
      return false
  }
}

/** The condition as CQL2 text. */
export function cqlOf(filter: Filter): string {
  return printFilter(filter)
}

/** A top-level equality as a parameter of its own: its name and value. */
export function paramOf(filter: Filter, abilities: Abilities, fieldOf: (name: string) => Field | undefined): readonly [string, string] | undefined {
  if (!abilities.propertyParams || typeof filter !== 'object' || !('op' in filter) || filter.op !== '=') return undefined
  const [left, right] = isProperty(filter.args[0]) ? filter.args : [filter.args[1], filter.args[0]]
  if (!isProperty(left)) return undefined
  const declared = abilities.queryables.get(left.property)
  const field = fieldOf(left.property)
  if (!field || declared === undefined || reserved.has(left.property.toLowerCase())) return undefined
  // Some servers read "*" as a wildcard and a comma as a list.
  const sayable = isSayable(right, field, declared, '=', false) && typeof right !== 'object' && !/[*,]/.test(String(right))
  return sayable ? [left.property, String(right)] : undefined
}

/** A condition on the geometry that a bounding box covers. */
export function boxIn(filter: Filter, geometry: string | undefined): Extent | undefined {
  if (typeof filter !== 'object' || !('op' in filter) || filter.op !== 's_intersects') return undefined
  const [property, literal] = filter.args
  if (!isProperty(property) || property.property !== geometry) return undefined
  return widened('type' in literal ? envelopeOf(literal) : literal.bbox)
}

/** A little larger, because edges are straight in other projections; none across the antimeridian. */
export function widened(box: Extent | undefined): Extent | undefined {
  if (!box || !box.every(Number.isFinite) || box[0] > box[2] || box[1] > box[3]) return undefined
  const [west, south, east, north] = box
  const margin = 0.001 + 0.02 * Math.max(east - west, north - south)
  const round = (value: number) => Math.round(value * 1e6) / 1e6
  return [round(Math.max(-180, west - margin)), round(Math.max(-90, south - margin)), round(Math.min(180, east + margin)), round(Math.min(90, north + margin))]
}
