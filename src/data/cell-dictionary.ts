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
  /** Four numbers a slot, so that one look finds them all: hash, number of the cell + 1 (0 for a free slot), start and length. */
  #slots = new Int32Array(256 * 4)

  /** The number of the cell `bytes[start, end)`, a new one when it is met for the first time. */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = end - start
    for (let at = start; at < end; at++) hash = Math.imul(hash, 31) + (bytes[at] as number)
    hash ^= hash >>> 15
    const slots = this.#slots
    const mask = slots.length - 1
    const known = this.#bytes
    const length = end - start
    for (let slot = (hash << 2) & mask; ; slot = (slot + 4) & mask) {
      const code = slots[slot + 1] as number
      if (code === 0) return this.#add(bytes, start, end, hash, slot)
      if (slots[slot] !== hash || slots[slot + 3] !== length) continue
      const from = slots[slot + 2] as number
      let at = 0
      while (at < length && known[from + at] === bytes[start + at]) at++
      if (at === length) return code - 1
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

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const code = this.size++
    if (code >= this.#ends.length) this.#ends = grown(this.#ends, new Uint32Array(code * 2))
    const from = code === 0 ? 0 : (this.#ends[code - 1] as number)
    const to = from + end - start
    if (to > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(Math.max(to, this.#bytes.length * 2)))
    this.#bytes.set(bytes.subarray(start, end), from)
    this.#ends[code] = to
    this.#slots.set([hash, code + 1, from, end - start], slot)
    if (this.size * 8 > this.#slots.length) this.#rehash()
    return code
  }

  #rehash(): void {
    const old = this.#slots
    const slots = new Int32Array(old.length * 4)
    const mask = slots.length - 1
    for (let at = 0; at < old.length; at += 4) {
      if (old[at + 1] === 0) continue
      let slot = ((old[at] as number) << 2) & mask
      while (slots[slot + 1] !== 0) slot = (slot + 4) & mask
      slots.set(old.subarray(at, at + 4), slot)
    }
    this.#slots = slots
  }
}

function grown<Bytes extends Uint8Array | Uint32Array>(old: Bytes, larger: Bytes): Bytes {
  larger.set(old)
  return larger
}
