import { once } from '../data/once.js'
import { ahead } from './ahead.js'
import type { ChartType } from './chart-type.js'

/** The chart types; each loads when first named, a few earlier (`ahead.ts`). Other words for them are in `synonyms.ts`. */
const registry = {
  bar: async () => (await import('./bar.js')).bar,
  line: ahead.line,
  area: ahead.area,
  point: ahead.point,
  arc: ahead.arc,
  stream: async () => (await import('./stream.js')).stream,
  combo: async () => (await import('./combo.js')).combo,
  histogram: async () => (await import('./histogram.js')).histogram,
  box: async () => (await import('./box.js')).box,
  heatmap: async () => (await import('./heatmap.js')).heatmap,
  calendar: async () => (await import('./calendar.js')).calendar,
  pyramid: async () => (await import('./pyramid.js')).pyramid,
  dot: async () => (await import('./dot.js')).dot,
  lollipop: async () => (await import('./lollipop.js')).lollipop,
  range: async () => (await import('./range.js')).range,
  slope: async () => (await import('./slope.js')).slope,
  waterfall: async () => (await import('./waterfall.js')).waterfall,
  treemap: async () => (await import('./treemap.js')).treemap,
  sunburst: async () => (await import('./sunburst.js')).sunburst,
  sankey: async () => (await import('./sankey.js')).sankey,
  wordcloud: async () => (await import('./wordcloud.js')).wordcloud,
  gauge: async () => (await import('./gauge.js')).gauge,
  radar: async () => (await import('./radar.js')).radar,
  choropleth: async () => (await import('./choropleth.js')).choropleth,
  polar: async () => (await import('./polar.js')).polar,
} satisfies Readonly<Record<string, () => Promise<ChartType>>>
export type ChartTypeName = keyof typeof registry

const loaders = new Map<string, () => Promise<ChartType>>()

/** Names of the chart types, as authors write them. */
export const chartTypeNames = Object.keys(registry) as readonly ChartTypeName[]

const isName = (word: string): word is ChartTypeName => Object.hasOwn(registry, word)
const loadSynonyms = once(() => import('./synonyms.js'), 'of other words for chart types')

/**
 * The chart type called `name`, or by one of its synonyms.
 * @throws DgeError `query` with the nearest name when there is none, `network` when its code cannot be loaded
 */
export async function chartTypeOf(name: string): Promise<ChartType> {
  // Capitals, accents, spaces and hyphens do not count.
  const word = name.toLowerCase().normalize('NFD').replace(/[^a-z]/g, '')
  const found = isName(word) ? word : await nameOf(word, name)
  const known = loaders.get(found) ?? once(registry[found], `of type="${found}"`)
  loaders.set(found, known)
  return known()
}

async function nameOf(word: string, written: string): Promise<ChartTypeName> {
  const { synonyms } = await loadSynonyms()
  const found = chartTypeNames.find((name) => synonyms[name].split(' ').includes(word))
  if (found) return found
  throw (await import('./unknown-type.js')).unknownType(written, chartTypeNames, Object.values(synonyms).flatMap((words) => words.split(' ')))
}
