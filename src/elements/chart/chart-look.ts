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

/** Pixels of width, in letters of the usual size, in which charts are still whole. */
const narrowest = 240

/** How a chart looks in its place of so many pixels, in the page's colours and fonts; it is drawn `scale` times as large. */
export function chartLook(host: DgeChart, { locale, touches, author }: ChartInput, colors: ChartDrawing['colors'], width: number, height: number): Look & { readonly scale: number } {
  const theme = readChartTheme(host)
  // The reader's, or what the page makes of them: its root has their size (or a smaller one, to count in tens).
  const letters = Math.max(1, Math.min(parseFloat(getComputedStyle(document.documentElement).fontSize) / 16, width / narrowest))
  // What an author places in pixels stays there: only the letters grow.
  const scale = author ? 1 : letters
  return {
    theme: { ...theme, fontSize: theme.fontSize * letters / scale }, locale, touches, ...(colors ? { colors: (labels) => colors(labels, theme.palette) } : {}),
    width: Math.max(120, Math.floor(width / scale)), height: Math.max(120, Math.floor(height / scale)), scale,
  }
}
