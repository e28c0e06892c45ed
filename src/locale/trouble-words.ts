import type { ErrorKind } from '../data/errors.js'
import type { Language, Locale } from './locale.js'

/** What a reader can be told of a failure: the sentence, and what he can do. */
export interface ErrorWords {
  readonly sentence: string
  readonly next: string
}

/** What is said of a display that does not show all that it was asked for. */
export interface TroubleWords {
  readonly empty: string
  /** There are rows, but nothing stands where it is measured. */
  readonly blank: string
  readonly emptyNext: string
  readonly errors: Readonly<Record<ErrorKind, ErrorWords>>
  /** Nothing is at the address: asking again does not help. */
  readonly missing: ErrorWords
  readonly retry: string
  readonly details: string
  /** Shown with the old picture when a refresh fails; `time` is when its data came. */
  readonly stale: (time: string) => string
  readonly partial: (rows: string, total: string | undefined) => string
}

const frAgain = 'Réessayez dans quelques instants.'
const frTell = 'Si le problème dure, signalez-le à l’éditeur du site.'

const fr: TroubleWords = {
  empty: 'Aucune donnée ne correspond.',
  blank: 'Aucune valeur n’est renseignée.',
  emptyNext: 'Les données sont filtrées\u00a0: sans filtre, il y en a peut-être.',
  errors: {
    network: { sentence: 'Le serveur de données ne répond pas.', next: 'Vérifiez votre connexion, puis réessayez.' },
    cors: { sentence: 'Le serveur de données n’autorise pas ce site à lire les données.', next: frTell },
    timeout: { sentence: 'Le serveur de données met trop de temps à répondre.', next: frAgain },
    http: { sentence: 'Le serveur de données a refusé ou n’a pas pu traiter la demande.', next: `${frAgain} ${frTell}` },
    format: { sentence: 'Les données reçues sont illisibles.', next: frTell },
    query: { sentence: 'La demande de données est mal formulée dans cette page.', next: frTell },
    field: { sentence: 'Une colonne demandée n’existe pas dans les données.', next: frTell },
    geometry: { sentence: 'Ces données ne sont pas localisées\u00a0: elles ne peuvent pas être montrées sur une carte.', next: frTell },
    empty: { sentence: 'Le jeu de données est vide.', next: frTell },
    'too-large': { sentence: 'Ce contenu est trop volumineux pour être affiché ici.', next: frTell },
    unsupported: { sentence: 'Ce type de données n’est pas pris en charge.', next: frTell },
    internal: { sentence: 'L’affichage a rencontré un problème inattendu.', next: `${frAgain} ${frTell}` },
  },
  missing: { sentence: 'Les données ne se trouvent pas à l’adresse indiquée.', next: frTell },
  retry: 'Réessayer',
  details: 'Détails techniques',
  stale: (time) => `Actualisation impossible. Données chargées\u00a0: ${time}.`,
  partial: (rows, total) => `Résultat partiel\u00a0: ${rows} ${rows === '1' ? 'ligne' : 'lignes'}${total ? ` sur ${total}` : ' seulement'}.`,
}

const enAgain = 'Please try again in a moment.'
const enTell = 'If the problem lasts, please tell the publisher of this site.'

const en: TroubleWords = {
  empty: 'No data match.',
  blank: 'No values are given.',
  emptyNext: 'The data are filtered: without a filter there may be some.',
  errors: {
    network: { sentence: 'The data server is not responding.', next: 'Check your connection, then try again.' },
    cors: { sentence: 'The data server does not allow this site to read the data.', next: enTell },
    timeout: { sentence: 'The data server is taking too long to respond.', next: enAgain },
    http: { sentence: 'The data server refused or could not process the request.', next: `${enAgain} ${enTell}` },
    format: { sentence: 'The data received cannot be read.', next: enTell },
    query: { sentence: 'The request for data is not well written in this page.', next: enTell },
    field: { sentence: 'A column that this page asks for is not in the data.', next: enTell },
    geometry: { sentence: 'These data have no locations: they cannot be shown on a map.', next: enTell },
    empty: { sentence: 'The dataset is empty.', next: enTell },
    'too-large': { sentence: 'This content is too large to be shown here.', next: enTell },
    unsupported: { sentence: 'This kind of data is not supported.', next: enTell },
    internal: { sentence: 'The display ran into an unexpected problem.', next: `${enAgain} ${enTell}` },
  },
  missing: { sentence: 'The data are not at the address that this page gives.', next: enTell },
  retry: 'Try again',
  details: 'Technical details',
  stale: (time) => `Could not refresh. Data loaded: ${time}.`,
  partial: (rows, total) => `Partial result: ${total ? `${rows} of ${total} rows` : `only ${rows} ${rows === '1' ? 'row' : 'rows'}`}.`,
}

const deAgain = 'Bitte versuchen Sie es gleich noch einmal.'
const deTell = 'Falls das Problem bestehen bleibt, informieren Sie bitte den Betreiber dieser Website.'

const de: TroubleWords = {
  empty: 'Keine passenden Daten.',
  blank: 'Es sind keine Werte angegeben.',
  emptyNext: 'Die Daten sind gefiltert: ohne Filter gibt es vielleicht welche.',
  errors: {
    network: {
      sentence: 'Der Datenserver antwortet nicht.',
      next: 'Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    },
    cors: { sentence: 'Der Datenserver erlaubt dieser Website nicht, die Daten zu lesen.', next: deTell },
    timeout: { sentence: 'Der Datenserver braucht zu lange für eine Antwort.', next: deAgain },
    http: {
      sentence: 'Der Datenserver hat die Anfrage abgelehnt oder konnte sie nicht verarbeiten.',
      next: `${deAgain} ${deTell}`,
    },
    format: { sentence: 'Die empfangenen Daten sind nicht lesbar.', next: deTell },
    query: { sentence: 'Die Datenabfrage ist auf dieser Seite fehlerhaft formuliert.', next: deTell },
    field: { sentence: 'Eine angeforderte Spalte ist in den Daten nicht vorhanden.', next: deTell },
    geometry: { sentence: 'Diese Daten haben keine Ortsangaben: Sie lassen sich nicht auf einer Karte zeigen.', next: deTell },
    empty: { sentence: 'Der Datensatz ist leer.', next: deTell },
    'too-large': { sentence: 'Dieser Inhalt ist zu groß, um hier angezeigt zu werden.', next: deTell },
    unsupported: { sentence: 'Diese Art von Daten wird nicht unterstützt.', next: deTell },
    internal: { sentence: 'Bei der Anzeige ist ein unerwartetes Problem aufgetreten.', next: `${deAgain} ${deTell}` },
  },
  missing: { sentence: 'Unter der angegebenen Adresse sind keine Daten zu finden.', next: deTell },
  retry: 'Noch einmal versuchen',
  details: 'Technische Einzelheiten',
  stale: (time) => `Aktualisierung nicht möglich. Daten geladen: ${time}.`,
  partial: (rows, total) => `Unvollständiges Ergebnis: ${total ? `${rows} von ${total} Zeilen` : `nur ${rows} ${rows === '1' ? 'Zeile' : 'Zeilen'}`}.`,
}

const words: Readonly<Record<Language, TroubleWords>> = { fr, en, de }

/** The words of trouble in a locale. */
export function troubleWordsOf({ language }: Locale): TroubleWords {
  return words[language]
}
