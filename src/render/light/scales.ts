import { bandScale, continuousScale, linear, nice } from './scale.js'
import { explicitDomain, extentOf, sourcesOf } from './domain.js'
import { scaleChannels } from './spec.js'
import type { Config } from './config.js'
import type { Source } from './domain.js'
import type { Filled } from './data.js'
import type { Parts } from './parts.js'
import type { Scale, ScaleType } from './scale.js'
import type { ScaleChannel } from './spec.js'
import type { Unit } from './units.js'

export type ScaleTypes = Readonly<Partial<Record<ScaleChannel, ScaleType>>>
export type Scales = Readonly<Partial<Record<ScaleChannel, Scale>>>

/** The kind of scale of every channel; in plain drawings names have bands and amounts a line. */
export function scaleTypesOf(units: readonly Unit[], { beyond }: Parts): ScaleTypes {
  if (beyond) return beyond.scaleTypesOf(units)
  const typeOf = (channel: 'x' | 'y') => (units[0]?.encoding[channel]?.type === 'quantitative' ? 'linear' : 'band')
  return { x: typeOf('x'), y: typeOf('y') }
}

/** One scale for each channel, shared by all marks, for a plot area of this size. */
export function scalesOf(units: readonly Filled[], types: ScaleTypes, config: Config, size: { readonly width: number; readonly height: number }): Scales {
  const scales: Partial<Record<ScaleChannel, Scale>> = {}
  for (const channel of scaleChannels) {
    const type = types[channel]
    if (!type) continue
    scales[channel] = (config.parts.beyond?.scaleOf ?? plainScale)({ channel, type, units, config, size, scales })
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

/** The scale of names that are listed, or of amounts from zero: where all is said of it (`isPlain` in `needs.ts`). */
function plainScale({ channel, type, units, config, size }: Context): Scale {
  const sources = sourcesOf(units, channel)
  if (type === 'band') {
    const padding = (side: string) => Number(config.scale(`bandPadding${side}`))
    return bandScale(type, explicitDomain(sources) ?? [], [0, channel === 'x' ? size.width : size.height], padding('Inner'), padding('Outer'))
  }
  const said = (name: string) => saidOf(sources, channel, name)
  const [low, high] = extentOf(sources, channel)
  const ends = [Number(said('domainMin') ?? Math.min(0, low)), Number(said('domainMax') ?? Math.max(0, high))]
  return continuousScale(type, linear, said('nice') ? nice(linear, ends) : ends, channel === 'x' ? [0, size.width] : [size.height, 0])
}

/** What a scale definition says itself; undefined where no mark does. */
export function saidOf(sources: readonly Source[], channel: ScaleChannel, name: string): unknown {
  return sources.map(({ unit }) => unit.encoding[channel]?.scale?.[name]).find((value) => value !== undefined)
}
