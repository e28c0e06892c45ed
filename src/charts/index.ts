import { DgeError } from '../data/errors.js'
import { closest, foldText } from '../data/text.js'
import type { ChartType } from './chart-type.js'

export { channelText } from './channel-text.js'
export { cellsOf, describe, pointParts, sayRow } from './describe.js'
export { isMeasure } from './defaults.js'
export { readEncoding, termsOf, unreadChannels } from './encoding.js'
export { configOf, darkTheme, lightTheme } from './theme.js'
export { makePicture } from './picture.js'
export { rolesOf } from './roles.js'
export { suggest } from './suggest.js'
export { readTouches, untouched } from './touches.js'
export { windowOf } from './window.js'
export { loadWords, wordsOf } from './words.js'
export { authorChannels } from './chart-type.js'
export type { AuthorChannel, Channel, ChannelName, ChartSpec, ChartType, EncodeContext, Encoding, Look, Picture, PictureRow, Stacking } from './chart-type.js'
export type { EncodingText } from './encoding.js'
export type { Suggestion } from './suggest.js'
export type { Window } from './window.js'
export type { Theme } from './theme.js'
export type { Touches, TouchText } from './touches.js'

/** Code that compares what the author names with what is drawn: needed only where something is named, after the drawing. */
export const loadTouchHints = () => import('./touch-hints.js')

/** How a chart type is found: its name, other words for it (folded, French and German too), and its code. */
interface Entry {
  readonly name: string
  readonly synonyms: readonly string[]
  readonly load: () => Promise<ChartType>
}

/** The chart types; each loads when first named. */
const registry: readonly Entry[] = [
  { name: 'bar', synonyms: ['bars', 'column', 'columns', 'barre', 'barres', 'batons', 'saulen', 'balken'], load: async () => (await import('./bar.js')).bar },
  { name: 'line', synonyms: ['lines', 'ligne', 'courbe', 'courbes', 'linie'], load: async () => (await import('./line.js')).line },
  { name: 'area', synonyms: ['aire', 'aires', 'flache'], load: async () => (await import('./area.js')).area },
  { name: 'point', synonyms: ['points', 'scatter', 'scatterplot', 'nuage', 'bubble', 'bulle', 'bulles', 'punkte', 'blasen'], load: async () => (await import('./point.js')).point },
  { name: 'arc', synonyms: ['pie', 'donut', 'doughnut', 'camembert', 'secteurs', 'anneau', 'torte', 'kreis'], load: async () => (await import('./arc.js')).arc },
  { name: 'stream', synonyms: ['streamgraph', 'flux', 'strom'], load: async () => (await import('./stream.js')).stream },
  { name: 'combo', synonyms: ['barline', 'linebar', 'mixte', 'combine', 'barrescourbe', 'balkenlinie'], load: async () => (await import('./combo.js')).combo },
  { name: 'histogram', synonyms: ['histogramme', 'histogramm', 'distribution', 'haufigkeit'], load: async () => (await import('./histogram.js')).histogram },
  { name: 'box', synonyms: ['boxplot', 'boite', 'boites', 'moustaches', 'boitesamoustaches'], load: async () => (await import('./box.js')).box },
  { name: 'heatmap', synonyms: ['heat', 'matrix', 'matrice', 'chaleur', 'cartedechaleur'], load: async () => (await import('./heatmap.js')).heatmap },
  { name: 'calendar', synonyms: ['calendrier', 'kalender', 'days', 'jours'], load: async () => (await import('./calendar.js')).calendar },
  { name: 'pyramid', synonyms: ['pyramide', 'ages', 'agepyramid', 'pyramidedesages', 'alterspyramide'], load: async () => (await import('./pyramid.js')).pyramid },
  { name: 'dot', synonyms: ['dots', 'dotplot', 'dumbbell', 'halteres', 'cleveland'], load: async () => (await import('./dot.js')).dot },
  { name: 'lollipop', synonyms: ['lollipops', 'sucette', 'sucettes'], load: async () => (await import('./lollipop.js')).lollipop },
  { name: 'range', synonyms: ['ranges', 'gantt', 'etendue', 'intervalle', 'intervalles', 'spanne'], load: async () => (await import('./range.js')).range },
  { name: 'slope', synonyms: ['slopes', 'slopegraph', 'pente', 'pentes', 'steigung'], load: async () => (await import('./slope.js')).slope },
  { name: 'waterfall', synonyms: ['cascade', 'wasserfall'], load: async () => (await import('./waterfall.js')).waterfall },
  { name: 'treemap', synonyms: ['treemaps', 'arborescence', 'carteproportionnelle', 'kacheln', 'kacheldiagramm'], load: async () => (await import('./treemap.js')).treemap },
  { name: 'sunburst', synonyms: ['rayonssoleil', 'soleil', 'anneaux', 'ringe', 'sonnenstrahlen'], load: async () => (await import('./sunburst.js')).sunburst },
  { name: 'sankey', synonyms: ['alluvial', 'flows', 'diagrammedeflux', 'flussdiagramm'], load: async () => (await import('./sankey.js')).sankey },
  { name: 'wordcloud', synonyms: ['words', 'tagcloud', 'nuagedemots', 'mots', 'wortwolke', 'schlagwortwolke'], load: async () => (await import('./wordcloud.js')).wordcloud },
  { name: 'gauge', synonyms: ['jauge', 'tacho', 'meter', 'compteur'], load: async () => (await import('./gauge.js')).gauge },
  { name: 'radar', synonyms: ['spider', 'toile', 'araignee', 'netz', 'netzdiagramm'], load: async () => (await import('./radar.js')).radar },
  { name: 'choropleth', synonyms: ['carte', 'map', 'karte', 'choroplethe', 'geoshape', 'flachenkarte'], load: async () => (await import('./choropleth.js')).choropleth },
  { name: 'polar', synonyms: ['polararea', 'rose', 'nightingale', 'coxcomb', 'polaire', 'airepolaire', 'polarflache'], load: async () => (await import('./polar.js')).polar },
]

/** Names of the chart types, as authors write them. */
export const chartTypeNames: readonly string[] = registry.map(({ name }) => name)

/**
 * The chart type called `name`, or by one of its synonyms.
 * @throws DgeError `query` with the nearest name when there is none, `network` when its code cannot be loaded
 */
export async function chartTypeOf(name: string): Promise<ChartType> {
  const word = foldText(name.trim()).replace(/[\s_-]+/g, '')
  const entry = registry.find((each) => each.name === word || each.synonyms.includes(word))
  if (!entry) {
    const near = closest(word, registry.flatMap((each) => [each.name, ...each.synonyms]))
    throw new DgeError('query', `Unknown chart type “${name}”${near ? `: did you mean “${near}”?` : ''}`, {
      hint: `Types are ${chartTypeNames.join(', ')}.`,
    })
  }
  try {
    return await entry.load()
  } catch (cause) {
    throw new DgeError('network', `The code of type="${entry.name}" could not be loaded`, { cause })
  }
}
