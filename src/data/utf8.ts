/** The highest bits of four bytes. */
const highBits = 0x80808080 | 0

/** Looks whether bytes that arrive in pieces are UTF-8, without making text of them. */
export class Utf8Check {
  /** No byte above 127 so far. */
  ascii = true
  /** Bytes of the letter that is begun which are still to come, and what the next one may be. */
  #missing = 0
  #low = 0x80
  #high = 0xbf

  /** True while the bytes are UTF-8. @see https://encoding.spec.whatwg.org/#utf-8-decoder */
  push(bytes: Uint8Array): boolean {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const { length } = bytes
    const lastWord = length - 4
    const lastPair = length - 8
    let at = 0
    while (this.#missing > 0 && at < length) if (!this.#take(bytes[at++] as number)) return false
    let others = 0
    while (at < length) {
      // Eight plain bytes at a time, then four, then those before the next other one.
      let word = 0
      while (at <= lastPair && ((view.getInt32(at, true) | view.getInt32(at + 4, true)) & highBits) === 0) at += 8
      while (at <= lastWord && (word = view.getInt32(at, true) & highBits) === 0) at += 4
      if (word !== 0) at += (31 - Math.clz32(word & -word)) >> 3
      if (at >= length) break
      const byte = bytes[at] as number
      if (byte < 128) {
        at++
        continue
      }
      others++
      // Letters of two bytes, which are most of those that are not plain.
      if (byte >= 0xc2 && byte < 0xe0 && at + 1 < length) {
        if (((bytes[at + 1] as number) & 0xc0) !== 0x80) break
        at += 2
        continue
      }
      do if (!this.#take(bytes[at++] as number)) return false
      while (this.#missing > 0 && at < length)
    }
    if (others > 0) this.ascii = false
    return at >= length
  }

  #take(byte: number): boolean {
    if (this.#missing > 0) {
      if (byte < this.#low || byte > this.#high) return false
      this.#missing--
      this.#low = 0x80
      this.#high = 0xbf
    } else if (byte > 127) {
      this.ascii = false
      if (byte < 0xc2 || byte > 0xf4) return false
      this.#missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
      this.#low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80
      this.#high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf
    }
    return true
  }

  /** True when no letter is left unfinished. */
  end(): boolean {
    return this.#missing === 0
  }
}
