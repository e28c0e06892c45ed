import { grouped } from './grouped.js'
import { early } from './early.js'
import type { Messages } from './messages.js'

/** French, the default. */
export const fr: Messages = {
  ...early,
  source: 'Source',
  licence: 'Licence',
  modified: (date) => `mis à jour le ${date}`,
  readAgo: (ago) => `données lues ${ago}`,

  dataOf: (heading) => `Données\u00a0: ${heading}`,
  untitled: 'Visualisation de données',

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
  quarter: (quarter, year) => `${quarter === 1 ? '1er' : `${quarter}e`} trimestre${year ? ` ${year}` : ''}`,
  week: (week, year) => `semaine ${week}${year ? ` ${year}` : ''}`,
  tableSummary: (rows, columns) =>
    `Tableau de ${grouped(rows, '\u202f')} ${rows > 1 ? 'lignes' : 'ligne'} et ${columns} ${columns > 1 ? 'colonnes' : 'colonne'}.`,
}
