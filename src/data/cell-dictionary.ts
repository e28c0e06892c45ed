import { spare } from './cell-bytes.js'
import type { CellBytes } from './cell-bytes.js'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Where the runs of 1, 2… 5 digits begin in a table of them all. */
const firstRuns = [0, 0, 10, 110, 1110, 11_110]
const allRuns = 111_110

/** The bytes that count among four, by how many. */
const masks = [0, 0xff, 0xffff, 0xffffff]

/**
 * The different cells of a column as UTF-8 bytes, numbered from 0 in the order of their first appearance. A hash table with
 * open addressing over the bytes themselves: no text is made of a cell that is known already.
 */
export class CellDictionary {
  /** Different cells so far. */
  size = 0
  #bytes = new Uint8Array(1024)
  #view = new DataView(this.#bytes.buffer)
  #ends = new Uint32Array(64)
  /** Four numbers a slot, so that one look finds them all: hash, number of the cell + 1 (0 for a free slot), start and length. */
  #slots = new Int32Array(256 * 4)
  #hashed = 0
  /** Number + 1 of each run of up to five digits (years, codes of communes), which are found without a hash; made with the first. */
  #runs: Int32Array | undefined

  /** The number of the cell `[start, end)`, a new one when it is met for the first time. */
  codeOf({ bytes, view }: CellBytes, start: number, end: number): number {
    const length = end - start
    if (length <= 5) {
      const run = runAt(bytes, start, end)
      if (run >= 0) return this.#codeOfRun(run, view, start, end)
    }
    // Four bytes at a time; the last four overlap those before them.
    const last = end - 4
    let hash = length
    if (length < 4) hash ^= view.getInt32(start, true) & (masks[length] as number)
    else {
      for (let at = start; at < last; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
      hash ^= view.getInt32(last, true)
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
    hash ^= hash >>> 13
    const slots = this.#slots
    const mask = slots.length - 1
    for (let slot = (hash << 2) & mask; ; slot = (slot + 4) & mask) {
      const code = slots[slot + 1] as number
      if (code === 0) return this.#add(view, start, end, hash, slot)
      if (slots[slot] === hash && slots[slot + 3] === length && this.#same(view, start, length, slots[slot + 2] as number)) return code - 1
    }
  }

  /** The bytes of all cells, valid until the next one is added. */
  get cells(): CellBytes {
    return { bytes: this.#bytes, view: this.#view }
  }

  /** Where cell `code` begins in them. */
  startOf(code: number): number {
    return code === 0 ? 0 : (this.#ends[code - 1] as number)
  }

  /** Where it ends. */
  endOf(code: number): number {
    return this.#ends[code] as number
  }

  /** The text of cell `code`. */
  textOf(code: number): string {
    return decoder.decode(this.bytesOf(code))
  }

  /** What gives the texts of the cells there are: they are made at once, because each call of a decoder costs more than a cell. */
  texts(): (code: number) => string {
    const bytes = this.#bytes.subarray(0, this.startOf(this.size))
    const text = decoder.decode(bytes)
    if (text.length === bytes.length) return (code) => text.slice(this.startOf(code), this.endOf(code))
    const units = new Uint32Array(this.size + 1)
    for (let code = 0, at = 0, unit = 0; code < this.size; units[++code] = unit) {
      for (const end = this.endOf(code); at < end; at++) unit += unitsFrom(bytes[at] as number)
    }
    return (code) => text.slice(units[code], units[code + 1])
  }

  /** The bytes of cell `code`, valid until the next one is added. */
  bytesOf(code: number): Uint8Array {
    return this.#bytes.subarray(this.startOf(code), this.#ends[code])
  }

  /** The cell's bytes are those that are known from `from` on. */
  #same(view: DataView, start: number, length: number, from: number): boolean {
    const known = this.#view
    if (length < 4) return ((view.getInt32(start, true) ^ known.getInt32(from, true)) & (masks[length] as number)) === 0
    const last = length - 4
    for (let at = 0; at < last; at += 4) if (view.getInt32(start + at, true) !== known.getInt32(from + at, true)) return false
    return view.getInt32(start + last, true) === known.getInt32(from + last, true)
  }

  #codeOfRun(run: number, view: DataView, start: number, end: number): number {
    const runs = (this.#runs ??= new Int32Array(allRuns))
    const known = runs[run] as number
    if (known > 0) return known - 1
    const code = this.#keep(view, start, end)
    runs[run] = code + 1
    return code
  }

  #add(view: DataView, start: number, end: number, hash: number, slot: number): number {
    const code = this.#keep(view, start, end)
    const slots = this.#slots
    slots[slot] = hash
    slots[slot + 1] = code + 1
    slots[slot + 2] = this.startOf(code)
    slots[slot + 3] = end - start
    if (++this.#hashed * 8 > this.#slots.length) this.#rehash()
    return code
  }

  #keep(view: DataView, start: number, end: number): number {
    const code = this.size++
    if (code >= this.#ends.length) this.#ends = grown(this.#ends, new Uint32Array(code * 2))
    const from = this.startOf(code)
    const to = from + end - start
    if (to + spare > this.#bytes.length) {
      this.#bytes = grown(this.#bytes, new Uint8Array(Math.max(to + spare, this.#bytes.length * 2)))
      this.#view = new DataView(this.#bytes.buffer)
    }
    const known = this.#view
    for (let at = start, into = from; at < end; at += 4, into += 4) known.setInt32(into, view.getInt32(at, true), true)
    this.#ends[code] = to
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
      slots[slot] = old[at] as number
      slots[slot + 1] = old[at + 1] as number
      slots[slot + 2] = old[at + 2] as number
      slots[slot + 3] = old[at + 3] as number
    }
    this.#slots = slots
  }
}

/** Units of a text that a letter has which begins with this byte of UTF-8; none for a byte inside a letter. */
function unitsFrom(byte: number): number {
  if (byte < 0xc0) return byte < 0x80 ? 1 : 0
  return byte < 0xf0 ? 1 : 2
}

/** Place of a cell of one to five digits among all runs of them, -1 for other cells. */
function runAt(bytes: Uint8Array, start: number, end: number): number {
  if (end === start) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return (firstRuns[end - start] as number) + value
}

function grown<Bytes extends Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(old: Bytes, larger: Bytes): Bytes {
  larger.set(old)
  return larger
}
