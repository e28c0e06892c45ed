import { parseRoot } from './wfs-xml.js'
import { XmlElement } from '@rgrove/parse-xml'
import type { Pacer } from '../data/pacer.js'

/** Text that is parsed at once: some milliseconds. */
const batchLength = 65_536

/**
 * The elements with this local name, in document order, parsed some at a time: a sheet of 50 MB never becomes a tree as a
 * whole. For names that do not nest (rows of a sheet).
 * @throws DgeError `format` for broken XML
 */
export async function* elementsNamed(xml: string, name: string, pacer: Pacer, url: string): AsyncGenerator<XmlElement> {
  const start = new RegExp(`<((?:[\\w.-]+:)?${name})(?=[\\s/>])`, 'g')
  let batch: string[] = []
  let length = 0
  for (let match = start.exec(xml); match; match = start.exec(xml)) {
    const end = endOf(xml, match.index, match[1] ?? name)
    if (end < 0) break
    batch.push(xml.slice(match.index, end))
    length += end - match.index
    start.lastIndex = end
    if (length < batchLength) continue
    yield* parsed(batch, url)
    batch = []
    length = 0
    await pacer.turn()
  }
  yield* parsed(batch, url)
}

/** Behind the element that starts at `at`; -1 when it never ends. */
function endOf(xml: string, at: number, tag: string): number {
  const open = xml.indexOf('>', at)
  if (open < 0) return -1
  if (xml[open - 1] === '/') return open + 1
  const close = xml.indexOf(`</${tag}`, open)
  return close < 0 ? -1 : xml.indexOf('>', close) + 1 || -1
}

function parsed(batch: readonly string[], url: string): XmlElement[] {
  return batch.length === 0
    ? []
    : parseRoot(`<x>${batch.join('')}</x>`, url).children.filter((child): child is XmlElement => child instanceof XmlElement)
}
