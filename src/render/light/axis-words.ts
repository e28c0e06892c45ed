import { isDiscreteType } from './vocabulary.js'
import { sourcesOf } from './domain.js'
import { axisKinds } from './config.js'
import { axisTitle } from './axis-title.js'
import { validTicks } from './more-ticks.js'
import { tickCountOf, tickValues } from './ticks.js'
import { placeOfTurned } from './turned-labels.js'
import type { AxisContext } from './axis.js'
import type { Config } from './config.js'
import type { Filled } from './data.js'
import type { ChannelDef, Props } from './spec.js'
import type { Scale } from './scale.js'

/** One tick of an axis. */
export interface Tick {
  readonly value: unknown
  /** One line or several. */
  readonly label: string | readonly string[]
  /** Its place on the axis, for the label; ticks and grid lines stand on the nearest whole pixel. */
  readonly at: number
}

/** What an axis is made from: the definitions of all marks in one. */
export interface AxisDef {
  readonly channel: 'x' | 'y'
  readonly orient: 'top' | 'bottom' | 'left' | 'right'
  readonly scale: Scale
  readonly title: string | undefined
  /** A property by Vega-Lite's precedence. */
  get(name: string): unknown
  number(name: string): number
}

/** The axis of a channel; undefined when it has none. */
export function axisOf(channel: 'x' | 'y', units: readonly Filled[], scale: Scale | undefined, config: Config, plot: { readonly width: number; readonly height: number }): AxisDef | undefined {
  if (!scale) return undefined
  const sources = sourcesOf(units, channel)
  const [first] = sources
  const stated = sources.map(({ def }) => def.axis).filter((axis) => axis !== undefined)
  if (!first || stated[0] === null) return undefined
  const own: Props = Object.assign({}, ...stated.map((axis) => axis ?? {}).reverse())
  const orient = (own['orient'] ?? config.part(channel === 'x' ? 'axisX' : 'axisY')?.['orient'] ?? config.part('axis')?.['orient'] ?? (channel === 'x' ? 'bottom' : 'left')) as AxisDef['orient']
  const kinds = axisKinds(channel, orient, scale.type)
  if (stated.length === 0 && config.axis({}, kinds, 'disable') === true) return undefined
  const rules = rulesOf(channel, first.def, scale, plot)
  const angle = config.axis(own, kinds, 'labelAngle', rules['labelAngle'])
  const turned = !angle ? {} : placeOfTurned(((Number(angle) % 360) + 360) % 360, orient, channel)
  const get = (name: string) => {
    if (name === 'labelAngle') return angle ?? 0
    return config.axis(own, kinds, name, rules[name] ?? turned[name])
  }
  return { channel, orient, scale, title: axisTitle(channel, units), get, number: (name) => Number(get(name) ?? 0) }
}

/** What follows from the values for an axis that says nothing of them. */
function rulesOf(channel: 'x' | 'y', def: ChannelDef, scale: Scale, plot: { readonly width: number; readonly height: number }): Props {
  const isNames = scale.type === 'band' || scale.type === 'point'
  const isNamed = isDiscreteType(def.type)
  return {
    grid: !isNames && def.field !== undefined && !def.bin,
    labelFlush: channel === 'x' && !isNamed ? true : undefined,
    labelOverlap: isNamed ? undefined : scale.type === 'log' || scale.type === 'symlog' ? 'greedy' : true,
    labelAngle: channel === 'x' && isNamed ? 270 : undefined,
    tickCount: isNames || scale.type === 'log' ? undefined : Math.ceil((channel === 'x' ? plot.width : plot.height) / 40),
    tickOffset: scale.type === 'band' ? -0.5 : undefined,
  }
}

/** The ticks of an axis with their labels. */
export function ticksOf(axis: AxisDef, { units, formats, config, width, height }: AxisContext): readonly Tick[] {
  const { scale, channel } = axis
  const def: ChannelDef = sourcesOf(units, channel)[0]?.def ?? {}
  const given = axis.get('values') as readonly unknown[] | undefined
  const wanted = axis.get('tickCount') ?? given?.length ?? 10
  const format = def.stack === 'normalize' ? '.0%' : (axis.get('format') ?? undefined)
  const least = axis.get('tickMinStep') ?? (format === 'd' ? 1 : undefined)
  const count = tickCountOf(scale, given && axis.get('tickCount') === undefined ? given.length : wanted, least === undefined ? undefined : Number(least), config.parts)
  const values = given ? validTicks(scale, given, count) : tickValues(scale, count)
  const base = Number(def.scale?.['base'] ?? 10)
  const write = formats.ticks(scale, typeof count === 'number' ? count : NaN, format, { base, explicit: given !== undefined })
  const expr = axis.get('labelExpr')
  const run = typeof expr === 'string' ? config.expression(expr) : undefined
  const middle = scale.bandwidth * 0.5 + axis.number('tickOffset')
  return values.map((value, index) => {
    const label = write(value)
    const said = run ? run({ datum: { value, label, index: index / (values.length - 1 || 1) }, width, height, formats }) : label
    return { value, label: Array.isArray(said) ? said.map(String) : String(said), at: Number(scale.map(value)) + middle }
  })
}
