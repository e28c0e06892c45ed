import { readSnapshot } from './snapshot.js'
import type { SourceConfig } from './dataset.js'
import type { SnapshotStore } from './kept-source.js'

/** Name of the cache, one for each origin. */
const name = 'dge-answers'
/** Sources that are kept; those written longest ago go first. */
const mostSources = 30
/** Milliseconds after which an answer is of no use. */
const longest = 30 * 86_400_000

/**
 * Snapshots in the browser's Cache Storage, one for each source of the origin; undefined where there is none (a page without https, an old
 * browser, a private window or a sandboxed frame that refuses it).
 */
export async function openSnapshotCache(): Promise<SnapshotStore | undefined> {
  const cache = await open().catch(() => undefined)
  if (!cache) return undefined
  return {
    async read(config) {
      const text = await (await cache.match(keyOf(config)))?.text()
      const found = text === undefined ? undefined : readSnapshot(text)
      if (!found) return undefined
      const answers = found.answers.filter(({ date }) => Date.now() - Date.parse(date ?? found.date) < longest)
      return answers.length ? { ...found, answers } : undefined
    },
    async write(config, snapshot) {
      if (!snapshot) return void (await cache.delete(keyOf(config)))
      await cache.put(keyOf(config), new Response(JSON.stringify(snapshot), { headers: { 'content-type': 'application/json' } }))
      // In the order of their writing.
      const keys = await cache.keys()
      for (const key of keys.slice(0, Math.max(0, keys.length - mostSources))) await cache.delete(key)
    },
  }
}

/** In a sandboxed frame the mere name throws. */
async function open(): Promise<Cache | undefined> {
  return globalThis.caches?.open(name)
}

/** Nothing is ever asked of this address: a cache wants one. However long answers may be shown, they are the same. */
function keyOf({ cache: _, ...config }: SourceConfig): string {
  const settings = Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1))
  return `https://dge.invalid/?${encodeURIComponent(JSON.stringify(settings))}`
}
