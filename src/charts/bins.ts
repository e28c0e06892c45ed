import { binWidth } from './bin-width.js'
import { extentOf } from './extent.js'
import { rolesOf } from './roles.js'
import type { ArrangeContext, Picture, PictureRow } from './chart-type.js'

/** More intervals than this are not filled one by one: no screen shows them apart. */
const mostBins = 1000

/**
 * Adds the intervals that no row falls in, so that a line does not run through them as if they had values: 0 for counts and sums of which
 * nothing was cut (`whole`), else a gap.
 */
export function withEmptyBins(picture: Picture, { encoding, whole }: Pick<ArrangeContext, 'encoding' | 'whole'>): Picture {
  const { dimension, measure, series } = rolesOf(picture)
  const width = dimension && binWidth(encoding[dimension.name]?.[0])
  if (!dimension?.extent || !measure || !width) return picture
  const [from, to] = dimension.extent.map((value) => Math.round(value / width)) as [number, number]
  if (to - from >= mostBins) return picture
  const empty = whole && measure.additive ? 0 : null
  const bins = new Map<number, Map<string, PictureRow>>(Array.from({ length: to - from + 1 }, (_, at) => [from + at, new Map()]))
  const lines = new Map<string, PictureRow>()
  const outside: PictureRow[] = []
  for (const row of picture.rows) {
    const line = JSON.stringify([series && row[series.name], row.facet])
    const value = row[dimension.name]
    const bin = typeof value === 'number' ? bins.get(Math.round(value / width)) : undefined
    if (!lines.has(line)) lines.set(line, row)
    // Gaps are said again below.
    if (row.from >= 0 || row[measure.name] !== null) bin ? bin.set(line, row) : outside.push(row)
  }
  const filled = [...bins].flatMap(([bin, rows]) => [...lines].map(([line, like]): PictureRow =>
    rows.get(line) ?? { ...like, row: -1, from: -1, [dimension.name]: Number((bin * width).toPrecision(12)), [measure.name]: empty }
  ))
  const rows = [...filled, ...outside].map((row, at) => ({ ...row, row: at }))
  return { ...picture, rows, channels: { ...picture.channels, [measure.name]: { ...measure, ...extentOf(rows.map((row) => row[measure.name])) } } }
}
