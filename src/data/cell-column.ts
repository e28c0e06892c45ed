import { CellDictionary } from './cell-dictionary.js'
import { DecimalReader, writeDecimal } from './decimal-cell.js'

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

/** Where cells stand in a buffer: cell `row` of a column is at `starts[row * width + column]`. */
export interface CellBounds {
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly width: number
}

/** Cells as text, as far as `segmentRows` rows go. */
interface TextSegment {
  bytes: Uint8Array
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
  /** In the segment at hand: all mantissas fit into 32 bits; all cells are decimals of one scale. */
  #small = true
  #alike = true
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
  take(bytes: Uint8Array, bounds: CellBounds, column: number, count: number): void {
    for (let from = 0; from < count; ) {
      // As many as the segment has room for.
      const to = Math.min(count, from + segmentRows - (this.length & segmentMask))
      if (this.kind === 'codes') this.#takeCodes(bytes, bounds, column, from, to)
      else if (this.kind === 'decimals') this.#takeDecimals(bytes, bounds, column, from, to)
      else this.#takeTexts(bytes, bounds, column, from, to)
      this.#settle()
      from = to
    }
  }

  /** Takes one cell that is text already. */
  takeText(text: string, quoted: boolean): void {
    const bytes = encoder.encode(text)
    if (bytes.length > 0 && !quoted) this.unquoted = true
    const bounds = { starts: Int32Array.of(0), ends: Int32Array.of(bytes.length), width: 1 }
    const { unquoted } = this
    this.take(bytes, bounds, 0, 1)
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
    const { bytes, ends } = this.texts[segment] as TextSegment
    return bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index])
  }

  #takeCodes(bytes: Uint8Array, { starts, ends, width }: CellBounds, column: number, from: number, to: number): void {
    const { dictionary } = this
    const codes = segmentAt(this.codes, this.length, () => new Uint16Array(segmentRows))
    let [at, unquoted] = [this.length & segmentMask, this.unquoted]
    for (let row = from, cell = from * width + column; row < to; row++, cell += width) {
      const start = starts[cell] as number
      const end = ends[cell] as number
      if (!unquoted && end > start && bytes[start - 1] !== 34) unquoted = true
      const code = dictionary.codeOf(bytes, start, end)
      codes[at++] = code
      if (code >= most - 1) {
        // The dictionary is full: the rest of the batch goes another way.
        this.length += row + 1 - from
        this.unquoted = unquoted
        this.#leaveCodes()
        const bounds = { starts, ends, width }
        if (this.kind === 'decimals') this.#takeDecimals(bytes, bounds, column, row + 1, to)
        else this.#takeTexts(bytes, bounds, column, row + 1, to)
        return
      }
    }
    this.length += to - from
    this.unquoted = unquoted
  }

  #takeDecimals(bytes: Uint8Array, { starts, ends, width }: CellBounds, column: number, from: number, to: number): void {
    const reader = this.#reader
    const mantissas = segmentAt(this.mantissas, this.length, () => new Float64Array(segmentRows)) as Float64Array
    const scales = segmentAt(this.scales, this.length, () => new Uint8Array(segmentRows)) as Uint8Array
    let [at, unquoted] = [this.length & segmentMask, this.unquoted]
    let small = at === 0 || this.#small
    let alike = at === 0 || this.#alike
    for (let row = from, cell = from * width + column; row < to; row++, cell += width, at++) {
      const start = starts[cell] as number
      const end = ends[cell] as number
      if (!unquoted && end > start && bytes[start - 1] !== 34) unquoted = true
      if (reader.read(bytes, start, end) && this.#count(reader)) {
        const { mantissa } = reader
        mantissas[at] = mantissa
        scales[at] = reader.scale
        if (mantissa !== (mantissa | 0)) small = false
        if (reader.scale !== scales[0]) alike = false
        continue
      }
      mantissas[at] = this.dictionary.codeOf(bytes, start, end)
      scales[at] = notDecimal
      alike = false
    }
    this.#small = small
    this.#alike = alike
    if (at === segmentRows) this.#pack(mantissas, scales)
    this.length += to - from
    this.unquoted = unquoted
  }

  /** The last segment is full: four bytes a number where its numbers are small and have one scale. */
  #pack(mantissas: Float64Array, scales: Uint8Array): void {
    if (!this.#alike) return
    const last = this.mantissas.length - 1
    this.scales[last] = scales[0] as number
    if (!this.#small) return
    const small = new Int32Array(segmentRows)
    for (let at = 0; at < segmentRows; at++) small[at] = mantissas[at] as number
    this.mantissas[last] = small
  }

  /** Notes what the number is like; false when it has another mark than those before it. */
  #count({ mark, kind, mantissa }: DecimalReader): boolean {
    if (mark !== 0 && mark !== this.mark) {
      if (this.mark !== 0) return false
      this.mark = mark
    }
    this.classes |= 1 << kind
    if (kind === 0) {
      if (mantissa < this.least) this.least = mantissa
      if (mantissa > this.most) this.most = mantissa
    }
    return true
  }

  #takeTexts(bytes: Uint8Array, { starts, ends, width }: CellBounds, column: number, from: number, to: number): void {
    let [at, unquoted] = [this.length & segmentMask, this.unquoted]
    const segment = segmentAt(this.texts, this.length, () => ({ bytes: new Uint8Array(this.#textRoom), ends: new Uint32Array(segmentRows) }))
    let length = at === 0 ? 0 : (segment.ends[at - 1] as number)
    for (let row = from, cell = from * width + column; row < to; row++, cell += width) {
      const start = starts[cell] as number
      const end = ends[cell] as number
      if (!unquoted && end > start && bytes[start - 1] !== 34) unquoted = true
      const needed = length + end - start
      if (needed > segment.bytes.length) segment.bytes = resized(segment.bytes, Math.max(needed, segment.bytes.length * 1.5))
      const target = segment.bytes
      for (let from = start; from < end; from++, length++) target[length] = bytes[from] as number
      segment.ends[at++] = length
    }
    if (at === segmentRows) {
      // The next segment will need about as much.
      this.#textRoom = Math.floor(length * 1.02) + 64
      segment.bytes = resized(segment.bytes, length)
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
    const { unquoted } = this
    const bounds = { starts: Int32Array.of(0), ends: Int32Array.of(0), width: 1 }
    for (let row = 0; row < length; row++) {
      const bytes = bytesOf(row)
      bounds.ends[0] = bytes.length
      this.take(bytes, bounds, 0, 1)
    }
    this.unquoted = unquoted
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

/** A copy with room for `length` bytes, which may be fewer. */
export function resized(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(Math.floor(length))
  copy.set(bytes.subarray(0, Math.min(bytes.length, copy.length)))
  return copy
}
