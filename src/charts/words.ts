import type { Language, Locale } from '../locale/index.js'

/** Words that only charts say. */
export interface ChartWords {
  readonly names: Readonly<Record<string, string>>
  readonly rows: string
  readonly others: (count: string) => string
  readonly grouped: (kept: string, others: string) => string
  readonly left: (kept: string, total: string) => string
  readonly of: (measure: string, dimension: string) => string
  readonly bySeries: (series: string) => string
  readonly values: (count: number, formatted: string) => string
  readonly series: (count: number, formatted: string, names: string) => string
  readonly only: (value: string) => string
  readonly highest: (value: string, where: string) => string
  readonly lowest: (value: string, where: string) => string
  readonly equal: (value: string) => string
  readonly trend: (kind: 'up' | 'down' | 'flat', from: string, to: string, start: string, end: string) => string
  readonly points: (xs: string, ys: string) => string
  readonly missing: (count: number, formatted: string) => string
  readonly share: (share: string) => string
  readonly none: string
  readonly why: WhyWords
  /** The parts of a box but for its median: least, quarter, three quarters, most. */
  readonly box: readonly [min: string, lower: string, upper: string, max: string]
  readonly boxNote: string
  readonly waterfall: readonly [up: string, down: string, total: string]
  readonly sampled: (shown: string, total: string) => string
  readonly ignored: (count: number, formatted: string, field: string) => string
  readonly undrawn: (count: number, formatted: string) => string
  readonly keys: string
  /** What the dashes follow. */
  readonly trendNote: (trend: 'linear' | 'loess') => string
  readonly chart: string
}

/** "Why this chart?": one sentence. */
export interface WhyWords {
  readonly shares: string
  readonly points: string
  readonly measures: string
  readonly places: string
  readonly time: (dimension: string) => string
  readonly moments: (dimension: string) => string
  readonly oneMoment: (dimension: string) => string
  readonly categories: (dimension: string, count: number) => string
  readonly map: (field: string) => string
}

const fr: ChartWords = {
  names: {
    bar: 'Graphique en barres', line: 'Courbe', area: 'Graphique en aires', point: 'Nuage de points', arc: 'Graphique circulaire',
    stream: 'Flux d’aires', combo: 'Barres et courbe', histogram: 'Histogramme', box: 'Boîtes à moustaches', heatmap: 'Carte de chaleur',
    calendar: 'Calendrier', pyramid: 'Pyramide', dot: 'Graphique en points', lollipop: 'Graphique en sucettes', range: 'Étendues',
    slope: 'Graphique en pentes', waterfall: 'Graphique en cascade',
    treemap: 'Carte proportionnelle', sunburst: 'Anneaux emboîtés', sankey: 'Diagramme de flux', wordcloud: 'Nuage de mots', gauge: 'Jauge', radar: 'Radar',
    polar: 'Aires polaires', choropleth: 'Carte choroplèthe',
    custom: 'Graphique',
  },
  rows: 'Nombre de lignes',
  others: (count) => `Autres (${count})`,
  grouped: (kept, others) => `Les ${kept} plus grandes catégories ; les ${others} autres sont regroupées.`,
  left: (kept, total) => `${kept} catégories affichées sur ${total}.`,
  of: (measure, dimension) => `${measure} par ${dimension}`,
  bySeries: (series) => `selon ${series}`,
  values: (count, formatted) => `${formatted} ${count > 1 ? 'valeurs' : 'valeur'}`,
  series: (count, formatted, names) => `${formatted} ${count > 1 ? 'séries' : 'série'} : ${names}`,
  only: (value) => `Une seule valeur : ${value}.`,
  highest: (value, where) => `La plus élevée : ${value} (${where})`,
  lowest: (value, where) => `la plus basse : ${value} (${where})`,
  equal: (value) => `Toutes valent ${value}`,
  trend: (kind, from, to, start, end) =>
    kind === 'flat'
      ? `Stable : ${from} (${start}), ${to} (${end})`
      : `En ${kind === 'up' ? 'hausse' : 'baisse'} : de ${from} (${start}) à ${to} (${end})`,
  points: (xs, ys) => `Abscisse : ${xs}. Ordonnée : ${ys}`,
  missing: (count, formatted) => `${formatted} ${count > 1 ? 'valeurs manquantes' : 'valeur manquante'}.`,
  share: (share) => `soit ${share}`,
  none: 'Aucune valeur renseignée.',
  why: {
    shares: 'Des secteurs, parce qu’il s’agit des parts d’un tout.',
    points: 'Un nuage de points, parce que deux mesures sont comparées.',
    measures: 'Des barres, parce que des mesures sont comparées entre elles.',
    places: 'Des points, parce que des catégories sont croisées sans mesure.',
    time: (dimension) => `Une courbe, parce que « ${dimension} » est une durée qui s’écoule.`,
    moments: (dimension) => `Des points, parce que plusieurs valeurs partagent un même moment de « ${dimension} ».`,
    oneMoment: (dimension) => `Une barre, parce que « ${dimension} » n’a qu’un seul moment.`,
    categories: (dimension, count) => `Des barres, parce que « ${dimension} » compte ${count} ${count > 1 ? 'catégories' : 'catégorie'}.`,
    map: (field) => `Une carte conviendrait aussi : « ${field} » situe les lignes sur le territoire.`,
  },
  box: ['Minimum', '1er quartile', '3e quartile', 'Maximum'],
  boxNote: 'La boîte réunit la moitié centrale des valeurs, le trait est la médiane, les moustaches vont du minimum au maximum.',
  waterfall: ['Hausse', 'Baisse', 'Total'],
  sampled: (shown, total) => `${shown} points tirés régulièrement sur ${total}.`,
  ignored: (count, formatted, field) => `${formatted} ${count > 1 ? 'valeurs ignorées' : 'valeur ignorée'} dans « ${field} » : ${count > 1 ? 'ce ne sont pas des nombres' : 'ce n’est pas un nombre'}.`,
  undrawn: (count, formatted) => `${formatted} ${count > 1 ? 'lignes sans contour ne sont pas dessinées' : 'ligne sans contour n’est pas dessinée'}.`,
  trendNote: (trend) => `Tirets : la tendance (${trend === 'loess' ? 'régression locale' : 'droite des moindres carrés'}).`,
  keys: 'Flèches : parcourir les valeurs. Entrée : choisir. Échap : quitter.',
  chart: 'graphique interactif',
}

const en: ChartWords = {
  names: {
    bar: 'Bar chart', line: 'Line chart', area: 'Area chart', point: 'Scatter plot', arc: 'Pie chart', stream: 'Streamgraph',
    combo: 'Bars and line', histogram: 'Histogram', box: 'Box plot', heatmap: 'Heatmap', calendar: 'Calendar', pyramid: 'Pyramid',
    dot: 'Dot plot', lollipop: 'Lollipop chart', range: 'Range plot', slope: 'Slope chart', waterfall: 'Waterfall chart',
    treemap: 'Treemap', sunburst: 'Sunburst', sankey: 'Flow diagram', wordcloud: 'Word cloud', gauge: 'Gauge', radar: 'Radar chart', polar: 'Polar area chart',
    choropleth: 'Choropleth map',
    custom: 'Chart',
  },
  rows: 'Number of rows',
  others: (count) => `Others (${count})`,
  grouped: (kept, others) => `The ${kept} largest categories; the other ${others} are grouped.`,
  left: (kept, total) => `${kept} of ${total} categories shown.`,
  of: (measure, dimension) => `${measure} by ${dimension}`,
  bySeries: (series) => `per ${series}`,
  values: (count, formatted) => `${formatted} ${count > 1 ? 'values' : 'value'}`,
  series: (count, formatted, names) => `${formatted} series: ${names}`,
  only: (value) => `A single value: ${value}.`,
  highest: (value, where) => `Highest: ${value} (${where})`,
  lowest: (value, where) => `lowest: ${value} (${where})`,
  equal: (value) => `All are ${value}`,
  trend: (kind, from, to, start, end) =>
    kind === 'flat'
      ? `Steady: ${from} (${start}), ${to} (${end})`
      : `${kind === 'up' ? 'Rising' : 'Falling'} from ${from} (${start}) to ${to} (${end})`,
  points: (xs, ys) => `Horizontal: ${xs}. Vertical: ${ys}`,
  missing: (count, formatted) => `${formatted} missing ${count > 1 ? 'values' : 'value'}.`,
  share: (share) => `that is ${share}`,
  none: 'No value given.',
  why: {
    shares: 'Sectors, because these are shares of a whole.',
    points: 'A scatter plot, because two measures are compared.',
    measures: 'Bars, because measures are compared with each other.',
    places: 'Points, because categories are crossed without a measure.',
    time: (dimension) => `A line, because “${dimension}” is time going by.`,
    moments: (dimension) => `Points, because several values share one moment of “${dimension}”.`,
    oneMoment: (dimension) => `A bar, because “${dimension}” has one moment only.`,
    categories: (dimension, count) => `Bars, because “${dimension}” has ${count} ${count > 1 ? 'categories' : 'category'}.`,
    map: (field) => `A map would do as well: “${field}” places the rows on the territory.`,
  },
  box: ['Minimum', 'First quartile', 'Third quartile', 'Maximum'],
  boxNote: 'The box holds the middle half of the values, the bar is the median, the whiskers go from minimum to maximum.',
  waterfall: ['Increase', 'Decrease', 'Total'],
  sampled: (shown, total) => `${shown} points, evenly drawn from ${total}.`,
  ignored: (count, formatted, field) => `${formatted} ${count > 1 ? 'values' : 'value'} of “${field}” ignored: ${count > 1 ? 'they are not numbers' : 'it is not a number'}.`,
  undrawn: (count, formatted) => `${formatted} ${count > 1 ? 'rows without an outline are' : 'row without an outline is'} not drawn.`,
  trendNote: (trend) => `Dashes: the trend (${trend === 'loess' ? 'local regression' : 'least-squares line'}).`,
  keys: 'Arrow keys: go through the values. Enter: pick. Escape: leave.',
  chart: 'interactive chart',
}

const de: ChartWords = {
  names: {
    bar: 'Balkendiagramm', line: 'Liniendiagramm', area: 'Flächendiagramm', point: 'Punktdiagramm', arc: 'Kreisdiagramm',
    stream: 'Stromdiagramm', combo: 'Balken und Linie', histogram: 'Histogramm', box: 'Boxplot', heatmap: 'Heatmap', calendar: 'Kalender',
    pyramid: 'Pyramide', dot: 'Dotplot', lollipop: 'Lollipop-Diagramm', range: 'Spannendiagramm', slope: 'Steigungsdiagramm',
    waterfall: 'Wasserfalldiagramm',
    treemap: 'Kacheldiagramm', sunburst: 'Ringdiagramm', sankey: 'Flussdiagramm', wordcloud: 'Wortwolke', gauge: 'Tacho', radar: 'Netzdiagramm', polar: 'Polarflächendiagramm',
    choropleth: 'Choroplethenkarte',
    custom: 'Diagramm',
  },
  rows: 'Anzahl der Zeilen',
  others: (count) => `Übrige (${count})`,
  grouped: (kept, others) => `Die ${kept} größten Kategorien; die übrigen ${others} sind zusammengefasst.`,
  left: (kept, total) => `${kept} von ${total} Kategorien werden gezeigt.`,
  of: (measure, dimension) => `${measure} nach ${dimension}`,
  bySeries: (series) => `je ${series}`,
  values: (count, formatted) => `${formatted} ${count > 1 ? 'Werte' : 'Wert'}`,
  series: (count, formatted, names) => `${formatted} ${count > 1 ? 'Reihen' : 'Reihe'}: ${names}`,
  only: (value) => `Ein einziger Wert: ${value}.`,
  highest: (value, where) => `Höchster Wert: ${value} (${where})`,
  lowest: (value, where) => `niedrigster: ${value} (${where})`,
  equal: (value) => `Alle betragen ${value}`,
  trend: (kind, from, to, start, end) =>
    kind === 'flat'
      ? `Gleichbleibend: ${from} (${start}), ${to} (${end})`
      : `${kind === 'up' ? 'Steigend' : 'Fallend'} von ${from} (${start}) auf ${to} (${end})`,
  points: (xs, ys) => `Waagerecht: ${xs}. Senkrecht: ${ys}`,
  missing: (count, formatted) => `${formatted} ${count > 1 ? 'Werte fehlen' : 'Wert fehlt'}.`,
  share: (share) => `das sind ${share}`,
  none: 'Keine Werte vorhanden.',
  why: {
    shares: 'Sektoren, weil es um Anteile an einem Ganzen geht.',
    points: 'Ein Punktdiagramm, weil zwei Messgrößen verglichen werden.',
    measures: 'Balken, weil Messgrößen miteinander verglichen werden.',
    places: 'Punkte, weil Kategorien ohne Messgröße gekreuzt werden.',
    time: (dimension) => `Eine Linie, weil „${dimension}“ ein Zeitverlauf ist.`,
    moments: (dimension) => `Punkte, weil mehrere Werte einen Zeitpunkt von „${dimension}“ teilen.`,
    oneMoment: (dimension) => `Ein Balken, weil „${dimension}“ nur einen Zeitpunkt hat.`,
    categories: (dimension, count) => `Balken, weil „${dimension}“ ${count} ${count > 1 ? 'Kategorien' : 'Kategorie'} hat.`,
    map: (field) => `Auch eine Karte wäre geeignet: „${field}“ verortet die Zeilen.`,
  },
  box: ['Minimum', 'Unteres Quartil', 'Oberes Quartil', 'Maximum'],
  boxNote: 'Der Kasten umfasst die mittlere Hälfte der Werte, der Strich ist der Median, die Antennen reichen vom Minimum zum Maximum.',
  waterfall: ['Zunahme', 'Abnahme', 'Summe'],
  sampled: (shown, total) => `${shown} von ${total} Punkten, gleichmäßig ausgewählt.`,
  ignored: (count, formatted, field) => `${formatted} ${count > 1 ? 'Werte' : 'Wert'} in „${field}“ nicht berücksichtigt: ${count > 1 ? 'es sind keine Zahlen' : 'es ist keine Zahl'}.`,
  undrawn: (count, formatted) => `${formatted} ${count > 1 ? 'Zeilen ohne Umriss werden' : 'Zeile ohne Umriss wird'} nicht gezeichnet.`,
  trendNote: (trend) => `Gestrichelt: der Trend (${trend === 'loess' ? 'lokale Regression' : 'Gerade der kleinsten Quadrate'}).`,
  keys: 'Pfeiltasten: Werte durchgehen. Eingabe: auswählen. Escape: verlassen.',
  chart: 'interaktives Diagramm',
}

const words: Readonly<Record<Language, ChartWords>> = { fr, en, de }

/** The chart words of a locale. */
export function wordsOf(locale: Locale): ChartWords {
  return words[locale.language]
}
