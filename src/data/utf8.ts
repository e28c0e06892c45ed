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
    let missing = this.#missing
    let low = this.#low
    let high = this.#high
    // Four at a time while they are plain: the alignment is that of the buffer.
    const shift = (4 - (bytes.byteOffset & 3)) & 3
    const words = bytes.length < 16 ? new Int32Array() : new Int32Array(bytes.buffer, bytes.byteOffset + shift, (bytes.length - shift) >> 2)
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (missing > 0) {
        if (byte < low || byte > high) return false
        missing--
        low = 0x80
        high = 0xbf
      } else if (byte > 127) {
        this.ascii = false
        if (byte < 0xc2 || byte > 0xf4) return false
        missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
        low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80
        high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf
      } else if (((at - shift) & 3) === 3) {
        let word = (at + 1 - shift) >> 2
        while (word < words.length && ((words[word] as number) & highBits) === 0) word++
        at = Math.max(at, shift + word * 4 - 1)
      }
    }
    this.#missing = missing
    this.#low = low
    this.#high = high
    return true
  }

  /** True when no letter is left unfinished. */
  end(): boolean {
    return this.#missing === 0
  }
}
