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

/** What is said when neither data nor code can be had. */
export const noAnswer = 'Le serveur de données ne répond pas.'
