import type { Messages } from './messages.js'

const again = 'Bitte versuchen Sie es gleich noch einmal.'
const tell = 'Falls das Problem bestehen bleibt, informieren Sie bitte den Betreiber dieser Website.'

/** German, loaded when a page asks for it. */
export const de: Messages = {
  loading: 'Daten werden geladen …',
  rowsLoaded: (rows, total) => (total ? `${rows} von ${total} Zeilen` : `${rows} Zeilen`),
  empty: 'Keine passenden Daten.',
  emptyNext: 'Ändern oder entfernen Sie einen Filter, um die Suche zu erweitern.',
  errors: {
    network: {
      sentence: 'Der Datenserver antwortet nicht.',
      next: 'Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    },
    cors: { sentence: 'Der Datenserver erlaubt dieser Website nicht, die Daten zu lesen.', next: tell },
    timeout: { sentence: 'Der Datenserver braucht zu lange für eine Antwort.', next: again },
    http: {
      sentence: 'Der Datenserver hat die Anfrage abgelehnt oder konnte sie nicht verarbeiten.',
      next: `${again} ${tell}`,
    },
    format: { sentence: 'Die empfangenen Daten sind nicht lesbar.', next: tell },
    query: { sentence: 'Die Datenabfrage ist auf dieser Seite fehlerhaft formuliert.', next: tell },
    field: { sentence: 'Eine angeforderte Spalte ist in den Daten nicht vorhanden.', next: tell },
    empty: { sentence: 'Der Datensatz ist leer.', next: tell },
    'too-large': { sentence: 'Dieser Inhalt ist zu groß, um hier angezeigt zu werden.', next: tell },
    unsupported: { sentence: 'Diese Art von Daten wird nicht unterstützt.', next: tell },
    internal: { sentence: 'Bei der Anzeige ist ein unerwartetes Problem aufgetreten.', next: `${again} ${tell}` },
  },
  retry: 'Noch einmal versuchen',
  details: 'Technische Einzelheiten',
  stale: (time) => `Aktualisierung nicht möglich. Daten geladen: ${time}.`,
  partial: (rows, total) => `Unvollständiges Ergebnis: ${total ? `${rows} von ${total} Zeilen` : `nur ${rows} Zeilen`}.`,

  source: 'Quelle',
  licence: 'Lizenz',
  modified: (date) => `aktualisiert am ${date}`,
  readAgo: (ago) => `Daten gelesen ${ago}`,

  data: 'Daten',
  hideData: 'Daten ausblenden',
  download: 'Herunterladen',
  downloadAs: (format) => `Als ${format} herunterladen`,
  actions: 'Mehr',
  embed: 'Einbetten',
  embedHelp: 'Fügen Sie diesen Code in eine Webseite ein: Die Daten bleiben dort aktuell.',
  print: 'Drucken',
  why: 'Warum dieses Diagramm?',
  copy: 'Kopieren',
  copied: 'Kopiert.',
  copyYourself: 'Der Code ist ausgewählt: Kopieren Sie ihn mit Strg + C.',
  close: 'Schließen',
  accessed: (date) => `abgerufen am ${date}`,
  origin: {
    title: 'Titel', dataset: 'Datensatz', publisher: 'Herausgeber', licence: 'Lizenz', page: 'Adresse', modified: 'Aktualisiert',
    accessed: 'Abgerufen', partial: 'Achtung',
  },
  dataOf: (heading) => `Daten: ${heading}`,
  untitled: 'Datenansicht',

  table: 'Tabelle',
  search: 'Suchen',
  firstPage: 'Erste Seite',
  previousPage: 'Vorherige Seite',
  nextPage: 'Nächste Seite',
  pages: 'Seiten der Tabelle',
  range: (from, to, total) => (total ? `${from} bis ${to} von ${total} Zeilen` : `Zeilen ${from} bis ${to}`),
  sortAscending: (column) => `Nach ${column} aufsteigend sortieren`,
  sortDescending: (column) => `Nach ${column} absteigend sortieren`,
  columnsHidden: (shown, total) => `${shown} von ${total} Spalten angezeigt.`,
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
  more: (difference, than) => `${difference} mehr als ${than}`,
  less: (difference, than) => `${difference} weniger als ${than}`,
  same: (than) => `gleich wie ${than}`,
  points: (text, value) => `${text} ${value === 1 ? 'Prozentpunkt' : 'Prozentpunkte'}`,
  comparison: 'der Vergleichswert',
  quarter: (quarter, year) => `${quarter}. Quartal${year ? ` ${year}` : ''}`,
  week: (week, year) => `Woche ${week}${year ? ` ${year}` : ''}`,
  tableSummary: (rows, columns) =>
    `Tabelle mit ${rows} ${rows === 1 ? 'Zeile' : 'Zeilen'} und ${columns} ${columns === 1 ? 'Spalte' : 'Spalten'}.`,
}
