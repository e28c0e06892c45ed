import { isSurelyFile } from '../providers/surely-file.js'
import { holdersOf, hintAt, tagsInView } from './tags-in-view.js'

/*
 * Bundled as `dist/early.js`, which a page may load beside `dge.js`: it is there before the core, and hints the browser at what the tags in view need in any
 * case: the code of the frame and of each tag, and the data where they are a file. That fills the line until the core is there and asks for what only
 * the attributes or the source tell. In this bundle `import()` only fetches (`asHints` in `rollup.config.js`). Each kilobyte of it delays all others by its time on the line.
 */
const views: Readonly<Record<string, () => unknown>> = {
  'dge-chart': () => import('./chart/chart-display.js'),
  'dge-map': () => import('./map/map-display.js'),
  'dge-table': () => import('./table-view.js'),
  'dge-figure': () => import('./figure-view.js'),
}

for (const tag of tagsInView()) {
  // What every display asks with, in the chunk that surrounds all and reads plain files.
  void import('../displays/query-context.js')
  for (const holder of holdersOf(tag)) hintAtData(holder)
  views[tag.localName]?.()
}

/** The data, where they are a file, else a connection. What the author names, and what the browser keeps, is the core's. */
function hintAtData(holder: Element): void {
  const src = holder.getAttribute('src')
  if (!src || holder.hasAttribute('provider') || holder.hasAttribute('cache')) return
  // Unlike URL it takes any text: that an address cannot be is told by the display.
  const { href, pathname } = Object.assign(document.createElement('a'), { href: src })
  hintAt(isSurelyFile(pathname) ? 'preload' : 'preconnect', href)
}
