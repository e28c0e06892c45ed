import { once } from './once.js'
import { kernelWasm } from './kernel-wasm.js'
import type { KernelExports } from './kernel-exports.js'

const encoder = new TextEncoder()

/**
 * Cells of one column in the kernel's memory: addresses of where each begins and where each ends, which are numbers of 32 bits
 * themselves. An end below 0 says that the cell is a plain decimal which is read already: see `writingOf`.
 */
export interface CellRun {
  readonly starts: number
  readonly ends: number
  readonly count: number
}

/** `count` cells from the one at `from` on. */
export function partOf({ starts, ends }: CellRun, from: number, count: number): CellRun {
  return { starts: starts + 4 * from, ends: ends + 4 * from, count }
}

/**
 * What runs for every cell of a large file, compiled from `src/kernel`: its functions, and the memory that they share with us. One for each
 * file. Views of the memory hold until the next call of a function, which may make it grow.
 */
export class CellKernel {
  readonly exports: KernelExports
  /** Cells that one call takes at most. */
  readonly batchRows: number
  readonly #texts: TextRun
  readonly #pieces: Room
  #bytes = new Uint8Array()
  #numbers = new Int32Array()

  constructor(exports: KernelExports) {
    this.exports = exports
    this.batchRows = exports.batchRows.value
    this.#texts = new TextRun(this)
    this.#pieces = new Room(exports)
  }

  /** All of the memory. */
  get bytes(): Uint8Array<ArrayBuffer> {
    const { buffer } = this.exports.memory
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer)
    return this.#bytes
  }

  /** The number at an address. */
  numberAt(at: number): number {
    const { buffer } = this.exports.memory
    if (this.#numbers.buffer !== buffer) this.#numbers = new Int32Array(buffer)
    return this.#numbers[at >>> 2] as number
  }

  /** So many numbers at an address. */
  int32(at: number, count: number): Int32Array {
    return new Int32Array(this.exports.memory.buffer, at, count)
  }

  /** So many bytes at an address. */
  bytesAt(at: number, count: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, at, count)
  }

  /** True while the bytes of the file, which come in pieces, are UTF-8. */
  isUtf8(piece: Uint8Array): boolean {
    const at = this.#pieces.for(piece.length)
    this.bytes.set(piece, at)
    return this.exports.isUtf8(at, at + piece.length) !== 0
  }

  /** Texts as cells, `batchRows` at most; they hold until the next call. */
  cellsOf(texts: readonly string[]): CellRun {
    return this.#texts.write(texts)
  }
}

/** A piece of the kernel's memory that grows with what is written to it. */
class Room {
  readonly #exports: KernelExports
  #at = 0
  #length = 0

  constructor(exports: KernelExports) {
    this.#exports = exports
  }

  /** Where so many bytes have room, and a few more that are read or written with the last ones. What it held is lost when it grows. */
  for(length: number): number {
    const needed = length + 16
    if (needed > this.#length) {
      this.release()
      this.#length = 2 * needed
      this.#at = this.#exports.take(this.#length)
    }
    return this.#at
  }

  release(): void {
    this.#exports.give(this.#at, this.#length)
  }
}

/** Cells in the kernel's memory that are no bytes of a file. */
export class TextRun {
  readonly starts: number
  readonly ends: number
  readonly #kernel: CellKernel
  readonly #room: Room

  constructor(kernel: CellKernel) {
    this.#kernel = kernel
    this.#room = new Room(kernel.exports)
    this.starts = kernel.exports.take(4 * kernel.batchRows)
    this.ends = kernel.exports.take(4 * kernel.batchRows)
  }

  /** Writes texts, `batchRows` at most. */
  write(texts: readonly string[]): CellRun {
    const kernel = this.#kernel
    const whole = texts.join('')
    // A unit of text is three bytes of UTF-8 at most.
    let at = this.#room.for(3 * whole.length)
    const { bytes } = kernel
    const starts = kernel.int32(this.starts, texts.length)
    const ends = kernel.int32(this.ends, texts.length)
    // Half a letter at the end of a text and half a one at the beginning of the next are no letter.
    const isPlain = encoder.encodeInto(whole, bytes.subarray(at)).written === whole.length
    for (const [index, text] of texts.entries()) {
      starts[index] = at
      ends[index] = at += isPlain ? text.length : encoder.encodeInto(text, bytes.subarray(at)).written
    }
    return { starts: this.starts, ends: this.ends, count: texts.length }
  }

  /** Gives the memory back. */
  release(): void {
    const { exports, batchRows } = this.#kernel
    exports.give(this.starts, 4 * batchRows)
    exports.give(this.ends, 4 * batchRows)
    this.#room.release()
  }
}

const compiled = once(() => WebAssembly.compile(Uint8Array.from(atob(kernelWasm), (letter) => letter.charCodeAt(0))))

/**
 * A kernel for one file, as WebAssembly; as JavaScript, which is slower, where a policy without 'wasm-unsafe-eval' refuses that, and in pages: a large file
 * is read there when their policy lets no worker start, and each refusal is reported.
 */
export async function openKernel(asScript = 'document' in globalThis): Promise<CellKernel> {
  try {
    if (!asScript) return new CellKernel((await WebAssembly.instantiate(await compiled())).exports as unknown as KernelExports)
  } catch {
    // Refused.
  }
  const { kernelScript } = await import('./kernel-script.js')
  return new CellKernel(kernelScript())
}
