import { byStep } from './scale.js'
import { isObject } from './spec.js'
import { needed } from './parts.js'
import type { Parts } from './parts.js'
import type { Scale } from './scale.js'

/** About how many ticks, or every how much time. */
export type TickCount = number | { range(from: Date, to: Date): Date[] }

/** What `tickCount` and `tickMinStep` of a specification mean for a scale. */
export function tickCountOf(scale: Scale, wanted: unknown, least: number | undefined, { time }: Parts): TickCount {
  if (typeof wanted === 'string' || isObject(wanted)) return needed(time).everyOf(wanted, scale.type === 'utc')
  return least === undefined ? Number(wanted) : byStep(scale, Number(wanted), least)
}

/** The values of the ticks. */
export function tickValues(scale: Scale, count: TickCount): readonly unknown[] {
  if (typeof count === 'number') return scale.ticks(count)
  const [from, to] = [Number(scale.domain[0]), Number(scale.domain.at(-1))]
  const values = count.range(new Date(Math.min(from, to)), new Date(Math.max(from, to) + 1))
  return to < from ? values.reverse() : values
}
