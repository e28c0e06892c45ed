/** Rows per page, within reason. */
export function pageSizeOf(written: number | undefined): number {
  return written !== undefined && Number.isInteger(written) && written > 0 ? Math.min(written, 500) : 20
}

/** The heights that displays keep in the page before they are drawn, in rem: of elements, of what starts before them, and of what is rendered before. A table's is that of 20 rows a page. */
export const keptHeights = { 'dge-chart': 31.25, 'dge-map': 34, 'dge-table': 60.5, 'dge-figure': 12 } as const

/** That of a table of so many rows a page: a table of fewer `rows` in all leaves none empty under it. */
export function keptTableHeight(size: number, rows = Infinity, searched = false): number {
  return (rows <= size ? rows * 2.25 + 10 : size * 2.25 + 15.5) + (searched ? 3.5 : 0)
}

/** What of a chart tells, before its data, how high its bars will be. */
export interface WrittenBars {
  readonly type?: string | undefined
  readonly x?: string | undefined
  readonly y?: string | undefined
  readonly order?: string | undefined
  readonly limit?: number | undefined
  /** The author's, which wins. */
  readonly height?: string | undefined
}

/** What a bar with a name of two lines takes, in rem. */
export const perBar = 1.9375
/** What the axis of bars takes, in rem. */
export const barAxis = 4.4375
/** Bars for which place is kept at most. */
export const mostBars = 40
/** What stands around a drawing, in rem. */
export const aroundDrawing = 11

/** Rem of container under which the names of a ranking do not stand under their bars, which therefore lie. */
const narrow = 32

/**
 * Rem that so many bars with their names take, each of two lines, where the author says how many and they lie: at every width, and in narrow places; 0 where nobody knows. A bar
 * is thicker where its name is short.
 */
function keptBars({ type, x = '', y = '', order, limit = 0, height }: WrittenBars): readonly [always: number, narrow: number] {
  const [isName, isSum] = [/^[^(,]+$/, /\(/]
  const size = limit > 0 && !height && /^(bar|lollipop|dot)?$/.test(type ?? '') ? Math.min(limit, mostBars) * perBar + barAxis : 0
  const always = isName.test(y) && isSum.test(x) ? size : 0
  return [always, order && isName.test(x) ? size : always]
}

/** `keptBars` in pixels, in a place of a width in pixels, with letters of the usual size. */
export function keptBarsAt(bars: WrittenBars, width: number): number {
  return keptBars(bars)[width < narrow * 16 ? 1 : 0] * 16
}

/** `keptBars` as a length in CSS, by the width of the container; empty for none. */
export function keptBarsCss(bars: WrittenBars): string {
  const [always, small] = keptBars(bars)
  return always ? `calc(${always}*var(--_rem))` : small ? `clamp(0px, (${narrow}*var(--_rem) - 100cqi) * 9999, ${small}*var(--_rem))` : ''
}

/** The height that a chart keeps, in rem: that of its bars with what stands around them, where it is known. */
export function keptChartHeight(bars: WrittenBars): number {
  return Math.max(keptHeights['dge-chart'], keptBars(bars)[0] + aroundDrawing)
}
