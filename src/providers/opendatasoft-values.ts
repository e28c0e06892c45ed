import { parseIsoDate, wallClockOf } from '../data/calendar.js'
import { createTable } from '../data/table.js'
import { objectOf } from './opendatasoft-fields.js'
import type { Geometry } from 'geojson'
import type { Schema } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'
import type { Raw } from './opendatasoft-api.js'
import type { ServerField } from './opendatasoft-fields.js'

/** What stands between the values of a multivalued field. */
export const listSeparator = ', '

/** One cell of a v2 or v1 answer as a value of our table; what can't be read as the field's type is null. */
export function valueOf(raw: unknown, { kind, type }: Pick<ServerField, 'kind' | 'type'>): Value {
  if (raw === null || raw === undefined || raw === '') return null
  switch (type) {
    case 'number':
      return numberOf(raw)
    case 'boolean':
      return booleanOf(raw)
    case 'date':
      return dateOf(raw, kind)
    case 'geometry':
      return geometryOf(raw)
    case 'string':
      return textOf(raw)
  }
}

function numberOf(raw: unknown): number | null {
  const text = typeof raw === 'string' ? raw.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.') : raw
  const number = typeof text === 'string' ? (text === '' ? NaN : Number(text)) : text
  return typeof number === 'number' && Number.isFinite(number) ? number + 0 : null
}

function booleanOf(raw: unknown): boolean | null {
  if (typeof raw === 'boolean') return raw
  const word = String(raw).toLowerCase()
  if (word === 'true' || word === '1' || word === 'oui' || word === 't') return true
  return word === 'false' || word === '0' || word === 'non' || word === 'f' ? false : null
}

/** Day fields are days whatever time stands beside them; "2024" and "2024-03" are how coarse precisions are written. */
function dateOf(raw: unknown, kind: string): number | null {
  if (typeof raw === 'number') return kind === 'text' && raw > 0 && raw < 10_000 ? dateOf(String(raw), kind) : null
  if (typeof raw !== 'string') return null
  const text = raw.trim().replaceAll('/', '-')
  const coarse = /^(\d{4})(?:-(\d\d))?$/.exec(text)
  const french = /^(\d\d)-(\d\d)-(\d{4})$/.exec(text)
  const iso = coarse ? `${coarse[1]}-${coarse[2] ?? '01'}-01` : french ? `${french[3]}-${french[2]}-${french[1]}` : text
  return (kind === 'date' ? parseIsoDate(iso.slice(0, 10)) : clockOf(iso)) ?? null
}

/** The offset of an instant is the one the server writes in, whether it heeds `timezone` or not: readers here see French time. */
function clockOf(iso: string): number | undefined {
  const offset = /:\d\d(?:[.,]\d+)?\s?([+-])(\d\d):?(\d\d)$/.exec(iso)
  const written = offset && parseIsoDate(iso.replace(/\s?[+-]\d\d:?\d\d$/, ''))
  if (!offset || written === undefined || written === null) return parseIsoDate(iso)
  const minutes = Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3]))
  return wallClockOf(written - minutes * 60_000)
}

function textOf(raw: unknown): string | null {
  if (typeof raw === 'string') return raw
  if (Array.isArray(raw)) return raw.map((item) => textOf(item) ?? '').filter(Boolean).join(listSeparator) || null
  if (typeof raw !== 'object') return String(raw)
  // Files and images: their address says most.
  const { url, filename } = raw as { url?: unknown; filename?: unknown }
  if (typeof url === 'string') return url
  return typeof filename === 'string' ? filename : JSON.stringify(raw)
}

const geometryTypes = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'])

/** {lon, lat} (v2), [lat, lon] and "lat, lon" (v1, CSV), GeoJSON geometry or Feature, also as text. */
function geometryOf(raw: unknown): Geometry | null {
  if (Array.isArray(raw)) return pointOf(raw[1], raw[0])
  if (typeof raw === 'string') {
    if (raw.startsWith('{')) return geometryOf(parsed(raw))
    const [lat, lon] = raw.split(',')
    return pointOf(Number(lon ?? NaN), Number(lat))
  }
  const object = objectOf(raw)
  if ('lon' in object) return pointOf(object['lon'], object['lat'])
  if (object['type'] === 'Feature') return geometryOf(object['geometry'])
  const known = typeof object['type'] === 'string' && geometryTypes.has(object['type'])
  return known && (Array.isArray(object['coordinates']) || Array.isArray(object['geometries'])) ? (raw as Geometry) : null
}

function pointOf(lon: unknown, lat: unknown): Geometry | null {
  if (typeof lon !== 'number' || typeof lat !== 'number' || !Number.isFinite(lon) || !Number.isFinite(lat)) return null
  return { type: 'Point', coordinates: [lon, lat] }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** True when a value of the answer is no value of the type at all: the declared type is not what the wire brings. */
export function isLost(raw: unknown, value: Value): boolean {
  return value === null && raw !== null && raw !== undefined && raw !== ''
}

/** A table of the named columns; what a record does not have is null (v1 leaves such fields out). */
export function tableOfRows(schema: Schema, rows: readonly Raw[], fields: ReadonlyMap<string, ServerField>): Table {
  const columns = new Map<string, Value[]>()
  for (const { name, type } of schema) {
    const field = fields.get(name) ?? { kind: 'text', type }
    columns.set(name, rows.map((row) => (Object.hasOwn(row, name) ? valueOf(row[name], field) : null)))
  }
  return createTable(schema, columns, { numRows: rows.length })
}
