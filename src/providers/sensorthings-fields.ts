import { parseIsoDate } from '../data/calendar.js'
import { DgeError } from '../data/errors.js'
import { readGeometry } from '../data/geojson.js'
import { isObject } from '../data/json-rows.js'
import { createTable } from '../data/table.js'
import { chosenType } from './sql-dataset.js'
import type { Field, FieldType, Schema } from '../data/schema.js'
import type { JsonObject } from '../data/json-rows.js'
import type { SourceConfig } from '../data/dataset.js'
import type { Table, Value } from '../data/table.js'

type Flat = ReadonlyMap<string, unknown>

/** What a Datastream says of its observations. */
export interface StreamWords {
  readonly title?: string | undefined
  readonly unit?: string | undefined
  /** `OM_Measurement`, `OM_CountObservation`…: the end of the type's URI. */
  readonly kind?: string | undefined
}

/** Names of entities that stand inside others: of these the name is shown. */
const inner = new Set(['Thing', 'Datastream', 'MultiDatastream', 'ObservedProperty', 'Sensor', 'FeatureOfInterest'])
const times = new Set(['phenomenonTime', 'resultTime', 'validTime', 'time'])

/**
 * One entity as a row: its plain members, `properties.…`, the names of what it belongs to, the start and end of its times, the
 * unit's symbol, its latest observation (`latest.result`), and one place (`location`): its own, that of its Thing or feature.
 */
export function flattened(entity: JsonObject): Flat {
  const row = new Map<string, unknown>()
  if ('@iot.id' in entity) row.set('id', entity['@iot.id'])
  for (const [name, value] of Object.entries(entity)) {
    if (name.includes('@iot.') || value === undefined) continue
    if (times.has(name)) putTime(row, name, value)
    else if (name === 'location' || name === 'feature') row.set('location', value)
    else if (name === 'Locations') row.set('location', firstOf(value)?.['location'])
    else if (name === 'Observations') putLatest(row, value)
    else if (inner.has(name)) putInner(row, name, value)
    else if (name === 'unitOfMeasurement') row.set('unit', isObject(value) ? (value['symbol'] ?? value['name']) : null)
    else if (name === 'properties' || name === 'parameters') putMembers(row, name, value)
    else if (name === 'observedArea' || (Array.isArray(value) && value.some(isObject))) continue
    else row.set(name, value)
  }
  return row
}

function firstOf(value: unknown): JsonObject | undefined {
  return Array.isArray(value) ? value.find(isObject) : undefined
}

function putTime(row: Map<string, unknown>, name: string, value: unknown): void {
  const [start, end] = typeof value === 'string' ? value.split('/') : []
  row.set(name, start ?? null)
  if (end !== undefined) row.set(`${name}.end`, end)
}

function putLatest(row: Map<string, unknown>, value: unknown): void {
  const latest = firstOf(value)
  row.set('latest.result', latest?.['result'] ?? null)
  putTime(row, 'latest.phenomenonTime', latest?.['phenomenonTime'])
}

function putInner(row: Map<string, unknown>, name: string, value: unknown): void {
  if (!isObject(value)) return
  row.set(`${name}.name`, value['name'] ?? null)
  const place = name === 'FeatureOfInterest' ? value['feature'] : firstOf(value['Locations'])?.['location']
  if (place !== undefined) row.set('location', place)
}

function putMembers(row: Map<string, unknown>, name: string, value: unknown): void {
  if (!isObject(value)) return
  for (const [key, member] of Object.entries(value)) if (!isObject(member)) row.set(`${name}.${key}`, member)
}

const titles: Readonly<Record<string, string>> = { phenomenonTime: 'Date', resultTime: 'Date du résultat', result: 'Valeur', location: 'Lieu', 'latest.result': 'Dernière valeur', 'latest.phenomenonTime': 'Date de la dernière valeur', unit: 'Unité' }

/** Columns of the entities, by the values of the first ones; `stream` tells what the results are. */
export function thingsSchema(rows: readonly Flat[], stream: StreamWords, config: SourceConfig): Schema {
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))]
  const ordered = [...names.filter((name) => name !== 'location'), ...names.filter((name) => name === 'location')]
  return ordered.map((name): Field => {
    const type = chosenType(config, name) ?? typeOf(name, rows, stream)
    const measured = name === 'result'
    const title = (measured ? stream.title : undefined) ?? titles[name]
    return {
      name, type,
      ...(title ? { title } : {}),
      ...(measured && stream.unit && type === 'number' ? { unit: stream.unit } : {}),
      ...(type === 'date' ? { precision: 'time' as const } : {}),
    }
  })
}

function typeOf(name: string, rows: readonly Flat[], { kind }: StreamWords): FieldType {
  if (name === 'location') return 'geometry'
  if (name === 'id') return 'string'
  if (times.has(name.replace(/^latest\./, '').replace(/\.end$/, ''))) return 'date'
  if (name === 'result' && kind !== undefined && /^OM_(Measurement|CountObservation)$/.test(kind)) return 'number'
  if (name === 'result' && kind === 'OM_TruthObservation') return 'boolean'
  const values = rows.map((row) => row.get(name)).filter((value) => value !== undefined && value !== null)
  const all = (type: string) => values.length > 0 && values.every((value) => typeof value === type)
  return all('number') ? 'number' : all('boolean') ? 'boolean' : 'string'
}

/** A table of the columns. @throws DgeError `format` for a value that is not of its column's type */
export function thingsTable(schema: Schema, rows: readonly Flat[], url: string): Table {
  const cells = schema.map((field) => [field.name, rows.map((row) => cellOf(row.get(field.name), field, url))] as const)
  return createTable(schema, new Map(cells), { numRows: rows.length })
}

function cellOf(raw: unknown, { name, type }: Field, url: string): Value {
  if (raw === undefined || raw === null || raw === '') return null
  const value = valueOf(raw, type)
  if (value !== undefined) return value
  throw new DgeError('format', `“${String(raw)}” in ${name} is no ${type}: ${url}`, { url, hint: `Write types="${name}:string" on the element.` })
}

/** Undefined for what is not of the type; numbers that are none ("NaN", "Infinity") are missing. */
function valueOf(raw: unknown, type: FieldType): Value | undefined {
  switch (type) {
    case 'number': {
      const text = typeof raw === 'string' ? raw.trim() : raw
      const number = typeof text === 'number' ? text : typeof text === 'string' ? Number(text) : undefined
      if (number === undefined) return undefined
      if (Number.isNaN(number)) return /^-?nan$/i.test(String(text)) ? null : undefined
      return Number.isFinite(number) ? number + 0 : null
    }
    case 'boolean':
      return typeof raw === 'boolean' ? raw : /^true$/i.test(String(raw)) ? true : /^false$/i.test(String(raw)) ? false : undefined
    case 'date':
      return typeof raw === 'string' ? parseIsoDate(raw) : undefined
    case 'geometry':
      return readGeometry(isObject(raw) && raw['type'] === 'Feature' ? raw['geometry'] : raw) ?? null
    case 'string':
      return typeof raw === 'object' ? JSON.stringify(raw) : String(raw)
  }
}
