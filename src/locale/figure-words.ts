import type { Language, Locale } from './locale.js'

/** The words of a figure beside another one. */
export interface FigureWords {
  readonly more: (difference: string, than: string) => string
  readonly less: (difference: string, than: string) => string
  readonly same: (than: string) => string
  /** Differences of percentages: "2,5 points". */
  readonly points: (text: string, value: number) => string
  readonly comparison: string
}

const fr: FigureWords = {
  more: (difference, than) => `${difference} de plus que ${than}`,
  less: (difference, than) => `${difference} de moins que ${than}`,
  same: (than) => `identique à ${than}`,
  points: (text, value) => `${text} ${value >= 2 ? 'points' : 'point'}`,
  comparison: 'la valeur de comparaison',
}

const en: FigureWords = {
  more: (difference, than) => `${difference} more than ${than}`,
  less: (difference, than) => `${difference} less than ${than}`,
  same: (than) => `same as ${than}`,
  points: (text, value) => `${text} percentage ${value === 1 ? 'point' : 'points'}`,
  comparison: 'the compared value',
}

const de: FigureWords = {
  more: (difference, than) => `${difference} mehr als ${than}`,
  less: (difference, than) => `${difference} weniger als ${than}`,
  same: (than) => `gleich wie ${than}`,
  points: (text, value) => `${text} ${value === 1 ? 'Prozentpunkt' : 'Prozentpunkte'}`,
  comparison: 'der Vergleichswert',
}

const words: Readonly<Record<Language, FigureWords>> = { fr, en, de }

/** The words of figures in a locale. */
export function figureWordsOf({ language }: Locale): FigureWords {
  return words[language]
}
