import { wallClockOf } from '../data/calendar.js'
import { isInexact } from '../data/exact-integers.js'
import type { SourceConfig } from '../data/dataset.js'
import type { Field, FieldType } from '../data/schema.js'
import type { Column, Value } from '../data/table.js'
import type { RowGroup, SchemaTree } from 'hyparquet'
import type { GeoColumns } from './parquet-geo.js'

/** A top-level column of the file. */
export interface ParquetColumn {
  readonly field: Field
  /** The type that the file gives; when the author overrides it, its statistics say nothing. */
  readonly native: FieldType
  /** Clock times that are instants: shown in French time. */
  readonly instant: boolean
  readonly geometry: boolean
}

/** The column as a field. Lists, structs and bytes become text, as do whole numbers of which the statistics tell that doubles do not hold them. */
export function fieldOf({ element, children }: SchemaTree, geo: GeoColumns, { types }: SourceConfig, groups: readonly RowGroup[]): ParquetColumn {
  const { name, type, logical_type: logical, converted_type: converted } = element
  const geometry = geo.names.has(name) || logical?.type === 'GEOMETRY' || logical?.type === 'GEOGRAPHY'
  const nested = children.length > 0 || element.repetition_type === 'REPEATED'
  const isDay = logical?.type === 'DATE' || converted === 'DATE'
  const isTime = logical?.type === 'TIMESTAMP' || converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS' || type === 'INT96'
  const isNumber = type === 'INT32' || type === 'INT64' || type === 'FLOAT' || type === 'DOUBLE' || logical?.type === 'DECIMAL' || converted === 'DECIMAL' || logical?.type === 'FLOAT16'
  const isClock = logical?.type === 'TIME' || converted === 'TIME_MILLIS' || converted === 'TIME_MICROS'
  const native: FieldType = geometry
    ? 'geometry'
    : nested || isClock ? 'string' : isDay || isTime ? 'date' : type === 'BOOLEAN' ? 'boolean' : isNumber && !groups.some((group) => hasInexact(group, name)) ? 'number' : 'string'
  const chosen = geometry ? native : (types?.[name] ?? native)
  const field: Field = { name, type: chosen, ...(chosen === 'date' ? { precision: isDay ? 'day' : 'time' } : {}) }
  const instant = isTime && (logical?.type === 'TIMESTAMP' ? logical.isAdjustedToUTC : true)
  return { field, native, instant, geometry }
}

function hasInexact({ columns }: RowGroup, name: string): boolean {
  const { min, max, min_value, max_value } = columns.find(({ meta_data: meta }) => meta?.path_in_schema[0] === name)?.meta_data?.statistics ?? {}
  return [min, max, min_value, max_value].some(isInexact)
}

/** The cells as values of the field's type. */
export function typedColumn({ field: { type }, native, instant }: ParquetColumn, cells: readonly unknown[]): Column {
  return cells.map((cell): Value => {
    if (cell === null || cell === undefined || cell === '') return null
    const date = native === 'date' ? (cell instanceof Date ? cell.getTime() : Number(cell)) : undefined
    if (date !== undefined && type === 'date') return Number.isFinite(date) ? (instant ? wallClockOf(date) : date) : null
    switch (type) {
      case 'number': {
        const value = typeof cell === 'string' && cell.trim() === '' ? NaN : Number(cell)
        return Number.isFinite(value) ? value : null
      }
      case 'boolean':
        return typeof cell === 'boolean' ? cell : null
      case 'date': {
        const parsed = Date.parse(String(cell))
        return Number.isNaN(parsed) ? null : parsed
      }
      default:
        return textOf(cell)
    }
  })
}

function textOf(cell: unknown): string {
  if (cell instanceof Uint8Array) return Array.from(cell, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (typeof cell !== 'object') return String(cell)
  return JSON.stringify(cell, (_key, value: unknown) => (isInexact(value) ? String(value) : typeof value === 'bigint' ? Number(value) : value))
}
