import type { Language, Locale } from '../locale/index.js'

/** What sums a chart up in words, and what readers can do with it. */
export interface SummaryWords {
  readonly values: (count: number, formatted: string) => string
  readonly series: (count: number, formatted: string, names: string) => string
  readonly only: (value: string) => string
  readonly highest: (value: string, where: string) => string
  readonly lowest: (value: string, where: string) => string
  readonly equal: (value: string) => string
  readonly trend: (kind: 'up' | 'down' | 'flat', from: string, to: string, start: string, end: string) => string
  readonly missing: (count: number, formatted: string) => string
  readonly share: (share: string) => string
  readonly none: string
  /** How the keyboard reads the chart; `zoom` when it has a calendar to zoom into, `pick` when its values can be picked. */
  readonly keys: (zoom: boolean, pick: boolean) => string
  /** The chart played as sound. */
  readonly listen: string
  readonly patterns: string
}

const fr: SummaryWords = {
  values: (count, formatted) => `${formatted} ${count > 1 ? 'valeurs' : 'valeur'}`,
  series: (count, formatted, names) => `${formatted} ${count > 1 ? 'séries' : 'série'}\u00a0: ${names}`,
  only: (value) => `Une seule valeur\u00a0: ${value}.`,
  highest: (value, where) => `La plus élevée\u00a0: ${value} (${where})`,
  lowest: (value, where) => `la plus basse\u00a0: ${value} (${where})`,
  equal: (value) => `Toutes valent ${value}`,
  trend: (kind, from, to, start, end) =>
    kind === 'flat'
      ? `Stable\u00a0: ${from} (${start}), ${to} (${end})`
      : `En ${kind === 'up' ? 'hausse' : 'baisse'}\u00a0: de ${from} (${start}) à ${to} (${end})`,
  missing: (count, formatted) => `${formatted} ${count > 1 ? 'valeurs manquantes' : 'valeur manquante'}.`,
  share: (share) => `soit ${share}`,
  none: 'Aucune valeur renseignée.',
  keys: (zoom, pick) =>
    `Flèches\u00a0: parcourir les valeurs\u00a0; Origine et Fin\u00a0: première et dernière. ${pick ? 'Entrée\u00a0: choisir\u00a0; Maj + flèches\u00a0: étendre le choix. ' : ''}${zoom ? 'Plus et moins\u00a0: zoomer\u00a0; Page précédente et Page suivante\u00a0: se déplacer\u00a0; zéro\u00a0: tout voir. ' : ''}Échap\u00a0: quitter.`,
  listen: 'Écouter le graphique',
  patterns: 'Motifs',
}

const en: SummaryWords = {
  values: (count, formatted) => `${formatted} ${count > 1 ? 'values' : 'value'}`,
  series: (count, formatted, names) => `${formatted} series: ${names}`,
  only: (value) => `A single value: ${value}.`,
  highest: (value, where) => `Highest: ${value} (${where})`,
  lowest: (value, where) => `lowest: ${value} (${where})`,
  equal: (value) => `All are ${value}`,
  trend: (kind, from, to, start, end) =>
    kind === 'flat'
      ? `Steady: ${from} (${start}), ${to} (${end})`
      : `${kind === 'up' ? 'Rising' : 'Falling'} from ${from} (${start}) to ${to} (${end})`,
  missing: (count, formatted) => `${formatted} missing ${count > 1 ? 'values' : 'value'}.`,
  share: (share) => `that is ${share}`,
  none: 'No value given.',
  keys: (zoom, pick) =>
    `Arrow keys: go through the values; Home and End: first and last. ${pick ? 'Enter: pick; Shift and arrows: extend the choice. ' : ''}${zoom ? 'Plus and minus: zoom; Page Up and Page Down: move; zero: see all. ' : ''}Escape: leave.`,
  listen: 'Listen to the chart',
  patterns: 'Patterns',
}

const de: SummaryWords = {
  values: (count, formatted) => `${formatted} ${count > 1 ? 'Werte' : 'Wert'}`,
  series: (count, formatted, names) => `${formatted} ${count > 1 ? 'Reihen' : 'Reihe'}: ${names}`,
  only: (value) => `Ein einziger Wert: ${value}.`,
  highest: (value, where) => `Höchster Wert: ${value} (${where})`,
  lowest: (value, where) => `niedrigster: ${value} (${where})`,
  equal: (value) => `Alle betragen ${value}`,
  trend: (kind, from, to, start, end) =>
    kind === 'flat'
      ? `Gleichbleibend: ${from} (${start}), ${to} (${end})`
      : `${kind === 'up' ? 'Steigend' : 'Fallend'} von ${from} (${start}) auf ${to} (${end})`,
  missing: (count, formatted) => `${formatted} ${count > 1 ? 'Werte fehlen' : 'Wert fehlt'}.`,
  share: (share) => `das sind ${share}`,
  none: 'Keine Werte vorhanden.',
  keys: (zoom, pick) =>
    `Pfeiltasten: Werte durchgehen; Pos1 und Ende: erster und letzter. ${pick ? 'Eingabe: auswählen; Umschalt und Pfeile: Auswahl erweitern. ' : ''}${zoom ? 'Plus und Minus: zoomen; Bild auf und Bild ab: verschieben; Null: alles zeigen. ' : ''}Escape: verlassen.`,
  listen: 'Diagramm anhören',
  patterns: 'Muster',
}

const words: Readonly<Record<Language, SummaryWords>> = { fr, en, de }

/** The words of summaries in a locale. */
export function summaryWordsOf({ language }: Locale): SummaryWords {
  return words[language]
}
