import { early, noAnswer } from './early.js'
import type { Messages } from './messages.js'

const again = 'Réessayez dans quelques instants.'
const tell = 'Si le problème dure, signalez-le à l’éditeur du site.'

/** French, the default. */
export const fr: Messages = {
  ...early,
  empty: 'Aucune donnée ne correspond.',
  emptyNext: 'Modifiez ou retirez un filtre pour élargir la recherche.',
  errors: {
    network: { sentence: noAnswer, next: `Vérifiez votre connexion, puis réessayez.` },
    cors: { sentence: 'Le serveur de données n’autorise pas ce site à lire les données.', next: tell },
    timeout: { sentence: 'Le serveur de données met trop de temps à répondre.', next: again },
    http: { sentence: 'Le serveur de données a refusé ou n’a pas pu traiter la demande.', next: `${again} ${tell}` },
    format: { sentence: 'Les données reçues sont illisibles.', next: tell },
    query: { sentence: 'La demande de données est mal formulée dans cette page.', next: tell },
    field: { sentence: 'Une colonne demandée n’existe pas dans les données.', next: tell },
    empty: { sentence: 'Le jeu de données est vide.', next: tell },
    'too-large': { sentence: 'Ce contenu est trop volumineux pour être affiché ici.', next: tell },
    unsupported: { sentence: 'Ce type de données n’est pas pris en charge.', next: tell },
    internal: { sentence: 'L’affichage a rencontré un problème inattendu.', next: `${again} ${tell}` },
  },
  retry: 'Réessayer',
  details: 'Détails techniques',
  stale: (time) => `Actualisation impossible. Données chargées : ${time}.`,
  partial: (rows, total) => `Résultat partiel : ${rows} lignes${total ? ` sur ${total}` : ' seulement'}.`,

  source: 'Source',
  licence: 'Licence',
  modified: (date) => `mis à jour le ${date}`,
  readAgo: (ago) => `données lues ${ago}`,

  hideData: 'Masquer les données',
  downloadAs: (format) => `Télécharger en ${format}`,
  embed: 'Intégrer',
  embedHelp: 'Collez ce code dans une page web : les données y resteront à jour.',
  print: 'Imprimer',
  why: 'Pourquoi ce graphique ?',
  copy: 'Copier',
  copied: 'Copié.',
  copyYourself: 'Le code est sélectionné : copiez-le avec Ctrl + C.',
  close: 'Fermer',
  accessed: (date) => `consulté le ${date}`,
  origin: {
    title: 'Titre', dataset: 'Jeu de données', publisher: 'Producteur', licence: 'Licence', page: 'Adresse', modified: 'Mise à jour',
    accessed: 'Consultation', partial: 'Attention',
  },
  dataOf: (heading) => `Données : ${heading}`,
  untitled: 'Visualisation de données',

  table: 'Tableau',
  firstPage: 'Première page',
  previousPage: 'Page précédente',
  nextPage: 'Page suivante',
  pages: 'Pages du tableau',
  range: (from, to, total) => (total ? `${from} à ${to} sur ${total} lignes` : `Lignes ${from} à ${to}`),
  sortAscending: (column) => `Trier par ${column}, ordre croissant`,
  sortDescending: (column) => `Trier par ${column}, ordre décroissant`,
  columnsHidden: (shown, total) => `${shown} colonnes affichées sur ${total}.`,
  missing: 'non renseigné',
  yes: 'oui',
  no: 'non',
  geometry: 'géométrie',

  aggregates: {
    sum: '', mean: 'moyenne', median: 'médiane', min: 'minimum', max: 'maximum',
    count: 'nombre de valeurs', distinct: 'valeurs distinctes', stdev: 'écart type', quantile: 'quantile',
  },
  timeUnits: {
    year: 'année', quarter: 'trimestre', month: 'mois', week: 'semaine', day: 'jour de la semaine', date: 'jour du mois', hour: 'heure',
    yearquarter: 'trimestre', yearmonth: 'mois', yearweek: 'semaine', yearmonthdate: 'jour',
  },
  count: 'Nombre de lignes',
  more: (difference, than) => `${difference} de plus que ${than}`,
  less: (difference, than) => `${difference} de moins que ${than}`,
  same: (than) => `identique à ${than}`,
  points: (text, value) => `${text} ${value >= 2 ? 'points' : 'point'}`,
  comparison: 'la valeur de comparaison',
  quarter: (quarter, year) => `${quarter === 1 ? '1er' : `${quarter}e`} trimestre${year ? ` ${year}` : ''}`,
  week: (week, year) => `semaine ${week}${year ? ` ${year}` : ''}`,
  tableSummary: (rows, columns) =>
    `Tableau de ${rows} ${rows > 1 ? 'lignes' : 'ligne'} et ${columns} ${columns > 1 ? 'colonnes' : 'colonne'}.`,
}
