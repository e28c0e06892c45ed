import { formatNumber, formatValue } from '../locale/index.js'
import type { Channel } from './chart-type.js'
import type { Value } from '../data/table.js'
import type { Locale } from '../locale/index.js'

/** A channel's value as readers see it: with unit, in the author's format; `compact` where room is scarce ("1,2 M€"). */
export function channelText(value: Value, channel: Channel, locale: Locale, { compact = false } = {}): string {
  if (value === null) return locale.messages.missing
  if (channel.labels) return String(value)
  if (channel.interval !== undefined && typeof value === 'number') return intervalText(value, channel.interval, channel, locale)
  const { format, digits } = channel.format ?? {}
  const decimals = digits === undefined ? {} : { digits }
  // What is published in % already is no part of one.
  if (format === 'percent' && channel.field.unit !== '%' && typeof value === 'number') return formatNumber(value * 100, locale, decimals, '%')
  if (digits !== undefined && format !== 'compact') return formatValue(value, channel.field, locale, decimals)
  if (format === 'full') return formatValue(value, channel.field, locale, { exact: true })
  const short = format === 'compact' || (compact && (typeof value !== 'number' || Math.abs(value) >= 10_000))
  return formatValue(compact && !short && typeof value === 'number' ? roughly(value) : value, channel.field, locale, short ? { compact: true } : {})
}

/** Beside a mark three significant digits are enough, but for what would look whole: 99.96 % is not all. */
function roughly(value: number): number {
  const rough = Number(Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3))
  return rough === 100 ? value : rough
}

/** "20 – 30 hab." */
function intervalText(low: number, width: number, { field }: Channel, locale: Locale): string {
  const high = Number((low + width).toPrecision(12))
  return `${formatValue(low, field, locale, { unit: false })} – ${formatValue(high, field, locale)}`
}
