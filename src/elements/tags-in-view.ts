import { isNear, isSkipped } from '../controllers/visibility.js'
import { keptHeights } from '../displays/kept-height.js'

/**
 * The tags that stand in the page near the viewport, whose classes are not made yet. What was rendered before can wait.
 */
export function tagsInView(): readonly Element[] {
  const found: Element[] = []
  // Tags that are no displays yet have no height: what those before will take is added. Beside each other they start a little late.
  let above = 0
  for (const tag of document.querySelectorAll(`:is(${Object.keys(keptHeights).join()}):not(:defined)`)) {
    if (tag.getClientRects().length === 0 || isSkipped(tag)) continue
    const { top, bottom, left, right, height } = tag.getBoundingClientRect()
    const kept = Math.max(height, keptHeights[tag.localName as keyof typeof keptHeights] * 16)
    if (tag.querySelector(':scope > .dge-prerendered')) continue
    if (tag.getAttribute('loading') === 'eager' || isNear({ top: top + above, bottom: bottom + above + kept, left, right: right + 1 })) found.push(tag)
    above += kept - height
  }
  return found
}

/** The elements that say where the data of a tag and of its layers are. */
export function holdersOf(tag: Element): readonly Element[] {
  const holders = [tag, ...tag.querySelectorAll('dge-layer')].map((each) => {
    const id = each.getAttribute('source')
    return id ? document.getElementById(id) : each.closest('[src]')
  })
  return holders.filter((holder) => holder !== null)
}

const hinted = new Set<string>()

/** Has the browser do ahead, once, what a display will need: `preconnect` to the origin of its data, `preload` them, `modulepreload` code. */
export function hintAt(rel: 'preconnect' | 'preload' | 'modulepreload', href: string): void {
  if (hinted.has(href)) return
  hinted.add(href)
  document.head.append(Object.assign(document.createElement('link'), { rel, as: rel === 'preload' ? 'fetch' : '', crossOrigin: '', href }))
}
