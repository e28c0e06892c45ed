import { columnOf } from '../../data/table.js'
import { dateText, isFormula } from './spreadsheet-text.js'
import type { Field } from '../../data/schema.js'
import type { Table, Value } from '../../data/table.js'

/**
 * A table as CSV that a French spreadsheet opens rightly by double click: UTF-8 with byte order mark, `;`, decimal
 * comma, CRLF. Text that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function toCSV(table: Table): string {
  const columns = table.schema.map((field) => columnOf(table, field.name))
  const lines = [table.schema.map((field) => quote(harmless(field.title ?? field.name))).join(';')]
  for (let row = 0; row < table.numRows; row++) {
    lines.push(table.schema.map((field, index) => cell(columns[index]?.[row] ?? null, field)).join(';'))
  }
  return `\ufeff${lines.join('\r\n')}\r\n`
}

function cell(value: Value, field: Field): string {
  if (value === null) return ''
  if (typeof value === 'number') return field.type === 'date' ? dateText(value, field) : String(value).replace('.', ',')
  if (typeof value === 'boolean') return value ? 'oui' : 'non'
  if (typeof value === 'object') return quote(JSON.stringify(value))
  return quote(harmless(value))
}

function harmless(text: string): string {
  return isFormula(text) ? `'${text}` : text
}

function quote(text: string): string {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
