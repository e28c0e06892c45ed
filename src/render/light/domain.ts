import { endOf, startOf } from './compare.js'
import type { ChannelDef, ScaleChannel } from './spec.js'
import type { Filled } from './data.js'

export interface Source {
  readonly unit: Filled
  readonly def: ChannelDef
}

/** The marks that use a channel through its scale. */
export function sourcesOf(units: readonly Filled[], channel: ScaleChannel): readonly Source[] {
  return units.flatMap((unit) => {
    const def = unit.encoding[channel] ?? secondOf(unit, channel)
    return def && def.scale !== null && (def.field !== undefined || def.datum !== undefined) ? [{ unit, def }] : []
  })
}

/** What the other end of a range is by. */
export function secondOf({ encoding }: Filled, channel: ScaleChannel): ChannelDef | undefined {
  return channel === 'x' ? encoding.x2 : channel === 'y' ? encoding.y2 : undefined
}

/** What a specification says itself, else undefined. */
export function explicitDomain(sources: readonly Source[]): readonly unknown[] | undefined {
  return sources.map(({ def }) => def.scale?.domain).find((domain) => domain !== undefined)
}

/** From the smallest to the largest value of all marks. When there is none: NaN for one field, as Vega [Infinity, -Infinity] for several. */
export function extentOf(sources: readonly Source[], channel: ScaleChannel): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity]
  let fields = 0
  const add = (value: unknown) => {
    if (value == null || value === '') return
    const number = Number(value)
    if (number < low) low = number
    if (number > high) high = number
  }
  for (const { unit, def } of sources) {
    const second = secondOf(unit, channel)
    if (unit.stack?.channel === channel) {
      fields += 2
      if (unit.stack.offset === 'normalize') [0, 1].forEach(add)
      else for (const row of unit.scaled) [startOf, endOf].forEach((name) => add(row[name(unit.stack?.field ?? '')]))
      continue
    }
    for (const part of new Set([def, second])) {
      if (part) fields++
      if (part?.field !== undefined) for (const row of unit.scaled) add(row[part.field])
      else if (part?.datum !== undefined) add(part.datum)
    }
  }
  return low <= high || fields > 1 ? [low, high] : [NaN, NaN]
}
