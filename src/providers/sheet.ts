import { DgeError } from '../data/errors.js'

/** One filled cell of a spreadsheet. */
export interface SheetCell {
  /** What it says: text, a number with a decimal point, a date in ISO 8601. */
  readonly text: string
  /** Set for numbers (dates are text). */
  readonly number?: number
  /** Unit that the number's format shows. */
  readonly unit?: string
}

export interface SheetRow {
  /** As the spreadsheet counts, from 1. */
  readonly line: number
  /** Sparse: a missing cell is empty. */
  readonly cells: readonly (SheetCell | undefined)[]
}

/** Cells merged into one, all from 0, ends included; rows are lines of the sheet minus one. */
export interface Merge {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

/** The cells of a sheet; rows without any filled cell may be missing. */
export interface Sheet {
  readonly rows: readonly SheetRow[]
  readonly merges: readonly Merge[]
  /** Cells that hold an error (#N/A, #DIV/0!): read as empty. */
  readonly faults: number
}

export interface SheetEntry {
  readonly name: string
  readonly hidden: boolean
  read(): Promise<Sheet>
}

/** A number cell; percentages say what is shown: 12.5 % for 0.125. */
export function numberCell(number: number, unit?: string, digits = 0): SheetCell {
  if (digits > 1 && Number.isInteger(number) && number >= 0) return { text: String(number).padStart(digits, '0') }
  return { text: String(number), number, ...(unit ? { unit } : {}) }
}

/** More cells than a page can hold; repeats in a file of some kB can claim as many. */
export const mostCells = 30_000_000

/** Columns of the widest sheet that programs write. */
export const mostColumns = 16_384

/** The error for a sheet beyond `mostCells`. */
export function tooManyCells(): DgeError {
  return new DgeError('too-large', `The sheet holds more than ${mostCells} cells`, { hint: 'Publish an excerpt, or give the address of an API that filters.' })
}
