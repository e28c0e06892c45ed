import { envelopeOf } from '../data/geometry.js'
import { readGeometry } from '../data/geojson.js'
import type { Download, Metadata, SourceConfig } from '../data/dataset.js'
import type { DatePrecision, Field, FieldType, Schema } from '../data/schema.js'

/** A field as the server declares it. */
export interface ServerField {
  readonly name: string
  /** `text int double boolean date datetime geo_point_2d geo_shape file json_blob`. */
  readonly kind: string
  readonly multivalued: boolean
  /** Type in our schema: the declared one or the author's. */
  readonly type: FieldType
  /** The author keeps the declared type, so the server's comparisons are ours. */
  readonly native: boolean
}

/** What a dataset's description tells. */
export interface Description {
  readonly schema: Schema
  readonly fields: ReadonlyMap<string, ServerField>
  readonly metadata: Metadata
  readonly recordsCount?: number
  readonly hasRecords: boolean
}

type Json = Readonly<Record<string, unknown>>

const types: Readonly<Record<string, FieldType>> = {
  int: 'number', double: 'number', boolean: 'boolean', date: 'date', datetime: 'date', geo_point_2d: 'geometry', geo_shape: 'geometry',
}
const precisions: Readonly<Record<string, DatePrecision>> = { year: 'year', month: 'month', day: 'day', hour: 'time', minute: 'time' }

/** An object, or an empty one in place of anything else. */
export function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

/**
 * Schema and metadata of a dataset description: v2 (`metas.default`, annotations as an object) and v1 (`metas`,
 * annotations as a list). Undefined when it describes no dataset.
 */
export function describe(answer: unknown, config: SourceConfig): Description | undefined {
  const body = objectOf(answer)
  const wrapped = objectOf(body['dataset'])
  const dataset = Array.isArray(wrapped['fields']) ? wrapped : body
  if (!Array.isArray(dataset['fields'])) return undefined
  const declared = (dataset['fields'] as unknown[]).map(objectOf).filter((field) => typeof field['name'] === 'string' && field['name'] !== '')
  const fields = new Map<string, ServerField>()
  const schema: Field[] = []
  for (const one of declared) {
    const name = one['name'] as string
    if (fields.has(name)) continue
    const annotations = annotationsOf(one['annotations'])
    const kind = typeof one['type'] === 'string' ? one['type'] : 'text'
    const own = types[kind] ?? 'string'
    const type = Object.hasOwn(config.types ?? {}, name) ? (config.types?.[name] ?? own) : own
    fields.set(name, { name, kind, multivalued: annotations.has('multivalued'), type, native: type === own })
    schema.push(fieldOf(one, name, kind, type, annotations))
  }
  const metas = objectOf(dataset['metas'])
  const metadata = objectOf(metas['default'] ?? metas)
  const count = metadata['records_count']
  return {
    schema,
    fields,
    metadata: metadataOf(metadata, objectOf(metas['dcat'])),
    hasRecords: dataset['has_records'] !== false,
    ...(typeof count === 'number' && count >= 0 ? { recordsCount: count } : {}),
  }
}

function fieldOf(one: Json, name: string, kind: string, type: FieldType, annotations: ReadonlyMap<string, unknown>): Field {
  const title = textOf(one['label'])
  const description = textOf(one['description'])
  const unit = textOf(annotations.get('unit'))
  const declared = textOf(annotations.get('timeserie_precision'))
  const precision = declared === undefined ? undefined : precisions[declared]
  return {
    name,
    type,
    ...(title !== undefined && title !== name ? { title } : {}),
    ...(unit === undefined || type !== 'number' ? {} : { unit }),
    ...(type === 'date' ? { precision: precision ?? (kind === 'datetime' ? 'time' : 'day') } : {}),
    ...(description === undefined ? {} : { description }),
  }
}

/** By name; a flag (true, null, or an empty object in some versions) is present, false is not. */
function annotationsOf(value: unknown): ReadonlyMap<string, unknown> {
  const list = Array.isArray(value)
    ? value.map(objectOf).map((one): [string, unknown] => [String(one['name']), one['args'] ?? one['value'] ?? true])
    : Object.entries(objectOf(value))
  return new Map(list.filter(([, given]) => given !== false).map(([name, given]) => [name, Array.isArray(given) ? given[0] : given]))
}

function metadataOf(metas: Json, dcat: Json): Metadata {
  const pick = (name: string, from: string, read: (value: unknown) => string | undefined, source = metas) => {
    const value = read(source[from])
    return value === undefined ? {} : { [name]: value }
  }
  // A box is the polygon of a feature.
  const box = readGeometry(objectOf(metas['bbox'])['geometry'] ?? metas['bbox'])
  const extent = box && envelopeOf(box)
  return {
    ...pick('title', 'title', textOf),
    ...pick('description', 'description', plainText),
    ...pick('publisher', 'publisher', textOf),
    ...pick('licence', 'license', textOf),
    ...pick('licenceUrl', 'license_url', webAddress),
    ...pick('modified', 'modified', (value) => textOf(value) ?? textOf(metas['data_processed'])),
    ...pick('created', 'created', (value) => textOf(value) ?? textOf(dcat['issued']), dcat),
    ...pick('frequency', 'accrualperiodicity', textOf, dcat),
    ...(extent ? { extent } : {}),
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value).trim()
  return text === '' ? undefined : text
}

function webAddress(value: unknown): string | undefined {
  return typeof value === 'string' && /^https?:\/\/[^\s"'<>]+$/i.test(value) ? value : undefined
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** Publishers write descriptions in HTML; readers get its text. The result is text: never to be used as markup. */
export function plainText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<\/(p|div|li|h\d|ul|ol|tr)\s*>|<br\s*\/?>/gi, '\n')
    .replace(/<\/?[a-z!][^>]*>/gi, '')
    .replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => entityOf(name) ?? whole)
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
  return textOf(text)
}

function entityOf(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name.toLowerCase()]
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

/** Download of one format at `url`. */
export function downloadsOf(schema: Schema, urlOf: (format: string) => string): Download[] {
  const located = schema.some(({ type }) => type === 'geometry')
  const formats = ['csv', 'xlsx', 'json', ...(located ? ['geojson'] : [])]
  return formats.map((format) => ({ format, url: urlOf(format) }))
}
