import type { ChartType, Picture, PictureRow } from '../../charts/index.js'
import type { Locale } from '../../locale/index.js'
import type { ChartRenderer } from '../../render/chart-renderer.js'
import type { DgeChart } from '../dge-chart.js'
import type { ChartInput } from './chart-look.js'
import type { MarkIndex } from './mark-index.js'

/** What the ways of reading a chart (pointer, keyboard, legend, zoom, choice) share. */
export interface Scene {
  readonly host: DgeChart
  readonly locale: Locale
  readonly input: ChartInput | undefined
  readonly type: Partial<Pick<ChartType, 'title' | 'joins' | 'sentences' | 'piles'>> | undefined
  /** All that could be drawn; a row's rank is its index. Of an author's own specification, its marks. */
  readonly whole: Picture | undefined
  /** What is drawn: without the series that readers hid. */
  readonly picture: Picture | undefined
  readonly renderer: ChartRenderer | undefined
  readonly marks: MarkIndex
  /** The rank of the row that a drawn datum stands for. */
  rankOf(datum: object): number | undefined
  /** The row of a rank of the whole picture. */
  rowOf(rank: number | undefined): PictureRow | undefined
  /** Reads an author's drawing anew: its own selections change it. */
  reread(): void
  find(selector: string): HTMLElement | undefined
  /** Tells screen readers. */
  say(words: string): void
  /** Renders what stands around the drawing. */
  refresh(): void
  /** Makes the drawing anew from the same data. */
  repaint(): Promise<void>
}
