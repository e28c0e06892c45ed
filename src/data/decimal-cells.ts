import { CellDictionary } from './cell-dictionary.js'
import { partOf } from './cell-kernel.js'
import { DecimalReader, writeDecimal, writings, writingOf } from './decimal-cell.js'
import { segmentBits, segmentRows } from './segments.js'
import type { CellKernel, CellRun } from './cell-kernel.js'

/** In `scales`: no decimal, `mantissas` holds the number of a cell in the dictionary. */
export const notDecimal = 255

const segmentMask = segmentRows - 1

/** Cells that are plain decimals but for a few: numbers, and what has to be known to write each again as it was. */
export class DecimalCells {
  /** The cells that are no plain decimals. */
  readonly dictionary: CellDictionary
  /** Numbers by segments: of 32 bits where all of a segment fit. */
  readonly mantissas: (Float64Array | Int32Array)[] = []
  /** Decimals of each: one number for a segment as long as they are the same. */
  readonly scales: (Uint8Array | number)[] = []
  /** Byte of the decimal mark. */
  mark = 0
  /** Bit per class of decimals that occurs (see `decimalClasses`). */
  classes = 0
  /** Among whole numbers that are not negative. */
  least = Infinity
  most = -Infinity
  readonly #kernel: CellKernel
  readonly #reader = new DecimalReader()
  /** Address of a byte for each writing of cells read on the way: 1 when it occurred and has no other mark than those before it. */
  readonly #accepted: number

  constructor(kernel: CellKernel) {
    this.#kernel = kernel
    this.dictionary = new CellDictionary(kernel)
    this.#accepted = kernel.exports.take(writings)
    kernel.bytesAt(this.#accepted, writings).fill(0)
  }

  /** Takes cells, which one segment has room for, as rows `row`… */
  take(run: CellRun, row: number): void {
    if (row >>> segmentBits === this.mantissas.length) this.mantissas.push(new Int32Array(segmentRows))
    for (let done = this.#takeRead(run, row); done < run.count; done += this.#takeRead(partOf(run, done, run.count - done), row + done)) {
      this.#takeOne(partOf(run, done, 1), row + done)
      done++
    }
  }

  /** Takes cells as long as they were read on the way and are written in accepted ways; how many. */
  #takeRead({ starts, ends, count }: CellRun, row: number): number {
    const { exports } = this.#kernel
    const taken = exports.takeDecimals(starts, ends, count, this.#accepted)
    if (taken === 0) return 0
    this.mantissas[row >>> segmentBits]?.set(this.#kernel.int32(exports.mantissasRead(), taken), row & segmentMask)
    this.#scalesFrom(row, exports.scaleRead())?.set(this.#kernel.bytesAt(exports.scalesRead(), taken), row & segmentMask)
    this.#spread(exports.leastRead(), exports.mostRead())
    return taken
  }

  /** Where the scales go from a row on; undefined when they are those of all rows of the segment so far. */
  #scalesFrom(row: number, scale: number): Uint8Array | undefined {
    const segment = row >>> segmentBits
    const first = row & segmentMask
    const known = first === 0 && scale >= 0 && scale !== notDecimal ? scale : (this.scales[segment] ?? new Uint8Array(segmentRows))
    if (known === scale) {
      this.scales[segment] = scale
      return undefined
    }
    return (this.scales[segment] = typeof known === 'number' ? new Uint8Array(segmentRows).fill(known, 0, first) : known)
  }

  #spread(least: number, most: number): void {
    if (most < least) return
    this.least = Math.min(this.least, least)
    this.most = Math.max(this.most, most)
  }

  /** The text of a row. */
  textOf(row: number): string {
    const mantissa = this.mantissas[row >>> segmentBits]?.[row & segmentMask] as number
    const scale = this.scaleOf(row)
    return scale === notDecimal ? this.dictionary.textOf(mantissa) : writeDecimal(mantissa, scale, this.mark)
  }

  /** Decimals of a row; `notDecimal`. */
  scaleOf(row: number): number {
    const scales = this.scales[row >>> segmentBits]
    return typeof scales === 'number' ? scales : (scales?.[row & segmentMask] as number)
  }

  /** Notes how a cell is written that was read on the way; false when it has another mark than those before it. */
  #accepts(end: number): boolean {
    const { mark, kind } = writingOf(end)
    if (!this.#count(mark, kind)) return false
    this.#kernel.bytes[this.#accepted + ~end] = 1
    return true
  }

  #count(mark: number, kind: number): boolean {
    if (mark !== 0 && mark !== this.mark) {
      if (this.mark !== 0) return false
      this.mark = mark
    }
    this.classes |= 1 << kind
    return true
  }

  /** A cell that is written in a new way, or was not read on the way. */
  #takeOne(run: CellRun, row: number): void {
    const kernel = this.#kernel
    const start = kernel.numberAt(run.starts)
    const end = kernel.numberAt(run.ends)
    if (end < 0) {
      if (this.#accepts(end)) this.#takeRead(run, row)
      else this.#keep(kernel.cellsOf([textOfRead(start, end)]), row)
      return
    }
    const reader = this.#reader
    if (!reader.read(kernel.bytes, start, end) || !this.#count(reader.mark, reader.kind)) return this.#keep(run, row)
    const { mantissa, scale, kind } = reader
    if (kind === 0) this.#spread(mantissa, mantissa)
    this.#put(row, mantissa, scale)
  }

  /** A cell that is no decimal. */
  #keep({ starts, ends }: CellRun, row: number): void {
    const kernel = this.#kernel
    this.#put(row, this.dictionary.numberOf(kernel.numberAt(starts), kernel.numberAt(ends)), notDecimal)
  }

  /** Gives the memory back: they hold nothing any more. */
  release(): void {
    this.dictionary.release()
    this.#kernel.exports.give(this.#accepted, writings)
  }

  #put(row: number, mantissa: number, scale: number): void {
    const segment = row >>> segmentBits
    const index = row & segmentMask
    let mantissas = this.mantissas[segment] as Float64Array | Int32Array
    if (mantissa !== (mantissa | 0) && mantissas instanceof Int32Array) this.mantissas[segment] = mantissas = new Float64Array(mantissas)
    mantissas[index] = mantissa
    const scales = this.#scalesFrom(row, scale)
    if (scales) scales[index] = scale
  }
}

/** The cell that was read on the way, as it was. */
export function textOfRead(start: number, end: number): string {
  const { scale, mark } = writingOf(end)
  return writeDecimal(start, scale, mark)
}
