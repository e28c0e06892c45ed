import { isObject } from './spec.js'
import { isTime, tickStep } from './scale.js'
import { needed } from './parts.js'
import type { Parts } from './parts.js'
import type { Scale } from './scale.js'

/** About how many ticks, or every how much time. */
export type TickCount = number | { range(from: Date, to: Date): Date[] }

/** What `tickCount` and `tickMinStep` of a specification mean for a scale. */
export function tickCountOf(scale: Scale, wanted: unknown, least: number | undefined, { time }: Parts): TickCount {
  if (typeof wanted === 'string' || isObject(wanted)) return needed(time).everyOf(wanted, scale.type === 'utc')
  let count = Number(wanted)
  if (least === undefined) return count
  const [from, to] = [Number(scale.domain[0]), Number(scale.domain.at(-1))]
  const [low, high] = [Math.min(from, to), Math.max(from, to)]
  count = Math.min(count, Math.floor((high - low) / least || 1) + 1)
  if (scale.type !== 'log' && !isTime(scale.type) && low < high) while (count > 1 && tickStep(low, high, count) < least) count--
  return count
}

/** The values of the ticks. */
export function tickValues(scale: Scale, count: TickCount): readonly unknown[] {
  if (typeof count === 'number') return scale.ticks(count)
  const [from, to] = [Number(scale.domain[0]), Number(scale.domain.at(-1))]
  const values = count.range(new Date(Math.min(from, to)), new Date(Math.max(from, to) + 1))
  return to < from ? values.reverse() : values
}

/** An author's own values: those within the scale, in the order of their places, thinned to `count`. */
export function validTicks(scale: Scale, given: readonly unknown[], count: TickCount): readonly unknown[] {
  const ends = [Number(scale.range[0]), Number(scale.range.at(-1))]
  const [low, high] = [Math.floor(Math.min(...ends)), Math.ceil(Math.max(...ends))]
  const turned = Number(ends[0]) > Number(ends[1]) ? -1 : 1
  let kept = given.map((value) => [value, Number(scale.map(value))] as const)
    .filter(([, at]) => low <= at && at <= high).sort((a, b) => turned * (a[1] - b[1])).map(([value]) => value)
  if (typeof count !== 'number' || count <= 0 || kept.length < 2) return kept
  const outer = [kept[0], kept.at(-1)]
  while (kept.length > count && kept.length >= 3) kept = kept.filter((_, at) => at % 2 === 0)
  return kept.length < 3 ? outer : kept
}
