import { parseIsoDate } from '../data/calendar.js'
import { isYearName, unitInName } from '../data/field-name.js'
import { isObject } from '../data/json-rows.js'
import { parseDate } from '../data/parse-date.js'
import { parseBoolean, parseNumber } from '../data/parse-value.js'
import { createTable } from '../data/table.js'
import { freeName } from './geometry-columns.js'
import type { SourceConfig } from '../data/dataset.js'
import type { Field, FieldType, Schema } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'
import type { Raw } from './data-gouv-api.js'

/** A column as the profile of the Tabular API describes it. */
export interface TabularField {
  readonly name: string
  /** `string int float bool date datetime json`… */
  readonly kind: string
  readonly type: FieldType
  /** Of the type that the server has it in, with a name that can be written in a condition. */
  readonly plain: boolean
}

/** Points out of two columns. */
export interface Place {
  readonly name: string
  readonly latitude: string
  readonly longitude: string
}

export interface TabularSchema {
  readonly schema: Schema
  readonly fields: ReadonlyMap<string, TabularField>
  readonly place?: Place
  /** Columns that may be aggregated; undefined = all. */
  readonly indexes?: ReadonlySet<string>
}

const types: Readonly<Record<string, FieldType>> = { int: 'number', float: 'number', bool: 'boolean', date: 'date', datetime: 'date', datetime_naive: 'date', datetime_aware: 'date' }

/** A name that stands in a condition, or in a list of columns, as it is. */
const writable = /^[\p{L}\p{N}_ '’°-]+$/u

/** Columns out of a profile (csv-detective's); `sample` are some rows. */
export function tabularSchema(answer: Raw, sample: readonly Raw[], config: SourceConfig): TabularSchema {
  const profile = isObject(answer['profile']) ? answer['profile'] : {}
  const described = isObject(profile['columns']) ? profile['columns'] : {}
  const header = Array.isArray(profile['header']) ? profile['header'].filter((name) => typeof name === 'string') : Object.keys(described)
  const fields = new Map<string, TabularField>()
  const formats = new Map<string, string>()
  const schema: Field[] = []
  for (const name of header) {
    if (fields.has(name)) continue
    const about = Object.hasOwn(described, name) && isObject(described[name]) ? described[name] : {}
    const kind = typeof about['python_type'] === 'string' ? about['python_type'] : 'string'
    const own = Object.hasOwn(types, kind) ? (types[kind] ?? 'string') : 'string'
    const type = Object.hasOwn(config.types ?? {}, name) ? (config.types?.[name] ?? own) : own
    fields.set(name, { name, kind, type, plain: type === own && writable.test(name) && !name.includes('__') })
    formats.set(name, typeof about['format'] === 'string' ? about['format'] : '')
    schema.push(fieldOf(name, type, kind, sample))
  }
  const place = placeOf(fields, formats, schema)
  const indexes = Array.isArray(answer['indexes']) ? new Set(answer['indexes'].map(String)) : undefined
  return {
    schema: place ? [...schema, { name: place.name, type: 'geometry' }] : schema,
    fields,
    ...(place ? { place } : {}),
    ...(indexes ? { indexes } : {}),
  }
}

function fieldOf(name: string, type: FieldType, kind: string, sample: readonly Raw[]): Field {
  const unit = type === 'number' ? unitInName(name) : undefined
  const years = kind === 'int' && isYearName(name) && sample.length > 0 && sample.every((row) => row[name] === null || (Number(row[name]) >= 1800 && Number(row[name]) <= 2100))
  return {
    name,
    type,
    ...(unit ? { unit } : {}),
    ...(type === 'number' && years ? { timeUnit: 'year' as const } : {}),
    ...(type === 'date' ? { precision: kind === 'date' ? ('day' as const) : ('time' as const) } : {}),
  }
}

/** The only pair of columns that the profile recognises as latitude and longitude. */
function placeOf(fields: ReadonlyMap<string, TabularField>, formats: ReadonlyMap<string, string>, schema: readonly Field[]): Place | undefined {
  const named = (format: string) => [...fields.values()].filter(({ name, type }) => type === 'number' && formats.get(name)?.startsWith(format))
  const [latitude, ...latitudes] = named('latitude')
  const [longitude, ...longitudes] = named('longitude')
  if (!latitude || !longitude || latitudes.length > 0 || longitudes.length > 0) return undefined
  return { name: freeName(schema.map((field) => ({ field }))), latitude: latitude.name, longitude: longitude.name }
}

/** A `columns=` argument; undefined when a name can't be listed. */
export function columnsArgument(names: readonly string[]): string | undefined {
  return names.length > 0 && names.every((name) => writable.test(name)) ? names.join(',') : undefined
}

/** A table of the named columns. */
export function tabularTable(columns: Schema, rows: readonly Raw[], { place }: Pick<TabularSchema, 'place'>): Table {
  const cells = columns.map((field) => [field.name, rows.map((row) => (field.name === place?.name ? pointOf(row, place) : cellOf(row, field)))] as const)
  return createTable(columns, new Map(cells), { numRows: rows.length })
}

function cellOf(row: Raw, { name, type }: Field): Value {
  return Object.hasOwn(row, name) ? valueOf(row[name], type) : null
}

function pointOf(row: Raw, { latitude, longitude }: Place): Value {
  const y = valueOf(row[latitude], 'number')
  const x = valueOf(row[longitude], 'number')
  const known = typeof x === 'number' && typeof y === 'number' && Math.abs(x) <= 180 && Math.abs(y) <= 90
  return known ? { type: 'Point', coordinates: [x, y] } : null
}

/** One value of an answer in JSON or CSV. */
export function valueOf(raw: unknown, type: FieldType): Value {
  if (raw === null || raw === undefined || raw === '') return null
  if (typeof raw === 'object') return type === 'string' ? JSON.stringify(raw) : null
  const text = String(raw)
  switch (type) {
    case 'number': {
      const number = typeof raw === 'number' ? raw : Number.isFinite(Number(text)) ? Number(text) : parseNumber(text.trim(), ',')
      return number !== undefined && Number.isFinite(number) ? number + 0 : null
    }
    case 'boolean':
      return text === 't' ? true : text === 'f' ? false : typeof raw === 'boolean' ? raw : (parseBoolean(text) ?? null)
    case 'date':
      return parseIsoDate(text) ?? parseDate(text, { order: 'dmy', compact: true })?.value ?? null
    case 'geometry':
      return null
    case 'string':
      return text
  }
}
