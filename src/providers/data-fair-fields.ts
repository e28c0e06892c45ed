import { parseIsoDate } from '../data/calendar.js'
import { readGeometry } from '../data/geojson.js'
import { createTable } from '../data/table.js'
import { readGeometryText } from '../data/geometry-text.js'
import { objectOf, plainText } from './opendatasoft-fields.js'
import type { SourceConfig } from '../data/dataset.js'
import type { Field, FieldType, Schema } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'

export type Raw = Readonly<Record<string, unknown>>

/** A column as the server declares it. */
export interface FairField {
  readonly name: string
  /** `integer number boolean string date date-time`, or `_geopoint`, `_geoshape`. */
  readonly kind: string
  readonly type: FieldType
  /** One value per line, of the declared type: the server's comparisons are ours. */
  readonly plain: boolean
  /** What the publisher switched off: filters (`index`), sorting and grouping (`values`). */
  readonly index: boolean
  readonly values: boolean
}

export interface FairSchema {
  readonly schema: Schema
  readonly fields: ReadonlyMap<string, FairField>
}

/** Columns out of a dataset's `schema`; those that the server adds are left out, but for the geometry. */
export function fairSchema(columns: unknown, config: SourceConfig): FairSchema {
  const declared = (Array.isArray(columns) ? columns : []).map(objectOf).filter(({ key }) => typeof key === 'string' && key !== '')
  const has = (name: string) => declared.some(({ key }) => key === name)
  const geometry = has('_geoshape') ? '_geoshape' : has('_geopoint') ? '_geopoint' : undefined
  const fields = new Map<string, FairField>()
  const schema: Field[] = []
  for (const column of declared) {
    const name = String(column['key'])
    const located = name === geometry
    if (fields.has(name) || (!located && (column['x-calculated'] === true || /^_(id|i|rand|score|geo\w+|updatedAt\w*)$/.test(name)))) continue
    const format = typeof column['format'] === 'string' ? column['format'] : ''
    const kind = located ? name : /^date(-time)?$/.test(format) ? format : String(column['type'] ?? 'string')
    const own = typeOf(kind)
    const type = Object.hasOwn(config.types ?? {}, name) ? (config.types?.[name] ?? own) : own
    const capabilities = objectOf(column['x-capabilities'])
    const single = typeof column['separator'] !== 'string' || column['separator'] === ''
    fields.set(name, { name, kind, type, plain: single && type === own, index: capabilities['index'] !== false, values: capabilities['values'] !== false })
    schema.push(fieldOf(column, name, kind, type))
  }
  return { schema, fields }
}

function typeOf(kind: string): FieldType {
  if (kind === 'integer' || kind === 'number') return 'number'
  if (kind === 'boolean') return 'boolean'
  if (kind === 'date' || kind === 'date-time') return 'date'
  return kind.startsWith('_geo') ? 'geometry' : 'string'
}

function fieldOf(column: Raw, name: string, kind: string, type: FieldType): Field {
  const title = plainText(column['title']) ?? plainText(column['x-originalName'])
  const description = plainText(column['description'])
  return {
    name,
    type,
    ...(title && title !== name ? { title } : {}),
    ...(type === 'date' ? { precision: kind === 'date-time' ? ('time' as const) : ('day' as const) } : {}),
    ...(description ? { description } : {}),
  }
}

/** A table of the named columns; keys that a line does not have are null. */
export function fairTable(schema: Schema, lines: readonly Raw[]): Table {
  const columns = schema.map(({ name, type }) => [name, lines.map((line) => (Object.hasOwn(line, name) ? valueOf(line[name], type) : null))] as const)
  return createTable(schema, new Map(columns), { numRows: lines.length })
}

/** One value of an answer. Several values in one cell are text with commas. */
export function valueOf(raw: unknown, type: FieldType): Value {
  if (raw === null || raw === undefined || raw === '') return null
  switch (type) {
    case 'number': {
      const number = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
      return typeof number === 'number' && Number.isFinite(number) ? number : null
    }
    case 'boolean':
      return typeof raw === 'boolean' ? raw : raw === 'true' ? true : raw === 'false' ? false : null
    case 'date':
      return typeof raw === 'string' ? (parseIsoDate(raw) ?? null) : null
    case 'geometry': {
      if (typeof raw !== 'string') return readGeometry(raw) ?? null
      // "latitude,longitude"
      const [latitude = NaN, longitude = NaN] = raw.split(',').map(Number)
      if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { type: 'Point', coordinates: [longitude, latitude] }
      return readGeometryText(raw)?.geometry ?? null
    }
    case 'string':
      if (Array.isArray(raw)) return raw.map(String).join(', ') || null
      return typeof raw === 'object' ? JSON.stringify(raw) : String(raw)
  }
}
