import type { Messages } from './messages.js'

/** The words that a display may need before its own code is there. */
export type EarlyMessages = Pick<Messages, 'loading' | 'rowsLoaded' | 'data' | 'download' | 'actions' | 'search'>

/** In French: these are in the core. */
export const early: EarlyMessages = {
  loading: 'Chargement des données…',
  rowsLoaded: (rows, total) => (total ? `${rows} lignes sur ${total}` : `${rows} lignes`),
  data: 'Données',
  download: 'Télécharger',
  actions: 'Plus',
  search: 'Rechercher',
}

/** What is said when the code that says more cannot be had: of an answer that did not come, of one without rows, and of one that is not whole. */
export const noAnswer = 'Le serveur de données ne répond pas.'
export const noRows = 'Aucune donnée.'
export const notWhole = 'Résultat partiel.'
