import { DgeError, isAbort } from '../data/errors.js'
import { isSearchAnswer, readSearchRecord } from './geonetwork-search.js'
import { languageCode } from './geonetwork-record.js'
import { readIsoRecord } from './geonetwork-iso.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import { readText } from './read-text.js'
import { handover } from './record-handover.js'
import { decodeXml, parseRoot } from './wfs-xml.js'
import type { Handover, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { CatalogRecord } from './geonetwork-record.js'

/**
 * A record of a GeoNetwork catalogue (geOrchestra's too): its page (`…/srv/fre/catalog.search#/metadata/<id>`, a datahub's
 * `…/datahub/dataset/<id>`), its address in the API or CSW, or ISO 19139 / 19115-3 XML anywhere. Hands over to the best of
 * its links that answers: a service that can be asked (OGC API Features, WFS, ArcGIS), else a file. `layer="…"` chooses
 * another by the name of its layer, its title or its format.
 * @see https://docs.geonetwork-opensource.org/4.2/api/the-geonetwork-api/
 */
const provider: Provider<Handover> = {
  name: 'geonetwork',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Handover> {
    const place = placeOf(config.src)
    const { record, base } = await readRecord(place, config, options)
    const page = place.page ?? (base !== undefined && record.id ? `${base}/srv/${place.language ?? 'fre'}/catalog.search#/metadata/${encodeURIComponent(record.id)}` : undefined)
    const metadata: Metadata = { ...record.metadata, ...(page === undefined ? {} : { page }) }
    return handover({ ...record, metadata }, config, options)
  },
}
export default provider

/** What an address tells of the catalogue and the record. */
interface Place {
  readonly id?: string
  /** Up to `/srv`; absent when the datahub's settings tell it. */
  readonly base?: string
  readonly datahub?: string
  readonly language?: string
  readonly page?: string
  /** Any other address: what is there is the record. */
  readonly direct?: boolean
}

/** Reads page and API addresses. @throws DgeError `query` for a catalogue's page without a record */
export function placeOf(src: string): Place {
  const url = new URL(src)
  const datahub = /^(.*\/datahub)\/(?:(\w\w)\/)?(?:dataset|service|record)\/([^/]+)/.exec(url.pathname)
  if (datahub) {
    const [, path = '', language, id = ''] = datahub
    const page = `${url.origin}${url.pathname}`
    return { id: decoded(id), datahub: url.origin + path, page, ...(language ? { language: languageCode(language) } : {}) }
  }
  const catalogue = /^(.*)\/srv\/(?:(\w{3})\/)?(catalog\.search|api|csw)/.exec(url.pathname)
  const parameters = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]))
  if (!catalogue) return { direct: true }
  const [, path = '', written, what] = catalogue
  const language = written && written !== 'api' ? { language: languageCode(written) } : {}
  const base = url.origin + path
  const id =
    /^#\/metadata\/([^/?&]+)/.exec(url.hash)?.[1] ??
    /\/records\/(?!_search)([^/]+)/.exec(url.pathname.replace(/\/search\/records\/.*/, ''))?.[1] ??
    parameters.get('id') ??
    parameters.get('uuid')
  if (id === undefined) {
    if (what === 'api') return { base, direct: true, ...language }
    throw new DgeError('query', `The address names no record of the catalogue: ${src}`, {
      url: src,
      hint: 'Open the record and copy its address (…/catalog.search#/metadata/…).',
    })
  }
  return { id: decoded(id), base, ...language }
}

async function readRecord(place: Place, config: SourceConfig, options: OpenOptions): Promise<{ record: CatalogRecord; base?: string }> {
  const languages = [place.language ?? 'fre']
  const read = async (response: Response, url: string) => readAnswer(response, url, place.id ?? (config.layer || undefined), languages)
  const get = (url: string) => request(url, { signal: options.signal, timeout: config.timeout })
  if (place.direct || options.response) {
    const record = await read(options.response ?? (await get(config.src)), config.src)
    return { record, ...(place.base === undefined ? {} : { base: place.base }) }
  }
  const id = place.id ?? ''
  const base = place.base ?? (await catalogueOf(place.datahub ?? '', config, options))
  const addresses = [
    `${base}/srv/api/records/${encodeURIComponent(id)}/formatters/xml`,
    `${base}/srv/${place.language ?? 'fre'}/csw?SERVICE=CSW&VERSION=2.0.2&REQUEST=GetRecordById&ELEMENTSETNAME=full&OUTPUTSCHEMA=${encodeURIComponent('http://www.isotc211.org/2005/gmd')}&ID=${encodeURIComponent(id)}`,
  ]
  const failures: DgeError[] = []
  for (const url of addresses) {
    try {
      return { record: await read(await get(url), url), base }
    } catch (error) {
      if (isAbort(error)) throw error
      failures.push(DgeError.from(error))
    }
  }
  throw unreadable(id, base, failures)
}

function unreadable(id: string, base: string, failures: readonly DgeError[]): DgeError {
  const [cause] = failures
  const gone = failures.some(({ status, kind }) => status === 404 || kind === 'empty')
  const closed = failures.some(({ status }) => status === 401 || status === 403)
  const said = closed ? 'is not public' : gone ? 'does not exist' : 'cannot be read'
  return new DgeError(cause?.kind === 'empty' ? 'http' : (cause?.kind ?? 'http'), `The record “${id}” ${said} in the catalogue ${base}: ${cause?.message ?? ''}`, {
    cause,
    status: closed ? 403 : gone ? 404 : cause?.status ?? 500,
    url: cause?.url ?? base,
    hint: closed ? 'Its owner must publish it.' : gone ? 'Open the record’s page and copy its address.' : '',
  })
}

/** ISO XML, or an answer of the search in JSON. */
async function readAnswer(response: Response, url: string, id: string | undefined, languages: readonly string[]): Promise<CatalogRecord> {
  const charset = /charset=["']?([\w-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1]
  const text = decodeXml(await readBytes(response, { maxBytes: 20_000_000 }), charset)
  if (!/^\s*\{/.test(text)) return readIsoRecord(parseRoot(text, url), languages, url)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new DgeError('format', `Broken JSON in place of a metadata record at ${url}`, { cause, url })
  }
  if (isSearchAnswer(json)) return readSearchRecord(json, id, languages, url)
  throw new DgeError('format', `Not a metadata record: ${url}`, { url })
}

/** The catalogue behind a datahub, from the datahub's settings; `/geonetwork` beside it when they don't say. */
async function catalogueOf(datahub: string, config: SourceConfig, options: OpenOptions): Promise<string> {
  const fallback = `${new URL(datahub).origin}/geonetwork`
  try {
    const url = `${datahub}/assets/configuration/default.toml`
    const response = await request(url, { signal: options.signal, timeout: config.timeout, retries: 0 })
    const text = await readText(response, { maxBytes: 1_000_000 })
    const api = /^\s*geonetwork4_api_url\s*=\s*["']([^"']+)["']/m.exec(text)?.[1]
    const found = api === undefined ? undefined : new URL(api, `${datahub}/`)
    return found && /^https?:$/.test(found.protocol) ? found.href.replace(/\/srv(\/.*)?$|\/$/, '') : fallback
  } catch (error) {
    if (isAbort(error)) throw error
    return fallback
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
