import type { Language, Locale } from './locale.js'

/** The words of a table that readers page through and sort. */
export interface RowsWords {
  readonly table: string
  readonly firstPage: string
  readonly previousPage: string
  readonly nextPage: string
  readonly pages: string
  /** "1–20 sur 340 lignes"; `total` undefined when unknown. */
  readonly range: (from: string, to: string, total: string | undefined) => string
  readonly sortAscending: (column: string) => string
  readonly sortDescending: (column: string) => string
  readonly columnsHidden: (shown: string, total: string) => string
}

const fr: RowsWords = {
  table: 'Tableau',
  firstPage: 'Première page',
  previousPage: 'Page précédente',
  nextPage: 'Page suivante',
  pages: 'Pages du tableau',
  range: (from, to, total) => (total ? `${from} à ${to} sur ${total} lignes` : `Lignes ${from} à ${to}`),
  sortAscending: (column) => `Trier par ${column}, ordre croissant`,
  sortDescending: (column) => `Trier par ${column}, ordre décroissant`,
  columnsHidden: (shown, total) => `${shown} colonnes affichées sur ${total}.`,
}

const en: RowsWords = {
  table: 'Table',
  firstPage: 'First page',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  pages: 'Pages of the table',
  range: (from, to, total) => (total ? `${from} to ${to} of ${total} rows` : `Rows ${from} to ${to}`),
  sortAscending: (column) => `Sort by ${column}, ascending`,
  sortDescending: (column) => `Sort by ${column}, descending`,
  columnsHidden: (shown, total) => `${shown} of ${total} columns shown.`,
}

const de: RowsWords = {
  table: 'Tabelle',
  firstPage: 'Erste Seite',
  previousPage: 'Vorherige Seite',
  nextPage: 'Nächste Seite',
  pages: 'Seiten der Tabelle',
  range: (from, to, total) => (total ? `${from} bis ${to} von ${total} Zeilen` : `Zeilen ${from} bis ${to}`),
  sortAscending: (column) => `Nach ${column} aufsteigend sortieren`,
  sortDescending: (column) => `Nach ${column} absteigend sortieren`,
  columnsHidden: (shown, total) => `${shown} von ${total} Spalten angezeigt.`,
}

const words: Readonly<Record<Language, RowsWords>> = { fr, en, de }

/** The words of tables in a locale. */
export function rowsWordsOf({ language }: Locale): RowsWords {
  return words[language]
}
