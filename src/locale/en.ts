import { grouped } from './grouped.js'
import type { Messages } from './messages.js'

const ordinals = ['first', 'second', 'third', 'fourth']

/** English, loaded when a page asks for it. */
export const en: Messages = {
  loading: 'Loading data…',
  rowsLoaded: (rows, total) => `${grouped(rows, ',')}${total ? ` of ${grouped(total, ',')}` : ''} rows`,

  source: 'Source',
  licence: 'Licence',
  modified: (date) => `updated on ${date}`,
  readAgo: (ago) => `data read ${ago}`,

  data: 'Data',
  download: 'Download',
  actions: 'More',
  dataOf: (heading) => `Data: ${heading}`,
  untitled: 'Data display',

  search: 'Search',
  missing: 'not available',
  yes: 'yes',
  no: 'no',
  geometry: 'geometry',

  aggregates: {
    sum: '', mean: 'mean', median: 'median', min: 'minimum', max: 'maximum',
    count: 'number of values', distinct: 'distinct values', stdev: 'standard deviation', quantile: 'quantile',
  },
  timeUnits: {
    year: 'year', quarter: 'quarter', month: 'month', week: 'week', day: 'day of the week', date: 'day of the month', hour: 'hour',
    yearquarter: 'quarter', yearmonth: 'month', yearweek: 'week', yearmonthdate: 'day',
  },
  count: 'Number of rows',
  quarter: (quarter, year) => `${ordinals[quarter - 1] ?? quarter} quarter${year ? ` of ${year}` : ''}`,
  week: (week, year) => `week ${week}${year ? ` of ${year}` : ''}`,
  tableSummary: (rows, columns) =>
    `Table with ${grouped(rows, ',')} ${rows === 1 ? 'row' : 'rows'} and ${columns} ${columns === 1 ? 'column' : 'columns'}.`,
}
