import { boxOf, flipped, isFraction, literalValue, operandsOf } from './wfs-pushdown.js'
import { escapeXml } from './wfs-xml.js'
import { isProperty } from '../data/expression.js'
import type { Expr } from '../data/expression.js'
import type { ComparisonOp, Extent, Filter } from '../data/filter.js'
import type { Comparison } from './wfs-pushdown.js'

/** How a filter is written: the language, and what the boxes need. */
export interface FilterStyle {
  readonly language: 'fes-2.0' | 'fes-1.1' | 'cql'
  /** True: boxes in `urn:ogc:def:crs:EPSG::4326`, latitude first, as the standard says; false: longitude first. */
  readonly latitudeFirst: boolean
}

/** The value of the FILTER or CQL_FILTER parameter for a filter that `pushdownOf` does not keep local. */
export function printFilter(asked: Filter, style: FilterStyle): string {
  const filter = widen(asked)
  if (style.language === 'cql') return cql(filter)
  const two = style.language === 'fes-2.0'
  const prefix = two ? 'fes' : 'ogc'
  const namespaces = two
    ? 'xmlns:fes="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"'
    : 'xmlns:ogc="http://www.opengis.net/ogc" xmlns:gml="http://www.opengis.net/gml"'
  return `<${prefix}:Filter ${namespaces}>${fes(filter, new FesWriter(prefix, style.latitudeFirst))}</${prefix}:Filter>`
}

/** Small pieces of FES 2.0 (`fes:`) and Filter Encoding 1.1 (`ogc:`), which differ in names only. */
class FesWriter {
  readonly #prefix: 'fes' | 'ogc'
  readonly #latitudeFirst: boolean

  constructor(prefix: 'fes' | 'ogc', latitudeFirst: boolean) {
    this.#prefix = prefix
    this.#latitudeFirst = latitudeFirst
  }

  element(name: string, content: string, attributes = ''): string {
    return `<${this.#prefix}:${name}${attributes}>${content}</${this.#prefix}:${name}>`
  }

  /** And/Or as a balanced tree: long flat lists exceed the nesting that MapServer's SQL allows (about 30). */
  tree(name: 'And' | 'Or', parts: readonly string[]): string {
    const [first = ''] = parts
    if (parts.length < 2) return first
    const middle = parts.length >> 1
    return this.element(name, this.tree(name, parts.slice(0, middle)) + this.tree(name, parts.slice(middle)))
  }

  field(name: string): string {
    return this.element(this.#prefix === 'fes' ? 'ValueReference' : 'PropertyName', escapeXml(name))
  }

  literal(literal: Expr | undefined): string {
    return this.element('Literal', escapeXml(String(literal === undefined ? '' : literalValue(literal))))
  }

  box(field: string, [west, south, east, north]: Extent): string {
    const corner = (name: string, x: number, y: number) =>
      `<gml:${name}>${this.#latitudeFirst ? `${y} ${x}` : `${x} ${y}`}</gml:${name}>`
    const corners = corner('lowerCorner', west, south) + corner('upperCorner', east, north)
    const envelope = `<gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326">${corners}</gml:Envelope>`
    return this.element('BBOX', this.field(field) + envelope)
  }
}

const fesNames: Readonly<Record<ComparisonOp, string>> = {
  '=': 'PropertyIsEqualTo',
  '<>': 'PropertyIsNotEqualTo',
  '<': 'PropertyIsLessThan',
  '<=': 'PropertyIsLessThanOrEqualTo',
  '>': 'PropertyIsGreaterThan',
  '>=': 'PropertyIsGreaterThanOrEqualTo',
}

function fes(filter: Filter, writer: FesWriter): string {
  if (typeof filter === 'boolean') throw new RangeError('A bare literal is not sent')
  if ('property' in filter) return fes({ op: '=', args: [filter, true] }, writer)
  switch (filter.op) {
    case 'and':
    case 'or':
      return writer.tree(filter.op === 'and' ? 'And' : 'Or', filter.args.map((arg) => fes(arg, writer)))
    case 'not':
      return writer.element('Not', fes(filter.args[0], writer))
    case 's_intersects': {
      const box = boxOf(filter.args[1])
      if (!isProperty(filter.args[0]) || !box) throw new RangeError('Only boxes are sent')
      return writer.box(filter.args[0].property, box)
    }
    default:
      return fesComparison(filter, writer)
  }
}

function fesComparison(filter: Comparison, writer: FesWriter): string {
  const [name = '', literals] = operandsOf(filter)
  const field = writer.field(name)
  const [first, second] = literals
  const op = flipped(filter)
  switch (op) {
    case 'isNull':
      return writer.element('PropertyIsNull', field)
    case 'like':
      return writer.element('PropertyIsLike', field + writer.literal(first), ' wildCard="%" singleChar="_" escapeChar="\\"')
    case 'between': {
      const bounds = writer.element('LowerBoundary', writer.literal(first)) + writer.element('UpperBoundary', writer.literal(second))
      return writer.element('PropertyIsBetween', field + bounds)
    }
    case 'in':
      return writer.tree('Or', literals.map((literal) => writer.element('PropertyIsEqualTo', field + writer.literal(literal))))
    default:
      return writer.element(fesNames[op], field + writer.literal(first))
  }
}

/** ECQL, GeoServer's text filters. */
function cql(filter: Filter): string {
  if (typeof filter === 'boolean') throw new RangeError('A bare literal is not sent')
  if ('property' in filter) return `${cqlName(filter.property)} = true`
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.args.map((arg) => `(${cql(arg)})`).join(filter.op === 'and' ? ' AND ' : ' OR ')
    case 'not':
      return `NOT (${cql(filter.args[0])})`
    case 's_intersects': {
      const box = boxOf(filter.args[1])
      if (!isProperty(filter.args[0]) || !box) throw new RangeError('Only boxes are sent')
      return `BBOX(${cqlName(filter.args[0].property)}, ${box.join(', ')}, 'EPSG:4326')`
    }
    default: {
      const [name = '', literals] = operandsOf(filter)
      const [first = '', second = ''] = literals.map(cqlLiteral)
      const op = flipped(filter)
      if (op === 'isNull') return `${cqlName(name)} IS NULL`
      if (op === 'between') return `${cqlName(name)} BETWEEN ${first} AND ${second}`
      if (op === 'in') return `${cqlName(name)} IN (${literals.map(cqlLiteral).join(', ')})`
      return `${cqlName(name)} ${op === 'like' ? 'LIKE' : op} ${first}`
    }
  }
}

function cqlName(name: string): string {
  return `"${name.replace(/"/g, '""')}"`
}

function cqlLiteral(literal: Expr): string {
  const value = literalValue(literal)
  return typeof value === 'string' ? `'${value.replace(/'/g, "''")}'` : String(value)
}

/** Covers the digits that single precision loses. */
function slackOf(value: number): number {
  return Math.abs(value) * 1e-6
}

/** Comparisons with decimals, widened; others as they are. */
function widened(filter: Comparison): Filter {
  const [name = '', literals] = operandsOf(filter)
  if (!literals.some(isFraction)) return filter
  const field = { property: name }
  const lower = (literal: Expr | undefined) => (isFraction(literal ?? 0) ? Number(literal) - slackOf(Number(literal)) : (literal ?? 0))
  const upper = (literal: Expr | undefined) => (isFraction(literal ?? 0) ? Number(literal) + slackOf(Number(literal)) : (literal ?? 0))
  const [first, second] = literals
  switch (flipped(filter)) {
    case '<':
    case '<=':
      return { op: '<=', args: [field, upper(first)] }
    case '>':
    case '>=':
      return { op: '>=', args: [field, lower(first)] }
    case '=':
      return { op: 'between', args: [field, lower(first), upper(first)] }
    case 'between':
      return { op: 'between', args: [field, lower(first), upper(second)] }
    case 'in':
      return { op: 'or', args: literals.map((literal) => ({ op: 'between', args: [field, lower(literal), upper(literal)] })) }
    default:
      return filter
  }
}

function widen(filter: Filter): Filter {
  if (typeof filter === 'boolean' || 'property' in filter) return filter
  switch (filter.op) {
    case 'and':
    case 'or':
      return { op: filter.op, args: filter.args.map((arg) => widen(arg)) }
    case 'not': // Below a negation there are no decimals: see gradeOf.
    case 's_intersects':
      return filter
    default:
      return widened(filter)
  }
}
