import type { Messages } from './messages.js'

const again = 'Please try again in a moment.'
const tell = 'If the problem lasts, please tell the publisher of this site.'
const ordinals = ['first', 'second', 'third', 'fourth']

/** English, loaded when a page asks for it. */
export const en: Messages = {
  loading: 'Loading data…',
  rowsLoaded: (rows, total) => (total ? `${rows} of ${total} rows` : `${rows} rows`),
  empty: 'No data match.',
  emptyNext: 'Change or remove a filter to widen the search.',
  errors: {
    network: { sentence: 'The data server does not answer.', next: 'Check your connection, then try again.' },
    cors: { sentence: 'The data server does not allow this site to read the data.', next: tell },
    timeout: { sentence: 'The data server takes too long to answer.', next: again },
    http: { sentence: 'The data server refused or could not process the request.', next: `${again} ${tell}` },
    format: { sentence: 'The data received cannot be read.', next: tell },
    query: { sentence: 'The request for data is not well written in this page.', next: tell },
    field: { sentence: 'A column that this page asks for is not in the data.', next: tell },
    empty: { sentence: 'The dataset is empty.', next: tell },
    'too-large': { sentence: 'This content is too large to be shown here.', next: tell },
    unsupported: { sentence: 'This kind of data is not supported.', next: tell },
    internal: { sentence: 'The display ran into an unexpected problem.', next: `${again} ${tell}` },
  },
  retry: 'Try again',
  details: 'Technical details',
  stale: (time) => `Could not refresh. Data loaded: ${time}.`,
  partial: (rows, total) => `Partial result: ${total ? `${rows} rows of ${total}` : `only ${rows} rows`}.`,

  source: 'Source',
  licence: 'Licence',
  modified: (date) => `updated on ${date}`,
  readAgo: (ago) => `data read ${ago}`,

  data: 'Data',
  hideData: 'Hide data',
  download: 'Download',
  downloadAs: (format) => `Download as ${format}`,
  actions: 'More',
  embed: 'Embed',
  embedHelp: 'Paste this code into a web page: the data will stay up to date there.',
  print: 'Print',
  why: 'Why this chart?',
  copy: 'Copy',
  copied: 'Copied.',
  copyYourself: 'The code is selected: copy it with Ctrl + C.',
  close: 'Close',
  accessed: (date) => `accessed on ${date}`,
  origin: {
    title: 'Title', dataset: 'Dataset', publisher: 'Publisher', licence: 'Licence', page: 'Address', modified: 'Updated',
    accessed: 'Accessed', partial: 'Warning',
  },
  dataOf: (heading) => `Data: ${heading}`,
  untitled: 'Data display',

  table: 'Table',
  search: 'Search',
  firstPage: 'First page',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  pages: 'Pages of the table',
  range: (from, to, total) => (total ? `${from} to ${to} of ${total} rows` : `Rows ${from} to ${to}`),
  sortAscending: (column) => `Sort by ${column}, ascending`,
  sortDescending: (column) => `Sort by ${column}, descending`,
  columnsHidden: (shown, total) => `${shown} of ${total} columns shown.`,
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
  more: (difference, than) => `${difference} more than ${than}`,
  less: (difference, than) => `${difference} less than ${than}`,
  same: (than) => `same as ${than}`,
  points: (text, value) => `${text} percentage ${value === 1 ? 'point' : 'points'}`,
  comparison: 'the compared value',
  quarter: (quarter, year) => `${ordinals[quarter - 1] ?? quarter} quarter${year ? ` of ${year}` : ''}`,
  week: (week, year) => `week ${week}${year ? ` of ${year}` : ''}`,
  tableSummary: (rows, columns) =>
    `Table with ${rows} ${rows === 1 ? 'row' : 'rows'} and ${columns} ${columns === 1 ? 'column' : 'columns'}.`,
}
