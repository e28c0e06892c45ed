import { isNear } from '../controllers/visibility.js'
import { starts } from './starts.js'
import type { Start } from './starts.js'

interface TagInView {
  readonly tag: Element
  readonly start: Start
}

/**
 * The tags that stand in the page near the viewport, whose classes are not made yet, and how they start. What was rendered before
 * can wait.
 */
export function tagsInView(): readonly TagInView[] {
  const found: TagInView[] = []
  // Tags that are no displays yet have no height: what those before will take is added. Beside each other they start a little late.
  let above = 0
  for (const tag of document.querySelectorAll(`:is(${Object.keys(starts).join()}):not(:defined)`)) {
    if (tag.getClientRects().length === 0) continue
    const { top, bottom, left, right, height } = tag.getBoundingClientRect()
    const start = starts[tag.localName as keyof typeof starts]
    const kept = Math.max(height, start.height * 16)
    if (tag.querySelector(':scope > .dge-prerendered')) continue
    if (tag.getAttribute('loading') === 'eager' || isNear({ top: top + above, bottom: bottom + above + kept, left, right: right + 1 })) found.push({ tag, start })
    above += kept - height
  }
  return found
}

/** Asks for the code that a tag draws with. */
export function preloadFor({ tag, start }: TagInView): void {
  start.preload({ spec: tag.querySelector(':scope > script[type="application/json"]'), ...writtenOn(tag) }, tag)
}

/** The elements that say where the data of a tag and of its layers are. */
export function holdersOf(tag: Element): readonly Element[] {
  const holders = [tag, ...tag.querySelectorAll('dge-layer')].map((each) => {
    const id = each.getAttribute('source')
    return id ? document.getElementById(id) : each.closest('[src]')
  })
  return holders.filter((holder) => holder !== null)
}

/** Has the browser do ahead what a display will need: `preconnect` to the origin of its data, `preload` them. */
export function hintAt(rel: 'preconnect' | 'preload', href: string): void {
  document.head.append(Object.assign(document.createElement('link'), { rel, as: rel === 'preload' ? 'fetch' : '', crossOrigin: '', href }))
}

/** The attributes of an element, by their names. */
export function writtenOn(tag: Element): Readonly<Record<string, string>> {
  return Object.fromEntries([...tag.attributes].map(({ name, value }) => [name, value]))
}
