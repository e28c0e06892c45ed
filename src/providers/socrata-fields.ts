import { parseIsoDate } from '../data/calendar.js'
import { unitInName, isYearName } from '../data/field-name.js'
import { readGeometry } from '../data/geojson.js'
import { isObject } from '../data/json-rows.js'
import { createTable } from '../data/table.js'
import { plainText } from './opendatasoft-fields.js'
import { chosenType } from './sql-dataset.js'
import type { SourceConfig } from '../data/dataset.js'
import type { Field, FieldType, Schema } from '../data/schema.js'
import type { JsonObject } from '../data/json-rows.js'
import type { Table, Value } from '../data/table.js'

/** A column as the site declares it. */
export interface SocrataField {
  readonly name: string
  /** `text number checkbox calendar_date point location polygon`…. */
  readonly kind: string
  readonly type: FieldType
  /** The site compares it as we do, and its name can be written in a question. */
  readonly plain: boolean
}

export interface SocrataSchema {
  readonly schema: Schema
  readonly fields: ReadonlyMap<string, SocrataField>
}

const types: Readonly<Record<string, FieldType>> = {
  number: 'number', double: 'number', money: 'number', percent: 'number', stars: 'number', checkbox: 'boolean', calendar_date: 'date', date: 'date',
  point: 'geometry', location: 'geometry', multipoint: 'geometry', line: 'geometry', multiline: 'geometry', polygon: 'geometry', multipolygon: 'geometry',
}
const comparable = new Set(['text', 'number', 'checkbox', 'calendar_date'])

/** Columns out of a view's description, in the order in which the page shows them. */
export function socrataSchema(columns: unknown, config: SourceConfig): SocrataSchema {
  const declared = (Array.isArray(columns) ? columns : []).filter(isObject).filter(isShown)
  const position = ({ position: at }: JsonObject) => (typeof at === 'number' ? at : Infinity)
  declared.sort((a, b) => position(a) - position(b))
  const fields = new Map<string, SocrataField>()
  const schema: Field[] = []
  for (const column of declared) {
    const name = String(column['fieldName'])
    if (fields.has(name)) continue
    const kind = typeof column['dataTypeName'] === 'string' ? column['dataTypeName'] : 'text'
    const own = types[kind] ?? 'string'
    const type = chosenType(config, name) ?? own
    fields.set(name, { name, kind, type, plain: type === own && comparable.has(kind) && /^[a-z_]\w*$/i.test(name) })
    schema.push(fieldOf(column, name, kind, type))
  }
  return { schema, fields }
}

/** Not the site's own columns (`:id`, `:@computed_region…`), nor those that the publisher hides. */
function isShown({ fieldName, flags }: JsonObject): boolean {
  return typeof fieldName === 'string' && fieldName !== '' && !fieldName.startsWith(':') && !(Array.isArray(flags) && flags.includes('hidden'))
}

function fieldOf(column: JsonObject, name: string, kind: string, type: FieldType): Field {
  const title = plainText(column['name'])
  const description = plainText(column['description'])
  const format = isObject(column['format']) ? column['format'] : {}
  const unit = type !== 'number' ? undefined : kind === 'percent' ? '%' : unitInName(name)
  return {
    name,
    type,
    ...(title && title !== name ? { title } : {}),
    ...(unit ? { unit } : {}),
    ...(type === 'number' && isYearName(name) ? { timeUnit: 'year' as const } : {}),
    ...(type === 'date' ? { precision: isDay(column, format) ? ('day' as const) : ('time' as const) } : {}),
    ...(description ? { description } : {}),
  }
}

/** A day in the format that the publisher chose, or at both ends of the values. */
function isDay({ cachedContents }: JsonObject, { view }: JsonObject): boolean {
  if (view === 'date' || view === 'date_ymd' || view === 'date_dmy') return true
  const { smallest, largest } = isObject(cachedContents) ? cachedContents : {}
  return [smallest, largest].every((value) => typeof value === 'string' && /T00:00:00(\.0+)?$/.test(value))
}

/** A table of the named columns; keys that a row does not have are null. */
export function socrataTable(schema: Schema, rows: readonly JsonObject[]): Table {
  const columns = schema.map((field) => [field.name, rows.map((row) => (Object.hasOwn(row, field.name) ? socrataValue(row[field.name], field.type) : null))] as const)
  return createTable(schema, new Map(columns), { numRows: rows.length })
}

/** One cell; numbers come as text. */
export function socrataValue(raw: unknown, type: FieldType): Value {
  if (raw === null || raw === undefined || raw === '') return null
  switch (type) {
    case 'number': {
      const number = typeof raw === 'string' ? Number(raw.replace(/[\s$,%]/g, '') || NaN) : raw
      return typeof number === 'number' && Number.isFinite(number) ? number + 0 : null
    }
    case 'boolean':
      return typeof raw === 'boolean' ? raw : raw === 'true' ? true : raw === 'false' ? false : null
    case 'date':
      return typeof raw === 'string' ? (parseIsoDate(raw) ?? null) : null
    case 'geometry':
      return readGeometry(raw) ?? (isObject(raw) ? pointOf(raw) : null)
    case 'string':
      if (!isObject(raw)) return Array.isArray(raw) ? JSON.stringify(raw) : String(raw)
      return typeof raw['url'] === 'string' ? raw['url'] : JSON.stringify(raw)
  }
}

/** The old type `location`. */
function pointOf({ latitude, longitude }: JsonObject): Value {
  const [y, x] = [latitude, longitude].map((degree) => (degree === undefined || degree === null || degree === '' ? NaN : Number(degree)))
  return x !== undefined && y !== undefined && Math.abs(y) <= 90 && Math.abs(x) <= 180 ? { type: 'Point', coordinates: [x, y] } : null
}
