const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The different cells of a column as UTF-8 bytes, numbered from 0 in the order of their first appearance. A hash table with
 * open addressing over the bytes themselves: no text is made of a cell that is known already.
 */
export class CellDictionary {
  /** Different cells so far. */
  size = 0
  #bytes = new Uint8Array(1024)
  #ends = new Uint32Array(64)
  #hashes = new Int32Array(64)
  /** Number + 1 of the cell in each slot, 0 for a free one. */
  #slots = new Int32Array(256)

  /** The number of the cell `bytes[start, end)`, a new one when it is met for the first time. */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = end - start
    for (let at = start; at < end; at++) hash = Math.imul(hash, 31) + (bytes[at] as number)
    hash ^= hash >>> 15
    const slots = this.#slots
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = (slots[slot] as number) - 1
      if (code < 0) return this.#add(bytes, start, end, hash, slot)
      if (this.#hashes[code] === hash && this.#equals(code, bytes, start, end)) return code
    }
  }

  /** The text of cell `code`. */
  textOf(code: number): string {
    return decoder.decode(this.bytesOf(code))
  }

  /** The bytes of cell `code`, valid until the next one is added. */
  bytesOf(code: number): Uint8Array {
    return this.#bytes.subarray(code === 0 ? 0 : this.#ends[code - 1], this.#ends[code])
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const known = this.#bytes
    let at = code === 0 ? 0 : (this.#ends[code - 1] as number)
    if ((this.#ends[code] as number) - at !== end - start) return false
    for (let other = start; other < end; other++, at++) if (known[at] !== bytes[other]) return false
    return true
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const code = this.size++
    if (code >= this.#ends.length) {
      this.#ends = grown(this.#ends, new Uint32Array(code * 2))
      this.#hashes = grown(this.#hashes, new Int32Array(code * 2))
    }
    const from = code === 0 ? 0 : (this.#ends[code - 1] as number)
    const to = from + end - start
    if (to > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(Math.max(to, this.#bytes.length * 2)))
    this.#bytes.set(bytes.subarray(start, end), from)
    this.#ends[code] = to
    this.#hashes[code] = hash
    this.#slots[slot] = code + 1
    if (this.size * 2 > this.#slots.length) this.#rehash()
    return code
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 4)
    const mask = slots.length - 1
    for (let code = 0; code < this.size; code++) {
      let slot = (this.#hashes[code] as number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = code + 1
    }
    this.#slots = slots
  }
}

function grown<Bytes extends Uint8Array | Uint32Array | Int32Array>(old: Bytes, larger: Bytes): Bytes {
  larger.set(old)
  return larger
}
