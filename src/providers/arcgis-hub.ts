import { DgeError } from '../data/errors.js'
import { askArcgis } from './arcgis-api.js'
import { request } from './http.js'
import { readJson } from './read-json.js'
import { objectOf, plainText } from './opendatasoft-fields.js'
import type { Handover, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Call, Raw } from './arcgis-api.js'

/** Types of items with the address of a service. */
const services = /^(Feature Service|Map Service|WFS|OGCFeatureServer)$/
/** Types of items that are files. */
const files = /^(CSV|GeoJson|Microsoft Excel|Shapefile|KML)$/i
const longestLicence = 300

/**
 * Pages of ArcGIS Hub (`…/datasets/<id>_<layer>`, `…/datasets/<organisation>::<name>`) and of items of a portal
 * (`…/home/item.html?id=…`): they lead to the item's service or file.
 * @see https://developers.arcgis.com/rest/users-groups-and-items/item/
 */
const provider: Provider<Handover> = {
  name: 'arcgis-hub',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Handover> {
    options.response?.body?.cancel().catch(() => {})
    const call: Call = options.signal ? { signal: options.signal } : {}
    const { portal, id, slug } = pageOf(config.src)
    const key = id ?? (await idOf(slug ?? '', config, call))
    const [item = '', layer] = key.split('_')
    const url = `${portal}/sharing/rest/content/items/${item}`
    const answer = await askArcgis(url, {}, call, config.timeout)
    return { to: targetOf(answer, url, layer, config), metadata: metadataOf(answer, config.src) }
  },
}
export default provider

interface Page {
  /** Where items are described. */
  readonly portal: string
  /** Item, with "_" and the layer after it. */
  readonly id?: string
  /** "organisation::name" */
  readonly slug?: string
}

function pageOf(src: string): Page {
  const url = new URL(src)
  const online = 'https://www.arcgis.com'
  const home = /^(.*)\/home\/item\.html$/.exec(url.pathname)
  const item = url.searchParams.get('id') ?? ''
  if (home && /^[\da-f]{32}$/i.test(item)) {
    const layer = /^\d+$/.exec(url.searchParams.get('sublayer') ?? '')?.[0]
    const portal = /(^|\.)arcgis\.com$/i.test(url.hostname) ? online : `${url.origin}${home[1] ?? ''}`
    return { portal, id: layer === undefined ? item : `${item}_${layer}` }
  }
  const [, name = ''] = /\/(?:datasets|maps)\/([^/]+)/.exec(url.pathname) ?? []
  if (/^[\da-f]{32}(_\d+)?$/i.test(name)) return { portal: online, id: name }
  if (name.includes('::')) return { portal: online, slug: decodeURIComponent(name) }
  throw new DgeError('unsupported', `Not the page of a dataset of ArcGIS Hub: ${src}`, {
    url: src,
    hint: 'Open “API” or “View data source” on the page and copy the address of the FeatureServer.',
  })
}

/** The item of a page with a name, by the search of ArcGIS Hub. */
async function idOf(slug: string, config: SourceConfig, call: Call): Promise<string> {
  const url = `https://hub.arcgis.com/api/v3/datasets?filter%5Bslug%5D=${encodeURIComponent(slug)}`
  const answer = objectOf(await readJson(await request(url, { signal: call.signal, timeout: config.timeout }), call.signal ? { signal: call.signal } : {}))
  const [found] = Array.isArray(answer['data']) ? (answer['data'] as unknown[]).map(objectOf) : []
  const id = found?.['id']
  if (typeof id === 'string' && /^[\da-f]{32}(_\d+)?$/i.test(id)) return id
  throw new DgeError('http', `ArcGIS Hub knows no dataset “${slug}”`, {
    status: 404,
    url,
    hint: 'Open “API” or “View data source” on the page and copy the address of the FeatureServer.',
  })
}

function targetOf(item: Raw, url: string, layer: string | undefined, config: SourceConfig): Handover['to'] {
  const type = String(item['type'] ?? '')
  if (files.test(type)) return { src: `${url}/data` }
  const address = typeof item['url'] === 'string' ? item['url'].trim().replace(/\/+$/, '') : ''
  if (!services.test(type) || !/^https?:\/\//i.test(address)) {
    throw new DgeError('unsupported', `The page leads to a ${type || 'thing'}, which has no rows: ${config.src}`, {
      url: config.src,
      hint: 'Give the page of a feature layer or file, or the address of the FeatureServer behind the map.',
    })
  }
  // ArcGIS Online still lists old items without TLS, which pages may not fetch.
  const secure = address.replace(/^http:(?=\/\/[^/]*arcgis\.com\/)/i, 'https:')
  const wanted = config.layer ?? layer
  return /\/\d+$/.test(secure) || wanted === undefined ? { src: secure } : { src: secure, layer: wanted }
}

function metadataOf(item: Raw, page: string): Metadata {
  const texts = {
    title: plainText(item['title']),
    description: plainText(item['snippet']) ?? plainText(item['description']),
    publisher: plainText(item['accessInformation']) ?? plainText(item['owner']),
    licence: plainText(item['licenseInfo'])?.slice(0, longestLicence),
  }
  const licenceUrl = /https?:\/\/[^\s"'<>)]+/.exec(String(item['licenseInfo'] ?? ''))?.[0]
  const known = Object.entries(texts).filter(([, text]) => text !== undefined)
  return {
    ...(Object.fromEntries(known) as Metadata),
    ...(licenceUrl ? { licenceUrl } : {}),
    ...dated('modified', item['modified']),
    ...dated('created', item['created']),
    page,
  }
}

/** Items tell milliseconds since 1970. */
function dated(name: 'modified' | 'created', value: unknown): Pick<Metadata, 'modified' | 'created'> {
  return typeof value === 'number' && Math.abs(value) < 8.64e15 ? { [name]: new Date(value).toISOString() } : {}
}
