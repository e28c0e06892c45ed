import { Bounds } from './bounds.js'
import { isGrouped, itemsOf, shapes } from './marks.js'
import { numberOf, property, reach } from './encode.js'
import { arcPath, areaPath, linePath } from './paths.js'
import { node, round, translate } from './svg.js'
import { symbolBounds, symbolPath } from './symbols.js'
import { textBounds, textNode } from './text.js'
import type { Item, Look, Place } from './encode.js'
import type { Datum } from './spec.js'
import type { CurveName, Point } from './paths.js'
import type { MeasureText, TextItem } from './text.js'
import type { Node } from './svg.js'

/** Where a row is drawn, in pixels of the plot area. */
export interface Spot {
  readonly datum: Datum
  readonly bounds: Bounds
}

/** One mark with the room it takes; its nodes are made when they are asked for. */
export interface DrawnMark {
  readonly shape: (typeof shapes)[keyof typeof shapes]
  readonly groups: readonly (readonly Item[])[]
  readonly bounds: Bounds
  /** Paths that are told apart stand in a group, which legends keep clear of. */
  readonly grouped: boolean
  spots(): readonly Spot[]
  node(): Node
}

/** Draws a mark of a specification. */
export function drawMark(place: Place, measure: MeasureText): DrawnMark {
  const { unit } = place
  const shape = shapes[unit.type]
  const groups = itemsOf(place)
  const isPath = shape === 'line' || shape === 'area'
  const boundsOf = (item: Item) => itemBounds(shape, item, place, measure)
  const bounds = new Bounds()
  for (const group of groups) bounds.union(isPath ? pathBounds(group, place) : group.reduce((box, item) => box.union(boundsOf(item)), new Bounds()))
  return {
    shape, groups, bounds, grouped: isPath && isGrouped(unit),
    spots: () => groups.flat().map((item) => ({
      datum: item.datum,
      bounds: isPath ? Bounds.of(item.x - 6, item.y - 6, item.x + 6, item.y + 6) : boundsOf(item),
    })),
    node: () => {
      const named = (children: readonly Node[]) => node('g', { class: `mark-${shape} role-mark marks` }, children)
      if (isPath && isGrouped(unit)) return node('g', { class: 'mark-group role-scope' }, groups.map((group) => named([pathNode(group, place)])))
      if (isPath) return named(groups.flatMap((group) => (group.length ? [pathNode(group, place)] : [])))
      return named(groups.flat().map((item) => itemNode(shape, item, place, measure)))
    },
  }
}

function itemBounds(shape: string, item: Item, place: Place, measure: MeasureText): Bounds {
  const { x, y, look } = item
  if (shape === 'text') return textBounds(textOf(item, place), measure)
  if (shape === 'rect') return Bounds.of(x, y, x + (item.width ?? 0), y + (item.height ?? 0)).expand(reach(look, false))
  if (shape === 'rule') return Bounds.of(x, y, item.x2 ?? x, item.y2 ?? y).expand(reach(look, false))
  const box = shape === 'arc' ? arcBounds(item, place) : symbolBounds(item.shape ?? 'circle', item.size ?? 0)
  return box.expand(reach(look, true)).translate(x, y)
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

function itemNode(shape: string, item: Item, place: Place, measure: MeasureText): Node {
  const { x, y, x2 = x, y2 = y, look, datum } = item
  const attributes = { ...paint(look), ...strokes(place) }
  if (shape === 'text') return textNode(textOf(item, place), measure, { datum })
  // A place that its scale does not know (zero on a logarithm) is no place.
  const isPlaced = Number.isFinite(x + y + x2 + y2) && (item.size === undefined || item.size >= 0)
  if (shape === 'rule') return node('line', isPlaced ? { transform: translate(x, y), x2: round(x2 - x), y2: round(y2 - y), ...attributes } : {}, [], { datum })
  if (shape === 'rect') return node('path', { d: rectPath(item, cornersOf(place)), ...attributes }, [], { datum })
  if (shape === 'symbol') return node('path', { transform: translate(x, y), d: isPlaced ? symbolPath(item.shape ?? 'circle', item.size ?? 0) : '', ...attributes }, [], { datum })
  const { inner, outer } = arcOf(item, place)
  const d = arcPath(inner, outer, item.startAngle ?? 0, item.endAngle ?? 0)
  return node('path', { transform: translate(x, y), d, ...attributes }, [], { datum })
}

function paint({ fill, stroke, opacity, fillOpacity, strokeOpacity, strokeWidth, strokeDash }: Look) {
  return {
    fill: fill ?? 'none', stroke, opacity: opacity === 1 ? undefined : opacity, 'fill-opacity': fillOpacity, 'stroke-opacity': strokeOpacity,
    'stroke-width': stroke === undefined ? undefined : strokeWidth, 'stroke-dasharray': strokeDash?.length ? strokeDash.join(',') : undefined,
  }
}

function strokes(place: Place) {
  const text = (name: string) => {
    const value = property(place, name)
    return value == null ? undefined : String(value)
  }
  return { 'stroke-linecap': text('strokeCap'), 'stroke-linejoin': text('strokeJoin') }
}

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

function rectPath({ x, y, width = 0, height = 0 }: Item, corners: Corners): string {
  const [tl, tr, br, bl] = corners.map((radius) => Math.max(0, Math.min(radius, Math.min(width, height) / 2))) as unknown as Corners
  if (tl + tr + br + bl === 0) return `M${round(x)},${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`
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

/** Painted under the letters: over them it would thin them. */
function seamOf(look: Look, place: Place): TextItem['seam'] {
  const { stroke, 'stroke-width': width, 'stroke-opacity': opacity } = paint(look)
  return stroke ? { stroke, 'stroke-width': width, 'stroke-opacity': opacity, 'stroke-linejoin': strokes(place)['stroke-linejoin'], 'paint-order': 'stroke' } : undefined
}

function textOf(item: Item, place: Place): TextItem {
  const { look, datum, radius = 0, theta = 0 } = item
  const own = (name: string) => property(place, name, datum)
  const number = (name: string) => numberOf(place, name, datum) ?? 0
  const [x, y] = radius ? [item.x + radius * Math.sin(theta), item.y - radius * Math.cos(theta)] : [item.x, item.y]
  return {
    text: item.text ?? '', x, y, size: item.size ?? 11, font: String(own('font') ?? place.config.font), align: String(own('align') ?? 'center'),
    baseline: String(own('baseline') ?? 'middle'), angle: number('angle'), dx: number('dx'), dy: number('dy'),
    weight: own('fontWeight') as string | undefined, style: own('fontStyle') as string | undefined, limit: number('limit'),
    fill: look.fill, opacity: look.opacity === 1 ? undefined : look.opacity, fillOpacity: look.fillOpacity, lineHeight: numberOf(place, 'lineHeight'),
    seam: seamOf(look, place),
  }
}
