import { quantileSorted } from 'd3-array'
import { compareValues } from './evaluate.js'
import { compareText } from './compare-text.js'
import type { Evaluate } from './evaluate.js'
import type { Aggregate } from './query.js'
import type { Value } from './table.js'

/** Computes an aggregate for every group in one pass: `add` for each row, then `results`, one value per group. */
export interface Accumulator {
  add(group: number, row: number): void
  results(groups: number): Value[]
}

/** The accumulator of an aggregate over the values of `value` (undefined for `count()`). */
export function accumulator(aggregate: Aggregate, value: Evaluate | undefined): Accumulator {
  if (value === undefined) return counter(() => true)
  switch (aggregate.op) {
    case 'count':
      return counter((row) => value(row) !== null)
    case 'distinct':
      return distinct(value)
    case 'sum':
      return sums(value, (sum) => sum)
    case 'mean':
      return sums(value, (sum, count) => sum / count)
    case 'min':
      return extreme(value, -1)
    case 'max':
      return extreme(value, 1)
    case 'stdev':
      return ofNumbers(value, deviation)
    case 'median':
      return ofNumbers(value, (numbers) => quantileOf(numbers, 0.5))
    case 'quantile':
      return ofNumbers(value, (numbers) => quantileOf(numbers, aggregate.p ?? 0.5))
  }
}

function counter(counts: (row: number) => boolean): Accumulator {
  const totals: number[] = []
  return {
    add: (group, row) => (totals[group] = (totals[group] ?? 0) + (counts(row) ? 1 : 0)),
    results: (groups) => Array.from({ length: groups }, (_, group) => totals[group] ?? 0),
  }
}

/** Neumaier's compensated sums: what is added up in another order, or by pages, gives the same figure. */
function sums(value: Evaluate, finish: (sum: number, count: number) => number): Accumulator {
  const sum: number[] = []
  const lost: number[] = []
  const count: number[] = []
  return {
    add: (group, row) => {
      const number = value(row)
      if (typeof number !== 'number') return
      const before = sum[group] ?? 0
      const after = before + number
      const error = Math.abs(before) >= Math.abs(number) ? before - after + number : number - after + before
      sum[group] = after
      lost[group] = (lost[group] ?? 0) + error
      count[group] = (count[group] ?? 0) + 1
    },
    results: (groups) =>
      Array.from({ length: groups }, (_, group) => {
        const n = count[group]
        return n ? orNull(finish((sum[group] ?? 0) + (lost[group] ?? 0), n)) : null
      }),
  }
}

function extreme(value: Evaluate, direction: 1 | -1): Accumulator {
  const best: Value[] = []
  return {
    add: (group, row) => {
      const candidate = value(row)
      if (candidate === null) return
      const current = best[group] ?? null
      if (current === null || (compareValues(candidate, current) ?? 0) * direction > 0) best[group] = candidate
    },
    results: (groups) => Array.from({ length: groups }, (_, group) => best[group] ?? null),
  }
}

function distinct(value: Evaluate): Accumulator {
  const seen: Set<Value>[] = []
  return {
    add: (group, row) => {
      const candidate = value(row)
      if (candidate !== null) (seen[group] ??= new Set()).add(candidate)
    },
    results: (groups) => Array.from({ length: groups }, (_, group) => seen[group]?.size ?? 0),
  }
}

function ofNumbers(value: Evaluate, finish: (numbers: number[]) => number | null): Accumulator {
  const kept: number[][] = []
  return {
    add: (group, row) => {
      const number = value(row)
      if (typeof number === 'number') (kept[group] ??= []).push(number)
    },
    results: (groups) =>
      Array.from({ length: groups }, (_, group) => {
        const numbers = kept[group]
        return numbers ? orNull(finish(numbers.sort((a, b) => a - b))) : null
      }),
  }
}

function quantileOf(sorted: number[], p: number): number | null {
  return quantileSorted(sorted, Math.min(1, Math.max(0, p))) ?? null
}

/** Sample deviation in two passes over sorted numbers: independent of the order of rows. */
function deviation(sorted: number[]): number | null {
  if (sorted.length < 2) return null
  const mean = sorted.reduce((total, number) => total + number, 0) / sorted.length
  const squares = sorted.reduce((total, number) => total + (number - mean) ** 2, 0)
  return Math.sqrt(squares / (sorted.length - 1))
}

function orNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value + 0 : null
}

/** Order of two cells in a sorted answer: nulls last whatever the direction. */
export function compareCells(a: Value, b: Value, desc: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  const order = typeof a === 'object' || typeof b === 'object' || typeof a !== typeof b
    ? compareText(textOf(a), textOf(b))
    : (compareValues(a, b) ?? 0)
  return desc ? -order : order
}

/** Geometries and mixed columns still sort the same way everywhere. */
function textOf(value: Value): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
