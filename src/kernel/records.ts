import { byteAt, carriageReturn, firstOf, fourOf, isBare, lineFeed, quote, spare } from './bytes'
import { readDecimal } from './decimal'
import { resized, take, takeZeros } from './memory'
import { holdsLetter, mayBeName, mayBeRemark } from './plain-record'

/** Records that are cut before their cells are taken column by column: what is known of them stays in the processor's nearest memory. */
export const batchRows = 1024

let columns: i32 = 0
let separator: i32 = 0
/** A byte a column: 1 where cells are mostly plain decimals, which are read on the way. */
let numeric: usize = 0
let firstName: usize = 0
let firstNameLength: usize = 0
let starts: usize = 0
let ends: usize = 0
let input: usize = 0
let inputRoom: usize = 0
/** Where the record begins that was not cut. */
let next: usize = 0

/** Where a file's bytes go: room for so many, what it held already included. */
export function roomFor(length: usize): usize {
  if (length + spare > inputRoom) {
    const room = (length + spare) * 2
    input = resized(input, inputRoom, room, inputRoom)
    inputRoom = room
  }
  return input
}

/** A file of so many columns begins. @returns where the name of the first is to be written, as UTF-8 */
export function begin(width: i32, nameLength: usize): usize {
  columns = width
  numeric = takeZeros(width)
  starts = take(batchRows * width * 4)
  ends = take(batchRows * width * 4)
  firstName = take(nameLength + spare)
  firstNameLength = nameLength
  return firstName
}

/** Whether the cells of a column are read as decimals. */
export function setNumeric(column: i32, reads: bool): void {
  store<u8>(numeric + column, reads ? 1 : 0)
}

/** Where the cells of a column begin, a number each for `batchRows` of them; from the first byte of the kernel's memory on. */
export function startsOf(column: i32): usize {
  return starts + batchRows * 4 * column
}

/** Where they end; below 0 when the cell was read on the way: see `readDecimal`. */
export function endsOf(column: i32): usize {
  return ends + batchRows * 4 * column
}

/** Where the record begins that the last call of `cut` did not cut. */
export function nextRecord(): usize {
  return next
}

/**
 * Cuts records from `at` on, as many as are plain, end before `limit`, which stands behind a line break, and are one batch: one line, no
 * more cells than names, quotes that enclose a cell whole; none that may be an empty line, a remark or the header again.
 * @returns how many
 */
export function cut(at: usize, limit: usize, mark: i32): i32 {
  separator = mark
  let row = 0
  for (; row < batchRows && at < limit; row++) {
    const end = record(at, row)
    if (end === 0) break
    at = end
  }
  next = at
  return row
}

/** Cuts the record at `from`; where the next one begins, or 0 when it is not plain. */
// @ts-ignore: decorator
@inline
function record(from: usize, row: i32): usize {
  const four = fourOf(separator)
  let cell: usize = row << 2
  let column = 0
  let at = from
  for (;;) {
    if (column < columns && byteAt(numeric + column) === 1) {
      const behind = readDecimal(at, separator, starts + cell, ends + cell)
      if (behind !== 0) {
        column++
        cell += batchRows * 4
        at = behind + 1
        if (byteAt(behind) === lineFeed) break
        continue
      }
    }
    let start = at
    let end: usize
    if (byteAt(at) === quote) {
      start++
      end = firstOf(start, fourOf(quote))
      if (byteAt(end) !== quote) return 0
      at = end + 1
      if (byteAt(at) === carriageReturn && byteAt(at + 1) === lineFeed) at++
    } else {
      at = firstOf(start, four)
      end = at > start && byteAt(at) === lineFeed && byteAt(at - 1) === carriageReturn ? at - 1 : at
    }
    const byte = byteAt(at++)
    if (byte !== separator && byte !== lineFeed) return 0
    if (column < columns) {
      store<i32>(starts + cell, <i32>start)
      store<i32>(ends + cell, <i32>end)
    } else if (end > start) return 0
    column++
    cell += batchRows * 4
    if (byte === lineFeed) break
  }
  if (column === 1 && columns > 1) return 0
  // Cells that are missing at the end are empty.
  for (; column < columns; column++, cell += batchRows * 4) {
    store<i32>(starts + cell, <i32>(at - 1))
    store<i32>(ends + cell, <i32>(at - 1))
  }
  return isPlain(from, at, load<i32>(starts + (<usize>row << 2)), load<i32>(ends + (<usize>row << 2))) ? at : 0
}

/** False for what may be an empty line, a remark or the header again: the first cell tells. */
// @ts-ignore: decorator
@inline
function isPlain(from: usize, to: usize, start: i32, end: i32): bool {
  // A decimal is none of these.
  if (end < 0) return true
  const letter = byteAt(start)
  const visible = end > start && isBare(letter)
  if (!visible && !holdsLetter(from, to, separator)) return false
  if (columns === 1) return true
  if ((letter < 48 || letter > 57) && mayBeRemark(start, end)) return false
  return !mayBeName(start, end, firstName, firstNameLength)
}
