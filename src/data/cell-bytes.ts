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
export interface CellBounds extends CellBytes {
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly width: number
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
