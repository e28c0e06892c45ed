/** The highest bits of four bytes. */
const highBits = 0x80808080 | 0
/** Bytes that one call looks at: engines make good code sooner of what is called often than of a loop that runs for long. */
const pieceLength = 8192

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
    let at = 0
    while (this.#missing > 0 && at < length) if (!this.#take(bytes[at++] as number)) return false
    while (at >= 0 && at < length) at = this.#piece(view, at, Math.min(at + pieceLength, length))
    return at >= 0
  }

  /** Looks at the letters that begin from `from` on and before `to`: where the last one ends, -1 when one is none. */
  #piece(view: DataView, from: number, to: number): number {
    let at = plainEnd(view, from, to)
    if (at < to) this.ascii = false
    for (; at < to; at = plainEnd(view, at, to)) {
      const byte = view.getUint8(at)
      // Letters of two bytes, which are most of those that are not plain.
      if (byte >= 0xc2 && byte < 0xe0 && at + 1 < view.byteLength) {
        if ((view.getUint8(at + 1) & 0xc0) !== 0x80) return -1
        at += 2
        continue
      }
      do if (!this.#take(view.getUint8(at++))) return -1
      while (this.#missing > 0 && at < view.byteLength)
    }
    return at
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

/** Where the first byte above 127 stands from `at` on, `to` when there is none: looked for eight bytes at a time. */
function plainEnd(view: DataView, at: number, to: number): number {
  for (const last = to - 8; at <= last; at += 8) {
    const low = view.getInt32(at, true) & highBits
    if (low !== 0) return at + lowestByte(low)
    const high = view.getInt32(at + 4, true) & highBits
    if (high !== 0) return at + 4 + lowestByte(high)
  }
  while (at < to && view.getUint8(at) < 128) at++
  return at
}

/** The first of four bytes whose highest bit is set. */
function lowestByte(bits: number): number {
  return (31 - Math.clz32(bits & -bits)) >> 3
}
