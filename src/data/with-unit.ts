import { createTable } from './table.js'
import type { Table } from './table.js'

/** The table with the author's unit on the numbers of these columns: the data table and the files show it too. */
export function withUnit(table: Table, unit: string | undefined, names: readonly (string | undefined)[]): Table {
  const own = unit?.trim()
  if (!own) return table
  return createTable(table.schema.map((field) => (field.type === 'number' && names.includes(field.name) ? { ...field, unit: own } : field)), table.columns, table)
}
