import { segmentBits, segmentRows } from './segments.js'
import type { CellKernel, CellRun } from './cell-kernel.js'

/** Cells as text, as far as `segmentRows` rows go. */
interface Segment {
  bytes: Uint8Array
  readonly ends: Uint32Array
}

/** Cells that do not repeat, as bytes one after the other. */
export class TextCells {
  readonly #kernel: CellKernel
  readonly #segments: Segment[] = []
  #room = segmentRows * 8

  constructor(kernel: CellKernel) {
    this.#kernel = kernel
  }

  /** Takes cells, which one segment has room for and which are so many bytes, as rows `row`… */
  take({ starts, ends, count }: CellRun, row: number, bytes: number): void {
    const { exports } = this.#kernel
    const first = row & (segmentRows - 1)
    if (row >>> segmentBits === this.#segments.length) this.#segments.push({ bytes: new Uint8Array(this.#room), ends: new Uint32Array(segmentRows) })
    const segment = this.#segments[row >>> segmentBits] as Segment
    const length = first === 0 ? 0 : (segment.ends[first - 1] as number)
    const needed = length + bytes
    if (needed > segment.bytes.length) segment.bytes = resized(segment.bytes, length, Math.max(needed, segment.bytes.length * 1.5))
    const text = exports.gather(starts, ends, count, bytes, length)
    segment.bytes.set(this.#kernel.bytesAt(text, bytes), length)
    segment.ends.set(this.#kernel.int32(exports.gatheredEnds(), count), first)
    if (first + count < segmentRows) return
    // The next segment will need about as much.
    this.#room = Math.ceil(needed * 1.02 + 64)
    // A copy costs more than a little room that stays empty.
    if (segment.bytes.length > needed * 1.05) segment.bytes = resized(segment.bytes, needed, needed)
  }

  /** The bytes of a row. */
  bytesOf(row: number): Uint8Array {
    const index = row & (segmentRows - 1)
    const { bytes, ends } = this.#segments[row >>> segmentBits] as Segment
    return bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index])
  }
}

function resized(old: Uint8Array, used: number, length: number): Uint8Array {
  const copy = new Uint8Array(Math.floor(length))
  copy.set(old.subarray(0, used))
  return copy
}
