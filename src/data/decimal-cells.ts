import { cellsOf } from './cell-bytes.js'
import { CellDictionary } from './cell-dictionary.js'
import { DecimalReader, writeDecimal, writings, writingOf } from './decimal-cell.js'
import { segmentBits, segmentRows } from './segments.js'
import type { CellBounds, CellRun } from './cell-bytes.js'

/** In `scales`: no decimal, `mantissas` holds the number of a cell in the dictionary. */
export const notDecimal = 255

const segmentMask = segmentRows - 1

/** Cells that are plain decimals but for a few: numbers, and what has to be known to write each again as it was. */
export class DecimalCells {
  /** The cells that are no plain decimals. */
  readonly dictionary = new CellDictionary()
  /** Numbers by segments: of 32 bits where all of a segment fit. */
  readonly mantissas: (Float64Array | Int32Array)[] = []
  /** Decimals of each: one number for a segment where they are the same. */
  readonly scales: (Uint8Array | number)[] = []
  /** Byte of the decimal mark. */
  mark = 0
  /** Bit per class of decimals that occurs (see `decimalClasses`). */
  classes = 0
  /** Among whole numbers that are not negative. */
  least = Infinity
  most = -Infinity
  readonly #reader = new DecimalReader()
  /** 1 for each writing of cells read on the way that occurred and has no other mark than those before it. */
  readonly #accepted = new Uint8Array(writings)

  /** Takes cells, which one segment has room for, as rows `row`… */
  take(bounds: CellBounds, { cell, count }: CellRun, row: number): void {
    const segment = row >>> segmentBits
    const first = row & segmentMask
    if (segment === this.mantissas.length) {
      this.mantissas.push(new Int32Array(segmentRows))
      this.scales.push(new Uint8Array(segmentRows))
    }
    const scales = this.scales[segment] as Uint8Array
    const taken = takeRead(bounds, { cell, count }, this.#accepted, this.mantissas[segment] as Int32Array | Float64Array, scales, first)
    if (taken < count) this.#takeRest(bounds, { cell: cell + taken * bounds.width, count: count - taken }, row + taken)
    if (this.classes & 1) this.#spread(bounds, { cell, count })
    if (first + count === segmentRows && scales[0] !== notDecimal && areAlike(scales)) this.scales[segment] = scales[0] as number
  }

  /** Takes cells of which the first one is written in a new way, or was not read on the way. */
  #takeRest(bounds: CellBounds, { cell, count }: CellRun, row: number): void {
    const segment = row >>> segmentBits
    for (let done = 0; done < count; ) {
      const at = cell + done * bounds.width
      const end = bounds.ends[at] as number
      if (end >= 0 || !this.#accepts(end)) this.#takeOther(bounds, at, row + done++)
      const rest = { cell: cell + done * bounds.width, count: count - done }
      done += takeRead(bounds, rest, this.#accepted, this.mantissas[segment] as Int32Array | Float64Array, this.scales[segment] as Uint8Array, (row & segmentMask) + done)
    }
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
    this.#accepted[~end] = 1
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

  /** Looks for the least and the most among whole numbers that were read on the way. */
  #spread({ starts, ends, width }: CellBounds, { cell, count }: CellRun): void {
    let [least, most] = [this.least, this.most]
    for (let at = cell, left = count; left > 0; at += width, left--) {
      if ((~(ends[at] as number) & ~256) !== 0) continue
      const number = starts[at] as number
      if (number < least) least = number
      if (number > most) most = number
    }
    this.least = least
    this.most = most
  }

  /** A cell that was not read on the way, or has another mark. */
  #takeOther(bounds: CellBounds, at: number, row: number): void {
    const start = bounds.starts[at] as number
    const end = bounds.ends[at] as number
    const reader = this.#reader
    if (end >= 0 && reader.read(bounds.bytes, start, end) && this.#count(reader.mark, reader.kind)) {
      const { mantissa, scale, kind } = reader
      if (kind === 0) {
        this.least = Math.min(this.least, mantissa)
        this.most = Math.max(this.most, mantissa)
      }
      return this.#put(row, mantissa, scale)
    }
    const text = end < 0 ? cellsOf([textOfRead(start, end)]) : undefined
    this.#put(row, text ? this.dictionary.codeOf(text, 0, text.ends[0] as number) : this.dictionary.codeOf(bounds, start, end), notDecimal)
  }

  #put(row: number, mantissa: number, scale: number): void {
    const segment = row >>> segmentBits
    const index = row & segmentMask
    let mantissas = this.mantissas[segment] as Float64Array | Int32Array
    if (mantissa !== (mantissa | 0) && mantissas instanceof Int32Array) this.mantissas[segment] = mantissas = new Float64Array(mantissas)
    mantissas[index] = mantissa
    const scales = this.scales[segment] as Uint8Array
    scales[index] = scale
  }
}

/** Takes cells as long as they were read on the way and are written in accepted ways; how many. */
function takeRead({ starts, ends, width }: CellBounds, { cell, count }: CellRun, accepted: Uint8Array, mantissas: Int32Array | Float64Array, scales: Uint8Array, first: number): number {
  let taken = 0
  for (let at = cell, row = first; taken < count; at += width, row++, taken++) {
    const writing = ~(ends[at] as number)
    // What was not read on the way is below 0.
    if (writing < 0 || accepted[writing] === 0) break
    mantissas[row] = starts[at] as number
    scales[row] = writing & 15
  }
  return taken
}

function areAlike(scales: Uint8Array): boolean {
  const first = scales[0]
  for (let at = 1; at < scales.length; at++) if (scales[at] !== first) return false
  return true
}

/** The cell that was read on the way, as it was. */
export function textOfRead(start: number, end: number): string {
  const { scale, mark } = writingOf(end)
  return writeDecimal(start, scale, mark)
}
