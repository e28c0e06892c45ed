import { columnOf } from '../../data/table.js'
import type { Field } from '../../data/schema.js'
import type { Table, Value } from '../../data/table.js'

/**
 * A table as CSV that a French spreadsheet opens rightly by double click: UTF-8 with byte order mark, `;`, decimal
 * comma, CRLF. Text that a spreadsheet would run as a formula gets an apostrophe before it.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
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

/** ISO 8601, as fine as the date is known. */
function dateText(time: number, { precision = 'day' }: Field): string {
  const iso = new Date(time).toISOString()
  if (precision === 'year') return iso.slice(0, 4)
  if (precision === 'month') return iso.slice(0, 7)
  return precision === 'time' ? iso.slice(0, 19) : iso.slice(0, 10)
}

function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function quote(text: string): string {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
