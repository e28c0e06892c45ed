import type { Language, Locale } from '../locale/index.js'

/** "Why this chart?": one sentence. */
export interface WhyWords {
  readonly shares: string
  readonly points: string
  readonly measures: string
  readonly rows: string
  readonly places: string
  readonly time: (dimension: string) => string
  readonly moments: (dimension: string) => string
  readonly oneMoment: (dimension: string) => string
  readonly categories: (dimension: string, count: number) => string
  readonly intervals: (dimension: string) => string
  readonly areas: string
  /** `placed`: the data have geometries, else codes of places alone. */
  readonly map: (field: string, placed: boolean) => string
}

const fr: WhyWords = {
  shares: 'Des secteurs, parce qu’il s’agit des parts d’un tout.',
  points: 'Un nuage de points, parce que deux mesures sont comparées.',
  measures: 'Des barres, parce que des mesures sont comparées entre elles.',
  rows: 'Le nombre de lignes seul, parce que rien ne les mesure ni ne les regroupe\u00a0: un tableau les montrerait mieux.',
  places: 'Des points, parce que des catégories sont croisées sans mesure.',
  time: (dimension) => `Une courbe, parce que «\u00a0${dimension}\u00a0» suit le cours du temps.`,
  moments: (dimension) => `Des points, parce que plusieurs valeurs partagent un même moment de «\u00a0${dimension}\u00a0».`,
  oneMoment: (dimension) => `Une barre, parce que «\u00a0${dimension}\u00a0» n’a qu’un seul moment.`,
  categories: (dimension, count) => `Des barres, parce que «\u00a0${dimension}\u00a0» compte ${count} ${count > 1 ? 'catégories' : 'catégorie'}.`,
  intervals: (dimension) => `Des barres, parce que «\u00a0${dimension}\u00a0» est découpé en intervalles.`,
  areas: 'Une carte, parce que chaque ligne est une surface qui porte un nombre.',
  map: (field, placed) => `Une carte conviendrait aussi\u00a0: «\u00a0${field}\u00a0» situe les lignes sur le territoire (balise <dge-map>${placed ? '' : ', si les données ont aussi des contours ou des coordonnées'}).`,
}

const en: WhyWords = {
  shares: 'Sectors, because these are shares of a whole.',
  points: 'A scatter plot, because two measures are compared.',
  measures: 'Bars, because measures are compared with each other.',
  rows: 'The number of rows alone, because nothing measures or groups them: a table would show them better.',
  places: 'Points, because categories are crossed without a measure.',
  time: (dimension) => `A line, because “${dimension}” is time going by.`,
  moments: (dimension) => `Points, because several values share one moment of “${dimension}”.`,
  oneMoment: (dimension) => `A bar, because “${dimension}” has one moment only.`,
  categories: (dimension, count) => `Bars, because “${dimension}” has ${count} ${count > 1 ? 'categories' : 'category'}.`,
  intervals: (dimension) => `Bars, because “${dimension}” is cut into intervals.`,
  areas: 'A map, because each row is an area with a number.',
  map: (field, placed) => `A map would do as well: “${field}” places the rows on the territory (tag <dge-map>${placed ? '' : ', if the data also have outlines or coordinates'}).`,
}

const de: WhyWords = {
  shares: 'Sektoren, weil es um Anteile an einem Ganzen geht.',
  points: 'Ein Punktdiagramm, weil zwei Messgrößen verglichen werden.',
  measures: 'Balken, weil Messgrößen miteinander verglichen werden.',
  rows: 'Nur die Anzahl der Zeilen, weil nichts sie misst oder gruppiert: Eine Tabelle würde sie besser zeigen.',
  places: 'Punkte, weil Kategorien ohne Messgröße gekreuzt werden.',
  time: (dimension) => `Eine Linie, weil „${dimension}“ ein Zeitverlauf ist.`,
  moments: (dimension) => `Punkte, weil mehrere Werte einen Zeitpunkt von „${dimension}“ teilen.`,
  oneMoment: (dimension) => `Ein Balken, weil „${dimension}“ nur einen Zeitpunkt hat.`,
  categories: (dimension, count) => `Balken, weil „${dimension}“ ${count} ${count > 1 ? 'Kategorien' : 'Kategorie'} hat.`,
  intervals: (dimension) => `Balken, weil „${dimension}“ in Intervalle geteilt ist.`,
  areas: 'Eine Karte, weil jede Zeile eine Fläche mit einer Zahl ist.',
  map: (field, placed) => `Auch eine Karte wäre geeignet: „${field}“ verortet die Zeilen (Tag <dge-map>${placed ? '' : ', wenn die Daten auch Umrisse oder Koordinaten haben'}).`,
}

const words: Readonly<Record<Language, WhyWords>> = { fr, en, de }

/** Why a chart is what it is, in a locale. */
export function whyWordsOf({ language }: Locale): WhyWords {
  return words[language]
}
