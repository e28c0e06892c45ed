import { allOf, conjunctsOf, fieldsOfFilter } from '../data/filter.js'
import { DgeError } from '../data/errors.js'
import { execute, outputSchema } from '../data/engine.js'
import { isGrouped } from '../data/query.js'
import { createTable, rowsOf } from '../data/table.js'
import { isBox, pushdownOf, withOneBox } from './wfs-pushdown.js'
import { readPages } from './wfs-pages.js'
import { WfsProofs } from './wfs-proofs.js'
import { tableOfFeatures, valueOf } from './wfs-values.js'
import { lonLatFeatures } from './wfs-crs.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { Extent, Filter } from '../data/filter.js'
import type { Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { FilterStyle } from './wfs-filter.js'
import type { FilterFields } from './wfs-pushdown.js'
import type { RawFeature } from './wfs-gml.js'
import type { FeatureRequest, WfsService } from './wfs-service.js'

/** What opening found out about one layer. */
export interface WfsLayer {
  readonly service: WfsService
  readonly name: string
  readonly version: '2.0.0' | '1.1.0' | '1.0.0'
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  /** How filters see the fields. */
  readonly fields: FilterFields
  /** Name of the geometry property; undefined when there is none. */
  readonly geometry?: string
  /** Geometries are single points. */
  readonly points: boolean
  /** The reference system of answers that don't say, as written. */
  readonly crs?: string
  readonly extent?: Extent
  /** Name of the GeoJSON format. */
  readonly json?: string
  /** The server's GeoJSON leaves the geometry out when PROPERTYNAME does. */
  readonly jsonDropsGeometry: boolean
  /** GeoServer: CQL_FILTER may work. */
  readonly cql: boolean
  readonly sorting: boolean
  readonly pageLimit?: number
  /** All features, when RESULTTYPE=hits agrees with what comes. */
  readonly total?: number
  readonly countable: boolean
  /** Some features, without geometry, to prove things by. */
  readonly sample: readonly RawFeature[]
  readonly maxRows?: number
}

/** What a fetch of rows brings. */
interface Fetched {
  readonly table: Table
  /** The server was asked to apply the conditions. */
  readonly conditions: Filter | undefined
}

type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>

/** Features in one answer: with geometry an answer can be large. */
const pageSize = { plain: 20_000, geometry: 5_000 }
/** Where a fetch stops when the author sets no bound. */
const defaultMaxRows = 250_000

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
  readonly #proofs: WfsProofs
  /** SRSNAME is refused: coordinates come in the layer's own system. */
  #ownCrs = false
  #sorts: boolean

  constructor(layer: WfsLayer) {
    this.#layer = layer
    this.#proofs = new WfsProofs(layer, (filter, name, style) => this.#finds(filter, name, style))
    this.#sorts = layer.sorting
    this.schema = layer.schema
    this.metadata = layer.metadata
    this.downloads = layer.downloads
    if (layer.total !== undefined) this.total = layer.total
    this.capabilities = capabilitiesOf(layer)
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
    const style = where === undefined ? undefined : await this.#proofs.styleFor(where)
    if (this.#layer.countable && (where === undefined || style)) {
      const count = await this.#hits(where, style, call)
      if (count !== undefined) {
        const schema = outputSchema(query, this.schema)
        return createTable(schema, new Map(schema.map(({ name }) => [name, [count]])), { numRows: 1 })
      }
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
    const style = conditions === undefined ? undefined : await this.#proofs.styleFor(conditions)
    if (conditions !== undefined && !style) return undefined
    const [fetched, total] = await Promise.all([
      this.#fetch(conditions, this.#needed(query), call, end),
      this.#layer.countable ? this.#hits(conditions, style, call) : undefined,
    ])
    const kept = this.#finish({ ...query, limit: end, offset: 0 }, fetched)
    // Rows that the server should not have sent may stand in place of others.
    if (kept.numRows < fetched.table.numRows || !fetched.table.complete) return undefined
    return withTotal(this.#finish(query, fetched), total)
  }

  /**
   * The first rows by a number: the server sorts that column alone, which gives the value of the last row wanted; then
   * all rows up to that value are fetched and ordered here. So ties and missing values come out as the engine has them,
   * and a server that sorts wrongly is found out.
   */
  async #top(query: Query, call: Call): Promise<Table | undefined> {
    const end = (query.offset ?? 0) + (query.limit ?? 0)
    const [key] = query.orderBy ?? []
    const field = key && this.#layer.fields.get(key.field)
    const { total } = this.#layer
    if (!this.#sorts || !key || field?.type !== 'number' || end === 0) return undefined
    if (total !== undefined && end * 2 > total) return undefined
    const conditions = this.#conditions(query)
    const present: Filter = { op: '>=', args: [{ property: key.field }, -1e300] }
    const style = await this.#proofs.styleFor(allOf([conditions, present]) ?? present)
    if (!style) return undefined
    const last = await this.#nthValue(key.field, key.desc === true, end, allOf([conditions, present]) ?? present, style, call)
    if (last === undefined) return undefined
    const slack = Math.abs(last) * 1e-6
    const bound: Filter = key.desc
      ? { op: '>=', args: [{ property: key.field }, last - slack] }
      : { op: '<=', args: [{ property: key.field }, last + slack] }
    const [fetched, matching] = await Promise.all([
      this.#fetch(allOf([conditions, bound, present]), this.#needed(query), call),
      this.#layer.countable ? this.#hits(conditions, style, call) : undefined,
    ])
    const kept = this.#finish({ ...query, limit: end, offset: 0, select: [key.field] }, fetched)
    const beyond = kept.columns.get(key.field)?.[end - 1]
    // The last row wanted has the value that the server promised, or its order is not to be trusted.
    if (!fetched.table.complete || typeof beyond !== 'number' || Math.abs(beyond - last) > slack) {
      this.#sorts = false
      return undefined
    }
    return withTotal(this.#finish(query, fetched), matching)
  }

  /** The value of row number `end` when the server sorts by the field; undefined when it doesn't sort or has fewer. */
  async #nthValue(
    name: string,
    desc: boolean,
    end: number,
    filter: Filter,
    style: FilterStyle,
    call: Call
  ): Promise<number | undefined> {
    const asked = { ...this.#request([name]), filter, style, sort: [{ field: name, desc }] }
    const { service, version } = this.#layer
    const size = Math.min(end, this.#layer.pageLimit ?? pageSize.plain)
    if (size < end) return undefined
    const answer = await service.features(this.#layer.name, version, { ...asked, count: size }, call).catch(refusal)
    if (!answer) this.#sorts = false
    const values = (answer?.features ?? []).map(({ properties }) => valueOf(properties[name], { type: 'number' }))
    const numbers = values.filter((value) => typeof value === 'number')
    if (numbers.length < end || values.length > numbers.length) return undefined
    const sorted = numbers.every((value, index) => index === 0 || (desc ? value <= (numbers[index - 1] ?? 0) : value >= (numbers[index - 1] ?? 0)))
    if (!sorted) this.#sorts = false
    return sorted ? numbers[end - 1] : undefined
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
    const style = conditions === undefined ? undefined : await this.#proofs.styleFor(conditions)
    const sent = style && conditions !== undefined ? withOneBox(conditions) : undefined
    const all = conditions !== undefined && !style ? this.#select([...names, ...fieldsOfFilter(conditions)]) : names
    const { service, version, name, geometry } = this.#layer
    const asked = this.#request(all)
    const read = async (start: number, count: number, sorted: boolean) => {
      const sort = sorted ? this.#stableSort() : undefined
      const page = { ...asked, filter: sent, style, start, count, sort }
      const wants = geometry !== undefined && all.includes(geometry)
      return wants ? this.#readWithGeometry(page, call) : service.features(name, version, page, call)
    }
    const bound = Math.min(this.#layer.maxRows ?? defaultMaxRows, max ?? Infinity)
    const size = geometry !== undefined && all.includes(geometry) ? pageSize.geometry : pageSize.plain
    const counted = max === undefined && this.#layer.countable
    const pages = await readPages(read, {
      size: Math.min(size, this.#layer.pageLimit ?? size),
      max: bound,
      total: counted ? (sent ? this.#hits(sent, style, call) : Promise.resolve(this.#layer.total)) : undefined,
      onProgress: call.onProgress,
    })
    const cut = max === undefined && pages.total !== undefined && pages.total > pages.features.length
    const cutUnseen = max === undefined && pages.total === undefined && pages.features.length >= bound
    const crs = pages.crs ?? (this.#ownCrs ? this.#layer.crs : undefined)
    const placed = geometry !== undefined && all.includes(geometry) ? await lonLatFeatures(pages.features, crs, this.#layer.extent) : pages.features
    const schema = this.schema.filter((field) => all.includes(field.name))
    const complete = pages.complete && !cut && !cutUnseen
    const table = tableOfFeatures(placed, schema, { complete, ...(pages.total === undefined ? {} : { total: pages.total }) })
    return { table, conditions: sent }
  }

  async #readWithGeometry(page: FeatureRequest, call: Call) {
    const { service, version, name } = this.#layer
    if (this.#ownCrs) return service.features(name, version, page, call)
    try {
      return await service.features(name, version, { ...page, crs: 'EPSG:4326' }, call)
    } catch (error) {
      if (!(error instanceof DgeError) || !/srs|crs|projection|reproject/i.test(error.message)) throw error
      this.#ownCrs = true
      return service.features(name, version, page, call)
    }
  }

  async #hits(filter: Filter | undefined, style: FilterStyle | undefined, call: Call): Promise<number | undefined> {
    // Asked at the opening; where it was of no use then, it isn't later.
    if (filter === undefined) return this.#layer.total
    // MapServer counts envelopes in the box but gives shapes in it.
    if (filter !== undefined && conjunctsOf(filter).some((conjunct) => isBox(conjunct))) return undefined
    const { service, version, name } = this.#layer
    const hits = await service.hits(name, version, { filter, style }, call).catch(refusal)
    return hits === undefined || mayBeCap(hits, this.#layer.pageLimit) ? undefined : hits
  }

  /** Format and properties for the named fields. GML is smaller where GeoJSON drags unwanted geometry along. */
  #request(names: readonly string[]): FeatureRequest {
    const { json, geometry, jsonDropsGeometry } = this.#layer
    const wants = geometry !== undefined && names.includes(geometry)
    const format = json !== undefined && (wants || geometry === undefined || jsonDropsGeometry) ? json : undefined
    const everything = names.length === this.schema.length
    return { ...(everything ? {} : { properties: names }), format }
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

  /** Any order that doesn't change between requests. */
  #stableSort(): { field: string }[] {
    return this.schema.filter(({ type }) => type !== 'geometry').slice(0, 4).map(({ name }) => ({ field: name }))
  }

  /** Sampled features that meet the conditions must be among the rows: servers that compare dates wrongly answer nothing. */
  #keepsSample(query: Query, table: Table): boolean {
    const { where, extent } = query
    if (where === undefined || extent !== undefined || !table.complete) return true
    const names = table.schema.filter(({ type }) => type !== 'geometry').map(({ name }) => name)
    const known = this.#layer.schema.filter(({ type }) => type !== 'geometry')
    if ([...fieldsOfFilter(where)].some((name) => !known.some((field) => field.name === name))) return true
    const expected = execute({ where, select: names }, tableOfFeatures(this.#layer.sample, known))
    if (expected.numRows === 0) return true
    const rows = new Set(rowsOf(execute({ select: names }, table)).map((row) => JSON.stringify(row)))
    return rowsOf(expected).every((row) => rows.has(JSON.stringify(row)))
  }

  /** Whether any feature matches; undefined when the server refuses the filter. */
  async #finds(filter: Filter, name: string, style: FilterStyle): Promise<boolean | undefined> {
    const asked = { ...this.#request([name]), filter, style, count: 1 }
    const answer = await this.#layer.service.features(this.#layer.name, this.#layer.version, asked, {}).catch(refusal)
    return answer && answer.features.length > 0
  }
}

/** A refusal that means "this server can't", so that another way is tried; anything else goes on up. */
function refusal(error: unknown): undefined {
  if (error instanceof DgeError && (error.kind === 'http' || error.kind === 'format')) return undefined
  throw error
}

/** Some servers count no further than they give in one answer: such a count says nothing. */
export function mayBeCap(hits: number, pageLimit: number | undefined): boolean {
  return hits === pageLimit || (hits > 0 && hits % 500 === 0)
}

function withTotal(table: Table, total: number | undefined): Table {
  const { schema, columns, numRows, complete } = table
  return createTable(schema, columns, { numRows, complete, ...(total === undefined ? {} : { total }) })
}

function capabilitiesOf({ fields, version, service, points, sorting, countable }: WfsLayer): Capabilities {
  const filters = version !== '1.0.0' && !service.filtered
  return {
    where: (filter) => (filters ? pushdownOf(filter, fields) : 'local'),
    search: 'local',
    // The envelope of a point is the point; of other shapes servers test the shape itself, which keeps fewer.
    extent: filters && points ? 'superset' : 'local',
    group: () => false,
    aggregate: ({ op, expr }) => countable && op === 'count' && expr === undefined,
    having: () => false,
    order: ({ field }, grouped) => !grouped && filters && sorting && fields.get(field)?.type === 'number' && fields.get(field)?.native === true,
    page: { rows: true, groups: false },
    select: true,
  }
}
