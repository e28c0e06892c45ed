import { closest } from '../data/closest.js'
import { tellAuthor } from '../displays/tell-author.js'
import { unknownAttributes } from './unknown-attributes.js'

/** What authors write who think in French or German, in words of other libraries (dge 4 among them) or of a spreadsheet, and the attributes meant: the first that the tag has. */
const meant: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [
    ['heading', 'title titre caption name label nom titel überschrift text'],
    ['description', 'subtitle sous-titre soustitre texte untertitel beschreibung'],
    ['layer src', 'layers datasets couche couches'],
    ['src', 'url href data data-url dataset dataset-url adresse lien jeu fichier file datei daten'],
    ['type', 'kind chart chart-type graph graphique genre forme typ art diagramm'],
    ['x value columns', 'x abscisse abscisses x-field xfield x-axis x-column label-field labels-field categorie category'],
    ['y value columns', 'y ordonnee ordonnees y-field yfield y-axis y-column value-field values-field valeur valeurs value values mesure measure field champ aggregation aggregate agregation'],
    ['color value', 'couleur colour serie series series-field group group-by groupby groupe color-field farbe'],
    ['value', 'color operation'],
    ['digits', 'decimal decimals decimales precision nachkommastellen'],
    ['provider', 'api'],
    ['colors', 'couleurs colours farben'],
    ['order', 'tri trier sort order-by orderby sort-by sortcolumns ordre sortierung reihenfolge'],
    ['limit page-size', 'max top nombre lignes rows limite'],
    ['page-size', 'pagesize page per-page perpage pagination taille-page'],
    ['where', 'filter filtre filters filtres condition query requete having bedingung'],
    ['columns popup', 'colonnes fields champs cols labels spalten'],
    ['unit', 'unite units suffix einheit'],
    ['legend', 'legende'],
    ['height', 'hauteur höhe'],
    ['lang', 'langue language locale sprache'],
    ['size', 'taille rayon radius größe'],
    ['search', 'recherche suche'],
    ['target', 'objectif cible ziel'],
    ['credits', 'source-name attribution'],
    ['basemap', 'fond tiles fond-de-carte baselayer baselayers osm'],
    ['popup', 'tooltip infobulle queryable'],
    ['classes', 'classe klassen'],
    ['compare', 'comparaison comparison vergleich'],
  ].flatMap(([ours = '', words = '']) => words.split(' ').map((word) => [word, ours.split(' ')]))
)

/** What to write in place of an attribute that a tag does not have; `known` are those that it has. */
export function attributeHint(name: string, known: readonly string[]): string {
  const near = meant[name]?.find((each) => known.includes(each)) ?? closest(name, known)
  return `has no attribute “${name}”: ${near ? `did you mean “${near}”?` : `it has ${known.join(', ')}`}`
}

/** What is told of a tag that is not there. */
export function tagHint(name: string): string {
  const near = Object.entries(synonyms).find(([, words]) => words.some((word) => name.includes(word)))?.[0] ?? closest(name, tags)
  return `is none of ${tags.map((tag) => `<${tag}>`).join(', ')}${near ? `: did you mean <${near}>?` : ''}`
}

const tags = ['dge-chart', 'dge-map', 'dge-table', 'dge-figure', 'dge-source', 'dge-layer']
const synonyms: Readonly<Record<string, readonly string[]>> = {
  'dge-chart': ['graph', 'bar', 'line', 'pie', 'courbe', 'plot'], 'dge-map': ['carte'], 'dge-table': ['tableau', 'list', 'grid'], 'dge-figure': ['chiffre', 'kpi', 'number', 'indicat'],
  'dge-source': ['data', 'donnee'], 'dge-layer': ['couche'],
}

/** Tells the author of the page, once for each name, of the attributes that tags do not have and of tags that are not there, and of one that has `week()` and `year()`. */
export function tellHints(wrong: readonly Element[], strangers: readonly Element[], split?: Element): void {
  if (split) tellAuthor(split.localName, ['has week() beside year(): the last days of December may be in week 1, and the first of January in week 53, of another year. yearweek() tells weeks apart'])
  for (const { localName } of strangers) tellAuthor(localName, [tagHint(localName)])
  for (const element of wrong) {
    const { observedAttributes } = element.constructor as typeof HTMLElement & { readonly observedAttributes: readonly string[] }
    tellAuthor(element.localName, unknownAttributes(element).map((name) => attributeHint(name, observedAttributes)))
  }
}
