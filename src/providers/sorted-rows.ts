import { compareCells } from '../data/aggregate.js'
import { columnOf } from '../data/table.js'
import type { Order } from '../data/query.js'
import type { Table } from '../data/table.js'

/** True when the rows come in the order of the engine: nothing in any key after what belongs behind it. */
export function isSorted(table: Table, orderBy: readonly Order[]): boolean {
  return pairs(table, orderBy).every((order) => order <= 0)
}

/** True when the keys alone don't tell which rows are the first `end`, and in which order: equal rows stand there side by side. */
export function isUndecided(table: Table, orderBy: readonly Order[], end: number): boolean {
  return pairs(table, orderBy).slice(0, end).includes(0)
}

/** How each row compares with the next one. */
function pairs(table: Table, orderBy: readonly Order[]): number[] {
  const keys = orderBy.map(({ field, desc = false }) => ({ column: columnOf(table, field), desc }))
  return Array.from({ length: Math.max(0, table.numRows - 1) }, (_, row) =>
    keys.reduce((found, { column, desc }) => found || compareCells(column[row] ?? null, column[row + 1] ?? null, desc), 0)
  )
}
