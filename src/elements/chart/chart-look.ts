import { readChartTheme } from './chart-theme.js'
import type { Encoding, Look } from '../../charts/index.js'
import type { ChartDrawing, PictureInput } from '../../displays/chart-drawing.js'
import type { DgeChart } from '../dge-chart.js'
import type { AuthorChart } from './author-chart.js'

/** What one drawing is made of: a table, and either an encoding of it or an author's own specification. */
export interface ChartInput extends PictureInput {
  readonly title: string
  readonly encoding?: Encoding
  readonly author?: AuthorChart
}

/** How a chart looks in its place of so many pixels, in the page's colours and fonts. */
export function chartLook(host: DgeChart, { locale, touches }: ChartInput, colors: ChartDrawing['colors'], width: number, height: number): Look {
  const theme = readChartTheme(host)
  return { theme, locale, touches, ...(colors ? { colors: (labels) => colors(labels, theme.palette) } : {}), width: Math.max(120, width), height: Math.max(120, height) }
}
