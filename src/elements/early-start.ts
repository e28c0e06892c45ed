import { langOf } from '../controllers/locale.js'
import { sharedSource } from '../controllers/source.js'
import { isNear } from '../controllers/visibility.js'
import { sourceConfigOf } from '../data/source-config.js'
import { loadLocale } from '../locale/locale.js'
import { loadAsking } from './asking.js'
import { imported } from './one-copy.js'
import { starts } from './starts.js'
import type { Start } from './starts.js'

/** Milliseconds after which a source that no display took over is given up. */
const patience = 5000

/**
 * The tags that stand in the page near the viewport ask for their data and their code before their classes are made: the network
 * does not wait for the processor. They ask as the displays do later, which find it under way. First in `define.ts`. What was rendered
 * before can wait.
 */
function startEarly(): void {
  // Tags that are no displays yet have no height: what those before will take is added. Beside each other they start a little late.
  let above = 0
  for (const tag of document.querySelectorAll(`:is(${Object.keys(starts).join()}):not(:defined)`)) {
    if (tag.getClientRects().length === 0) continue
    const { top, bottom, left, right, height } = tag.getBoundingClientRect()
    const start = starts[tag.localName as keyof typeof starts]
    const kept = Math.max(height, start.height * 16)
    if (tag.querySelector(':scope > .dge-prerendered')) continue
    if (tag.getAttribute('loading') === 'eager' || isNear({ top: top + above, bottom: bottom + above + kept, left, right: right + 1 })) begin(tag, start)
    above += kept - height
  }
}

function begin(tag: Element, { preload }: Start): void {
  // Before all else, as every display does: whose address it is takes a phone some time to tell.
  loadAsking().catch(() => {})
  for (const each of [tag, ...tag.querySelectorAll('dge-layer')]) open(each)
  preload({ spec: tag.querySelector(':scope > script[type="application/json"]'), ...writtenOn(tag) }, tag)
  loadLocale(langOf(tag)).catch(() => {})
}

const opened = new Set<Element>()

function open(tag: Element): void {
  const id = tag.getAttribute('source')
  const holder = id ? document.getElementById(id) : tag.closest('[src]')
  if (!holder || opened.has(holder)) return
  opened.add(holder)
  const words = writtenOn(holder)
  try {
    const config = sourceConfigOf({ ...words, maxRows: Number(words['max-rows']), timeout: Number(words['timeout']) }, holder.baseURI)
    // What the browser keeps comes first.
    if (!config || config.cache !== undefined) return
    const waiting = new AbortController()
    setTimeout(() => waiting.abort(), patience)
    sharedSource(config).dataset(waiting).catch(() => {})
  } catch {
    // The display tells it.
  }
}

function writtenOn(tag: Element): Readonly<Record<string, string>> {
  return Object.fromEntries([...tag.attributes].map(({ name, value }) => [name, value]))
}

if (!imported) startEarly()
