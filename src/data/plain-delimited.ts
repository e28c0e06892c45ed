import { sampleLength, separatorOf } from './separator.js'
import type { TextTable } from './delimited-table.js'
import type { Pacer } from './pacer.js'

/** Lines between two looks at the clock. */
const stride = 1000
/** What may stand in a first line of data, or above the header. */
const noName = /@|^\d\d\/\d\d\/|^\d{4}-\d\d-|^sep=/i
/** How a remark below the table may begin. */
const remark = /^\D[^]*:/
/**
 * The cells of a file that is written as most are: a line with a name for each column, then rows of as many cells, on a line each. Undefined
 * for any other, which `DelimitedTable` reads; it reads this one the same.
 */
export async function plainTable(text: string, pacer: Pacer): Promise<TextTable | undefined> {
  const whole = text.length < sampleLength
  const sample = whole ? text : text.slice(0, sampleLength)
  const sampled = sample.split('\n').length
  if (sampled === 1) return undefined
  const lines = text.split(text.includes('\r') ? /\r?\n|\r$/ : '\n')
  const seen = whole ? lines : lines.slice(0, sampled - 1)
  let isOpen = false
  const separator = separatorOf(sample, (each) => seen.map((line) => cellsOf(line, each) ?? ((isOpen = true), [])))
  const names = cellsOf(lines[0] ?? '', separator)?.map((name) => name.replace(/\s+/g, ' ').trim()) ?? []
  if (isOpen || names.length === 0 || names.some((name) => !name || noName.test(name)) || new Set(names).size < names.length) return undefined
  const columns = names.map((name) => ({ name, cells: [] as string[], quoted: true }))
  // Most files quote nothing: that is known after a row.
  let mayBeQuoted = true
  let numRows = 0
  let ended = false
  for (let at = 1; at < lines.length; at++) {
    if (at % stride === 0) await pacer.turn()
    const quoted: boolean[] = []
    const cells = cellsOf(lines[at] ?? '', separator, quoted)
    const first = cells?.[0] ?? ''
    if (first.trim() === '' && cells?.every((cell) => cell.trim() === '')) {
      ended = true
      continue
    }
    // A second line without a name may be one of units.
    if (ended || cells?.length !== names.length || first.trim() === names[0] || remark.test(first) || (at === 1 && !first.trim())) return undefined
    for (let index = 0; index < cells.length; index++) columns[index]?.cells.push(cells[index] ?? '')
    if (mayBeQuoted) {
      for (const [index, column] of columns.entries()) column.quoted &&= cells[index] === '' || quoted[index] === true
      mayBeQuoted = columns.some((column) => column.quoted)
    }
    numRows++
  }
  return { columns, separator, numRows, total: numRows, titles: [], footnotes: [], notes: [], lineOf: (row) => row + 2 }
}

/** The cells of a line, as `DelimitedTokenizer` cuts them; undefined where a quote stays open. `quoted` is told which were in quotes. */
function cellsOf(line: string, separator: string, quoted: boolean[] = []): string[] | undefined {
  if (!line.includes('"')) return line.split(separator)
  const cells: string[] = []
  for (let at = 0; at <= line.length; ) {
    let value = ''
    if (line[at] === '"') {
      quoted[cells.length] = true
      const start = at + 1
      at = line.indexOf('"', start)
      while (at >= 0 && line[at + 1] === '"') at = line.indexOf('"', at + 2)
      if (at < 0) return undefined
      value = line.slice(start, at++).replaceAll('""', '"')
    }
    const next = line.indexOf(separator, at)
    const end = next < 0 ? line.length : next
    cells.push(value + line.slice(at, end))
    at = end + 1
  }
  return cells
}
