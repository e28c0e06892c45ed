import { grouped } from './grouped.js'
import type { Messages } from './messages.js'

/** The words that a display may need before its own code is there. */
export type EarlyMessages = Pick<Messages, 'loading' | 'rowsLoaded' | 'data' | 'download' | 'actions' | 'search'>

const count = (rows: number) => grouped(rows, '\u202f')

/** In French: these are in the core. */
export const early: EarlyMessages = {
  loading: 'Chargement des données…',
  rowsLoaded: (rows, total) => count(rows) + ' lignes' + (total ? ' sur ' + count(total) : ''),
  data: 'Données',
  download: 'Télécharger',
  actions: 'Plus',
  search: 'Rechercher',
}

/** What is said when the code that says more cannot be had: of an answer that did not come, of one without rows, and of one that is not whole. */
export const noAnswer = 'Le serveur de données ne répond pas.'
export const noRows = 'Aucune donnée.'
export const notWhole = 'Résultat partiel.'
