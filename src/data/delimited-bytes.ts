import { columnNamed } from './cell-column.js'
import { DelimitedTable } from './delimited-table.js'
import type { CellColumn } from './cell-column.js'
import type { CellKernel } from './cell-kernel.js'
import type { TextTable } from './delimited-table.js'
import type { FieldType } from './schema.js'

/** Rows as text before they go to the columns. */
const mostPending = 256
/** Bytes that the table is given at once until it knows how records are cut: it takes longer over them than the rest does. */
const beginning = 16_384
/** Without a line break in so many bytes the lines end in another way. */
const longestStart = 1_000_000

const lineFeed = 10

const encoder = new TextEncoder()

/**
 * Cuts UTF-8 bytes of a delimited file into columns of cells, without making text of them. The kernel knows plain records only: one
 * line, no more cells than names, quotes that enclose a cell whole. All others, the beginning and whatever may be a remark, a
 * repeated header or an empty line go to `DelimitedTable`, whose word on them is the law for files of any size.
 */
export class DelimitedBytes {
  readonly #columns: CellColumn[] = []
  readonly #table: DelimitedTable
  readonly #types: Readonly<Record<string, FieldType>>
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #kernel: CellKernel
  /** Bytes of records that are not complete yet, at the beginning of the kernel's room for the file's. */
  #waiting = 0
  /** Lines do not end in \n: everything goes to the table as text. */
  #asText = false
  /** Cells of the rows that the table gave since the last flush, by columns. */
  #texts: string[][] = []
  #pending = 0
  #firstName = ''

  constructor(kernel: CellKernel, options: { readonly maxRows?: number | undefined; readonly types?: Readonly<Record<string, FieldType>> | undefined } = {}) {
    this.#kernel = kernel
    this.#types = options.types ?? {}
    this.#table = new DelimitedTable({
      maxRows: options.maxRows,
      sink: {
        start: (names) => this.#start(names),
        append: (cells, quoted) => this.#append(cells, quoted),
      },
    })
  }

  /** Rows so far. */
  get numRows(): number {
    return this.#table.numRows
  }

  /** Column `index` of the header. */
  columnAt(index: number): CellColumn {
    const column = this.#columns[index]
    if (!column) throw new RangeError(`No column ${index}`)
    return column
  }

  /** Takes the next bytes; they may be changed afterwards. @throws DgeError `format` with the line */
  push(bytes: Uint8Array): void {
    if (this.#asText) return this.#table.push(this.#decoder.decode(bytes, { stream: true }))
    const length = this.#waiting + bytes.length
    const first = this.#kernel.exports.roomFor(length)
    this.#kernel.bytes.set(bytes, first + this.#waiting)
    const used = this.#work(first, first + length)
    this.#kernel.bytes.copyWithin(first, used, first + length)
    this.#waiting = first + length - used
    if (this.#waiting > longestStart && !this.#table.dialect) {
      this.#asText = true
      this.#table.push(this.#decoder.decode(this.#takeWaiting(), { stream: true }))
    }
  }

  /** What stands around the columns, which are complete now. @throws DgeError `format` with the line */
  finish(): TextTable {
    this.#table.push(this.#asText ? this.#decoder.decode() : this.#decoder.decode(this.#takeWaiting()))
    const table = this.#table.finish()
    this.#flush()
    return table
  }

  /** A row of the table: such rows go to the columns many at once. */
  #append(cells: readonly string[], quoted: readonly boolean[] | undefined): void {
    for (let index = 0; index < this.#columns.length; index++) {
      const cell = cells[index] ?? ''
      this.#texts[index]?.push(cell)
      if (cell !== '' && !quoted?.[index]) this.columnAt(index).unquoted = true
    }
    if (++this.#pending >= mostPending) this.#flush()
  }

  #flush(): void {
    if (this.#pending === 0) return
    this.#pending = 0
    const texts = this.#texts
    this.#texts = texts.map(() => [])
    for (const [index, column] of this.#columns.entries()) column.takeTexts(texts[index] ?? [])
  }

  #takeWaiting(): Uint8Array {
    const waiting = this.#kernel.bytesAt(this.#kernel.exports.roomFor(0), this.#waiting)
    this.#waiting = 0
    return waiting
  }

  #start(names: readonly string[]): void {
    const kernel = this.#kernel
    this.#texts = names.map(() => [])
    this.#columns.push(...names.map((name) => columnNamed(kernel, name, this.#types)))
    this.#firstName = names[0] ?? ''
    const name = encoder.encode(this.#firstName)
    const at = kernel.exports.begin(names.length, name.length)
    kernel.bytes.set(name, at)
  }

  /** Reads whole records of the bytes `[at, end)` of the kernel's memory; where the rest begins. */
  #work(at: number, end: number): number {
    while (at < end) {
      const { dialect } = this.#table
      if (dialect && dialect.lineBreak !== '\n') {
        this.#asText = true
        this.#table.push(this.#decoder.decode(this.#kernel.bytes.subarray(at, end), { stream: true }))
        return end
      }
      if (dialect && !this.#table.unsettled) {
        const { next, plain } = this.#scan(at, end, dialect.separator.charCodeAt(0))
        if (plain && next > at) {
          at = next
          continue
        }
        at = next
      }
      const { bytes } = this.#kernel
      // One line, or as many as are waiting already: what is read again and again must not grow line by line.
      const last = bytes.subarray(0, end).indexOf(lineFeed, Math.min(end - 1, at + (dialect ? this.#table.waiting : beginning)))
      if (last < at) return at
      this.#table.push(this.#decoder.decode(bytes.subarray(at, last + 1)))
      at = last + 1
    }
    return at
  }

  /** Takes plain records from `at`; `plain` when it stopped for no record that is not. */
  #scan(at: number, end: number, separator: number): { next: number; plain: boolean } {
    const { exports, bytes } = this.#kernel
    for (const [index, column] of this.#columns.entries()) exports.setNumeric(index, column.kind === 'decimals' && (index > 0 || !/^[\d-]/.test(this.#firstName)))
    const limit = bytes.subarray(at, end).lastIndexOf(lineFeed) + 1 + at
    const rows = exports.cut(at, limit, separator)
    const next = exports.nextRecord()
    if (rows > 0) {
      this.#flush()
      const count = this.#table.took(rows)
      if (count > 0) for (const [index, column] of this.#columns.entries()) column.take({ starts: exports.startsOf(index), ends: exports.endsOf(index), count })
    }
    return { next, plain: rows === this.#kernel.batchRows || next >= limit }
  }
}
