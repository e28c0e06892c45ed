import type { Bounds } from './bounds.js'

/** A label that may give way to another. */
export interface Label {
  readonly bounds: Bounds
}

/** The labels that stay: every second, fourth… is dropped (`parity`), or each that runs into the one before (`greedy`). */
export function withoutOverlap<T extends Label>(labels: readonly T[], method: unknown, separation: number): ReadonlySet<T> {
  const real = labels.filter(({ bounds }) => bounds.width > 1 && bounds.height > 1)
  if (!method || real.length < 3 || !overlaps(real, separation)) return new Set(real)
  let kept: readonly T[] = real
  do kept = method === 'greedy' ? greedy(kept, separation) : kept.filter((_, at) => at % 2 === 0)
  while (kept.length >= 3 && overlaps(kept, separation))
  const last = real.at(-1)
  // At least the first and the last stay.
  if (last && kept.length < 3 && !kept.includes(last)) return new Set(kept.length > 1 ? [...kept.slice(0, -1), last] : [...kept, last])
  return new Set(kept)
}

function greedy<T extends Label>(labels: readonly T[], separation: number): readonly T[] {
  let before: T | undefined
  return labels.filter((label) => {
    if (before && touches(before.bounds, label.bounds, separation)) return false
    before = label
    return true
  })
}

function overlaps(labels: readonly Label[], separation: number): boolean {
  return labels.some(({ bounds }, at) => {
    const before = labels[at - 1]
    return before !== undefined && touches(before.bounds, bounds, separation)
  })
}

function touches(a: Bounds, b: Bounds, separation: number): boolean {
  return separation > Math.max(b.x1 - a.x2, a.x1 - b.x2, b.y1 - a.y2, a.y1 - b.y2)
}
