import type { CellKernel, CellRun } from './cell-kernel.js'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The different cells of a column as UTF-8 bytes in the kernel's memory, numbered from 0 in the order of their first appearance. */
export class CellDictionary {
  readonly #kernel: CellKernel
  readonly #address: number

  constructor(kernel: CellKernel) {
    this.#kernel = kernel
    this.#address = kernel.exports.dictionary()
  }

  /** Different cells so far. */
  get size(): number {
    return this.#kernel.exports.sizeOf(this.#address)
  }

  /**
   * Writes the numbers of cells into `codes` from `first` on, until there are `most` of them.
   * @returns how many cells were numbered: all, unless there are `most` different ones
   */
  number({ starts, ends, count }: CellRun, codes: Uint16Array, first: number, most: number): number {
    const { exports } = this.#kernel
    const done = exports.number(this.#address, starts, ends, count, most)
    codes.set(new Uint16Array(exports.memory.buffer, exports.numbers(), done), first)
    return done
  }

  /** The number of the cell `[start, end)` of the kernel's memory. */
  numberOf(start: number, end: number): number {
    return this.#kernel.exports.numberOf(this.#address, start, end)
  }

  /** Where the cells begin in the kernel's memory, until the next one is added; `[0]` to `[size]`, where the last one ends. */
  starts(): Uint32Array {
    const { exports } = this.#kernel
    const starts = new Uint32Array(this.size + 1)
    starts.set(new Uint32Array(exports.memory.buffer, exports.endsIn(this.#address), this.size), 1)
    const first = exports.bytesOf(this.#address)
    return starts.map((start) => first + start)
  }

  /** Bytes of all cells. */
  get length(): number {
    return this.#endOf(this.size - 1)
  }

  /** The text of cell `code`. */
  textOf(code: number): string {
    const first = this.#kernel.exports.bytesOf(this.#address)
    return decoder.decode(this.#kernel.bytes.subarray(first + this.#endOf(code - 1), first + this.#endOf(code)))
  }

  /** What gives the texts of the cells there are: they are made at once, because each call of a decoder costs more than a cell. */
  texts(): (code: number) => string {
    const starts = this.starts()
    const first = starts[0] as number
    const bytes = this.#kernel.bytes.subarray(first, starts.at(-1))
    const text = decoder.decode(bytes)
    if (text.length === bytes.length) return (code) => text.slice((starts[code] as number) - first, (starts[code + 1] as number) - first)
    const units = new Uint32Array(starts.length)
    for (let code = 0, at = 0, unit = 0; code + 1 < starts.length; units[++code] = unit) {
      for (const end = (starts[code + 1] as number) - first; at < end; at++) unit += unitsFrom(bytes[at] as number)
    }
    return (code) => text.slice(units[code], units[code + 1])
  }

  /** Gives the memory back: it holds nothing any more. */
  release(): void {
    this.#kernel.exports.release(this.#address)
  }

  #endOf(code: number): number {
    return code < 0 ? 0 : this.#kernel.numberAt(this.#kernel.exports.endsIn(this.#address) + 4 * code)
  }
}

/** Units of a text that a letter has which begins with this byte of UTF-8; none for a byte inside a letter. */
function unitsFrom(byte: number): number {
  if (byte < 0xc0) return byte < 0x80 ? 1 : 0
  return byte < 0xf0 ? 1 : 2
}
