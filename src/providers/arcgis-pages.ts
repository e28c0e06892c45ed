import { DgeError } from '../data/errors.js'
import { SharedTasks } from '../data/shared-tasks.js'
import { askArcgis, askArcgisBytes, isRefusal, refused } from './arcgis-api.js'
import { objectOf } from './opendatasoft-fields.js'
import { readFeature } from './arcgis-values.js'
import type { Call, Params, Raw } from './arcgis-api.js'
import type { LayerInfo } from './arcgis-layer.js'
import type { ArcgisFeature } from './arcgis-values.js'

/** What rows are asked for. */
export interface RowsAsked {
  /** `where` and, for a box, `geometry`…: the conditions. */
  readonly conditions: Params
  /** Attributes that travel; undefined for all. */
  readonly names: readonly string[] | undefined
  readonly geometry: boolean
}

export interface Page {
  readonly features: readonly ArcgisFeature[]
  /** There are more rows than the answer holds. */
  readonly exceeded: boolean
}

export interface Rows {
  readonly features: readonly ArcgisFeature[]
  readonly complete: boolean
  readonly total?: number
}

/**
 * The grid of lines and areas in `f=pbf`: millionths of a degree, the digits of the GeoJSON that is asked for else, over the whole
 * world, so that nothing is clipped to the layer's own bounds.
 */
const quantizationParameters = JSON.stringify({
  mode: 'view', originPosition: 'upperLeft', tolerance: 1e-6,
  extent: { xmin: -180, ymin: -90, xmax: 180, ymax: 90, spatialReference: { wkid: 4326 } },
})
const parallel = 4
/** Pages of one row each would be asked for without end of a server that gives next to nothing. */
const mostPages = 10_000

/** Reads the rows of one layer. */
export class LayerReader {
  /** Statistics under conditions were seen to hold the rows that a count told. */
  conditioned = false
  readonly #url: string
  readonly #layer: LayerInfo
  readonly #base: Params
  readonly #timeout: number | undefined
  readonly #counts = new SharedTasks<number>()
  readonly #listing = new SharedTasks<readonly number[] | undefined>()
  /** True once the server answered with Protocol Buffers, false once it did not. */
  #packs: boolean | undefined
  /** The first request for them: others wait, so that a server that has none is asked once. */
  #trial: Promise<unknown> | undefined

  /** `base` are parameters that every request carries (a token of the address). */
  constructor(url: string, layer: LayerInfo, base: Params, timeout: number | undefined) {
    this.#url = url
    this.#layer = layer
    this.#base = base
    this.#timeout = timeout
  }

  /** One request of the layer's query. */
  ask(params: Params, call: Call): Promise<Raw> {
    return askArcgis(`${this.#url}/query`, { ...this.#base, ...params }, call, this.#timeout)
  }

  /** Rows that meet the conditions; who asks for the same meanwhile waits for the same answer. */
  count(conditions: Params, call: Call): Promise<number> {
    return this.#counts.join(JSON.stringify(conditions), async (own) => {
      const { count } = await this.ask({ ...conditions, returnCountOnly: true }, own)
      if (typeof count !== 'number' || !(count >= 0)) throw refused('No count in the answer', this.#url)
      return count
    }, call)
  }

  /** One answer of rows, in the order of `orderByFields`. */
  async page(asked: RowsAsked, more: Params, call: Call): Promise<Page> {
    const packed = this.#packable(asked) ? await this.#tryPacked(asked, more, call) : undefined
    if (packed) return packed
    const { geometry } = asked
    const precision = geometry ? { outSR: 4326, geometryPrecision: 6 } : {}
    return this.#pageOf(await this.ask({ ...rowsParams(asked), ...precision, ...more, f: geometry && this.#layer.geojson ? 'geojson' : 'json' }, call))
  }

  #pageOf(answer: Raw): Page {
    if (!Array.isArray(answer['features'])) throw refused('No features in the answer', this.#url)
    const exceeded = answer['exceededTransferLimit'] === true || objectOf(answer['properties'])['exceededTransferLimit'] === true
    return { features: (answer['features'] as unknown[]).map(readFeature), exceeded }
  }

  #packable({ names, geometry }: RowsAsked): boolean {
    const { pbf, fields } = this.#layer
    return pbf && geometry && fields.every(({ name, packed }) => packed !== 'unsure' || (names && !names.includes(name)))
  }

  /** A page of `f=pbf`; undefined where the server does not really have it, of which it is asked once. */
  async #tryPacked(asked: RowsAsked, more: Params, call: Call): Promise<Page | undefined> {
    while (this.#packs === undefined && this.#trial) await this.#trial
    if (this.#packs === false) return undefined
    const page = this.#packedPage(asked, more, call).then(
      (read) => {
        this.#packs ??= true
        return read
      },
      (error: unknown) => {
        if (!blamesFormat(error)) throw error
        this.#packs = false
        return undefined
      }
    )
    if (this.#packs === undefined) this.#trial = page.catch(() => {}).finally(() => (this.#trial = undefined))
    return page
  }

  async #packedPage(asked: RowsAsked, more: Params, call: Call): Promise<Page> {
    const params = { ...this.#base, ...rowsParams(asked), outSR: 4326, quantizationParameters, ...more, f: 'pbf' }
    const [reader, bytes] = await Promise.all([
      import('./arcgis-pbf.js').catch((error: unknown) => { throw unreadable(error) }),
      askArcgisBytes(`${this.#url}/query`, params, call, this.#timeout),
    ])
    let answer: Raw
    try {
      answer = reader.readPbf(bytes)
    } catch (error) {
      throw unreadable(error)
    }
    const named = new Set(answer['fields'] as readonly string[])
    const wanted = asked.names ?? this.#layer.fields.map(({ name }) => name)
    if (wanted.some((name) => name !== '*' && !named.has(name))) throw refused('Fields that were asked for are missing', this.#url)
    return this.#pageOf(answer)
  }

  /** All rows that meet the conditions, in the order of their ids, at most `max`. */
  async all(asked: RowsAsked, max: number, known: number | undefined, call: Call): Promise<Rows> {
    const { paging, sorting, pageSize, objectId } = this.#layer
    if (max === 0 || known === 0) return { features: [], complete: known === 0, ...(known === undefined ? {} : { total: known }) }
    const withId = asked.names && objectId !== '' && !asked.names.includes(objectId) ? { ...asked, names: [...asked.names, objectId] } : asked
    const order = sorting && objectId !== '' ? { orderByFields: objectId } : {}
    if (!paging || objectId === '') return this.#byIds(withId, max, known, order, call)
    const size = Math.min(pageSize, max)
    const fits = known !== undefined && known <= size
    const first = await this.page(fits ? asked : withId, { ...order, resultRecordCount: size }, call)
    const total = known ?? (mayBeCut(first, size) ? await this.count(asked.conditions, call) : first.features.length)
    call.onProgress?.(Math.min(first.features.length, max), total)
    if (fits && first.features.length < total) return this.all(asked, max, undefined, call)
    const rest = await this.#rest(withId, first, Math.min(total, max), order, total, call)
    return finish([first, ...rest], total, max, objectId)
  }

  /** The pages after the first, of the size that the server really gives. */
  async #rest(asked: RowsAsked, first: Page, wanted: number, order: Params, total: number, call: Call): Promise<Page[]> {
    const step = first.features.length
    const pages: Page[] = []
    if (step === 0 || step >= wanted) return pages
    let next = step
    let rows = step
    let requests = 0
    const worker = async (): Promise<void> => {
      while (next < wanted) {
        const start = next
        next += step
        // Servers may cut a page by its bytes: what is missing of it is asked for again.
        for (let at = start; at < Math.min(start + step, wanted); ) {
          if (++requests > mostPages) return
          const page = await this.page(asked, { ...order, resultOffset: at, resultRecordCount: Math.min(start + step, wanted) - at }, call)
          if (page.features.length === 0) break
          pages[at] = page
          at += page.features.length
          rows += page.features.length
          call.onProgress?.(Math.min(rows, wanted), total)
        }
      }
    }
    await Promise.all(Array.from({ length: parallel }, worker))
    return Object.values(pages)
  }

  /** Servers without paging: the ids first, which have no bound, then rows by ranges of ids. Rows outside a box may come along. */
  async #byIds(asked: RowsAsked, max: number, known: number | undefined, order: Params, call: Call): Promise<Rows> {
    const { objectId, pageSize } = this.#layer
    // Few rows come at once.
    const early = known === undefined ? await this.page(asked, order, call) : undefined
    if (early && early.features.length <= max && !mayBeCut(early, pageSize)) return finish([early], early.features.length, max, objectId)
    const listed = objectId === '' ? undefined : await this.#sharedIds(asked.conditions, call)
    if (!listed) {
      const page = early ?? (await this.page(asked, {}, call))
      const features = page.features.slice(0, max)
      const whole = !page.exceeded && features.length === page.features.length && page.features.length < pageSize
      return { features, complete: whole, ...(whole ? { total: features.length } : {}) }
    }
    const ids = listed.slice(0, max)
    const pages: Page[] = []
    let next = 0
    let rows = 0
    const worker = async (): Promise<void> => {
      while (next < ids.length) {
        const start = next
        next += pageSize
        const range = `${objectId} >= ${ids[start]} AND ${objectId} <= ${ids[Math.min(start + pageSize, ids.length) - 1]}`
        const where = asked.conditions['where']
        const conditions = { ...asked.conditions, where: where === undefined || where === '1=1' ? range : `(${String(where)}) AND (${range})` }
        const page = await this.page({ ...asked, conditions }, order, call)
        pages[start] = page
        rows += page.features.length
        call.onProgress?.(rows, listed.length)
      }
    }
    await Promise.all(Array.from({ length: parallel }, worker))
    const sorted = Object.values(pages).flatMap(({ features }) => features).sort((a, b) => idOf(a, objectId) - idOf(b, objectId))
    // Servers that list ids without looking at the box: who asks checks boxes himself, so that it can be left out.
    const { geometry: box, ...others } = asked.conditions
    if (sorted.length < ids.length && box !== undefined) return this.#byIds({ ...asked, conditions: others }, max, known, order, call)
    return finish([{ features: sorted, exceeded: false }], listed.length, max, objectId)
  }

  /** Displays that ask for other columns of the same rows at once wait for one list. */
  async #sharedIds(conditions: Params, call: Call): Promise<readonly number[] | undefined> {
    const key = JSON.stringify(conditions)
    const listed = await this.#listing.join(key, (own) => this.ids(conditions, own), call)
    this.#listing.forget(key)
    return listed
  }

  /** All ids in their order; undefined when the server doesn't list them. */
  async ids(conditions: Params, call: Call): Promise<readonly number[] | undefined> {
    const { objectIds } = await this.ask({ ...conditions, returnIdsOnly: true }, call).catch((error: unknown) => {
      if (isRefusal(error)) return { objectIds: undefined }
      throw error
    })
    if (objectIds === null) return []
    if (!Array.isArray(objectIds) || !objectIds.every((id) => Number.isSafeInteger(id))) return undefined
    return [...(objectIds as number[])].sort((a, b) => a - b)
  }
}

function rowsParams({ conditions, names, geometry }: RowsAsked): Params {
  return { ...conditions, outFields: names ? names.join(',') : '*', returnGeometry: geometry }
}

/** The answer is another than Protocol Buffers, or a refusal; the net's faults and passing ones say nothing of the format. */
function blamesFormat(error: unknown): boolean {
  return error instanceof DgeError && (error.kind === 'format' || isRefusal(error) || error.status === 406 || error.status === 415)
}

function unreadable(error: unknown): DgeError {
  return refused(`Not readable as Protocol Buffers: ${error instanceof Error ? error.message : String(error)}`)
}

/** The answer says that it is cut, or has as many rows as cut answers have: its limit, a round number, or none. */
function mayBeCut({ features, exceeded }: Page, size: number): boolean {
  return exceeded || features.length >= size || features.length % 100 === 0
}

function idOf({ attributes }: ArcgisFeature, objectId: string): number {
  return Number(attributes[objectId] ?? NaN)
}

/** Rows that came twice (a server that ignores the offset, or rows that moved meanwhile) count once. */
function finish(pages: readonly Page[], total: number, max: number, objectId: string): Rows {
  const seen = new Set<unknown>()
  const features = pages.flatMap((page) => page.features).filter(({ attributes }) => {
    const id = attributes[objectId] ?? undefined
    if (id === undefined) return true
    return !seen.has(id) && seen.add(id)
  })
  const kept = features.slice(0, max)
  return { features: kept, complete: kept.length >= total, total }
}
