import { once } from '../data/once.js'
import { ahead } from './ahead.js'
import type { ChartType } from './chart-type.js'

/** How a chart type is found: its name, other words for it (folded, French and German too), and its code. */
interface Entry {
  readonly name: string
  readonly synonyms: string
  readonly load: () => Promise<ChartType>
}

/** The chart types; each loads when first named, a few earlier (`ahead.ts`). */
const registry: readonly Entry[] = [
  { name: 'bar', synonyms: 'bars column columns barre barres batons saulen balken', load: async () => (await import('./bar.js')).bar },
  { name: 'line', synonyms: 'lines ligne courbe courbes linie', load: ahead.line },
  { name: 'area', synonyms: 'aire aires flache', load: ahead.area },
  { name: 'point', synonyms: 'points scatter scatterplot nuage bubble bulle bulles punkte blasen', load: ahead.point },
  { name: 'arc', synonyms: 'pie donut doughnut camembert secteurs anneau torte kreis', load: ahead.arc },
  { name: 'stream', synonyms: 'streamgraph flux strom', load: async () => (await import('./stream.js')).stream },
  { name: 'combo', synonyms: 'barline linebar mixte combine barrescourbe balkenlinie', load: async () => (await import('./combo.js')).combo },
  { name: 'histogram', synonyms: 'histogramme histogramm distribution haufigkeit', load: async () => (await import('./histogram.js')).histogram },
  { name: 'box', synonyms: 'boxplot boite boites moustaches boitesamoustaches', load: async () => (await import('./box.js')).box },
  { name: 'heatmap', synonyms: 'heat matrix matrice chaleur cartedechaleur', load: async () => (await import('./heatmap.js')).heatmap },
  { name: 'calendar', synonyms: 'calendrier kalender days jours', load: async () => (await import('./calendar.js')).calendar },
  { name: 'pyramid', synonyms: 'pyramide ages agepyramid pyramidedesages alterspyramide', load: async () => (await import('./pyramid.js')).pyramid },
  { name: 'dot', synonyms: 'dots dotplot dumbbell halteres cleveland', load: async () => (await import('./dot.js')).dot },
  { name: 'lollipop', synonyms: 'lollipops sucette sucettes', load: async () => (await import('./lollipop.js')).lollipop },
  { name: 'range', synonyms: 'ranges gantt etendue intervalle intervalles spanne', load: async () => (await import('./range.js')).range },
  { name: 'slope', synonyms: 'slopes slopegraph pente pentes steigung', load: async () => (await import('./slope.js')).slope },
  { name: 'waterfall', synonyms: 'cascade wasserfall', load: async () => (await import('./waterfall.js')).waterfall },
  { name: 'treemap', synonyms: 'treemaps arborescence carteproportionnelle kacheln kacheldiagramm', load: async () => (await import('./treemap.js')).treemap },
  { name: 'sunburst', synonyms: 'rayonssoleil soleil anneaux ringe sonnenstrahlen', load: async () => (await import('./sunburst.js')).sunburst },
  { name: 'sankey', synonyms: 'alluvial flows diagrammedeflux flussdiagramm', load: async () => (await import('./sankey.js')).sankey },
  { name: 'wordcloud', synonyms: 'words tagcloud nuagedemots mots wortwolke schlagwortwolke', load: async () => (await import('./wordcloud.js')).wordcloud },
  { name: 'gauge', synonyms: 'jauge tacho meter compteur', load: async () => (await import('./gauge.js')).gauge },
  { name: 'radar', synonyms: 'spider toile araignee netz netzdiagramm', load: async () => (await import('./radar.js')).radar },
  { name: 'choropleth', synonyms: 'carte map karte choroplethe geoshape flachenkarte', load: async () => (await import('./choropleth.js')).choropleth },
  { name: 'polar', synonyms: 'polararea rose nightingale coxcomb polaire airepolaire polarflache', load: async () => (await import('./polar.js')).polar },
]

const loaders = new Map<Entry, () => Promise<ChartType>>()

/** Names of the chart types, as authors write them. */
export const chartTypeNames: readonly string[] = registry.map(({ name }) => name)

/**
 * The chart type called `name`, or by one of its synonyms.
 * @throws DgeError `query` with the nearest name when there is none, `network` when its code cannot be loaded
 */
export async function chartTypeOf(name: string): Promise<ChartType> {
  // Capitals, accents, spaces and hyphens do not count.
  const word = name.toLowerCase().normalize('NFD').replace(/[^a-z]/g, '')
  const entry = registry.find((each) => each.name === word || each.synonyms.split(' ').includes(word))
  if (!entry) throw (await import('./unknown-type.js')).unknownType(name, chartTypeNames, registry.flatMap((each) => each.synonyms.split(' ')))
  const known = loaders.get(entry) ?? once(entry.load, `of type="${entry.name}"`)
  loaders.set(entry, known)
  return known()
}
