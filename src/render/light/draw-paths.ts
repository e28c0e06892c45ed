import { areaPath, linePath } from './paths.js'
import { Bounds } from './bounds.js'
import { compare } from './compare.js'
import { groupBy } from './group-by.js'
import { inOrder, markNode, orderOf } from './order.js'
import { node } from './svg.js'
import { paint, strokes } from './paint.js'
import { property, reach } from './encode.js'
import type { Channel, CurveName } from './spec.js'
import type { DrawnMark } from './draw.js'
import type { Item, Place } from './encode.js'
import type { Node } from './svg.js'
import type { Point } from './paths.js'

/** Lines and areas: one path for each series, in the order along it. */
export function drawPaths(place: Place, items: readonly Item[]): DrawnMark {
  const { unit } = place
  const name = unit.type === 'area' ? 'area' : 'line'
  const groups = pathsOf(place, items)
  const grouped = partsOf(unit).length > 0
  return {
    groups, grouped, bounds: groups.reduce((box, group) => box.union(pathBounds(group, place)), new Bounds()),
    spots: () => groups.flat().map(({ datum, x, y }) => ({ datum, bounds: Bounds.of(x - 6, y - 6, x + 6, y + 6) })),
    node: () => grouped
      ? node('g', { class: 'mark-group role-scope' }, groups.map((group) => markNode(name, [pathNode(group, place)])))
      : markNode(name, groups.flatMap((group) => (group.length ? [pathNode(group, place)] : []))),
  }
}

/** Fields that tell the paths of a mark apart. */
function partsOf({ type, encoding }: Place['unit']): readonly string[] {
  const channels: readonly Channel[] = ['color', 'opacity', 'strokeDash', 'size', 'detail', ...(type === 'area' ? (['order'] as const) : [])]
  return channels.flatMap((name) => encoding[name]?.field ?? [])
}

function pathsOf(place: Place, items: readonly Item[]): readonly (readonly Item[])[] {
  const { unit } = place
  const { order } = unit.encoding
  const parts = partsOf(unit)
  // Paths lie on each other as their first rows come in the data, whatever the order along each.
  const groups = (parts.length === 0 ? [items] : [...groupBy(items, ({ datum }) => JSON.stringify(parts.map((field) => datum[field]))).values()]).map((group) => inOrder(group, place))
  const along = unit.orient === 'horizontal' ? 'y' : 'x'
  const isAlong = unit.encoding[along]?.field !== undefined && !(order && (orderOf(unit) || order.value === null || order.value === false))
  return isAlong ? groups.map((group) => [...group].sort((a, b) => compare(a[along], b[along]))) : groups
}

function pathBounds(items: readonly Item[], { unit }: Place): Bounds {
  const bounds = new Bounds()
  for (const { x, y, x2, y2, defined } of items) {
    if (defined === false) continue
    bounds.add(x, y)
    if (x2 !== undefined || y2 !== undefined) bounds.add(x2 ?? x, y2 ?? y)
  }
  const [first] = items
  return first ? bounds.expand(reach(first.look, unit.mark['strokeJoin'] === undefined || unit.mark['strokeJoin'] === 'miter')) : bounds
}

function pathNode(items: readonly Item[], place: Place): Node {
  const isArea = place.unit.type === 'area'
  const flat = place.unit.orient === 'horizontal'
  const curve = (property(place, 'interpolate') ?? 'linear') as CurveName
  const path = piecesOf(items).map((piece) => {
    const points = piece.map(({ x, y }): Point => [x, y])
    return isArea ? areaPath(points, piece.map(({ x, y, x2, y2 }): Point => (flat ? [x2 ?? x, y] : [x, y2 ?? y])), curve, flat) : linePath(points, curve)
  }).join('')
  const look = items[0]?.look
  return node('path', { d: path, ...(look ? paint(look) : {}), ...strokes(place) }, [], { data: items.map(({ datum }) => datum) })
}

/** A path breaks where a value is missing. */
function piecesOf(items: readonly Item[]): readonly (readonly Item[])[] {
  const pieces: Item[][] = [[]]
  for (const item of items) {
    if (item.defined === false) pieces.push([])
    else pieces.at(-1)?.push(item)
  }
  return pieces.filter((piece) => piece.length > 0)
}
