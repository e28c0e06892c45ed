import { CellDictionary } from './cell-dictionary.js'
import { TextRun, partOf } from './cell-kernel.js'
import { DecimalReader } from './decimal-cell.js'
import { DecimalCells, textOfRead } from './decimal-cells.js'
import { isCodeName, isDateName } from './field-name.js'
import { segmentBits, segmentRows } from './segments.js'
import { TextCells } from './text-cells.js'
import type { CellKernel, CellRun } from './cell-kernel.js'
import type { FieldType } from './schema.js'

const segmentMask = segmentRows - 1

/** Cells that are looked at then. */
const sampled = 400
/** Bytes that cells have on average which are sentences rather than names, and those which are numbers of things rather than codes of places. */
const longName = 24
const longCode = 5
/** Different cells that a dictionary may hold: codes have 16 bits. */
const most = 65_536
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
  dictionary: CellDictionary
  codes: Uint16Array[] = []
  /** Of `decimals`. */
  decimals: DecimalCells
  readonly #kernel: CellKernel
  readonly #texts: TextCells
  readonly #mayBeDecimal: boolean
  /** Different cells at which it is looked whether they are worth a dictionary, and what tells that they are not. */
  readonly #trials: [size: number, fails: () => boolean][]

  /**
   * @param options.mayBeDecimal false where digits may be dates
   * @param options.prefersCodes where digits are codes, which are compared rather than added up
   */
  constructor(kernel: CellKernel, { mayBeDecimal, prefersCodes }: { readonly mayBeDecimal: boolean; readonly prefersCodes: boolean }) {
    this.#kernel = kernel
    this.dictionary = new CellDictionary(kernel)
    this.decimals = new DecimalCells(kernel)
    this.#texts = new TextCells(kernel)
    this.#mayBeDecimal = mayBeDecimal
    this.#trials = prefersCodes
      ? [[8192, () => this.#hardlyRepeat(longCode)]]
      : // Nobody groups by amounts with a decimal mark.
        [[512, () => this.#areDecimals(true)], [4096, () => this.#areDecimals() || this.#hardlyRepeat(longName)]]
  }

  /** Takes the next cells. */
  take(run: CellRun): void {
    if (!this.unquoted) this.unquoted = this.#kernel.exports.anyUnquoted(run.starts, run.ends, run.count) !== 0
    for (let done = 0; done < run.count; ) {
      // As many as the segment has room for.
      const taken = this.#takeRun(partOf(run, done, Math.min(run.count - done, segmentRows - (this.length & segmentMask))))
      this.length += taken
      done += taken
      this.#settle()
    }
  }

  /** Takes cells that are text already; whether they stood in quotes is the caller's to note. */
  takeTexts(texts: readonly string[]): void {
    const kernel = this.#kernel
    const { batchRows } = kernel
    const { unquoted } = this
    this.unquoted = true
    for (let from = 0; from < texts.length; from += batchRows) this.take(kernel.cellsOf(texts.slice(from, from + batchRows)))
    this.unquoted = unquoted
  }

  /** The text of a row, as published. */
  at(row: number): string {
    if (this.kind === 'codes') return this.dictionary.textOf(this.codes[row >>> segmentBits]?.[row & segmentMask] as number)
    return this.kind === 'decimals' ? this.decimals.textOf(row) : decoder.decode(this.#texts.bytesOf(row))
  }

  /** How many of the cells were taken. */
  #takeRun(run: CellRun): number {
    if (this.kind === 'codes') return this.#takeCodes(run)
    if (this.kind === 'decimals') {
      this.decimals.take(run, this.length)
      return run.count
    }
    const kernel = this.#kernel
    let cells = run
    let bytes = kernel.exports.lengthOf(run.starts, run.ends, run.count)
    if (bytes < 0) {
      cells = kernel.cellsOf(writtenAgain(kernel, run))
      bytes = kernel.exports.lengthOf(cells.starts, cells.ends, cells.count)
    }
    this.#texts.take(cells, this.length, bytes)
    return run.count
  }

  /** Fewer than all when the dictionary is full. */
  #takeCodes(run: CellRun): number {
    const segment = this.length >>> segmentBits
    if (segment === this.codes.length) this.codes.push(new Uint16Array(segmentRows))
    return this.dictionary.number(run, this.codes[segment] as Uint16Array, this.length & segmentMask, most)
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
    const { size } = this.dictionary
    const starts = this.dictionary.starts()
    const { bytes } = this.#kernel
    const reader = new DecimalReader()
    const step = Math.ceil(size / sampled)
    let looked = 0
    let plain = 0
    for (let code = 0; code < size; code += step, looked++) {
      if (reader.read(bytes, starts[code] as number, starts[code + 1] as number) && (!marked || reader.mark !== 0)) plain++
    }
    return plain >= 0.9 * looked
  }

  /** Hardly any repeats, and they are longer than what people group by. */
  #hardlyRepeat(length: number): boolean {
    const { size } = this.dictionary
    return this.length < 1.02 * size && this.dictionary.length > length * size
  }

  #leaveCodes(): void {
    const kernel = this.#kernel
    const { codes, dictionary } = this
    this.kind = this.#areDecimals() ? 'decimals' : 'texts'
    this.codes = []
    this.dictionary = new CellDictionary(kernel)
    const known = dictionary.starts()
    this.#takeAgain(({ starts, ends }, from, count) => {
      const [begins, behind] = [kernel.int32(starts, count), kernel.int32(ends, count)]
      for (let at = 0; at < count; at++) {
        const code = codes[(from + at) >>> segmentBits]?.[(from + at) & segmentMask] as number
        begins[at] = known[code] as number
        behind[at] = known[code + 1] as number
      }
      return { starts, ends, count }
    })
    dictionary.release()
  }

  #leaveDecimals(): void {
    const { decimals } = this
    this.kind = 'texts'
    this.decimals = new DecimalCells(this.#kernel)
    this.#takeAgain((room, from, count) => room.write(Array.from({ length: count }, (_, at) => decimals.textOf(from + at))))
    decimals.release()
  }

  /** Takes the rows again in the way that the column is kept now. */
  #takeAgain(cells: (room: TextRun, from: number, count: number) => CellRun): void {
    const { unquoted, length } = this
    const { batchRows } = this.#kernel
    const room = new TextRun(this.#kernel)
    this.unquoted = true
    this.length = 0
    for (let from = 0; from < length; from += batchRows) this.take(cells(room, from, Math.min(batchRows, length - from)))
    this.unquoted = unquoted
    room.release()
  }
}

/** A column of cells for a name: names tell where digits may be dates or codes, and so does the author's type. */
export function columnNamed(kernel: CellKernel, name: string, types: Readonly<Record<string, FieldType>> = {}): CellColumn {
  const asNumbers = !Object.hasOwn(types, name) || ['number', 'string'].includes(types[name] ?? '')
  return new CellColumn(kernel, { mayBeDecimal: asNumbers && !isDateName(name), prefersCodes: isCodeName(name) })
}

/** The texts of cells of which some were read on the way. */
function writtenAgain(kernel: CellKernel, { starts, ends, count }: CellRun): string[] {
  return Array.from({ length: count }, (_, index) => {
    const [start, end] = [kernel.numberAt(starts + 4 * index), kernel.numberAt(ends + 4 * index)]
    return end < 0 ? textOfRead(start, end) : decoder.decode(kernel.bytes.subarray(start, end))
  })
}
