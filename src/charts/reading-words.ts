import type { Language, Locale } from '../locale/index.js'

/** What readers are told while they go through a chart. */
export interface ReadingWords {
  readonly legend: (series: string) => string
  readonly hidden: (name: string, shown: number) => string
  readonly shown: (name: string, shown: number) => string
  readonly selected: (count: number, formatted: string) => string
  readonly unselected: string
  readonly zoomSelection: string
  readonly clearSelection: string
  readonly listenHelp: string
  readonly play: string
}

const fr: ReadingWords = {
  legend: (series) => (series ? `Légende\u00a0: ${series}` : 'Légende'),
  hidden: (name, shown) => `${name}\u00a0: masqué. ${shown} ${shown > 1 ? 'affichés' : 'affiché'}.`,
  shown: (name, shown) => `${name}\u00a0: affiché. ${shown} ${shown > 1 ? 'affichés' : 'affiché'}.`,
  selected: (count, formatted) => `${formatted} ${count > 1 ? 'valeurs choisies' : 'valeur choisie'}.`,
  unselected: 'Choix annulé.',
  zoomSelection: 'Zoomer sur le choix',
  clearSelection: 'Annuler le choix',
  listenHelp: 'Chaque valeur est une note, d’autant plus aiguë que la valeur est grande. Flèches\u00a0: aller de note en note\u00a0; H\u00a0: aide.',
  play: 'Lire',
}

const en: ReadingWords = {
  legend: (series) => (series ? `Legend: ${series}` : 'Legend'),
  hidden: (name, shown) => `${name}: hidden. ${shown} shown.`,
  shown: (name, shown) => `${name}: shown. ${shown} shown.`,
  selected: (count, formatted) => `${formatted} ${count > 1 ? 'values' : 'value'} picked.`,
  unselected: 'Choice cleared.',
  zoomSelection: 'Zoom into the choice',
  clearSelection: 'Clear the choice',
  listenHelp: 'Each value is a note, the higher the greater the value. Arrow keys: go from note to note; H: help.',
  play: 'Play',
}

const de: ReadingWords = {
  legend: (series) => (series ? `Legende: ${series}` : 'Legende'),
  hidden: (name, shown) => `${name}: ausgeblendet. ${shown} eingeblendet.`,
  shown: (name, shown) => `${name}: eingeblendet. ${shown} eingeblendet.`,
  selected: (count, formatted) => `${formatted} ${count > 1 ? 'Werte' : 'Wert'} ausgewählt.`,
  unselected: 'Auswahl aufgehoben.',
  zoomSelection: 'Auf die Auswahl zoomen',
  clearSelection: 'Auswahl aufheben',
  listenHelp: 'Jeder Wert ist ein Ton, je größer, desto höher. Pfeiltasten: von Ton zu Ton; H: Hilfe.',
  play: 'Abspielen',
}

const words: Readonly<Record<Language, ReadingWords>> = { fr, en, de }

/** The words of reading in a locale. */
export function readingWordsOf(locale: Locale): ReadingWords {
  return words[locale.language]
}
