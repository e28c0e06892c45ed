import { fieldsOfExpr } from './expression.js'
import type { Expr } from './expression.js'
import type { Geometry } from 'geojson'

export { allOf, conjunctsOf } from './all-of.js'

export const comparisonOps = ['=', '<>', '<', '<=', '>', '>='] as const
export type ComparisonOp = (typeof comparisonOps)[number]

/** West, south, east, north, in degrees (WGS 84, longitude first). */
export type Extent = readonly [number, number, number, number]

/**
 * A condition on rows: the subset of CQL2 that dge executes, in the standard's own JSON encoding.
 * Three-valued as in SQL: a comparison with null is unknown, and only true keeps the row.
 * @see https://docs.ogc.org/is/21-065r2/21-065r2.html
 */
export type Filter =
  | { readonly op: 'and' | 'or'; readonly args: readonly Filter[] }
  | { readonly op: 'not'; readonly args: readonly [Filter] }
  | { readonly op: ComparisonOp; readonly args: readonly [Expr, Expr] }
  /** `%` any run, `_` one character, `\` escapes; case-sensitive unless wrapped in casei on both sides. */
  | { readonly op: 'like'; readonly args: readonly [Expr, Expr] }
  | { readonly op: 'between'; readonly args: readonly [Expr, Expr, Expr] }
  | { readonly op: 'in'; readonly args: readonly [Expr, readonly Expr[]] }
  | { readonly op: 'isNull'; readonly args: readonly [Expr] }
  | { readonly op: 's_intersects'; readonly args: readonly [Expr, SpatialLiteral] }
  /** A boolean field or literal standing alone. */
  | boolean
  | { readonly property: string }

/** A box or a GeoJSON geometry in WGS 84. */
export type SpatialLiteral = { readonly bbox: Extent } | Geometry

/** Names of the fields that the filter reads. */
export function fieldsOfFilter(filter: Filter, into: Set<string> = new Set()): Set<string> {
  if (typeof filter === 'boolean') return into
  if ('property' in filter) return into.add(filter.property)
  switch (filter.op) {
    case 'and':
    case 'or':
    case 'not':
      for (const arg of filter.args) fieldsOfFilter(arg, into)
      return into
    case 'in':
      fieldsOfExpr(filter.args[0], into)
      for (const arg of filter.args[1]) fieldsOfExpr(arg, into)
      return into
    case 's_intersects':
      return fieldsOfExpr(filter.args[0], into)
    default:
      for (const arg of filter.args) fieldsOfExpr(arg, into)
      return into
  }
}
