import type { Expr } from './expression.js'
import type { Filter } from './filter.js'
import type { Aggregate, Order } from './query.js'

/**
 * How a server answers a condition: `exact` = the same rows as our engine; `superset` = at least those rows
 * (worth sending to save bytes, checked again here); `local` = don't send it.
 */
export type Pushdown = 'exact' | 'superset' | 'local'

/**
 * What one opened dataset executes with the same result as the reference engine (`engine.ts`). Claim only what is equal:
 * null ordering, collation, approximate distinct counts and time zones are where servers differ.
 * Predicates see bound conditions (literals already have the field's type).
 */
export interface Capabilities {
  /** One conjunct of `where`, possibly an or/not tree. */
  readonly where: (filter: Filter) => Pushdown
  readonly search: Pushdown
  readonly extent: Pushdown
  /** One group key. */
  readonly group: (key: Expr) => boolean
  /** The values of a field are few beside its rows (days): keys computed from it, which `group` refuses, are made here of its groups. */
  readonly regroup?: (field: string) => boolean
  readonly aggregate: (aggregate: Aggregate) => boolean
  /** A condition on aliases after grouping. */
  readonly having: (filter: Filter) => boolean
  /** One sort key; `grouped` when it sorts groups. All keys must pass for the order to go. */
  readonly order: (order: Order, grouped: boolean) => boolean
  /** Whether `limit` and `offset` are executed (for rows, and for groups). */
  readonly page: { readonly rows: boolean; readonly groups: boolean }
  /** Whether fewer columns travel when fewer are selected. False = one download serves every query. */
  readonly select: boolean
}

/** A file: everything is finished here. */
export const noCapabilities: Capabilities = Object.freeze({
  where: () => 'local',
  search: 'local',
  extent: 'local',
  group: () => false,
  aggregate: () => false,
  having: () => false,
  order: () => false,
  page: { rows: false, groups: false },
  select: false,
})

/** A dataset with the engine itself at its side: it answers whole questions. */
export const engineCapabilities: Capabilities = Object.freeze({
  where: () => 'exact',
  search: 'exact',
  extent: 'exact',
  group: () => true,
  aggregate: () => true,
  having: () => true,
  order: () => true,
  page: { rows: true, groups: true },
  select: true,
})
