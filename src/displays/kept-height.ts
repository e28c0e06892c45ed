/** Rows per page, within reason. */
export function pageSizeOf(written: number | undefined): number {
  return written !== undefined && Number.isInteger(written) && written > 0 ? Math.min(written, 500) : 20
}

/** The heights that displays keep in the page before they are drawn, in rem: of elements, of what starts before them, and of what is rendered before. A table's is that of 20 rows a page. */
export const keptHeights = { 'dge-chart': 30, 'dge-map': 34, 'dge-table': 59, 'dge-figure': 12 } as const

/** That of a table of so many rows a page: a table of fewer `rows` in all leaves none empty under it, unless readers search in it. */
export function keptTableHeight(size: number, rows = Infinity, searched = false): number {
  return searched ? size * 2.25 + 18 : rows <= size ? rows * 2.25 + 10 : size * 2.25 + 14
}
