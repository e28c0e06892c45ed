import { parseArgs } from 'node:util'
import { DgeError } from '../data/errors.js'
import { openDataset } from '../providers/index.js'
import { UsageError } from './command.js'
import { co2PerView, worldGrid } from './co2.js'
import { attribute, baseOf, elementsOf, fileOf, innerFiles } from './page-files.js'
import { Site, sentBytes } from './site.js'
import { modulesOf, tags } from './tag-loads.js'
import type { Command } from './command.js'
import type { FileKind, PageElement } from './page-files.js'

/** One file or answer that a view of the page transfers. */
export interface Weighed {
  readonly name: string
  readonly kind: FileKind
  /** Compressed. */
  readonly bytes: number
  /** The tag that it serves, "" for the page itself. */
  readonly tag: string
}

/** What a view of a page transfers when nothing is cached and every widget comes into view. */
export interface Weight {
  readonly files: readonly Weighed[]
  readonly bytes: number
  /** What could not be read, and what is not counted, in words. */
  readonly notes: readonly string[]
}

const command: Command = {
  usage: `dge-dataviz weigh <page.html or address> [--root folder] [--grid g/kWh] [--green share] [--limit kB] [--json]
  What one view of the page transfers, file by file, and an estimate of its CO2e (Sustainable Web Design Model 4).
  --root   the folder that "/" means (the page's own)      --grid   g CO2e per kWh of the readers' country (${worldGrid}, the world)
  --green  share of renewable electricity of the host, 0–1 --limit  exit code 1 when the page weighs more`,
  async run(args) {
    const { values, positionals } = read(args)
    const [page] = positionals
    if (page === undefined || positionals.length > 1) throw new UsageError('One page is weighed at a time.')
    const number = (name: 'grid' | 'green' | 'limit') => numberOf(name, values[name])
    const weight = await weigh(page, values.root)
    const grams = co2PerView(weight.bytes, { intensity: number('grid'), green: number('green') })
    console.log(values.json ? JSON.stringify({ ...weight, requests: weight.files.length, co2: grams }, null, 2) : report(page, weight, grams))
    const limit = number('limit')
    if (limit === undefined || weight.bytes <= limit * 1000) return 0
    console.error(`Heavier than the limit of ${limit} kB.`)
    return 1
  },
}
export default command

/** Weighs a page on this machine or on the web. @throws DgeError when the page itself cannot be read */
export async function weigh(page: string, root?: string): Promise<Weight> {
  const site = new Site(page, root)
  const files = new Map<string, Weighed>()
  const notes: string[] = []
  const html = await site.read(site.page)
  files.set(html.url.href, { name: site.nameOf(html.url), kind: 'page', bytes: html.bytes, tag: '' })
  const elements = elementsOf(html.text)
  const base = baseOf(elements, html.url)
  let library: URL | undefined

  const add = async (address: string, { kind, tag, from = base }: { readonly kind: FileKind; readonly tag: string; readonly from?: URL }): Promise<void> => {
    const url = new URL(address, from)
    if (files.has(url.href)) return
    try {
      const file = await site.read(url)
      files.set(url.href, { name: site.nameOf(url), kind, bytes: file.bytes, tag })
      for (const inner of innerFiles(kind, file.text)) await add(inner.address, { kind: inner.kind, tag, from: url })
    } catch (error) {
      notes.push(`Not counted: ${DgeError.from(error).message}`)
    }
  }
  for (const element of elements) {
    const file = fileOf(element)
    if (!file) continue
    if (file.kind === 'script' && /\/dge\.js$/.test(new URL(file.address, base).pathname)) library = new URL(file.address, base)
    await add(file.address, { kind: file.kind, tag: '' })
  }
  const widgets = elements.filter(({ tagName }) => tags.includes(tagName))
  const loads = widgets.length && library ? await loadsBeside(library, site, notes) : undefined
  for (const element of widgets) {
    const tag = `<${element.tagName}>`
    const src = attribute(element, 'src')?.trim()
    const url = src ? new URL(src, base) : undefined
    for (const file of filesOf(element, url, loads)) await add(file, { kind: 'script', tag, from: library ?? base })
    if (url) await addData(url, element, { site, files, notes })
  }
  return { files: [...files.values()], bytes: [...files.values()].reduce((sum, { bytes }) => sum + bytes, 0), notes }
}

type Loads = Readonly<Record<string, readonly string[]>>

function filesOf(element: PageElement, src: URL | undefined, loads: Loads | undefined): string[] {
  return loads ? modulesOf(element.tagName, src, (name) => attribute(element, name)).flatMap((module) => loads[module] ?? []) : []
}

/** The build says beside `dge.js` which files each lazy module brings. */
async function loadsBeside(library: URL, site: Site, notes: string[]): Promise<Loads | undefined> {
  try {
    return JSON.parse((await site.read(new URL('loads.json', library))).text) as Loads
  } catch {
    notes.push('Not counted: what the widgets load later (no loads.json beside dge.js)')
    return undefined
  }
}

interface Weighing {
  readonly site: Site
  readonly files: Map<string, Weighed>
  readonly notes: string[]
}

/** A file of the page's folder as it is; anything else is opened by its provider, whose requests are counted. */
async function addData(src: URL, element: PageElement, { site, files, notes }: Weighing): Promise<void> {
  if (files.has(src.href)) return
  const tag = `<${element.tagName}>`
  const add = (url: URL, bytes: number) => files.set(url.href, { name: site.nameOf(url), kind: 'data', bytes, tag })
  try {
    if (site.isLocal(src)) {
      add(src, (await site.read(src)).bytes)
      return
    }
    const provider = attribute(element, 'provider')
    const { capabilities } = await counted(add, () => openDataset({ src: src.href, ...(provider ? { provider } : {}) }))
    if (capabilities.select) notes.push(`${src.href}: the server answers questions; what it answers to ${tag} comes on top`)
  } catch (error) {
    notes.push(`Not counted: ${DgeError.from(error).message}`)
  }
}

/** Runs with every fetch told to `add`. */
async function counted<T>(add: (url: URL, bytes: number) => void, run: () => Promise<T>): Promise<T> {
  const { fetch } = globalThis
  const reading: Promise<void>[] = []
  globalThis.fetch = async (...call) => {
    const response = await fetch(...call)
    const copy = response.clone()
    reading.push(copy.arrayBuffer().then(async (body) => add(new URL(response.url), await sentBytes(response, Buffer.from(body))), () => {}))
    return response
  }
  try {
    return await run()
  } finally {
    globalThis.fetch = fetch
    await Promise.all(reading)
  }
}

function read(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { root: text, grid: text, green: text, limit: text, json: { type: 'boolean' } } })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!(value >= 0) || (name === 'green' && value > 1)) throw new UsageError(`--${name} is a number${name === 'green' ? ' from 0 to 1' : ''}, not “${text}”.`)
  return value
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

function report(page: string, { files, bytes, notes }: Weight, grams: number): string {
  const lines = files.map(({ kind, bytes: each, name, tag }) => `  ${kind.padEnd(7)}${kB(each).padStart(10)}  ${name}${tag ? `  ${tag}` : ''}`)
  const total = `${page}: ${kB(bytes)} in ${files.length} requests, about ${grams.toPrecision(2)} g CO2e per view`
  const method = 'Estimate by bytes: Sustainable Web Design Model 4, nothing cached, every widget in view (https://sustainablewebdesign.org).'
  return [total, ...lines, ...notes, method].join('\n')
}
