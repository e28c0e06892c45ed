import { CellBounds, anyUnquoted, cellsOf, lengthOf } from './cell-bytes.js'
import { CellDictionary } from './cell-dictionary.js'
import { DecimalReader } from './decimal-cell.js'
import { DecimalCells, textOfRead } from './decimal-cells.js'
import { isCodeName, isDateName } from './field-name.js'
import { segmentBits, segmentRows } from './segments.js'
import { TextCells } from './text-cells.js'
import type { CellRun } from './cell-bytes.js'
import type { FieldType } from './schema.js'

const segmentMask = segmentRows - 1

/** Cells that are looked at then. */
const sampled = 400
/** Bytes that cells have on average which are sentences rather than names, and those which are numbers of things rather than codes of places. */
const longName = 24
const longCode = 5
/** Different cells that a dictionary may hold: codes have 16 bits. */
const most = 65_536
/** Rows that are taken again at once. */
const batchRows = 2048

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The cells of one column of a large file, kept so that nothing of them is lost, in little memory and without making text of
 * them: as numbers of a dictionary while they repeat, else as plain decimals, else as bytes. What the column holds is decided
 * when all are there.
 */
export class CellColumn {
  /** `codes`: numbers in the dictionary; `decimals`; `texts`: bytes one after the other. */
  kind: 'codes' | 'decimals' | 'texts' = 'codes'
  /** Rows so far. */
  length = 0
  /** A filled cell stood without quotes. */
  unquoted = false
  /** The mark of its decimals, where a program wrote them. */
  decimal: '.' | undefined
  /** Of `codes`: the different cells, and the number of each row's by segments. */
  dictionary = new CellDictionary()
  codes: Uint16Array[] = []
  /** Of `decimals`. */
  decimals = new DecimalCells()
  readonly #texts = new TextCells()
  readonly #mayBeDecimal: boolean
  /** Different cells at which it is looked whether they are worth a dictionary, and what tells that they are not. */
  readonly #trials: [size: number, fails: () => boolean][]

  /**
   * @param options.mayBeDecimal false where digits may be dates
   * @param options.prefersCodes where digits are codes, which are compared rather than added up
   */
  constructor({ mayBeDecimal, prefersCodes }: { readonly mayBeDecimal: boolean; readonly prefersCodes: boolean }) {
    this.#mayBeDecimal = mayBeDecimal
    this.#trials = prefersCodes
      ? [[8192, () => this.#hardlyRepeat(longCode)]]
      : // Nobody groups by amounts with a decimal mark.
        [[512, () => this.#areDecimals(true)], [4096, () => this.#areDecimals() || this.#hardlyRepeat(longName)]]
  }

  /** Takes cells `column` of the first `count` rows. */
  take(bounds: CellBounds, column: number, count: number): void {
    if (!this.unquoted) this.unquoted = anyUnquoted(bounds, { cell: column, count })
    for (let done = 0; done < count; ) {
      // As many as the segment has room for.
      const run = { cell: column + done * bounds.width, count: Math.min(count - done, segmentRows - (this.length & segmentMask)) }
      const taken = this.#takeRun(bounds, run)
      this.length += taken
      done += taken
      this.#settle()
    }
  }

  /** Takes cells that are text already; whether they stood in quotes is the caller's to note. */
  takeTexts(texts: readonly string[]): void {
    const { unquoted } = this
    this.unquoted = true
    this.take(cellsOf(texts), 0, texts.length)
    this.unquoted = unquoted
  }

  /** The text of a row, as published. */
  at(row: number): string {
    if (this.kind === 'codes') return this.dictionary.textOf(this.codes[row >>> segmentBits]?.[row & segmentMask] as number)
    return this.kind === 'decimals' ? this.decimals.textOf(row) : decoder.decode(this.#texts.bytesOf(row))
  }

  /** How many of the cells were taken. */
  #takeRun(bounds: CellBounds, run: CellRun): number {
    if (this.kind === 'codes') return this.#takeCodes(bounds, run)
    if (this.kind === 'decimals') {
      this.decimals.take(bounds, run, this.length)
      return run.count
    }
    const bytes = lengthOf(bounds, run)
    if (bytes >= 0) this.#texts.take(bounds, run, this.length, bytes)
    else this.#texts.take(written(bounds, run), { cell: 0, count: run.count }, this.length)
    return run.count
  }

  /** Fewer than all when the dictionary is full. */
  #takeCodes(bounds: CellBounds, run: CellRun): number {
    const segment = this.length >>> segmentBits
    if (segment === this.codes.length) this.codes.push(new Uint16Array(segmentRows))
    return this.dictionary.number(bounds, run, this.codes[segment] as Uint16Array, this.length & segmentMask, most)
  }

  /** Whether the way the column is kept still serves it. */
  #settle(): void {
    if (this.kind === 'codes') {
      const { size } = this.dictionary
      const [trial] = this.#trials
      const tries = trial !== undefined && size >= trial[0]
      if (tries) this.#trials.shift()
      if (size >= most || (tries && this.length < 2 * size && trial[1]())) this.#leaveCodes()
    } else if (this.kind === 'decimals' && this.decimals.dictionary.size >= most) this.#leaveDecimals()
  }

  /** Nine of ten cells of the dictionary are plain decimals, or such with a mark, as some hundreds of them show. */
  #areDecimals(marked = false): boolean {
    if (!this.#mayBeDecimal) return false
    const { size, cells } = this.dictionary
    const reader = new DecimalReader()
    const step = Math.ceil(size / sampled)
    let looked = 0
    let plain = 0
    for (let code = 0; code < size; code += step, looked++) {
      if (reader.read(cells.bytes, this.dictionary.startOf(code), this.dictionary.endOf(code)) && (!marked || reader.mark !== 0)) plain++
    }
    return plain >= 0.9 * looked
  }

  /** Hardly any repeats, and they are longer than what people group by. */
  #hardlyRepeat(length: number): boolean {
    const { size } = this.dictionary
    return this.length < 1.02 * size && this.dictionary.startOf(size) > length * size
  }

  #leaveCodes(): void {
    const { codes, dictionary } = this
    this.kind = this.#areDecimals() ? 'decimals' : 'texts'
    this.codes = []
    this.dictionary = new CellDictionary()
    const bounds = new CellBounds(dictionary.cells, new Int32Array(batchRows), new Int32Array(batchRows), 1)
    this.#takeAgain((from, count) => {
      for (let at = 0; at < count; at++) {
        const code = codes[(from + at) >>> segmentBits]?.[(from + at) & segmentMask] as number
        bounds.starts[at] = dictionary.startOf(code)
        bounds.ends[at] = dictionary.endOf(code)
      }
      return bounds
    })
  }

  #leaveDecimals(): void {
    const { decimals } = this
    this.kind = 'texts'
    this.decimals = new DecimalCells()
    this.#takeAgain((from, count) => cellsOf(Array.from({ length: count }, (_, at) => decimals.textOf(from + at))))
  }

  /** Takes the rows again in the way that the column is kept now. */
  #takeAgain(boundsOf: (from: number, count: number) => CellBounds): void {
    const { unquoted, length } = this
    this.unquoted = true
    this.length = 0
    for (let from = 0; from < length; from += batchRows) {
      const count = Math.min(batchRows, length - from)
      this.take(boundsOf(from, count), 0, count)
    }
    this.unquoted = unquoted
  }
}

/** A column of cells for a name: names tell where digits may be dates or codes, and so does the author's type. */
export function columnNamed(name: string, types: Readonly<Record<string, FieldType>> = {}): CellColumn {
  const asNumbers = !Object.hasOwn(types, name) || ['number', 'string'].includes(types[name] ?? '')
  return new CellColumn({ mayBeDecimal: asNumbers && !isDateName(name), prefersCodes: isCodeName(name) })
}

/** Cells of which some were read on the way, as they were. */
function written({ bytes, starts, ends, width }: CellBounds, { cell, count }: CellRun): CellBounds {
  return cellsOf(
    Array.from({ length: count }, (_, index) => {
      const at = cell + index * width
      const [start, end] = [starts[at] as number, ends[at] as number]
      return end < 0 ? textOfRead(start, end) : decoder.decode(bytes.subarray(start, end))
    })
  )
}
