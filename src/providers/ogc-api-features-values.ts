import { isCodeName, isYearName, unitInName } from '../data/field-name.js'
import { DgeError } from '../data/errors.js'
import { readGeometry } from '../data/geojson.js'
import { checkTypes } from '../data/check-types.js'
import { inferColumns } from '../data/infer-table.js'
import { columnsOfRows } from '../data/json-columns.js'
import { isObject } from '../data/json-rows.js'
import { parseDate } from '../data/parse-date.js'
import { isMissing } from '../data/parse-value.js'
import { createTable } from '../data/table.js'
import { freeName } from './geometry-columns.js'
import { plainText } from './opendatasoft-fields.js'
import { authorCrs, toLonLat } from './projection.js'
import type { SourceConfig } from '../data/dataset.js'
import type { JsonColumn } from '../data/json-columns.js'
import type { JsonObject } from '../data/json-rows.js'
import type { Pacer } from '../data/pacer.js'
import type { Field, Schema } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'

/** What queryables or a schema say of a property. */
export interface Declared {
  readonly name: string
  /** As in JSON Schema: string, number, integer, boolean; 'date' and 'date-time' for text in these formats; '' unknown. */
  readonly type: string
  readonly title?: string
  readonly unit?: string
  readonly description?: string
}

const dayText = /^\d{4}-\d\d-\d\d$/
const instantText = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i

/** The properties of a JSON Schema (`/queryables`, `/schema`), geometries left out. */
export function declaredIn(document: JsonObject): Declared[] {
  const properties = isObject(document['properties']) ? document['properties'] : {}
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isObject(property) || '$ref' in property || /geometry/.test(String(property['format'])) || /geometry/.test(String(property['x-ogc-role']))) return []
    const { type, format } = property
    const named = Array.isArray(type) ? (type as readonly unknown[]).find((one) => one !== 'null') : type
    const kind = named === 'string' && (format === 'date' || format === 'date-time') ? format : typeof named === 'string' ? named : ''
    if (kind === 'object' || kind === 'array') return []
    const [title, description, unit] = [plainText(property['title']), plainText(property['description']), plainText(property['x-ogc-unit'])]
    return [{ name, type: kind, ...(title ? { title } : {}), ...(description ? { description } : {}), ...(unit ? { unit } : {}) }]
  })
}

/**
 * Fields by the values that came (strings stay strings unless all are ISO dates, so codes keep their zeros) and by what is
 * declared. Properties of the schema that no feature has yet are fields too.
 * @throws DgeError `field` for a type given to no field, `format` for one that a value is not of
 */
export async function schemaOf(rows: readonly JsonObject[], declared: readonly Declared[], config: SourceConfig, pacer: Pacer): Promise<Schema> {
  const columns = columnsOfRows(rows.map(propertiesOf))
  const known = new Map(declared.map((one) => [one.name, one]))
  const silent = declared.filter(({ name }) => !columns.some((column) => column.name === name))
  const all: JsonColumn[] = [...columns, ...silent.map(({ name }) => ({ name, cells: [], quoted: true }))]
  checkTypes(config.types, all.map(({ name }) => name))
  const forced = all.filter(({ name, geometries }) => !geometries && isForced(name, config))
  const typed = new Map((await inferColumns(forced, { types: config.types, pacer })).map(({ field }) => [field.name, field]))
  const fields = all.map((column) => titled(typed.get(column.name) ?? fieldOf(column, known.get(column.name)), known.get(column.name)))
  const located = rows.some((row) => isObject(row['geometry']))
  return located ? [...fields, { name: freeName(fields.map((field) => ({ field }))), type: 'geometry' }] : fields
}

function titled(field: Field, declared: Declared | undefined): Field {
  if (!declared) return field
  const { title, unit, description } = declared
  const named = title && title !== field.name ? { title } : {}
  return { ...field, ...named, ...(unit ? { unit } : {}), ...(description && description !== title ? { description } : {}) }
}

function isForced(name: string, { types }: SourceConfig): boolean {
  return types !== undefined && Object.hasOwn(types, name)
}

function fieldOf({ name, cells, quoted, geometries }: JsonColumn, declared: Declared | undefined): Field {
  if (geometries) return { name, type: 'geometry' }
  const present = cells.filter((cell) => cell !== '')
  const every = (test: (cell: string) => boolean) => present.length > 0 && present.every(test)
  if (quoted) {
    if (present.length === 0) return undeclaredByValues(name, declared)
    if (declared?.type === '' || declared === undefined || declared.type.startsWith('date')) {
      if (every((cell) => dayText.test(cell) && isDate(cell))) return { name, type: 'date', precision: 'day' }
      if (every((cell) => (dayText.test(cell) || instantText.test(cell)) && isDate(cell))) return { name, type: 'date', precision: 'time' }
    }
    return { name, type: 'string' }
  }
  if (every((cell) => cell === 'true' || cell === 'false')) return { name, type: 'boolean' }
  if (!every((cell) => isNumber(cell)) || declared?.type === 'string') return { name, type: 'string' }
  const whole = present.every((cell) => /^-?\d+$/.test(cell))
  // Codes are text in every other format too, so that sources can be compared; sixteen digits are no quantity.
  if (whole && declared === undefined && isCodeName(name)) return { name, type: 'string' }
  return numberField(name, whole && present.every((cell) => Number(cell) >= 1800 && Number(cell) <= 2100))
}

function numberField(name: string, years: boolean): Field {
  const unit = unitInName(name)
  return { name, type: 'number', ...(unit ? { unit } : {}), ...(years && isYearName(name) ? { timeUnit: 'year' as const } : {}) }
}

/** A column without a value yet. */
function undeclaredByValues(name: string, declared: Declared | undefined): Field {
  switch (declared?.type) {
    case 'number':
    case 'integer':
      return numberField(name, false)
    case 'boolean':
      return { name, type: 'boolean' }
    case 'date':
      return { name, type: 'date', precision: 'day' }
    case 'date-time':
      return { name, type: 'date', precision: 'time' }
    default:
      return { name, type: 'string' }
  }
}

function isDate(cell: string): boolean {
  return parseDate(cell, { order: 'dmy', compact: false }) !== undefined
}

function isNumber(cell: string): boolean {
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell)
}

/**
 * Features as a table of the schema's columns; '' is missing (MapServer writes null so).
 * @throws DgeError `format` when a value is not of its column's type
 */
export async function tableOf(
  rows: readonly JsonObject[],
  schema: Schema,
  config: SourceConfig,
  extra: { complete: boolean; total?: number; crs?: string | undefined },
  pacer: Pacer
): Promise<Table> {
  const found = new Map(columnsOfRows(rows.map(propertiesOf)).map((column) => [column.name, column]))
  const columns = new Map<string, Column>()
  const own = schema.filter(({ type }) => type === 'geometry').at(-1)?.name
  for (const field of schema) {
    const column = found.get(field.name)
    await pacer.turn()
    if (field.type === 'geometry') {
      const shapes = column?.geometries ?? (field.name === own && !column ? rows.map((row) => readGeometry(row['geometry'] ?? null) ?? null) : rows.map(() => null))
      columns.set(field.name, (await toLonLat(shapes, authorCrs(config) ?? extra.crs, pacer)).geometries)
    } else columns.set(field.name, column ? await valuesOf(column, field, config, pacer) : rows.map(() => null))
  }
  return createTable(schema, columns, { numRows: rows.length, complete: extra.complete, ...(extra.total === undefined ? {} : { total: extra.total }) })
}

/** The properties of a feature; of a plain row all but what the server adds. */
export function propertiesOf(row: JsonObject): JsonObject {
  if (row['type'] === 'Feature' && 'geometry' in row) return isObject(row['properties']) ? row['properties'] : {}
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== '@id').map(([name, value]) => [name.replace(/^\ufeff/, ''), value]))
}

async function valuesOf(column: JsonColumn, field: Field, config: SourceConfig, pacer: Pacer): Promise<Column> {
  // The author's type may mean more than JSON's: "1 234,5" as a number, 31/01/2024 as a date.
  if (isForced(field.name, config) && (column.quoted || field.type !== 'number')) {
    const [typed] = await inferColumns([column], { types: config.types, pacer })
    if (typed) return typed.values
  }
  return column.cells.map((cell) => valueOf(cell, field))
}

/** One cell as a value of the field's type. @throws DgeError `format` */
export function valueOf(cell: string, { name, type }: Field): Value {
  if (cell.trim() === '') return null
  if (type === 'string') return cell
  const value = type === 'number' ? (isNumber(cell) ? Number(cell) : undefined) : type === 'date' ? parseDate(cell.trim(), { order: 'dmy', compact: false })?.value : booleanOf(cell)
  if (value !== undefined) return value
  if (isMissing(cell.trim())) return null
  throw new DgeError('format', `“${cell.slice(0, 60)}” in column “${name}” is no ${type}, as the values before it were`, {
    hint: `Say what the column is: types="${name}:string".`,
  })
}

function booleanOf(cell: string): boolean | undefined {
  return cell === 'true' ? true : cell === 'false' ? false : undefined
}
