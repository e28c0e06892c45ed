import { sourceConfigOf } from '../data/source-config.js'
import { rowsRead } from '../data/table.js'
import { loadLocale } from '../locale/index.js'
import { attribute, elementsOf } from './page-files.js'
import { attributionHtml, escaped, snapshotHtml, tableHtml } from './render-html.js'
import { contextOf, drawings, NotRendered, RecordingSource, sourced } from './render-tag.js'
import { pageSizeOf } from '../displays/page-size.js'
import type { Metadata } from '../data/dataset.js'
import type { PageElement } from './page-files.js'
import type { Page } from './render.js'
import type { Words } from './render-tag.js'

const prerendered = 'dge-prerendered'

/** The element and all around it. */
function around(element: PageElement): PageElement[] {
  const found: PageElement[] = []
  for (let node: unknown = element; node && typeof node === 'object' && 'tagName' in node; node = (node as PageElement).parentNode) found.push(node as PageElement)
  return found
}

function childrenOf(element: PageElement): PageElement[] {
  return element.childNodes.filter((node): node is PageElement => 'tagName' in node)
}

function wordsOf(element: PageElement): Words {
  return Object.fromEntries(element.attrs.map(({ name, value }) => [name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), value]))
}

/** The tag that says where the data are: this one, the one it names, or the nearest source around it. */
function originOf(element: PageElement, { elements }: Page): PageElement | undefined {
  const id = attribute(element, 'source')
  if (id) return elements.find((each) => attribute(each, 'id') === id)
  return attribute(element, 'src')?.trim() ? element : around(element).find(({ tagName }) => tagName === 'dge-source')
}

/** The height that a tag has in the page, as the elements reserve it. */
export function heightOf(element: PageElement): { readonly name: string; readonly css: string; readonly pixels: number } | undefined {
  const standard: Readonly<Record<string, number>> = {
    'dge-chart': 30,
    'dge-figure': attribute(element, 'compare') === undefined ? 15 : 18,
    'dge-table': pageSizeOf(Number(attribute(element, 'page-size') ?? NaN)) * 2.25 + (attribute(element, 'search') === undefined ? 14 : 18),
  }
  const rems = standard[element.tagName]
  if (rems === undefined) return undefined
  const [, number, unit = 'px'] = /^(\d+(?:\.\d+)?)(px|rem|em)?$/.exec(attribute(element, 'height')?.trim() ?? '') ?? []
  const css = number === undefined ? `${rems}rem` : `${number}${unit}`
  const pixels = number === undefined ? rems * 16 : Number(number) * (unit === 'px' ? 1 : 16)
  return { name: `dge-room-${css.replace('.', '-')}`, css, pixels }
}

/** What is written into a tag. @throws DgeError, NotRendered */
export async function renderBlock(element: PageElement, page: Page): Promise<{ readonly html: string; readonly note: string }> {
  const words = wordsOf(element)
  const own = childrenOf(element).filter(({ attrs }) => !attrs.some(({ name, value }) => name === 'class' && value.split(' ').includes(prerendered)))
  if (words['spec'] !== undefined || own.some(({ tagName }) => tagName === 'script')) throw new NotRendered('a specification of its own is drawn in the browser')
  const draw = drawings[element.tagName]
  if (!draw) throw new NotRendered('it is drawn in the browser only')
  const locale = await loadLocale(around(element).map((each) => attribute(each, 'lang')).find(Boolean) ?? 'fr')
  const origin = originOf(element, page)
  const settings = origin ? wordsOf(origin) : {}
  const written = { ...settings, maxRows: Number(settings['maxRows']) || undefined, timeout: Number(settings['timeout']) || undefined }
  const config = sourced(sourceConfigOf(written, page.base.href))
  const source = new RecordingSource(config)
  const context = await contextOf(source, locale)
  const room = heightOf(element)
  const drawn = await draw(words, context, { height: Math.max(160, (room?.pixels ?? 480) - 96) })
  const metadata = published(context.dataset.metadata, page)
  const title = words['heading']?.trim() || drawn.title || metadata.title || ''
  const { total } = context.dataset
  const date = new Date().toISOString()
  const read = rowsRead(drawn.table)
  const snapshot = snapshotHtml({ date, config: { ...config, src: settings['src']?.trim() ?? '' }, schema: context.schema, metadata, ...(total === undefined ? {} : { total }), answers: [...source.answers.values()] })
  const level = Number(words['headingLevel']) || 3
  const { messages } = locale
  const parts = [
    `<div class="${prerendered} ${room?.name ?? ''}" data-date="${date}">`,
    title ? `<p class="dge-title" role="heading" aria-level="${level}">${escaped(title)}</p>` : '',
    words['description']?.trim() ? `<p class="dge-description">${escaped(words['description'].trim())}</p>` : '',
    `<div class="dge-body">${drawn.summary ? `<p class="dge-hidden">${escaped(drawn.summary)}</p>` : ''}${drawn.html}</div>`,
    `<div class="dge-foot"><p>${attributionHtml(metadata, words['credits'], locale)}</p>`,
    drawn.table.complete ? '' : `<p class="dge-note">${escaped(messages.partial(read.rows.toLocaleString(locale.tag), read.total?.toLocaleString(locale.tag)))}</p>`,
    drawn.offersData ? `<details><summary>${escaped(messages.data)}</summary>${tableHtml(drawn.table, messages.dataOf(title || messages.untitled), locale)}</details>` : '',
    `</div>${snapshot}</div>`,
  ]
  return { html: slotted(element, page.text) + parts.join(''), note: `${drawn.table.numRows} rows${snapshot ? '' : ', too many to carry their data'}` }
}

/** Addresses of this machine do not leave it. */
function published(metadata: Metadata, { base, shown }: Page): Metadata {
  return shown === undefined ? metadata : (Object.fromEntries(Object.entries(metadata).filter(([, value]) => typeof value !== 'string' || !value.startsWith(base.origin))) as Metadata)
}

/** What the author put into the frame stays. */
function slotted(element: PageElement, text: string): string {
  return childrenOf(element).filter((child) => attribute(child, 'slot') !== undefined).map((child) => sourceOf(child, text)).join('')
}

function sourceOf({ sourceCodeLocation: place }: PageElement, text: string): string {
  return place ? text.slice(place.startOffset, place.endOffset) : ''
}

/** The tag as it is written, without its content. */
function startOf({ sourceCodeLocation: place }: PageElement, text: string): string {
  return place?.startTag ? text.slice(place.startTag.startOffset, place.startTag.endOffset) : ''
}

/** What the same tag held the last time, with a sentence that says how old it is; undefined when there is none. */
export async function keptBlock(element: PageElement, { text, last, elements }: Page): Promise<{ readonly html: string; readonly date: string; readonly age: string } | undefined> {
  const start = startOf(element, text)
  const rank = elements.filter((each) => startOf(each, text) === start).indexOf(element)
  const before = elementsOf(last).filter((each) => startOf(each, last) === start)[rank]
  const block = before && childrenOf(before).find((child) => attribute(child, 'data-date') !== undefined)
  const date = new Date((block && attribute(block, 'data-date')) ?? NaN)
  if (!before || !block || Number.isNaN(date.getTime())) return undefined
  const locale = await loadLocale(around(element).map((each) => attribute(each, 'lang')).find(Boolean) ?? 'fr')
  const time = date.toLocaleString(locale.tag, { dateStyle: 'long', timeStyle: 'short' })
  const note = `<p class="dge-note">${escaped(locale.messages.stale(time))}</p>`
  const inside = sourceOf(block, last).replace(/<div class="dge-foot">(?:<p class="dge-note">[^<]*<\/p>)?/, () => `<div class="dge-foot">${note}`)
  const hours = Math.floor((Date.now() - date.getTime()) / 3_600_000)
  return { html: slotted(element, text) + inside, date: date.toISOString().slice(0, 16).replace('T', ' '), age: hours < 48 ? `${hours} h old` : `${Math.floor(hours / 24)} days old` }
}

