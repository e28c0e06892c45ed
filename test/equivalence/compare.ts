import { rowsOf } from '../../src/data/table.js'
import type { Query } from '../../src/data/query.js'
import type { Row, Table, Value } from '../../src/data/table.js'

/**
 * What differs between two answers to one query, in words; undefined when they are equal. Rows without an order are
 * compared as a set with repetitions; an order that leaves ties, by its keys. Numbers may differ by the rounding of sums
 * (1e-9 of their size), coordinates by 1e-6 degree (0.1 m), which is what reprojection costs.
 */
export function difference(found: Table, expected: Table, query: Query): string | undefined {
  if (!found.complete) return 'the answer is cut'
  const names = expected.schema.map(({ name }) => name)
  const foundNames = found.schema.map(({ name }) => name)
  if (names.join() !== foundNames.join()) return `columns ${foundNames.join()} and not ${names.join()}`
  if (found.numRows !== expected.numRows) return `${found.numRows} rows and not ${expected.numRows}`
  const [left, right] = [rowsOf(found), rowsOf(expected)]
  const keys = (query.orderBy ?? []).map(({ field }) => field).filter((field) => names.includes(field))
  const misplaced = firstDifference(left, right, keys)
  if (misplaced) return `order: ${misplaced}`
  const cut = query.limit !== undefined || query.offset !== undefined
  const sorted = (rows: Row[]) => (cut ? rows : rows.map((row) => [keyOf(row, names), row] as const).sort(byKey).map(([, row]) => row))
  return firstDifference(sorted(left), sorted(right), names)
}

function firstDifference(left: readonly Row[], right: readonly Row[], names: readonly string[]): string | undefined {
  for (const [index, row] of left.entries()) {
    for (const name of names) {
      const [a, b] = [row[name] ?? null, right[index]?.[name] ?? null]
      if (!equal(a, b)) return `row ${index}, ${name}: ${JSON.stringify(a)} and not ${JSON.stringify(b)}`
    }
  }
  return undefined
}

function byKey([a]: readonly [string, Row], [b]: readonly [string, Row]): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function keyOf(row: Row, names: readonly string[]): string {
  return names.map((name) => textOf(row[name] ?? null)).join('\u0001')
}

/** Rounded, so that two sums that differ by rounding sort alike (a tie at the edge of the rounding would be reported). */
function textOf(value: Value): string {
  if (typeof value === 'number') return Number(value.toPrecision(9)).toString()
  if (typeof value === 'object' && value !== null) return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'number' ? Number(part.toFixed(4)) : part))
  return JSON.stringify(value)
}

function equal(a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return close(a, b, 1e-9 * Math.max(Math.abs(a), Math.abs(b)))
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const [left, right] = [coordinatesOf(a), coordinatesOf(b)]
    return a.type === b.type && left.length === right.length && left.every((value, at) => close(value, right[at] ?? NaN, 1e-6))
  }
  return a === b
}

function close(a: number, b: number, tolerance: number): boolean {
  return a === b || Math.abs(a - b) <= tolerance
}

function coordinatesOf(geometry: object): number[] {
  return 'coordinates' in geometry && Array.isArray(geometry.coordinates) ? (geometry.coordinates.flat(9) as number[]) : []
}
