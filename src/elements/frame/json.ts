import { columnOf } from '../../data/table.js'
import { dateText } from './spreadsheet-text.js'
import type { Field } from '../../data/schema.js'
import type { Table, Value } from '../../data/table.js'

/** A table as JSON text: an array of one object per row, keys being the names of the columns, dates in ISO 8601. */
export function toJSON(table: Table): string {
  const columns = table.schema.map((field) => [field, columnOf(table, field.name)] as const)
  const rows = Array.from({ length: table.numRows }, (_, row) => {
    // Not a plain object: "__proto__" is a legal name of a column.
    const cells = columns.map(([field, column]) => `${JSON.stringify(field.name)}: ${JSON.stringify(cell(column[row] ?? null, field))}`)
    return `  {${cells.join(', ')}}`
  })
  return rows.length > 0 ? `[\n${rows.join(',\n')}\n]\n` : '[]\n'
}

function cell(value: Value, field: Field): Value {
  return typeof value === 'number' && field.type === 'date' ? dateText(value, field) : value
}
