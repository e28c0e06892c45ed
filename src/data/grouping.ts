import { compileExpr } from './evaluate.js'
import { KeptOfTable } from './kept-of-table.js'
import type { Query } from './query.js'
import type { Table, Value } from './table.js'

/** In which group each row of a table is. */
export interface Grouping {
  readonly count: number
  /** By row. */
  readonly groupOf: Uint32Array
  /** The values of each key, by group. */
  readonly keys: readonly (readonly Value[])[]
}

const known = new KeptOfTable<Grouping>(6)

/**
 * The groups of the rows with the same keys, in the order of their first row; without keys all rows are one. Displays of one page ask
 * different things of the same groups.
 * @throws DgeError `field`
 */
export function groupingOf(groupBy: NonNullable<Query['groupBy']>, table: Table): Grouping {
  return known.get(table, JSON.stringify(groupBy.map(({ expr }) => expr)), () => grouped(groupBy, table))
}

function grouped(groupBy: NonNullable<Query['groupBy']>, table: Table): Grouping {
  const { numRows } = table
  const keys = groupBy.map(({ expr }) => compileExpr(expr, table))
  const groupOf = new Uint32Array(numRows)
  // First rows of the groups; each key parts those of the keys before.
  let firsts = [0]
  for (const key of keys) {
    // Values are told apart by identity, so null, '' and 'null' are three groups.
    const parts: Map<Value, number>[] = firsts.map(() => new Map<Value, number>())
    firsts = []
    for (let row = 0; row < numRows; row++) {
      const value = key(row)
      const id = typeof value === 'object' && value !== null ? JSON.stringify(value) : value
      const part = parts[groupOf[row] ?? 0]
      let group = part?.get(id)
      if (group === undefined) {
        group = firsts.length
        firsts.push(row)
        part?.set(id, group)
      }
      groupOf[row] = group
    }
  }
  return { count: firsts.length, groupOf, keys: keys.map((key) => firsts.map(key)) }
}
