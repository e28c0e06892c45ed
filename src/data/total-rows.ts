import { printName } from './lexer.js'
import { mostWalked, namesOf, saysTerritory, saysTotal } from './total-row.js'
import type { Evaluate } from './evaluate.js'
import type { ReadColumn } from './total-row.js'
import type { Value } from './table.js'

/** Published totals differ a little from the sum of the rows: rounding, secrecy, territories without a row. */
const tolerance = 0.02
/** Sums of doubles differ from what was written by less. */
const exactly = 1e-9
const subtotal = /^(sous|sub|zwischen)/i
const average = /^(moyenne|m[ée]diane|minimum|maximum|[ée]cart[- ]type|mean|average|median|mittelwert|durchschnitt)\b/i

/** The sum and the number of the values of some rows, for each column. */
class Sums {
  readonly sums: number[]
  readonly counts: number[]

  constructor(width: number) {
    this.sums = Array.from({ length: width }, () => 0)
    this.counts = Array.from({ length: width }, () => 0)
  }

  add(values: readonly (number | undefined)[]): void {
    for (const [index, value] of values.entries()) {
      if (value === undefined) continue
      this.sums[index] = (this.sums[index] ?? 0) + value
      this.counts[index] = (this.counts[index] ?? 0) + 1
    }
  }
}

/** What a row says of itself. */
type Claim = 'total' | 'territory' | 'unnamed' | undefined

/**
 * Rows (in order, from 0) that are totals of others; kept among them they would double every sum. A row is one when it says so in one
 * of its first texts and a column bears it out, or when it is called after a territory and all its numbers are exactly the sums, or is the last without a name and has one of them:
 * of all rows, or of those since the total before. A word that several rows have ("Ensemble" beside "Femmes" and "Hommes", for each year) is
 * one of a classification, which authors filter by; averages below a total go with it. In tables of more than 10,000 rows
 * only the last one is looked at.
 */
export function totalRows(columns: readonly ReadColumn[], numRows: number): number[] {
  const reads = columns.filter(({ field }) => field.type === 'number' && !field.timeUnit).map(({ read }) => read)
  const names = namesOf(columns)
  const said = (row: number, test: (cell: Value) => boolean) => names.map((read) => read(row)).find(test) ?? null
  const walked = numRows <= mostWalked
  const repeated = walked ? repeatedOf(numRows, (row) => said(row, saysTotal)) : new Set()
  const claimOf = (row: number): Claim => {
    const word = said(row, saysTotal)
    if (word !== null && !repeated.has(word)) return 'total'
    if (said(row, saysTerritory) !== null) return 'territory'
    return row === numRows - 1 && isUnnamed(columns, row) ? 'unnamed' : undefined
  }
  const found = walked && isTotal(sumsOf(reads, 1, numRows), valuesOf(reads, 0), claimOf(0)) ? [0] : []
  const all = new Sums(reads.length)
  let block = new Sums(reads.length)
  for (let row = found.length; row < numRows; row++) {
    const values = valuesOf(reads, row)
    const claim = walked || row === numRows - 1 ? claimOf(row) : undefined
    const total = isTotal(block, values, claim) || isTotal(all, values, claim)
    if (total) block = new Sums(reads.length)
    if (total || (walked && row > 1 && found.at(-1) === row - 1 && said(row, (cell) => average.test(String(cell))) !== null)) {
      found.push(row)
      continue
    }
    block.add(values)
    all.add(values)
  }
  return found
}

/** True for a row of numbers alone, where others say what theirs are of. */
function isUnnamed(columns: readonly ReadColumn[], row: number): boolean {
  const labels = columns.filter(({ field }) => field.type !== 'number' || field.timeUnit)
  return labels.length > 0 && labels.every(({ read }) => read(row) === null)
}

/** Words that several rows say of themselves. */
function repeatedOf(numRows: number, wordOf: (row: number) => Value): ReadonlySet<Value> {
  const once = new Set<Value>()
  const repeated = new Set<Value>()
  for (let row = 0; row < numRows; row++) {
    const word = wordOf(row)
    if (word !== null && !subtotal.test(String(word))) (once.has(word) ? repeated : once).add(word)
  }
  return repeated
}

function valuesOf(reads: readonly Evaluate[], row: number): (number | undefined)[] {
  return reads.map((read) => {
    const value = read(row)
    return typeof value === 'number' ? value : undefined
  })
}

function sumsOf(reads: readonly Evaluate[], from: number, to: number): Sums {
  const sums = new Sums(reads.length)
  for (let row = from; row < to; row++) sums.add(valuesOf(reads, row))
  return sums
}

function isTotal({ sums, counts }: Sums, values: readonly (number | undefined)[], claim: Claim): boolean {
  if (!claim) return false
  const isSum = (value: number, index: number, within: number) => Math.abs((sums[index] ?? 0) - value) <= within * Math.abs(value)
  if (claim !== 'total') {
    const filled = values.flatMap((value, index) => (value === undefined ? [] : [{ value, exact: isSum(value, index, exactly) && (counts[index] ?? 0) > 2 }]))
    if (claim === 'unnamed') return filled.some(({ value, exact }) => exact && value >= 100)
    return filled.length > 0 && filled.every(({ exact }) => exact) && filled.some(({ value }) => value >= 100)
  }
  // Two columns or more that are the sums to the last digit: values may be missing, and one alone in each.
  const filled = values.flatMap((value, index) => (value === undefined ? [] : [isSum(value, index, exactly) && (counts[index] ?? 0) > 0]))
  if (filled.length > 1 && Math.max(...counts) < 3 && filled.every(Boolean) && values.some(Boolean)) return true
  return values.some((value, index) => {
    const count = counts[index] ?? 0
    // Rates do not add up: with decimals the sum must be nearer.
    return Boolean(value) && count > 1 && isSum(value ?? 0, index, count < 3 ? exactly : Number.isInteger(value) ? tolerance : tolerance / 20)
  })
}

/** For the author: words of totals that several rows have, which stay, and whose numbers are those of all other rows together. */
export function repeatedTotals(columns: readonly ReadColumn[], numRows: number): string[] {
  if (numRows > mostWalked) return []
  const reads = columns.filter(({ field }) => field.type === 'number' && !field.timeUnit).map(({ read }) => read)
  return columns.filter(({ field }) => field.type === 'string').flatMap(({ field, read }) => {
    const [totals, parts] = [new Sums(reads.length), new Sums(reads.length)]
    let word: Value = null
    for (let row = 0; row < numRows; row++) {
      const isOne = saysTotal(read(row))
      if (isOne) word = read(row)
      ;(isOne ? totals : parts).add(valuesOf(reads, row))
    }
    const twice = totals.sums.some((sum, index) => (totals.counts[index] ?? 0) > 1 && sum !== 0 && Math.abs(sum - (parts.sums[index] ?? 0)) <= tolerance * Math.abs(sum))
    return twice ? [`Rows of “${String(word)}” in “${field.name}” hold the sums of the other rows, and stay: what is summed counts twice, unless where="${printName(field.name)} <> '${String(word).replaceAll("'", "''")}'"`] : []
  })
}

/** What is told of the rows that were left out, by their lines in the file; by their rows where it is not written in lines. */
export function totalsNote(lines: readonly number[], place: 'Line' | 'Row' = 'Line'): string {
  if (lines.length === 1) return `${place} ${lines[0]} is the total of the others and left out: it would be counted twice`
  const listed = lines.length > 6 ? `${lines.slice(0, 5).join(', ')} and ${lines.length - 5} more` : `${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}`
  return `${place}s ${listed} are totals of others and left out: they would be counted twice`
}
