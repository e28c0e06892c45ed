import { DgeError } from '../data/errors.js'
import type { RawCollection, RawFeature } from './wfs-gml.js'

/** Reads one page. `sorted` asks for an order that stays the same from page to page. */
export type ReadPage = (start: number, count: number, sorted: boolean) => Promise<RawCollection>

export interface PagesOptions {
  /** Features to ask for at a time. */
  readonly size: number
  /** Features that are wanted at most. */
  readonly max?: number | undefined
  /** Features that match, when the server counts them; told once the first page is there. */
  readonly total?: ((first: RawCollection) => Promise<number | undefined>) | undefined
  readonly onProgress?: ((rows: number, total?: number) => void) | undefined
}

export interface Pages {
  readonly features: readonly RawFeature[]
  readonly crs?: string
  /** False when features that match (below `max`) are missing. */
  readonly complete: boolean
  readonly total?: number
}

/** Requests at a time: more gets slower answers from most servers. */
const parallel = 3

/**
 * All features, or the first `max`: one request when they fit, else pages in parallel of the size that the server really
 * gives (it may give fewer than asked). A server that repeats its first page, or counts more than it gives, makes the
 * answer incomplete; one that shuffles its features between pages is asked again in a fixed order.
 */
export async function readPages(read: ReadPage, options: PagesOptions): Promise<Pages> {
  const pages = await attempt(read, options, false)
  return pages ?? (await attempt(read, options, true)) ?? { features: [], complete: false }
}

/** Undefined when the order must be fixed and wasn't. */
async function attempt(read: ReadPage, options: PagesOptions, sorted: boolean): Promise<Pages | undefined> {
  const { max = Infinity, onProgress } = options
  const size = Math.min(options.size, max)
  const first = await read(0, size, sorted)
  const total = (await options.total?.(first)) ?? first.matched
  const wanted = Math.min(max, total ?? Infinity)
  const got = first.features.length
  const expected = total === undefined ? undefined : wanted
  onProgress?.(got, expected)
  if (got >= wanted || got === 0) return finish([first], max, total)
  const collected = [first]
  const step = got
  let rows = got
  let next = got
  let over = false
  let stuck = false
  const worker = async (): Promise<void> => {
    while (!over && next < wanted) {
      const start = next
      next += step
      const page = await read(start, Math.min(step, max - start), sorted)
      if (samePage(page, first) && (await ignoresStart(read))) stuck = true
      if (page.features.length === 0 || stuck) {
        over = true
        return
      }
      // A short page before the known end: what is missing shows in the count at the end.
      if (page.features.length < step && total === undefined) over = true
      collected[start / step] = page
      rows += page.features.length
      onProgress?.(rows, expected)
    }
  }
  try {
    const workers = total === undefined ? 1 : parallel
    await Promise.all(Array.from({ length: workers }, worker))
  } catch (error) {
    // GeoServer without a primary key: "Cannot do natural order without a primary key".
    if (!sorted && error instanceof DgeError && /natural order|primary key/i.test(error.message)) return undefined
    throw error
  }
  const pages = Object.values(collected)
  if (!sorted && shuffled(pages)) return undefined
  const answer = finish(pages, max, total)
  return stuck ? { ...answer, complete: false } : answer
}

function finish(pages: readonly RawCollection[], max: number, total: number | undefined): Pages {
  const features = pages.flatMap((page) => page.features).slice(0, max)
  const crs = pages[0]?.crs
  const complete = total === undefined || features.length >= Math.min(max, total)
  return { features, complete, ...(crs ? { crs } : {}), ...(total === undefined ? {} : { total }) }
}

/** Equal pages may be honest (few columns, many equal rows); features far past any end are not. */
async function ignoresStart(read: ReadPage): Promise<boolean> {
  return (await read(1_000_000_000, 1, false)).features.length > 0
}

/** A server that doesn't know STARTINDEX gives its first page for ever. */
function samePage(page: RawCollection, first: RawCollection): boolean {
  const { length } = page.features
  const same = (index: number) => JSON.stringify(page.features[index]) === JSON.stringify(first.features[index])
  return length > 0 && length <= first.features.length && page.features.every((_feature, index) => same(index))
}

/** The same feature on two pages, by ids that are otherwise unique. */
function shuffled(pages: readonly RawCollection[]): boolean {
  const ids = pages.map((page) => page.features.flatMap(({ id }) => id ?? []))
  const unique = ids.every((list) => new Set(list).size === list.length)
  return unique && new Set(ids.flat()).size < ids.flat().length
}
