import { DgeError } from '../data/errors.js'
import { extentOf, webUrl } from './geonetwork-record.js'
import { plainText } from './opendatasoft-fields.js'
import { throwException } from './wfs-capabilities.js'
import { attributeOf, childOf, childrenOf, descendantsOf, localName, textAt } from './wfs-xml.js'
import type { XmlElement } from '@rgrove/parse-xml'
import type { Extent } from '../data/filter.js'

/** Least x, least y, largest x, largest y as a server writes them: in 1.3.0 the first axis may be north. */
export type WrittenBox = readonly [number, number, number, number]

export interface WmsStyle {
  readonly name: string
  readonly title?: string
  readonly legendUrl?: string
}

/** A dimension of time: single instants, or intervals "start/end/period". */
export interface WmsTime {
  readonly values: readonly string[]
  readonly initial?: string
}

/** One layer that can be asked for. What its folders say (CRS, extent, styles…) holds for it too. */
export interface WmsLayer {
  readonly name: string
  readonly title: string
  readonly description?: string
  readonly attribution?: string
  readonly extent?: Extent
  readonly crs: readonly string[]
  /** By CRS, as written. */
  readonly boxes: ReadonlyMap<string, WrittenBox>
  readonly styles: readonly WmsStyle[]
  readonly queryable: boolean
  readonly time?: WmsTime
  /** Scale denominators between which it is drawn. */
  readonly minScale?: number
  readonly maxScale?: number
}

/** What a WMS says of itself; texts are plain, addresses http(s). */
export interface WmsService {
  readonly version: '1.3.0' | '1.1.1'
  readonly title?: string
  readonly description?: string
  readonly publisher?: string
  readonly licence?: string
  /** Where to ask for maps and for what is at a point, with parameters of the service's own. */
  readonly mapUrl: string
  readonly infoUrl: string
  /** Formats as written. */
  readonly mapFormats: readonly string[]
  readonly infoFormats: readonly string[]
  readonly maxWidth?: number
  readonly maxHeight?: number
  /** Layers in one request at most. */
  readonly layerLimit?: number
  readonly layers: readonly WmsLayer[]
}

/**
 * Reads a GetCapabilities answer of WMS 1.3.0 or 1.1.1.
 * @param url where the answer comes from: addresses in it that only its own machine knows are replaced by this one
 * @throws DgeError `format`, `http` (the server's exception)
 * @see https://portal.ogc.org/files/?artifact_id=14416
 */
export function parseWmsCapabilities(root: XmlElement, url: string): WmsService {
  throwException(root, url)
  if (!/^(WMS_Capabilities|WMT_MS_Capabilities)$/.test(localName(root.name))) {
    throw new DgeError('format', `Not the capabilities of a WMS: <${root.name}> at ${url}`, { url })
  }
  const service = childOf(root, 'Service')
  const requests = childOf(childOf(root, 'Capability'), 'Request')
  const operation = (name: string) => childOf(requests, name)
  const formats = (name: string) => childrenOf(operation(name) ?? root, 'Format').map((format) => format.text.trim()).filter(Boolean)
  const address = (name: string) => {
    const get = operation(name) && descendantsOf(operation(name) as XmlElement, 'Get')[0]
    return serviceAddress(get && linkOf(get), url)
  }
  const folder = childOf(childOf(root, 'Capability'), 'Layer')
  const limit = (name: string) => positive(textAt(service, name))
  return {
    version: (root.attributes['version'] ?? '').startsWith('1.3') ? '1.3.0' : '1.1.1',
    ...text('title', textAt(service, 'Title')),
    ...text('description', textAt(service, 'Abstract')),
    ...text('publisher', service && descendantsOf(service, 'ContactOrganization')[0]?.text),
    ...text('licence', meaningful(textAt(service, 'AccessConstraints')) ?? meaningful(textAt(service, 'Fees'))),
    mapUrl: address('GetMap'),
    infoUrl: address('GetFeatureInfo'),
    mapFormats: formats('GetMap'),
    infoFormats: operation('GetFeatureInfo') ? formats('GetFeatureInfo') : [],
    ...number('maxWidth', limit('MaxWidth')),
    ...number('maxHeight', limit('MaxHeight')),
    ...number('layerLimit', limit('LayerLimit')),
    layers: folder ? layersOf(folder, undefined) : [],
  }
}

/** The layer itself when it has a name, then those inside it. */
function layersOf(element: XmlElement, folder: Omit<WmsLayer, 'name' | 'title'> | undefined): WmsLayer[] {
  const inherited = inheritedOf(element, folder)
  const name = textAt(element, 'Name')
  const description = plainText(textAt(element, 'Abstract'))
  const own: WmsLayer[] = name
    ? [{ ...inherited, name, title: plainText(textAt(element, 'Title')) ?? name, ...(description ? { description } : {}) }]
    : []
  return [...own, ...childrenOf(element, 'Layer').flatMap((child) => layersOf(child, inherited))]
}

function inheritedOf(element: XmlElement, folder: Omit<WmsLayer, 'name' | 'title'> | undefined): Omit<WmsLayer, 'name' | 'title'> {
  const crs = ['CRS', 'SRS'].flatMap((name) => childrenOf(element, name)).flatMap((one) => one.text.trim().split(/\s+/)).filter(Boolean)
  const boxes = childrenOf(element, 'BoundingBox').flatMap((box): [string, WrittenBox][] => {
    const values = ['minx', 'miny', 'maxx', 'maxy'].map((name) => Number(box.attributes[name] ?? NaN))
    const named = box.attributes['CRS'] ?? box.attributes['SRS']
    return named && values.every(Number.isFinite) ? [[named, values as [number, number, number, number]]] : []
  })
  const styles = childrenOf(element, 'Style').flatMap((style) => styleOf(style) ?? [])
  const extent = geographic(element) ?? folder?.extent
  const time = timeOf(element) ?? folder?.time
  const attribution = plainText(textAt(childOf(element, 'Attribution'), 'Title')) ?? folder?.attribution
  const queryable = element.attributes['queryable']
  const scale = (name: string) => positive(textAt(element, name))
  return {
    crs: [...new Set([...(folder?.crs ?? []), ...crs])],
    boxes: new Map([...(folder?.boxes ?? []), ...boxes]),
    styles: [...(folder?.styles.filter(({ name }) => !styles.some((style) => style.name === name)) ?? []), ...styles],
    queryable: queryable === undefined ? (folder?.queryable ?? false) : /^(1|true)$/i.test(queryable),
    ...(extent ? { extent } : {}),
    ...(time ? { time } : {}),
    ...(attribution ? { attribution } : {}),
    ...number('minScale', scale('MinScaleDenominator') ?? folder?.minScale),
    ...number('maxScale', scale('MaxScaleDenominator') ?? folder?.maxScale),
  }
}

function styleOf(style: XmlElement): WmsStyle | undefined {
  const name = textAt(style, 'Name')
  if (!name) return undefined
  const legend = childOf(style, 'LegendURL')
  // Some servers escape the "&" of the address twice.
  const legendUrl = webUrl(legend && linkOf(legend)?.replace(/%26(?=\w+=)/g, '&'))
  return { name, ...text('title', textAt(style, 'Title')), ...(legendUrl ? { legendUrl } : {}) }
}

function geographic(element: XmlElement): Extent | undefined {
  const box = childOf(element, 'EX_GeographicBoundingBox')
  const side = (name: string) => Number(textAt(box, name) ?? NaN)
  if (box) return extentOf(side('westBoundLongitude'), side('southBoundLatitude'), side('eastBoundLongitude'), side('northBoundLatitude'))
  const old = childOf(element, 'LatLonBoundingBox')?.attributes
  return old && extentOf(Number(old['minx']), Number(old['miny']), Number(old['maxx']), Number(old['maxy']))
}

/** In 1.3.0 the values stand in the dimension, in 1.1.1 in an `Extent` beside it. */
function timeOf(element: XmlElement): WmsTime | undefined {
  const named = ['Dimension', 'Extent'].flatMap((name) => childrenOf(element, name)).filter(({ attributes }) => attributes['name']?.toLowerCase() === 'time')
  const values = named.flatMap((one) => one.text.split(',')).map((value) => value.trim()).filter(Boolean)
  const initial = named.map(({ attributes }) => attributes['default']).find(Boolean)
  return values.length > 0 || initial ? { values, ...(initial ? { initial } : {}) } : undefined
}

function linkOf(element: XmlElement): string | undefined {
  const resource = descendantsOf(element, 'OnlineResource')[0]
  return resource && attributeOf(resource, 'href')
}

const request = /^(service|version|request|acceptversions|format|updatesequence)$/i

/** The declared address, unless a page can't reach it: then the one that the capabilities came from. */
export function serviceAddress(declared: string | undefined, url: string): string {
  const own = new URL(url)
  own.hash = ''
  for (const name of [...own.searchParams.keys()]) if (request.test(name)) own.searchParams.delete(name)
  const address = webUrl(declared)
  if (address === undefined) return own.href
  const found = new URL(address)
  const inside = (host: string) => /^(localhost|127\.|10\.|192\.168\.|\[::1\])/.test(host) || !host.includes('.')
  if (inside(found.hostname) && found.host !== own.host) return own.href
  // A page on https may not load http, and the same host answers on both.
  if (own.protocol === 'https:' && found.protocol === 'http:' && found.hostname === own.hostname) {
    found.protocol = 'https:'
    found.port = own.port
  }
  return found.href
}

function meaningful(value: string | undefined): string | undefined {
  return value && !/^(none|aucune?|n\/a|-)$/i.test(value) ? value : undefined
}

function text<Name extends string>(name: Name, value: string | undefined): { [Key in Name]?: string } {
  const plain = plainText(value)
  return (plain === undefined ? {} : { [name]: plain }) as { [Key in Name]?: string }
}

function number<Name extends string>(name: Name, value: number | undefined): { [Key in Name]?: number } {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: number }
}

function positive(value: string | undefined): number | undefined {
  const found = Number(value ?? NaN)
  return Number.isFinite(found) && found > 0 ? found : undefined
}
