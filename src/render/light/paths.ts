import { round } from './svg.js'
import type { CurveName } from './spec.js'

export type Point = readonly [number, number]

const text = (values: readonly number[]) => values.map(round).join(',')
const line = (x: number, y: number) => `L${text([x, y])}`

/** From the first point to the last, without the first itself. `back`: the way of an area's other side. */
function along(points: readonly Point[], curve: CurveName, turned: boolean, back = false): string {
  if (curve === 'monotone') return smooth(points, turned)
  if (curve === 'linear') return points.slice(1).map(([x, y]) => line(x, y)).join('')
  const share = curve === 'step' ? 0.5 : (curve === 'step-after') !== back ? 1 : 0
  let path = ''
  points.slice(1).forEach(([x, y], at) => {
    const [px, py] = points[at] as Point
    const middle = px * (1 - share) + x * share
    path += share > 0 ? line(middle, py) + line(middle, y) : line(px, y) + line(x, y)
  })
  const last = points.at(-1)
  return share === 0.5 && points.length > 1 && last ? path + line(...last) : path
}

/** A curve that never passes its points' values between them (Steffen 1990); `turned` swaps the sides. */
function smooth(given: readonly Point[], turned: boolean): string {
  const points = given.map(([x, y]): Point => (turned ? [y, x] : [x, y])).filter(([x, y], at, all) => x !== all[at - 1]?.[0] || y !== all[at - 1]?.[1])
  const write = (command: string, ...values: readonly number[]) =>
    command + text(turned ? values.flatMap((_, at) => (at % 2 ? [] : [values[at + 1] ?? 0, values[at] ?? 0])) : values)
  const count = points.length
  if (count < 2) return ''
  if (count === 2) return write('L', ...(points[1] as Point))
  const at = (index: number) => points[index] as Point
  const width = (index: number) => at(index + 1)[0] - at(index)[0]
  // The direction of a step without width is that of its neighbour.
  const slope = (index: number, beside = 0) => (at(index + 1)[1] - at(index)[1]) / (width(index) || (beside < 0 ? -0 : 0))
  const sign = (value: number) => (value < 0 ? -1 : 1)
  const inner = (index: number) => {
    const [h0, h1] = [width(index - 1), width(index)]
    const [s0, s1] = [slope(index - 1, h1), slope(index, h0)]
    const p = (s0 * h1 + s1 * h0) / (h0 + h1)
    return (sign(s0) + sign(s1)) * Math.min(Math.abs(s0), Math.abs(s1), 0.5 * Math.abs(p)) || 0
  }
  const outer = (index: number, tangent: number) => (width(index) ? (3 * slope(index) - tangent) / 2 : tangent)
  const tangents = points.map((_, index) => (index > 0 && index < count - 1 ? inner(index) : 0))
  tangents[0] = outer(0, tangents[1] ?? 0)
  tangents[count - 1] = outer(count - 2, tangents[count - 2] ?? 0)
  return points.slice(1).map(([x, y], index) => {
    const [px, py] = at(index)
    const third = (x - px) / 3
    return write('C', px + third, py + third * (tangents[index] ?? 0), x - third, y - third * (tangents[index + 1] ?? 0), x, y)
  }).join('')
}

/** A line through the points. */
export function linePath(points: readonly Point[], curve: CurveName): string {
  const [first] = points
  return first ? `M${text(first)}${along(points, curve, false)}${points.length === 1 ? 'Z' : ''}` : ''
}

/** The area between two lines of as many points. */
export function areaPath(top: readonly Point[], bottom: readonly Point[], curve: CurveName, turned: boolean): string {
  const back = [...bottom].reverse()
  const [first, turn] = [top[0], back[0]]
  return first && turn ? `M${text(first)}${along(top, curve, turned)}${line(...turn)}${along(back, curve, turned, true)}Z` : ''
}

/** A sector of a ring around the origin; angles in radians, clockwise from the top. */
export function arcPath(inner: number, outer: number, start: number, end: number): string {
  const [low, high] = inner < outer ? [inner, outer] : [outer, inner]
  if (!(high > 1e-12)) return 'M0,0'
  const span = Math.abs(end - start)
  const point = (radius: number, angle: number) => text([radius * Math.sin(angle), -radius * Math.cos(angle)])
  const clockwise = end > start ? 1 : 0
  const arc = (radius: number, angle: number, sweep: number, large = span >= Math.PI) => `A${text([radius, radius])},0,${large ? 1 : 0},${sweep},${point(radius, angle)}`
  if (span > 2 * Math.PI - 1e-12) {
    const ring = (radius: number, sweep: number) => `M${point(radius, start)}${arc(radius, start + Math.PI, sweep, true)}${arc(radius, start, sweep, true)}`
    return ring(high, clockwise) + (low > 1e-12 ? ring(low, 1 - clockwise) : '') + 'Z'
  }
  const back = low > 1e-12 && span > 1e-12 ? `L${point(low, end)}${arc(low, start, 1 - clockwise)}` : line(low * Math.sin(end), -low * Math.cos(end))
  return `M${point(high, start)}${span > 1e-12 ? arc(high, end, clockwise) : ''}${back}Z`
}
