import type { Geometry } from 'geojson'
import type { Schema } from './schema.js'

/**
 * One cell. A date is a number: milliseconds since 1970-01-01 of the wall clock where the data was
 * published, read as if it were UTC (so calendar functions and formats use UTC and never shift a day).
 * `null` is the only missing value: never NaN, undefined or ''.
 */
export type Value = string | number | boolean | Geometry | null

/** Cells of one field, in row order. */
export type Column = ArrayLike<Value>

/** Immutable columns. */
export interface Table {
  readonly schema: Schema
  readonly numRows: number
  /** By field name; a Map because names come from data ("__proto__" is a legal column). */
  readonly columns: ReadonlyMap<string, Column>
  /** False when the server or a cap cut rows off: no aggregate over it may be shown unmarked. */
  readonly complete: boolean
  /** Rows that match on the server, when it told us. */
  readonly total?: number
  /** Of groups and conditions over cut rows: how many rows they were made from, of how many. */
  readonly read?: RowsRead
}

/** How much of the rows came. */
export interface RowsRead {
  readonly rows: number
  /** All rows that there are, when the server told us. */
  readonly total?: number
}

/** One row as an object without prototype. */
export type Row = Readonly<Record<string, Value>>

/** Builds a table; `columns` are taken as they are (not copied). */
export function createTable(
  schema: Schema,
  columns: ReadonlyMap<string, Column>,
  extra: { numRows?: number; complete?: boolean; total?: number | undefined; read?: RowsRead | undefined } = {}
): Table {
  const first = schema[0] ? columns.get(schema[0].name) : undefined
  const numRows = extra.numRows ?? first?.length ?? 0
  for (const field of schema) {
    if (columns.get(field.name)?.length !== numRows) {
      throw new RangeError(`Column "${field.name}" does not have ${numRows} rows`)
    }
  }
  const total = extra.total === undefined ? {} : { total: extra.total }
  const read = extra.read === undefined ? {} : { read: extra.read }
  return Object.freeze({ schema, columns, numRows, complete: extra.complete ?? true, ...total, ...read })
}

/** How many rows of how many a cut answer was made from: what its mark says. */
export function rowsRead({ read, numRows, total }: Table): RowsRead {
  return read ?? { rows: numRows, ...(total === undefined ? {} : { total }) }
}

/** Builds a table from row objects; absent cells are null. */
export function tableFromRows(
  schema: Schema,
  rows: readonly Row[],
  extra: { complete?: boolean; total?: number } = {}
): Table {
  const columns = new Map<string, Column>()
  for (const { name } of schema) {
    columns.set(name, rows.map((row) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null)))
  }
  return createTable(schema, columns, { numRows: rows.length, ...extra })
}

/** The column called `name`; throws a RangeError when the table has none (check the schema first). */
export function columnOf(table: Table, name: string): Column {
  const column = table.columns.get(name)
  if (!column) throw new RangeError(`No column "${name}"`)
  return column
}

/** Row `index` as an object without prototype. */
export function rowAt(table: Table, index: number): Row {
  const row: Record<string, Value> = Object.create(null)
  for (const { name } of table.schema) row[name] = columnOf(table, name)[index] ?? null
  return row
}

/** All rows as objects; for small (drawn) tables, not for raw data. */
export function rowsOf(table: Table): Row[] {
  return Array.from({ length: table.numRows }, (_, index) => rowAt(table, index))
}
