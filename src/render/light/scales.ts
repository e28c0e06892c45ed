import { bandScale, continuousScale, isTime, linear, nice } from './scale.js'
import { explicitDomain, extentOf, sourcesOf } from './domain.js'
import { isDiscreteType, scaleChannels } from './spec.js'
import { needed } from './parts.js'
import type { Config } from './config.js'
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
    if (!type) continue
    const context: Context = { channel, type, units, config, size, scales }
    const isPlace = channel === 'x' || channel === 'y'
    scales[channel] = isPlace && (type === 'band' || type === 'point') ? discrete(context, type) : isPlace ? continuous(context) : needed(config.parts.beyond).otherScale(context)
  }
  return scales
}

/** What a scale is made from. */
export interface Context {
  readonly channel: ScaleChannel
  readonly type: ScaleType
  readonly units: readonly Filled[]
  readonly config: Config
  readonly size: { readonly width: number; readonly height: number }
  readonly scales: Scales
}

/** What a scale definition says itself; undefined where no mark does. */
export function said({ units, channel }: Context, name: string): unknown {
  return sourcesOf(units, channel).map(({ unit }) => unit.encoding[channel]?.scale?.[name]).find((value) => value !== undefined)
}

/** What is said, else what follows for the first mark that something follows for. */
export function ruled(context: Context, name: string, rule: (unit: Filled, def: ChannelDef) => unknown): unknown {
  const own = said(context, name)
  if (own !== undefined) return own
  return sourcesOf(context.units, context.channel).map(({ unit, def }) => rule(unit, def)).find((value) => value !== undefined)
}

/** Names side by side: of a specification that does not list them, code of its own finds them. */
export function discrete(context: Context, type: 'band' | 'point'): Scale {
  const { channel, config, units } = context
  const sources = sourcesOf(units, channel)
  const domain = [...new Set(explicitDomain(sources) ?? needed(config.parts.beyond).distinctOf(sources, channel))]
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
  return needed(parts.beyond).kindOf(type, (name) => said(context, name))
}

/** Numbers or moments from one end to the other. */
export function continuous(context: Context): Scale {
  const { channel, type, units, config } = context
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
  const range = (said(context, 'range') as readonly (number | string)[] | undefined) ?? (isPosition ? rangeOf(context) : needed(config.parts.beyond).usualEnds(context))
  let domain: readonly number[] = config.parts.beyond?.padded([low, high], context, range, kind) ?? [low, high]
  const rounded = ruled(context, 'nice', (_, def) => (def.bin || given || least !== undefined || most !== undefined || isTime(type) || !isPosition ? undefined : true))
  if (rounded === true) domain = nice(kind, domain)
  const descending = sources.some(({ def }) => def.sort === 'descending')
  const reverse = said(context, 'reverse') ?? descending
  const ends = reverse ? [...range].reverse() : range
  const colors = ends.filter((end) => typeof end === 'string')
  return continuousScale(type, kind, domain, ends, said(context, 'clamp') === true, colors.length === ends.length ? needed(config.parts.beyond).ramp(colors) : undefined)
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
