import type { Value } from '../data/table.js'

/** Smallest and largest finite number, as a channel holds them, and whether all are whole and near each other; nothing when there is none. */
export function extentOf(values: Iterable<Value | undefined>): { extent?: readonly [number, number]; few?: boolean } {
  let [low, high, few] = [Infinity, -Infinity, true]
  for (const value of values) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
    few &&= value % 1 === 0
  }
  return low <= high ? { extent: [low, high], few: few && high - low < 6 } : {}
}
