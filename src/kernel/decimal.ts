import { byteAt, carriageReturn, comma, lineFeed, minus, point, quote, zero } from './bytes'

/** What `end` holds of a decimal that was read on the way: `src/data/decimal-cell.ts` reads it (`writingOf`). */
export const unquotedBit = 256

/**
 * Reads the cell that begins at `from` when it is a plain decimal of nine digits at most: the mantissa goes to `starts`, how it is
 * written to `ends` (below 0).
 * @returns where the cell's separator or line break stands; 0 when the cell must be read in another way
 */
// @ts-ignore: decorator
@inline
export function readDecimal(from: usize, separator: i32, starts: usize, ends: usize): usize {
  let at = from
  let byte = byteAt(at)
  const quoted = byte === quote
  if (quoted) byte = byteAt(++at)
  const negative = byte === minus
  if (negative) byte = byteAt(++at)
  const first = at
  let mantissa = 0
  while (isDigit(byte)) {
    mantissa = mantissa * 10 + (byte ^ zero)
    byte = byteAt(++at)
  }
  const whole = <i32>(at - first)
  let scale = 0
  let kind = negative ? 1 : 0
  if ((byte === point || byte === comma) && (quoted || byte !== separator)) {
    kind |= byte === comma ? 10 : 2
    const behind = ++at
    byte = byteAt(at)
    while (isDigit(byte)) {
      mantissa = mantissa * 10 + (byte ^ zero)
      byte = byteAt(++at)
    }
    scale = <i32>(at - behind)
    if (scale === 0) return 0
    // "1.234": 4 in place of 2.
    if (scale === 3 && whole <= 3 && byteAt(first) !== zero) kind += 2
  }
  if (whole === 0 || whole + scale > 9 || (whole > 1 && byteAt(first) === zero) || (negative && mantissa === 0)) return 0
  if (quoted) {
    if (byte !== quote) return 0
    byte = byteAt(++at)
  }
  if (byte === carriageReturn && byteAt(at + 1) === lineFeed) byte = byteAt(++at)
  if (byte !== separator && byte !== lineFeed) return 0
  store<i32>(starts, negative ? -mantissa : mantissa)
  store<i32>(ends, ~(scale | (kind << 4) | (quoted ? 0 : unquotedBit)))
  return at
}

// @ts-ignore: decorator
@inline
function isDigit(byte: i32): bool {
  return <u32>(byte ^ zero) < 10
}
