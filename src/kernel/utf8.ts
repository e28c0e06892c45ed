import { byteAt, firstHigh } from './bytes'

let ascii: bool = true
/** Bytes of the letter that is begun which are still to come, and what the next one may be. */
let missing = 0
let low = 0x80
let high = 0xbf

/** True while the bytes of a file, which arrive in pieces, are UTF-8. @see https://encoding.spec.whatwg.org/#utf-8-decoder */
export function isUtf8(from: usize, to: usize): bool {
  let at = from
  while (missing > 0 && at < to) if (!takeByte(byteAt(at++))) return false
  for (at = firstHigh(at, to); at < to; at = firstHigh(at, to)) {
    ascii = false
    const byte = byteAt(at)
    // Letters of two bytes, which are most of those that are not plain.
    if (byte >= 0xc2 && byte < 0xe0 && at + 1 < to) {
      if ((byteAt(at + 1) & 0xc0) !== 0x80) return false
      at += 2
      continue
    }
    do if (!takeByte(byteAt(at++))) return false
    while (missing > 0 && at < to)
  }
  return true
}

/** No byte above 127 so far. */
export function isAscii(): bool {
  return ascii
}

/** A letter is left unfinished. */
export function isUnfinished(): bool {
  return missing > 0
}

function takeByte(byte: i32): bool {
  if (missing > 0) {
    if (byte < low || byte > high) return false
    missing--
    low = 0x80
    high = 0xbf
  } else if (byte > 127) {
    ascii = false
    if (byte < 0xc2 || byte > 0xf4) return false
    missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
    low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80
    high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf
  }
  return true
}
