import { sourceConfigOf } from '../data/source-config.js'
import { loadLocale } from '../locale/index.js'
import { troubleWordsOf } from '../locale/trouble-words.js'
import { attribute, elementsOf } from './page-files.js'
import { attributionHtml, attributionText, escaped, snapshotHtml, tableHtml } from './render-html.js'
import { contextOf, drawings, NotRendered, RecordingSource, sourced } from './render-tag.js'
import { offersOf } from '../displays/offers.js'
import { numberOf } from '../displays/number-word.js'
import { partialWords } from '../displays/partial-words.js'
import { heightOf } from './render-room.js'
import type { Locale } from '../locale/index.js'
import type { Metadata } from '../data/dataset.js'
import type { PageElement } from './page-files.js'
import type { Page } from './render.js'
import type { Drawn, Words } from './render-tag.js'

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

/** What is written into a tag; pictures are drawn for the given widths. @throws DgeError, NotRendered */
export async function renderBlock(element: PageElement, page: Page): Promise<{ readonly html: string; readonly note: string }> {
  const words = wordsOf(element)
  const own = childrenOf(element).filter(({ attrs }) => !attrs.some(({ name, value }) => name === 'class' && value.split(' ').includes(prerendered)))
  if (words['spec'] !== undefined || own.some(({ tagName }) => tagName === 'script')) throw new NotRendered('a specification of its own is drawn in the browser')
  if (own.some(({ tagName }) => tagName === 'dge-layer')) throw new NotRendered('a map of several layers is drawn in the browser')
  const draw = drawings[element.tagName]
  if (!draw) throw new NotRendered('it is drawn in the browser only')
  const locale = await loadLocale(around(element).map((each) => attribute(each, 'lang')).find(Boolean) ?? 'fr')
  const origin = originOf(element, page)
  const settings = origin ? wordsOf(origin) : {}
  const written = { ...settings, maxRows: numberOf(settings['maxRows']), timeout: numberOf(settings['timeout']) }
  const config = sourced(sourceConfigOf(written, page.base.href))
  const source = new RecordingSource(config)
  const context = await contextOf(source, locale)
  const metadata = published(context.dataset.metadata, page)
  const frame = { title: words['heading']?.trim() || metadata.title || '', description: words['description']?.trim(), attribution: attributionText(metadata, words['credits'], locale) }
  const drawn = await draw(words, context, { ...frame, height: heightOf(element).pixels || 480, widths: page.widths })
  const title = words['heading']?.trim() || drawn.title || metadata.title || ''
  const { total } = context.dataset
  const date = new Date().toISOString()
  const snapshot = snapshotHtml({ date, config: { ...config, src: settings['src']?.trim() ?? '' }, schema: context.schema, metadata, ...(total === undefined ? {} : { total }), answers: [...source.answers.values()] })
  const parts = [
    `<div class="${[prerendered, `dge-room-${heightOf(element, drawn.rows).css}`, ...(drawn.classes ?? [])].join(' ')}" data-date="${date}">`,
    captionHtml(element, page, words, title),
    words['search'] !== undefined && element.tagName === 'dge-table' ? '<div class="dge-controls"></div>' : '',
    `<div class="dge-body">${drawn.summary ? `<p class="dge-hidden">${escaped(drawn.summary)}</p>` : ''}${drawn.html}</div>`,
    footHtml(drawn, { title, offers: words['actions'], attribution: attributionHtml(metadata, words['credits'], locale), locale }),
    `${snapshot}</div>`,
  ]
  return { html: slotted(element, page.text) + parts.join(''), note: `${drawn.table.numRows} rows${snapshot ? '' : ', too many to carry their data'}` }
}

/** Title and description; what the author put into their slots is shown in place of words. */
function captionHtml(element: PageElement, { text }: Page, words: Words, title: string): string {
  const inSlot = (name: string) => childrenOf(element).filter((child) => attribute(child, 'slot') === name).map((child) => sourceOf(child, text).replace(/ slot=(?:"[^"]*"|'[^']*'|[^\s>]+)/, '')).join('')
  const heading = inSlot('heading') || escaped(title)
  const description = inSlot('description') || escaped(words['description']?.trim() ?? '')
  const level = numberOf(words['headingLevel']) || 3
  const role = heading ? ` role="heading" aria-level="${level}"` : ''
  return `<div class="dge-caption"><div class="dge-title"${role}>${heading}</div>${description ? `<div class="dge-description">${description}</div>` : ''}</div>`
}

interface Foot {
  readonly title: string
  readonly offers: string | undefined
  readonly attribution: string
  readonly locale: Locale
}

/** What is said of the data, and the data; the buttons of the live menu have their places. */
function footHtml({ table, offersData }: Drawn, { title, offers, attribution, locale }: Foot): string {
  const { messages } = locale
  const note = table.complete ? '' : `<p class="dge-note">${escaped(partialWords(table, locale))}</p>`
  const data = offersData ? `<details><summary>${escaped(messages.data)}</summary>${tableHtml(table, messages.dataOf(title || messages.untitled), locale)}</details>` : ''
  const offered = offersOf(offers)
  const places = [offered === undefined || offered.some((word) => word !== 'more') ? messages.download : '', offered === undefined || offered.includes('more') ? messages.actions : '']
  const menu = data + places.filter(Boolean).map((label) => `<span aria-hidden="true">${escaped(label)}</span>`).join('')
  return `<div class="dge-foot">${note}<div class="dge-footer"><p class="dge-attribution">${attribution}</p><div class="dge-menu">${menu}</div></div></div>`
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
  const note = `<p class="dge-note">${escaped(troubleWordsOf(locale).stale(time))}</p>`
  const inside = sourceOf(block, last).replace(/<div class="dge-foot">(?:<p class="dge-note">[^<]*<\/p>)?/, () => `<div class="dge-foot">${note}`)
  const hours = Math.floor((Date.now() - date.getTime()) / 3_600_000)
  return { html: slotted(element, text) + inside, date: date.toISOString().slice(0, 16).replace('T', ' '), age: hours < 48 ? `${hours} h old` : `${Math.floor(hours / 24)} days old` }
}

