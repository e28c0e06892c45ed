import { byEnding } from '../providers/by-ending.js'
import { firstKnowing } from '../providers/provider-entry.js'
import { loadAsking } from './asking.js'
import { hintAt, holdersOf, preloadFor, tagsInView, writtenOn } from './tags-in-view.js'

/*
 * Bundled as `dist/early.js`, which a page may load beside `dge.js`: 2.5 kB that are there before the core, and hint the browser at
 * what the tags in view need, which then comes while the core is read. In that bundle `import()` only fetches (`asHints` in
 * `rollup.config.js`). Without it, or where it comes late, the core asks for the same.
 */
const asked = new Set<string>()
for (const each of tagsInView()) {
  loadAsking().catch(() => {})
  holdersOf(each.tag).forEach(hintAtData)
  preloadFor(each)
}

/** The data, where they are a file, and the code that reads them; else a connection: services are known to the core only, for their patterns are larger than all else here. */
function hintAtData(holder: Element): void {
  const { src, provider, cache } = writtenOn(holder)
  const url = urlOf(src?.trim(), holder.baseURI)
  // What the author names, and what the browser keeps, is the core's.
  if (!url || provider || cache !== undefined || asked.has(url.href)) return
  asked.add(url.href)
  const entry = firstKnowing(url, byEnding)
  hintAt(entry?.file ? 'preload' : 'preconnect', url.href)
  entry?.load().catch(() => {})
}

/** Undefined where there is none: the display tells it. */
function urlOf(src: string | undefined, base: string): URL | undefined {
  try {
    return src ? new URL(src, base) : undefined
  } catch {
    return undefined
  }
}
