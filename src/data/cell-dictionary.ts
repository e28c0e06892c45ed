import { spare } from './cell-bytes.js'
import type { CellBounds, CellBytes, CellRun } from './cell-bytes.js'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Where the runs of 1, 2… 5 digits begin in a table of them all. */
const firstRuns = [0, 0, 10, 110, 1110, 11_110]
const allRuns = 111_110

/** The bytes that count among four, by how many. */
const masks = [0, 0xff, 0xffff, 0xffffff]

/** Cells that are looked up at once. */
const block = 512
/** What each of them is looked up by, and the places of those that are not known yet. */
const keys = new Int32Array(block)
const unknowns = new Int32Array(block)

/** Where numbers are written, and how many different ones there may be. */
interface Numbering {
  readonly codes: Uint16Array
  readonly first: number
  readonly most: number
}

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
  /** The free slot that the last look-up ended at. */
  #slot = 0
  /** Number + 1 of each run of up to five digits (years, codes of communes), which are found without a hash; made with the first. */
  #runs: Int32Array | undefined

  /** The number of the cell `[start, end)`, a new one when it is met for the first time. */
  codeOf({ bytes, view }: CellBytes, start: number, end: number): number {
    const key = keyOf(bytes, view, start, end)
    if (key < 0) this.#runs ??= new Int32Array(allRuns)
    return this.#codeOf(view, start, end, key)
  }

  /**
   * Writes the numbers of cells into `codes` from `first` on, until there are `most` of them.
   * @returns how many cells were numbered: all, unless there are `most` different ones
   */
  number(bounds: CellBounds, { cell, count }: CellRun, codes: Uint16Array, first: number, most: number): number {
    let done = 0
    while (done < count && this.size < most) {
      const run = { cell: cell + done * bounds.width, count: Math.min(count - done, block) }
      if (readKeys(bounds, run, keys)) this.#runs ??= new Int32Array(allRuns)
      const unknown = this.#find(bounds, run, codes, first + done)
      done += unknown === 0 ? run.count : this.#addUnknown(bounds, run, unknown, { codes, first: first + done, most })
    }
    return done
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

  /** Writes the numbers of those that are known; how many are not, which `unknowns` lists. */
  #find({ view, starts, ends, width }: CellBounds, { cell, count }: CellRun, codes: Uint16Array, first: number): number {
    const runs = this.#runs
    let unknown = 0
    for (let at = cell, index = 0; index < count; at += width, index++) {
      const key = keys[index] as number
      const code = key < 0 && runs ? (runs[~key] as number) : this.#lookUp(view, starts[at] as number, ends[at] as number, key)
      codes[first + index] = code - 1
      if (code === 0) unknowns[unknown++] = index
    }
    return unknown
  }

  /** The number + 1 of a cell with its hash, 0 when it is not known: then `#slot` is where it belongs. */
  #lookUp(view: DataView, start: number, end: number, hash: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    const length = end - start
    for (let slot = (hash << 2) & mask; ; slot = (slot + 4) & mask) {
      const code = slots[slot + 1] as number
      if (code === 0) this.#slot = slot
      if (code === 0 || (slots[slot] === hash && slots[slot + 3] === length && areSame(view, start, this.#view, slots[slot + 2] as number, length))) return code
    }
  }

  /** Adds the cells that `unknowns` lists, each once; how many of all are numbered then. */
  #addUnknown({ view, starts, ends, width }: CellBounds, { cell, count }: CellRun, unknown: number, { codes, first, most }: Numbering): number {
    for (let at = 0; at < unknown; at++) {
      const index = unknowns[at] as number
      if (this.size >= most) return index
      const start = starts[cell + index * width] as number
      const end = ends[cell + index * width] as number
      codes[first + index] = this.#codeOf(view, start, end, keys[index] as number)
    }
    return count
  }

  /** The number of a cell that was not known when its run began. */
  #codeOf(view: DataView, start: number, end: number, key: number): number {
    const runs = this.#runs
    const known = key < 0 && runs ? (runs[~key] as number) : this.#lookUp(view, start, end, key)
    if (known > 0) return known - 1
    const code = this.#keep(view, start, end)
    if (key < 0 && runs) runs[~key] = code + 1
    else this.#enter(code, key, end - start)
    return code
  }

  #enter(code: number, hash: number, length: number): void {
    const slots = this.#slots
    const slot = this.#slot
    slots[slot] = hash
    slots[slot + 1] = code + 1
    slots[slot + 2] = this.startOf(code)
    slots[slot + 3] = length
    if (++this.#hashed * 8 > slots.length) this.#rehash()
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

/** Writes what cells are looked up by; whether any is a run. */
function readKeys({ bytes, view, starts, ends, width }: CellBounds, { cell, count }: CellRun, into: Int32Array): boolean {
  let runs = false
  for (let at = cell, index = 0; index < count; at += width, index++) {
    const key = keyOf(bytes, view, starts[at] as number, ends[at] as number)
    if (key < 0) runs = true
    into[index] = key
  }
  return runs
}

/** What a cell is looked up by: for one to five digits the complement of its place among all runs, else its hash. */
function keyOf(bytes: Uint8Array, view: DataView, start: number, end: number): number {
  const run = end - start <= 5 ? runAt(bytes, start, end) : -1
  return run >= 0 ? ~run : hashOf(view, start, end)
}

/** Not negative. Four bytes at a time; the last four overlap those before them. */
function hashOf(view: DataView, start: number, end: number): number {
  const length = end - start
  const last = end - 4
  let hash = length
  if (length < 4) hash ^= view.getInt32(start, true) & (masks[length] as number)
  else {
    for (let at = start; at < last; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
    hash ^= view.getInt32(last, true)
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) & 0x7fffffff
}

/** So many bytes of one are those of the other. */
function areSame(view: DataView, start: number, known: DataView, from: number, length: number): boolean {
  if (length < 4) return ((view.getInt32(start, true) ^ known.getInt32(from, true)) & (masks[length] as number)) === 0
  const last = length - 4
  for (let at = 0; at < last; at += 4) if (view.getInt32(start + at, true) !== known.getInt32(from + at, true)) return false
  return view.getInt32(start + last, true) === known.getInt32(from + last, true)
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
