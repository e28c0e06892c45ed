import { unitInName } from '../data/field-name.js'
import { isMultiple, isUngrouped, shortSteps, shortWord } from '../locale/index.js'
import { plainConfigOf } from './plain-theme.js'
import type { Channel, Look } from './chart-type.js'
import type { Locale } from '../locale/index.js'
import type { TopLevelSpec } from 'vega-lite'
import type { PositionFieldDef as VegaPosition } from 'vega-lite/types_unstable/channeldef.js'

/** A position channel of a Vega-Lite encoding. */
export type PositionFieldDef = VegaPosition<string>

/** Pixels that a character of tick text takes, on average, at the theme's size. */
export const charWidth = 6.6

/** What all specs of the library share: data by name, size, config. */
export function frameOf(look: Look, config = plainConfigOf(look.theme, look.locale, look.width)) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { name: 'table' },
    width: look.width,
    ...(look.height === undefined ? {} : { height: look.height }),
    autosize: { type: 'fit', contains: 'padding' },
    padding: 4,
    config,
  } satisfies Partial<TopLevelSpec>
}

/** "Montant (€)"; the unit alone for a channel without a name, nothing without either. */
export function titleOf({ title, field }: Channel): string | null {
  const { unit } = field
  if (!unit || title.includes(`(${unit})`) || unitInName(title) === unit) return title.trim() || null
  if (!title.trim()) return unit
  return (title.endsWith(')') ? `${title.slice(0, -1)}, ${unit})` : `${title} (${unit})`).trim()
}

/** The author's title of the axis, else the channel's. */
export function axisTitle(channel: Channel, side: 'x' | 'y', { touches }: Look, usual = titleOf(channel)): string | null {
  const own = side === 'x' ? touches.xTitle : touches.yTitle
  return own === undefined ? usual : own || null
}

/** Ends of the scale that leave room for texts beyond the marks: `characters` long, beside names of `names` characters. */
export function roomBeyond({ extent }: Channel, look: Look, characters: number, names: number): object {
  if (!extent) return {}
  const [low, high] = [Math.min(0, extent[0]), Math.max(0, extent[1])]
  const part = partBeyond(look, characters, names)
  const more = ((high - low) * part) / (1 - part)
  return { ...(high > 0 ? { domainMax: high + more } : {}), ...(low < 0 ? { domainMin: low - more } : {}), nice: false }
}

/** How much of a vertical scale from zero a line of text takes. */
export function lineOfText([low, high]: readonly [number, number], { height = 320 }: Look): number {
  return ((Math.max(0, high) - Math.min(0, low)) * 18) / Math.max(80, height - 80)
}

/** The lower end of a vertical scale that leaves a line of text below the lowest mark. */
export function roomBelow({ extent }: Channel, look: Look): object {
  return extent && extent[0] < 0 ? { domainMin: extent[0] - lineOfText(extent, look) } : {}
}

/** The part of the plot area that these texts take. */
export function partBeyond(look: Look, characters: number, names: number): number {
  const plot = Math.max(80, look.width - Math.min(nameLimit(look), names * charWidth) - 16)
  return Math.min(0.45, (characters * charWidth + 8) / plot)
}

/** Without grid where each mark's value is written: its lines would go through the texts. Zero keeps its line between both signs. */
export function withoutGrid(axis: PositionFieldDef, { extent }: Channel): PositionFieldDef {
  return extent && extent[0] >= 0 ? { ...axis, axis: { ...axis.axis, grid: false } } : axis
}

/** A numeric axis: ticks in the page's language, millions and billions shortened, the unit in the title. */
export function amountAxis(channel: Channel, side: 'x' | 'y', look: Look, label: object = shortLabel(channel, look.locale, 1e6), title = titleOf(channel)): PositionFieldDef {
  return {
    field: channel.name,
    type: 'quantitative',
    title: axisTitle(channel, side, look, title),
    axis: { ...label, ...(channel.few && 'format' in label ? { tickMinStep: 1 } : {}), ...(side === 'y' ? topTitle : {}), ...(side === 'x' ? { labelOverlap: true, labelFlush: withinEnds, tickCount: ticksFor(look.width) } : {}) },
  }
}

/** So near to an end of a horizontal axis, in pixels, labels are written on the inner side of their place: "600 000" is not cut to "600 00". */
const withinEnds = 24

/** The title of a vertical axis reads horizontally, above the ticks. */
export const topTitle = { titleAngle: 0, titleAlign: 'left', titleAnchor: 'end', titleBaseline: 'bottom', titleX: 0, titleY: -8 } as const

function ticksFor(width: number): number {
  return Math.max(2, Math.min(6, Math.floor(width / 110)))
}

export function percentSign({ language }: Locale): string {
  return language === 'en' ? '%' : language === 'fr' ? '\u202f%' : '\u00a0%'
}

/** Plain numbers up to `from`; beyond it Intl's short words: "1,5 M", "2 Md", "1.5M", "1,5 Mio.", with as many decimals as the step wants; powers of ten where there are none. Numbers of bodies and years are written as they are. */
export function shortLabel({ extent, field }: { extent?: Channel['extent'] | undefined; field: Channel['field'] }, locale: Locale, from: number, decimals = (_step: number) => 6) {
  if (field.unit === '%') return { labelExpr: `format(datum.value, ',.6~f') + '${percentSign(locale)}'` }
  const [low, high] = extent ?? [0, 0]
  const largest = Math.max(Math.abs(low), Math.abs(high))
  // Of what differs by less than thousandths, words would say the same.
  const asIs = isUngrouped(field)
  const short = !asIs && (low === high || high - low >= largest / 1000) && !isMultiple(field.unit)
  const step = largest === 0 || (largest >= 1e-6 && largest < 1e15) ? shortSteps(locale.tag).find((size) => short && largest >= size && size >= from) : Number(`1e${Math.floor(Math.log10(largest))}`)
  if (!step) return { format: asIs ? '~f' : ',~f' }
  return { labelExpr: `datum.value === 0 ? '0' : format(datum.value / ${step}, ',.${decimals(step)}~f') + ${JSON.stringify(shortWord(locale.tag, step))}` }
}

/** An axis of names, in the order of their labels; long ones take two lines. */
export function nameAxis(channel: Channel, side: 'x' | 'y', look: Look): PositionFieldDef {
  const { labels = [] } = channel
  // Moments in their order are left out where they don't fit, never cut.
  const limit = side === 'y' ? nameLimit(look) : Math.max(roomOf(channel, look), channel.scale === 'ordinal' && !hasShortNames(channel) ? 70 : 0)
  const level = { labelAngle: 0, labelOverlap: channel.scale === 'ordinal' ? true : ('greedy' as const) }
  const lines = shortened(channel, limit, look) ?? wrapped(labels, side, limit, look)
  return {
    field: channel.name,
    type: channel.scale === 'ordinal' ? 'ordinal' : 'nominal',
    sort: null,
    scale: { domain: [...labels] },
    title: axisTitle(channel, side, look, side === 'y' ? null : titleOf(channel)),
    axis: {
      ...(side === 'x' ? level : { labelOverlap: false, ticks: false, domain: false, ...topTitle }),
      labelLimit: side === 'x' ? limit - 6 : limit,
      ...(lines ? { labelExpr: lines } : {}),
    },
  }
}

/** Pixels for names beside bars that lie. */
export function nameLimit({ width }: Look): number {
  return Math.max(60, Math.min(220, Math.floor(width * 0.4)))
}

/** Pixels for each name under its bar. */
export function roomOf({ labels = [] }: Channel, { width }: Look): number {
  return Math.max(24, Math.floor((width * 0.95) / Math.max(1, Math.min(labels.length, 12))))
}

/** Months and days of the week by their short names, when the long ones don't fit. */
function shortened(channel: Channel, limit: number, { locale }: Look): string | undefined {
  const { field: { timeUnit }, labels = [] } = channel
  const longest = Math.max(0, ...labels.map((label) => label.length)) * (charWidth + 0.6)
  if (longest <= limit || !hasShortNames(channel)) return undefined
  const name = (length: 'long' | 'short' | 'narrow', at: number) =>
    new Intl.DateTimeFormat(locale.tag, { timeZone: 'UTC', [timeUnit === 'month' ? 'month' : 'weekday']: length }).format(timeUnit === 'month' ? Date.UTC(2024, at, 1) : Date.UTC(2024, 0, at + 1))
  const length = limit < 32 ? 'narrow' : 'short'
  return `${JSON.stringify(Object.fromEntries(Array.from({ length: 12 }, (_, at) => [name('long', at), name(length, at)])))}[datum.label] || datum.label`
}

function hasShortNames({ field: { timeUnit } }: Channel): boolean {
  return timeUnit === 'month' || timeUnit === 'day'
}

/** Whether a name has a place where a line may end. */
export function canBreak(name: string): boolean {
  return /\s|\p{L}-\p{L}/u.test(name)
}

/** Names that are too long for `limit` pixels in a few lines, as an expression; undefined when all fit in one. */
function wrapped(labels: readonly string[], side: 'x' | 'y', limit: number, { height = 320 }: Look): string | undefined {
  const lettersIn = (pixels: number) => Math.max(6, Math.floor(pixels / charWidth))
  // Names side by side keep a gap; one above the other, where there is room for two lines, one must hold its name in wide fonts too.
  const isHigh = (height - 80) / labels.length >= 30
  const sure = lettersIn(limit * (side === 'x' ? 0.8 : isHigh ? 0.9 : 1))
  const length = side === 'x' ? sure : lettersIn(limit * 0.9)
  const long = labels.filter((label) => label.length > sure && canBreak(label))
  if (long.length === 0) return undefined
  const cut = long.map((label) => linesOf(label, Math.min(length, label.length - 1), side === 'x' ? 3 : 2))
  const seen = cut.map((lines) => lines.join('\n').slice(0, lines.slice(0, -1).join('\n').length + length))
  // Names that would look alike when they are cut keep their ends: "Communauté de / … Pays de Bitche".
  const table = Object.fromEntries(long.map((label, at) => [label, seen.filter((text) => text === seen[at]).length > 1 ? withEnd(cut[at] ?? [], length) : cut[at]]))
  return `${JSON.stringify(table)}[datum.label] || datum.label`
}

/** Lines whose last one has the last words of a name in place of those before. */
function withEnd(lines: readonly string[], length: number): readonly string[] {
  const last = lines.at(-1) ?? ''
  if (last.length <= length) return lines
  const words = last.slice(-(length - 2)).split(' ')
  return [...lines.slice(0, -1), `… ${(words.length > 1 ? words.slice(1) : words).join(' ').replace(/^\W\s/, '')}`]
}

/** Words, and parts of them that end in a hyphen, in lines of about `length` characters; what is beyond the last line stays on it, to be cut. Numbers stay whole. */
export function linesOf(text: string, length: number, most: number): readonly string[] {
  const lines: string[] = []
  for (const [, space = '', word = ''] of text.replace(/(\d) (?=\d{3}\b)/g, '$1\u202f').matchAll(/([ \n]*)(\p{L}+-(?=\p{L})|[^ \n]+)/gu)) {
    const last = lines[lines.length - 1]
    const more = (space && ' ') + word
    const fits = last !== undefined && (last.length + more.length <= length || lines.length === most)
    if (fits) lines[lines.length - 1] = last + more
    else lines.push(word)
  }
  return lines
}
