import { numberSigns } from '../locale/index.js'
import type { Locale } from '../locale/index.js'
import type { Config } from 'vega-lite'

/** The look of a page as charts need it: resolved colours and fonts, read live from `--dge-*` and the host's text. */
export interface Theme {
  readonly dark: boolean
  /** What stands behind the chart, for seams between marks. */
  readonly ground: string
  readonly font: string
  readonly fontSize: number
  /** Labels and titles: contrast of 4.5:1 or more with the background. */
  readonly text: string
  readonly muted: string
  readonly grid: string
  /** Colours of series, in order. */
  readonly palette: readonly string[]
  /** What is gathered, missing or not highlighted. */
  readonly other: string
  /** Light to strong, for amounts. */
  readonly ramp: readonly string[]
}

/**
 * Eight colours that stay apart for readers with protanopia, deuteranopia and tritanopia and stand out from
 * the page (3:1 or more, WCAG 1.4.11); `test/charts/theme.test.ts` measures both.
 */
export const lightPalette = [
  '#1f6fb4', '#d1610e', '#0b7f5c', '#a23b8f', '#8a7000', '#5a4fcf', '#b3263a', '#5b6b78',
] as const
export const darkPalette = [
  '#6db3f2', '#ff9d5c', '#3fcf9f', '#e58fd3', '#d9bd3c', '#a9a1ff', '#ff8593', '#a9b8c4',
] as const

export const lightTheme: Theme = Object.freeze({
  dark: false,
  ground: '#ffffff',
  font: 'sans-serif',
  fontSize: 13,
  text: '#1f2933',
  muted: '#52606d',
  grid: '#dde3e8',
  palette: lightPalette,
  other: '#8a949e',
  ramp: ['#c6dcef', '#1f6fb4', '#0b2f52'],
})

export const darkTheme: Theme = Object.freeze({
  dark: true,
  ground: '#17181a',
  font: 'sans-serif',
  fontSize: 13,
  text: '#f0f3f6',
  muted: '#b8c4ce',
  grid: '#3d4852',
  palette: darkPalette,
  other: '#7d8892',
  ramp: ['#24496b', '#6db3f2', '#e2f0fd'],
})

/** The Vega-Lite `config` of a theme in a language: also the defaults under an author's own spec. */
export function configOf(theme: Theme, locale: Locale): Config {
  const { font, fontSize, text, muted, grid } = theme
  const first = theme.palette[0] ?? text
  return {
    background: 'transparent',
    font,
    locale: vegaLocaleOf(locale),
    aria: false,
    view: { stroke: null },
    axis: {
      labelColor: muted, titleColor: text, labelFontSize: fontSize - 1, titleFontSize: fontSize - 1,
      titleFontWeight: 'normal', titlePadding: 8, labelLimit: 180, titleLimit: 400,
      gridColor: grid, domainColor: muted, tickColor: grid, tickSize: 4, labelPadding: 4,
    },
    axisQuantitative: { domain: false, ticks: false, tickCount: 5 },
    axisDiscrete: { grid: false },
    legend: {
      labelColor: text, titleColor: text, labelFontSize: fontSize - 1, titleFontSize: fontSize - 1,
      titleFontWeight: 'normal', labelLimit: 220, symbolType: 'square', symbolSize: 110, symbolStrokeWidth: 0,
      orient: 'top', direction: 'horizontal', columnPadding: 14, rowPadding: 10, offset: 10,
    },
    header: { labelColor: text, titleColor: text },
    title: { color: text, subtitleColor: muted, fontSize: fontSize + 2 },
    mark: { color: first, invalid: 'break-paths-show-domains' },
    bar: { color: first }, line: { color: first, strokeWidth: 2.5 }, area: { color: first },
    point: { color: first }, arc: { color: first }, text: { color: text }, rule: { color: text },
    range: { category: [...theme.palette], ramp: [...theme.ramp], heatmap: [...theme.ramp] },
    scale: { bandPaddingInner: 0.22, bandPaddingOuter: 0.11 },
  }
}

type VegaLocale = NonNullable<Config['locale']>
const locales = new Map<string, VegaLocale>()

/** Vega's number and time words, taken from Intl, so that tick labels read as the page does; made once. */
function vegaLocaleOf(locale: Locale): VegaLocale {
  const made = locales.get(locale.tag) ?? vegaLocale(locale)
  locales.set(locale.tag, made)
  return made
}

function vegaLocale(locale: Locale): VegaLocale {
  const { decimal, group, minus } = numberSigns(locale.tag)
  let time: VegaLocale['time']
  return {
    number: {
      decimal,
      thousands: group,
      grouping: [3],
      currency: locale.language === 'en' ? ['€', ''] : ['', '\u00a0€'],
      minus,
    },
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
