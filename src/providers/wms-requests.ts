import { crsNamed, isLonLat } from '../data/crs.js'
import type { WmsLayer, WmsService, WrittenBox } from './wms-capabilities.js'

/** A picture to ask for. */
export interface MapRequest {
  readonly layers: readonly Pick<WmsLayer, 'name' | 'boxes' | 'extent'>[]
  /** One per layer; the server's default when absent. */
  readonly styles?: readonly string[]
  /** "EPSG:3857". */
  readonly crs: string
  /** West, south, east, north in the units of the CRS; or words that the map puts in the place of them ("{bbox-epsg-3857}"). */
  readonly box: WrittenBox | string
  readonly width: number
  readonly height: number
  readonly format?: string
  readonly transparent?: boolean
  readonly time?: string
}

/** The address of a picture. */
export function getMapUrl(service: WmsService, asked: MapRequest): string {
  return withParameters(service.mapUrl, [...mapParameters(service, asked, 'GetMap')])
}

/** The address of what is at a pixel of that picture; x to the right, y down. */
export function getFeatureInfoUrl(service: WmsService, asked: MapRequest, at: { x: number; y: number; format: string; count?: number }): string {
  const [x, y] = service.version === '1.3.0' ? ['I', 'J'] : ['X', 'Y']
  return withParameters(service.infoUrl, [
    ...mapParameters(service, asked, 'GetFeatureInfo'),
    ['QUERY_LAYERS', asked.layers.map(({ name }) => name).join(',')],
    ['INFO_FORMAT', at.format],
    ['FEATURE_COUNT', at.count ?? 10],
    [x ?? 'I', Math.round(at.x)],
    [y ?? 'J', Math.round(at.y)],
  ])
}

/** The address of a layer's legend: the one that its style names, else the server's drawing of it. */
export function getLegendUrl(service: WmsService, layer: Pick<WmsLayer, 'name' | 'styles'>, style?: string, format = 'image/png'): string {
  const named = style === undefined ? layer.styles[0] : layer.styles.find(({ name }) => name === style)
  if (named?.legendUrl) return named.legendUrl
  return withParameters(service.mapUrl, [
    ['SERVICE', 'WMS'], ['VERSION', service.version], ['REQUEST', 'GetLegendGraphic'], ['SLD_VERSION', '1.1.0'],
    ['LAYER', layer.name], ['STYLE', style ?? ''], ['FORMAT', format],
  ])
}

function* mapParameters(service: WmsService, asked: MapRequest, request: string): Generator<readonly [string, string | number]> {
  const { layers, styles = [], crs, box, format = 'image/png', transparent = true, time } = asked
  const latest = service.version === '1.3.0'
  yield ['SERVICE', 'WMS']
  yield ['VERSION', service.version]
  yield ['REQUEST', request]
  yield ['LAYERS', layers.map(({ name }) => name).join(',')]
  // Must be there, even empty.
  yield ['STYLES', layers.map((_, index) => styles[index] ?? '').join(',')]
  yield [latest ? 'CRS' : 'SRS', latest ? crs : crs.replace(/^(CRS|OGC):(CRS)?84$/, 'EPSG:4326')]
  yield ['BBOX', typeof box === 'string' ? box : writtenBox(box, crs, service.version, layers[0]).join(',')]
  yield ['WIDTH', Math.round(asked.width)]
  yield ['HEIGHT', Math.round(asked.height)]
  yield ['FORMAT', format]
  yield ['TRANSPARENT', transparent ? 'TRUE' : 'FALSE']
  if (time !== undefined) yield ['TIME', time]
}

/** West, south, east, north in the order of the CRS's axes, which only 1.3.0 asks for. */
export function writtenBox(box: WrittenBox, crs: string, version: WmsService['version'], layer?: Pick<WmsLayer, 'boxes' | 'extent'>): WrittenBox {
  const [west, south, east, north] = box
  return version === '1.3.0' && isNorthFirst(crs, layer) ? [south, west, north, east] : box
}

/** Projected systems of European use whose first axis is north (EPSG's definitions). */
const northings = /^EPSG:(3034|3035|3040|3041|3042|3043|2180|3146[6-9]|3145[0-9])$/

/**
 * Whether the first axis of a CRS is north: true of degrees in EPSG's systems and of some projected ones; of systems that
 * are not known here the layer's own box tells, held against its extent.
 */
export function isNorthFirst(crs: string, layer?: Pick<WmsLayer, 'boxes' | 'extent'>): boolean {
  if (/^(CRS|OGC):/i.test(crs) || crs === 'EPSG:3857') return false
  if (isLonLat(crsNamed(crs) ?? '') || northings.test(crs)) return true
  const box = layer?.boxes.get(crs)
  const extent = layer?.extent
  if (!box || !extent || box.some((value) => Math.abs(value) > 180)) return false
  const off = (first: number, second: number) => Math.abs(box[0] - first) + Math.abs(box[1] - second)
  return off(extent[1], extent[0]) < off(extent[0], extent[1])
}

/**
 * An address with parameters, in place of those of the same name in any case; the others stay as they are written
 * (`map=…`). Commas, colons, slashes and braces stay readable: some servers want them so, and maps fill in braces.
 */
export function withParameters(address: string, pairs: readonly (readonly [string, string | number])[]): string {
  const [path = '', query = ''] = address.replace(/#.*$/, '').split(/\?(.*)/s)
  const names = new Set(pairs.map(([name]) => name.toLowerCase()))
  const kept = query.split('&').filter((pair) => pair !== '' && !names.has((pair.split('=', 1)[0] ?? '').toLowerCase()))
  const encode = (value: string | number) => encodeURIComponent(value).replace(/%(2C|3A|2F|7B|7D)/g, (code) => decodeURIComponent(code))
  return `${path}?${[...kept, ...pairs.map(([name, value]) => `${name}=${encode(value)}`)].join('&')}`
}
