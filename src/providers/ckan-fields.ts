import { isYearName, unitInName } from '../data/field-name.js'
import { isObject } from '../data/json-rows.js'
import { plainText } from './opendatasoft-fields.js'
import { chosenType, valueOf } from './sql-dataset.js'
import { createTable } from '../data/table.js'
import type { SourceConfig } from '../data/dataset.js'
import type { Field, FieldType, Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { Raw } from './ckan-api.js'

/** A column of the datastore. */
export interface CkanField {
  readonly name: string
  /** PostgreSQL's type. */
  readonly stored: string
  readonly type: FieldType
  /** Of the type that the database has it in: its comparisons are ours. */
  readonly plain: boolean
}

export interface CkanSchema {
  readonly schema: Schema
  readonly fields: readonly CkanField[]
}

/** Columns of a table but for the site's own. */
export function ckanSchema(described: readonly Raw[], config: SourceConfig): CkanSchema {
  const own = described.filter(({ id }) => typeof id === 'string' && id !== '_id' && id !== '_full_text')
  const fields = own.map((column): CkanField => {
    const name = String(column['id'])
    const stored = typeof column['type'] === 'string' ? column['type'].toLowerCase() : 'text'
    const native = typeOf(stored)
    const type = chosenType(config, name) ?? native ?? 'string'
    return { name, stored, type, plain: type === native }
  })
  return { schema: fields.map((field, at) => fieldOf(field, own[at] ?? {})), fields }
}

/** Our type; undefined for what the database compares otherwise (instants, lists, JSON). */
function typeOf(stored: string): FieldType | undefined {
  if (/^(text|varchar|character varying)/.test(stored)) return 'string'
  if (/^(int\d?|integer|bigint|smallint|float\d?|numeric|double precision|real)/.test(stored)) return 'number'
  if (/^bool/.test(stored)) return 'boolean'
  return /^(date|timestamp|timestamp without time zone)$/.test(stored) ? 'date' : undefined
}

function fieldOf({ name, type, stored }: CkanField, column: Raw): Field {
  const info = isObject(column['info']) ? column['info'] : {}
  const title = plainText(info['label'])
  const description = plainText(info['notes'])
  const unit = type === 'number' ? unitInName(name) : undefined
  return {
    name,
    type,
    ...(title && title !== name ? { title } : {}),
    ...(unit ? { unit } : {}),
    ...(type === 'number' && /^int|^bigint/.test(stored) && isYearName(name) ? { timeUnit: 'year' as const } : {}),
    ...(type === 'date' ? { precision: stored.startsWith('timestamp') ? ('time' as const) : ('day' as const) } : {}),
    ...(description ? { description } : {}),
  }
}

/** A table of the named columns. */
export function ckanTable(columns: Schema, records: readonly Raw[]): Table {
  const cells = columns.map((field) => [field.name, records.map((record) => (Object.hasOwn(record, field.name) ? valueOf(record[field.name], field) : null))] as const)
  return createTable(columns, new Map(cells), { numRows: records.length })
}
