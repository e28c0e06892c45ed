import { DelimitedTokenizer } from './delimited.js'
import { DgeError } from './errors.js'
import { sniffDialect } from './dialect.js'
import { sampleLength } from './separator.js'
import { findHeader, lastFilled } from './table-header.js'
import type { Decimal } from './parse-value.js'

/** A column as published: text, '' for an empty cell. */
export interface TextColumn {
  readonly name: string
  readonly cells: string[]
  /** Every filled cell stood in quotes. */
  readonly quoted: boolean
  /** The mark that its numbers are known to have. */
  readonly decimal?: Decimal
}

/** The cells of a file before anything is made of them. */
export interface TextTable {
  readonly columns: readonly TextColumn[]
  /** What stood between cells, where the file told. */
  readonly separator?: string | undefined
  readonly numRows: number
  /** Rows of the file, those beyond `maxRows` included. */
  readonly total: number
  /** Lines above the header and below the data: titles, sources, remarks. */
  readonly titles: readonly string[]
  readonly footnotes: readonly string[]
  /** What was left out or made up, for who wants to know. */
  readonly notes: readonly string[]
  /** Line of the file where row `row` (from 0) starts. */
  lineOf(row: number): number
}

/** Takes the rows of a table instead of the table itself: columns that are kept in another way. */
export interface RowSink {
  /** The header is known; rows follow. */
  start(names: readonly string[]): void
  append(cells: readonly string[], quoted: readonly boolean[] | undefined): void
}

interface Record {
  readonly cells: readonly string[]
  readonly line: number
  readonly quoted: readonly boolean[] | undefined
}

/** A first line that is longer (thousands of columns) is looked at to its end; without any line break, to here. */
const longestSample = 64 * sampleLength
const sampleRecords = 200
const remark = /^\W{0,3}(sources?|notes?|champ|lecture|nota|nb|n\.b\.|remarques?|avertissement|légende|unité|données|mise à jour)\b.{0,40}?:/i

/** "* provisoire", "(1) au 1er janvier", "¹ hors Mayotte". */
const footnote = /^\s*([*¹²³†]|[([]\w[)\]])/

/**
 * Builds the columns of a CSV or TSV file from pieces of text. Titles above the header and remarks below the data never
 * become rows; short rows are filled up, empty ones and repeated headers left out; a longer row than the header is an error.
 */
export class DelimitedTable {
  readonly #maxRows: number
  readonly #sink: RowSink | undefined
  /** Cells came cut, or the caller knew how. */
  readonly #given: boolean
  #sample: string | undefined = ''
  /** Characters of the sample that tell the separator. */
  #needed = sampleLength
  #tokenizer: DelimitedTokenizer | undefined
  #separator = ','
  #lineBreak: '\n' | '\r' = '\n'
  /** Records seen before the header was decided; undefined afterwards. */
  #first: Record[] | undefined = []
  #names: readonly string[] = []
  #titles: readonly string[] = []
  #notes = new Set<string>()
  #cells: string[][] = []
  #unquoted: boolean[] = []
  #pools: (Map<string, string> | undefined)[] = []
  /** Lines that may turn out to be remarks below the table. */
  #tail: Record[] = []
  /** The record before was empty. */
  #afterBlank = false
  #numRows = 0
  #total = 0
  /** [row, line − row] wherever that difference changes. */
  #lines: [row: number, shift: number][] = []

  constructor(options: { readonly maxRows?: number | undefined; readonly separator?: string | undefined; readonly sink?: RowSink } = {}) {
    this.#maxRows = options.maxRows ?? Infinity
    this.#sink = options.sink
    this.#given = options.separator !== undefined
    if (options.separator) {
      this.#tokenizer = this.#tokenize(options.separator, '\n')
      this.#sample = undefined
    }
  }

  /** Rows read so far. */
  get numRows(): number {
    return this.#total
  }

  /** How records are cut, once the beginning was seen. */
  get dialect(): { readonly separator: string; readonly lineBreak: '\n' | '\r' } | undefined {
    return this.#first ? undefined : { separator: this.#separator, lineBreak: this.#lineBreak }
  }

  /** Characters of a record that is not complete yet. */
  get waiting(): number {
    return this.#tokenizer?.waiting ?? 0
  }

  /** What the next record means depends on those before it (an empty line, what may be a remark below the table). */
  get unsettled(): boolean {
    return this.waiting > 0 || this.#afterBlank || this.#tail.length > 0
  }

  /**
   * Counts rows of one line each that were read elsewhere, as plain rows can be while nothing is `unsettled`.
   * @returns how many of them are within `maxRows`
   */
  took(rows: number): number {
    const kept = Math.min(rows, this.#maxRows - this.#numRows)
    if (kept > 0) this.#count(this.#tokenizer?.line ?? 0, kept)
    this.#total += rows
    this.#tokenizer?.skip(rows)
    return kept
  }

  /** Takes the next piece of the file. @throws DgeError `format` with the line */
  push(text: string): void {
    if (this.#sample === undefined) return this.#tokenizer?.push(text)
    this.#sample += text
    while (this.#sample.length >= this.#needed) {
      const last = this.#sample.slice(this.#needed - sampleLength, this.#needed)
      if (/[\n\r]/.test(last) || this.#needed >= longestSample) return this.#start(false)
      this.#needed += sampleLength
    }
  }

  /** Takes a record that is cut already (a row of a spreadsheet). Only with the option `separator`. */
  record(cells: readonly string[], line: number, quoted?: readonly boolean[]): void {
    this.#take({ cells, line, quoted })
  }

  /** The whole table. @throws DgeError `format` with the line */
  finish(): TextTable {
    if (this.#sample !== undefined) this.#start(true)
    try {
      this.#tokenizer?.end()
    } finally {
      // An error in an earlier line comes first.
      if (this.#first) this.#decide()
    }
    const footnotes = this.#tail.map(({ cells }) => cells.map((cell) => cell.trim()).filter(Boolean).join(` ${this.#separator} `).replaceAll(' , ', ', '))
    const lines = this.#lines
    return {
      columns: this.#names.map((name, index) => ({ name, cells: this.#cells[index] ?? [], quoted: !this.#unquoted[index] })),
      separator: this.#given ? undefined : this.#separator,
      numRows: this.#numRows,
      total: this.#total,
      titles: this.#titles,
      footnotes,
      notes: [...this.#notes],
      lineOf: (row) => row + (lines.findLast(([from]) => from <= row)?.[1] ?? 0),
    }
  }

  #start(whole: boolean): void {
    // What Excel writes above a file to tell itself the separator; its line stays counted.
    const sample = (this.#sample ?? '').replace(/^sep=.?(?=\r?\n)/i, '')
    this.#sample = undefined
    const { separator, lineBreak } = sniffDialect(whole ? sample : sample.slice(0, this.#needed), whole)
    this.#tokenizer = this.#tokenize(separator, lineBreak)
    this.#tokenizer.push(sample)
  }

  #tokenize(separator: string, lineBreak: '\n' | '\r'): DelimitedTokenizer {
    this.#separator = separator
    this.#lineBreak = lineBreak
    return new DelimitedTokenizer(separator, lineBreak, (cells, line, quoted) => this.#take({ cells, line, quoted }))
  }

  #take(record: Record): void {
    if (this.#first) {
      this.#first.push(record)
      if (this.#first.length >= sampleRecords) this.#decide()
      return
    }
    const { cells } = record
    const width = lastFilled(cells)
    if (width === 0) {
      this.#afterBlank = true
      return
    }
    const isRemark = this.#mayBeRemark(cells, width)
    this.#afterBlank = false
    if (isRemark) {
      this.#tail.push(record)
      return
    }
    if (this.#tail.length > 0) this.#flush()
    this.#append(record)
  }

  #decide(): void {
    const records = this.#first ?? []
    this.#first = undefined
    const isFilled = ({ cells }: Record) => lastFilled(cells) > 0
    const filled = records.filter(isFilled)
    const { names, skip, titles, notes } = findHeader(filled.map(({ cells }) => cells))
    this.#names = names
    this.#titles = titles
    for (const note of notes) this.#notes.add(note)
    this.#cells = names.map(() => [])
    this.#unquoted = names.map(() => false)
    this.#pools = names.map(() => new Map())
    this.#sink?.start(names)
    const start = filled[skip]
    if (start) for (const record of records.slice(records.indexOf(start))) this.#take(record)
  }

  /**
   * "Source : INSEE, 2024" (its comma may be a separator), a line of words without any separator; below an empty line "* provisoire", below a remark
   * whatever stands alone.
   */
  #mayBeRemark(cells: readonly string[], width: number): boolean {
    const columns = this.#names.length
    const first = cells[0] ?? ''
    if (columns > 1 && (width !== columns || columns > 2 || this.#afterBlank) && remark.test(first)) return true
    if (columns <= 2 || width !== 1) return false
    if (cells.length > 1 && !this.#afterBlank) return this.#tail.length > 0
    return this.#tail.length > 0 || footnote.test(first) || (cells.length === 1 && /\p{L}\S*\s+\S/u.test(first))
  }

  /** Rows follow: what looked like remarks are rows too. */
  #flush(): void {
    const tail = this.#tail
    this.#tail = []
    for (const record of tail) this.#append(record)
  }

  #append({ cells, line, quoted }: Record): void {
    const names = this.#names
    const extra = this.#extra(cells)
    if (extra > 0) throw tooLong(cells, names, line)
    if (cells[0]?.trim() === names[0] && names.length > 1 && names.every((name, index) => cells[index]?.trim() === name)) {
      this.#notes.add(`The header is repeated on line ${line}; that line is left out`)
      return
    }
    this.#total++
    if (this.#numRows >= this.#maxRows) return
    this.#count(line, 1)
    if (this.#sink) {
      this.#sink.append(cells, quoted)
      return
    }
    for (let index = 0; index < names.length; index++) {
      const cell = cells[index] ?? ''
      if (cell !== '' && !quoted?.[index]) this.#unquoted[index] = true
      this.#cells[index]?.push(this.#shared(index, cell))
    }
  }

  /** Notes where `rows` rows stand that begin on `line`, one on each. */
  #count(line: number, rows: number): void {
    const shift = line - this.#numRows
    if (this.#lines.at(-1)?.[1] !== shift) this.#lines.push([this.#numRows, shift])
    this.#numRows += rows
  }

  #extra(cells: readonly string[]): number {
    return cells.length > this.#names.length ? lastFilled(cells) - this.#names.length : 0
  }

  /** Columns of few values keep one string for each: memory stays near eight bytes a cell. */
  #shared(index: number, cell: string): string {
    const pool = this.#pools[index]
    if (!pool || cell === '') return cell
    const known = pool.get(cell)
    if (known !== undefined) return known
    pool.set(cell, cell)
    if (pool.size > 1000) this.#pools[index] = this.#numRows > 10 * pool.size ? new Map() : undefined
    return cell
  }
}

function tooLong(cells: readonly string[], names: readonly string[], line: number): DgeError {
  const found = lastFilled(cells)
  const text = cells.slice(0, found).join(' | ')
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text
  return new DgeError('format', `Line ${line}: ${found} cells where the header has ${names.length} (${shown})`, {
    hint: 'A separator inside a cell needs quotes around the cell.',
  })
}
