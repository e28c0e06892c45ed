import { DgeError } from '../data/errors.js'
import { Pacer } from '../data/pacer.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import { extensionOf, innerAddress, innerName, providerByName } from './inner-file.js'
import { checkZip, mostPackedBytes, unpack, zipEntries } from './zip-archive.js'
import type { Dataset, Handover, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Choice } from '../data/errors.js'
import type { ZipEntry } from './zip-archive.js'

/** What an archive holds for us: a file for one of the providers, or the parts of a shapefile. */
interface Content {
  /** Path of the file (of the .shp). */
  readonly name: string
  /** Name of the provider; undefined for a shapefile, which is read here. */
  readonly provider?: string
  readonly entry: ZipEntry
}

/**
 * ZIP archives (KMZ too): the data file in it is handed over to its format's provider, a shapefile is read. Documentation
 * beside the data is ignored. Of several data files `layer="…"` (or the address: `data.zip#name.csv`) names one.
 */
const provider: Provider<Dataset | Handover> = {
  name: 'zip',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset | Handover> {
    const { signal } = options
    const response = options.response ?? (await request(config.src, { signal, timeout: config.timeout }))
    const archive = await readBytes(response, { signal, maxBytes: mostPackedBytes })
    checkZip(archive, config.src, 'a ZIP archive')
    const entries = zipEntries(archive, config.src)
    const headers: Record<string, string> = {}
    const modified = response.headers.get('last-modified')
    if (modified) headers['last-modified'] = modified
    if (entries.some(({ name }) => name === '[Content_Types].xml') || entries[0]?.name === 'mimetype') {
      return { to: { src: config.src, provider: 'spreadsheet' }, response: new Response(archive as BodyInit, { headers }) }
    }
    const { content, layer } = chosen(entries, config)
    const src = innerAddress(config.src, content.name)
    const pacer = new Pacer(signal)
    if (content.provider === undefined) {
      const { openShapefile } = await import('./shapefile.js').catch((cause: unknown) => {
        throw new DgeError('network', 'The code that reads shapefiles could not be loaded', { cause })
      })
      const part = async (extension: string) => {
        const stem = content.name.slice(0, -'shp'.length).toLowerCase()
        const entry = entries.find(({ name }) => name.toLowerCase() === stem + extension)
        return entry && unpack(archive, entry, pacer, config.src)
      }
      const shp = await unpack(archive, content.entry, pacer, config.src)
      const parts = { shp, dbf: await part('dbf'), prj: await part('prj'), cpg: (await part('cpg')) ?? (await part('cst')) }
      return openShapefile(parts, { ...config, src }, new Response(null, { headers }), options)
    }
    const bytes = await unpack(archive, content.entry, pacer, config.src)
    return { to: { src, provider: content.provider, layer }, response: new Response(bytes as BodyInit, { headers }) }
  },
}
export default provider

/** Formats that have layers of their own: a name that is no file of the archive may be one of them. */
const layered: ReadonlySet<string> = new Set(['spreadsheet', 'kml', 'gpx', 'zip'])

/** The content that layer="…" or the address names, with what is left of the layer for the inner file; else the only one. */
function chosen(entries: readonly ZipEntry[], config: SourceConfig): { content: Content; layer: string } {
  const contents = contentsOf(entries)
  const wanted = config.layer || innerName(config.src)
  const named = wanted === undefined ? undefined : contents.map((content) => ({ content, layer: restOf(wanted, content.name) })).find(({ layer }) => layer !== undefined)
  if (named?.layer !== undefined) return { content: named.content, layer: named.layer }
  const likely = likelyOnes(contents)
  const [content] = likely
  if (content && likely.length === 1 && (!config.layer || layered.has(content.provider ?? ''))) return { content, layer: config.layer ?? '' }
  if (!content) {
    const held = entries.slice(0, 10).map(({ name }) => name).join(', ')
    throw new DgeError('unsupported', `No data file that can be read in the archive ${config.src}`, {
      url: config.src,
      hint: held ? `It holds ${held}${entries.length > 10 ? '…' : ''}.` : 'It is empty.',
    })
  }
  const choices = contents.map(({ name }): Choice => ({ layer: name, title: stemOf(name) }))
  const names = choices.slice(0, 10).map(({ layer }) => `“${layer}”`).join(', ')
  const message = wanted ? `No file “${wanted}” in the archive ${config.src}` : `The archive ${config.src} holds ${likely.length} data files and none is named`
  throw new DgeError('query', message, { url: config.src, choices, hint: `Name one with layer="…": ${names}${choices.length > 10 ? '…' : ''}.` })
}

/** "" when `wanted` is the file (its path, its name, with or without extension), "x" when it is "file/x"; else undefined. */
function restOf(wanted: string, path: string): string | undefined {
  const all = wanted.toLowerCase()
  const file = path.split('/').at(-1) ?? path
  for (const name of [path, stemOf(path), file, stemOf(file)]) {
    if (all === name.toLowerCase()) return ''
    if (all.startsWith(`${name.toLowerCase()}/`)) return wanted.slice(name.length + 1)
  }
  return undefined
}

function stemOf(name: string): string {
  return name.replace(/\.[a-z0-9]+$/i, '')
}

/** The files that can be read, in alphabetical order. */
function contentsOf(entries: readonly ZipEntry[]): Content[] {
  const visible = entries.filter(({ name }) => !/(^|\/)(__MACOSX\/|\.|~\$)/.test(name))
  const contents = visible.flatMap((entry): Content[] => {
    const { name } = entry
    if (extensionOf(name) === 'shp') return [{ name, entry }]
    const kind = providerByName(name)
    return kind ? [{ name, entry, provider: kind }] : []
  })
  return contents.sort((a, b) => (a.name < b.name ? -1 : 1))
}

const beside = /(^|[/_.-])(readme|read_me|lisez[_-]?moi|licen[cs]e|notice|metadata|meta|metadonnees|schema|dictionnaire|dico|varmod|doc|legende|descriptif)([_.-]|$)/i

/** The data themselves, without what is written about them. */
function likelyOnes(contents: readonly Content[]): readonly Content[] {
  const filters: ((content: Content) => boolean)[] = [
    ({ name }) => extensionOf(name) !== 'txt',
    ({ name }) => !beside.test(name),
    // Archives in the archive, unless there is nothing else.
    ({ provider: kind }) => kind !== 'zip',
  ]
  return filters.reduce<readonly Content[]>((rest, filter) => {
    const kept = rest.filter(filter)
    return kept.length > 0 ? kept : rest
  }, contents)
}
