import { DgeError } from '../data/errors.js'
import { withParams } from './ogc-api-features-api.js'
import type { JsonObject } from '../data/json-rows.js'
import type { ItemsPage } from './ogc-api-features-api.js'

export interface PagesOptions {
  /** The first page, which is there already. */
  readonly first: ItemsPage
  /** Its address. */
  readonly url: string
  /** Features that were asked for in it. */
  readonly asked: number
  /** Features that are wanted at most. */
  readonly max: number
  readonly read: (url: string) => Promise<ItemsPage>
  readonly onProgress?: ((rows: number, total?: number) => void) | undefined
}

export interface Pages {
  readonly features: readonly JsonObject[]
  /** False when features that match are missing, or may be. */
  readonly complete: boolean
  /** Features that match, when the server counts them. */
  readonly total?: number
}

/** Features to ask for in a later page; servers give fewer when that is too much for them. */
export const pageSize = 5_000
const parallel = 4
const offsets = ['offset', 'startindex', 'startIndex']

/**
 * All features that match, or the first `max`. Pages are fetched by the server's `next` links, or in parallel where these
 * show an offset and the total is known. A server that repeats a page is stopped (MapServer over some layers knows no
 * offset), and what is missing then is asked for in one answer; if that fails too the answer is incomplete.
 */
export async function readPages(options: PagesOptions): Promise<Pages> {
  const { first, max, onProgress } = options
  const total = first.matched
  onProgress?.(Math.min(first.features.length, max), total === undefined ? undefined : Math.min(total, max))
  if (first.features.length >= max || first.features.length === 0 || first.next === undefined) return single(options)
  const offset = offsetOf(first)
  const later = total !== undefined && offset ? await inParallel(options, offset, total) : await inTurn(options)
  if (later.repeated) return inOne(options)
  const features = [first, ...later.pages].flatMap((page) => page.features)
  return finish(features, max, total, later.ended)
}

interface Later {
  readonly pages: readonly ItemsPage[]
  /** The server gave the same page twice. */
  readonly repeated: boolean
  /** The last page had no successor. */
  readonly ended: boolean
}

/** One page is everything, unless the server says or shows that there is more. */
async function single(options: PagesOptions): Promise<Pages> {
  const { first, asked, max } = options
  const { features, matched } = first
  const ended = first.next === undefined && (matched !== undefined || features.length >= max || !(await hasMore(options, asked)))
  return finish(features, max, matched, ended)
}

function finish(all: readonly JsonObject[], max: number, total: number | undefined, ended: boolean): Pages {
  const features = all.slice(0, max)
  const whole = total === undefined ? ended && all.length <= max : all.length >= total && features.length >= total
  // A count below what came is no count.
  return { features, complete: whole && !repeats(features), ...(total === undefined ? {} : { total: Math.max(total, features.length) }) }
}

/**
 * A server that cuts answers at a round number and neither counts nor links must not pass for a small dataset: the feature
 * after the last one is asked for.
 */
async function hasMore({ first, url, read }: PagesOptions, asked: number): Promise<boolean> {
  const got = first.features.length
  if (got < 10 || (got % 10 !== 0 && got !== asked)) return false
  const page = await read(withParams(url, { offset: got, limit: 1 })).catch(pastTheEnd)
  const [feature] = page?.features ?? []
  return feature !== undefined && !first.features.some((one) => same(one, feature))
}

/** The parameter that the next link moves on by the features that came. */
function offsetOf({ next, features }: ItemsPage): string | undefined {
  if (next === undefined) return undefined
  const { searchParams } = new URL(next)
  return offsets.find((name) => searchParams.get(name) === String(features.length)) ?? undefined
}

async function inParallel(options: PagesOptions, offset: string, total: number): Promise<Later> {
  const { first, max, read, onProgress } = options
  const [start, base] = [first.features.length, first.next ?? '']
  const wanted = Math.min(max, total)
  const at = (from: number, size: number) => {
    const limit = new URL(base).searchParams.has('limit') ? { limit: Math.min(size, wanted - from) } : {}
    return read(withParams(base, { [offset]: from, ...limit })).catch(pastTheEnd)
  }
  const second = await at(start, pageSize)
  const step = second?.features.length ?? 0
  if (!second || step === 0) return { pages: [], repeated: false, ended: false }
  if (repeatsPage(second, [first])) return { pages: [], repeated: true, ended: false }
  const pages = [second]
  let next = start + step
  let rows = next
  let repeated = false
  onProgress?.(Math.min(rows, wanted), wanted)
  const worker = async () => {
    while (next < wanted && !repeated) {
      const from = next
      next += step
      const page = await at(from, step)
      if (!page) continue
      if (repeatsPage(page, [first, ...pages.filter((one) => one !== undefined)])) repeated = true
      pages[(from - start) / step] = page
      rows += page.features.length
      onProgress?.(Math.min(rows, wanted), wanted)
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  const found = pages.filter((page) => page !== undefined)
  const last = found.at(-1)
  // A server that counts too few still says that more follow.
  if (repeated || !last?.next || rows >= max) return { pages: found, repeated, ended: true }
  const more = await inTurn({ ...options, first: { ...last, features: [first, ...found].flatMap((page) => page.features) } })
  return { ...more, pages: [...found, ...more.pages] }
}

async function inTurn({ first, url, max, read, onProgress }: PagesOptions): Promise<Later> {
  const pages = [first]
  const visited = new Set([url])
  let rows = first.features.length
  let next = first.next
  while (next !== undefined && rows < max) {
    if (visited.has(next)) return { pages: pages.slice(1), repeated: true, ended: false }
    visited.add(next)
    const page: ItemsPage | undefined = await read(next).catch(pastTheEnd)
    if (!page || page.features.length === 0) return { pages: pages.slice(1), repeated: false, ended: true }
    if (repeatsPage(page, pages)) return { pages: pages.slice(1), repeated: true, ended: false }
    pages.push(page)
    rows += page.features.length
    onProgress?.(Math.min(rows, max), first.matched)
    next = page.next
  }
  return { pages: pages.slice(1), repeated: false, ended: next === undefined }
}

/** Everything in one answer, for servers without pages. */
async function inOne({ first, url, max, read, onProgress }: PagesOptions): Promise<Pages> {
  const total = first.matched
  const wanted = Math.min(max, total ?? 10 * pageSize)
  const page = await read(withParams(url, { limit: wanted }))
  onProgress?.(page.features.length, total)
  const better = page.features.length > first.features.length ? page.features : first.features
  // Without a count only an answer shorter than asked shows its end; a page that the server cut may be as short.
  return finish(better, max, total, false)
}

/** MapServer answers an offset beyond the last feature with an error. */
function pastTheEnd(error: unknown): undefined {
  if (error instanceof DgeError && (error.status === 400 || error.status === 404 || error.kind === 'query') && /offset|out of range|startindex/i.test(error.message)) return undefined
  throw error
}

/** The page begins with the same features as one before it. */
function repeatsPage(page: ItemsPage, before: readonly ItemsPage[]): boolean {
  const length = Math.min(page.features.length, 50)
  return length > 0 && before.some((one) => one.features.length >= length && page.features.slice(0, length).every((feature, index) => same(feature, one.features[index])))
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The same feature twice: pages of a server without an order of its own overlap, and then miss others. */
function repeats(features: readonly JsonObject[]): boolean {
  const seen = new Map<unknown, JsonObject>()
  for (const feature of features) {
    const id = feature['id'] ?? feature['@id']
    if (id === undefined || id === null) continue
    const known = seen.get(id)
    if (known && same(known, feature)) return true
    seen.set(id, feature)
  }
  return false
}
