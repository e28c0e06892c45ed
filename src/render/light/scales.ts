import { compare } from './compare.js'
import { explicitDomain, extentOf, secondOf, sourcesOf } from './domain.js'
import { bandScale, continuousScale, isTime, linear, nice } from './scale.js'
import { isDiscreteType, scaleChannels } from './vocabulary.js'
import { needed } from './parts.js'
import { ramp } from './color.js'
import { kindOf as otherKind, ordinalScale, thresholdScale } from './scale-kinds.js'
import { sortByMeasure } from './sort.js'
import type { Config } from './config.js'
import type { Source } from './domain.js'
import type { Filled } from './data.js'
import type { Kind, Scale, ScaleType } from './scale.js'
import type { ChannelDef, ScaleChannel } from './spec.js'
import type { Unit } from './units.js'

export type ScaleTypes = Readonly<Partial<Record<ScaleChannel, ScaleType>>>
export type Scales = Readonly<Partial<Record<ScaleChannel, Scale>>>

/** The kind of scale of every channel: a name that one mark puts in a band has a band for all. */
export function scaleTypesOf(units: readonly Unit[]): ScaleTypes {
  const types: Partial<Record<ScaleChannel, ScaleType>> = {}
  for (const channel of scaleChannels) {
    for (const unit of units) {
      const def = unit.encoding[channel]
      if (!def || def.scale === null || (def.field === undefined && def.datum === undefined)) continue
      const type = (def.scale?.type as ScaleType | undefined) ?? defaultType(channel, def, unit)
      if (types[channel] === undefined || type === 'band' || def.scale?.type) types[channel] = type
    }
  }
  return types
}

function defaultType(channel: ScaleChannel, { type }: ChannelDef, { type: mark, encoding }: Unit): ScaleType {
  if (!isDiscreteType(type)) return type === 'temporal' ? 'time' : 'linear'
  if (channel === 'color' || channel === 'shape' || channel === 'strokeDash') return 'ordinal'
  const isBand = ['bar', 'rect', 'rule'].includes(mark) || (channel === 'x' && encoding.xOffset) || (channel === 'y' && encoding.yOffset)
  return isBand && ['x', 'y', 'xOffset', 'yOffset'].includes(channel) ? 'band' : 'point'
}

/** One scale for each channel, shared by all marks, for a plot area of this size. */
export function scalesOf(units: readonly Filled[], types: ScaleTypes, config: Config, size: { readonly width: number; readonly height: number }): Scales {
  const scales: Partial<Record<ScaleChannel, Scale>> = {}
  for (const channel of scaleChannels) {
    const type = types[channel]
    if (type) scales[channel] = scaleOf({ channel, type, units, config, size, scales })
  }
  return scales
}

/** What a scale is made from. */
interface Context {
  readonly channel: ScaleChannel
  readonly type: ScaleType
  readonly units: readonly Filled[]
  readonly config: Config
  readonly size: { readonly width: number; readonly height: number }
  readonly scales: Scales
}

/** The scale of a channel, with all that Vega-Lite derives where nothing is said of it. */
function scaleOf(context: Context): Scale {
  const { type } = context
  if (type === 'band' || type === 'point') return discrete(context, type)
  return type === 'ordinal' ? ordinal(context) : type === 'threshold' ? threshold(context) : continuous(context)
}

/** What a scale definition says itself; undefined where no mark does. */
function saidOf(sources: readonly Source[], channel: ScaleChannel, name: string): unknown {
  return sources.map(({ unit }) => unit.encoding[channel]?.scale?.[name]).find((value) => value !== undefined)
}

const said = ({ units, channel }: Context, name: string) => saidOf(sourcesOf(units, channel), channel, name)

/** What is said, else what follows for the first mark that something follows for. */
function ruled(context: Context, name: string, rule: (unit: Filled, def: ChannelDef) => unknown): unknown {
  const own = said(context, name)
  if (own !== undefined) return own
  return sourcesOf(context.units, context.channel).map(({ unit, def }) => rule(unit, def)).find((value) => value !== undefined)
}

/** Names side by side. */
function discrete(context: Context, type: 'band' | 'point'): Scale {
  const { channel, config, units } = context
  const sources = sourcesOf(units, channel)
  const domain = [...new Set(explicitDomain(sources) ?? distinctOf(sources, channel))]
  const isOffset = channel === 'xOffset' || channel === 'yOffset'
  const padding = said(context, 'padding')
  const nested = (unit: Filled) => (channel === 'x' ? unit.encoding.xOffset : unit.encoding.yOffset) !== undefined
  const inner = type === 'point' ? 1 : Number(ruled(context, 'paddingInner', (unit) => {
    if (padding !== undefined || isOffset) return padding ?? config.scale('offsetBandPaddingInner')
    if (nested(unit)) return config.scale('bandWithNestedOffsetPaddingInner')
    return config.scale('bandPaddingInner') ?? config.scale(unit.type === 'bar' ? 'barBandPaddingInner' : 'rectBandPaddingInner')
  }) ?? 0)
  const outer = Number(ruled(context, 'paddingOuter', (unit) => {
    if (padding !== undefined) return padding
    if (isOffset) return type === 'point' ? 0.5 : config.scale('offsetBandPaddingOuter')
    if (type === 'point') return config.scale('pointPadding')
    return nested(unit) ? config.scale('bandWithNestedOffsetPaddingOuter') : (config.scale('bandPaddingOuter') ?? inner / 2)
  }) ?? 0)
  const clamped = (share: number) => Math.max(0, Math.min(1, share))
  return bandScale(type, domain, flipped(rangeOf(context), context), clamped(inner), clamped(outer))
}

function flipped(range: readonly [number, number], context: Context): readonly [number, number] {
  return said(context, 'reverse') === true ? [range[1], range[0]] : range
}

/** Pixels of a position channel. */
function rangeOf({ channel, type, size, scales }: Context): readonly [number, number] {
  const isNames = type === 'band' || type === 'point'
  if (channel === 'x') return [0, size.width]
  if (channel === 'y') return isNames ? [0, size.height] : [size.height, 0]
  return [0, scales[channel === 'xOffset' ? 'x' : 'y']?.bandwidth ?? 0]
}

function kindOf(context: Context): Kind {
  const { type, config: { parts } } = context
  if (type === 'linear') return linear
  if (isTime(type)) return needed(parts.time).calendar(type === 'utc')
  return otherKind(type, (name) => said(context, name))
}

/** Numbers or moments from one end to the other. */
function continuous(context: Context): Scale {
  const { channel, type, units } = context
  const sources = sourcesOf(units, channel)
  const kind = kindOf(context)
  const given = explicitDomain(sources)?.map(Number)
  let [low = NaN, high = NaN] = given ?? extentOf(sources, channel)
  if (zeroOf(context)) {
    if (low > 0) low = 0
    if (high < 0) high = 0
  }
  // Without values there is no extent; a domain that is given may fall.
  if (!given && !(low <= high)) [low, high] = [NaN, NaN]
  const [least, most] = [said(context, 'domainMin'), said(context, 'domainMax')]
  if (least !== undefined) low = Number(least)
  if (most !== undefined) high = Number(most)
  const isPosition = channel === 'x' || channel === 'y'
  const range = (said(context, 'range') as readonly (number | string)[] | undefined) ?? (isPosition ? rangeOf(context) : usualEnds(context))
  let domain: readonly number[] = padded([low, high], context, range, kind)
  const rounded = ruled(context, 'nice', (_, def) => (def.bin || given || least !== undefined || most !== undefined || isTime(type) || !isPosition ? undefined : true))
  if (rounded === true) domain = nice(kind, domain)
  const descending = sources.some(({ def }) => def.sort === 'descending')
  const reverse = said(context, 'reverse') ?? descending
  const ends = reverse ? [...range].reverse() : range
  const colors = ends.filter((end) => typeof end === 'string')
  return continuousScale(type, kind, domain, ends, said(context, 'clamp') === true, colors.length === ends.length ? ramp(colors) : undefined)
}

function zeroOf(context: Context): boolean {
  const { channel, type, config } = context
  if (type === 'log' || isTime(type)) return false
  const zero = ruled(context, 'zero', ({ type: mark, orient, encoding }, def) => {
    const domain = def.scale?.domain
    if (domain) return Number(domain[0]) <= 0 && Number(domain.at(-1)) >= 0
    if (channel === 'size') return def.type === 'quantitative'
    if ((channel !== 'x' && channel !== 'y' && channel !== 'theta') || def.bin) return false
    const grows = mark === 'bar' || mark === 'area'
    if ((grows || mark === 'line') && ((orient === 'horizontal' && channel === 'y') || (orient === 'vertical' && channel === 'x'))) return false
    if (grows && !encoding[channel === 'x' ? 'x2' : 'y2']) return true
    return config.scale('zero')
  })
  return zero === true
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
function padded(domain: readonly [number, number], context: Context, range: readonly (number | string)[], { forward, back }: Kind): readonly number[] {
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
function usualEnds(context: Context): readonly (number | string)[] {
  const { channel, config, units } = context
  if (channel === 'theta') return [0, 2 * Math.PI]
  if (channel === 'opacity') return [Number(config.scale('minOpacity')), Number(config.scale('maxOpacity'))]
  if (channel === 'size') return [Number(config.scale('minSize')), 361]
  const isMap = sourcesOf(units, channel)[0]?.unit.type === 'rect'
  return (config.range(isMap ? 'heatmap' : 'ramp') ?? []) as readonly string[]
}

/** The distinct values of all marks in the order that `sort` asks for. */
function distinctOf(sources: readonly Source[], channel: ScaleChannel): readonly unknown[] {
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
