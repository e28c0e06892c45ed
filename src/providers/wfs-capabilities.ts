import { DgeError } from '../data/errors.js'
import { attributeOf, childOf, childrenOf, descendantsOf, localName, textAt } from './wfs-xml.js'
import type { XmlElement } from '@rgrove/parse-xml'
import type { Extent } from '../data/filter.js'
import type { DatePrecision, FieldType } from '../data/schema.js'

/** One feature type as the capabilities list it. */
export interface LayerInfo {
  /** With its prefix, as requests must write it. */
  readonly name: string
  readonly title?: string
  readonly description?: string
  /** As written: "urn:ogc:def:crs:EPSG::2154". */
  readonly crs?: string
  readonly extent?: Extent
  /** Link to the metadata record. */
  readonly page?: string
}

/** What a WFS says of itself. */
export interface ServiceInfo {
  readonly version: '2.0.0' | '1.1.0' | '1.0.0'
  readonly publisher?: string
  readonly licence?: string
  /** Formats of GetFeature, as written. */
  readonly formats: readonly string[]
  /** Features per answer at most, when declared. */
  readonly pageLimit?: number
  readonly sorting: boolean
  /** The formats and schema addresses of GeoServer, whose CQL_FILTER is then worth a try. */
  readonly cql: boolean
  readonly layers: readonly LayerInfo[]
}

/** One element of the feature type's schema. */
export interface LayerField {
  readonly name: string
  readonly type: FieldType
  readonly precision?: DatePrecision
  /** Geometry of single points: its envelope is itself. */
  readonly point?: boolean
}

/** Reads a GetCapabilities answer of WFS 1.0, 1.1 or 2.0. @throws DgeError `format`, `http` (the server's exception) */
export function parseCapabilities(root: XmlElement, url: string): ServiceInfo {
  throwException(root, url)
  if (!/WFS_Capabilities$/.test(root.name)) {
    throw new DgeError('format', `Not the capabilities of a WFS: <${root.name}> at ${url}`, { url })
  }
  const declared = root.attributes['version'] ?? ''
  const version = declared.startsWith('2') ? '2.0.0' : declared.startsWith('1.1') ? '1.1.0' : '1.0.0'
  const operation = descendantsOf(root, 'Operation').find((element) => element.attributes['name'] === 'GetFeature')
  const formats = operation ? allowedValues(operation, 'outputFormat') : resultFormats(root)
  const limit = Number(constraint(root, 'CountDefault') ?? constraint(root, 'DefaultMaxFeatures') ?? NaN)
  const identification = childOf(root, 'ServiceIdentification') ?? childOf(root, 'Service')
  const licence = meaningful(textAt(identification, 'AccessConstraints')) ?? meaningful(textAt(identification, 'Fees'))
  const publisher = meaningful(textAt(childOf(root, 'ServiceProvider'), 'ProviderName'))
  return {
    version,
    formats,
    sorting: version === '2.0.0' ? /true/i.test(constraint(root, 'ImplementsSorting') ?? 'true') : version === '1.1.0',
    cql: formats.includes('gml32') || /\/geoserver\//.test(attributeOf(root, 'schemaLocation') ?? ''),
    layers: childrenOf(childOf(root, 'FeatureTypeList') ?? root, 'FeatureType').map((element) => layerInfo(element)),
    ...(Number.isFinite(limit) && limit > 0 ? { pageLimit: limit } : {}),
    ...(publisher ? { publisher } : {}),
    ...(licence ? { licence } : {}),
  }
}

/**
 * The fields of one feature type from a DescribeFeatureType answer, in its order, geometry last.
 * @throws DgeError `format` when the type is not described, `http` (the server's exception)
 */
export function parseFeatureType(root: XmlElement, layer: string, url: string): readonly LayerField[] {
  throwException(root, url)
  const name = localName(layer)
  const declared = childrenOf(root, 'element').find((element) => element.attributes['name'] === name)
  const typeName = localName(declared?.attributes['type'] ?? `${name}Type`)
  const types = childrenOf(root, 'complexType')
  const type =
    (declared && childOf(declared, 'complexType')) ??
    types.find((element) => element.attributes['name'] === typeName) ??
    (types.length === 1 ? types[0] : undefined)
  const sequence = type && descendantsOf(type, 'sequence')[0]
  if (!sequence) throw new DgeError('format', `The service does not describe the layer “${layer}”`, { url })
  const fields = childrenOf(sequence, 'element').flatMap((element) => fieldOf(element) ?? [])
  return [...fields.filter(({ type }) => type !== 'geometry'), ...fields.filter(({ type }) => type === 'geometry')]
}

/**
 * Throws when the answer is an exception, whatever its HTTP status: ExceptionReport (1.1, 2.0) or ServiceExceptionReport
 * (1.0). The message is the server's, on one line (it may be a stack trace).
 */
export function throwException(root: XmlElement, url: string, status = 200): void {
  if (!/Exception(Report)?$/.test(localName(root.name))) return
  const exception = descendantsOf(root, 'Exception', 'ServiceException')[0] ?? root
  const texts = descendantsOf(exception, 'ExceptionText').map((element) => element.text.trim())
  const text = (texts.filter(Boolean).join('; ') || exception.text.trim()).replace(/\s+/g, ' ').slice(0, 400)
  const code = attributeOf(exception, 'exceptionCode') ?? attributeOf(exception, 'code')
  const locator = attributeOf(exception, 'locator')
  const where = [code, locator].filter(Boolean).join(', ')
  throw new DgeError('http', `The WFS refuses the request${where && ` (${where})`}: ${text}`, { url, status })
}

/** `numberMatched` (2.0) or `numberOfFeatures` (1.1) of a feature collection; undefined when unknown. */
export function matchedOf(root: XmlElement): number | undefined {
  const text = attributeOf(root, 'numberMatched') ?? attributeOf(root, 'numberOfFeatures')
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

function layerInfo(element: XmlElement): LayerInfo {
  const crs = textAt(element, 'DefaultCRS') ?? textAt(element, 'DefaultSRS') ?? textAt(element, 'SRS')
  const title = textAt(element, 'Title')
  const description = textAt(element, 'Abstract')
  const extent = extentOf(element)
  const links = childrenOf(element, 'MetadataURL').map((link) => attributeOf(link, 'href') ?? link.text.trim())
  const page = links.find((link) => /^https?:\/\//i.test(link) && !/request=getmetadata|\.xml$/i.test(link))
  return {
    name: textAt(element, 'Name') ?? '',
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    ...(crs ? { crs } : {}),
    ...(extent ? { extent } : {}),
    ...(page ? { page } : {}),
  }
}

function extentOf(layer: XmlElement): Extent | undefined {
  const box = childOf(layer, 'WGS84BoundingBox')
  const old = childOf(layer, 'LatLongBoundingBox')?.attributes
  const numbers = box
    ? `${textAt(box, 'LowerCorner')} ${textAt(box, 'UpperCorner')}`.split(/\s+/).map(Number)
    : old
      ? [old['minx'], old['miny'], old['maxx'], old['maxy']].map(Number)
      : []
  const [west = NaN, south = NaN, east = NaN, north = NaN] = numbers
  const sane = west >= -180.001 && south >= -90.001 && east <= 180.001 && north <= 90.001 && west <= east && south <= north
  return sane ? [west, south, east, north] : undefined
}

function allowedValues(operation: XmlElement, name: string): string[] {
  const parameter = childrenOf(operation, 'Parameter').find((element) => element.attributes['name'] === name)
  return parameter ? descendantsOf(parameter, 'Value').map((value) => value.text.trim()) : []
}

/** WFS 1.0 lists formats as empty elements. */
function resultFormats(root: XmlElement): string[] {
  const formats = descendantsOf(root, 'ResultFormat')[0]
  return formats ? childrenOf(formats).map((element) => localName(element.name)) : []
}

function constraint(root: XmlElement, name: string): string | undefined {
  const element = descendantsOf(root, 'Constraint').find((candidate) => candidate.attributes['name'] === name)
  return textAt(element, 'DefaultValue') ?? textAt(element, 'Value')
}

function meaningful(text: string | undefined): string | undefined {
  return text && !/^(none|aucune?|n\/a|-)$/i.test(text) ? text : undefined
}

const numbers = /^(unsigned|non(Negative|Positive)|positive|negative)?(integer|int|long|short|byte|double|float|decimal)$/i

function fieldOf(element: XmlElement): LayerField | undefined {
  const name = element.attributes['name']
  if (!name) return undefined
  const restriction = descendantsOf(element, 'restriction')[0]
  const type = localName(element.attributes['type'] ?? restriction?.attributes['base'] ?? 'string')
  if (/PropertyType$/.test(type)) return { name, type: 'geometry', ...(/^Point/.test(type) ? { point: true } : {}) }
  if (numbers.test(type)) return { name, type: 'number' }
  if (type === 'boolean') return { name, type: 'boolean' }
  if (type === 'date') return { name, type: 'date', precision: 'day' }
  if (type === 'dateTime' || type === 'TimeInstantType') return { name, type: 'date', precision: 'time' }
  if (type === 'gYear') return { name, type: 'date', precision: 'year' }
  if (type === 'gYearMonth') return { name, type: 'date', precision: 'month' }
  return { name, type: 'string' }
}
