import type { Language, Locale } from '../locale/index.js'

/** What the buttons of the zoom say. */
export interface ZoomWords {
  readonly zoom: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly earlier: string
  readonly later: string
  readonly all: string
  /** The calendar in view. */
  readonly inView: (from: string, to: string) => string
}

const fr: ZoomWords = {
  zoom: 'Période affichée',
  zoomIn: 'Zoomer',
  zoomOut: 'Dézoomer',
  earlier: 'Période précédente',
  later: 'Période suivante',
  all: 'Voir toute la période',
  inView: (from, to) => `${from} – ${to}`,
}

const en: ZoomWords = {
  zoom: 'Period in view',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  earlier: 'Earlier',
  later: 'Later',
  all: 'See the whole period',
  inView: (from, to) => `${from} – ${to}`,
}

const de: ZoomWords = {
  zoom: 'Gezeigter Zeitraum',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  earlier: 'Früher',
  later: 'Später',
  all: 'Ganzen Zeitraum zeigen',
  inView: (from, to) => `${from} – ${to}`,
}

const words: Readonly<Record<Language, ZoomWords>> = { fr, en, de }

/** The words of the zoom in a locale. */
export function zoomWordsOf({ language }: Locale): ZoomWords {
  return words[language]
}
