import { dsvFormat } from 'd3-dsv'
import { formats } from 'vega-loader'

/** What Vega's readers are told of a text. */
interface Format {
  readonly delimiter?: string
  /** Names of the columns, where the text has none. */
  readonly header?: readonly string[]
}

const semicolons = /^[^,\n]*;[^,\n]*(\n|$)/

/**
 * Vega's CSV, TSV and DSV, read row by row: its own readers compile code from the names of columns, which strict policies refuse. What is called
 * CSV and has semicolons, and no comma, in its first line is cut by them, as France and Germany write it; and so are the decimals of what semicolons cut: Vega takes "1,5" for no
 * number, and leaves it out of sums without a word.
 */
export function readDelimitedSafely(): void {
  for (const [name, delimiter] of [['csv', ','], ['tsv', '\t'], ['dsv', undefined]] as const) {
    const read = (text: unknown, format: Format = {}) => rowsOf(String(text), name === 'csv' && semicolons.test(String(text)) ? ';' : delimiter ?? format.delimiter ?? ',', format.header)
    formats(name, Object.assign(read, { responseType: 'text' }))
  }
}

function rowsOf(text: string, delimiter: string, header: readonly string[] | undefined): unknown {
  const rows = dsvFormat(delimiter).parseRows(text)
  const columns = header ?? rows.shift() ?? []
  const commas = columns.map((_name, at) => delimiter === ';' && hasCommas(rows.map((row) => row[at] ?? '')))
  const cell = (text: string, at: number) => (commas[at] ? text.replace(/[.\s\u202f]/g, '').replace(',', '.') : text)
  return Object.assign(rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, cell(row[at] ?? '', at)]))), { columns })
}

/** A number as France and Germany write it: "-1 245 000,50", "1.245.000,5". */
const written = /^\s*[+-]?(\d+|\d{1,3}([.\s\u202f]\d{3})+)(,\d+)?\s*$/

/** Whether a column holds nothing but such numbers, one with a decimal comma at least. */
function hasCommas(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.includes(',')) && cells.every((cell) => cell.trim() === '' || written.test(cell))
}
