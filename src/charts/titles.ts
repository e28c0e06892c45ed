import { arcTitle } from './arc-title.js'
import { plainBar } from './plain-bar.js'
import type { Language } from '../locale/index.js'

/** What charts are called that types and authors' own marks have in common. */
export const titles = {
  bar: plainBar.title,
  line: { fr: 'Courbe', en: 'Line chart', de: 'Liniendiagramm' },
  area: { fr: 'Graphique en aires', en: 'Area chart', de: 'Flächendiagramm' },
  point: { fr: 'Nuage de points', en: 'Scatter plot', de: 'Punktdiagramm' },
  arc: arcTitle,
  heatmap: { fr: 'Carte de chaleur', en: 'Heatmap', de: 'Heatmap' },
  choropleth: { fr: 'Carte choroplèthe', en: 'Choropleth map', de: 'Choroplethenkarte' },
} satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>
