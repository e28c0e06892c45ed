import { DgeError } from '../data/errors.js'
import { extensionOf } from './inner-file.js'
import { webUrl } from './geonetwork-record.js'
import type { Choice } from '../data/errors.js'
import type { Download, Metadata } from '../data/dataset.js'

/** One file or table of a catalogue's dataset. */
export interface CatalogResource {
  readonly id: string
  readonly title: string
  /** Address of the file; absent when it is none that a page may load. */
  readonly url?: string
  /** File name extension, by what the catalogue says or the address. */
  readonly format: string
  /** Documentation, code and the like are no data. */
  readonly data: boolean
  /** The catalogue says that its rows can be queried. */
  readonly table: boolean
}

/** What can be read here, the best first: tables can be queried, text is smaller than workbooks. */
const readable = ['csv', 'csv.gz', 'tsv', 'xlsx', 'ods', 'geojson', 'json', 'ndjson', 'shp', 'zip', 'kml', 'kmz', 'gpx', 'gz']

/** "CSV", ".csv", "text/csv" → "csv"; else the extension of the address. */
export function formatOf(said: unknown, url: string | undefined): string {
  const word = typeof said === 'string' ? said.trim().toLowerCase().replace(/^\./, '').replace(/^[a-z]+\/(vnd\.)?/, '').replace(/\+.*$/, '') : ''
  const known: Readonly<Record<string, string>> = { 'geo+json': 'geojson', 'comma-separated-values': 'csv', 'tab-separated-values': 'tsv', 'esri shapefile': 'zip', shapefile: 'zip' }
  if (/geo\W?json/.test(word) || /geo\+json/i.test(String(said))) return 'geojson'
  if (Object.hasOwn(known, word)) return known[word] ?? word
  if (word !== '' && /^[a-z0-9.]{2,8}$/.test(word)) return word
  return url === undefined ? '' : extensionOf(new URL(url).pathname)
}

/** The address as this page can load it: pages on https may not load http. */
export function loadable(url: string | undefined): string | undefined {
  const found = webUrl(url)
  const secure = globalThis.location?.protocol === 'https:'
  return secure && found ? found.replace(/^http:/i, 'https:') : found
}

/**
 * The resource that the author named (`layer` or the address), else the only one there is: that of the data, that which can be read,
 * the best of several formats of the same table.
 * @throws DgeError `query` with the choices when there are several, `unsupported` when there is none
 */
export function chosenResource(all: readonly CatalogResource[], named: string | undefined, what: { readonly title: string; readonly src: string }): CatalogResource {
  const { title, src } = what
  if (named) {
    const wanted = named.trim().toLowerCase()
    const byId = all.find(({ id }) => id.toLowerCase() === wanted)
    const byTitle = all.filter((one) => one.title.toLowerCase() === wanted)
    const [found] = byId ? [byId] : best(byTitle)
    if (found) return found
    throw new DgeError('query', `“${title}” has no resource “${named}”`, { url: src, hint: hintOf(all), choices: all.map(choiceOf) })
  }
  const data = all.filter((one) => one.data)
  const usable = best(data.filter(({ format, table, url }) => table || (url !== undefined && readable.includes(format))))
  const stems = new Set(usable.map(stemOf))
  const [first] = usable
  if (first && stems.size === 1) return first
  if (!first) {
    // Nothing says what it is: the file itself may.
    const [only, more] = data.filter(({ url }) => url !== undefined)
    if (only && !more) return only
    throw new DgeError('unsupported', `“${title}” has no resource that can be read`, {
      url: src,
      hint: all.length > 0 ? `It has: ${all.slice(0, 10).map((one) => `${one.format || 'file'} “${one.title}”`).join(', ')}.` : 'It has no resource at all.',
      choices: all.map(choiceOf),
    })
  }
  const choices = [...stems].map((stem) => usable.find((one) => stemOf(one) === stem)).filter((one) => one !== undefined)
  throw new DgeError('query', `“${title}” has ${choices.length} resources and none is named: ${choices.slice(0, 10).map((one) => `“${one.title}”`).join(', ')}`, {
    url: src,
    hint: hintOf(choices),
    choices: choices.map(choiceOf),
  })
}

function best(resources: readonly CatalogResource[]): CatalogResource[] {
  const rank = ({ table, format }: CatalogResource) => (table ? 0 : 100) + (readable.includes(format) ? readable.indexOf(format) : readable.length)
  return [...resources].sort((a, b) => rank(a) - rank(b))
}

/** "Communes 2024 (CSV)", "communes_2024.xlsx" → the same table in two formats. */
function stemOf({ title }: CatalogResource): string {
  const words = new RegExp(`(^|[^a-z0-9])(${readable.filter((word) => !word.includes('.')).join('|')}|xls|shapefile|format|au)(?![a-z0-9])`, 'g')
  return title.toLowerCase().replace(words, '$1').replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

function hintOf(resources: readonly CatalogResource[]): string {
  const shown = resources.slice(0, 5).map(({ id, title }) => `layer="${id}" (${title})`)
  return resources.length > 0 ? `Name one by its identifier or title: ${shown.join(', ')}.` : 'It has none.'
}

function choiceOf({ id, title, format }: CatalogResource): Choice {
  return { layer: id, title: format && !title.toLowerCase().includes(format) ? `${title} (${format})` : title }
}

/** Files of the dataset, that of the chosen resource first. */
export function downloadsOf(all: readonly CatalogResource[], chosen: CatalogResource): Download[] {
  return [chosen, ...all.filter((one) => one !== chosen && one.data && stemOf(one) === stemOf(chosen))].flatMap(({ url, format }) =>
    url === undefined ? [] : [{ url, format: format || 'csv' }]
  )
}

/** Without the texts that are missing. */
export function metadataOf(parts: { readonly [Key in keyof Metadata]?: Metadata[Key] | undefined }): Metadata {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Metadata
}
