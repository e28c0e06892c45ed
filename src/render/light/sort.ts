import { compare } from './compare.js'
import { groupBy } from './group-by.js'
import { isObject } from './spec.js'
import type { Filled } from './data.js'
import type { ScaleChannel } from './spec.js'

interface Measure {
  readonly field: string | undefined
  readonly op: string
  readonly descending: boolean
}

function measureOf(sort: unknown, { encoding, stack }: Filled): Measure {
  const byChannel = typeof sort === 'string' ? { encoding: sort.replace(/^-/, ''), order: sort.startsWith('-') ? 'descending' : 'ascending' } : sort
  const { encoding: channel, field, op, order } = (isObject(byChannel) ? byChannel : {}) as Readonly<Record<string, string | undefined>>
  const measured = channel === undefined ? field : encoding[channel as ScaleChannel]?.field
  const isStacked = stack !== undefined && measured !== undefined && !stack.groupby.includes(measured) && !stack.by.includes(measured)
  return { field: measured, op: op ?? (isStacked ? 'sum' : 'min'), descending: order === 'descending' }
}

/** How rows with the same name become one number to sort by. */
const ops: Readonly<Record<string, (values: readonly number[]) => number | undefined>> = {
  count: (values) => values.length,
  sum: (values) => values.reduce((total, value) => total + value, 0),
  mean: (values) => (values.length ? values.reduce((total, value) => total + value, 0) / values.length : undefined),
  min: (values) => (values.length ? values.reduce((a, b) => Math.min(a, b)) : undefined),
  max: (values) => (values.length ? values.reduce((a, b) => Math.max(a, b)) : undefined),
}

/** Sorts the names of a field by what is measured: another channel, or a field of their rows put together. */
export function sortByMeasure(name: string, sort: unknown, unit: Filled): (values: unknown[]) => unknown[] {
  const { field, op, descending } = measureOf(sort, unit)
  const rows = unit.raw
  const groups = groupBy(rows, (row) => String(row[name]))
  const total = (value: unknown) => {
    const group = groups.get(String(value)) ?? []
    if (field === undefined) return group.length
    const cells = group.map((row) => row[field]).filter((cell) => cell != null && cell !== '' && !Number.isNaN(Number(cell)))
    return ops[op]?.(cells.map(Number))
  }
  return (values) => {
    const totals = new Map(values.map((value) => [value, total(value)]))
    return values.sort((a, b) => (descending ? compare(totals.get(b), totals.get(a)) : compare(totals.get(a), totals.get(b))))
  }
}
