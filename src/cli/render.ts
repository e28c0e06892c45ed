import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { DgeError } from '../data/errors.js'
import { UsageError } from './command.js'
import { withLocalFiles } from './local-fetch.js'
import { attribute, baseOf, elementsOf } from './page-files.js'
import { keptBlock, renderBlock } from './render-block.js'
import { usualWidths } from './render-room.js'
import { styleSheet } from './render-styles.js'
import { drawings, NotRendered } from './render-tag.js'
import { localOrigin, Site } from './site.js'
import type { Command } from './command.js'
import type { PageElement } from './page-files.js'

/** What became of one tag. */
export interface RenderedTag {
  readonly tag: string
  readonly outcome: 'rendered' | 'left' | 'kept' | 'failed'
  /** Why, or what was drawn. */
  readonly note: string
}

const command: Command = {
  usage: `dge-dataviz render <page.html or address> -o <folder> [--base address] [--root folder] [--widths 320,720]
  Writes the page with its charts, figures and tables drawn, and their data beside them: complete before any script, and without.
  --base  what the addresses of data are relative to, when not the page's own place   --root  the folder that "/" means
  --widths  the widths in pixels that charts have in the page: they are drawn for each, and are the same pixel for pixel when they come to life
  Exit code 1 when a dataset failed: its last drawing in the folder is kept, and says its age.`,
  async run(args) {
    const { values, positionals } = read(args)
    const [page] = positionals
    if (page === undefined || positionals.length > 1) throw new UsageError('One page is rendered at a time.')
    if (values.out === undefined) throw new UsageError('-o says where the page is written.')
    if (values.base !== undefined && !URL.canParse(values.base)) throw new UsageError(`--base is an address, not “${values.base}”.`)
    const tags = await render(page, { out: values.out, base: values.base, root: values.root, widths: widthsOf(values.widths) })
    if (tags.length === 0) console.error('No <dge-chart>, <dge-figure>, <dge-table> or <dge-map> in the page: written as it is')
    for (const { tag, outcome, note } of tags) {
      const line = `${outcome.padEnd(8)} ${tag}: ${readable(note)}`
      if (outcome === 'rendered') console.log(line)
      else console.error(line)
    }
    return tags.some(({ outcome }) => outcome === 'kept' || outcome === 'failed') ? 1 : 0
  },
}
export default command

/** In one line, files of the page's folder by their names. */
function readable(note: string): string {
  return note.replace(/\s+/g, ' ').replaceAll(`${localOrigin}/`, '')
}

export interface RenderOptions {
  readonly out: string
  readonly base?: string | undefined
  readonly root?: string | undefined
  /** Widths in pixels of the pictures. */
  readonly widths?: readonly number[] | undefined
}

/** Writes the page and its style sheet into `out`. @throws DgeError when the page cannot be read or written */
export async function render(page: string, { out, base, root, widths = usualWidths }: RenderOptions): Promise<readonly RenderedTag[]> {
  const site = new Site(page, root)
  const { text, url } = await site.read(site.page)
  const elements = elementsOf(text)
  const from = base === undefined ? baseOf(elements, url) : new URL(base)
  const name = basename(url.pathname) || 'index.html'
  const file = join(out, decodeURIComponent(name))
  const last = await readFile(file, 'utf8').catch(() => '')
  const sheet = `${name.replace(/\.html?$/, '')}.dge.css`
  const tags: RenderedTag[] = []
  const edits: Edit[] = []
  await withLocalFiles(site, async () => {
    for (const element of elements.filter(({ tagName }) => /^dge-(chart|figure|table|map)$/.test(tagName))) {
      const { result, edit } = await renderTag(element, { text, last, elements, base: from, widths, shown: site.isLocal(from) ? '' : undefined })
      tags.push(result)
      if (edit) edits.push(edit)
    }
  })
  const link = `<link rel="stylesheet" href="${sheet}">`
  const head = elements.find(({ tagName }) => tagName === 'head')?.sourceCodeLocation
  const place = head?.endTag?.startOffset ?? head?.startTag?.endOffset ?? edits[0]?.from
  if (edits.length && place !== undefined && !text.includes(link)) edits.push({ from: place, to: place, text: `${link}\n` })
  const charset = edits.length ? charsetEdit(elements) : undefined
  if (charset) edits.push(charset)
  await mkdir(out, { recursive: true })
  const html = edited(text, edits)
  await writeFile(file, html)
  if (edits.length) await writeFile(join(out, decodeURIComponent(sheet)), styleSheet(html))
  return tags
}

interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The page is written in UTF-8, whatever it was in: it says so. Undefined where it does already. */
function charsetEdit(elements: readonly PageElement[]): Edit | undefined {
  const text = '<meta charset="utf-8">'
  const charsetOf = (element: PageElement) => attribute(element, 'charset') ?? /charset\s*=\s*([\w-]+)/i.exec(attribute(element, 'content') ?? '')?.[1]
  const meta = elements.find((element) => element.tagName === 'meta' && charsetOf(element) !== undefined)
  if (meta?.sourceCodeLocation) {
    const { startOffset: from, endOffset: to } = meta.sourceCodeLocation
    return /^utf-?8$/i.test(charsetOf(meta)?.trim() ?? '') ? undefined : { from, to, text }
  }
  const place = ['head', 'html'].map((name) => elements.find(({ tagName }) => tagName === name)?.sourceCodeLocation?.startTag?.endOffset).find((at) => at !== undefined)
  return place === undefined ? undefined : { from: place, to: place, text }
}

export interface Page {
  readonly text: string
  /** What was written the last time. */
  readonly last: string
  readonly elements: readonly PageElement[]
  readonly base: URL
  readonly widths: readonly number[]
  /** Defined for a page on this machine. */
  readonly shown: string | undefined
}

async function renderTag(element: PageElement, page: Page): Promise<{ readonly result: RenderedTag; readonly edit?: Edit }> {
  const tag = `<${element.tagName}${['id', 'heading', 'src'].map((name) => attribute(element, name)).filter(Boolean).slice(0, 1).map((each) => ` “${each}”`)}>`
  const { startTag, endTag } = element.sourceCodeLocation ?? {}
  if (!startTag || !endTag) return { result: { tag, outcome: 'left', note: 'it has no end tag' } }
  const place = { from: startTag.endOffset, to: endTag.startOffset }
  try {
    if (!drawings[element.tagName]) throw new NotRendered('it is drawn in the browser only')
    const { html, note } = await renderBlock(element, page)
    return { result: { tag, outcome: 'rendered', note }, edit: { ...place, text: html } }
  } catch (thrown) {
    if (thrown instanceof NotRendered) return { result: { tag, outcome: 'left', note: thrown.message } }
    const { message } = DgeError.from(thrown)
    const kept = await keptBlock(element, page)
    if (!kept) return { result: { tag, outcome: 'failed', note: message } }
    return { result: { tag, outcome: 'kept', note: `${message}; its drawing of ${kept.date} stays (${kept.age})` }, edit: { ...place, text: kept.html } }
  }
}

/** The text with all replacements made. */
function edited(text: string, edits: readonly Edit[]): string {
  return [...edits].sort((a, b) => b.from - a.from).reduce((done, edit) => done.slice(0, edit.from) + edit.text + done.slice(edit.to), text)
}

function widthsOf(written: string | undefined): readonly number[] | undefined {
  const widths = written?.split(/[\s,;]+/).filter(Boolean).map(Number)
  if (widths?.some((width) => !Number.isInteger(width) || width < 100 || width > 4000)) throw new UsageError(`--widths is a list of pixels, “320,720”, not “${written}”.`)
  return widths?.length ? widths : undefined
}

function read(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { out: { ...text, short: 'o' }, base: text, root: text, widths: text } })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

