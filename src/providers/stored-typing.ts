import { DgeError } from '../data/errors.js'
import { checkTypes } from '../data/check-types.js'
import { inferColumns } from '../data/infer-table.js'
import { plainColumn, storedColumn, tellingCells } from '../data/stored-column.js'
import { StoredTable, valuesOf } from '../data/stored-table.js'
import { mayHaveTotals } from '../data/total-row.js'
import { repeatedTotals, totalRows, totalsNote } from '../data/total-rows.js'
import { locate } from './geometry-columns.js'
import type { CellColumn } from '../data/cell-column.js'
import type { SourceConfig } from '../data/dataset.js'
import type { TextTable } from '../data/delimited-table.js'
import type { TypedColumn } from '../data/infer.js'
import type { UntypedColumn } from '../data/infer-table.js'
import type { Pacer } from '../data/pacer.js'
import type { StoredColumn } from '../data/stored-column.js'

/** A named column of cells. */
export interface NamedCells {
  readonly name: string
  readonly cells: CellColumn
}

/**
 * Types stored cells: the counterpart of `typedTable` for files that are too large to be made into text, with the same words
 * on every column, on rows of totals and on places.
 * @throws DgeError `field`, `format` when the author's types do not fit
 */
export async function storedTyping(named: readonly NamedCells[], text: TextTable, config: SourceConfig, pacer: Pacer): Promise<{ table: StoredTable; notes: string[] }> {
  checkTypes(config.types, named.map(({ name }) => name))
  const notes = [...text.notes]
  const complete = text.numRows === text.total
  let columns = await typedStored(named, config, pacer, text)
  let { numRows, total } = text
  const mayHave = complete && mayHaveTotals(columns, numRows)
  const left = mayHave ? totalRows(columns, numRows) : []
  if (left.length > 0) {
    notes.push(totalsNote(left.map((row) => text.lineOf(row))))
    // A last row is not read any more; others are so only in tables that are short.
    if (left.length > 1 || left[0] !== numRows - 1) columns = await withoutRows(columns, left, numRows, pacer)
    total = numRows -= left.length
  } else if (mayHave) notes.push(...repeatedTotals(columns, numRows))
  const located = await storedPlaces(columns, numRows, config, pacer)
  return { table: new StoredTable(located.columns, { numRows, complete, total }), notes: [...notes, ...located.notes] }
}

/** The columns with the places found that they hold, as `locate` does. */
export async function storedPlaces(columns: readonly StoredColumn[], numRows: number, config: SourceConfig, pacer: Pacer): Promise<{ columns: StoredColumn[]; notes: readonly string[] }> {
  const lazy = columns.map((column) => readable(column, numRows))
  const located = await locate(lazy, config, pacer)
  return { columns: located.columns.map((column) => columns[lazy.indexOf(column)] ?? plainColumn(column.field, column.values)), notes: located.notes }
}

/** Columns of cells with their types. @throws DgeError `format` with the line, or the row, of a cell that is not of the author's type */
export async function typedStored(named: readonly NamedCells[], { types }: SourceConfig, pacer: Pacer, text?: Pick<TextTable, 'lineOf' | 'separator'>): Promise<StoredColumn[]> {
  const untyped = (cellsOf: (cells: CellColumn) => UntypedColumn['cells']) =>
    named.map(({ name, cells }): UntypedColumn => ({ name, cells: cellsOf(cells), quoted: !cells.unquoted, fieldOnly: cells.kind !== 'decimals', ...(cells.decimal && { decimal: cells.decimal }) }))
  const options = { types, pacer, ...(text && { lineOf: (row: number) => text.lineOf(row), separator: text.separator }) }
  const typed = await inferColumns(untyped(tellingCells), options).catch((error: unknown) => {
    if (!(error instanceof DgeError)) throw error
    // The cell that is not of the author's type, with its line: told from all cells in their order.
    return inferColumns(untyped((cells) => cells), options)
  })
  return named.map(({ cells }, index) => storedColumn(cells, typed[index] as TypedColumn))
}

/** The columns without some rows. */
function withoutRows(columns: readonly StoredColumn[], left: readonly number[], numRows: number, pacer: Pacer): Promise<StoredColumn[]> {
  const gone = new Set(left)
  const rows = Array.from({ length: numRows }, (_, row) => row).filter((row) => !gone.has(row))
  return Promise.all(columns.map(async ({ field, read }) => plainColumn(field, await valuesOf(read, rows, pacer))))
}

/** The column as `locate` reads it: the values of those that it looks through, of others the first text alone. */
function readable({ field, read }: StoredColumn, numRows: number): TypedColumn {
  let first = ''
  for (let row = 0; row < numRows && field.type === 'string'; row++) {
    const value = read(row)
    if (typeof value !== 'string') continue
    first = value
    break
  }
  return {
    field,
    first,
    get values() {
      return Array.from({ length: numRows }, (_, row) => read(row))
    },
  }
}
