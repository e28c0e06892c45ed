import { allOf, fieldsOfFilter } from '../data/filter.js'
import { DgeError } from '../data/errors.js'
import { execute, outputSchema } from '../data/engine.js'
import { isGrouped } from '../data/query.js'
import { columnOf, createTable, rowsOf } from '../data/table.js'
import { isSorted, isUndecided } from './sorted-rows.js'
import { capabilitiesOf } from './wfs-layer.js'
import { pushdownOf } from './wfs-pushdown.js'
import { WfsProofs } from './wfs-proofs.js'
import { refusal, WfsReader, withTotal } from './wfs-reader.js'
import { tableOfFeatures } from './wfs-values.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { ComparisonOp, Filter } from '../data/filter.js'
import type { Order, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { WfsLayer } from './wfs-layer.js'
import type { Call } from './wfs-reader.js'

/** What a fetch of rows brings. */
interface Fetched {
  readonly table: Table
  /** The server was asked to apply the conditions. */
  readonly conditions: Filter | undefined
}

/**
 * One layer of a WFS. Servers are believed only as far as they prove it: filters are tried on a known feature first,
 * what comes back is checked against the conditions, a count is used only if counting agreed with the rows, and
 * whatever fails falls back to fetching more and finishing with the engine.
 */
export class WfsDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly capabilities: Capabilities
  readonly total?: number
  readonly #layer: WfsLayer
  readonly #reader: WfsReader
  readonly #proofs: WfsProofs
  #sorts: boolean

  constructor(layer: WfsLayer) {
    this.#layer = layer
    this.#reader = new WfsReader(layer)
    this.#proofs = new WfsProofs(layer, this.#reader)
    this.#sorts = layer.sorting
    this.schema = layer.schema
    this.metadata = layer.metadata
    this.downloads = layer.downloads
    if (layer.total !== undefined) this.total = layer.total
    const capabilities = capabilitiesOf(layer)
    this.capabilities = { ...capabilities, order: (order, grouped) => this.#sorts && capabilities.order(order, grouped) }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (isGrouped(query)) return this.#aggregated(query, options)
    if (query.limit === undefined) return this.#finish(query, await this.#rows(query, options))
    const top = await (query.orderBy?.length ? this.#top(query, options) : this.#first(query, options))
    return top ?? this.#finish(query, await this.#rows(query, options))
  }

  /** Counts on the server when it counts well, else here. */
  async #aggregated(query: Query, call: Call): Promise<Table> {
    const { where } = query
    const said = where === undefined ? undefined : await this.#proofs.said(where, call)
    const count = where === undefined || said ? await this.#reader.hits(said, call) : undefined
    if (count !== undefined) {
      const schema = outputSchema(query, this.schema)
      return createTable(schema, new Map(schema.map(({ name }) => [name, [count]])), { numRows: 1 })
    }
    const names = where === undefined ? [] : [...fieldsOfFilter(where)]
    const { table } = await this.#fetch(where, this.#select(names), call)
    return execute(query, table)
  }

  /** Every row that the conditions keep, checked. */
  async #rows(query: Query, call: Call): Promise<Fetched> {
    const conditions = this.#conditions(query)
    const names = this.#needed(query)
    const fetched = await this.#fetch(conditions, names, call).catch(refusal)
    // A filter may be too much for the server (too long, too deep): then everything comes and is filtered here.
    if (!fetched) return this.#fetch(undefined, this.#needed(query, true), call)
    if (!fetched.conditions || this.#keepsSample(query, fetched.table)) return fetched
    return this.#fetch(undefined, this.#needed(query, true), call)
  }

  /** The first rows in the server's order; undefined when that is not enough to answer. */
  async #first(query: Query, call: Call): Promise<Table | undefined> {
    const end = (query.offset ?? 0) + (query.limit ?? 0)
    const conditions = this.#conditions(query)
    if (conditions !== undefined && !(await this.#proofs.said(conditions, call))) return undefined
    const fetched = await this.#fetch(conditions, this.#needed(query), call, end)
    const kept = this.#finish({ ...query, limit: end, offset: 0 }, fetched)
    // Rows that the server should not have sent may stand in place of others.
    if (kept.numRows < fetched.table.numRows || !fetched.table.complete) return undefined
    return withTotal(this.#finish(query, fetched), conditions === undefined ? this.total : undefined)
  }

  /**
   * The first rows by a number, with the one after them. A server that sorts wrongly is found out: the rows are in order, no
   * known feature is missing, nothing lies before the first one (asked once per field). Where equal rows stand side by side
   * the engine's order is that of all rows, so all up to the last value are fetched and ordered here.
   */
  async #top(query: Query, call: Call): Promise<Table | undefined> {
    const end = (query.offset ?? 0) + (query.limit ?? 0)
    const { orderBy = [] } = query
    const [key] = orderBy
    if (!this.#sorts || !key || this.#layer.fields.get(key.field)?.type !== 'number' || end === 0) return undefined
    // Of more than half of the rows all may come at once.
    if (end >= this.#reader.plainSize || (this.total !== undefined && end * 2 > this.total)) return undefined
    const conditions = this.#conditions(query)
    const said = await this.#proofs.said(both(conditions, comparing(key, '>=', -1e300)), call)
    if (!said) return undefined
    const names = this.#select([...this.#needed(query), ...(conditions === undefined ? [] : fieldsOfFilter(conditions))])
    const asked = { names, said, sort: [{ field: key.field, desc: key.desc === true }], max: end + 1 }
    let found: Table | undefined
    const sorts = await this.#proofs.sorts(key.field, async (own) => {
      found = await this.#reader.rows(asked, { ...call, ...own }).catch(refusal)
      const first = found && columnOf(found, key.field)[0]
      if (!found || !this.#isTop(found, conditions, key) || typeof first !== 'number') return found && found.numRows === 0 ? undefined : false
      return (await this.#reader.finds({ ...said, filter: both(conditions, before(key, first)) }, key.field, own)) === false
    }, call)
    if (!sorts) return sorts === false ? this.#distrustOrder() : undefined
    found ??= await this.#reader.rows(asked, call)
    if (!this.#isTop(found, conditions, key)) return this.#distrustOrder()
    const last = columnOf(found, key.field)[end - 1]
    if (typeof last !== 'number') return undefined
    const fetched = isUndecided(found, orderBy, end) ? await this.#upTo(query, key, last, call) : { table: found, conditions: said.filter }
    const kept = fetched && this.#finish({ ...query, limit: end, offset: 0, select: [key.field] }, fetched)
    // The last row wanted has the value that the server promised, or its order is not to be trusted.
    const beyond = kept && columnOf(kept, key.field)[end - 1]
    if (!fetched || typeof beyond !== 'number' || Math.abs(beyond - last) > slackOf(last)) return this.#distrustOrder()
    return withTotal(this.#finish(query, fetched), conditions === undefined ? this.total : undefined)
  }

  /** All rows up to a value of the key; undefined when they are cut. */
  async #upTo(query: Query, key: Order, last: number, call: Call): Promise<Fetched | undefined> {
    const bound = comparing(key, key.desc ? '>=' : '<=', key.desc ? last - slackOf(last) : last + slackOf(last))
    const fetched = await this.#fetch(both(this.#conditions(query), both(bound, comparing(key, '>=', -1e300))), this.#needed(query), call)
    return fetched.table.complete ? fetched : undefined
  }

  #distrustOrder(): undefined {
    this.#sorts = false
    return undefined
  }

  /** The rows are in order, and no feature of the sample that belongs before the last one is missing. */
  #isTop(found: Table, conditions: Filter | undefined, key: Order): boolean {
    const known = this.#knownTo(conditions)
    const values = new Set(Array.from(columnOf(found, key.field)))
    const last = columnOf(found, key.field)[found.numRows - 1]
    if (!isSorted(found, [key])) return false
    if (!known || typeof last !== 'number') return true
    const rows = execute({ ...(conditions === undefined ? {} : { where: conditions }), select: [key.field] }, known)
    return Array.from(columnOf(rows, key.field)).every((value) => typeof value !== 'number' || values.has(value) || (key.desc ? value <= last : value >= last))
  }

  /** The sample, if it has all that the conditions read. */
  #knownTo(conditions: Filter | undefined): Table | undefined {
    const fields = this.schema.filter(({ type }) => type !== 'geometry')
    const names = conditions === undefined ? [] : [...fieldsOfFilter(conditions)]
    return names.every((name) => fields.some((field) => field.name === name)) ? tableOfFeatures(this.#layer.sample, fields) : undefined
  }

  /** The engine has the last word: conditions whose fields came are checked, order, page and columns are made here. */
  #finish(query: Query, { table, conditions }: Fetched): Table {
    const { where, extent, ...rest } = query
    const has = (name: string) => table.columns.has(name)
    const checkable = where !== undefined && [...fieldsOfFilter(where)].every(has)
    if (where !== undefined && !checkable && conditions === undefined) {
      throw new DgeError('internal', 'A condition was neither sent nor checked')
    }
    const again: Query = {
      ...rest,
      ...(checkable ? { where } : {}),
      ...(extent !== undefined && this.#layer.geometry && has(this.#layer.geometry) ? { extent } : {}),
      select: query.select ?? this.schema.map(({ name }) => name),
    }
    const result = execute(again, table)
    const total = table.total === undefined || !table.complete ? table.total : undefined
    return withTotal(createTable(result.schema, result.columns, { numRows: result.numRows, complete: table.complete }), total)
  }

  /** Rows with the named fields; without the conditions when the server doesn't prove that it understands them. */
  async #fetch(conditions: Filter | undefined, names: readonly string[], call: Call, max?: number): Promise<Fetched> {
    const said = conditions === undefined ? undefined : await this.#proofs.said(conditions, call)
    const all = conditions !== undefined && !said ? this.#select([...names, ...fieldsOfFilter(conditions)]) : names
    return { table: await this.#reader.rows({ names: all, said, max }, call), conditions: said?.filter }
  }

  /** Names of the schema in its order; at least one, because no PROPERTYNAME means all. */
  #select(names: readonly string[]): readonly string[] {
    const chosen = this.schema.map(({ name }) => name).filter((name) => names.includes(name))
    const [first] = this.schema
    return chosen.length > 0 || !first ? chosen : [first.name]
  }

  #needed(query: Query, conditions = false): readonly string[] {
    const names = new Set(query.select ?? this.schema.map(({ name }) => name))
    for (const { field } of query.orderBy ?? []) names.add(field)
    if (query.extent !== undefined && this.#layer.geometry) names.add(this.#layer.geometry)
    // What may come too much must be checked, so its fields come along.
    const where = query.where
    if (where !== undefined && (conditions || pushdownOf(where, this.#layer.fields) !== 'exact')) fieldsOfFilter(where, names)
    return this.#select([...names])
  }

  #conditions({ where, extent }: Query): Filter | undefined {
    const { geometry } = this.#layer
    const box: Filter | undefined =
      extent && geometry ? { op: 's_intersects', args: [{ property: geometry }, { bbox: extent }] } : undefined
    return allOf([where, box])
  }

  /** Sampled features that meet the conditions must be among the rows: servers that compare dates wrongly answer nothing. */
  #keepsSample(query: Query, table: Table): boolean {
    const { where, extent } = query
    const known = where === undefined || extent !== undefined || !table.complete ? undefined : this.#knownTo(where)
    if (!known || where === undefined) return true
    const names = table.schema.filter(({ type }) => type !== 'geometry').map(({ name }) => name)
    const expected = execute({ where, select: names }, known)
    if (expected.numRows === 0) return true
    const rows = new Set(rowsOf(execute({ select: names }, table)).map((row) => JSON.stringify(row)))
    return rowsOf(expected).every((row) => rows.has(JSON.stringify(row)))
  }
}

/** Servers print decimals shorter than they store them. */
function slackOf(value: number): number {
  return Math.abs(value) * 1e-6
}

function comparing({ field }: Order, op: ComparisonOp, value: number): Filter {
  return { op, args: [{ property: field }, value] }
}

/** What comes before a value in the order of the key; whole numbers, for others are sent with some slack. */
function before(key: Order, value: number): Filter {
  return key.desc ? comparing(key, '>', Math.ceil(value)) : both(comparing(key, '<', Math.floor(value)), comparing(key, '>=', -1e300))
}

function both(first: Filter | undefined, second: Filter): Filter {
  return allOf([first, second]) ?? second
}
