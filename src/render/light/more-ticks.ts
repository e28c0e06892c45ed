import type { Scale } from './scale.js'
import type { TickCount } from './ticks.js'

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
