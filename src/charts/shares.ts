import { formatNumber } from '../locale/index.js'
import type { Channel, Stacking } from './chart-type.js'
import type { Locale } from '../locale/index.js'

/**
 * Each amount's percentage of their sum, rounded so that the rounded ones add up to 100: what is missing goes to the largest
 * remainders (Hamilton's method). Undefined when the sum is not positive or an amount is negative.
 */
export function percentages(amounts: readonly number[], digits: number): readonly number[] | undefined {
  const total = amounts.reduce((sum, amount) => sum + amount, 0)
  if (!(total > 0) || amounts.some((amount) => amount < 0)) return undefined
  const unit = 10 ** digits
  const exact = amounts.map((amount) => (amount / total) * 100 * unit)
  // Differences of the last bits of a double are none: 28.999999999999996 is 29.
  const floors = exact.map((value) => Math.floor(value + 1e-9))
  const missing = Math.round(100 * unit - floors.reduce((sum, value) => sum + value, 0))
  const order = exact.map((value, at) => [value - (floors[at] ?? 0), at] as const).sort(([a, i], [b, j]) => b - a || i - j)
  const raised = new Set(order.slice(0, missing).map(([, at]) => at))
  return floors.map((value, at) => (value + (raised.has(at) ? 1 : 0)) / unit)
}

/** The author's stacking, on top of each other in place of shares where a value is negative: that is no share of a whole. */
export function stackOf(measure: Channel | undefined, stack: Stacking | undefined): Stacking | undefined {
  return stack === 'normalize' && (measure?.extent?.[0] ?? 0) < 0 ? 'zero' : stack
}

const share = /(^|[_\W])(parts?|taux|pct|pourcent\w*|percent\w*|proportions?|ratio|shares?|anteile?|quote)([_\W]|$)/i

/** What percentages, and fractions of one that are called shares, add up to; 0 for amounts. */
export function wholeOf({ field, format, title, extent }: Channel): number {
  if (field.unit === '%') return 100
  if (format?.format === 'percent') return 1
  return !field.unit && extent && extent[0] >= 0 && extent[1] <= 1 && share.test(`${field.name} ${title}`) ? 1 : 0
}

/** Whether published parts are all of their whole, as far as they were rounded. */
export function addUp(amounts: readonly number[], whole: number): boolean {
  const decimals = Math.max(0, ...amounts.map((amount) => String(amount).split('.')[1]?.length ?? 0))
  const slack = Math.min(whole * 0.03, Math.max(whole * 0.01, (amounts.length / 2) * 10 ** -decimals))
  return Math.abs(amounts.reduce((sum, amount) => sum + amount, 0) - whole) <= slack + 1e-9
}

/** Each part of a whole in words: percentages and fractions of one as they are published, amounts as shares of their sum. Undefined where there is no whole. */
export function partTexts(amounts: readonly number[], measure: Channel, locale: Locale): readonly string[] | undefined {
  const whole = wholeOf(measure) || (measure.field.unit ? 0 : 1)
  if (!whole || !addUp(amounts, whole) || amounts.some((amount) => amount < 0)) return shareTexts(amounts, locale)
  const { digits } = measure.format ?? {}
  return amounts.map((amount) => formatNumber((amount / whole) * 100, locale, digits === undefined ? {} : { digits }, '%'))
}

/** The percentages in words: "33,4 %". One decimal, none when there are many. Undefined where there is no whole. */
function shareTexts(amounts: readonly number[], locale: Locale, digits = 1): readonly string[] | undefined {
  const total = amounts.reduce((sum, amount) => sum + amount, 0)
  // What would be nothing, or all, is written as finely as it is neither.
  return percentages(amounts, digits)?.map((value, at) => formatNumber(value % 100 ? value : ((amounts[at] ?? 0) / total) * 100, locale, { digits }, '%'))
}
