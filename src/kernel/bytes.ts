// What runs for every cell is inlined where it is used. Four bytes are read at any address: in JavaScript, which the same code is made into, one by one.

export const quote = 34
export const comma = 44
export const minus = 45
export const point = 46
export const zero = 48
export const colon = 58
export const lineFeed = 10
export const carriageReturn = 13

/** Bytes behind a buffer of cells that may be read or written with the last one. */
export const spare: usize = 16

const each: u32 = 0x01010101
const highBits: u32 = 0x80808080

// @ts-ignore: decorator
@inline
export function byteAt(at: usize): i32 {
  return <i32>load<u8>(at)
}

// @ts-ignore: decorator
@inline
export function fourAt(at: usize): u32 {
  return load<u32>(at, 0, 1)
}

/** A sign of ASCII that is seen, which trimming leaves. */
// @ts-ignore: decorator
@inline
export function isBare(byte: i32): bool {
  return byte > 32 && byte < 127
}

/** A byte four times. */
// @ts-ignore: decorator
@inline
export function fourOf(byte: i32): u32 {
  return <u32>byte * each
}

/** The place from `at` on of the first line break or of the byte that `four` holds four times. There is a line break somewhere. */
// @ts-ignore: decorator
@inline
export function firstOf(at: usize, four: u32): usize {
  let found: u32 = 0
  for (; ; at += 4) {
    const word = fourAt(at)
    const one = word ^ four
    const other = word ^ fourOf(lineFeed)
    // The highest bit of each byte that became 0; of bytes above those it may be wrong, but the first is right.
    found = (((one - each) & ~one) | ((other - each) & ~other)) & highBits
    if (found !== 0) break
  }
  return at + (<usize>ctz(found) >> 3)
}

/** The first byte above 127 from `at` on, `to` when there is none. */
// @ts-ignore: decorator
@inline
export function firstHigh(at: usize, to: usize): usize {
  while (at + 8 <= to && ((fourAt(at) | fourAt(at + 4)) & highBits) === 0) at += 8
  while (at < to && byteAt(at) < 128) at++
  return at
}

/** So many bytes at one place are those at the other. */
// @ts-ignore: decorator
@inline
export function areSame(one: usize, other: usize, length: usize): bool {
  if (length < 4) return ((fourAt(one) ^ fourAt(other)) & maskOf(length)) === 0
  const last = length - 4
  for (let at: usize = 0; at < last; at += 4) if (fourAt(one + at) !== fourAt(other + at)) return false
  return fourAt(one + last) === fourAt(other + last)
}

/** The first `length` bytes, which are fewer than four, among four. */
// @ts-ignore: decorator
@inline
export function maskOf(length: usize): u32 {
  return (<u32>1 << (<u32>length << 3)) - 1
}

/** Copies bytes four at a time: what is too much is written over by the next, or stands in `spare`. */
// @ts-ignore: decorator
@inline
export function copyFours(from: usize, end: usize, to: usize): void {
  for (; from < end; from += 4, to += 4) store<u32>(to, fourAt(from), 0, 1)
}
