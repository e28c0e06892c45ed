import { DgeError } from '../data/errors.js'
import { checkTypes, inferColumns } from '../data/infer-table.js'
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
  const typed = await typesOf(named, text, config, pacer)
  const columns = named.map(({ cells }, index) => storedColumn(cells, typed[index] as TypedColumn))
  let { numRows, total } = text
  if (complete && (await isTotal(columns, numRows, pacer))) {
    total = --numRows
    notes.push(`Line ${text.lineOf(numRows)} is the total of the others and left out: it would be counted twice`)
  }
  const lazy = columns.map((column) => readable(column, numRows))
  const located = await locate(lazy, config, pacer)
  const stored = located.columns.map((column) => columns[lazy.indexOf(column)] ?? plainColumn(column.field, column.values))
  return { table: new StoredTable(stored, { numRows, complete, total }), notes: [...notes, ...located.notes] }
}

async function typesOf(named: readonly NamedCells[], text: TextTable, { types }: SourceConfig, pacer: Pacer): Promise<TypedColumn[]> {
  const untyped = (cellsOf: (cells: CellColumn) => UntypedColumn['cells']) =>
    named.map(({ name, cells }): UntypedColumn => ({ name, cells: cellsOf(cells), quoted: !cells.unquoted, fieldOnly: cells.kind === 'texts' }))
  const options = { types, lineOf: (row: number) => text.lineOf(row), pacer }
  try {
    return await inferColumns(untyped(tellingCells), options)
  } catch (error) {
    if (!(error instanceof DgeError)) throw error
    // The cell that is not of the author's type, with its line: told from all cells in their order.
    return inferColumns(untyped((cells) => cells), options)
  }
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
