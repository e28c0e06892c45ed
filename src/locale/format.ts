import { intlNumber, shortNumber, shortWord, timesPower } from './intl-number.js'
import type { Locale } from './locale.js'
import type { Field } from '../data/schema.js'
import type { Value } from '../data/table.js'

export interface FormatOptions {
  /** Short form for axes and big figures: "1,2 M". */
  readonly compact?: boolean
  /** Digits after the decimal mark; when absent, 2 at most, more for values under 1. */
  readonly digits?: number
  /** Every digit that was published, up to ten decimals. */
  readonly exact?: boolean
  /** Leave the unit out (a column header or an axis title says it). */
  readonly unit?: boolean
  /** Always with + or −. */
  readonly sign?: boolean
}

const narrow = '\u202f'
const noBreak = '\u00a0'
/** The mark of a missing value. */
export const dash = '—'

/**
 * A cell as readers of the locale write it: by type, unit, date precision and time unit of its field.
 * Years are never grouped; missing values are "—".
 */
export function formatValue(value: Value | undefined, field: Field, locale: Locale, options: FormatOptions = {}): string {
  if (value === null || value === undefined || value === '') return dash
  if (typeof value === 'boolean') return value ? locale.messages.yes : locale.messages.no
  if (typeof value === 'object') return locale.messages.geometry
  if (typeof value === 'string') return value
  if (field.type === 'date') return formatDate(value, field, locale)
  if (field.timeUnit) return formatPart(value, field, locale)
  const unit = options.unit === false ? undefined : field.unit
  return formatNumber(value, locale, { ...options, ...(isUngrouped(field) ? { plain: true } : {}) }, unit)
}

/** A number with its unit, spaced as the language wants. */
export function formatNumber(
  value: number,
  locale: Locale,
  options: FormatOptions & { readonly plain?: boolean } = {},
  unit?: string
): string {
  const { compact = false, sign = false, plain = false } = options
  const size = Math.abs(value)
  // German has no short word for thousands: "123.000" would pass for the number itself.
  const big = size >= (locale.language === 'de' ? 1e6 : 1000)
  const wanted = options.digits ?? (compact ? (big || size < 1000 ? undefined : 0) : options.exact ? 10 : defaultDigits(value))
  const digits = unit === '%' ? digitsOfPart(value, wanted ?? 3) : wanted
  const short = compact && big && !isMultiple(unit)
  if (isUnwritable(value, compact)) {
    const power = numberFormat(locale.tag, { notation: 'scientific', maximumFractionDigits: 2 }).format(value).replace(/E(.+)/, (_, digits: string) => timesPower(digits))
    return unit ? withUnit(power, unit, locale) : power
  }
  // What Intl would round to 10^12, for which it has a word that is read as another.
  const isManyMd = short && locale.language === 'fr' && Math.abs(value) >= 999.5e9
  // Without other wishes, Intl writes three decimals. Nobody writes -0, which + 0 makes 0.
  const simple = isManyMd ? formatNumber(value / 1e9, locale, { digits: 0, sign }) + shortWord(locale.tag, 1e9) : sign ? undefined : short ? shortNumber(value, locale.tag) : intlNumber(value + 0, locale.tag, digits ?? 3, options.digits, !plain)
  const text = simple ?? numberFormat(locale.tag, {
    ...(short ? { notation: 'compact', maximumSignificantDigits: 3 } : {}),
    ...(digits === undefined || short ? {} : { maximumFractionDigits: digits }),
    ...(options.digits !== undefined && !short ? { minimumFractionDigits: options.digits } : {}),
    ...(plain ? { useGrouping: false } : {}),
    ...(sign ? { signDisplay: 'exceptZero' } : {}),
  }).format(value + 0)
  return unit ? withUnit(text, unit, locale) : text
}

/** Whether a unit is thousands or more of another: "125 k k€" and "1,5 M M€" are amounts that nobody reads. */
export function isMultiple(unit: string | undefined): boolean {
  return unit !== undefined && /^[kMGT]d?(€|\$|£|Wh)/.test(unit)
}

/** A date as finely as its field knows it: "2024", "mars 2024", "3e trimestre 2024", "12 mars 2024", "12 mars 2024 à 14:30". */
export function formatDate(time: number, field: Pick<Field, 'precision'>, locale: Locale): string {
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) return dash
  const date = new Date(time)
  const year = String(date.getUTCFullYear())
  switch (field.precision ?? 'day') {
    case 'year':
      return year
    case 'quarter':
      return locale.messages.quarter(Math.floor(date.getUTCMonth() / 3) + 1, year)
    case 'month':
      return dateFormat(locale.tag, { year: 'numeric', month: 'long' }).format(date)
    case 'week': {
      const [week, ofYear] = isoWeek(date)
      return locale.messages.week(week, String(ofYear))
    }
    case 'day':
      return first(dateFormat(locale.tag, { year: 'numeric', month: 'long', day: 'numeric' }).format(date), locale)
    case 'time':
      return first(
        dateFormat(locale.tag, {
          year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit',
          ...(time % 60_000 ? { second: '2-digit' } : {}),
        }).format(date),
        locale
      )
  }
}

/** French counts the days of a month, but for the first: "1er janvier". */
function first(text: string, locale: Locale): string {
  return locale.language === 'fr' ? text.replace(/^1(?=\s)/, '1er') : text
}

/** Number parts of a date: months and days by name, quarters and weeks in words, years without grouping. */
function formatPart(value: number, field: Field, locale: Locale): string {
  switch (field.timeUnit) {
    case 'month':
      return dateFormat(locale.tag, { month: 'long' }).format(Date.UTC(2024, value - 1, 1))
    case 'day': // 2024-01-01 was a Monday
      return dateFormat(locale.tag, { weekday: 'long' }).format(Date.UTC(2024, 0, value))
    case 'quarter':
      return locale.messages.quarter(value)
    case 'week':
      return locale.messages.week(value)
    case 'hour':
      return locale.language === 'fr' ? `${value}${narrow}h` : `${String(value).padStart(2, '0')}:00`
    default:
      return formatNumber(value, locale, { plain: true })
  }
}

/** Percent, currency and other units: French and German set them apart, English writes "%", "€" and "£" against the number. */
function withUnit(text: string, unit: string, locale: Locale): string {
  if (/^[°'′″]$/.test(unit)) return text + unit
  if (locale.language === 'en') {
    if (unit === '%') return text + unit
    if (/^[€£$]$/.test(unit)) return text.replace(/^([+−-]?)/, `$1${unit}`)
    return text + noBreak + unit
  }
  // "1,2 M€", "3 Md€": French writes the short form of a currency in one piece.
  if (locale.language === 'fr' && unit === '€' && /[a-z]$/i.test(text)) return text + unit
  return text + (locale.language === 'fr' && unit === '%' ? narrow : noBreak) + unit
}

/** Nobody reads three hundred digits, and ten decimals of less are 0: such numbers are written with a power of ten, as axes write them; short ones sooner. */
function isUnwritable(value: number, compact: boolean): boolean {
  const size = Math.abs(value)
  return size >= (compact ? 1e15 : 1e21) || (size > 0 && size < (compact ? 1e-6 : 1e-9))
}

/** Two decimals are enough to read; small values keep two significant digits. */
function defaultDigits(value: number): number {
  const size = Math.abs(value)
  return size >= 1 || size === 0 ? 2 : Math.min(10, 1 - Math.floor(Math.log10(size)))
}

/** Rounding makes no part a whole, and none nothing: 99.95 % is never 100 %, nor 0.04 % 0 %. Differences of the last bits of a double are none. */
function digitsOfPart(value: number, digits: number): number {
  const isWhole = (places: number) => Number(value.toFixed(places)) % 100 === 0
  return isWhole(digits) && !isWhole(9) ? digitsOfPart(value, digits + 1) : digits
}

/** A whole-number column that is called a year is one: 2 024 would be wrong; so would 200 035 210 as the number of a body. */
export function isUngrouped({ name, unit }: Field): boolean {
  return !unit && /^(annee|année|an|year|jahr|mill[ée]sime|exercice)(_|\b|$)|(^|[_ ])((f|g|object)?id|code|insee)([_ ]|$)/i.test(name)
}

/** ISO 8601 week number and the year that it belongs to. */
function isoWeek(date: Date): [week: number, year: number] {
  const thursday = new Date(date.getTime())
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7))
  const year = thursday.getUTCFullYear()
  return [Math.ceil(((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7), year]
}

// Building an Intl format costs more than thousands of uses of it: one per language and options.
const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function cached<T extends Intl.NumberFormat | Intl.DateTimeFormat>(
  kind: string,
  tag: string,
  options: object,
  make: () => T
): T {
  const key = kind + tag + JSON.stringify(options)
  const known = formats.get(key) as T | undefined
  if (known) return known
  const made = make()
  formats.set(key, made)
  return made
}

function numberFormat(tag: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return cached('n', tag, options, () => new Intl.NumberFormat(tag, options))
}

function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return cached('d', tag, options, () => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options }))
}
