import { isObject } from './json-rows.js'
import type { Geometry } from 'geojson'
import type { JsonObject } from './json-rows.js'
import { readGeometry } from './geojson.js'

/** A column of JSON values as text to be typed, or as geometries. */
export interface JsonColumn {
  readonly name: string
  readonly cells: readonly string[]
  /** All values are JSON strings: digits in them are codes where other columns hold JSON numbers. */
  readonly quoted: boolean
  /** Set where a JSON number has decimals: their mark is a point, whatever texts of the file have. */
  readonly decimal?: '.'
  /** Set when the values are geometries; `broken` of them could not be read. */
  readonly geometries?: readonly (Geometry | null)[]
  readonly broken?: number
}

/**
 * Columns of rows with unequal keys: all keys, in order of appearance. Objects are spread one level ("adresse.ville"),
 * deeper ones and arrays become text; geometries and `{lon, lat}` stay what they are.
 */
export function columnsOfRows(rows: readonly JsonObject[]): JsonColumn[] {
  const values = new Map<string, unknown[]>()
  const spread = new Set<string>()
  const put = (name: string, row: number, value: unknown) => {
    let column = values.get(name)
    if (!column) values.set(name, (column = []))
    column[row] = value
  }
  for (const [row, object] of rows.entries()) {
    for (const [name, value] of Object.entries(object)) {
      if (isObject(value) && geometryIn(value) === undefined) {
        spread.add(name)
        for (const [inner, part] of Object.entries(value)) put(`${name}.${inner}`, row, part)
      } else put(name, row, value)
    }
  }
  // An object here and null there is no column of its own.
  const kept = [...values].filter(([name, column]) => !spread.has(name) || column.some((value) => value !== null && value !== undefined))
  return kept.map(([name, column]) => jsonColumn(name, Array.from({ length: rows.length }, (_, row) => column[row])))
}

function jsonColumn(name: string, values: readonly unknown[]): JsonColumn {
  const present = values.filter((value) => value !== null && value !== undefined)
  if (present.length > 0 && present.every((value) => isObject(value) && geometryIn(value) !== undefined)) {
    const read = values.map((value) => (isObject(value) ? readGeometry(geometryIn(value)) : null))
    const broken = read.filter((geometry) => geometry === undefined).length
    return { name, cells: [], quoted: false, geometries: read.map((geometry) => geometry ?? null), broken }
  }
  return { name, cells: values.map(textOf), quoted: present.every((value) => typeof value === 'string'), ...(present.some(isFraction) ? { decimal: '.' } : {}) }
}

/** A JSON number with decimals. */
export function isFraction(value: unknown): boolean {
  return typeof value === 'number' && !Number.isInteger(value)
}

const shapes = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'])

/** The GeoJSON geometry that an object is, holds (a feature) or means (`{lon, lat}`); undefined for any other object. */
export function geometryIn(value: JsonObject): unknown {
  const { type } = value
  if (type === 'Feature' && 'geometry' in value) return value['geometry']
  if (typeof type === 'string' && shapes.has(type) && ('coordinates' in value || 'geometries' in value)) return value
  const { lon, lat } = value
  if (typeof lon === 'number' && typeof lat === 'number' && Object.keys(value).length === 2) return { type: 'Point', coordinates: [lon, lat] }
  return undefined
}

/** One value as a file of text would have it. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) return value.map(textOf).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
