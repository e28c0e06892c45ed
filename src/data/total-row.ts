import type { TypedColumn } from './infer.js'
import type { Value } from './table.js'

const label = /^(total|totaux|total général|ensemble|somme|grand total|gesamt|summe|insgesamt)\b/i

/** True for a cell that calls its row a total. */
export function saysTotal(cell: Value): boolean {
  return label.test(String(cell))
}

/** Published totals differ a little from the sum of the rows: rounding, secrecy, territories without a row. */
const tolerance = 0.02

/**
 * True when the last row is a total of the others: it says so in its first filled cell, and a column bears it
 * out. Kept among the rows it would double every sum.
 */
export function endsInTotal(columns: readonly TypedColumn[], numRows: number): boolean {
  const last = numRows - 1
  if (last < 3) return false
  const named = columns.find(({ values }) => isFilled(values[last]))
  if (!named || named.field.type !== 'string' || !saysTotal(named.values[last] ?? null)) return false
  return columns.some(({ field, values }) => {
    const total = values[last]
    if (field.type !== 'number' || field.timeUnit || typeof total !== 'number' || !Number.isInteger(total) || total === 0) return false
    let sum = 0
    let count = 0
    for (let row = 0; row < last; row++) {
      const value = values[row]
      if (typeof value !== 'number') continue
      sum += value
      count++
    }
    return count >= 3 && Math.abs(sum - total) <= tolerance * Math.abs(total)
  })
}

function isFilled(value: Value | undefined): boolean {
  return value !== null && value !== undefined
}

/** The columns without their last row. */
export function withoutLast(columns: readonly TypedColumn[]): TypedColumn[] {
  return columns.map(({ field, values }) => ({ field, values: Array.from(values).slice(0, -1) }))
}
