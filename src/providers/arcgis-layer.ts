import { DgeError } from '../data/errors.js'
import { objectOf, plainText } from './opendatasoft-fields.js'
import { freeName } from './geometry-columns.js'
import type { Metadata, SourceConfig } from '../data/dataset.js'
import type { Extent } from '../data/filter.js'
import type { Field, FieldType, Schema } from '../data/schema.js'
import type { Raw } from './arcgis-api.js'

/** A field as conditions, groups and values need to know it. */
export interface ArcgisField {
  readonly name: string
  readonly kind: 'number' | 'text' | 'date' | 'other'
  /** Type in our schema: the server's or the author's. */
  readonly type: FieldType
  /** The author keeps the server's type, so its comparisons are ours. */
  readonly native: boolean
  /** Single precision. */
  readonly single: boolean
  /** Days without a clock (esriFieldTypeDateOnly), given as text. */
  readonly daysOnly: boolean
  /** Whose clock the instants show: France's, or none, when every instant is a midnight in UTC (days). */
  readonly zone: 'utc' | 'france'
  /** Literals of conditions are instants in UTC. */
  readonly utcLiterals: boolean
  /** Upper and lower case count in comparisons. */
  readonly exactText: boolean
  /** What `f=pbf` keeps of the values: all, whole numbers of 32 bits, or it isn't sure. */
  readonly packed: 'all' | 'whole' | 'unsure'
}

/** What a layer says of itself. */
export interface LayerInfo {
  readonly id: string
  readonly objectId: string
  readonly fields: readonly ArcgisField[]
  readonly schema: Schema
  /** Name of the geometry's column; undefined for tables. */
  readonly geometry?: string
  readonly points: boolean
  /** Rows in one answer. */
  readonly pageSize: number
  readonly geojson: boolean
  /** Lines and areas come smaller as `f=pbf` (points do not, once compressed). */
  readonly pbf: boolean
  readonly paging: boolean
  readonly sorting: boolean
  readonly statistics: boolean
  readonly pagedGroups: boolean
  readonly metadata: Metadata
}

const kinds: Readonly<Record<string, ArcgisField['kind']>> = {
  OID: 'number', SmallInteger: 'number', Integer: 'number', BigInteger: 'number', Single: 'number', Double: 'number',
  String: 'text', GUID: 'text', GlobalID: 'text', Date: 'date', DateOnly: 'date', TimeOnly: 'other', TimestampOffset: 'other',
}
const types: Readonly<Record<ArcgisField['kind'], FieldType>> = { number: 'number', text: 'string', date: 'date', other: 'string' }
const mostPageRows = 10_000

/**
 * What the answer of a layer's address (`?f=json`) tells.
 * @throws DgeError `unsupported` for what can't be queried
 */
export function readLayer(answer: Raw, url: string, config: SourceConfig): LayerInfo {
  const declared = (Array.isArray(answer['fields']) ? (answer['fields'] as unknown[]) : []).map(objectOf)
  const named = declared.filter(({ name }) => typeof name === 'string' && name !== '')
  const title = typeof answer['name'] === 'string' ? answer['name'] : url
  const capabilities = String(answer['capabilities'] ?? 'Query')
  if (named.length === 0 || !/\b(query|data)\b/i.test(capabilities)) {
    throw new DgeError('unsupported', `The layer “${title}” (${String(answer['type'] ?? 'without fields')}) has no rows to query: ${url}`, {
      url,
      hint: 'Choose a feature layer or table of the service; pictures and groups of layers have no rows.',
    })
  }
  const advanced = objectOf(answer['advancedQueryCapabilities'])
  const has = (name: string) => advanced[name] === true || answer[name] === true
  const fields = named.flatMap((field) => fieldOf(field, answer, config))
  const schema: Field[] = fields.map(({ name, type }) => {
    const raw = named.find((field) => field['name'] === name)
    const alias = typeof raw?.['alias'] === 'string' && raw['alias'] !== name ? raw['alias'] : undefined
    const description = plainText(raw?.['description'])
    return { name, type, ...(alias ? { title: alias } : {}), ...(description ? { description } : {}) }
  })
  const oid = answer['objectIdField'] ?? named.find(({ type }) => type === 'esriFieldTypeOID')?.['name']
  const geometry = typeof answer['geometryType'] === 'string' && answer['geometryType'] !== '' ? freeName(schema.map((field) => ({ field }))) : undefined
  const limit = Number(answer['maxRecordCount'])
  const formats = String(answer['supportedQueryFormats'] ?? '')
  return {
    id: String(answer['id'] ?? ''),
    objectId: typeof oid === 'string' ? oid : '',
    fields,
    schema: geometry === undefined ? schema : [...schema, { name: geometry, type: 'geometry' }],
    ...(geometry === undefined ? {} : { geometry }),
    points: answer['geometryType'] === 'esriGeometryPoint',
    pageSize: limit > 0 ? Math.min(limit, mostPageRows) : 1000,
    geojson: /geojson/i.test(formats),
    pbf: /\bpbf\b/i.test(formats) && has('supportsCoordinatesQuantization') && /^esriGeometryPoly(line|gon)$/.test(String(answer['geometryType'])),
    paging: has('supportsPagination') && (has('supportsOrderBy') || has('supportsAdvancedQueries')),
    sorting: has('supportsOrderBy') || has('supportsAdvancedQueries'),
    statistics: has('supportsStatistics'),
    pagedGroups: has('supportsPaginationOnAggregatedQueries'),
    metadata: metadataOf(answer, title),
  }
}

function fieldOf(raw: Raw, layer: Raw, config: SourceConfig): readonly ArcgisField[] {
  const name = String(raw['name'])
  const esri = String(raw['type']).replace('esriFieldType', '')
  if (/^(Geometry|Blob|Raster|XML)$/.test(esri)) return []
  const kind = kinds[esri] ?? 'other'
  const type = Object.hasOwn(config.types ?? {}, name) ? (config.types?.[name] ?? types[kind]) : types[kind]
  const zone = objectOf(layer['dateFieldsTimeReference'])['timeZone']
  return [{
    name, kind, type,
    native: type === types[kind],
    single: esri === 'Single',
    daysOnly: esri === 'DateOnly',
    zone: 'france',
    utcLiterals: typeof zone !== 'string' || /^(utc|etc\/utc|gmt)$/i.test(zone),
    exactText: false,
    packed: packedOf(esri, raw['sqlType']),
  }]
}

/**
 * Koop leaves values of other kinds out of its Protocol Buffers, and calls a field whole by its first row; what is longer or
 * broken is cut then. Where the column of the database is declared, it is whole for certain.
 */
function packedOf(esri: string, sqlType: unknown): ArcgisField['packed'] {
  if (/^(Double|String|GlobalID|Date)$/.test(esri)) return 'all'
  return esri === 'OID' || (/^(Small)?Integer$/.test(esri) && /^sqlType(Integer|SmallInt|TinyInt)$/.test(String(sqlType))) ? 'whole' : 'unsure'
}

function metadataOf(answer: Raw, title: string): Metadata {
  const description = plainText(answer['description'])
  const publisher = plainText(answer['copyrightText'])
  const editing = objectOf(answer['editingInfo'])
  const edited = Number(editing['dataLastEditDate'] ?? editing['lastEditDate'] ?? NaN)
  const item = answer['serviceItemId']
  const extent = extentOf(objectOf(answer['extent']))
  return {
    title,
    ...(description ? { description } : {}),
    ...(publisher ? { publisher } : {}),
    ...(Number.isFinite(edited) && Math.abs(edited) < 8.64e15 ? { modified: new Date(edited).toISOString() } : {}),
    ...(typeof item === 'string' && /^[\da-f]{32}$/i.test(item) ? { page: `https://www.arcgis.com/home/item.html?id=${item}` } : {}),
    ...(extent ? { extent } : {}),
  }
}

/** Longitude and latitude, or Web Mercator (which needs no table of projections); undefined for other systems. */
function extentOf(raw: Raw): Extent | undefined {
  const { wkid, latestWkid } = objectOf(raw['spatialReference'])
  const code = Number(latestWkid ?? wkid)
  const box = [raw['xmin'], raw['ymin'], raw['xmax'], raw['ymax']].map((value) => (typeof value === 'number' ? value : NaN))
  const [west = NaN, south = NaN, east = NaN, north = NaN] = box
  if (!box.every(Number.isFinite) || west > east || south > north) return undefined
  if (code === 4326) return [west, south, east, north]
  if (code !== 3857 && code !== 102100) return undefined
  const longitude = (x: number) => (x / 20037508.342789244) * 180
  const latitude = (y: number) => (Math.atan(Math.sinh((y / 20037508.342789244) * Math.PI)) * 180) / Math.PI
  return [longitude(west), latitude(south), longitude(east), latitude(north)]
}
