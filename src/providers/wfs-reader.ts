import { DgeError } from '../data/errors.js'
import { conjunctsOf } from '../data/filter.js'
import { createTable } from '../data/table.js'
import { lonLatFeatures } from './wfs-crs.js'
import { mayBeCap } from './wfs-layer.js'
import { readPages } from './wfs-pages.js'
import { isBox, withOneBox } from './wfs-pushdown.js'
import { tableOfFeatures } from './wfs-values.js'
import type { ExecuteOptions } from '../data/dataset.js'
import type { Filter } from '../data/filter.js'
import type { Order } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { FilterStyle } from './wfs-filter.js'
import type { RawCollection } from './wfs-gml.js'
import type { WfsLayer } from './wfs-layer.js'
import type { FeatureRequest } from './wfs-service.js'

export type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>

/** A condition as it is sent. */
export interface Said {
  readonly filter: Filter
  readonly style: FilterStyle
}

/** What rows are asked for. */
export interface RowsAsked {
  /** Fields that come, in the order of the schema. */
  readonly names: readonly string[]
  readonly said?: Said | undefined
  readonly sort?: readonly Order[] | undefined
  /** Rows that are wanted at most; without it all, and the answer knows whether it has them. */
  readonly max?: number | undefined
}

/** Features in one answer: with geometry an answer can be large. */
const pageSize = { plain: 20_000, geometry: 5_000 }
/** Where a fetch stops when the author sets no bound. */
const defaultMaxRows = 250_000

/** Reads the rows of one layer, and counts them. */
export class WfsReader {
  readonly #layer: WfsLayer
  /** SRSNAME is refused: coordinates come in the layer's own system. */
  #ownCrs = false

  constructor(layer: WfsLayer) {
    this.#layer = layer
  }

  /** Features that one answer holds, when no geometry comes. */
  get plainSize(): number {
    return Math.min(this.#layer.pageLimit ?? pageSize.plain, pageSize.plain)
  }

  /** Rows with the named fields, places in longitude and latitude. */
  async rows({ names, said, sort, max }: RowsAsked, call: Call): Promise<Table> {
    const { service, version, name, geometry, schema, pageLimit, maxRows, crs: own, extent } = this.#layer
    const places = geometry !== undefined && names.includes(geometry)
    const asked = { ...this.request(names), ...(said ? { filter: withOneBox(said.filter), style: said.style } : {}) }
    const read = async (start: number, count: number, stable: boolean) => {
      const page = { ...asked, start, count, sort: sort ?? (stable ? this.#stableSort() : undefined) }
      return places ? this.#readWithGeometry(page, call) : service.features(name, version, page, call)
    }
    const bound = Math.min(maxRows ?? defaultMaxRows, max ?? Infinity)
    const size = places ? pageSize.geometry : pageSize.plain
    const pages = await readPages(read, {
      size: Math.min(size, pageLimit ?? size),
      max: bound,
      total: max === undefined ? (first) => this.#matching(said, first, call) : undefined,
      onProgress: call.onProgress,
    })
    const cut = max === undefined && pages.total !== undefined && pages.total > pages.features.length
    const cutUnseen = max === undefined && pages.total === undefined && pages.features.length >= bound
    const crs = pages.crs ?? (this.#ownCrs ? own : undefined)
    const placed = places ? await lonLatFeatures(pages.features, crs, extent) : pages.features
    const fields = schema.filter((field) => names.includes(field.name))
    const complete = pages.complete && !cut && !cutUnseen
    return tableOfFeatures(placed, fields, { complete, ...(pages.total === undefined ? {} : { total: pages.total }) })
  }

  /** How many rows match; undefined when the server doesn't count them well. */
  async hits(said: Said | undefined, call: Call): Promise<number | undefined> {
    // Asked at the opening; where it was of no use then, it isn't later.
    if (!said || !this.#layer.countable) return said ? undefined : this.#layer.total
    // MapServer counts envelopes in the box but gives shapes in it.
    if (conjunctsOf(said.filter).some((conjunct) => isBox(conjunct))) return undefined
    const { service, version, name, pageLimit } = this.#layer
    const hits = await service.hits(name, version, said, call).catch(refusal)
    return hits === undefined || mayBeCap(hits, pageLimit) ? undefined : hits
  }

  /** Whether any feature matches; undefined when the server refuses the filter. */
  async finds(said: Said, property: string, call: Call): Promise<boolean | undefined> {
    const { service, version, name } = this.#layer
    const answer = await service.features(name, version, { ...this.request([property]), ...said, count: 1 }, call).catch(refusal)
    return answer && answer.features.length > 0
  }

  /** Format and properties for the named fields. GML is smaller where GeoJSON drags unwanted geometry along. */
  request(names: readonly string[]): FeatureRequest {
    const { json, geometry, jsonDropsGeometry, schema } = this.#layer
    const wants = geometry !== undefined && names.includes(geometry)
    const format = json !== undefined && (wants || geometry === undefined || jsonDropsGeometry) ? json : undefined
    return { ...(names.length === schema.length ? {} : { properties: names }), format }
  }

  /** An answer that says how many match is believed, unless the number may be where it was cut; else they are counted. */
  async #matching(said: Said | undefined, { matched, features, counts }: RawCollection, call: Call): Promise<number | undefined> {
    const tells = said && counts && matched !== undefined && (features.length < matched || !mayBeCap(matched, this.#layer.pageLimit))
    return tells ? matched : this.hits(said, call)
  }

  async #readWithGeometry(page: FeatureRequest, call: Call): Promise<RawCollection> {
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

  /** Any order that doesn't change between requests. */
  #stableSort(): { field: string }[] {
    return this.#layer.schema.filter(({ type }) => type !== 'geometry').slice(0, 4).map(({ name }) => ({ field: name }))
  }
}

/** The table with another number of rows in all, or none. */
export function withTotal({ schema, columns, numRows, complete }: Table, total: number | undefined): Table {
  return createTable(schema, columns, { numRows, complete, ...(total === undefined ? {} : { total }) })
}

/** A refusal that means "this server can't", so that another way is tried; anything else goes on up. */
export function refusal(error: unknown): undefined {
  if (error instanceof DgeError && (error.kind === 'http' || error.kind === 'format')) return undefined
  throw error
}
