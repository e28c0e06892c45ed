import { printName } from './lexer.js'
import type { Geometry, Position } from 'geojson'
import type { Expr } from './expression.js'
import type { Filter, SpatialLiteral } from './filter.js'

/** Prints a condition as CQL2 text that `parseFilter` reads back to the same value. */
export function printFilter(filter: Filter): string {
  if (typeof filter === 'boolean') return String(filter).toUpperCase()
  if ('property' in filter) return printName(filter.property)
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.args.map(operand).join(` ${filter.op.toUpperCase()} `)
    case 'not':
      return `NOT ${operand(filter.args[0])}`
    case 'between':
      return `${printExpr(filter.args[0])} BETWEEN ${printExpr(filter.args[1])} AND ${printExpr(filter.args[2])}`
    case 'in':
      return `${printExpr(filter.args[0])} IN (${filter.args[1].map(printExpr).join(', ')})`
    case 'isNull':
      return `${printExpr(filter.args[0])} IS NULL`
    case 'like':
      return `${printExpr(filter.args[0])} LIKE ${printExpr(filter.args[1])}`
    case 's_intersects':
      return `S_INTERSECTS(${printExpr(filter.args[0])}, ${printSpatial(filter.args[1])})`
    default:
      return `${printExpr(filter.args[0])} ${filter.op} ${printExpr(filter.args[1])}`
  }
}

/** Connectives inside others are put in parentheses. */
function operand(filter: Filter): string {
  const text = printFilter(filter)
  return typeof filter === 'object' && 'op' in filter && (filter.op === 'and' || filter.op === 'or' || filter.op === 'not') ? `(${text})` : text
}

/** Prints an expression; arithmetic is always in parentheses. */
export function printExpr(expr: Expr): string {
  switch (typeof expr) {
    case 'string':
      return `'${expr.replaceAll("'", "''")}'`
    case 'number':
      return String(expr)
    case 'boolean':
      return String(expr).toUpperCase()
  }
  if ('property' in expr) return printName(expr.property)
  if ('date' in expr) return `DATE('${expr.date}')`
  if ('timestamp' in expr) return `TIMESTAMP('${expr.timestamp}')`
  if (expr.op === 'bin') return `bin(${printExpr(expr.args[0])}, ${expr.args[1]})`
  if (expr.args.length === 1) {
    const name = expr.op === 'casei' || expr.op === 'accenti' ? expr.op.toUpperCase() : expr.op
    return `${name}(${printExpr(expr.args[0])})`
  }
  return `(${printExpr(expr.args[0])} ${expr.op} ${printExpr(expr.args[1])})`
}

function printSpatial(literal: SpatialLiteral): string {
  return 'type' in literal ? printWkt(literal) : `BBOX(${literal.bbox.join(', ')})`
}

/** Prints a geometry as well-known text. */
export function printWkt(geometry: Geometry): string {
  if (geometry.type === 'GeometryCollection') return `GEOMETRYCOLLECTION(${geometry.geometries.map(printWkt).join(', ')})`
  const nested = (coordinates: unknown): string =>
    Array.isArray(coordinates) && typeof coordinates[0] === 'number'
      ? (coordinates as Position).slice(0, 2).join(' ')
      : `(${(coordinates as unknown[]).map(nested).join(', ')})`
  const text = nested(geometry.coordinates)
  return `${geometry.type.toUpperCase()}${text.startsWith('(') ? text : `(${text})`}`
}
