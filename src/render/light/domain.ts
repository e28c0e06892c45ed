import { needed } from './parts.js'
import { compare, endOf, startOf } from './compare.js'
import type { ChannelDef, ScaleChannel } from './spec.js'
import type { Filled } from './data.js'
import type { Parts } from './parts.js'

interface Source {
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

function secondOf({ encoding }: Filled, channel: ScaleChannel): ChannelDef | undefined {
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

/** The distinct values of all marks in the order that `sort` asks for. */
export function distinctOf(sources: readonly Source[], channel: ScaleChannel, parts: Parts): readonly unknown[] {
  const sorted = sources.map(({ def, unit }) => ({ def, unit, sort: sortOf(def, unit, parts) }))
  const [first] = sorted.filter(({ sort }) => sort !== undefined)
  const values = new Map<unknown, unknown>()
  for (const { def, unit, sort } of sorted) {
    const second = secondOf(unit, channel)
    for (const part of new Set([def, second])) {
      if (part?.datum !== undefined) values.set(part.datum, part.datum)
      if (part?.field === undefined) continue
      for (const row of typeof sort === 'function' ? unit.raw : unit.scaled) {
        const value = row[part.field]
        if (!values.has(value)) values.set(value, value)
      }
    }
  }
  const list = [...values.values()]
  if (!first) return list
  return typeof first.sort === 'function' ? first.sort(list) : list.sort(compare)
}

type Sort = true | ((values: unknown[]) => unknown[]) | undefined

/** True for ascending, undefined for the order of the data. */
function sortOf(def: ChannelDef, unit: Filled, parts: Parts): Sort {
  const { sort, field } = def
  if (field === undefined || sort === null) return undefined
  if (sort === undefined || sort === 'ascending') return true
  if (sort === 'descending') return (values) => values.sort((a, b) => compare(b, a))
  if (Array.isArray(sort)) {
    const rank = (value: unknown) => (sort.includes(value) ? sort.indexOf(value) : sort.length)
    return (values) => values.sort((a, b) => rank(a) - rank(b))
  }
  return needed(parts.beyond).sortByMeasure(field, sort, unit)
}
