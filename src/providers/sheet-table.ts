import { DelimitedTable } from '../data/delimited-table.js'
import { DgeError } from '../data/errors.js'
import { mostCells, tooManyCells } from './sheet.js'
import type { TextColumn, TextTable } from '../data/delimited-table.js'
import type { Pacer } from '../data/pacer.js'
import type { Merge, Sheet, SheetCell, SheetRow } from './sheet.js'

type Cells = readonly (SheetCell | undefined)[]

/** True when the sheet has a header and a row below it, in two columns at least. */
export function holdsTable({ rows }: Sheet): boolean {
  return rows.filter(isWide).length > 1
}

/**
 * The table in a sheet, as the one in a CSV file: titles above and remarks below set aside, a header of several lines made
 * one ("Hommes" over "Total" → "Hommes Total"), merged cells filled downwards.
 * @throws DgeError `too-large`, `empty`
 */
export async function sheetTable(sheet: Sheet, maxRows: number | undefined, pacer: Pacer): Promise<TextTable> {
  const rows = sheet.rows.filter(({ cells }) => countOf(cells) > 0)
  if (rows.length === 0) throw new DgeError('empty', 'The sheet is empty')
  const wide = rows.filter(isWide)
  const head = Math.max(0, wide[0] ? rows.indexOf(wide[0]) : 0)
  const used = usedColumns(wide.length > 0 ? wide : rows)
  if (rows.length * used.length > mostCells) throw tooManyCells()
  const { header, rest } = wide.length > 0 ? joinedHeader(rows.slice(head), sheet.merges) : { header: undefined, rest: rows }
  const body = filledDown(rest, sheet.merges)
  const units = used.map((column) => unitOf(body, column))
  const table = new DelimitedTable({ maxRows, separator: ',' })
  for (const { line, cells } of header ? rows.slice(0, head) : []) table.record([textsOf(cells).join(' ')], line)
  const push = ({ line, cells }: SheetRow, showUnits: boolean) => {
    const texts = used.map((column, index) => textOf(cells[column], showUnits ? units[index] : undefined))
    const alone = texts.filter(Boolean).length <= 1
    // A line of a single cell may be a remark, as a line without separators is in CSV.
    if (alone && (texts[0] || textsOf(cells).length > texts.filter(Boolean).length)) table.record(textsOf(cells).slice(0, 1), line)
    else table.record(texts, line, used.map((column) => cells[column]?.number === undefined))
  }
  if (header) push(header, false)
  for (const row of body) {
    push(row, true)
    if (pacer.due) await pacer.turn()
  }
  const text = table.finish()
  const fractions = used.map((column) => body.some(({ cells }) => cells[column]?.number !== undefined && cells[column].text.includes('.')))
  const columns = text.columns.map((column, index): TextColumn => (fractions[index] ? { ...column, decimal: '.' } : column))
  const faults = sheet.faults > 0 ? [`${sheet.faults} cells hold an error (#N/A, #DIV/0!…) and are read as empty`] : []
  return { ...text, columns, notes: [...text.notes, ...faults] }
}

function isWide({ cells }: SheetRow): boolean {
  return countOf(cells) > 1
}

function countOf(cells: Cells): number {
  return textsOf(cells).length
}

function textsOf(cells: Cells): string[] {
  return cells.flatMap((cell) => cell?.text.trim() || [])
}

/** Columns that some row fills, from the left; empty ones between them are layout. */
function usedColumns(rows: readonly SheetRow[]): number[] {
  const used = new Set<number>()
  for (const { cells } of rows) cells.forEach((cell, column) => cell?.text.trim() && used.add(column))
  return [...used].sort((a, b) => a - b)
}

/**
 * The header in one line, and the rows below it. A cell merged over several columns heads those below it, when they are
 * words (or years): its text comes before theirs.
 */
function joinedHeader(rows: readonly SheetRow[], merges: readonly Merge[]): { header: SheetRow; rest: readonly SheetRow[] } {
  let [header, ...rest] = rows as [SheetRow, ...SheetRow[]]
  for (;;) {
    const top = header.line - 1
    const over = merges.filter((merge) => merge.top <= top && merge.bottom >= top && merge.right > merge.left)
    const [next] = rest
    const below = next && over.flatMap(({ left, right, bottom }) => (bottom > top ? [] : next.cells.slice(left, right + 1).filter((cell) => cell !== undefined)))
    if (!next || !below?.length || !below.every(isName) || next.line !== header.line + 1) break
    const tall = (column: number) => merges.some((merge) => merge.top <= top && merge.bottom > top && merge.left <= column && merge.right >= column)
    const cells = Array.from({ length: Math.max(header.cells.length, next.cells.length) }, (_, column): SheetCell | undefined => {
      const first = header.cells[column] ?? header.cells[over.find(({ left, right }) => left <= column && right >= column)?.left ?? -1]
      const second = tall(column) ? undefined : next.cells[column]
      return first && second ? { text: `${first.text.trim()} ${second.text.trim()}` } : (first ?? second)
    })
    header = { line: next.line, cells }
    rest = rest.slice(1)
  }
  return { header, rest }
}

function isName({ number }: SheetCell): boolean {
  return number === undefined || (Number.isInteger(number) && number >= 1800 && number <= 2100)
}

/** Rows in which each cell that is merged downwards has its value in every line. */
function filledDown(rows: readonly SheetRow[], merges: readonly Merge[]): readonly SheetRow[] {
  const tall = merges.filter(({ top, bottom, left, right }) => bottom > top && left === right)
  if (tall.length === 0) return rows
  const byLine = new Map(rows.map((row) => [row.line, [...row.cells]]))
  for (const { top, bottom, left } of tall) {
    const value = byLine.get(top + 1)?.[left]
    if (!value) continue
    for (let line = top + 2; line <= bottom + 1; line++) {
      const cells = byLine.get(line)
      if (cells) cells[left] = value
    }
  }
  return rows.map(({ line }) => ({ line, cells: byLine.get(line) ?? [] }))
}

/** The unit that every number of the column has. */
function unitOf(rows: readonly SheetRow[], column: number): string | undefined {
  let unit: string | undefined
  for (const { cells } of rows) {
    const cell = cells[column]
    if (cell?.number === undefined) continue
    if (!cell.unit || (unit && unit !== cell.unit)) return undefined
    unit = cell.unit
  }
  return unit
}

function textOf(cell: SheetCell | undefined, unit: string | undefined): string {
  if (!cell) return ''
  if (!unit || cell.number === undefined) return cell.text
  // 0.07 × 100 is 7.000000000000001 in binary.
  const shown = unit === '%' ? Number((cell.number * 100).toPrecision(15)) : cell.number
  return `${shown} ${unit}`
}
