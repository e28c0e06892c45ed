import { extensionOf } from './inner-file.js'
import type { Choice } from '../data/errors.js'
import type { Download } from '../data/dataset.js'
import type { RecordLink } from './geonetwork-record.js'

/** What a link of a record leads to. */
export type LinkKind = 'ogc-api' | 'wfs' | 'arcgis' | 'file' | 'picture' | 'page'

/** One way to a record's data. */
export interface Distribution {
  readonly kind: LinkKind
  /** What to open. */
  readonly src: string
  /** The layer or type, when the link names it. */
  readonly layer?: string
  /** Of files: file name extension. */
  readonly format?: string
  readonly link: RecordLink
}

/** Files that can be read, the best first: a geometry is worth more than a few bytes. */
const readable = ['geojson', 'json', 'ndjson', 'csv', 'tsv', 'xlsx', 'ods', 'zip', 'kml', 'kmz', 'gpx', 'gz']
/** Files of data that only other programs read: for downloading. */
const foreign = ['gpkg', 'parquet', 'fgb', 'shp', 'gml', 'gdb', '7z', 'xls', 'tab', 'dxf', 'dwg', 'tif', 'tiff', 'asc', 'las', 'laz', 'mbtiles', 'xml']
const documents = ['pdf', 'doc', 'docx', 'odt', 'html', 'htm', 'php', 'png', 'jpg', 'jpeg', 'gif', 'svg', 'txt', 'qgs', 'qgz', 'sld', 'qml', 'lyr', 'rtf']

const formats: readonly (readonly [pattern: RegExp, format: string])[] = [
  [/geo\+?json/i, 'geojson'], [/json/i, 'json'], [/csv/i, 'csv'], [/tab-separated|\btsv\b/i, 'tsv'],
  [/spreadsheetml|\bxlsx\b/i, 'xlsx'], [/opendocument\.spreadsheet|\bods\b/i, 'ods'], [/shp|shape|esri|zip/i, 'zip'],
  [/\bkmz\b/i, 'kmz'], [/\bkml\b/i, 'kml'], [/\bgpx\b/i, 'gpx'], [/geopackage|gpkg/i, 'gpkg'], [/parquet/i, 'parquet'], [/\bgml\b/i, 'gml'],
]

/** What a link leads to, in one piece per layer that it names. */
export function distributionsOf(link: RecordLink): Distribution[] {
  const url = new URL(link.url)
  const kind = kindOf(link, url)
  switch (kind) {
    case 'wfs': {
      const asked = parameter(url, /^typenames?$/i) ?? parameter(url, /^layers?$/i)
      return layersOf(asked ?? link.name).map((layer) => ({ kind, src: capabilitiesUrl(url, 'WFS'), ...(layer ? { layer } : {}), link }))
    }
    case 'ogc-api': {
      const address = /^(.*\/collections\/[^/]+)(\/items)?\/?$/.exec(url.pathname)?.[1]
      if (address !== undefined) return [{ kind, src: url.origin + address, layer: decodeURIComponent(address.replace(/^.*\//, '')), link }]
      const root = `${url.origin}${url.pathname.replace(/(\/collections)?\/?$/, '')}`
      return layersOf(link.name).map((layer) =>
        layer ? { kind, src: `${root}/collections/${encodeURIComponent(layer)}`, layer, link } : { kind, src: `${root}/collections`, link }
      )
    }
    case 'arcgis':
    case 'picture':
      return layersOf(link.name).map((layer) => ({ kind, src: link.url, ...(layer ? { layer } : {}), link }))
    case 'file': {
      const format = formatOf(link, url)
      return [{ kind, src: link.url, ...(format === undefined ? {} : { format }), link }]
    }
    case 'page':
      return [{ kind, src: link.url, link }]
  }
}

function kindOf(link: RecordLink, url: URL): LinkKind {
  const { protocol, purpose = '' } = link
  const service = parameter(url, /^service$/i)?.toUpperCase() ?? ''
  if (/^(WMS|WMTS|WCS|TMS)$/.test(service) || /\bW(MS|MTS|CS)\b|\bTMS\b/i.test(protocol) || /\/WMSServer$/i.test(url.pathname)) return 'picture'
  if (service === 'WFS' || /\bWFS\b/i.test(protocol)) return 'wfs'
  if (/ogc\W*api\W*features/i.test(protocol) || /\/collections\/[^/]+\/items\/?$/.test(url.pathname)) return 'ogc-api'
  if (/\/(Feature|Map)Server(\/\d+)?\/?$/.test(url.pathname)) return 'arcgis'
  if (/^DB:|STAC|ATOM\b|CSW|WPS|SOS/i.test(protocol)) return 'page'
  const format = formatOf(link, url)
  if (format !== undefined) return documents.includes(format) ? 'page' : 'file'
  return /WWW:DOWNLOAD/i.test(protocol) || (purpose === 'download' && !/WWW:LINK/i.test(protocol)) ? 'file' : 'page'
}

/** By the address, else what the address, the link's name or its media type says. */
function formatOf({ protocol, mime = '', name = '' }: RecordLink, url: URL): string | undefined {
  const known = (extension: string) => readable.includes(extension) || foreign.includes(extension) || documents.includes(extension)
  const extension = extensionOf(url.pathname)
  if (known(extension)) return extension
  const said = [parameter(url, /^(output)?format$|^f$/i) ?? '', /^WWW:DOWNLOAD:(.+)$/i.exec(protocol)?.[1] ?? '', mime]
  for (const text of said) for (const [pattern, format] of formats) if (text !== '' && pattern.test(text)) return format
  const named = extensionOf(name)
  return known(named) ? named : undefined
}

/** Several names stand with commas between them; words with spaces are a title. */
function layersOf(name: string | undefined): (string | undefined)[] {
  if (name === undefined) return [undefined]
  const names = /\s/.test(name.trim()) ? [name] : name.split(',').map((one) => one.trim()).filter(Boolean)
  return names.length > 0 ? names : [undefined]
}

function parameter(url: URL, pattern: RegExp): string | undefined {
  for (const [name, value] of url.searchParams) if (pattern.test(name) && value !== '') return value
  return undefined
}

const transient = /^(service|version|request|typenames?|layers?|outputformat|styles?|format|crs|srs|bbox|width|height)$/i

/** The service's own description; parameters of its own (`map=…`) stay. */
export function capabilitiesUrl(address: URL, service: string): string {
  const url = new URL(address)
  url.hash = ''
  for (const name of [...url.searchParams.keys()]) if (transient.test(name)) url.searchParams.delete(name)
  url.searchParams.set('SERVICE', service)
  url.searchParams.set('REQUEST', 'GetCapabilities')
  return url.href
}

/** Those that lead to rows, the best first: services that compute, then files by what they hold; closed ones last. */
export function ranked(distributions: readonly Distribution[]): Distribution[] {
  return distributions
    .filter(({ kind }) => kind !== 'picture' && kind !== 'page')
    .map((one, index) => ({ one, rank: rankOf(one), index }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ one }) => one)
}

function rankOf({ kind, format, link }: Distribution): number {
  const closed = link.restricted ? 1000 : 0
  if (kind !== 'file') return closed + ['ogc-api', 'wfs', 'arcgis'].indexOf(kind)
  const place = format === undefined ? readable.length : readable.indexOf(format)
  return closed + 10 + (place < 0 ? 100 : place)
}

/** Whether the author's `layer` means this distribution. */
export function isNamed({ layer, link, format }: Distribution, wanted: string): boolean {
  const same = (text: string | undefined) => text !== undefined && text.toLowerCase() === wanted.toLowerCase()
  return same(layer) || same(layer?.replace(/^.*:/, '')) || same(link.name) || same(link.title) || same(link.url) || same(format)
}

/** Files of the record, each once. */
export function downloadsOf(distributions: readonly Distribution[]): Download[] {
  const found = new Map<string, Download>()
  for (const { kind, format, src } of distributions) if (kind === 'file' && format !== undefined) found.set(src, { url: src, format })
  return [...found.values()]
}

export function choiceOf({ layer, link, src }: Distribution): Choice {
  const name = layer ?? link.name ?? link.title ?? src
  const title = link.title ?? link.name
  return { layer: name, src, ...(title === undefined || title === name ? {} : { title }) }
}

const kinds: Record<LinkKind, string> = {
  'ogc-api': 'OGC API', wfs: 'WFS', arcgis: 'ArcGIS', file: 'file', picture: 'WMS', page: 'page',
}

/** "WFS “ns:communes”", for messages. */
export function labelOf({ kind, layer, link, format, src }: Distribution): string {
  const name = layer ?? link.name ?? link.title ?? src
  return `${format ?? kinds[kind]} “${name.slice(0, 100)}”`
}
