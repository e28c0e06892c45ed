import { timePart } from '../data/calendar.js'
import { isAggregate } from '../data/term.js'
import { binWidth } from './bin-width.js'
import { extentOf } from './extent.js'
import { rolesOf } from './roles.js'
import type { TimeUnit } from '../data/expression.js'
import type { Term } from '../data/term.js'
import type { ArrangeContext, Channel, Picture, PictureRow } from './chart-type.js'

/** More intervals than this, of all lines, are not filled one by one: no screen shows them apart. */
const mostBins = 5000

/** Days after which the next period has begun, and the one after it has not, and what it is called by. */
const periods: Readonly<Partial<Record<TimeUnit, readonly [days: number, unit: TimeUnit]>>> = {
  year: [366, 'yearmonth'], yearquarter: [92, 'yearquarter'], yearmonth: [31, 'yearmonth'], yearweek: [7, 'yearweek'], yearmonthdate: [1, 'yearmonthdate'],
}

/**
 * Adds the intervals that no row falls in, so that a line does not run through them as if they had values: 0 for counts and sums of which
 * nothing was cut (`whole`), else a gap. No row is a count of 0 also in months and years that the author cuts, and where others have rows.
 */
export function withEmptyBins(picture: Picture, { encoding, whole }: Pick<ArrangeContext, 'encoding' | 'whole'>): Picture {
  const { dimension, measure, series } = rolesOf(picture)
  if (!dimension || !measure) return picture
  const [term] = encoding[dimension.name] ?? []
  const counts = whole === true && encoding[measure.name]?.every(isCount) === true
  const width = binWidth(term)
  if (!width && !counts) return picture
  const lineOf = (row: PictureRow) => JSON.stringify([series && row[series.name], row.facet])
  const lines = new Map<string, PictureRow>()
  for (const row of picture.rows) if (!lines.has(lineOf(row))) lines.set(lineOf(row), row)
  const most = mostBins / lines.size
  const places = width ? intervals(dimension, width, most) : counts ? moments(dimension, term, most) : []
  const empty = counts || (whole && width && measure.additive) ? 0 : null
  const keyOf = (value: number) => (width ? Math.round(value / width) : value)
  const bins = new Map(places.map((place) => [keyOf(place), { place, rows: new Map<string, PictureRow>() }]))
  const outside: PictureRow[] = []
  for (const row of picture.rows) {
    const value = row[dimension.name]
    const bin = typeof value === 'number' ? bins.get(keyOf(value)) : undefined
    const isGap = row.from < 0 && row[measure.name] === null
    // Gaps are said again below.
    if (!bin) outside.push(isGap && counts ? { ...row, [measure.name]: 0 } : row)
    else if (!isGap) bin.rows.set(lineOf(row), row)
  }
  const filled = [...bins.values()].flatMap(({ place, rows }) => [...lines].map(([line, like]): PictureRow =>
    rows.get(line) ?? { ...like, row: -1, from: -1, [dimension.name]: place, [measure.name]: empty }
  ))
  const rows = [...filled, ...outside].map((row, at) => ({ ...row, row: at }))
  return { ...picture, rows, channels: { ...picture.channels, [measure.name]: { ...measure, ...extentOf(rows.map((row) => row[measure.name])) } } }
}

function isCount({ expr }: Term): boolean {
  return isAggregate(expr) && expr.aggregate === 'count'
}

/** The beginnings of all intervals between the first and the last. */
function intervals({ extent }: Channel, width: number, most: number): readonly number[] {
  if (!extent) return []
  const [from, to] = extent.map((value) => Math.round(value / width)) as [number, number]
  return to - from < most ? Array.from({ length: to - from + 1 }, (_, at) => Number(((from + at) * width).toPrecision(12))) : []
}

/** The beginnings of all periods between the first and the last, of a date that is cut to them. */
function moments({ scale, extent }: Channel, term: Term | undefined, most: number): readonly number[] {
  const period = scale === 'temporal' && typeof term?.expr === 'object' && 'op' in term.expr ? periods[term.expr.op as TimeUnit] : undefined
  if (!period || !extent) return []
  const [days, unit] = period
  const all = [extent[0]]
  for (let next = extent[0]; next < extent[1]; all.push(next)) {
    next = timePart(unit, next + days * 86_400_000)
    if (all.length >= most) return []
  }
  return all
}
