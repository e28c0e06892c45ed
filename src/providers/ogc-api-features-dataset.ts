import { noCapabilities } from '../data/capabilities.js'
import { execute, outputSchema } from '../data/engine.js'
import { DgeError } from '../data/errors.js'
import { allOf, conjunctsOf } from '../data/filter.js'
import { isGrouped } from '../data/query.js'
import { fieldOf } from '../data/schema.js'
import { createTable } from '../data/table.js'
import { SharedTask, usable } from '../data/shared-task.js'
import { Pacer } from '../data/pacer.js'
import { readItems, withParams } from './ogc-api-features-api.js'
import { boxIn, cqlOf, leavesOf, paramOf, widened } from './ogc-api-features-filter.js'
import { KnownFeatures } from './ogc-api-features-known.js'
import { pageSize, readPages } from './ogc-api-features-pages.js'
import { OgcApiFeaturesProofs } from './ogc-api-features-proofs.js'
import { tableOf } from './ogc-api-features-values.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata, SourceConfig } from '../data/dataset.js'
import type { Extent, Filter } from '../data/filter.js'
import type { Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { ItemsPage } from './ogc-api-features-api.js'
import type { Abilities } from './ogc-api-features-filter.js'
import type { Pages } from './ogc-api-features-pages.js'

/** What opening found out about one collection. */
export interface Collection {
  readonly config: SourceConfig
  /** Address of the items with the author's own parameters, and the limit that the first page was asked with. */
  readonly items: string
  readonly asked: number
  readonly first: ItemsPage
  /** The first page as a table: what servers must prove themselves by. */
  readonly sample: Table
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly abilities: Abilities
}

/** A condition as it is sent. */
interface Sent {
  readonly filter?: Filter
  readonly params: readonly (readonly [string, string])[]
  readonly box?: Extent
}

const defaultMaxRows = 250_000
/** Features of a proof. */
const few = 10
const nothing: Sent = { params: [] }

/**
 * One collection. The standard knows rows only (no groups, no sums), so the server's part is to send fewer of them: by box,
 * and by CQL2 or property parameters where it declares and proves them. Whatever comes is checked again by the engine, and
 * known features that should have come are looked for in it.
 */
export class OgcApiFeaturesDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly capabilities: Capabilities
  readonly total?: number
  readonly #collection: Collection
  readonly #proofs: OgcApiFeaturesProofs
  readonly #whole: boolean
  readonly #geometry: string | undefined
  readonly #known: KnownFeatures
  #trusted = true
  #selects: boolean
  #download: SharedTask<Pages> | undefined

  constructor(collection: Collection, whole: boolean) {
    const { sample, first, config, abilities } = collection
    this.#collection = collection
    this.#whole = whole
    this.schema = sample.schema
    this.metadata = collection.metadata
    this.downloads = collection.downloads
    const total = sample.total ?? first.matched
    if (total !== undefined) this.total = total
    this.#geometry = this.schema.filter(({ type }) => type === 'geometry').at(-1)?.name
    this.#known = new KnownFeatures(first.features, sample)
    this.#selects = abilities.select && this.#known.identified && this.schema.every(({ name }) => !/[,.]/.test(name)) && !config.types
    this.#proofs = new OgcApiFeaturesProofs(sample, (condition) => this.#attempt(condition))
    this.capabilities = whole ? noCapabilities : this.#capabilities()
  }

  #capabilities(): Capabilities {
    return {
      ...noCapabilities,
      where: (filter) => (this.#trusted && this.#canSend(filter) ? 'superset' : 'local'),
      extent: this.#geometry !== undefined && !this.#has('bbox') ? 'superset' : 'local',
      aggregate: ({ op, expr }) => op === 'count' && expr === undefined && this.#countable(),
      page: { rows: true, groups: false },
      select: this.#selects,
    }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (this.#whole) return execute(query, this.#collection.sample)
    if (isGrouped(query)) return this.#counted(query, options)
    const { where, extent, offset = 0, limit } = query
    const plain = where === undefined && extent === undefined
    if (plain && limit !== undefined && !query.orderBy?.length) return this.#window(query, offset, limit, options)
    return execute(query, plain ? await this.#all(query, options) : await this.#matching(query, options))
  }

  #has(param: string): boolean {
    return new URL(this.#collection.items).searchParams.has(param)
  }

  #canSend(filter: Filter): boolean {
    if (boxIn(filter, this.#geometry)) return !this.#has('bbox')
    return this.#leaves(filter) !== undefined || this.#param(filter) !== undefined
  }

  #leaves(filter: Filter) {
    return this.#has('filter') ? undefined : leavesOf(filter, this.#collection.abilities, (name) => fieldOf(this.schema, name))
  }

  #param(filter: Filter) {
    const param = paramOf(filter, this.#collection.abilities, (name) => fieldOf(this.schema, name))
    return param && !this.#has(param[0]) ? param : undefined
  }

  /** What of the query the server proves to understand. */
  async #provenPart({ where, extent }: Query): Promise<Sent> {
    if (!this.#trusted) return nothing
    const boxes: Extent[] = []
    const filters: Filter[] = []
    const params = new Map<string, string>()
    const geometry = this.#geometry
    for (const conjunct of conjunctsOf(where)) {
      const box = boxIn(conjunct, geometry)
      const leaves = box ? undefined : this.#leaves(conjunct)
      const param = box || leaves ? undefined : this.#param(conjunct)
      if (box) boxes.push(box)
      else if (leaves && (await this.#proofs.leaves(leaves))) filters.push(conjunct)
      else if (param && !params.has(param[0]) && (await this.#proofs.param(param[0]))) params.set(...param)
    }
    const wide = widened(extent)
    if (wide) boxes.push(wide)
    const [box] = boxes
    const filter = allOf(filters)
    const boxed = box && geometry !== undefined && !this.#has('bbox') && (await this.#proofs.box(geometry))
    return { params: [...params], ...(filter === undefined ? {} : { filter }), ...(boxed ? { box } : {}) }
  }

  /** Rows that the conditions may keep; all rows when the server is of no help. */
  async #matching(query: Query, call: ExecuteOptions): Promise<Table> {
    const sent = await this.#provenPart(query)
    if (sent.filter === undefined && sent.params.length === 0 && !sent.box) return this.#all(query, call)
    const names = this.#names(query)
    const pages = await this.#read(this.#address(sent, names), call).catch(refusal)
    if (pages && this.#holdsKnown(query, pages, names)) {
      return this.#table({ features: pages.features, complete: pages.complete }, call)
    }
    if (pages) this.#trusted = false
    return this.#all(query, call)
  }

  /** Every row of the first page that the conditions keep is in the answer; selected properties came as they were. */
  #holdsKnown(query: Query, pages: Pages, names: readonly string[] | undefined): boolean {
    if (names && !this.#known.same(pages.features, names)) {
      this.#selects = false
      return false
    }
    return !pages.complete || this.#known.kept(query, pages.features)
  }

  async #all(query: Query, call: ExecuteOptions): Promise<Table> {
    const { items, first, asked } = this.#collection
    const names = this.#names(query)
    if (names) {
      const pages = await this.#read(this.#address(nothing, names), call).catch(refusal)
      if (pages && this.#known.same(pages.features, names)) return this.#table(pages, call)
      this.#selects = false
    }
    // Several questions that each need every row wait for one download.
    const task = usable(this.#download) ?? new SharedTask((signal, onProgress) => this.#pages(first, items, asked, this.#maxRows, { signal, onProgress }))
    this.#download = task
    const pages = await task.join(call)
    if (this.#download === task) this.#download = undefined
    return this.#table(pages, call)
  }

  async #window(query: Query, offset: number, limit: number, call: ExecuteOptions): Promise<Table> {
    const { sample, first, items, asked } = this.#collection
    const end = offset + limit
    const max = Math.min(end, this.#maxRows)
    const pages = end <= sample.numRows ? undefined : await this.#pages(first, items, asked, max, call)
    const table = pages ? await this.#table(pages, call) : sample
    const cut = pages !== undefined && !pages.complete && pages.features.length < end
    const { schema, columns, numRows } = execute(query, table)
    return createTable(schema, columns, { numRows, complete: !cut, ...(this.total === undefined ? {} : { total: this.total }) })
  }

  /** The number of rows, when asking for the last of them shows that it is right; else they are counted here. */
  async #counted(query: Query, call: ExecuteOptions): Promise<Table> {
    const counts = await this.#proofs.count((own) => this.#proveCount(own), call).catch(refusal)
    if (query.where !== undefined || query.extent || !counts || this.total === undefined) {
      const { where, extent } = query
      return execute(query, await (where === undefined && !extent ? this.#all(query, call) : this.#matching(query, call)))
    }
    const schema = outputSchema(query, this.schema)
    return createTable(schema, new Map(schema.map(({ name }) => [name, [this.total ?? null]])), { numRows: 1 })
  }

  #countable(): boolean {
    return this.total !== undefined && this.total <= this.#maxRows && this.#offset() !== undefined
  }

  #offset(): string | undefined {
    const { next, features } = this.#collection.first
    if (next === undefined) return undefined
    const { searchParams } = new URL(next)
    return ['offset', 'startindex', 'startIndex'].find((name) => searchParams.get(name) === String(features.length))
  }

  async #proveCount(call: ExecuteOptions): Promise<boolean> {
    const { first } = this.#collection
    const offset = this.#offset()
    if (this.total === undefined || offset === undefined || first.next === undefined) return false
    const page = await this.#items(withParams(first.next, { [offset]: this.total - 1, limit: 2 }), call)
    const [feature] = page.features
    return page.features.length === 1 && JSON.stringify(feature) !== JSON.stringify(first.features[0])
  }

  /** The properties to ask for; undefined for all. */
  #names(query: Query): readonly string[] | undefined {
    if (!this.#selects || !query.select || isGrouped(query)) return undefined
    const names = query.select.filter((name) => name !== this.#geometry)
    return names.length > 0 && names.length < this.schema.length - 1 ? names : undefined
  }

  #address({ filter, params, box }: Sent, names?: readonly string[], limit = pageSize): string {
    return withParams(this.#collection.items, {
      limit,
      ...Object.fromEntries(params),
      ...(filter === undefined ? {} : { filter: cqlOf(filter), 'filter-lang': 'cql2-text' }),
      ...(box ? { bbox: box.join(',') } : {}),
      ...(names ? { properties: names.join(',') } : {}),
    })
  }

  #items(url: string, call: ExecuteOptions): Promise<ItemsPage> {
    return readItems(url, { signal: call.signal, timeout: this.#collection.config.timeout })
  }

  async #read(url: string, call: ExecuteOptions): Promise<Pages> {
    return this.#pages(await this.#items(url, call), url, pageSize, this.#maxRows, call)
  }

  #pages(first: ItemsPage, url: string, asked: number, max: number, call: ExecuteOptions): Promise<Pages> {
    return readPages({ first, url, asked, max, read: (at) => this.#items(at, call), onProgress: call.onProgress })
  }

  get #maxRows(): number {
    return this.#collection.config.maxRows ?? defaultMaxRows
  }

  #table({ features, complete, total }: Pages, call: ExecuteOptions): Promise<Table> {
    const { config, first } = this.#collection
    return tableOf(features, this.schema, config, { complete, crs: first.crs, ...(total === undefined ? {} : { total }) }, new Pacer(call.signal))
  }

  async #attempt({ filter, param, box }: { filter?: Filter; param?: readonly [string, string]; box?: Extent }): Promise<Table> {
    const sent: Sent = { params: param ? [param] : [], ...(filter === undefined ? {} : { filter }), ...(box ? { box } : {}) }
    const page = await this.#items(this.#address(sent, undefined, few), {})
    return this.#table({ features: page.features, complete: true }, {})
  }
}

/** Undefined for what the server does not do; failures of the way there are thrown. */
function refusal(error: unknown): undefined {
  if (error instanceof DgeError && ((error.kind === 'http' && (error.status ?? 500) < 501) || error.kind === 'query' || error.kind === 'format')) return undefined
  throw error
}
