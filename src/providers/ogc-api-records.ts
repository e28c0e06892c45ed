import { DgeError } from '../data/errors.js'
import { envelopeOf } from '../data/geometry.js'
import { readGeometry } from '../data/geojson.js'
import { isObject } from '../data/json-rows.js'
import { metadataOf } from './catalog-resources.js'
import { latestDate, licenceOf, webUrl } from './geonetwork-record.js'
import { readDocument, withParams } from './ogc-api-features-api.js'
import { plainText } from './opendatasoft-fields.js'
import { handover } from './record-handover.js'
import type { CatalogRecord, RecordLink } from './geonetwork-record.js'
import type { Handover, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { JsonObject } from '../data/json-rows.js'

/** Records that a catalogue lists at once. */
const mostListed = 100

/**
 * OGC API Records (pycsw, pygeoapi, geOrchestra's and GeoNetwork's): a record leads to the best of its links that answers, a
 * catalogue to the list of its records; `layer="…"` names one of them by its id or title, `?q=…` in the address searches.
 * @see https://docs.ogc.org/is/20-004r1/20-004r1.html
 */
const provider: Provider<Handover> = {
  name: 'ogc-api-records',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Handover> {
    const call = { signal: options.signal, timeout: config.timeout }
    const url = new URL(config.src)
    const one = /\/items\/[^/]+\/?$/.test(url.pathname)
    const items = one ? config.src : `${url.origin}${url.pathname.replace(/(\/items)?\/?$/, '/items')}${url.search}`
    const json = await readDocument(withParams(items, { f: 'json', ...(one ? {} : { limit: mostListed }) }), call, options.response)
    if (!Array.isArray(json['features'])) {
      if (isRecord(json)) return handover(recordOf(json, config.src), config, options)
      throw new DgeError('unsupported', `One item of a collection, not a dataset: ${config.src}`, { url: config.src, hint: 'Take off the last part of the address, and name the item with where="…".' })
    }
    const records = json['features'].filter(isObject)
    const { layer, ...rest } = config
    const wanted = layer ? records.find((record) => isNamed(record, layer)) : undefined
    const [only] = records.length === 1 ? records : [wanted]
    if (only) return handover(recordOf(only, addressOf(items, only)), wanted ? rest : config, options)
    throw choicesOf(json, records, items)
  },
}
export default provider

function isNamed({ id, properties }: JsonObject, layer: string): boolean {
  const title = isObject(properties) ? plainText(properties['title']) : undefined
  return [String(id), title].some((name) => name?.toLowerCase() === layer.toLowerCase())
}

/** A feature that says where data are, and not only what it is. */
function isRecord({ type, links, properties }: JsonObject): boolean {
  return type === 'Feature' && Array.isArray(links) && isObject(properties) && typeof properties['title'] === 'string'
}

function addressOf(items: string, { id }: JsonObject): string {
  const url = new URL(items)
  return `${url.origin}${url.pathname.replace(/\/$/, '')}/${encodeURIComponent(String(id))}`
}

function choicesOf(json: JsonObject, records: readonly JsonObject[], items: string): DgeError {
  const choices = records.map((record) => {
    const title = isObject(record['properties']) ? plainText(record['properties']['title']) : undefined
    return { layer: String(record['id']), src: addressOf(items, record), ...(title === undefined ? {} : { title }) }
  })
  if (choices.length === 0) return new DgeError('empty', `No record at ${items}`, { url: items })
  const matched = typeof json['numberMatched'] === 'number' ? json['numberMatched'] : records.length
  const names = choices.slice(0, 10).map(({ title, layer }) => `“${title ?? layer}”`).join(', ')
  return new DgeError('query', `The catalogue has ${matched} records and none is named: ${names}`, {
    url: items,
    hint: 'Give the address of one record (…/items/<id>), name it with layer="…", or search with ?q=… in the address.',
    choices,
  })
}

/** Links of these kinds lead to descriptions, other pages and pictures. */
const beside = /^(self|alternate|collection|root|parent|up|prev|next|first|last|license|preview|thumbnail|icon|canonical|describedby|via|about|conformance|data-meta|search)$/i

function recordOf(record: JsonObject, src: string): CatalogRecord {
  const links = (Array.isArray(record['links']) ? (record['links'] as unknown[]) : []).filter(isObject)
  return {
    id: String(record['id']),
    metadata: wordsOf(record, links, src),
    links: links.filter(({ rel }) => typeof rel !== 'string' || !beside.test(rel)).flatMap((link) => linkOf(link, src)),
  }
}

/** The kind of service stands in `protocol`, in `type` in place of a media type, or nowhere. */
function linkOf(link: JsonObject, src: string): RecordLink[] {
  const url = absolute(link['href'], src)
  if (url === undefined) return []
  const [type, title] = [plainText(link['type']) ?? '', plainText(link['title'])]
  const mime = type.includes('/')
  const api = /\/collections(\/[^/]+(\/items)?)?\/?$/.test(new URL(url).pathname) ? 'OGC API Features' : ''
  const name = plainText(link['name'])
  return [{
    url,
    protocol: plainText(link['protocol']) ?? (mime || type === '' ? api : /^download$/i.test(type) ? 'WWW:DOWNLOAD' : type),
    ...(name ?? title ? { name: name ?? title ?? '' } : {}),
    ...(title ? { title } : {}),
    ...(link['rel'] === 'enclosure' ? { purpose: 'download' } : {}),
    ...(mime ? { mime: type } : {}),
  }]
}

function absolute(href: unknown, base: string): string | undefined {
  try {
    return typeof href === 'string' ? webUrl(new URL(href, base).href) : undefined
  } catch {
    return undefined
  }
}

function wordsOf({ properties, geometry }: JsonObject, links: readonly JsonObject[], src: string): Metadata {
  const said = isObject(properties) ? properties : {}
  const area = isObject(geometry) ? readGeometry(geometry) : undefined
  const terms = links.find(({ rel }) => rel === 'license')
  const dates = [['revision', said['updated']], ['creation', said['created']]].flatMap(([type, date]) => (typeof date === 'string' ? [{ type: String(type), date }] : []))
  const page = links.find(({ rel, type }) => rel === 'alternate' && /html/.test(String(type)))
  return {
    ...metadataOf({
      title: plainText(said['title']),
      description: plainText(said['description']),
      publisher: publisherOf(said),
      modified: latestDate(dates),
      created: latestDate(dates.filter(({ type }) => type === 'creation')),
      page: absolute(page?.['href'], src),
      extent: area ? envelopeOf(area) : undefined,
    }),
    ...licenceOf([{ text: plainText(said['license']) ?? plainText(terms?.['title']), url: absolute(terms?.['href'], src) }]),
  }
}

/** Records 1.0 has contacts with roles, its drafts have providers. */
function publisherOf({ contacts, providers }: JsonObject): string | undefined {
  const all = (Array.isArray(contacts) ? (contacts as unknown[]) : []).filter(isObject)
  const publisher = all.find(({ roles }) => Array.isArray(roles) && roles.some((role) => /publisher/i.test(String(isObject(role) ? role['name'] : role)))) ?? all[0]
  const [first] = Array.isArray(providers) ? (providers as unknown[]) : []
  return plainText(publisher?.['organization']) ?? plainText(publisher?.['name']) ?? (isObject(first) ? plainText(first['name']) : plainText(first))
}
