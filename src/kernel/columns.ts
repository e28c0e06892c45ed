import { byteAt, copyFours, quote, spare } from './bytes'
import { unquotedBit } from './decimal'
import { give, take } from './memory'
import { batchRows } from './records'

const mantissas: usize = memory.data(4 * batchRows, 4)
const scales: usize = memory.data(batchRows)
const textEnds: usize = memory.data(4 * batchRows, 4)
let text: usize = 0
let textRoom: usize = 0
/** Decimals of all that were read; -1 when they differ. */
let scale: i32 = 0
let least: i32 = 0
let most: i32 = 0

/** A filled cell among them stands without quotes. */
export function anyUnquoted(starts: usize, ends: usize, count: i32): bool {
  for (let at: usize = 0, last = <usize>count << 2; at < last; at += 4) {
    const end = load<i32>(ends + at)
    const start = load<i32>(starts + at)
    if (end < 0 ? (~end & unquotedBit) !== 0 : end > start && byteAt(start - 1) !== quote) return true
  }
  return false
}

/** Bytes of cells together; -1 when one was read on the way. */
export function lengthOf(starts: usize, ends: usize, count: i32): i32 {
  let length = 0
  for (let at: usize = 0, last = <usize>count << 2; at < last; at += 4) {
    const end = load<i32>(ends + at)
    if (end < 0) return -1
    length += end - load<i32>(starts + at)
  }
  return length
}

/**
 * Writes cells one after the other, and where each ends behind `before` bytes.
 * @param length of them together
 * @returns where they stand; their ends are at `gatheredEnds`
 */
export function gather(starts: usize, ends: usize, count: i32, length: usize, before: u32): usize {
  if (length + spare > textRoom) {
    give(text, textRoom)
    textRoom = (length + spare) * 2
    text = take(textRoom)
  }
  let into = text
  for (let at: usize = 0, last = <usize>count << 2; at < last; at += 4) {
    const start = <usize>load<u32>(starts + at)
    const end = <usize>load<u32>(ends + at)
    copyFours(start, end, into)
    into += end - start
    store<u32>(textEnds + at, before + <u32>(into - text))
  }
  return text
}

export function gatheredEnds(): usize {
  return textEnds
}

/**
 * Takes decimals that were read on the way as long as they are written in ways that `accepted` has: a byte for each, 1 for those.
 * @returns how many: their mantissas (32 bits) and scales (a byte) are at `mantissasRead` and `scalesRead`; `scaleRead` is the scale of all,
 * -1 when they differ, `leastRead` and `mostRead` are the least and the most of whole ones that are not negative
 */
export function takeDecimals(starts: usize, ends: usize, count: i32, accepted: usize): i32 {
  least = i32.MAX_VALUE
  most = -1
  scale = count > 0 ? ~load<i32>(ends) & 15 : -1
  for (let row = 0; row < count; row++) {
    const at = <usize>row << 2
    const writing = ~load<i32>(ends + at)
    // What was not read on the way is below 0.
    if (writing < 0 || byteAt(accepted + writing) === 0) return row
    const mantissa = load<i32>(starts + at)
    store<i32>(mantissas + at, mantissa)
    store<u8>(scales + row, <u8>(writing & 15))
    if ((writing & 15) !== scale) scale = -1
    if ((writing & ~unquotedBit) === 0) {
      least = min(least, mantissa)
      most = max(most, mantissa)
    }
  }
  return count
}

export function mantissasRead(): usize {
  return mantissas
}

export function scalesRead(): usize {
  return scales
}

export function scaleRead(): i32 {
  return scale
}

export function leastRead(): i32 {
  return least
}

export function mostRead(): i32 {
  return most
}
