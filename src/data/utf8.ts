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
    if (bytes.length < 16) return this.#bytes(bytes, 0, bytes.length)
    // Four at a time while they are plain: the alignment is that of the buffer.
    const skip = (4 - (bytes.byteOffset & 3)) & 3
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + skip, (bytes.length - skip) >> 2)
    if (!this.#bytes(bytes, 0, skip)) return false
    let at = skip
    for (let word = 0; word < words.length; word++, at += 4) {
      if (this.#missing === 0 && ((words[word] as number) & -2139062144) === 0) continue
      if (!this.#bytes(bytes, at, at + 4)) return false
    }
    return this.#bytes(bytes, at, bytes.length)
  }

  /** True when no letter is left unfinished. */
  end(): boolean {
    return this.#missing === 0
  }

  #bytes(bytes: Uint8Array, from: number, to: number): boolean {
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number
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
    }
    return true
  }
}
