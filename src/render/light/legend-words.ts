import { sourcesOf } from './domain.js'
import { tickCountOf, tickValues } from './ticks.js'
import { logTest } from './scale-kinds.js'
import { legendChannels } from './vocabulary.js'
import type { Config } from './config.js'
import type { Filled } from './data.js'
import type { AxisContext } from './axis.js'
import type { Props, ScaleChannel } from './spec.js'
import type { Scale } from './scale.js'
import type { Scales } from './scales.js'

/** What Vega and Vega-Lite assume of a legend: only what is read here. */
const defaults: Props = {
  orient: 'right', padding: 0, columnPadding: 10, rowPadding: 2, gradientThickness: 16, gradientStrokeColor: '#ddd',
  gradientStrokeWidth: 0, gradientLabelOffset: 2, labelLimit: 160, labelOffset: 4, symbolLimit: 30, symbolSize: 100, symbolOffset: 0,
  symbolStrokeWidth: 1.5, symbolBaseStrokeColor: '#888', titleLimit: 180, titlePadding: 5, labelColor: '#000', labelFontSize: 10,
  titleColor: '#000', titleFontSize: 11, titleFontWeight: 'bold', offset: 18,
}

/** One entry of a legend; `at` is its place on a ramp, from 0 to 1. */
export interface Entry {
  readonly value: unknown
  readonly label: string
  readonly at: number
}

/** What a legend is made from: one field, through one or more scales. */
export interface LegendDef {
  readonly channels: readonly ScaleChannel[]
  readonly scale: Scale
  readonly scales: Scales
  readonly units: readonly Filled[]
  readonly title: string | undefined
  readonly ramp: boolean
  get(name: string): unknown
  number(name: string): number
}

/** The legends of a drawing; channels of the same field share one. */
export function legendsOf(units: readonly Filled[], scales: Scales, config: Config): readonly LegendDef[] {
  const groups = new Map<string, ScaleChannel[]>()
  for (const channel of legendChannels) {
    const sources = sourcesOf(units, channel)
    const [first] = sources
    const stated = sources.map(({ def }) => def.legend).find((legend) => legend !== undefined)
    if (!first || !scales[channel] || stated === null || (stated === undefined && config.part('legend')?.['disable'] === true)) continue
    const key = first.def.field === undefined ? channel : `field ${first.def.field}`
    groups.set(key, [...(groups.get(key) ?? []), channel])
  }
  return [...groups.values()].flatMap((channels) => {
    const [channel] = channels
    const scale = channel && scales[channel]
    return channel && scale ? [legendOf(channels, channel, scale, { units, scales, config })] : []
  })
}

function legendOf(channels: readonly ScaleChannel[], channel: ScaleChannel, scale: Scale, { units, scales, config }: { units: readonly Filled[]; scales: Scales; config: Config }): LegendDef {
  const sources = channels.flatMap((name) => sourcesOf(units, name))
  const own: Props = Object.assign({}, ...sources.map(({ def }) => def.legend ?? {}).reverse())
  const titles = sources.map(({ def }) => (own['title'] === undefined ? def.title : (own['title'] as string | null)))
  const said = titles.filter((title) => title !== undefined)
  const names = said.length > 0 ? said.filter(Boolean) : sources.map(({ def }) => def.field)
  const ramp = channel === 'color' && scale.range.every((end) => typeof end === 'string') && ['linear', 'log', 'pow', 'sqrt', 'symlog', 'time', 'utc'].includes(scale.type)
  const orient = own['orient'] ?? config.part('legend')?.['orient'] ?? 'right'
  const rules: Props = {
    direction: own['direction'] ?? config.part('legend')?.['direction'] ?? (orient === 'top' || orient === 'bottom' ? 'horizontal' : 'vertical'),
    labelOverlap: scale.type === 'log' || scale.type === 'symlog' ? 'greedy' : true,
  }
  const get = (name: string) => own[name] ?? config.part('legend')?.[name] ?? rules[name] ?? defaults[name]
  return {
    channels, scale, scales, units, ramp, get, number: (name) => Number(get(name) ?? 0), title: [...new Set(names)].join(', ') || undefined,
  }
}

/** The entries of a legend with their labels. */
export function entriesOf(legend: LegendDef, { formats, config, width, height }: AxisContext, length: number): readonly Entry[] {
  const { scale, ramp } = legend
  const given = legend.get('values') as readonly unknown[] | undefined
  const wanted = legend.get('tickCount') ?? (ramp ? Math.max(2, 2 * Math.floor(length / 100)) : 5)
  const count = tickCountOf(scale, wanted, undefined, config.parts)
  const [from, to] = [Number(scale.domain[0]), Number(scale.domain.at(-1))]
  const number = typeof count === 'number' ? count : NaN
  const ticks = given ?? (scale.type === 'log' ? tickValues(scale, count).filter((value) => logTest(scale, number, 10)(Number(value))) : tickValues(scale, count))
  const values = ramp && ticks.length < 3 && !given && from !== to ? [from, to] : ticks
  const write = formats.ticks(scale, number, legend.get('format') ?? undefined, { base: 10, explicit: given !== undefined || !ramp })
  const expr = legend.get('labelExpr')
  const run = typeof expr === 'string' ? config.expression(expr) : undefined
  const label = (value: unknown, index: number) => {
    const text = write(value)
    return run ? String(run({ datum: { value, label: text, index }, width, height, formats })) : text
  }
  const shown = !ramp && values.length > legend.number('symbolLimit') ? values.slice(0, legend.number('symbolLimit') - 1) : values
  const kept = legend.channels.includes('size') && !given && Number(legend.scales.size?.map(shown[0])) === 0 ? shown.slice(1) : shown
  const entries = kept.map((value, index) => ({ value, label: label(value, index), at: ramp ? (scale.share?.(value) ?? 0) : 0 }))
  if (shown === values) return entries
  return [...entries, { value: values[kept.length], label: `…${values.length - kept.length} entries`, at: 0 }]
}
