import { amountAxis as plainAxis, frameOf as plainFrame, lineOfText, partBeyond, percentSign, roomBelow, roomBeyond as plainRoom, shortLabel, titleOf } from './plain-axes.js'
import { shortSteps, shortWord } from '../locale/index.js'
import { configOf } from './theme.js'
import type { Channel, Look } from './chart-type.js'
import type { PositionFieldDef } from './plain-axes.js'
import type { Touches } from './touches.js'
import type { Locale } from '../locale/index.js'

export { axisTitle, charWidth, linesOf, nameAxis, nameLimit, roomOf, titleOf, topTitle, withoutGrid } from './plain-axes.js'
export type { PositionFieldDef } from './plain-axes.js'

/** What all specs of the library share: data by name, size, config. */
export const frameOf = (look: Look) => plainFrame(look, configOf(look.theme, look.locale, look.width))

/** Zero belongs to the axis when the values are not far above it: little is lost, and sizes compare. */
export function startsAtZero({ extent }: Channel): boolean {
  if (!extent) return true
  const [low, high] = extent
  if (low === high) return true
  return low <= 0 ? high >= 0 : low <= high / 2
}

/** The scale of what is measured, as the author asks (`log`…) where the values allow it. */
export function amountScale(channel: Channel, look: Look, zero = startsAtZero(channel)) {
  const type = scaleType(channel, look)
  return type === 'log' ? { type, nice: false, ...logDomain(channel) } : { ...(type ? { type } : {}), zero, nice: true }
}

/** A little room around the values: powers of ten would leave most of the axis empty. */
function logDomain({ extent }: Channel): { readonly domain?: readonly [number, number] } {
  return extent ? { domain: [Number((extent[0] / 1.3).toPrecision(2)), Number((extent[1] * 1.3).toPrecision(2))] } : {}
}

/** Ends of the scale that leave room for texts beyond the marks: `characters` long, beside names of `names` characters. */
export function roomBeyond(channel: Channel, look: Look, characters: number, names: number): object {
  const { scale = 'linear' } = look.touches
  if (!channel.extent || scale === 'linear') return plainRoom(channel, look, characters, names)
  if (scaleType(channel, look) !== 'log') return {}
  const part = partBeyond(look, characters, names)
  const [from, to] = logDomain(channel).domain ?? [1, 10]
  return { domain: [from, to * (to / from) ** (part / (1 - part))] }
}

/** Ends of a vertical scale that leave a line of text above the highest mark, and below the lowest. */
export function roomAbove(channel: Channel, look: Look) {
  const { extent } = channel
  if (!extent || (look.touches.scale !== undefined && look.touches.scale !== 'linear')) return {}
  return { ...(extent[1] > 0 ? { domainMax: extent[1] + lineOfText(extent, look) } : {}), ...roomBelow(channel, look) }
}

/** The author's scale; a logarithm of what is zero or less is none, its symmetric relative takes its place. */
export function scaleType({ extent }: Channel, { touches }: Pick<Look, 'touches'>): Touches['scale'] {
  if (touches.scale !== 'log') return touches.scale
  return extent && extent[0] > 0 ? 'log' : 'symlog'
}

/** A numeric axis: ticks in the page's language, in the author's format, of shares in percentages; the unit in the title. */
export function amountAxis(channel: Channel, side: 'x' | 'y', look: Look, share = false): PositionFieldDef {
  const label = share ? percentLabel(look.locale) : amountLabel(channel, look)
  const { axis, ...rest } = plainAxis(channel, side, look, label, share ? [channel.title, '(%)'].filter(Boolean).join(' ') : titleOf(channel))
  return { ...rest, axis: { ...axis, ...powersOf(channel, look), ...(share ? {} : powerLabels(channel, look)) } }
}

/** Ticks of a logarithm that goes through zero: powers of ten on each side, where Vega's would be even. */
function powersOf(channel: Channel, look: Look): { readonly values?: number[]; readonly labelOverlap?: 'greedy' } {
  const { extent } = channel
  if (scaleType(channel, look) !== 'symlog' || !extent) return {}
  const most = Math.floor(Math.log10(Math.max(1, Math.abs(extent[0]), Math.abs(extent[1]))))
  const step = Math.ceil((most + 1) / 6)
  const powers = Array.from({ length: Math.ceil((most + 1) / step) }, (_, at) => 10 ** (at * step))
  const values = [...powers.map((power) => -power).reverse(), 0, ...powers].filter((value) => value >= Math.min(0, extent[0]) && value <= Math.max(0, extent[1]))
  return values.length > 2 ? { values, labelOverlap: 'greedy' } : {}
}

/** Each tick of a logarithm as short as it comes itself: in millions like the largest, 1 would be 0.000001. */
function powerLabels(channel: Channel, look: Look): { readonly labelExpr?: string } {
  const { locale, touches: { format, digits } } = look
  const type = scaleType(channel, look)
  if ((type !== 'log' && type !== 'symlog') || channel.field.unit === '%' || digits !== undefined || (format !== undefined && format !== 'compact')) return {}
  const steps = shortSteps(locale.tag).filter((step) => step > 1e3 || format === 'compact')
  const short = steps.map((step) => `abs(datum.value) >= ${step} ? format(datum.value / ${step}, ',.6~f') + ${JSON.stringify(shortWord(locale.tag, step))} : `)
  return { labelExpr: `${short.join('')}format(datum.value, ',.9~f')` }
}

function percentLabel(locale: Locale) {
  return { labelExpr: `format(datum.value * 100, ',.6~f') + '${percentSign(locale)}'` }
}

/** Tick texts of an amount: as the author's `format` says, else whole numbers up to a million and short ones beyond. */
function amountLabel(channel: Channel, { locale, touches }: Look) {
  const { format, digits } = touches
  if (format === 'percent' && channel.field.unit !== '%') return { labelExpr: `format(datum.value * 100, ',.${digits ?? '6~'}f') + '${percentSign(locale)}'` }
  if (digits !== undefined && format !== 'compact') return { format: `,.${digits}f` }
  if (format === 'full') return { format: ',.10~f' }
  return shortLabel(channel, locale, format === 'compact' ? 1e3 : 1e6)
}

/** Ticks of a legend, as short as they come: where the ends themselves are told, with the digits that part them. */
export function compactTicks(locale: Locale, extent: Channel['extent']): string {
  const [low, high] = extent ?? [0, 0]
  const decimals = (step: number) => (high > low ? Math.min(9, Math.max(0, 2 - Math.floor(Math.log10((high - low) / step)))) : 6)
  return shortLabel({ extent, field: { name: '', type: 'number' } }, locale, 1e3, decimals).labelExpr ?? `format(datum.value, ',.${decimals(1)}~f')`
}

