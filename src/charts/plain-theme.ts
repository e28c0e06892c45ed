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

/** What the Vega-Lite `config` of a theme says of bars, their axes and texts, in a language. In a narrow drawing titles of axes leave the marks their room. */
export function plainConfigOf(theme: Theme, locale: Locale, width = Infinity): Config {
  const { font, fontSize, text, muted, grid, palette: [first = text] } = theme
  return {
    background: 'transparent',
    font,
    locale: { number: numberWordsOf(locale) },
    aria: false,
    view: { stroke: null },
    axis: {
      labelColor: muted, titleColor: text, labelFontSize: fontSize - 1, titleFontSize: fontSize - 1,
      titleFontWeight: 'normal', titlePadding: 8, labelLimit: 180, titleLimit: Math.min(400, width * 0.7),
      gridColor: grid, domainColor: muted, tickColor: grid, tickSize: 4, labelPadding: 4,
    },
    axisQuantitative: { domain: false, ticks: false, tickCount: 5 },
    axisDiscrete: { grid: false },
    mark: { color: first, invalid: 'break-paths-show-domains' },
    bar: { color: first },
    text: { color: text },
    scale: { bandPaddingInner: 0.22, bandPaddingOuter: 0.11 },
  }
}

/** Vega's number words, so that tick labels read as the page does. */
function numberWordsOf({ tag, language }: Locale) {
  const { decimal, group, minus } = numberSigns(tag)
  return { decimal, thousands: group, grouping: [3], currency: (language === 'en' ? ['€', ''] : ['', '\u00a0€']) as [string, string], minus }
}
