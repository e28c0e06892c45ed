/** Rows per page, within reason. */
export function pageSizeOf(written: number | undefined): number {
  return written !== undefined && Number.isInteger(written) && written > 0 ? Math.min(written, 500) : 20
}

/** The heights that displays keep in the page before they are drawn, in rem: of elements, of what starts before them, and of what is rendered before. A table's is that of 20 rows a page. */
export const keptHeights = { 'dge-chart': 30, 'dge-map': 34, 'dge-table': 59, 'dge-figure': 12 } as const

/** That of a table of so many rows a page: a table of fewer `rows` in all leaves none empty under it, unless readers search in it. */
export function keptTableHeight(size: number, rows = Infinity, searched = false): number {
  return searched ? size * 2.25 + 19 : rows <= size ? rows * 2.25 + 10 : size * 2.25 + 15.5
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

/** Pixels of container under which the names of a ranking do not stand under their bars, which therefore lie. */
const narrow = 512

/**
 * Pixels that so many bars with their names take, each of two lines, where the author says how many and they lie: at every width, or in narrow places alone; 0 where nobody knows. Each bar
 * is thicker where its name is short.
 */
function keptBars({ type, x = '', y = '', order, limit, height: own }: WrittenBars): { readonly always: number; readonly narrow: number } {
  const isRanked = !own?.trim() && limit !== undefined && limit > 0 && ['bar', 'lollipop', 'dot'].includes(type?.trim() || 'bar')
  const height = isRanked ? Math.min(Math.ceil(limit), 40) * 31 + 71 : 0
  const isName = (term: string) => term.trim() !== '' && !/[(,]/.test(term)
  const lies = isName(y) && (/\(/.test(x) || /^\s*-?\s*x\s*$/.test(order ?? ''))
  return { always: lies ? height : 0, narrow: lies || (order && isName(x)) ? height : 0 }
}

/** `keptBars` in a place of a width in pixels. */
export function keptBarsAt(bars: WrittenBars, width: number): number {
  const kept = keptBars(bars)
  return width < narrow ? kept.narrow : kept.always
}

/** `keptBars` as a length in CSS, by the width of the container; empty for none. */
export function keptBarsCss(bars: WrittenBars): string {
  const kept = keptBars(bars)
  if (!kept.narrow) return ''
  return kept.always ? `${kept.always}px` : `clamp(0px, (${narrow}px - 100cqi) * 9999, ${kept.narrow}px)`
}
