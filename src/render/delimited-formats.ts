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
 * CSV and has semicolons, and no comma, in its first line is cut by them, as France and Germany write it: it was one column, whose fields were undefined.
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
  return Object.assign(rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? '']))), { columns })
}
