import { execute } from '../data/engine.js'
import { conjunctsOf } from '../data/filter.js'
import { envelopeOf } from '../data/geometry.js'
import { isGrouped } from '../data/query.js'
import { fieldsOfQuery } from '../data/query-fields.js'
import { columnOf, createTable } from '../data/table.js'
import { isRefusal, refused } from './arcgis-api.js'
import { aggregates, keyField, readGroups } from './arcgis-groups.js'
import { arcgisCondition, isPlainName } from './arcgis-where.js'
import { tableOfFeatures } from './arcgis-values.js'
import { isSorted } from './sorted-rows.js'
import type { Capabilities, Pushdown } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { Extent, Filter } from '../data/filter.js'
import type { Order, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { Params } from './arcgis-api.js'
import type { ArcgisField, LayerInfo } from './arcgis-layer.js'
import type { LayerReader, RowsAsked } from './arcgis-pages.js'

export interface ArcgisDatasetOptions {
  readonly reader: LayerReader
  readonly layer: LayerInfo
  /** The condition of the address ("…/query?where=…"), in the server's words. */
  readonly base: string | undefined
  /** Conditions were seen to work. */
  readonly filters: boolean
  readonly total: number | undefined
  readonly downloads: readonly Download[]
  readonly maxRows: number | undefined
}

type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>
type Fields = ReadonlyMap<string, ArcgisField>

const defaultMaxRows = 250_000

/**
 * One layer of an ArcGIS service. What comes back is held against the question (conditions row by row, the order of sorted
 * rows, groups by the number of rows); what the server refuses or answers otherwise is done here, and not asked again.
 */
export class ArcgisDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly capabilities: Capabilities
  readonly total?: number
  readonly #options: ArcgisDatasetOptions
  readonly #fields: Fields
  readonly #refused = new Set<string>()

  constructor(options: ArcgisDatasetOptions) {
    const { layer, total } = options
    this.#options = options
    this.#fields = new Map(layer.fields.map((field) => [field.name, field]))
    this.schema = layer.schema
    this.metadata = layer.metadata
    this.downloads = options.downloads
    if (total !== undefined) this.total = total
    const counted = options.filters && layer.objectId !== '' && isPlainName(layer.objectId)
    const groups = counted && layer.statistics
    this.capabilities = {
      where: (filter) => this.#pushdown(filter),
      search: 'local',
      // Koop compares the geometry itself where the envelope is meant: the same for points only.
      extent: layer.points && options.filters ? 'superset' : 'local',
      group: (key) => groups && keyField(key, this.#fields) !== undefined && !this.#refused.has(JSON.stringify(key)),
      regroup: (name) => this.schema.some((field) => field.name === name && field.type === 'date' && field.precision === 'day'),
      aggregate: (aggregate) => {
        if (this.#refused.has(JSON.stringify([aggregate.op, aggregate.expr]))) return false
        return aggregate.op === 'count' && aggregate.expr === undefined ? total !== undefined : groups && aggregates(aggregate, this.#fields)
      },
      having: () => false,
      // Without pages all rows come, and are sorted here.
      order: (order, grouped) => !grouped && counted && layer.paging && layer.sorting && this.#sorts(order),
      page: { rows: counted && layer.paging, groups: false },
      select: true,
    }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (isGrouped(query)) return this.#grouped(query, options)
    if (query.limit !== undefined) {
      const top = await this.#top(query, query.limit, options).catch(unlessRefusal)
      if (top) return top
      for (const order of query.orderBy ?? []) this.#refused.add(`order ${order.field}`)
    }
    const { where: _where, extent: _extent, ...rest } = query
    return execute(rest, await this.#rows(query, options))
  }

  #pushdown(filter: Filter): Pushdown {
    if (!this.#options.filters) return 'local'
    if (this.#boxOf(filter)) return 'superset'
    const condition = arcgisCondition(filter, this.#fields)
    return !condition || this.#refused.has(condition.text) ? 'local' : condition.exact ? 'exact' : 'superset'
  }

  /** Texts are sorted by the database's rules. */
  #sorts({ field }: Order): boolean {
    const known = this.#fields.get(field)
    const sortable = known?.kind === 'date' || (known?.kind === 'number' && !known.single)
    return sortable && known.native && isPlainName(field) && !this.#refused.has(`order ${field}`)
  }

  #boxOf(filter: Filter): Extent | undefined {
    if (typeof filter !== 'object' || !('op' in filter) || filter.op !== 's_intersects') return undefined
    const [value, literal] = filter.args
    if (typeof value !== 'object' || !('property' in value) || value.property !== this.#options.layer.geometry) return undefined
    const box = 'type' in literal ? envelopeOf(literal) : literal.bbox
    return box && box.every(Number.isFinite) && box[0] <= box[2] && box[1] <= box[3] ? box : undefined
  }

  /** The conditions of a query as parameters: `where`, and one box at most (the others are checked here, as every box is). */
  #conditions({ where, extent }: Pick<Query, 'where' | 'extent'>, more: readonly string[] = []): Params {
    const conjuncts = conjunctsOf(where)
    const texts = conjuncts.flatMap((conjunct) => {
      const condition = this.#boxOf(conjunct) ? undefined : arcgisCondition(conjunct, this.#fields)
      return condition && !this.#refused.has(condition.text) ? [condition.text] : []
    })
    const { base } = this.#options
    const all = [...(base === undefined ? [] : [base]), ...texts, ...more]
    const box = extent ?? conjuncts.map((conjunct) => this.#boxOf(conjunct)).find((one) => one !== undefined)
    return { where: all.length === 0 ? '1=1' : all.length === 1 ? all[0] : all.map((text) => `(${text})`).join(' AND '), ...(box ? boxParams(box) : {}) }
  }

  /** The columns of a query; those of its conditions come along, to be checked. */
  #columns(query: Query): Schema {
    return fieldsOfQuery(query, this.schema, this.#options.layer.geometry)
  }

  #asked(columns: Schema, conditions: Params): RowsAsked {
    const { geometry, fields, objectId } = this.#options.layer
    const own = columns.filter(({ name }) => name !== geometry).map(({ name }) => name)
    const names = own.length === fields.length || own.some((name) => !isListable(name)) ? undefined : own
    // No server answers with no field at all.
    return { conditions, names: names?.length === 0 ? [objectId || '*'] : names, geometry: columns.some(({ name }) => name === geometry) }
  }

  /** All rows that the conditions keep. */
  async #rows(query: Query, call: Call): Promise<Table> {
    const columns = this.#columns(query)
    const { where, extent } = query
    const check = (table: Table) => execute({ ...(where === undefined ? {} : { where }), ...(extent ? { extent } : {}) }, table)
    const none = this.#conditions({})
    const conditions = this.#conditions(query)
    const narrow = JSON.stringify(conditions) !== JSON.stringify(none)
    if (narrow) {
      const table = await this.#read(columns, conditions, undefined, call).catch(unlessRefusal)
      const kept = table && check(table)
      const exact = conjunctsOf(where).every((conjunct) => this.#pushdown(conjunct) === 'exact') && !extent
      if (table && kept && !(exact && kept.numRows < table.numRows)) return totalled(kept, table.complete)
      for (const conjunct of conjunctsOf(where)) {
        const condition = arcgisCondition(conjunct, this.#fields)
        if (condition) this.#refused.add(condition.text)
      }
    }
    const table = await this.#read(columns, none, this.total, call)
    return totalled(check(table), table.complete, where === undefined && !extent ? table.total : undefined)
  }

  async #read(columns: Schema, conditions: Params, known: number | undefined, call: Call): Promise<Table> {
    const { reader, maxRows = defaultMaxRows } = this.#options
    const { features, complete, total } = await reader.all(this.#asked(columns, conditions), maxRows, known, call)
    return tableOfFeatures(features, columns, this.#fields, { complete, ...(total === undefined ? {} : { total }) })
  }

  /**
   * The first rows, sorted there. Databases differ in where missing values go: rows with a value of the first key come
   * first, then the others; when further keys have missing values it is done here (undefined).
   */
  async #top(query: Query, limit: number, call: Call): Promise<Table | undefined> {
    const { reader, layer } = this.#options
    const { offset = 0, orderBy = [] } = query
    const columns = this.#columns(query)
    const [first, ...others] = orderBy
    if (limit > layer.pageSize || conjunctsOf(query.where).some((conjunct) => this.#pushdown(conjunct) !== 'exact')) return undefined
    const further = others.filter(({ field }) => field !== layer.objectId).map(({ field }) => field)
    // Rows that were skipped may be others than the engine's where a further key has missing values.
    const skipped = offset > 0 && further.length > 0
    if (skipped && (await reader.count(this.#conditions(query, [further.map((field) => `${field} IS NULL`).join(' OR ')]), call)) > 0) return undefined
    const window = async (more: readonly string[], keys: readonly Order[], start: number, count: number) => {
      const own = keys.some(({ field }) => field === layer.objectId) ? [] : [layer.objectId]
      const orderByFields = [...keys.map(({ field, desc }) => (desc ? `${field} DESC` : field)), ...own].join(',')
      const paging: Params = { orderByFields, resultRecordCount: count, ...(start > 0 ? { resultOffset: start } : {}) }
      const page = await reader.page(this.#asked(columns, this.#conditions(query, more)), paging, call)
      if (page.features.length > count) throw refused(`${page.features.length} rows where ${count} were asked for`)
      return page.features
    }
    const known = query.where === undefined ? this.total : undefined
    const most = (total: number) => Math.max(0, Math.min(limit, total - offset))
    const split = first !== undefined && first.field !== layer.objectId
    const wanted = known === undefined ? limit : most(known)
    const features = wanted === 0 ? [] : [...(await window(split ? [`${first.field} IS NOT NULL`] : [], orderBy, offset, wanted))]
    // Only where fewer came than may it matters how many there are.
    const total = known ?? (features.length < wanted ? await reader.count(this.#conditions(query), call) : undefined)
    if (split && total !== undefined && features.length < most(total)) {
      const valued = await reader.count(this.#conditions(query, [`${first.field} IS NOT NULL`]), call)
      const [start, count] = [Math.max(0, offset - valued), most(total) - features.length]
      if (features.length === Math.max(0, valued - offset)) features.push(...(await window([`${first.field} IS NULL`], others, start, count)))
    }
    if (total !== undefined && features.length < most(total)) return undefined
    const table = tableOfFeatures(features, columns, this.#fields)
    if (further.some((field) => Array.from(columnOf(table, field)).includes(null))) return undefined
    if (query.where !== undefined && execute({ where: query.where }, table).numRows < table.numRows) throw refused('Rows that were not asked for')
    if (!isSorted(table, orderBy)) throw refused('Rows that are not in order')
    return totalled(query.select ? execute({ select: query.select }, table) : table, true, total)
  }

  async #grouped(query: Query, call: Call): Promise<Table> {
    const { where, extent: _extent, groupBy = [], aggregate = [], ...rest } = query
    const { reader, layer } = this.#options
    const conditions = this.#conditions(query)
    const total = query.where === undefined ? this.total : undefined
    const table = conjunctsOf(where).every((conjunct) => this.#pushdown(conjunct) === 'exact')
      ? await (groupBy.length === 0 && aggregate.every(({ op, expr }) => op === 'count' && expr === undefined)
          ? Promise.resolve(total ?? reader.count(conditions, call)).then((count) => countTable(query, count, this.schema))
          : readGroups(reader, layer, query, { conditions, total }, this.schema, call)
        ).catch(unlessRefusal)
      : undefined
    if (table) return execute(rest, table)
    for (const { expr } of groupBy) this.#refused.add(JSON.stringify(expr))
    for (const { op, expr } of aggregate) if (expr !== undefined) this.#refused.add(JSON.stringify([op, expr]))
    const parts = { ...(query.groupBy ? { groupBy } : {}), ...(query.aggregate ? { aggregate } : {}) }
    const select = fieldsOfQuery(parts, this.schema).map(({ name }) => name)
    return execute({ ...parts, ...rest }, await this.#rows({ ...(where === undefined ? {} : { where }), select }, call))
  }
}

/** A name that can stand in a list of names; with others all fields are asked for. */
function isListable(name: string): boolean {
  return /^[\p{L}\p{N}_.]+( [\p{L}\p{N}_.]+)*$/u.test(name) && !(name in {})
}

/** A little larger: edges are straight in the layer's own projection. */
function boxParams([west, south, east, north]: Extent): Params {
  const margin = 0.0001 + 0.01 * Math.max(east - west, north - south)
  return {
    geometry: [west - margin, south - margin, east + margin, north + margin].map((value) => Number(value.toFixed(6))).join(','),
    geometryType: 'esriGeometryEnvelope',
    inSR: 4326,
    spatialRel: 'esriSpatialRelIntersects',
  }
}

function countTable(query: Query, count: number, schema: Schema): Table {
  const empty = createTable(schema, new Map(schema.map(({ name }) => [name, []])), { numRows: 0 })
  const { schema: output } = execute({ aggregate: query.aggregate ?? [] }, empty)
  return createTable(output, new Map(output.map(({ name }) => [name, [count]])), { numRows: 1 })
}

function totalled({ schema, columns, numRows }: Table, complete: boolean, total?: number): Table {
  return createTable(schema, columns, { numRows, complete, ...(total === undefined ? {} : { total }) })
}

function unlessRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error
  return undefined
}
