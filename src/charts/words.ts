import { fr } from './words/fr.js'
import type { Language, Locale } from '../locale/index.js'

/** Words that only charts say. */
export interface ChartWords {
  /** What a chart is called whose type has no name. */
  readonly custom: string
  readonly rows: string
  readonly others: (count: string) => string
  readonly grouped: (others: string) => string
  readonly left: (kept: string, total: string) => string
  readonly of: (measure: string, dimension: string) => string
  readonly bySeries: (series: string) => string
  readonly sampled: (shown: string, total: string) => string
  readonly ignored: (count: number, formatted: string, field: string) => string
  readonly chart: string
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
