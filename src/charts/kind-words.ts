import type { Language, Locale } from '../locale/index.js'

/** What only a few kinds of charts say. */
export interface KindWords {
  /** The parts of a box: least, quarter, three quarters, most, median, a value beyond the whiskers. */
  readonly box: readonly [min: string, lower: string, upper: string, max: string, median: string, beyond: string]
  /** How a box is read; `reach` in heights of the box, else whiskers go to the extremes. */
  readonly boxNote: (reach?: number) => string
  readonly outliers: (count: number, formatted: string) => string
  readonly waterfall: readonly [up: string, down: string, total: string]
  readonly undrawn: (count: number, formatted: string) => string
  /** Rows with the outline of another. */
  readonly hidden: (count: number, formatted: string) => string
  /** How amounts are cut into classes of colour. */
  readonly classes: (count: number, how: 'quantile' | 'ties' | 'equal' | 'jenks' | 'breaks') => string
}

const fr: KindWords = {
  box: ['Minimum', '1er quartile', '3e quartile', 'Maximum', 'Médiane', 'Valeur éloignée'],
  boxNote: (reach) =>
    `La boîte réunit la moitié centrale des valeurs, le trait est la médiane, les moustaches vont ${reach === undefined ? 'du minimum au maximum' : `aux dernières valeurs à moins de ${String(reach).replace('.', ',')} fois la hauteur de la boîte\u00a0; au-delà, chaque valeur est un point`}.`,
  outliers: (count, formatted) => `${formatted} ${count > 1 ? 'valeurs éloignées' : 'valeur éloignée'}.`,
  waterfall: ['Hausse', 'Baisse', 'Total'],
  undrawn: (count, formatted) => `${formatted} ${count > 1 ? 'lignes sans contour ne sont pas dessinées' : 'ligne sans contour n’est pas dessinée'}.`,
  hidden: (count, formatted) => `${formatted} ${count > 1 ? 'lignes ont le contour d’une autre et la cachent' : 'ligne a le contour d’une autre et la cache'}\u00a0: la carte ne montre qu’une valeur par lieu.`,
  classes: (count, how) => `${count} classes\u00a0: ${{ quantile: 'autant de lieux dans chacune', ties: 'nombres de lieux inégaux, car beaucoup ont la même valeur', equal: 'de même étendue', jenks: 'groupes naturels (Jenks)', breaks: 'limites choisies' }[how]}.`,
}

const en: KindWords = {
  box: ['Minimum', 'First quartile', 'Third quartile', 'Maximum', 'Median', 'Outlier'],
  boxNote: (reach) =>
    `The box holds the middle half of the values, the bar is the median, the whiskers go ${reach === undefined ? 'from minimum to maximum' : `to the last values within ${reach} times the height of the box; each value beyond is a point`}.`,
  outliers: (count, formatted) => `${formatted} ${count > 1 ? 'outliers' : 'outlier'}.`,
  waterfall: ['Increase', 'Decrease', 'Total'],
  undrawn: (count, formatted) => `${formatted} ${count > 1 ? 'rows without an outline are' : 'row without an outline is'} not drawn.`,
  hidden: (count, formatted) => `${formatted} ${count > 1 ? 'rows have the outline of another and hide it' : 'row has the outline of another and hides it'}: the map shows one value per place.`,
  classes: (count, how) => `${count} classes: ${{ quantile: 'as many places in each', ties: 'unequal numbers of places, because many have the same value', equal: 'of equal width', jenks: 'natural groups (Jenks)', breaks: 'chosen limits' }[how]}.`,
}

const de: KindWords = {
  box: ['Minimum', 'Unteres Quartil', 'Oberes Quartil', 'Maximum', 'Median', 'Ausreißer'],
  boxNote: (reach) =>
    `Der Kasten umfasst die mittlere Hälfte der Werte, der Strich ist der Median, die Antennen reichen ${reach === undefined ? 'vom Minimum zum Maximum' : `zu den letzten Werten innerhalb der ${String(reach).replace('.', ',')}-fachen Kastenhöhe; jeder Wert dahinter ist ein Punkt`}.`,
  outliers: (_count, formatted) => `${formatted} Ausreißer.`,
  waterfall: ['Zunahme', 'Abnahme', 'Summe'],
  undrawn: (count, formatted) => `${formatted} ${count > 1 ? 'Zeilen ohne Umriss werden' : 'Zeile ohne Umriss wird'} nicht gezeichnet.`,
  hidden: (count, formatted) => `${formatted} ${count > 1 ? 'Zeilen haben den Umriss einer anderen und verdecken sie' : 'Zeile hat den Umriss einer anderen und verdeckt sie'}: Die Karte zeigt einen Wert je Ort.`,
  classes: (count, how) => `${count} Klassen: ${{ quantile: 'gleich viele Orte in jeder', ties: 'ungleich viele Orte, weil viele den gleichen Wert haben', equal: 'gleich breit', jenks: 'natürliche Gruppen (Jenks)', breaks: 'gewählte Grenzen' }[how]}.`,
}

const words: Readonly<Record<Language, KindWords>> = { fr, en, de }

/** The words of some kinds of charts in a locale. */
export function kindWordsOf({ language }: Locale): KindWords {
  return words[language]
}
