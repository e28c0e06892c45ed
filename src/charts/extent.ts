import type { Value } from '../data/table.js'

/** Smallest and largest finite number, as a channel holds them; nothing when there is none. */
export function extentOf(values: Iterable<Value | undefined>): { extent?: readonly [number, number] } {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? { extent: [low, high] } : {}
}
