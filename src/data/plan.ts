import { bindFilter, readsNumbers } from './bind.js'
import { engineCapabilities } from './capabilities.js'
import { fieldsOfExpr } from './expression.js'
import { allOf, conjunctsOf, fieldsOfFilter } from './filter.js'
import { outputSchema } from './output-schema.js'
import { isGrouped } from './query.js'
import { regrouped } from './regroup.js'
import type { Capabilities } from './capabilities.js'
import type { Filter } from './filter.js'
import type { Query } from './query.js'
import type { Schema } from './schema.js'

/** Who computes what. The law: `execute(local, remote(data)) = execute(query, data)`. */
export interface Plan {
  /** What the dataset executes. */
  readonly remote: Query
  /** What the engine does with its answer; `{}` when nothing is left to do. */
  readonly local: Query
  /** The local part reads every row of the remote answer: if that is cut, the result is not to be trusted unmarked. */
  readonly needsAll: boolean
}

/** Every part of a query, so that parts can be moved between remote and local by name. */
type Parts = { -readonly [Key in keyof Query]: Query[Key] }

/**
 * Splits a query by what the dataset executes exactly. A stage goes remote only if every earlier one went wholly remote
 * (a server that sorts and cuts rows we filter afterwards gives wrong answers); conditions are split by conjunct, and
 * `select` is always narrowed.
 * @throws DgeError `field` or `query` when the query does not fit the schema
 */
export function plan(query: Query, capabilities: Capabilities, schema: Schema): Plan {
  // Throws here, before anything is asked, when a name is unknown or a type does not fit.
  outputSchema(query, schema)
  const remote: Parts = {}
  const local: Parts = {}
  let whole = splitRowFilters(query, capabilities, schema, remote, local)
  whole = splitGroups(query, capabilities, remote, local, whole)
  whole = splitHaving(query, capabilities, remote, local, whole)
  if (query.compute?.length) local.compute = query.compute
  whole = splitOrder(query, capabilities, remote, local, whole)
  splitPage(query, capabilities, remote, local, whole)
  if (query.select) local.select = query.select
  narrow(query, capabilities, schema, remote, local)
  return { remote: Object.freeze(remote), local: Object.freeze(local), needsAll: readsAllRows(local) }
}

/** where, search and extent. True when the server does them all exactly. */
function splitRowFilters(query: Query, capabilities: Capabilities, schema: Schema, remote: Parts, local: Parts): boolean {
  const here: Filter[] = []
  const there: Filter[] = []
  const where = query.where === undefined ? undefined : bindFilter(query.where, schema)
  for (const conjunct of conjunctsOf(where)) {
    const pushdown = capabilities !== engineCapabilities && readsNumbers(conjunct, schema) ? 'local' : capabilities.where(conjunct)
    if (pushdown !== 'local') there.push(conjunct)
    if (pushdown !== 'exact') here.push(conjunct)
  }
  assign(remote, 'where', allOf(there))
  assign(local, 'where', allOf(here))
  for (const key of ['search', 'extent'] as const) {
    if (query[key] === undefined) continue
    if (capabilities[key] !== 'local') assign(remote, key, query[key])
    if (capabilities[key] !== 'exact') {
      assign(local, key, query[key])
      here.push(true)
    }
  }
  return here.length === 0
}

function splitGroups(query: Query, capabilities: Capabilities, remote: Parts, local: Parts, whole: boolean): boolean {
  if (!isGrouped(query)) return whole
  const pushable =
    whole &&
    (query.groupBy ?? []).every(({ expr }) => capabilities.group(expr)) &&
    (query.aggregate ?? []).every((aggregate) => capabilities.aggregate(aggregate))
  const twice = whole && !pushable ? regrouped(query, capabilities) : undefined
  if (twice) {
    Object.assign(remote, twice.remote)
    Object.assign(local, twice.local)
    return false
  }
  const side = pushable ? remote : local
  assign(side, 'groupBy', query.groupBy)
  assign(side, 'aggregate', query.aggregate)
  return pushable
}

function splitHaving(query: Query, capabilities: Capabilities, remote: Parts, local: Parts, whole: boolean): boolean {
  const conjuncts = conjunctsOf(query.having)
  const there = whole && isGrouped(query) ? conjuncts.filter((conjunct) => capabilities.having(conjunct)) : []
  const here = conjuncts.filter((conjunct) => !there.includes(conjunct))
  assign(remote, 'having', allOf(there))
  assign(local, 'having', allOf(here))
  return whole && here.length === 0
}

/** `compute` works row by row, so an order that does not read its columns may go before it. */
function splitOrder(query: Query, capabilities: Capabilities, remote: Parts, local: Parts, whole: boolean): boolean {
  const { orderBy = [] } = query
  if (orderBy.length === 0) return whole
  const computed = new Set((query.compute ?? []).map(({ as }) => as))
  const grouped = isGrouped(query)
  const pushable = whole && orderBy.every((order) => !computed.has(order.field) && capabilities.order(order, grouped))
  assign(pushable ? remote : local, 'orderBy', orderBy)
  return pushable
}

/** Offset and limit go together, or the rows that an unsent offset must skip are still fetched under a wider limit. */
function splitPage(query: Query, capabilities: Capabilities, remote: Parts, local: Parts, whole: boolean): void {
  const pages = whole && (isGrouped(query) ? capabilities.page.groups : capabilities.page.rows)
  const side = pages ? remote : local
  assign(side, 'offset', query.offset)
  assign(side, 'limit', query.limit)
}

/** Only the columns that something reads travel: those of the local stages, or of the output when nothing is left to do. */
function narrow(query: Query, capabilities: Capabilities, schema: Schema, remote: Parts, local: Parts): void {
  if (!capabilities.select || isGrouped(remote)) return
  const needed = new Set<string>()
  if (local.where !== undefined) fieldsOfFilter(local.where, needed)
  if (local.search !== undefined) for (const field of schema) if (field.type === 'string') needed.add(field.name)
  if (local.extent !== undefined) for (const field of schema) if (field.type === 'geometry') needed.add(field.name)
  if (isGrouped(query)) {
    for (const { expr } of query.groupBy ?? []) fieldsOfExpr(expr, needed)
    for (const { expr } of query.aggregate ?? []) if (expr !== undefined) fieldsOfExpr(expr, needed)
  } else {
    if (local.having !== undefined) fieldsOfFilter(local.having, needed)
    for (const { expr } of local.compute ?? []) fieldsOfExpr(expr, needed)
    for (const { field } of local.orderBy ?? []) needed.add(field)
    if (!query.select) return
    for (const name of query.select) needed.add(name)
  }
  const names = schema.map(({ name }) => name).filter((name) => needed.has(name))
  // Counting rows needs no column, but an answer without columns has no rows to count: the narrowest one travels.
  if (names.length === 0) names.push(...schema.filter(({ type }) => type !== 'geometry').map(({ name }) => name).slice(0, 1))
  if (names.length < schema.length) remote.select = names
}

function readsAllRows(local: Parts): boolean {
  return (
    local.where !== undefined || local.search !== undefined || local.extent !== undefined || local.having !== undefined ||
    isGrouped(local) || (local.orderBy?.length ?? 0) > 0 || (local.offset ?? 0) > 0
  )
}

function assign<Key extends keyof Parts>(parts: Parts, key: Key, value: Query[Key] | undefined): void {
  if (value !== undefined) Object.assign(parts, { [key]: value })
}
