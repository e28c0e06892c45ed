import type { Evaluate } from './evaluate.js'
import type { Field } from './schema.js'
import type { Value } from './table.js'

/** A column of which rows are read one by one. */
export interface ReadColumn {
  readonly field: Field
  readonly read: Evaluate
}

/** In longer tables only the last row is looked at. */
export const mostWalked = 10_000
/** So many columns of text may name a total: what comes before it are codes. */
const namingColumns = 3

const label = /^(sous[- ]?tota(l|ux)|total|totaux|t o t a l|ensemble|somme|sub-?total|grand total|gesamt|summe|insgesamt|zwischensumme)\b/i

const territory = /^(france|grand[- ]est|alsace|lorraine|champagne[- ]ardenne|d?rom|dom|outre[- ]mer|m[ée]tropole|deutschland)\b/i

/** True for a cell that calls its row a total. */
export function saysTotal(cell: Value): boolean {
  return typeof cell === 'string' && label.test(cell)
}

/** True for the name of a territory that tables of its parts end in. */
export function saysTerritory(cell: Value): boolean {
  return typeof cell === 'string' && territory.test(cell)
}

/** The first columns of text, in which rows say that they are totals. */
export function namesOf(columns: readonly ReadColumn[]): Evaluate[] {
  return columns.filter(({ field }) => field.type === 'string').slice(0, namingColumns).map(({ read }) => read)
}

/** True when rows may be totals of others, as one of the first columns of text says. Then `totalRows` tells which are. */
export function mayHaveTotals(columns: readonly ReadColumn[], numRows: number): boolean {
  if (numRows < 3) return false
  const last = numRows - 1
  const names = namesOf(columns)
  for (let row = numRows > mostWalked ? last : 0; row < numRows; row++) {
    if (names.some((read) => saysTotal(read(row)))) return true
  }
  // Spreadsheets have their sums in a row without a name.
  return columns[0]?.read(last) === null || (numRows <= mostWalked && [0, last].some((row) => names.some((read) => saysTerritory(read(row)))))
}
