import { CellColumn, resized } from './cell-column.js'
import { DelimitedTable } from './delimited-table.js'
import { isCodeName, isDateName } from './field-name.js'
import type { TextTable } from './delimited-table.js'
import type { FieldType } from './schema.js'

/** Records that are cut before their cells are taken column by column. */
const batchRows = 2048
/** Without a line break in so many bytes the lines end in another way. */
const longestStart = 1_000_000

const lineFeed = 10
const carriageReturn = 13
const quote = 34
const colon = 58

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
  #buffer = new Uint8Array(262_144)
  #waiting = 0
  /** Lines do not end in \n: everything goes to the table as text. */
  #asText = false
  #starts = new Int32Array()
  #ends = new Int32Array()
  #firstName = new Uint8Array()
  #firstText = ''
  #separator = 0

  constructor(options: { readonly maxRows?: number | undefined; readonly types?: Readonly<Record<string, FieldType>> | undefined } = {}) {
    this.#types = options.types ?? {}
    this.#table = new DelimitedTable({
      maxRows: options.maxRows,
      sink: {
        start: (names) => this.#start(names),
        append: (cells, quoted) => {
          for (const [index, column] of this.#columns.entries()) column.takeText(cells[index] ?? '', quoted?.[index] ?? false)
        },
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
    if (length > this.#buffer.length) this.#buffer = resized(this.#buffer.subarray(0, this.#waiting), length * 1.5)
    this.#buffer.set(bytes, this.#waiting)
    const used = this.#work(this.#buffer.subarray(0, length))
    this.#buffer.copyWithin(0, used, length)
    this.#waiting = length - used
    if (this.#waiting > longestStart && !this.#table.dialect) {
      this.#asText = true
      this.#table.push(this.#decoder.decode(this.#takeWaiting(), { stream: true }))
    }
  }

  /** What stands around the columns, which are complete now. @throws DgeError `format` with the line */
  finish(): TextTable {
    this.#table.push(this.#asText ? this.#decoder.decode() : this.#decoder.decode(this.#takeWaiting()))
    return this.#table.finish()
  }

  #takeWaiting(): Uint8Array {
    const waiting = this.#buffer.subarray(0, this.#waiting)
    this.#waiting = 0
    return waiting
  }

  #start(names: readonly string[]): void {
    const decimal = (name: string) => !isDateName(name) && (!Object.hasOwn(this.#types, name) || ['number', 'string'].includes(this.#types[name] ?? ''))
    for (const name of names) this.#columns.push(new CellColumn({ mayBeDecimal: decimal(name), prefersCodes: isCodeName(name) }))
    this.#starts = new Int32Array(batchRows * names.length)
    this.#ends = new Int32Array(batchRows * names.length)
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
      const from = dialect ? Math.min(bytes.length - 1, at + this.#table.waiting) : bytes.length - 1
      const end = dialect ? bytes.indexOf(lineFeed, from) : bytes.lastIndexOf(lineFeed, from)
      if (end < at) return at
      this.#table.push(this.#decoder.decode(bytes.subarray(at, end + 1)))
      at = end + 1
    }
    return at
  }

  /** Takes plain records from `at`; `plain` when it stopped for no record that is not. */
  #scan(bytes: Uint8Array, at: number): { next: number; plain: boolean } {
    const width = this.#columns.length
    const bounds = { starts: this.#starts, ends: this.#ends, width }
    const limit = bytes.lastIndexOf(lineFeed) + 1
    let rows = 0
    let next = at
    for (; rows < batchRows && next < limit; rows++) {
      const end = this.#record(bytes, next, rows * width)
      if (end < 0) break
      next = end
    }
    if (rows > 0) {
      const kept = this.#table.took(rows)
      if (kept > 0) for (let column = 0; column < width; column++) this.#columns[column]?.take(bytes, bounds, column, kept)
    }
    return { next, plain: rows === batchRows || next >= limit }
  }

  /**
   * Cuts the record at `at`, which has a line break somewhere behind it, into bounds from `base` on; where the next one starts, or
   * -1 when it is not plain.
   */
  #record(bytes: Uint8Array, at: number, base: number): number {
    const starts = this.#starts
    const ends = this.#ends
    const width = this.#columns.length
    const separator = this.#separator
    const highest = Math.max(separator, lineFeed)
    let column = 0
    let next = at
    for (;;) {
      let start = next
      let end: number
      if (bytes[next] === quote) {
        start++
        end = start
        while (bytes[end] !== quote && bytes[end] !== lineFeed) end++
        if (bytes[end] !== quote) return -1
        next = end + 1
        if (bytes[next] === carriageReturn && bytes[next + 1] === lineFeed) next++
      } else {
        for (let byte = bytes[next] as number; byte !== separator && byte !== lineFeed; ) {
          // Most letters are above both: one comparison each. The line break ends the loop at the latest.
          do byte = bytes[++next] as number
          while (byte > highest)
        }
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
