import type { Language, Locale } from '../locale/index.js'

/** Words that only maps say. Counts come twice: as a number for the plural, and formatted. */
export interface MapWords {
  readonly map: string
  readonly mapOf: (heading: string) => string
  readonly keys: string
  readonly legend: string
  readonly legendOf: (title: string) => string
  readonly noData: string
  readonly others: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly fit: string
  readonly close: string
  readonly areas: (count: number, formatted: string) => string
  readonly lines: (count: number, formatted: string) => string
  readonly points: (count: number, formatted: string) => string
  readonly mixed: (count: number, formatted: string) => string
  readonly spread: (title: string, min: string, max: string, median: string) => string
  readonly missing: (count: number, formatted: string) => string
  readonly withoutPlace: (count: number, formatted: string) => string
  /** Places that have no size, for want of an amount. */
  readonly unsized: (count: number, formatted: string) => string
  /** Rows with the outline of another. */
  readonly hidden: (count: number, formatted: string) => string
  readonly noEngine: string
  readonly noBasemap: string
  readonly layerFailed: (layer: string, sentence: string) => string
  /** A value with its name, as told to screen readers. */
  readonly pair: (label: string, text: string) => string
  readonly wheel: string
  readonly fingers: string
}

const plural = (one: string, many: string) => (count: number, formatted: string) => `${formatted} ${count > 1 ? many : one}`

const fr: MapWords = {
  map: 'carte interactive',
  mapOf: (heading) => `Carte\u00a0: ${heading}`,
  keys: 'Flèches\u00a0: passer d’un lieu à l’autre. Entrée\u00a0: ouvrir la fiche. Plus et moins\u00a0: zoomer. Majuscule et flèches\u00a0: déplacer la carte. Échap\u00a0: fermer la fiche.',
  legend: 'Légende',
  legendOf: (title) => `Légende\u00a0: ${title}`,
  noData: 'Sans donnée',
  others: 'Autres',
  zoomIn: 'Zoom avant',
  zoomOut: 'Zoom arrière',
  fit: 'Tout afficher',
  close: 'Fermer',
  areas: plural('zone', 'zones'),
  lines: plural('tracé', 'tracés'),
  points: plural('point', 'points'),
  mixed: plural('lieu', 'lieux'),
  spread: (title, min, max, median) => `${title}\u00a0: de ${min} à ${max}, médiane ${median}.`,
  missing: (count, formatted) => `${formatted} ${count > 1 ? 'lieux' : 'lieu'} sans donnée.`,
  hidden: (count, formatted) => `${formatted} ${count > 1 ? 'lignes ont le contour d’une autre et la cachent' : 'ligne a le contour d’une autre et la cache'}\u00a0: la carte ne montre qu’une valeur par lieu.`,
  withoutPlace: (count, formatted) =>
    `${formatted} ${count > 1 ? 'lignes sans localisation ne figurent' : 'ligne sans localisation ne figure'} pas sur la carte.`,
  unsized: (count, formatted) => `${formatted} ${count > 1 ? 'lieux sans donnée ne sont pas dessinés' : 'lieu sans donnée n’est pas dessiné'}.`,
  noEngine: 'Votre navigateur ne peut pas dessiner cette carte. Voici ses données.',
  noBasemap: 'Le fond de carte ne répond pas.',
  layerFailed: (layer, sentence) => `${layer}\u00a0: ${sentence}`,
  pair: (label, text) => `${label}\u00a0: ${text}`,
  wheel: 'Pour zoomer, utilisez Ctrl et la molette',
  fingers: 'Pour déplacer la carte, utilisez deux doigts',
}

const en: MapWords = {
  map: 'interactive map',
  mapOf: (heading) => `Map: ${heading}`,
  keys: 'Arrow keys: go from place to place. Enter: open its details. Plus and minus: zoom. Shift and arrows: move the map. Escape: close the details.',
  legend: 'Legend',
  legendOf: (title) => `Legend: ${title}`,
  noData: 'No data',
  others: 'Others',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  close: 'Close',
  areas: plural('area', 'areas'),
  lines: plural('line', 'lines'),
  points: plural('point', 'points'),
  mixed: plural('place', 'places'),
  spread: (title, min, max, median) => `${title}: from ${min} to ${max}, median ${median}.`,
  missing: (count, formatted) => `${formatted} ${count > 1 ? 'places' : 'place'} without data.`,
  hidden: (count, formatted) => `${formatted} ${count > 1 ? 'rows have the outline of another and hide it' : 'row has the outline of another and hides it'}: the map shows one value per place.`,
  withoutPlace: (count, formatted) => `${formatted} ${count > 1 ? 'rows without a location are' : 'row without a location is'} not on the map.`,
  unsized: (count, formatted) => `${formatted} ${count > 1 ? 'places without data are' : 'place without data is'} not drawn.`,
  noEngine: 'Your browser cannot draw this map. Here are its data.',
  noBasemap: 'The background map is not responding.',
  layerFailed: (layer, sentence) => `${layer}: ${sentence}`,
  pair: (label, text) => `${label}: ${text}`,
  wheel: 'Use Ctrl and the wheel to zoom',
  fingers: 'Use two fingers to move the map',
}

const de: MapWords = {
  map: 'interaktive Karte',
  mapOf: (heading) => `Karte: ${heading}`,
  keys: 'Pfeiltasten: von Ort zu Ort. Eingabe: Angaben öffnen. Plus und Minus: Maßstab ändern. Umschalt und Pfeile: Karte verschieben. Escape: Angaben schließen.',
  legend: 'Legende',
  legendOf: (title) => `Legende: ${title}`,
  noData: 'Keine Angabe',
  others: 'Übrige',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  fit: 'Alles zeigen',
  close: 'Schließen',
  areas: plural('Fläche', 'Flächen'),
  lines: plural('Linie', 'Linien'),
  points: plural('Punkt', 'Punkte'),
  mixed: plural('Ort', 'Orte'),
  spread: (title, min, max, median) => `${title}: von ${min} bis ${max}, Median ${median}.`,
  missing: (count, formatted) => `${formatted} ${count > 1 ? 'Orte' : 'Ort'} ohne Angabe.`,
  hidden: (count, formatted) => `${formatted} ${count > 1 ? 'Zeilen haben den Umriss einer anderen und verdecken sie' : 'Zeile hat den Umriss einer anderen und verdeckt sie'}: Die Karte zeigt einen Wert je Ort.`,
  withoutPlace: (count, formatted) => `${formatted} ${count > 1 ? 'Zeilen ohne Ort fehlen' : 'Zeile ohne Ort fehlt'} auf der Karte.`,
  unsized: (count, formatted) => `${formatted} ${count > 1 ? 'Orte ohne Angabe sind' : 'Ort ohne Angabe ist'} nicht gezeichnet.`,
  noEngine: 'Ihr Browser kann diese Karte nicht zeichnen. Hier sind ihre Daten.',
  noBasemap: 'Die Hintergrundkarte lässt sich nicht laden.',
  layerFailed: (layer, sentence) => `${layer}: ${sentence}`,
  pair: (label, text) => `${label}: ${text}`,
  wheel: 'Zum Vergrößern Strg und Mausrad verwenden',
  fingers: 'Karte mit zwei Fingern verschieben',
}

const words: Readonly<Record<Language, MapWords>> = { fr, en, de }

/** The map words of a locale. */
export function wordsOf(locale: Locale): MapWords {
  return words[locale.language]
}
