import { cellBytes, copyCells, lengthOf, resizedBytes, spare } from './cell-bytes.js'
import { segmentBits, segmentRows } from './segments.js'
import type { CellBounds, CellBytes, CellRun } from './cell-bytes.js'

/** Cells as text, as far as `segmentRows` rows go. */
interface Segment {
  cells: CellBytes
  readonly ends: Uint32Array
}

/** Cells that do not repeat, as bytes one after the other. */
export class TextCells {
  readonly #segments: Segment[] = []
  #room = segmentRows * 8

  /** Takes cells, which one segment has room for and which are so many bytes, as rows `row`… */
  take(bounds: CellBounds, run: CellRun, row: number, bytes = lengthOf(bounds, run)): void {
    const first = row & (segmentRows - 1)
    if (row >>> segmentBits === this.#segments.length) this.#segments.push({ cells: cellBytes(this.#room), ends: new Uint32Array(segmentRows) })
    const segment = this.#segments[row >>> segmentBits] as Segment
    const length = first === 0 ? 0 : (segment.ends[first - 1] as number)
    const needed = length + bytes
    if (needed + spare > segment.cells.bytes.length) segment.cells = resizedBytes(segment.cells, length, Math.max(needed, segment.cells.bytes.length * 1.5))
    copyCells(bounds, run, segment.cells.view, segment.ends, first, length)
    if (first + run.count < segmentRows) return
    // The next segment will need about as much.
    this.#room = needed * 1.02 + 64
    // A copy costs more than a little room that stays empty.
    if (segment.cells.bytes.length > needed * 1.05) segment.cells = resizedBytes(segment.cells, needed, needed)
  }

  /** The bytes of a row. */
  bytesOf(row: number): Uint8Array {
    const index = row & (segmentRows - 1)
    const { cells, ends } = this.#segments[row >>> segmentBits] as Segment
    return cells.bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index])
  }
}
