import { DelimitedBytes } from '../data/delimited-bytes.js'
// Most large files have dates: their reader does not come after the last byte.
import '../data/infer-dates.js'
import { detectEncoding } from '../data/text-encoding.js'
import { Utf8Pieces } from '../data/utf8-pieces.js'
import { storedTyping } from './stored-typing.js'
import type { CellKernel } from '../data/cell-kernel.js'
import type { Pacer } from '../data/pacer.js'
import type { FileHints, FileStream, StoredFile } from './file-stream.js'

/** Bytes of a head that tell the encoding. */
const headLength = 1024

/** A large CSV or TSV file, read as `csv.ts` reads a small one. */
class CsvStream implements FileStream {
  readonly #hints: FileHints
  readonly #kernel: CellKernel
  readonly #delimited: DelimitedBytes
  #pieces: Utf8Pieces | undefined
  #head = new Uint8Array()

  constructor(hints: FileHints, kernel: CellKernel) {
    this.#hints = hints
    this.#kernel = kernel
    const { maxRows, types } = hints.config
    this.#delimited = new DelimitedBytes(kernel, { maxRows, types })
  }

  get numRows(): number {
    return this.#delimited.numRows
  }

  push(bytes: Uint8Array): void {
    if (this.#pieces) return this.#delimited.push(this.#pieces.push(bytes))
    const head = new Uint8Array(this.#head.length + bytes.length)
    head.set(this.#head)
    head.set(bytes, this.#head.length)
    this.#head = head
    if (head.length >= headLength) this.#begin()
  }

  async finish(pacer: Pacer): Promise<StoredFile> {
    const delimited = this.#delimited
    const pieces = this.#pieces ?? this.#begin()
    delimited.push(pieces.end())
    const text = delimited.finish()
    const named = text.columns.map(({ name }, index) => ({ name, cells: delimited.columnAt(index) }))
    const { table, notes } = await storedTyping(named, text, this.#hints.config, pacer)
    return { table, titles: text.titles, footnotes: text.footnotes, notes, format: 'csv' }
  }

  #begin(): Utf8Pieces {
    const head = this.#head
    const { config, contentType, encoding } = this.#hints
    const hints = { encoding: config.encoding, contentType }
    this.#pieces = new Utf8Pieces(this.#kernel, encoding ?? detectEncoding(head.subarray(0, headLength), hints), hints)
    this.#head = new Uint8Array()
    this.#delimited.push(this.#pieces.push(head))
    return this.#pieces
  }
}

export default function csvStream(hints: FileHints, kernel: CellKernel): FileStream {
  return new CsvStream(hints, kernel)
}
