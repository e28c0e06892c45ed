import { cellBytes, resizedBytes, spare } from './cell-bytes.js'
import { CellDictionary } from './cell-dictionary.js'
import { DecimalReader, writeDecimal, writingOf } from './decimal-cell.js'
import type { CellBounds, CellBytes } from './cell-bytes.js'

/** Rows of a segment: columns grow by segments, so that nothing is ever copied to make room. */
export const segmentBits = 16
export const segmentRows = 1 << segmentBits
const segmentMask = segmentRows - 1

/** In `scales`: no decimal, `mantissas` holds the number of a cell in the dictionary. */
export const notDecimal = 255

/** Different cells of a column before it is looked at whether they are worth a dictionary. */
const trial = 4096
/** Different cells that a dictionary may hold: codes have 16 bits. */
const most = 65_536

/** Cells as text, as far as `segmentRows` rows go. */
interface TextSegment {
  cells: CellBytes
  readonly ends: Uint32Array
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The cells of one column of a large file, kept so that nothing of them is lost, in little memory and without making text of
 * them: as numbers of a dictionary while they repeat, else as plain decimals, else as bytes. What the column holds is decided
 * when all are there.
 */
export class CellColumn {
  /** `codes`: numbers in the dictionary; `decimals`: see `decimal-cell.ts`; `texts`: bytes one after the other. */
  kind: 'codes' | 'decimals' | 'texts' = 'codes'
  /** Rows so far. */
  length = 0
  /** A filled cell stood without quotes. */
  unquoted = false
  readonly dictionary = new CellDictionary()
  codes: Uint16Array[] = []
  mantissas: (Float64Array | Int32Array)[] = []
  scales: (Uint8Array | number)[] = []
  texts: TextSegment[] = []
  /** Byte of the decimal mark of `decimals`. */
  mark = 0
  /** Bit per class of decimals that occurs (see `decimalClasses`). */
  classes = 0
  least = Infinity
  most = -Infinity
  readonly #mayBeDecimal: boolean
  readonly #prefersCodes: boolean
  readonly #reader = new DecimalReader()
  #tried = false
  /** All cells of the segment at hand are decimals of one scale. */
  #alike = true
  /** Scale of the cell that `#otherCell` read. */
  #scale = 0
  #textRoom = segmentRows * 8

  /**
   * @param options.mayBeDecimal false where digits may be dates
   * @param options.prefersCodes where digits are codes, which are compared rather than added up
   */
  constructor({ mayBeDecimal, prefersCodes }: { readonly mayBeDecimal: boolean; readonly prefersCodes: boolean }) {
    this.#mayBeDecimal = mayBeDecimal
    this.#prefersCodes = prefersCodes
  }

  /** Takes cells `column` of `count` rows. */
  take(bounds: CellBounds, column: number, count: number): void {
    for (let from = 0; from < count; ) {
      // As many as the segment has room for.
      const to = Math.min(count, from + segmentRows - (this.length & segmentMask))
      if (this.kind === 'codes') this.#takeCodes(bounds, column, from, to)
      else if (this.kind === 'decimals') this.#takeDecimals(bounds, column, from, to)
      else this.#takeTexts(bounds, column, from, to)
      this.#settle()
      from = to
    }
  }

  /** Takes one cell that is text already. */
  takeText(text: string, quoted: boolean): void {
    const bytes = encoder.encode(text)
    if (bytes.length > 0 && !quoted) this.unquoted = true
    this.#takeAlone(bytes)
  }

  #takeAlone(bytes: Uint8Array): void {
    const { unquoted } = this
    this.take(alone(bytes), 0, 1)
    this.unquoted = unquoted
  }

  /** The text of a row, as published. */
  at(row: number): string {
    const segment = row >>> segmentBits
    const index = row & segmentMask
    if (this.kind === 'codes') return this.dictionary.textOf(this.codes[segment]?.[index] as number)
    if (this.kind === 'texts') return decoder.decode(this.#bytesAt(segment, index))
    const mantissa = this.mantissas[segment]?.[index] as number
    const scale = scaleAt(this.scales[segment], index)
    return scale === notDecimal ? this.dictionary.textOf(mantissa) : writeDecimal(mantissa, scale, this.mark)
  }

  #bytesAt(segment: number, index: number): Uint8Array {
    const { cells, ends } = this.texts[segment] as TextSegment
    return cells.bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index])
  }

  #takeCodes(bounds: CellBounds, column: number, from: number, to: number): void {
    const { bytes, starts, ends, width } = bounds
    const { dictionary } = this
    const codes = segmentAt(this.codes, this.length, () => new Uint16Array(segmentRows))
    let [at, unquoted] = [this.length & segmentMask, this.unquoted]
    for (let row = from, cell = from * width + column; row < to; row++, cell += width) {
      const start = starts[cell] as number
      const end = ends[cell] as number
      if (!unquoted && end > start && bytes[start - 1] !== 34) unquoted = true
      const code = dictionary.codeOf(bounds, start, end)
      codes[at++] = code
      if (code >= most - 1) {
        // The dictionary is full: the rest of the batch goes another way.
        this.length += row + 1 - from
        this.unquoted = unquoted
        this.#leaveCodes()
        if (this.kind === 'decimals') this.#takeDecimals(bounds, column, row + 1, to)
        else this.#takeTexts(bounds, column, row + 1, to)
        return
      }
    }
    this.length += to - from
    this.unquoted = unquoted
  }

  #takeDecimals(bounds: CellBounds, column: number, from: number, to: number): void {
    const { starts, ends, width } = bounds
    let mantissas = segmentAt<Int32Array | Float64Array>(this.mantissas, this.length, () => new Int32Array(segmentRows))
    const scales = segmentAt(this.scales, this.length, () => new Uint8Array(segmentRows)) as Uint8Array
    let at = this.length & segmentMask
    let alike = at === 0 || this.#alike
    // The writing of the cell before, which most cells have too.
    let like = 0
    let [least, most] = [Infinity, -Infinity]
    for (let row = from, cell = from * width + column; row < to; row++, cell += width, at++) {
      let mantissa = starts[cell] as number
      const end = ends[cell] as number
      let scale = ~end & 15
      if (end < 0 && (end === like || this.#isLike(end))) {
        like = end
        if ((~end & 127) === 0) {
          if (mantissa < least) least = mantissa
          if (mantissa > most) most = mantissa
        }
      } else {
        mantissa = this.#otherCell(bounds, mantissa, end)
        scale = this.#scale
        if (mantissa !== (mantissa | 0) && mantissas instanceof Int32Array) this.mantissas[this.mantissas.length - 1] = mantissas = new Float64Array(mantissas)
      }
      mantissas[at] = mantissa
      scales[at] = scale
      if (scale !== scales[0] || scale === notDecimal) alike = false
    }
    this.#spread(least, most)
    this.#alike = alike
    // The segment is full: one scale stands for all where they are the same.
    if (at === segmentRows && alike) this.scales[this.scales.length - 1] = scales[0] as number
    this.length += to - from
  }

  /** Notes how a decimal is written that was read on the way; false when it has another mark than those before it. */
  #isLike(end: number): boolean {
    const { mark, kind, unquoted } = writingOf(end)
    if (unquoted) this.unquoted = true
    return this.#count(mark, kind)
  }

  /** A cell that was not read on the way, or with another mark: its mantissa, or its number in the dictionary. */
  #otherCell(bounds: CellBounds, start: number, end: number): number {
    if (end < 0) {
      const { scale, mark } = writingOf(end)
      const text = alone(encoder.encode(writeDecimal(start, scale, mark)))
      this.#scale = notDecimal
      return this.dictionary.codeOf(text, 0, text.ends[0] as number)
    }
    const { bytes } = bounds
    const reader = this.#reader
    if (end > start && bytes[start - 1] !== 34) this.unquoted = true
    if (reader.read(bytes, start, end) && this.#count(reader.mark, reader.kind)) {
      if (reader.kind === 0) this.#spread(reader.mantissa, reader.mantissa)
      this.#scale = reader.scale
      return reader.mantissa
    }
    this.#scale = notDecimal
    return this.dictionary.codeOf(bounds, start, end)
  }

  #count(mark: number, kind: number): boolean {
    if (mark !== 0 && mark !== this.mark) {
      if (this.mark !== 0) return false
      this.mark = mark
    }
    this.classes |= 1 << kind
    return true
  }

  #spread(least: number, most: number): void {
    if (least < this.least) this.least = least
    if (most > this.most) this.most = most
  }

  #takeTexts(bounds: CellBounds, column: number, from: number, to: number): void {
    const { bytes, starts, ends, width } = bounds
    let [at, unquoted] = [this.length & segmentMask, this.unquoted]
    const segment = segmentAt(this.texts, this.length, () => ({ cells: cellBytes(this.#textRoom), ends: new Uint32Array(segmentRows) }))
    let target = segment.cells.view
    let length = at === 0 ? 0 : (segment.ends[at - 1] as number)
    for (let row = from, cell = from * width + column; row < to; row++, cell += width) {
      let source = bounds
      let start = starts[cell] as number
      let end = ends[cell] as number
      if (end < 0) {
        // Read on the way as a decimal, which the column no longer is.
        const { scale, mark, unquoted: bare } = writingOf(end)
        source = alone(encoder.encode(writeDecimal(start, scale, mark)))
        ;[start, end] = [0, source.ends[0] as number]
        if (bare) unquoted = true
      } else if (!unquoted && end > start && bytes[start - 1] !== 34) unquoted = true
      const needed = length + end - start
      if (needed + spare > target.byteLength) {
        segment.cells = resizedBytes(segment.cells, length, Math.max(needed, target.byteLength * 1.5))
        target = segment.cells.view
      }
      // Four bytes at a time; what is too much the next cell writes over.
      const { view } = source
      for (let from = start, into = length; from < end; from += 4, into += 4) target.setInt32(into, view.getInt32(from, true), true)
      length = needed
      segment.ends[at++] = length
    }
    if (at === segmentRows) {
      // The next segment will need about as much.
      this.#textRoom = length * 1.02 + 64
      segment.cells = resizedBytes(segment.cells, length, length)
    }
    this.length += to - from
    this.unquoted = unquoted
  }

  /** Whether the way the column is kept still serves it. */
  #settle(): void {
    const { size } = this.dictionary
    if (this.kind === 'codes') {
      if (this.#tried || this.#prefersCodes || size < trial) return
      this.#tried = true
      if (this.length < 2 * size && this.#areDecimals()) this.#leaveCodes()
    } else if (this.kind === 'decimals' && size >= most) this.#toTexts()
  }

  /** Nine of ten cells of the dictionary are plain decimals. */
  #areDecimals(): boolean {
    if (!this.#mayBeDecimal) return false
    const { size } = this.dictionary
    let plain = 0
    for (let code = 0; code < size; code++) {
      const bytes = this.dictionary.bytesOf(code)
      if (this.#reader.read(bytes, 0, bytes.length)) plain++
    }
    return plain >= 0.9 * size
  }

  #leaveCodes(): void {
    if (this.#areDecimals()) this.#toDecimals()
    else this.#toTexts()
  }

  #toDecimals(): void {
    const old = this.dictionary
    const { codes, length } = this
    this.#forget()
    this.kind = 'decimals'
    this.#replay(length, (row) => old.bytesOf(codes[row >>> segmentBits]?.[row & segmentMask] as number))
  }

  #toTexts(): void {
    const { codes, mantissas, scales, mark, length, kind } = this
    const old = this.dictionary
    this.#forget()
    this.kind = 'texts'
    this.#replay(length, (row) => {
      if (kind === 'codes') return old.bytesOf(codes[row >>> segmentBits]?.[row & segmentMask] as number)
      const mantissa = mantissas[row >>> segmentBits]?.[row & segmentMask] as number
      const scale = scaleAt(scales[row >>> segmentBits], row & segmentMask)
      return scale === notDecimal ? old.bytesOf(mantissa) : encoder.encode(writeDecimal(mantissa, scale, mark))
    })
  }

  #forget(): void {
    Object.assign(this, { dictionary: new CellDictionary(), codes: [], mantissas: [], scales: [], length: 0 })
  }

  /** Takes the rows again in the way that the column is kept now. */
  #replay(length: number, bytesOf: (row: number) => Uint8Array): void {
    for (let row = 0; row < length; row++) this.#takeAlone(bytesOf(row))
  }
}

/** The scale of a row in its segment. */
export function scaleAt(scales: Uint8Array | number | undefined, index: number): number {
  return typeof scales === 'number' ? scales : (scales?.[index] as number)
}

/** The segment that holds the next row, made when it begins one. */
function segmentAt<Segment>(segments: Segment[], length: number, make: () => Segment): Segment {
  const index = length >>> segmentBits
  return (segments[index] ??= make())
}

/** What `alone` returns, again and again. */
let single: CellBounds = { ...cellBytes(256), starts: Int32Array.of(0), ends: Int32Array.of(0), width: 1 }

/** A cell by itself, until the next one is. */
function alone(bytes: Uint8Array): CellBounds {
  if (bytes.length + spare > single.bytes.length) single = { ...single, ...cellBytes(bytes.length * 2) }
  single.bytes.set(bytes)
  single.ends[0] = bytes.length
  return single
}
