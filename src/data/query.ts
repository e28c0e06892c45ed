import type { Expr } from './expression.js'
import type { Extent, Filter } from './filter.js'

export const aggregateOps = [
  'count', 'distinct', 'sum', 'mean', 'median', 'min', 'max', 'stdev', 'quantile',
] as const
export type AggregateOp = (typeof aggregateOps)[number]

/** A named column computed row by row. */
export interface Derived {
  readonly as: string
  readonly expr: Expr
  /** Reader's label. */
  readonly title?: string
  readonly unit?: string
}

/**
 * A named aggregate over the rows of a group. Nulls are left out of every operator but `count` without
 * an expression, which counts rows. `sum mean median min max stdev quantile` of no value are null;
 * `stdev` is the sample deviation (n − 1, null below 2 values); `quantile` interpolates linearly (type 7,
 * as d3.quantile); `mean` of dates is refused.
 */
export interface Aggregate {
  readonly as: string
  readonly op: AggregateOp
  readonly expr?: Expr
  /** For `quantile`: the probability, 0–1. */
  readonly p?: number
  readonly title?: string
  readonly unit?: string
}

export interface Order {
  /** A column of the stage's output: field, group key, aggregate or computed alias. */
  readonly field: string
  readonly desc?: boolean
}

/**
 * What a display wants to know of a dataset: a plain frozen value, executed in this order:
 * where ∧ search ∧ extent → groupBy/aggregate → having → compute → orderBy → offset → limit → select.
 *
 * - Without `groupBy` and `aggregate` the output is the dataset's rows; with `aggregate` alone one row.
 * - `having` and `compute` read the columns of the stage before (aliases when grouped).
 * - Order: nulls last, ascending or descending; text by code point; stable (ties keep the order of rows, or
 *   of the first row of each group).
 * - `select` names output columns, in order; absent = all.
 */
export interface Query {
  readonly where?: Filter
  /** Free text: every word is somewhere in a text field, whatever case and accents. */
  readonly search?: string
  /** Rows whose geometry's envelope meets the box. */
  readonly extent?: Extent
  readonly groupBy?: readonly Derived[]
  readonly aggregate?: readonly Aggregate[]
  readonly having?: Filter
  readonly compute?: readonly Derived[]
  readonly orderBy?: readonly Order[]
  readonly offset?: number
  readonly limit?: number
  readonly select?: readonly string[]
}

/** True when the output rows are groups and not the dataset's own rows. */
export function isGrouped(query: Query): boolean {
  return query.groupBy !== undefined || query.aggregate !== undefined
}

/** The identity of a query: equal text for queries that mean the same, whatever the order of keys. */
export function keyOf(query: Query): string {
  return JSON.stringify(query, (_key, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : value
  )
}
