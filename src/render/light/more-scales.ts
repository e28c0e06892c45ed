import { compare } from './compare.js'
import { explicitDomain, secondOf, sourcesOf } from './domain.js'
import { continuous, discrete, ruled, said } from './scales.js'
import { ordinalScale, thresholdScale } from './scale-kinds.js'
import { sortByMeasure } from './sort.js'
import type { Config } from './config.js'
import type { Source } from './domain.js'
import type { Filled } from './data.js'
import type { Kind, Scale } from './scale.js'
import type { ChannelDef, ScaleChannel } from './spec.js'
import type { Context } from './scales.js'

/** The scale of a channel that is no place on an axis. */
export function otherScale(context: Context): Scale {
  const { type } = context
  if (type === 'band' || type === 'point') return discrete(context, type)
  return type === 'ordinal' ? ordinal(context) : type === 'threshold' ? threshold(context) : continuous(context)
}

function ordinal(context: Context): Scale {
  const { channel, units, config } = context
  const sources = sourcesOf(units, channel)
  const domain = [...new Set(explicitDomain(sources) ?? distinctOf(sources, channel))]
  const range = (said(context, 'range') as readonly unknown[] | undefined) ?? defaultRange(channel, sources[0]?.def, config)
  return ordinalScale(domain, said(context, 'reverse') === true ? [...range].reverse() : range)
}

/** Shapes and dashes by Vega's order, colours by the configuration. */
export function defaultRange(channel: ScaleChannel, def: ChannelDef | undefined, config: Config): readonly unknown[] {
  if (channel === 'shape') return ['circle', 'square', 'triangle-up', 'cross', 'diamond', 'triangle-right', 'triangle-down', 'triangle-left']
  if (channel === 'strokeDash') return [[1, 0], [4, 2], [2, 1], [1, 1], [1, 2, 4, 2]]
  return config.range(def?.type === 'ordinal' ? 'ordinal' : 'category') ?? []
}

function threshold(context: Context): Scale {
  const domain = (explicitDomain(sourcesOf(context.units, context.channel)) ?? []).map(Number)
  return thresholdScale(domain, (said(context, 'range') as readonly unknown[] | undefined) ?? [])
}

/** Bars along numbers or dates keep half their width free at both ends. */
export function padded(domain: readonly [number, number], context: Context, range: readonly (number | string)[], { forward, back }: Kind): readonly number[] {
  const { channel, config, type } = context
  const padding = channel !== 'x' && channel !== 'y' ? said(context, 'padding') : ruled(context, 'padding', (unit, def) => {
    const own = config.scale('continuousPadding')
    if (own !== undefined) return own
    const across = unit.orient === 'vertical' ? 'x' : unit.orient === 'horizontal' ? 'y' : undefined
    return unit.type === 'bar' && !def.bin && across === channel ? config.mark('bar', {}, 'continuousBandSize') : undefined
  })
  if (!padding || domain[0] === domain[1]) return domain
  const span = Math.abs(Number(range.at(-1)) - Number(range[0]))
  const factor = span / (span - 2 * Number(padding))
  const sign = type === 'log' && domain[0] < 0 ? -1 : 1
  const [low, high] = [forward(sign * domain[0]), forward(sign * domain[1])]
  const middle = (low + high) / 2
  return [sign * back(middle + (low - middle) * factor), sign * back(middle + (high - middle) * factor)]
}

/** The ends of a scale that is no place. */
export function usualEnds(context: Context): readonly (number | string)[] {
  const { channel, config, units } = context
  if (channel === 'theta') return [0, 2 * Math.PI]
  if (channel === 'opacity') return [Number(config.scale('minOpacity')), Number(config.scale('maxOpacity'))]
  if (channel === 'size') return [Number(config.scale('minSize')), 361]
  const isMap = sourcesOf(units, channel)[0]?.unit.type === 'rect'
  return (config.range(isMap ? 'heatmap' : 'ramp') ?? []) as readonly string[]
}

/** The distinct values of all marks in the order that `sort` asks for. */
export function distinctOf(sources: readonly Source[], channel: ScaleChannel): readonly unknown[] {
  const sorted = sources.map(({ def, unit }) => ({ def, unit, sort: sortOf(def, unit) }))
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
function sortOf(def: ChannelDef, unit: Filled): Sort {
  const { sort, field } = def
  if (field === undefined || sort === null) return undefined
  if (sort === undefined || sort === 'ascending') return true
  if (sort === 'descending') return (values) => values.sort((a, b) => compare(b, a))
  if (Array.isArray(sort)) {
    const rank = (value: unknown) => (sort.includes(value) ? sort.indexOf(value) : sort.length)
    return (values) => values.sort((a, b) => rank(a) - rank(b))
  }
  return sortByMeasure(field, sort, unit)
}
