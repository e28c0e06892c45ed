import { DgeError } from '../data/errors.js'
import { crsNamed, isLonLat } from '../data/crs.js'
import { extentOf, webUrl } from './geonetwork-record.js'
import { plainText } from './opendatasoft-fields.js'
import { throwException } from './wfs-capabilities.js'
import { serviceAddress } from './wms-capabilities.js'
import { withParameters } from './wms-requests.js'
import { attributeOf, childOf, childrenOf, descendantsOf, localName, textAt } from './wfs-xml.js'
import type { XmlElement } from '@rgrove/parse-xml'
import type { Extent } from '../data/filter.js'
import type { WmsStyle } from './wms-capabilities.js'

/** One zoom level. */
export interface TileMatrix {
  readonly id: string
  readonly scaleDenominator: number
  /** East and north of the top left corner, whatever order the axes are written in. */
  readonly topLeft: readonly [number, number]
  readonly tileWidth: number
  readonly tileHeight: number
  readonly columns: number
  readonly rows: number
}

export interface TileMatrixSet {
  readonly id: string
  /** "EPSG:3857", "OGC:CRS84", or as written when it is not known. */
  readonly crs: string
  /** From the coarsest to the finest. */
  readonly matrices: readonly TileMatrix[]
}

export interface WmtsLayer {
  readonly name: string
  readonly title: string
  readonly description?: string
  readonly extent?: Extent
  readonly styles: readonly (WmsStyle & { readonly isDefault: boolean })[]
  readonly formats: readonly string[]
  readonly infoFormats: readonly string[]
  /** Names of its tile matrix sets. */
  readonly sets: readonly string[]
  /** REST addresses with `{TileMatrix}`, `{TileRow}`, `{TileCol}`… */
  readonly templates: readonly { readonly format: string; readonly kind: string; readonly template: string }[]
  readonly times?: { readonly values: readonly string[]; readonly initial?: string }
}

export interface WmtsService {
  readonly title?: string
  readonly publisher?: string
  readonly licence?: string
  /** Where tiles are asked for with parameters; absent when only REST is offered. */
  readonly tileUrl?: string
  readonly layers: readonly WmtsLayer[]
  readonly sets: ReadonlyMap<string, TileMatrixSet>
}

/**
 * Reads a GetCapabilities answer of WMTS 1.0.0.
 * @throws DgeError `format`, `http` (the server's exception)
 * @see https://portal.ogc.org/files/?artifact_id=35326
 */
export function parseWmtsCapabilities(root: XmlElement, url: string): WmtsService {
  throwException(root, url)
  const contents = childOf(root, 'Contents')
  if (localName(root.name) !== 'Capabilities' || !contents) throw new DgeError('format', `Not the capabilities of a WMTS: <${root.name}> at ${url}`, { url })
  const identification = childOf(root, 'ServiceIdentification')
  const title = plainText(textAt(identification, 'Title'))
  const publisher = plainText(textAt(childOf(root, 'ServiceProvider'), 'ProviderName'))
  const licence = plainText(textAt(identification, 'AccessConstraints'))
  const tileUrl = kvpAddress(root, url)
  const sets = childrenOf(contents, 'TileMatrixSet').map((one) => setOf(one))
  return {
    ...(title ? { title } : {}),
    ...(publisher ? { publisher } : {}),
    ...(licence && !/^(none|aucune?|n\/a|-)$/i.test(licence) ? { licence } : {}),
    ...(tileUrl === undefined ? {} : { tileUrl }),
    layers: childrenOf(contents, 'Layer').flatMap((one) => layerOf(one) ?? []),
    sets: new Map(sets.map((set) => [set.id, set])),
  }
}

/** Of several addresses the one for parameters: it says so in a constraint, or is the only one. */
function kvpAddress(root: XmlElement, url: string): string | undefined {
  const operation = descendantsOf(root, 'Operation').find((one) => one.attributes['name'] === 'GetTile')
  const gets = operation ? descendantsOf(operation, 'Get') : []
  const encodings = (get: XmlElement) => descendantsOf(get, 'Value').map((value) => value.text.trim().toUpperCase())
  const get = gets.find((one) => encodings(one).includes('KVP')) ?? gets.find((one) => encodings(one).length === 0)
  return get && serviceAddress(attributeOf(get, 'href'), url)
}

function layerOf(element: XmlElement): WmtsLayer | undefined {
  const name = textAt(element, 'Identifier')
  if (!name) return undefined
  const texts = (from: string) => childrenOf(element, from).map((one) => one.text.trim()).filter(Boolean)
  const description = plainText(textAt(element, 'Abstract'))
  const box = childOf(element, 'WGS84BoundingBox')
  const [west = NaN, south = NaN, east = NaN, north = NaN] = `${textAt(box, 'LowerCorner')} ${textAt(box, 'UpperCorner')}`.split(/\s+/).map(Number)
  const extent = box && extentOf(west, south, east, north)
  const time = childrenOf(element, 'Dimension').find((one) => textAt(one, 'Identifier')?.toLowerCase() === 'time')
  const initial = textAt(time, 'Default')
  return {
    name,
    title: plainText(textAt(element, 'Title')) ?? name,
    ...(description ? { description } : {}),
    ...(extent ? { extent } : {}),
    styles: childrenOf(element, 'Style').map((style) => {
      const legendUrl = webUrl(childrenOf(style, 'LegendURL').map((legend) => attributeOf(legend, 'href')).find(Boolean))
      const title = plainText(textAt(style, 'Title'))
      return { name: textAt(style, 'Identifier') ?? '', isDefault: style.attributes['isDefault'] === 'true', ...(title ? { title } : {}), ...(legendUrl ? { legendUrl } : {}) }
    }),
    formats: texts('Format'),
    infoFormats: texts('InfoFormat'),
    sets: childrenOf(element, 'TileMatrixSetLink').map((link) => textAt(link, 'TileMatrixSet')).filter((one) => one !== undefined),
    templates: childrenOf(element, 'ResourceURL').flatMap(({ attributes }) => {
      const template = attributes['template'] ?? ''
      return webUrl(template.replace(/[{}]/g, '')) === undefined ? [] : [{ template, format: attributes['format'] ?? '', kind: attributes['resourceType'] ?? '' }]
    }),
    ...(time ? { times: { values: childrenOf(time, 'Value').map((one) => one.text.trim()), ...(initial ? { initial } : {}) } } : {}),
  }
}

function setOf(element: XmlElement): TileMatrixSet {
  const written = textAt(element, 'SupportedCRS') ?? ''
  const crs = crsNamed(written) ?? written
  // Degrees of EPSG are written latitude first; OGC's CRS84 is not.
  const northFirst = isLonLat(crs) && crs !== 'OGC:CRS84'
  const number = (matrix: XmlElement, name: string) => Number(textAt(matrix, name) ?? NaN)
  const matrices = childrenOf(element, 'TileMatrix').map((matrix): TileMatrix => {
    const [first = NaN, second = NaN] = (textAt(matrix, 'TopLeftCorner') ?? '').split(/\s+/).map(Number)
    return {
      id: textAt(matrix, 'Identifier') ?? '',
      scaleDenominator: number(matrix, 'ScaleDenominator'),
      topLeft: northFirst ? [second, first] : [first, second],
      tileWidth: number(matrix, 'TileWidth'),
      tileHeight: number(matrix, 'TileHeight'),
      columns: number(matrix, 'MatrixWidth'),
      rows: number(matrix, 'MatrixHeight'),
    }
  })
  return { id: textAt(element, 'Identifier') ?? '', crs, matrices: matrices.sort((a, b) => b.scaleDenominator - a.scaleDenominator) }
}

/** One tile, or words in the place of its numbers. */
export interface TileRequest {
  readonly set: string
  readonly matrix: string
  readonly row: number | string
  readonly column: number | string
  readonly style?: string
  readonly format?: string
  readonly time?: string
}

/** The address of a tile: by the layer's template, else with parameters. @throws DgeError `unsupported` when it has neither */
export function getTileUrl(service: WmtsService, layer: WmtsLayer, tile: TileRequest): string {
  const style = tile.style ?? layer.styles.find(({ isDefault }) => isDefault)?.name ?? layer.styles[0]?.name ?? ''
  const format = tile.format ?? layer.formats.find((one) => one === 'image/png') ?? layer.formats[0] ?? 'image/png'
  const time = tile.time ?? layer.times?.initial
  const rest = layer.templates.find((one) => one.kind === 'tile' && one.format === format)
  const values: Readonly<Record<string, string | number>> = {
    tilematrixset: tile.set, tilematrix: tile.matrix, tilerow: tile.row, tilecol: tile.column, style, layer: layer.name, ...(time === undefined ? {} : { time }),
  }
  if (rest) {
    const fill = (value: string | number) => encodeURIComponent(value).replace(/%(7B|7D|3A)/g, (code) => decodeURIComponent(code))
    return rest.template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name.toLowerCase()) ? fill(values[name.toLowerCase()] ?? '') : whole))
  }
  if (service.tileUrl === undefined) throw new DgeError('unsupported', `The WMTS gives no address for tiles of “${layer.name}” in ${format}`)
  return withParameters(service.tileUrl, [
    ['SERVICE', 'WMTS'], ['REQUEST', 'GetTile'], ['VERSION', '1.0.0'], ['LAYER', layer.name], ['STYLE', style], ['FORMAT', format],
    ['TILEMATRIXSET', tile.set], ['TILEMATRIX', tile.matrix], ['TILEROW', tile.row], ['TILECOL', tile.column], ...(time === undefined ? [] : [['TIME', time] as const]),
  ])
}

const worldEdge = 20_037_508.342789244
/** Metres per pixel of one tile of 256 pixels around the world. */
const coarsest = (2 * worldEdge) / 256

/**
 * Which zoom levels of a web map a tile matrix set has, with what its matrices are called before the number; undefined when
 * its tiles are not those of web maps (Web Mercator, 256 pixels, powers of two) or are called otherwise.
 */
export function webMercatorZooms(set: TileMatrixSet): { readonly prefix: string; readonly min: number; readonly max: number } | undefined {
  if (set.crs !== 'EPSG:3857' || set.matrices.length === 0) return undefined
  const zooms: number[] = []
  let prefix: string | undefined
  for (const { id, scaleDenominator, topLeft, tileWidth, tileHeight } of set.matrices) {
    const zoom = Math.log2(coarsest / (scaleDenominator * 0.00028))
    const level = Math.round(zoom)
    const fits = Math.abs(zoom - level) < 0.001 && tileWidth === 256 && tileHeight === 256
    const atEdge = Math.abs(topLeft[0] + worldEdge) < 1 && Math.abs(topLeft[1] - worldEdge) < 1
    const found = /^(.*?)0*(\d+)$/.exec(id)
    if (!fits || !atEdge || !id.endsWith(String(level)) || !found) return undefined
    const before = id.slice(0, id.length - String(level).length)
    if (prefix !== undefined && prefix !== before) return undefined
    prefix = before
    zooms.push(level)
  }
  return { prefix: prefix ?? '', min: Math.min(...zooms), max: Math.max(...zooms) }
}
