import { DgeError } from '../data/errors.js'
import { capabilitiesUrl } from './geonetwork-links.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import { decodeXml, localName, parseRoot } from './wfs-xml.js'
import { parseWmsCapabilities } from './wms-capabilities.js'
import { getLegendUrl } from './wms-requests.js'
import { parseWmtsCapabilities } from './wmts-capabilities.js'
import type { OpenOptions } from '../data/dataset.js'
import type { Extent } from '../data/filter.js'

/** A layer that a service draws. */
export interface MapServiceLayer {
  readonly name: string
  readonly title: string
  readonly description?: string
  readonly extent?: Extent
  /** Says what is at a point, in these formats. */
  readonly infoFormats: readonly string[]
  readonly legendUrl?: string
}

/** A service of pictures: what it says of itself, and its layers. Texts are plain, addresses http(s). */
export interface MapService {
  readonly service: 'WMS' | 'WMTS'
  readonly title?: string
  readonly description?: string
  readonly publisher?: string
  readonly licence?: string
  readonly layers: readonly MapServiceLayer[]
}

/** Reads the capabilities of the WMS or WMTS at any of its addresses. @throws DgeError `format` for what is neither, `http` */
export async function readMapService(src: string, options: OpenOptions & { readonly timeout?: number | undefined } = {}): Promise<MapService> {
  const { signal, timeout } = options
  const address = new URL(src)
  const tiles = /[?&]service=wmts(&|$)/i.test(address.search) || /\/wmts\/?$|WMTSCapabilities\.xml$/i.test(address.pathname)
  const file = /\.xml$/i.test(address.pathname)
  const url = file ? src : capabilitiesUrl(address, tiles ? 'WMTS' : 'WMS')
  const response = await request(url, { signal, timeout })
  const charset = /charset=["']?([\w-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1]
  const text = decodeXml(await readBytes(response, { signal, maxBytes: 50_000_000 }), charset)
  if (/^\s*(<(!doctype|html)|[^<\s])/i.test(text)) throw new DgeError('format', `No capabilities of a WMS or WMTS at ${url}`, { url })
  const root = parseRoot(text, url)
  return localName(root.name) === 'Capabilities' ? ofTiles(root, url) : ofMaps(root, url)
}

function ofMaps(root: ReturnType<typeof parseRoot>, url: string): MapService {
  const read = parseWmsCapabilities(root, url)
  const { title, description, publisher, licence, infoFormats } = read
  return {
    service: 'WMS',
    ...said({ title, description, publisher, licence }),
    layers: read.layers.map((layer) => ({
      name: layer.name, title: layer.title, ...said({ description: layer.description }), ...(layer.extent ? { extent: layer.extent } : {}),
      infoFormats: layer.queryable ? infoFormats : [],
      legendUrl: getLegendUrl(read, layer),
    })),
  }
}

function ofTiles(root: ReturnType<typeof parseRoot>, url: string): MapService {
  const { title, publisher, licence, layers } = parseWmtsCapabilities(root, url)
  return {
    service: 'WMTS',
    ...said({ title, publisher, licence }),
    layers: layers.map((layer) => ({
      name: layer.name, title: layer.title, ...said({ description: layer.description, legendUrl: layer.styles[0]?.legendUrl }), ...(layer.extent ? { extent: layer.extent } : {}),
      infoFormats: layer.infoFormats,
    })),
  }
}

/** Without what is not said. */
function said<Names extends string>(texts: Readonly<Record<Names, string | undefined>>): { readonly [Name in Names]?: string } {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as { readonly [Name in Names]?: string }
}
