import { EncodingMismatch, textPieces } from './text-encoding.js'
import type { CellKernel } from './cell-kernel.js'
import type { EncodingHints, TextPieces } from './text-encoding.js'

const encoder = new TextEncoder()

/**
 * The bytes of a file of text as UTF-8, piece by piece, without byte order mark. UTF-8 passes as it is. A file taken for UTF-8
 * without the author's word falls back to windows-1252, as `textPieces` has it.
 */
export class Utf8Pieces {
  readonly #hints: EncodingHints
  readonly #kernel: CellKernel
  #checks: boolean
  #text: TextPieces | undefined
  #begun = false

  /** @param encoding as `detectEncoding` says */
  constructor(kernel: CellKernel, encoding: string, hints: EncodingHints = {}) {
    this.#kernel = kernel
    this.#hints = hints
    this.#checks = encoding === 'utf-8' && !hints.encoding
    if (!this.#checks) this.#text = textPieces(encoding, hints)
  }

  /** @throws EncodingMismatch when the file must be read again in another encoding */
  push(bytes: Uint8Array): Uint8Array {
    if (this.#checks) {
      const ascii = this.#kernel.exports.isAscii() !== 0
      if (this.#kernel.isUtf8(bytes)) return this.#withoutMark(bytes)
      // What came before reads the same in both.
      if (!ascii) throw new EncodingMismatch('windows-1252')
      this.#checks = false
      this.#text = textPieces('windows-1252', this.#hints)
    }
    return encoder.encode(this.#text?.push(bytes))
  }

  /** What was held back. @throws EncodingMismatch */
  end(): Uint8Array {
    if (this.#checks && this.#kernel.exports.isUnfinished()) throw new EncodingMismatch('windows-1252')
    return encoder.encode(this.#text?.end())
  }

  #withoutMark(bytes: Uint8Array): Uint8Array {
    const begins = !this.#begun
    this.#begun = true
    return begins && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
  }
}
