import { grouped } from './grouped.js'
import type { Messages } from './messages.js'

/** German, loaded when a page asks for it. */
export const de: Messages = {
  loading: 'Daten werden geladen …',
  rowsLoaded: (rows, total) => `${grouped(rows, '.')}${total ? ` von ${grouped(total, '.')}` : ''} Zeilen`,

  source: 'Quelle',
  licence: 'Lizenz',
  modified: (date) => `aktualisiert am ${date}`,
  readAgo: (ago) => `Daten gelesen ${ago}`,

  data: 'Daten',
  download: 'Herunterladen',
  actions: 'Mehr',
  dataOf: (heading) => `Daten: ${heading}`,
  untitled: 'Datenansicht',

  search: 'Suchen',
  missing: 'keine Angabe',
  yes: 'ja',
  no: 'nein',
  geometry: 'Geometrie',

  aggregates: {
    sum: '', mean: 'Mittelwert', median: 'Median', min: 'Minimum', max: 'Maximum',
    count: 'Anzahl der Werte', distinct: 'verschiedene Werte', stdev: 'Standardabweichung', quantile: 'Quantil',
  },
  timeUnits: {
    year: 'Jahr', quarter: 'Quartal', month: 'Monat', week: 'Woche', day: 'Wochentag', date: 'Tag des Monats', hour: 'Stunde',
    yearquarter: 'Quartal', yearmonth: 'Monat', yearweek: 'Woche', yearmonthdate: 'Tag',
  },
  count: 'Anzahl der Zeilen',
  quarter: (quarter, year) => `${quarter}. Quartal${year ? ` ${year}` : ''}`,
  week: (week, year) => `Woche ${week}${year ? ` ${year}` : ''}`,
  tableSummary: (rows, columns) =>
    `Tabelle mit ${grouped(rows, '.')} ${rows === 1 ? 'Zeile' : 'Zeilen'} und ${columns} ${columns === 1 ? 'Spalte' : 'Spalten'}.`,
}
