import { stepsOf } from './palettes.js'
import { isDiscrete } from './roles.js'
import { configOf } from './theme.js'
import type { Channel, ChartSpec, Look, Picture } from './chart-type.js'
import type { Locale } from '../locale/index.js'

import type { PositionFieldDef as VegaPosition } from 'vega-lite/types_unstable/channeldef.js'

/** A position channel of a Vega-Lite encoding. */
type PositionFieldDef = VegaPosition<string>

/** Pixels that a character of tick text takes, on average, at the theme's size. */
export const charWidth = 6.6

/** What all specs of the library share: data by name, size, config. */
export function frameOf(look: Look) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { name: 'table' },
    width: look.width,
    ...(look.height === undefined ? {} : { height: look.height }),
    autosize: { type: 'fit', contains: 'padding' },
    padding: 4,
    config: configOf(look.theme, look.locale),
  } satisfies Partial<ChartSpec>
}

/** "Montant (€)"; nothing for a channel without a name. */
export function titleOf({ title, field }: Channel): string | null {
  const unit = field.unit && !title.includes(`(${field.unit})`) ? ` (${field.unit})` : ''
  return `${title}${unit}`.trim() || null
}

/** Zero belongs to the axis when the values are not far above it: little is lost, and sizes compare. */
export function startsAtZero({ extent }: Channel): boolean {
  if (!extent) return true
  const [low, high] = extent
  return low <= 0 ? high >= 0 : low <= high / 2
}

/** A numeric axis: ticks in the page's language, millions and billions shortened, the unit in the title. */
export function amountAxis(channel: Channel, side: 'x' | 'y', look: Look, share = false): PositionFieldDef {
  const label = share ? percentLabel(look.locale) : shortLabel(channel, look.locale)
  const title = share ? ([channel.title, '(%)'].filter(Boolean).join(' ')) : titleOf(channel)
  return {
    field: channel.name,
    type: 'quantitative',
    title,
    axis: { ...label, ...(side === 'y' ? topTitle : {}), ...(side === 'x' ? { labelOverlap: true, tickCount: ticksFor(look.width) } : {}) },
  }
}

/** The title of a vertical axis reads horizontally, above the ticks. */
const topTitle = { titleAngle: 0, titleAlign: 'left', titleAnchor: 'end', titleBaseline: 'bottom', titleX: 0, titleY: -8 } as const

function ticksFor(width: number): number {
  return Math.max(2, Math.min(6, Math.floor(width / 110)))
}

function percentLabel(locale: Locale) {
  const sign = locale.language === 'en' ? '%' : locale.language === 'fr' ? '\u202f%' : '\u00a0%'
  return { labelExpr: `format(datum.value * 100, ',.6~f') + '${sign}'` }
}

/** Plain numbers up to a million; beyond it Intl's short words: "1,5 M", "2 Md", "1.5M", "1,5 Mio.". */
function shortLabel({ extent, field }: Channel, locale: Locale) {
  const largest = extent ? Math.max(Math.abs(extent[0]), Math.abs(extent[1])) : 0
  if (field.unit === '%') return { labelExpr: `format(datum.value, ',.6~f') + '${locale.language === 'en' ? '' : '\u202f'}%'` }
  if (largest >= 1e15) return { format: '.2~e' }
  const step = [1e12, 1e9, 1e6].find((size) => largest >= size)
  if (!step) return largest > 0 && largest < 1e-6 ? { format: '.2~e' } : { format: ',~f' }
  const parts = new Intl.NumberFormat(locale.tag, { notation: 'compact' }).formatToParts(2 * step)
  const word = parts.filter(({ type }) => type === 'literal' || type === 'compact').map(({ value }) => value).join('')
  return { labelExpr: `datum.value === 0 ? '0' : format(datum.value / ${step}, ',.6~f') + ${JSON.stringify(word)}` }
}

/** An axis of names, in the order of the rows. */
export function nameAxis(channel: Channel, side: 'x' | 'y', look: Look): PositionFieldDef {
  const { labels = [] } = channel
  const level = { labelAngle: 0, labelOverlap: channel.scale === 'ordinal' ? true : ('greedy' as const) }
  const limit = Math.max(60, Math.min(220, Math.floor(look.width * 0.4)))
  return {
    field: channel.name,
    type: channel.scale === 'ordinal' ? 'ordinal' : 'nominal',
    sort: null,
    title: side === 'y' ? null : titleOf(channel),
    axis: side === 'x' ? { ...level, labelLimit: Math.max(40, Math.floor((look.width * 0.95) / Math.max(1, Math.min(labels.length, 12)))) }
      : { labelLimit: limit, ticks: false, domain: false },
  }
}

/** A calendar axis in UTC (the clock of the place of publication), month names in the page's language. */
export function timeAxis(channel: Channel, side: 'x' | 'y', look: Look): PositionFieldDef {
  const day = look.locale.language === 'de' ? '%-d. %b' : '%-d %b'
  const { precision = 'day' } = channel.field
  const years = channel.extent ? new Date(channel.extent[1]).getUTCFullYear() - new Date(channel.extent[0]).getUTCFullYear() : 0
  const yearly = precision === 'year' || years > 8
  const step = Math.max(1, Math.ceil((years + 1) / Math.max(2, Math.floor(look.width / 70))))
  const nice = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((size) => size >= step) ?? 1000
  return {
    field: channel.name,
    type: 'temporal',
    scale: { type: 'utc' },
    title: side === 'x' ? null : titleOf(channel),
    axis: {
      format: {
        year: '%Y', quarter: '%b', month: '%b', week: day, date: day, day,
        hours: '%H:%M', minutes: '%H:%M', seconds: '%H:%M:%S', milliseconds: '%H:%M:%S',
      },
      labelOverlap: true,
      grid: false,
      tickCount: yearly ? { interval: 'year', step: nice } : Math.max(2, Math.floor(look.width / 90)),
    },
  }
}

/** The axis that fits the channel's values. */
export function axisOf(channel: Channel, side: 'x' | 'y', look: Look): PositionFieldDef {
  if (isDiscrete(channel)) return nameAxis(channel, side, look)
  return channel.scale === 'temporal' ? timeAxis(channel, side, look) : amountAxis(channel, side, look)
}

/** Colours of series or amounts. */
export function colorOf({ channels }: Picture, look: Look) {
  const { theme, width } = look
  const { color } = channels
  if (!color) return {}
  const title = titleOf(color)
  if (color.scale === 'quantitative') {
    return { color: { field: 'color', type: 'quantitative', title, scale: { range: [...theme.ramp] }, legend: { gradientLength: Math.min(200, width / 2) } } } as const
  }
  const labels = color.labels ?? []
  const longest = Math.max(0, ...labels.map((label) => label.length))
  const columns = Math.max(1, Math.min(labels.length, Math.floor(width / (Math.min(longest, 30) * charWidth + 36))))
  return {
    color: {
      field: 'color',
      type: color.scale === 'ordinal' ? 'ordinal' : 'nominal',
      sort: null,
      title,
      scale: { domain: [...labels], range: [...colorsFor(color, look)] },
      legend: { columns, labelLimit: Math.min(220, width - 40) },
    },
  } as const
}

/** The colour of each label: the author's, else the page's for that category; what is gathered or missing is grey. */
export function colorsFor({ labels = [], others, missing }: Channel, look: Look): readonly string[] {
  const { theme, touches } = look
  const named = labels.filter((label) => !touches.colors.has(label) && label !== others && label !== missing)
  const palette = paletteFor(look, named.length)
  const own = palette === theme.palette ? look.colors?.(named) : undefined
  const chosen = new Map(named.map((label, at) => [label, own?.[at] ?? palette[at % palette.length] ?? theme.text]))
  return labels.map((label) => touches.colors.get(label) ?? chosen.get(label) ?? theme.other)
}

function paletteFor({ theme, touches }: Look, count: number): readonly string[] {
  const { palette } = touches
  if (palette === undefined) return theme.palette
  return typeof palette === 'string' ? stepsOf(palette, count, theme.dark) : palette
}
