import { foldText } from '../data/text.js'
import { formatValue } from '../locale/index.js'
import { ownOrder } from './own-order.js'
import type { Field } from '../data/schema.js'
import type { Column, Value } from '../data/table.js'
import type { Locale } from '../locale/index.js'

/** The distinct values of a discrete channel as readers see them, in the order of drawing. */
export interface Categories {
  /** Rank of each row's category, by row. */
  readonly ranks: readonly number[]
  readonly labels: readonly string[]
  /** The label of missing values, when there are some. */
  readonly missing?: string
}

/** By value of their own, in the order that their names have or else from the largest on, as they come, by what is measured, by name, or as listed (the others behind). */
export type CategoryOrder = 'natural' | 'own' | 'data' | 'largest' | 'smallest' | 'name' | '-name' | readonly string[]

/**
 * Names and orders the categories of a column. `weights` are the measured values by row, for `largest` and `smallest`.
 * Two values never share a label: a name that was taken gets a number.
 * `nameOf` names some of them otherwise.
 */
export function categoriesOf(
  column: Column,
  field: Field,
  locale: Locale,
  order: CategoryOrder,
  weights?: Column,
  nameOf?: (value: Value) => string | undefined
): Categories {
  const seen = new Map<Value, number>()
  const first: Value[] = []
  const totals: number[] = []
  const index = Array.from(column, (value, row) => {
    let at = seen.get(value)
    if (at === undefined) {
      seen.set(value, (at = first.length))
      first.push(value)
      totals.push(0)
    }
    const weight = weights?.[row]
    if (typeof weight === 'number') totals[at] = (totals[at] ?? 0) + weight
    return at
  })
  const names = first.map((value) => nameOf?.(value) ?? labelOf(value, field, locale))
  const wanted = order === 'own' ? ((field.type === 'string' ? ownOrder(names.filter((_, at) => !isMissing(first[at] ?? null))) : undefined) ?? 'largest') : order
  const compare = compareBy(wanted, first, totals, names, locale.tag)
  const sorted = first.map((_, at) => at).sort(compare)
  const rankOf = new Array<number>(first.length)
  sorted.forEach((at, rank) => (rankOf[at] = rank))
  const taken = new Map<string, number>()
  const labels = sorted.map((at) => unique(names[at] ?? '', taken))
  const gap = sorted.findIndex((at) => isMissing(first[at] ?? null))
  const missing = gap < 0 ? undefined : labels[gap]
  return { ranks: index.map((at) => rankOf[at] ?? 0), labels, ...(missing === undefined ? {} : { missing }) }
}

/** A category's name: numbers and dates without unit, a missing one in words. */
function labelOf(value: Value, field: Field, locale: Locale): string {
  if (isMissing(value)) return locale.messages.missing
  return formatValue(value, field, locale, { unit: false, digits: digitsOf(value) })
}

function isMissing(value: Value): boolean {
  return value === null || value === ''
}

function digitsOf(value: Value): number {
  const decimals = typeof value === 'number' ? (String(value).split('.')[1]?.length ?? 0) : 0
  return Math.min(decimals, 10)
}

function unique(label: string, taken: Map<string, number>): string {
  const times = (taken.get(label) ?? 0) + 1
  taken.set(label, times)
  return times === 1 ? label : unique(`${label} (${times})`, taken)
}

function compareBy(order: CategoryOrder, values: readonly Value[], totals: readonly number[], names: readonly string[], tag: string) {
  // Making one takes a phone a tenth of a second: only names are compared by it.
  let collator: Intl.Collator | undefined
  const listed = Array.isArray(order) ? new Map(order.map((name: string, at) => [foldText(name), at])) : undefined
  const rank = (at: number) => listed?.get(foldText(names[at] ?? '')) ?? Infinity
  const total = (at: number) => totals[at] ?? 0
  return (a: number, b: number): number => {
    // Missing stands last, except where the author's own order says otherwise.
    if (order === 'data') return a - b
    const [left = null, right = null] = [values[a], values[b]]
    if ((left === null) !== (right === null)) return left === null ? 1 : -1
    if (listed) return rank(a) === rank(b) ? a - b : rank(a) - rank(b)
    const byName = () => (collator ??= new Intl.Collator(tag, { numeric: true })).compare(names[a] ?? '', names[b] ?? '')
    if (order === 'name') return byName() || a - b
    if (order === '-name') return -byName() || a - b
    if (order === 'natural') return compareValues(left, right) || a - b
    return (order === 'largest' ? total(b) - total(a) : total(a) - total(b)) || a - b
  }
}

function compareValues(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(b) - Number(a)
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}
