import type { Language, Locale } from '../locale/index.js'

/** What sums a chart up in words. */
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
}

const words: Readonly<Record<Language, SummaryWords>> = { fr, en, de }

/** The words of summaries in a locale. */
export function summaryWordsOf({ language }: Locale): SummaryWords {
  return words[language]
}
