/**
 * A plain decimal read from the bytes of a cell without making text of it: `mantissa / 10 ** scale`, written with `mark`.
 * Plain is what has one way of being written: an optional minus, no leading zeros, one mark at most, 15 digits at most, so
 * that the text can be written again (`writeDecimal`) and the quotient is the double that the text says.
 */
export class DecimalReader {
  mantissa = 0
  scale = 0
  /** Byte of the decimal mark; 0 for none. */
  mark = 0
  /** Class of the writing (see `decimalClasses`). */
  kind = 0

  /** True when the cell is plain: the fields above say what it holds. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    const negative = bytes[start] === 45
    const first = negative ? start + 1 : start
    // Sixteen signs at most: fifteen digits and a mark.
    if (end <= first || end - first > 16) return false
    let mantissa = 0
    let markAt = -1
    for (let at = first; at < end; at++) {
      const byte = bytes[at] as number
      if (byte >= 48 && byte <= 57) mantissa = mantissa * 10 + byte - 48
      else if ((byte === 46 || byte === 44) && markAt < 0) markAt = at
      else return false
    }
    const whole = (markAt < 0 ? end : markAt) - first
    const scale = markAt < 0 ? 0 : end - markAt - 1
    if (whole === 0 || whole + scale > 15 || (markAt >= 0 && scale === 0)) return false
    if ((whole > 1 && bytes[first] === 48) || (negative && mantissa === 0)) return false
    this.mantissa = negative ? -mantissa : mantissa
    this.scale = scale
    this.mark = markAt < 0 ? 0 : (bytes[markAt] as number)
    const grouped = scale === 3 && whole <= 3 && bytes[first] !== 48
    this.kind = (negative ? 1 : 0) | (markAt < 0 ? 0 : grouped ? 4 : 2)
    return true
  }
}

/**
 * What inference asks of a number's writing: its sign, whether there is a mark, and whether that may also group thousands
 * ("1.234"). Each class has a text that stands for all of it; `#` is the mark.
 */
export const decimalClasses: readonly (readonly [kind: number, text: string])[] = [
  [0, '1'], [1, '-1'], [2, '0#5'], [3, '-0#5'], [4, '1#234'], [5, '-1#234'],
]

/** The cell that was read: the counterpart of `DecimalReader.read`. */
export function writeDecimal(mantissa: number, scale: number, mark: number): string {
  if (scale === 0) return String(mantissa)
  const digits = String(Math.abs(mantissa)).padStart(scale + 1, '0')
  return `${mantissa < 0 ? '-' : ''}${digits.slice(0, -scale)}${String.fromCharCode(mark)}${digits.slice(-scale)}`
}

/** Ways of writing that an end below 0 can say. */
export const writings = 512

/** What an end below 0 says of the writing of a decimal that the kernel read: the fields of `DecimalReader`. Its bit 256 is set where it stood without quotes. @see src/kernel/decimal.ts */
export function writingOf(end: number): { readonly scale: number; readonly kind: number; readonly mark: number } {
  const writing = ~end
  const kind = (writing >> 4) & 7
  return { scale: writing & 15, kind, mark: kind < 2 ? 0 : writing & 128 ? 44 : 46 }
}
