import { DgeError } from '../data/errors.js'
import { checkTypes } from '../data/check-types.js'
import { inferColumns } from '../data/infer-table.js'
import { plainColumn, storedColumn, tellingCells } from '../data/stored-column.js'
import { StoredTable, valuesOf } from '../data/stored-table.js'
import { endsInTotal, saysTotal } from '../data/total-row.js'
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
 * on every column, on a last row of totals and on places.
 * @throws DgeError `field`, `format` when the author's types do not fit
 */
export async function storedTyping(named: readonly NamedCells[], text: TextTable, config: SourceConfig, pacer: Pacer): Promise<{ table: StoredTable; notes: string[] }> {
  checkTypes(config.types, named.map(({ name }) => name))
  const notes = [...text.notes]
  const complete = text.numRows === text.total
  const columns = await typedStored(named, config, pacer, (row) => text.lineOf(row))
  let { numRows, total } = text
  if (complete && (await isTotal(columns, numRows, pacer))) {
    total = --numRows
    notes.push(`Line ${text.lineOf(numRows)} is the total of the others and left out: it would be counted twice`)
  }
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
export async function typedStored(named: readonly NamedCells[], { types }: SourceConfig, pacer: Pacer, lineOf?: (row: number) => number): Promise<StoredColumn[]> {
  const untyped = (cellsOf: (cells: CellColumn) => UntypedColumn['cells']) =>
    named.map(({ name, cells }): UntypedColumn => ({ name, cells: cellsOf(cells), quoted: !cells.unquoted, fieldOnly: cells.kind === 'texts' }))
  const options = { types, pacer, ...(lineOf && { lineOf }) }
  const typed = await inferColumns(untyped(tellingCells), options).catch((error: unknown) => {
    if (!(error instanceof DgeError)) throw error
    // The cell that is not of the author's type, with its line: told from all cells in their order.
    return inferColumns(untyped((cells) => cells), options)
  })
  return named.map(({ cells }, index) => storedColumn(cells, typed[index] as TypedColumn))
}

/** What the last row says of itself, then what the columns say of it. */
async function isTotal(columns: readonly StoredColumn[], numRows: number, pacer: Pacer): Promise<boolean> {
  const last = numRows - 1
  if (last < 3) return false
  const called = columns.find(({ read }) => read(last) !== null)
  if (called?.field.type !== 'string' || !saysTotal(called.read(last))) return false
  const relevant = columns.filter((column) => column === called || column.field.type === 'number')
  const typed: TypedColumn[] = []
  for (const { field, read } of relevant) typed.push({ field, values: await valuesOf(read, numRows, pacer) })
  return endsInTotal(typed, numRows)
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
