import type { Language, Locale } from '../locale/index.js'

/** What readers are told while they go through a chart. */
export interface ReadingWords {
  /** How the keyboard reads the chart; `zoom` when it has a calendar to zoom into. */
  readonly keys: (zoom: boolean) => string
  readonly legend: (series: string) => string
  readonly hidden: (name: string, shown: number) => string
  readonly shown: (name: string, shown: number) => string
  readonly zoom: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly earlier: string
  readonly later: string
  readonly all: string
  /** The calendar in view. */
  readonly inView: (from: string, to: string) => string
  readonly selected: (count: number, formatted: string) => string
  readonly unselected: string
  readonly zoomSelection: string
  readonly clearSelection: string
  /** The chart played as sound. */
  readonly listen: string
  readonly listenHelp: string
  readonly play: string
  readonly patterns: string
}

const fr: ReadingWords = {
  keys: (zoom) =>
    `Flèches\u00a0: parcourir les valeurs\u00a0; Origine et Fin\u00a0: première et dernière. Entrée\u00a0: choisir\u00a0; Maj + flèches\u00a0: étendre le choix. ${zoom ? 'Plus et moins\u00a0: zoomer\u00a0; Page précédente et Page suivante\u00a0: se déplacer\u00a0; zéro\u00a0: tout voir. ' : ''}Échap\u00a0: quitter.`,
  legend: (series) => (series ? `Légende\u00a0: ${series}` : 'Légende'),
  hidden: (name, shown) => `${name}\u00a0: masqué. ${shown} ${shown > 1 ? 'affichés' : 'affiché'}.`,
  shown: (name, shown) => `${name}\u00a0: affiché. ${shown} ${shown > 1 ? 'affichés' : 'affiché'}.`,
  zoom: 'Période affichée',
  zoomIn: 'Zoomer',
  zoomOut: 'Dézoomer',
  earlier: 'Période précédente',
  later: 'Période suivante',
  all: 'Voir toute la période',
  inView: (from, to) => `${from} – ${to}`,
  selected: (count, formatted) => `${formatted} ${count > 1 ? 'valeurs choisies' : 'valeur choisie'}.`,
  unselected: 'Choix annulé.',
  zoomSelection: 'Zoomer sur le choix',
  clearSelection: 'Annuler le choix',
  listen: 'Écouter le graphique',
  listenHelp: 'Chaque valeur est une note, d’autant plus aiguë que la valeur est grande. Flèches\u00a0: aller de note en note\u00a0; H\u00a0: aide.',
  play: 'Lire',
  patterns: 'Motifs',
}

const en: ReadingWords = {
  keys: (zoom) =>
    `Arrow keys: go through the values; Home and End: first and last. Enter: pick; Shift and arrows: extend the choice. ${zoom ? 'Plus and minus: zoom; Page Up and Page Down: move; zero: see all. ' : ''}Escape: leave.`,
  legend: (series) => (series ? `Legend: ${series}` : 'Legend'),
  hidden: (name, shown) => `${name}: hidden. ${shown} shown.`,
  shown: (name, shown) => `${name}: shown. ${shown} shown.`,
  zoom: 'Period in view',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  earlier: 'Earlier',
  later: 'Later',
  all: 'See the whole period',
  inView: (from, to) => `${from} – ${to}`,
  selected: (count, formatted) => `${formatted} ${count > 1 ? 'values' : 'value'} picked.`,
  unselected: 'Choice cleared.',
  zoomSelection: 'Zoom into the choice',
  clearSelection: 'Clear the choice',
  listen: 'Listen to the chart',
  listenHelp: 'Each value is a note, the higher the greater the value. Arrow keys: go from note to note; H: help.',
  play: 'Play',
  patterns: 'Patterns',
}

const de: ReadingWords = {
  keys: (zoom) =>
    `Pfeiltasten: Werte durchgehen; Pos1 und Ende: erster und letzter. Eingabe: auswählen; Umschalt und Pfeile: Auswahl erweitern. ${zoom ? 'Plus und Minus: zoomen; Bild auf und Bild ab: verschieben; Null: alles zeigen. ' : ''}Escape: verlassen.`,
  legend: (series) => (series ? `Legende: ${series}` : 'Legende'),
  hidden: (name, shown) => `${name}: ausgeblendet. ${shown} eingeblendet.`,
  shown: (name, shown) => `${name}: eingeblendet. ${shown} eingeblendet.`,
  zoom: 'Gezeigter Zeitraum',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  earlier: 'Früher',
  later: 'Später',
  all: 'Ganzen Zeitraum zeigen',
  inView: (from, to) => `${from} – ${to}`,
  selected: (count, formatted) => `${formatted} ${count > 1 ? 'Werte' : 'Wert'} ausgewählt.`,
  unselected: 'Auswahl aufgehoben.',
  zoomSelection: 'Auf die Auswahl zoomen',
  clearSelection: 'Auswahl aufheben',
  listen: 'Diagramm anhören',
  listenHelp: 'Jeder Wert ist ein Ton, je größer, desto höher. Pfeiltasten: von Ton zu Ton; H: Hilfe.',
  play: 'Abspielen',
  patterns: 'Muster',
}

const words: Readonly<Record<Language, ReadingWords>> = { fr, en, de }

/** The words of reading in a locale. */
export function readingWordsOf(locale: Locale): ReadingWords {
  return words[locale.language]
}
