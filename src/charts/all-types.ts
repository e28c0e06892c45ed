import { ahead } from './ahead.js'
import type { ChartType } from './chart-type.js'

/** How a chart type is found: other words for it (without capitals, accents, spaces and hyphens; French and German too), and its code. */
interface Entry {
  readonly synonyms: string
  readonly load: () => Promise<ChartType>
}

/** Every chart type by its name. The few that most charts are have a shorter way (`registry.ts`). */
const types = {
  bar: { synonyms: 'bars barh barsh barhs column columns barre barres batons saulen balken', load: async () => (await import('./bar.js')).bar },
  line: { synonyms: 'lines ligne courbe courbes linie', load: ahead.line },
  area: { synonyms: 'aire aires flache', load: ahead.area },
  point: { synonyms: 'points scatter scatterplot nuage bubble bulle bulles punkte blasen', load: ahead.point },
  arc: { synonyms: 'pie donut doughnut camembert secteurs anneau torte kreis', load: ahead.arc },
  stream: { synonyms: 'streamgraph flux strom', load: async () => (await import('./stream.js')).stream },
  combo: { synonyms: 'barline linebar mixte combine barrescourbe balkenlinie', load: async () => (await import('./combo.js')).combo },
  histogram: { synonyms: 'histogramme histogramm distribution haufigkeit', load: async () => (await import('./histogram.js')).histogram },
  box: { synonyms: 'boxplot boite boites moustaches boitesamoustaches', load: async () => (await import('./box.js')).box },
  heatmap: { synonyms: 'heat matrix matrice chaleur cartedechaleur', load: async () => (await import('./heatmap.js')).heatmap },
  calendar: { synonyms: 'calendrier kalender days jours', load: async () => (await import('./calendar.js')).calendar },
  pyramid: { synonyms: 'pyramide ages agepyramid pyramidedesages alterspyramide', load: async () => (await import('./pyramid.js')).pyramid },
  dot: { synonyms: 'dots dotplot dumbbell halteres cleveland', load: async () => (await import('./dot.js')).dot },
  lollipop: { synonyms: 'lollipops sucette sucettes', load: async () => (await import('./lollipop.js')).lollipop },
  range: { synonyms: 'ranges gantt etendue intervalle intervalles spanne', load: async () => (await import('./range.js')).range },
  slope: { synonyms: 'slopes slopegraph pente pentes steigung', load: async () => (await import('./slope.js')).slope },
  waterfall: { synonyms: 'cascade wasserfall', load: async () => (await import('./waterfall.js')).waterfall },
  treemap: { synonyms: 'treemaps arborescence carteproportionnelle kacheln kacheldiagramm', load: async () => (await import('./treemap.js')).treemap },
  sunburst: { synonyms: 'rayonssoleil soleil anneaux ringe sonnenstrahlen', load: async () => (await import('./sunburst.js')).sunburst },
  sankey: { synonyms: 'alluvial flows diagrammedeflux flussdiagramm', load: async () => (await import('./sankey.js')).sankey },
  wordcloud: { synonyms: 'words tagcloud nuagedemots mots wortwolke schlagwortwolke', load: async () => (await import('./wordcloud.js')).wordcloud },
  gauge: { synonyms: 'jauge tacho meter compteur', load: async () => (await import('./gauge.js')).gauge },
  radar: { synonyms: 'spider toile araignee netz netzdiagramm', load: async () => (await import('./radar.js')).radar },
  choropleth: { synonyms: 'carte map karte choroplethe geoshape flachenkarte', load: async () => (await import('./choropleth.js')).choropleth },
  polar: { synonyms: 'polararea rose nightingale coxcomb polaire airepolaire polarflache', load: async () => (await import('./polar.js')).polar },
} satisfies Readonly<Record<string, Entry>>
type ChartTypeName = keyof typeof types

/** Names of the chart types, as authors write them. */
export const chartTypeNames = Object.keys(types) as readonly ChartTypeName[]

/** The type of a name or one of its other words; undefined for none. */
export function typeNamed(word: string): { readonly name: string; readonly load: () => Promise<ChartType> } | undefined {
  const name = chartTypeNames.find((each) => each === word || types[each].synonyms.split(' ').includes(word))
  return name && { name, load: types[name].load }
}

/** Every word that is understood. */
export const allWords = (): readonly string[] => [...chartTypeNames, ...Object.values(types).flatMap(({ synonyms }) => synonyms.split(' '))]
