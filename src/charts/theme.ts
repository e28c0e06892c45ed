import { plainConfigOf } from './plain-theme.js'
import type { Theme } from './plain-theme.js'
import type { Locale } from '../locale/index.js'
import type { Config } from 'vega-lite'

/** The Vega-Lite `config` of a theme in a language: also the defaults under an author's own spec. */
export function configOf(theme: Theme, locale: Locale, width?: number): Config {
  const { fontSize, text, muted, palette: [first = text] } = theme
  const usual = plainConfigOf(theme, locale, width)
  return {
    ...usual,
    locale: vegaLocaleOf(locale, usual.locale?.number),
    legend: {
      labelColor: text, titleColor: text, labelFontSize: fontSize - 1, titleFontSize: fontSize - 1,
      titleFontWeight: 'normal', labelLimit: 220, symbolType: 'square', symbolSize: 110, symbolStrokeWidth: 0,
      orient: 'top', direction: 'horizontal', columnPadding: 14, rowPadding: 10, offset: 10,
    },
    header: { labelColor: text, titleColor: text },
    title: { color: text, subtitleColor: muted, fontSize: fontSize + 2 },
    line: { color: first, strokeWidth: 2.5 }, area: { color: first },
    point: { color: first }, arc: { color: first }, rule: { color: text },
    range: { category: [...theme.palette], ramp: [...theme.ramp], heatmap: [...theme.ramp] },
  }
}

type VegaLocale = NonNullable<Config['locale']>
const locales = new Map<string, VegaLocale>()

/** Vega's number and time words, taken from Intl, so that tick labels read as the page does; made once. */
function vegaLocaleOf(locale: Locale, number: VegaLocale['number']): VegaLocale {
  const made = locales.get(locale.tag) ?? vegaLocale(locale, number)
  locales.set(locale.tag, made)
  return made
}

function vegaLocale(locale: Locale, number: VegaLocale['number']): VegaLocale {
  let time: VegaLocale['time']
  return {
    ...(number ? { number } : {}),
    // Made when it is read: most charts have no calendar.
    get time() {
      return (time ??= timeWords(locale))
    },
  }
}

function timeWords(locale: Locale): NonNullable<VegaLocale['time']> {
  const names = (options: Intl.DateTimeFormatOptions, times: readonly number[]) => {
    const format = new Intl.DateTimeFormat(locale.tag, { timeZone: 'UTC', ...options })
    return times.map((time) => format.format(time))
  }
  const months = Array.from({ length: 12 }, (_, month) => Date.UTC(2024, month, 1))
  const days = Array.from({ length: 7 }, (_, day) => Date.UTC(2024, 0, 7 + day)) // 7 January 2024 was a Sunday
  return {
    dateTime: '%A %e %B %Y, %X', date: '%d/%m/%Y', time: '%H:%M:%S', periods: ['AM', 'PM'],
    days: seven(names({ weekday: 'long' }, days)),
    shortDays: seven(names({ weekday: 'short' }, days)),
    months: twelve(names({ month: 'long' }, months)),
    shortMonths: twelve(names({ month: 'short' }, months)),
  }
}

type Seven = [string, string, string, string, string, string, string]
type Twelve = [...Seven, string, string, string, string, string]

function seven(names: readonly string[]): Seven {
  const at = (index: number) => names[index] ?? ''
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6)]
}

function twelve(names: readonly string[]): Twelve {
  const at = (index: number) => names[index] ?? ''
  return [...seven(names), at(7), at(8), at(9), at(10), at(11)]
}
