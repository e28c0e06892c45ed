import { composed, isApart } from './text.js'
import type { Column, Table } from './table.js'

const known = new WeakMap<Table, Table>()

/** The table with all its texts composed; itself where they are, as nearly always. */
export function composedTable(table: Table): Table {
  let made = known.get(table)
  if (!made) {
    const columns = new Map<string, Column>()
    for (const { name, type } of table.schema) {
      const column = table.columns.get(name) ?? []
      if (type === 'string' && Array.prototype.some.call(column, isApart)) {
        columns.set(name, Array.from(column, (value) => (isApart(value) ? composed(value) : value)))
      }
    }
    made = columns.size > 0 ? Object.freeze({ ...table, columns: new Map([...table.columns, ...columns]) }) : table
    known.set(table, made).set(made, made)
  }
  return made
}
