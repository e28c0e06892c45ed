import { numberOf } from './encode.js'
import { round } from './svg.js'
import type { Item, Place } from './encode.js'

/** Top left, top right, bottom right, bottom left. */
type Corners = readonly [number, number, number, number]

function cornersOf(place: Place): Corners {
  const all = numberOf(place, 'cornerRadius') ?? 0
  const end = numberOf(place, 'cornerRadiusEnd')
  const { orient, encoding } = place.unit
  const own = (name: string) => numberOf(place, `cornerRadius${name}`)
  if (end !== undefined && place.unit.type === 'bar') {
    if ((orient === 'horizontal' && encoding.x2) || (orient === 'vertical' && encoding.y2)) return [end, end, end, end]
    if (orient === 'vertical') return [end, end, own('BottomRight') ?? all, own('BottomLeft') ?? all]
    if (orient === 'horizontal') return [own('TopLeft') ?? all, end, end, own('BottomLeft') ?? all]
  }
  return [own('TopLeft') ?? all, own('TopRight') ?? all, own('BottomRight') ?? all, own('BottomLeft') ?? all]
}

function hasCorners({ unit: { type, mark }, config }: Place): boolean {
  return [mark, config.part(type) ?? {}].some((part) => Object.keys(part).some((name) => name.startsWith('cornerRadius')))
}

/** The path of a rectangle with round corners; undefined when it has none. */
export function roundedPath({ x, y, width = 0, height = 0 }: Item, place: Place): string | undefined {
  if (!hasCorners(place)) return undefined
  const within = (radius: number) => Math.max(0, Math.min(radius, Math.min(width, height) / 2))
  const corners = cornersOf(place)
  const [tl, tr, br, bl] = [within(corners[0]), within(corners[1]), within(corners[2]), within(corners[3])]
  if (tl + tr + br + bl === 0) return undefined
  const [right, bottom] = [x + width, y + height]
  const line = (px: number, py: number) => `L${round(px)},${round(py)}`
  const turn = (...points: readonly number[]) => `C${points.map(round).join(',')}`
  // A quarter of a circle as Vega draws it: control points at this share of the radius from the corner.
  const c = 0.448084975506
  return `M${round(x + tl)},${round(y)}${line(right - tr, y)}${turn(right - c * tr, y, right, y + c * tr, right, y + tr)}` +
    `${line(right, bottom - br)}${turn(right, bottom - c * br, right - c * br, bottom, right - br, bottom)}` +
    `${line(x + bl, bottom)}${turn(x + c * bl, bottom, x, bottom - c * bl, x, bottom - bl)}` +
    `${line(x, y + tl)}${turn(x, y + c * tl, x + c * tl, y, x + tl, y)}Z`
}
