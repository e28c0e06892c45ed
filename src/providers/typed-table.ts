import { inferColumns } from '../data/infer-table.js'
import { once } from '../data/once.js'
import { createTable } from '../data/table.js'
import { mayHaveTotals } from '../data/total-row.js'
import { mayHavePlaces } from './place-signs.js'
import type { SourceConfig } from '../data/dataset.js'
import type { TextTable } from '../data/delimited-table.js'
import type { Pacer } from '../data/pacer.js'
import type { Column, Table } from '../data/table.js'

/**
 * Types the cells of a text table (of a CSV file, of a sheet): columns typed, rows of totals left out, geometries found.
 * @throws DgeError `field`, `format` when the author's types do not fit
 */
export async function typedTable(text: TextTable, config: SourceConfig, pacer: Pacer): Promise<{ table: Table; notes: string[] }> {
  const names = text.columns.map(({ name }) => name)
  if (config.types) (await loadCheck()).checkTypes(config.types, names)
  const notes = [...text.notes]
  const complete = text.numRows === text.total
  let typed = await inferColumns(text.columns, { types: config.types, lineOf: (row) => text.lineOf(row), separator: text.separator, pacer })
  let { numRows, total } = text
  const readable = typed.map(({ field, values }) => ({ field, read: (row: number) => values[row] ?? null }))
  if (complete && mayHaveTotals(readable, numRows)) {
    const { repeatedTotals, totalRows, totalsNote } = await loadTotals()
    const left = new Set(totalRows(readable, numRows))
    if (left.size > 0) {
      typed = typed.map(({ field, values }) => ({ field, values: Array.from(values).filter((_, row) => !left.has(row)) }))
      total = numRows -= left.size
      notes.push(totalsNote(Array.from(left, (row) => text.lineOf(row))))
    } else notes.push(...repeatedTotals(readable, numRows))
  }
  const located = mayHavePlaces(typed, config) ? await (await loadPlaces()).locate(typed, config, pacer) : { columns: typed, notes: [] }
  const columns = new Map<string, Column>(located.columns.map(({ field, values }) => [field.name, values]))
  const schema = located.columns.map(({ field }) => field)
  return { table: createTable(schema, columns, { numRows, complete, total }), notes: [...notes, ...located.notes] }
}

/** What reads the author's types. @throws DgeError `network` */
export const loadCheck = once(() => import('../data/check-types.js'))
/** What tells rows of totals. @throws DgeError `network` */
export const loadTotals = once(() => import('../data/total-rows.js'))
const loadPlaces = once(() => import('./geometry-columns.js'))
