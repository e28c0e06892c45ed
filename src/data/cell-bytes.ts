/** Bytes that a buffer of cells has behind the last cell: cells are read four bytes at a time. */
export const spare = 4

/** A buffer that cells stand in, with `spare` bytes behind them. */
export interface CellBytes {
  readonly bytes: Uint8Array
  /** The same bytes. */
  readonly view: DataView
}

/**
 * Where cells stand in a buffer: cell `row` of a column is `[starts[at], ends[at])` with `at = row * width + column`. An end below
 * 0 says that the cell is a plain decimal which is read already: see `readDecimal`.
 */
export class CellBounds implements CellBytes {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly width: number

  constructor({ bytes, view }: CellBytes, starts: Int32Array, ends: Int32Array, width: number) {
    this.bytes = bytes
    this.view = view
    this.starts = starts
    this.ends = ends
    this.width = width
  }
}

/** Some cells of one column: `count` of them, the first one at `cell` in the bounds. */
export interface CellRun {
  readonly cell: number
  readonly count: number
}

// What follows runs for every cell of a file: small loops of one purpose each, which engines compile once and for good.

/** A filled cell among them stands without quotes. */
export function anyUnquoted({ bytes, starts, ends, width }: CellBounds, { cell, count }: CellRun): boolean {
  for (let at = cell, left = count; left > 0; at += width, left--) {
    const start = starts[at] as number
    const end = ends[at] as number
    if (end < 0 ? (~end & 256) !== 0 : end > start && bytes[start - 1] !== 34) return true
  }
  return false
}

/** The length of them together; -1 when one was read on the way. */
export function lengthOf({ starts, ends, width }: CellBounds, { cell, count }: CellRun): number {
  let length = 0
  for (let at = cell, left = count; left > 0; at += width, left--) {
    const end = ends[at] as number
    if (end < 0) return -1
    length += end - (starts[at] as number)
  }
  return length
}

/**
 * Writes them one after the other behind the first `length` bytes of `target`, which has room for them, and where each ends into
 * `targetEnds` from `first` on.
 */
export function copyCells({ view, starts, ends, width }: CellBounds, { cell, count }: CellRun, target: DataView, targetEnds: Uint32Array, first: number, length: number): void {
  let into = length
  for (let at = cell, row = first, left = count; left > 0; at += width, row++, left--) {
    const start = starts[at] as number
    const end = ends[at] as number
    // Four bytes at a time: what is too much the next cell writes over.
    for (let from = start, to = into; from < end; from += 4, to += 4) target.setInt32(to, view.getInt32(from, true), true)
    targetEnds[row] = into += end - start
  }
}

const encoder = new TextEncoder()

/** Cells that are text already. */
export function cellsOf(texts: readonly string[]): CellBounds {
  const bounds = { starts: new Int32Array(texts.length), ends: new Int32Array(texts.length) }
  const whole = texts.join('')
  let all = encoder.encode(whole)
  let each: Uint8Array[] | undefined
  if (all.length !== whole.length) {
    each = texts.map((text) => encoder.encode(text))
    const length = each.reduce((sum, bytes) => sum + bytes.length, 0)
    // Half a letter at the end of a text and half a one at the beginning of the next are no letter.
    if (length !== all.length) all = Uint8Array.from(each.flatMap((bytes) => [...bytes]))
  }
  let length = 0
  for (let index = 0; index < texts.length; index++) {
    bounds.starts[index] = length
    bounds.ends[index] = length += (each ?? texts)[index]?.length ?? 0
  }
  const cells = cellBytes(all.length)
  cells.bytes.set(all)
  return new CellBounds(cells, bounds.starts, bounds.ends, 1)
}

/** A buffer for `length` bytes of cells. */
export function cellBytes(length: number): CellBytes & { readonly bytes: Uint8Array<ArrayBuffer> } {
  const bytes = new Uint8Array(Math.floor(length) + spare)
  return { bytes, view: new DataView(bytes.buffer) }
}

/** A buffer for `length` bytes, which may be fewer, that begins with what `old` holds. */
export function resizedBytes(old: CellBytes, used: number, length: number): CellBytes & { readonly bytes: Uint8Array<ArrayBuffer> } {
  const copy = cellBytes(length)
  copy.bytes.set(old.bytes.subarray(0, used))
  return copy
}
