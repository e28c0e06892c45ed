import { CellBounds, cellBytes, resizedBytes, spare } from './cell-bytes.js'
import { columnNamed } from './cell-column.js'
import { readDecimal } from './decimal-cell.js'
import { DelimitedTable } from './delimited-table.js'
import type { CellColumn } from './cell-column.js'
import type { TextTable } from './delimited-table.js'
import type { FieldType } from './schema.js'

/** Records that are cut before their cells are taken column by column: what is known of them stays in the processor's nearest memory. */
const batchRows = 512
/** Rows as text before they go to the columns. */
const mostPending = 256
/** Bytes that the table is given at once until it knows how records are cut: it takes longer over them than the rest does. */
const beginning = 16_384
/** Without a line break in so many bytes the lines end in another way. */
const longestStart = 1_000_000

const lineFeed = 10
const carriageReturn = 13
const quote = 34
const colon = 58

/** Four bytes of one: times a byte, it four times. */
const each = 0x01010101
const lineFeeds = lineFeed * each
const quotes = quote * each
const highBits = 0x80808080 | 0

const encoder = new TextEncoder()

/**
 * Cuts UTF-8 bytes of a delimited file into columns of cells, without making text of them. It knows plain records only: one
 * line, no more cells than names, quotes that enclose a cell whole. All others, the beginning and whatever may be a remark, a
 * repeated header or an empty line go to `DelimitedTable`, whose word on them is the law for files of any size.
 */
export class DelimitedBytes {
  readonly #columns: CellColumn[] = []
  readonly #table: DelimitedTable
  readonly #types: Readonly<Record<string, FieldType>>
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  /** Bytes of records that are not complete yet, at the beginning of a buffer with room for what follows. */
  #buffer = cellBytes(262_144)
  #waiting = 0
  /** Lines do not end in \n: everything goes to the table as text. */
  #asText = false
  /** Cells of the rows that the table gave since the last flush, by columns. */
  #texts: string[][] = []
  #pending = 0
  #starts = new Int32Array()
  #ends = new Int32Array()
  /** 1 for columns whose cells are mostly plain decimals: they are read on the way. */
  #numeric = new Uint8Array()
  #firstName = new Uint8Array()
  #firstText = ''
  #separator = 0

  constructor(options: { readonly maxRows?: number | undefined; readonly types?: Readonly<Record<string, FieldType>> | undefined } = {}) {
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
    if (length + spare > this.#buffer.bytes.length) this.#buffer = resizedBytes(this.#buffer, this.#waiting, length * 1.5)
    const buffer = this.#buffer.bytes
    buffer.set(bytes, this.#waiting)
    const used = this.#work(buffer.subarray(0, length))
    buffer.copyWithin(0, used, length)
    this.#waiting = length - used
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
    const waiting = this.#buffer.bytes.subarray(0, this.#waiting)
    this.#waiting = 0
    return waiting
  }

  #start(names: readonly string[]): void {
    this.#texts = names.map(() => [])
    this.#columns.push(...names.map((name) => columnNamed(name, this.#types)))
    this.#starts = new Int32Array(batchRows * names.length)
    this.#ends = new Int32Array(batchRows * names.length)
    this.#numeric = new Uint8Array(names.length)
    this.#firstText = names[0] ?? ''
    this.#firstName = encoder.encode(this.#firstText)
  }

  /** Reads whole records; how many bytes they took. */
  #work(bytes: Uint8Array): number {
    let at = 0
    while (at < bytes.length) {
      const { dialect } = this.#table
      if (dialect && dialect.lineBreak !== '\n') {
        this.#asText = true
        this.#table.push(this.#decoder.decode(bytes.subarray(at), { stream: true }))
        return bytes.length
      }
      if (dialect && !this.#table.unsettled) {
        this.#separator = dialect.separator.charCodeAt(0)
        const { next, plain } = this.#scan(bytes, at)
        if (plain && next > at) {
          at = next
          continue
        }
        at = next
      }
      // One line, or as many as are waiting already: what is read again and again must not grow line by line.
      const end = bytes.indexOf(lineFeed, Math.min(bytes.length - 1, at + (dialect ? this.#table.waiting : beginning)))
      if (end < at) return at
      this.#table.push(this.#decoder.decode(bytes.subarray(at, end + 1)))
      at = end + 1
    }
    return at
  }

  /** Takes plain records from `at`; `plain` when it stopped for no record that is not. */
  #scan(bytes: Uint8Array, at: number): { next: number; plain: boolean } {
    const bounds = new CellBounds({ bytes, view: this.#buffer.view }, this.#starts, this.#ends, this.#columns.length)
    for (const [index, column] of this.#columns.entries()) this.#numeric[index] = column.kind === 'decimals' && (index > 0 || !/^[\d-]/.test(this.#firstText)) ? 1 : 0
    const limit = bytes.lastIndexOf(lineFeed) + 1
    const { rows, next } = this.#cut(bounds, at, limit)
    if (rows > 0) {
      this.#flush()
      const kept = this.#table.took(rows)
      if (kept > 0) for (const [index, column] of this.#columns.entries()) column.take(bounds, index, kept)
    }
    return { next, plain: rows === batchRows || next >= limit }
  }

  /** Cuts records from `at` on, as many as are plain, fit into the bounds and end before `limit`: how many, and where the next one begins. */
  #cut(bounds: CellBounds, at: number, limit: number): { rows: number; next: number } {
    const { width } = bounds
    let rows = 0
    let next = at
    for (; rows < batchRows && next < limit; rows++) {
      const end = this.#record(bounds, next, rows * width)
      if (end < 0) break
      next = end
    }
    return { rows, next }
  }

  /**
   * Cuts the record at `at`, which has a line break somewhere behind it, into bounds from `base` on; where the next one starts, or
   * -1 when it is not plain.
   */
  #record(bounds: CellBounds, at: number, base: number): number {
    const { bytes, view, starts, ends, width } = bounds
    const separator = this.#separator
    const separators = Math.imul(separator, each)
    const numeric = this.#numeric
    let column = 0
    let next = at
    for (;;) {
      if (numeric[column] === 1) {
        const behind = readDecimal(bounds, next, base + column, separator)
        if (behind >= 0) {
          column++
          next = behind + 1
          if (bytes[behind] === lineFeed) break
          continue
        }
      }
      let start = next
      let end: number
      if (bytes[next] === quote) {
        start++
        end = firstOf(view, start, quotes)
        if (bytes[end] !== quote) return -1
        next = end + 1
        if (bytes[next] === carriageReturn && bytes[next + 1] === lineFeed) next++
      } else {
        next = firstOf(view, start, separators)
        end = next > start && bytes[next] === lineFeed && bytes[next - 1] === carriageReturn ? next - 1 : next
      }
      const byte = bytes[next++]
      if (byte !== separator && byte !== lineFeed) return -1
      if (column < width) {
        starts[base + column] = start
        ends[base + column] = end
      } else if (end > start) return -1
      column++
      if (byte === lineFeed) break
    }
    if (column === 1 && width > 1) return -1
    // Cells that are missing at the end are empty.
    for (; column < width; column++) starts[base + column] = ends[base + column] = next - 1
    return this.#isPlain(bytes, at, next, base) ? next : -1
  }

  /** False for what may be an empty line, a remark or the header again: the table looks at those. */
  #isPlain(bytes: Uint8Array, from: number, to: number, base: number): boolean {
    const first = this.#starts[base] as number
    const end = this.#ends[base] as number
    // A decimal is none of these.
    if (end < 0) return true
    const letter = bytes[first] as number
    const visible = end > first && letter > 32 && letter < 127
    if (!visible && !this.#holdsLetter(bytes, from, to)) return false
    if (this.#columns.length === 1) return true
    if (letter < 48 || letter > 57) if (mayBeRemark(bytes, first, end)) return false
    return !this.#mayBeHeader(bytes, first, end)
  }

  /** Something that is neither space nor separator nor quote. */
  #holdsLetter(bytes: Uint8Array, from: number, to: number): boolean {
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number
      if (byte > 32 && byte < 127 && byte !== this.#separator && byte !== quote) return true
    }
    return false
  }

  #mayBeHeader(bytes: Uint8Array, start: number, end: number): boolean {
    const name = this.#firstName
    const bare = isBare(bytes[start]) && isBare(bytes[end - 1])
    if (!bare) return this.#decoder.decode(bytes.subarray(start, end)).trim() === this.#firstText
    if (end - start !== name.length) return false
    for (let at = 0; at < name.length; at++) if (bytes[start + at] !== name[at]) return false
    return true
  }
}

/**
 * The place from `at` on of the first line break or of the byte that `four` holds four times: looked for four bytes at a time. There
 * is a line break somewhere.
 */
function firstOf(view: DataView, at: number, four: number): number {
  for (;; at += 4) {
    const word = view.getInt32(at, true)
    const one = word ^ four
    const other = word ^ lineFeeds
    // The highest bit of each byte that became 0; of bytes above those it may be wrong, but the first is right.
    const found = (((one - each) & ~one) | ((other - each) & ~other)) & highBits
    if (found !== 0) return at + ((31 - Math.clz32(found & -found)) >> 3)
  }
}

/** No sign that trimming may take away. */
function isBare(byte: number | undefined): boolean {
  return byte !== undefined && byte > 32 && byte < 127
}

/** First letters of the words that remarks begin with: sources, notes, champ, lecture, remarque, avertissement, unité, données, mise à jour. */
const remarkLetters = new Set(Array.from('snclraudm', (letter) => letter.charCodeAt(0)))

/** A colon, and up to three signs before a word that remarks begin with. */
function mayBeRemark(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end && !isWord(bytes[at] as number)) at++
  return at < end && remarkLetters.has((bytes[at] as number) | 32) && bytes.subarray(at, end).includes(colon)
}

function isWord(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || byte === 95 || ((byte | 32) >= 97 && (byte | 32) <= 122)
}
