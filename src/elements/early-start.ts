// First: the network is asked before the rest is made.
import { seen } from './first-hint.js'
import { langOf } from '../controllers/locale.js'
import { sharedSource } from '../controllers/source.js'
import { inTurns } from '../controllers/turns.js'
import { sourceConfigOf } from '../data/source-config.js'
import { loadLocale } from '../locale/locale.js'
import { starts } from './starts.js'
import { hintAt, holdersOf } from './tags-in-view.js'

/** Milliseconds after which a source that no display took over is given up. */
const patience = 5000

const opened = new Set<Element>()

/** The attributes of an element, by their names. */
function writtenOn(tag: Element): Readonly<Record<string, string>> {
  return Object.fromEntries([...tag.attributes].map(({ name, value }) => [name, value]))
}

function open(holder: Element): void {
  if (opened.has(holder)) return
  opened.add(holder)
  const words = writtenOn(holder)
  try {
    const config = sourceConfigOf({ ...words, maxRows: Number(words['max-rows']), timeout: Number(words['timeout']) }, holder.baseURI)
    // What the browser keeps comes first.
    if (!config || config.cache !== undefined) return
    // A service is asked when its code is there: the connection is made meanwhile. A file, asked for at once, takes it too.
    hintAt('preconnect', config.src)
    const waiting = new AbortController()
    setTimeout(() => waiting.abort(), patience)
    sharedSource(config).dataset(waiting).catch(() => {})
  } catch {
    // The display tells it.
  }
}

/**
 * The tags in view ask for their data and their code before their classes are made: the network does not wait for the processor. They ask as the displays do later, which find
 * it under way; those for which there is no time now ask a little later. First in `define.ts`.
 */
void inTurns(seen.map((tag) => () => {
  holdersOf(tag).forEach(open)
  starts[tag.localName as keyof typeof starts].preload({ spec: tag.querySelector(':scope > script[type="application/json"]'), ...writtenOn(tag) }, tag)
  loadLocale(langOf(tag)).catch(() => {})
}))
