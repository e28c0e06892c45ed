import { bisectLeft, group, mean, median } from 'd3-array'
import { rolesOf } from './roles.js'
import type { ArrangeContext, ChannelName, Look, Picture } from './chart-type.js'
import type { Layer } from './compose.js'
import type { Language } from '../locale/index.js'

/** Part of the values that a local regression looks at around each one. */
const bandwidth = 0.4
/** Fewer values around each one would be joined, not smoothed. */
const least = 6
/** Of more values, so many are looked at: a local regression asks each value of four tenths of the others. */
const mostKnots = 1500

/** What the dashes follow. */
const trendNotes: Readonly<Record<Language, (trend: 'linear' | 'loess') => string>> = {
  fr: (trend) => `Tirets\u00a0: la tendance (${trend === 'loess' ? 'régression locale' : 'droite des moindres carrés'}).`,
  en: (trend) => `Dashes: the trend (${trend === 'loess' ? 'local regression' : 'least-squares line'}).`,
  de: (trend) => `Gestrichelt: der Trend (${trend === 'loess' ? 'lokale Regression' : 'Gerade der kleinsten Quadrate'}).`,
}

interface Point {
  readonly row: number
  readonly x: number
  readonly y: number
}

/** Whether the picture's values can follow a line: numbers or moments on both axes, three or more. */
export function hasTrend({ channels: { x, y }, rows }: Picture): boolean {
  return rows.length >= 3 && [x, y].every((channel) => channel?.scale === 'quantitative' || channel?.scale === 'temporal')
}

/** The picture with the value of the line that its rows follow (`trend`): one line per series and small chart, and a note that says so. */
export function withTrend(picture: Picture, { touches, locale }: ArrangeContext): Picture {
  const { trend } = touches
  if (!trend || !hasTrend(picture)) return picture
  const [along, on] = sidesOf(picture)
  const values = new Map<number, number>()
  const points = picture.rows.flatMap((row) => {
    const [x, y] = [row[on], row[along]]
    return typeof x === 'number' && typeof y === 'number' ? [{ row: row.row, x, y, of: groupOf(picture, row) }] : []
  })
  for (const [, members] of group(points, ({ of }) => of)) {
    if (members.length < 3) continue
    for (const { row, y } of trend === 'loess' ? loess(members) : leastSquares(members)) values.set(row, y)
  }
  const rows = picture.rows.map((row) => ({ ...row, trend: values.get(row.row) ?? null }))
  return { ...picture, rows, notes: [...picture.notes, trendNotes[locale.language](trend)] }
}

/** The dashed lines of `withTrend`, each in the colour of its series. */
export function trendLayers(picture: Picture, { theme, touches }: Look, color: Layer = {}): readonly Layer[] {
  if (!touches.trend || !hasTrend(picture)) return []
  const [along, on] = sidesOf(picture)
  const place = (name: ChannelName, field: string) => ({ field, type: picture.channels[name]?.scale })
  const own = seriesOf(picture) ? color : { color: { value: theme.text } }
  return [{
    mark: { type: 'line', strokeWidth: 2, strokeDash: [6, 4], point: false },
    encoding: { [on]: place(on, on), [along]: place(along, 'trend'), ...own },
  }]
}

/** What follows, and along what: a measure on x follows a calendar on y. */
function sidesOf(picture: Picture): readonly [along: 'x' | 'y', on: 'x' | 'y'] {
  return rolesOf(picture).measure?.name === 'x' && picture.channels.y?.scale === 'temporal' ? ['x', 'y'] : ['y', 'x']
}

function seriesOf({ channels: { color } }: Picture) {
  return color?.labels ? color : undefined
}

function groupOf(picture: Picture, row: Picture['rows'][number]): string {
  return JSON.stringify([seriesOf(picture) ? row.color : '', row.facet ?? ''])
}

/** The straight line with the least squares of differences. */
export function leastSquares(points: readonly Point[]): readonly Point[] {
  const line = lineOf(points, points.map(() => 1))
  return points.map((point) => ({ ...point, y: line(point.x) }))
}

/**
 * Cleveland's robust local regression, as Vega's `loess`: at each place the line of the nearest values, near ones weighing more
 * (tricube), in three turns, the last two with less weight on what lies far off (bisquare). Equal places have their mean.
 * @see https://doi.org/10.1080/01621459.1979.10481038
 */
export function loess(written: readonly Point[]): readonly Point[] {
  const sorted = [...written].sort((a, b) => a.x - b.x)
  const knots = sorted.length <= mostKnots ? sorted : Array.from({ length: mostKnots }, (_, at) => sorted[Math.round((at * (sorted.length - 1)) / (mostKnots - 1))] as Point)
  const smooth = smoothed(knots)
  const means = [...group(knots.map(({ x }, at) => ({ x, y: smooth[at] ?? 0 })), ({ x }) => x)].map(([x, same]) => ({ x, y: mean(same, ({ y }) => y) ?? 0 }))
  const places = means.map(({ x }) => x)
  return sorted.map((point) => {
    const after = Math.min(means.length - 1, bisectLeft(places, point.x))
    const [from, to] = [means[Math.max(0, after - 1)], means[after]]
    if (!from || !to || to.x === point.x || from.x === to.x) return { ...point, y: to?.y ?? point.y }
    return { ...point, y: from.y + ((to.y - from.y) * (point.x - from.x)) / (to.x - from.x) }
  })
}

/** The regression at each of the points, which are sorted. */
function smoothed(points: readonly Point[]): readonly number[] {
  const near = Math.max(Math.min(points.length, least), Math.floor(bandwidth * points.length))
  let robust = points.map(() => 1)
  let fitted = points.map(({ y }) => y)
  for (let turn = 0; turn < 3; turn++) {
    let first = 0
    fitted = points.map(({ x }, at) => {
      // The window moves on while the next value is no farther than the first.
      while (first + near < points.length && at > first && (points[first + near]?.x ?? 0) - x <= x - (points[first]?.x ?? 0)) first++
      const window = points.slice(first, first + near)
      const reach = Math.max(x - (window[0]?.x ?? x), (window.at(-1)?.x ?? x) - x) || 1
      return lineOf(window, window.map((point, k) => tricube(Math.abs(point.x - x) / reach) * (robust[first + k] ?? 1)))(x)
    })
    const off = points.map(({ y }, at) => Math.abs(y - (fitted[at] ?? y)))
    const middle = median(off) ?? 0
    if (middle < 1e-12) break
    robust = off.map((distance) => bisquare(distance / (6 * middle)))
  }
  return fitted
}

/** The line through weighted points; numbers are taken from their mean, so that moments lose no digits. */
function lineOf(points: readonly Point[], weights: readonly number[]): (x: number) => number {
  const total = (of: (point: Point) => number) => points.reduce((sum, point, at) => sum + (weights[at] ?? 0) * of(point), 0)
  const sum = total(() => 1)
  if (sum === 0) return () => points[0]?.y ?? 0
  const [mx, my] = [total(({ x }) => x) / sum, total(({ y }) => y) / sum]
  const xx = total(({ x }) => (x - mx) ** 2)
  const slope = xx > 0 ? total(({ x, y }) => (x - mx) * (y - my)) / xx : 0
  return (x) => my + slope * (x - mx)
}

const tricube = (distance: number) => (1 - Math.min(1, distance) ** 3) ** 3
/** What lies far off keeps a trace of weight: a line needs two points. */
const bisquare = (distance: number) => (distance >= 1 ? 1e-12 : (1 - distance * distance) ** 2)
