import { fr } from './words/fr.js'
import type { Language, Locale } from '../locale/index.js'

/** Words that only charts say. */
export interface ChartWords {
  readonly names: Readonly<Record<string, string>>
  readonly rows: string
  readonly others: (count: string) => string
  readonly grouped: (kept: string, others: string) => string
  readonly left: (kept: string, total: string) => string
  readonly of: (measure: string, dimension: string) => string
  readonly bySeries: (series: string) => string
  readonly values: (count: number, formatted: string) => string
  readonly series: (count: number, formatted: string, names: string) => string
  readonly only: (value: string) => string
  readonly highest: (value: string, where: string) => string
  readonly lowest: (value: string, where: string) => string
  readonly equal: (value: string) => string
  readonly trend: (kind: 'up' | 'down' | 'flat', from: string, to: string, start: string, end: string) => string
  readonly points: (xs: string, ys: string) => string
  readonly missing: (count: number, formatted: string) => string
  readonly share: (share: string) => string
  readonly none: string
  readonly why: WhyWords
  /** The parts of a box: least, quarter, three quarters, most, median, a value beyond the whiskers. */
  readonly box: readonly [min: string, lower: string, upper: string, max: string, median: string, beyond: string]
  /** How a box is read; `reach` in heights of the box, else whiskers go to the extremes. */
  readonly boxNote: (reach?: number) => string
  readonly outliers: (count: number, formatted: string) => string
  readonly waterfall: readonly [up: string, down: string, total: string]
  readonly sampled: (shown: string, total: string) => string
  readonly ignored: (count: number, formatted: string, field: string) => string
  readonly undrawn: (count: number, formatted: string) => string
  /** How amounts are cut into classes of colour. */
  readonly classes: (count: number, how: 'quantile' | 'equal' | 'jenks' | 'breaks') => string
  /** What the dashes follow. */
  readonly trendNote: (trend: 'linear' | 'loess') => string
  readonly chart: string
  /** How the keyboard reads the chart; `zoom` when it has a calendar to zoom into, `pick` when its values can be picked. */
  readonly keys: (zoom: boolean, pick: boolean) => string
  readonly zoom: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly earlier: string
  readonly later: string
  readonly all: string
  /** The calendar in view. */
  readonly inView: (from: string, to: string) => string
  /** The chart played as sound. */
  readonly listen: string
  readonly patterns: string
}

/** "Why this chart?": one sentence. */
export interface WhyWords {
  readonly shares: string
  readonly points: string
  readonly measures: string
  readonly places: string
  readonly time: (dimension: string) => string
  readonly moments: (dimension: string) => string
  readonly oneMoment: (dimension: string) => string
  readonly categories: (dimension: string, count: number) => string
  readonly areas: string
  /** `placed`: the data have geometries, else codes of places alone. */
  readonly map: (field: string, placed: boolean) => string
}

/** The languages whose words are there; French is without waiting. */
const words: Partial<Record<Language, ChartWords>> = { fr }

/** Loads what charts say in a locale; French when it cannot be loaded. */
export async function loadWords({ language }: Locale): Promise<void> {
  if (words[language]) return
  try {
    words[language] = language === 'de' ? (await import('./words/de.js')).de : (await import('./words/en.js')).en
  } catch {
    // As the locale itself does: a chart in French is better than none.
  }
}

/** The chart words of a locale, once they are loaded. */
export function wordsOf({ language }: Locale): ChartWords {
  return words[language] ?? fr
}
