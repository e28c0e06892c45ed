import { columnOf } from '../../data/table.js'
import { dateText, isFormula } from './spreadsheet-text.js'
import type { Field } from '../../data/schema.js'
import type { Table, Value } from '../../data/table.js'
import type { Language, Locale } from '../../locale/locale.js'

/** How spreadsheets of a language write a table as text. */
interface Spelling {
  readonly separator: string
  readonly decimal: string
}

const spellings: Readonly<Record<Language, Spelling>> = {
  fr: { separator: ';', decimal: ',' },
  en: { separator: ',', decimal: '.' },
  de: { separator: ';', decimal: ',' },
}

/**
 * A table as CSV that a spreadsheet of the language opens rightly by double click: UTF-8 with byte order mark, CRLF; in French and German
 * `;` and decimal comma. Text that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function toCSV(table: Table, locale: Locale): string {
  const { separator } = spellings[locale.language]
  const columns = table.schema.map((field) => columnOf(table, field.name))
  const lines = [table.schema.map((field) => quote(harmless(field.title ?? field.name))).join(separator)]
  for (let row = 0; row < table.numRows; row++) {
    lines.push(table.schema.map((field, index) => cell(columns[index]?.[row] ?? null, field, locale)).join(separator))
  }
  return `\ufeff${lines.join('\r\n')}\r\n`
}

function cell(value: Value, field: Field, { language, messages }: Locale): string {
  if (value === null) return ''
  if (typeof value === 'number') return field.type === 'date' ? dateText(value, field) : String(value).replace('.', spellings[language].decimal)
  if (typeof value === 'boolean') return value ? messages.yes : messages.no
  if (typeof value === 'object') return quote(JSON.stringify(value))
  return quote(harmless(value))
}

function harmless(text: string): string {
  return isFormula(text) ? `'${text}` : text
}

function quote(text: string): string {
  return /[;,"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
