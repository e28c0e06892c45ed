import { compareCells } from './aggregate.js'
import { stride } from './stored-table.js'
import type { Order } from './query.js'
import type { Pacer } from './pacer.js'
import type { StoredTable } from './stored-table.js'

type Compare = (a: number, b: number) => number

/** As many rows as are sorted anew each time while the first ones are looked for. */
const leastBatch = 1000

/**
 * The rows (all when undefined) in the engine's order: nulls last, ties in the order of rows. Only the first `wanted` are
 * sure to be there.
 */
export async function sortedRows(orderBy: readonly Order[], table: StoredTable, rows: Uint32Array | undefined, wanted: number, pacer: Pacer): Promise<Uint32Array> {
  const compare = comparison(orderBy, table)
  const length = rows?.length ?? table.numRows
  const rowAt = rows ? (index: number) => rows[index] as number : (index: number) => index
  if (wanted * 4 < length) return firstOf(length, rowAt, compare, wanted, pacer)
  return mergeSorted(Uint32Array.from({ length }, (_, index) => rowAt(index)), compare, pacer)
}

/** Nulls, text by code point and the rest as `compareCells` says; repeated values are ranked once. */
function comparison(orderBy: readonly Order[], table: StoredTable): Compare {
  const keys = orderBy.map(({ field, desc = false }): Compare => {
    const column = table.columns.get(field)
    const read = column?.read ?? (() => null)
    if (!column?.repeated) return (a, b) => compareCells(read(a), read(b), desc)
    const { values, codeOf } = column.repeated
    const sorted = values.map((value, code) => ({ value, code })).sort((a, b) => compareCells(a.value, b.value, desc))
    const ranks = new Int32Array(values.length)
    let rank = 0
    for (const [index, { value, code }] of sorted.entries()) {
      const before = sorted[index - 1]
      if (before && compareCells(before.value, value, desc) !== 0) rank++
      ranks[code] = rank
    }
    return (a, b) => (ranks[codeOf(a)] as number) - (ranks[codeOf(b)] as number)
  })
  return (a, b) => {
    for (const key of keys) {
      const order = key(a, b)
      if (order !== 0) return order
    }
    return a - b
  }
}

/** The first `wanted` rows: of those that come before the last one kept so far, now and then cut back. */
async function firstOf(length: number, rowAt: (index: number) => number, compare: Compare, wanted: number, pacer: Pacer): Promise<Uint32Array> {
  if (wanted === 0) return new Uint32Array()
  const room = wanted + Math.max(leastBatch, wanted)
  let best: number[] = []
  let last: number | undefined
  for (let from = 0; from < length; from += stride) {
    const to = Math.min(length, from + stride)
    for (let index = from; index < to; index++) {
      const row = rowAt(index)
      if (last !== undefined && compare(row, last) > 0) continue
      best.push(row)
      if (best.length < room) continue
      best = best.sort(compare).slice(0, wanted)
      last = best.at(-1)
    }
    if (pacer.due) await pacer.turn()
  }
  return Uint32Array.from(best.sort(compare).slice(0, wanted))
}

/** Sorts runs, then merges them two by two, so that others get their turn in between. */
async function mergeSorted(rows: Uint32Array, compare: Compare, pacer: Pacer): Promise<Uint32Array> {
  for (let from = 0; from < rows.length; from += stride) {
    rows.subarray(from, from + stride).sort(compare)
    if (pacer.due) await pacer.turn()
  }
  let source = rows
  let target: Uint32Array = new Uint32Array(rows.length)
  for (let run = stride; run < rows.length; run *= 2) {
    for (let from = 0; from < rows.length; from += 2 * run) await merge(source, target, [from, Math.min(from + run, rows.length), Math.min(from + 2 * run, rows.length)], compare, pacer)
    ;[source, target] = [target, source]
  }
  return source
}

async function merge(source: Uint32Array, target: Uint32Array, [from, middle, end]: [number, number, number], compare: Compare, pacer: Pacer): Promise<void> {
  let [left, right] = [from, middle]
  for (let at = from; at < end; at++) {
    const takesLeft = left < middle && (right >= end || compare(source[left] as number, source[right] as number) <= 0)
    target[at] = source[takesLeft ? left++ : right++] as number
    if (at % stride === 0 && pacer.due) await pacer.turn()
  }
}
