import { areSame, byteAt, copyFours, fourAt, maskOf, spare, zero } from './bytes'
import { give, resized, take, takeZeros } from './memory'
import { batchRows } from './records'

/** Numbers of the cells that were looked up last. */
const codes: usize = memory.data(2 * batchRows, 4)

/** Runs of one to five digits: years, codes of communes. */
const allRuns = 111_110

/** The different cells of a column as bytes, numbered from 0 in the order of their first appearance; a hash table with open addressing over the bytes themselves. */
@unmanaged
class Dictionary {
  /** Different cells so far. */
  size: i32
  bytes: usize
  bytesRoom: usize
  /** Where each ends in them. */
  ends: usize
  endsRoom: usize
  /** Four numbers a slot, so that one look finds them all: hash, number of the cell + 1 (0 for a free slot), start and length. */
  slots: usize
  /** Slots less one. */
  mask: u32
  /** Those that are in slots. */
  hashed: u32
  /** Number + 1 of each run of digits, which are found without a hash; 0 until there is one. */
  runs: usize
}

/** A new one. */
export function dictionary(): usize {
  const made = changetype<Dictionary>(takeZeros(offsetof<Dictionary>()))
  made.bytesRoom = 1024
  made.bytes = take(made.bytesRoom + spare)
  made.endsRoom = 64
  made.ends = take(made.endsRoom << 2)
  made.mask = 255
  made.slots = takeZeros(256 << 4)
  return changetype<usize>(made)
}

/** Gives it back. */
export function release(address: usize): void {
  const it = changetype<Dictionary>(address)
  give(it.bytes, it.bytesRoom + spare)
  give(it.ends, it.endsRoom << 2)
  give(it.slots, (<usize>it.mask + 1) << 4)
  give(it.runs, allRuns << 2)
  give(address, offsetof<Dictionary>())
}

export function sizeOf(address: usize): i32 {
  return changetype<Dictionary>(address).size
}

/** Where its bytes stand until the next cell is added. */
export function bytesOf(address: usize): usize {
  return changetype<Dictionary>(address).bytes
}

/** Where the ends of its cells stand in them, numbers of 32 bits, until the next cell is added. */
export function endsIn(address: usize): usize {
  return changetype<Dictionary>(address).ends
}

/** Where `number` writes to. */
export function numbers(): usize {
  return codes
}

/**
 * Writes the numbers of cells, `batchRows` at most, until the dictionary has `most`.
 * @returns how many cells were numbered: all, unless there are `most` different ones
 */
export function number(address: usize, starts: usize, ends: usize, count: i32, most: i32): i32 {
  const it = changetype<Dictionary>(address)
  for (let index = 0; index < count; index++) {
    const code = codeOf(it, load<u32>(starts + (<usize>index << 2)), load<u32>(ends + (<usize>index << 2)), most)
    if (code < 0) return index
    store<u16>(codes + (<usize>index << 1), <u16>code)
  }
  return count
}

/** The number of one cell. */
export function numberOf(address: usize, start: usize, end: usize): i32 {
  return codeOf(changetype<Dictionary>(address), start, end, i32.MAX_VALUE)
}

/** -1 for a new one where there are `most`. */
// @ts-ignore: decorator
@inline
function codeOf(it: Dictionary, start: usize, end: usize, most: i32): i32 {
  const run = runAt(start, end)
  if (run >= 0) {
    if (it.runs === 0) it.runs = takeZeros(allRuns << 2)
    const known = load<i32>(it.runs + (<usize>run << 2))
    if (known !== 0) return known - 1
    if (it.size >= most) return -1
    const code = keep(it, start, end)
    store<i32>(it.runs + (<usize>run << 2), code + 1)
    return code
  }
  const hash = hashOf(start, end)
  const length = <u32>(end - start)
  let slot = slotOf(it, hash & it.mask)
  while (load<i32>(slot, 4) !== 0) {
    if (load<u32>(slot) === hash && load<u32>(slot, 12) === length && areSame(start, it.bytes + load<u32>(slot, 8), length)) return load<i32>(slot, 4) - 1
    slot = slotOf(it, (<u32>((slot - it.slots) >> 4) + 1) & it.mask)
  }
  return it.size < most ? enter(it, slot, hash, start, end) : -1
}

// @ts-ignore: decorator
@inline
function slotOf(it: Dictionary, index: u32): usize {
  return it.slots + (<usize>index << 4)
}

/** Adds a cell whose slot is free. */
function enter(it: Dictionary, slot: usize, hash: u32, start: usize, end: usize): i32 {
  const code = keep(it, start, end)
  const length = <u32>(end - start)
  store<u32>(slot, hash)
  store<i32>(slot, code + 1, 4)
  store<u32>(slot, load<u32>(it.ends + (<usize>code << 2)) - length, 8)
  store<u32>(slot, length, 12)
  if (++it.hashed * 2 > it.mask) rehash(it)
  return code
}

function keep(it: Dictionary, start: usize, end: usize): i32 {
  const code = it.size++
  if (<usize>code >= it.endsRoom) {
    it.ends = resized(it.ends, it.endsRoom << 2, it.endsRoom << 3, it.endsRoom << 2)
    it.endsRoom <<= 1
  }
  const from: usize = code === 0 ? 0 : <usize>load<u32>(it.ends + (<usize>(code - 1) << 2))
  const to = from + end - start
  if (to > it.bytesRoom) {
    const room = max(to, it.bytesRoom * 2)
    it.bytes = resized(it.bytes, it.bytesRoom + spare, room + spare, from)
    it.bytesRoom = room
  }
  copyFours(start, end, it.bytes + from)
  store<u32>(it.ends + (<usize>code << 2), <u32>to)
  return code
}

function rehash(it: Dictionary): void {
  const old = it.slots
  const last = it.mask
  it.mask = (last + 1) * 4 - 1
  it.slots = takeZeros((<usize>it.mask + 1) << 4)
  for (let from = old, end = old + (<usize>last << 4); from <= end; from += 16) {
    if (load<i32>(from, 4) === 0) continue
    let index = load<u32>(from) & it.mask
    while (load<i32>(slotOf(it, index), 4) !== 0) index = (index + 1) & it.mask
    copyFours(from, from + 16, slotOf(it, index))
  }
  give(old, (<usize>last + 1) << 4)
}

/** Four bytes at a time; the last four overlap those before them. */
// @ts-ignore: decorator
@inline
function hashOf(start: usize, end: usize): u32 {
  const length = end - start
  let hash = <u32>length
  if (length < 4) hash ^= fourAt(start) & maskOf(length)
  else {
    const last = end - 4
    for (let at = start; at < last; at += 4) hash = (hash ^ fourAt(at)) * 0x9e3779b1
    hash ^= fourAt(last)
  }
  hash = (hash ^ (hash >>> 15)) * 0x85ebca6b
  return hash ^ (hash >>> 13)
}

/** Place of a cell of one to five digits among all runs of them, -1 for other cells. */
// @ts-ignore: decorator
@inline
function runAt(start: usize, end: usize): i32 {
  if (end === start || end - start > 5) return -1
  let value = 0
  // So many runs are shorter: 0, 10, 110…
  let before = 0
  for (let at = start; at < end; at++) {
    const digit = byteAt(at) - zero
    if (<u32>digit > 9) return -1
    value = value * 10 + digit
    if (at > start) before = before * 10 + 10
  }
  return before + value
}
