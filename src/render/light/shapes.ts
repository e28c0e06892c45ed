import { Bounds } from './bounds.js'
import { numberOf, property, reach, valueOf } from './encode.js'
import { baseline, pointAt, secondAt } from './places.js'
import { arcPath } from './paths.js'
import { drawPaths } from './draw-paths.js'
import { endOf, startOf } from './compare.js'
import { node, round, translate } from './svg.js'
import { paint, strokes } from './paint.js'
import { point, rect, text } from './rect-and-text.js'
import { symbolBounds, symbolPath } from './symbols.js'
import { turned } from './turned.js'
import type { MarkType } from './spec.js'
import type { Item, Place } from './encode.js'
import type { Shape } from './draw.js'

/** A place that its scale does not know (zero on a logarithm) is no place. */
const isPlaced = ({ x, y, x2 = x, y2 = y, size }: Item) => Number.isFinite(x + y + x2 + y2) && (size === undefined || size >= 0)

const symbol: Shape = {
  name: 'symbol',
  at: (place, row) => ({
    ...point(place, row),
    size: Number(valueOf(place, 'size', row) ?? property(place, 'size')),
    shape: String(valueOf(place, 'shape', row) ?? property(place, 'shape') ?? 'circle'),
  }),
  bounds: ({ x, y, look, shape = 'circle', size = 0 }) => symbolBounds(shape, size).expand(reach(look, true)).translate(x, y),
  node(item, place) {
    const { x, y, shape = 'circle', size = 0, look, datum } = item
    return node('path', { transform: translate(x, y), d: isPlaced(item) ? symbolPath(shape, size) : '', ...paint(look), ...strokes(place) }, [], { datum })
  },
}

const arc: Shape = {
  name: 'arc',
  at(place, row) {
    const { unit: { encoding: { theta }, stack }, scales } = place
    const angle = (value: unknown) => Number(scales.theta?.map(value))
    const field = theta?.field ?? ''
    const angles = turned(place, row) ?? (stack?.channel === 'theta'
      ? { startAngle: angle(row[endOf(field)]), endAngle: angle(row[startOf(field)]) } : { startAngle: 0, endAngle: 2 * Math.PI })
    return { x: pointAt(place, 'x', row, place.width / 2), y: pointAt(place, 'y', row, place.height / 2), ...angles }
  },
  bounds: (item, place) => arcBounds(item, place).expand(reach(item.look, true)).translate(item.x, item.y),
  node(item, place) {
    const { x, y, startAngle = 0, endAngle = 0, look, datum } = item
    const { inner, outer } = arcOf(item, place)
    return node('path', { transform: translate(x, y), d: arcPath(inner, outer, startAngle, endAngle), ...paint(look), ...strokes(place) }, [], { datum })
  },
}

const rule: Shape = {
  name: 'rule',
  at(place, row) {
    const { orient } = place.unit
    const x = pointAt(place, 'x', row, orient === 'horizontal' ? baseline(place, 'x', 'high') : place.width / 2)
    const y = pointAt(place, 'y', row, orient === 'vertical' ? baseline(place, 'y', 'high') : place.height / 2)
    return {
      x, y,
      ...(orient === 'vertical' ? {} : { x2: secondAt(place, 'x', row, () => baseline(place, 'x', 'low')) }),
      ...(orient === 'horizontal' ? {} : { y2: secondAt(place, 'y', row, () => baseline(place, 'y', 'low')) }),
    }
  },
  bounds: ({ x, y, x2 = x, y2 = y, look }) => Bounds.of(x, y, x2, y2).expand(reach(look, false)),
  node(item, place) {
    const { x, y, x2 = x, y2 = y, look, datum } = item
    return node('line', isPlaced(item) ? { transform: translate(x, y), x2: round(x2 - x), y2: round(y2 - y), ...paint(look), ...strokes(place) } : {}, [], { datum })
  },
}

/** A path has one node for all its rows. */
const joined = { bounds: () => new Bounds(), node: () => node('path', {}), draw: drawPaths }

const line: Shape = { name: 'line', at: (place, row) => ({ ...point(place, row), defined: place.unit.defined(row) }), ...joined }

const area: Shape = {
  name: 'area',
  at(place, row) {
    const flat = place.unit.orient === 'horizontal'
    const x = pointAt(place, 'x', row, flat ? baseline(place, 'x', 'low') : place.width / 2)
    const y = pointAt(place, 'y', row, flat ? place.height / 2 : baseline(place, 'y', 'low'))
    const along = flat ? { x2: secondAt(place, 'x', row, () => baseline(place, 'x', 'low')) } : { y2: secondAt(place, 'y', row, () => baseline(place, 'y', 'low')) }
    return { x, y, ...along, defined: place.unit.defined(row) }
  },
  ...joined,
}

/** Vega's kind of mark for each of Vega-Lite's. */
export const shapes: Readonly<Record<MarkType, Shape>> = { bar: rect, rect, text, line, area, point: symbol, circle: symbol, square: symbol, arc, rule }

/** Radii of an arc, in Vega-Lite's defaults. */
function arcOf({ inner, outer }: Item, place: Place) {
  if (inner !== undefined && outer !== undefined) return { inner, outer }
  const most = Math.min(place.width, place.height) / 2
  return { inner: numberOf(place, 'innerRadius') ?? 0, outer: numberOf(place, 'outerRadius') ?? most }
}

function arcBounds(item: Item, place: Place): Bounds {
  const { startAngle = 0, endAngle = 0 } = item
  const { inner, outer } = arcOf(item, place)
  const bounds = new Bounds()
  if (Math.abs(endAngle - startAngle) > 2 * Math.PI - 1e-8) return bounds.add(-outer, -outer).add(outer, outer)
  const [from, to] = [Math.min(startAngle, endAngle), Math.max(startAngle, endAngle)]
  const quarters = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((turn) => (turn * Math.PI) / 2).filter((angle) => angle > from && angle < to)
  for (const angle of [from, to, ...quarters]) {
    for (const radius of [inner, outer]) bounds.add(radius * Math.sin(angle), -radius * Math.cos(angle))
  }
  return bounds
}
