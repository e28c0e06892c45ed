import { arc as arcShape, area as areaShape, curveLinear, curveMonotoneX, curveMonotoneY, curveStep, curveStepAfter, curveStepBefore, line as lineShape } from 'd3-shape'
import { Bounds } from './bounds.js'
import { itemsOf, shapes } from './marks.js'
import { numberOf, property, reach } from './encode.js'
import { node, round, translate } from './svg.js'
import { symbolBounds, symbolPath } from './symbols.js'
import { textBounds, textNode } from './text.js'
import type { Item, Look, Place } from './encode.js'
import type { Datum } from './spec.js'
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
  spots(): readonly Spot[]
  node(): Node
}

const curves = {
  linear: () => curveLinear, step: () => curveStep, 'step-before': () => curveStepBefore, 'step-after': () => curveStepAfter,
  monotone: (flat: boolean) => (flat ? curveMonotoneY : curveMonotoneX),
}
export const curveNames: readonly string[] = Object.keys(curves)

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
    shape, groups, bounds,
    spots: () => groups.flat().map((item) => ({
      datum: item.datum,
      bounds: isPath ? Bounds.of(item.x - 6, item.y - 6, item.x + 6, item.y + 6) : boundsOf(item),
    })),
    node: () => {
      const named = (children: readonly Node[]) => node('g', { class: `mark-${shape} role-mark marks` }, children)
      if (isPath && groups.length > 1) return node('g', { class: 'mark-group role-scope' }, groups.map((group) => named([pathNode(group, place)])))
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

/** Radii and rounding of an arc, in Vega-Lite's defaults. */
function arcOf(place: Place) {
  const most = Math.min(place.width, place.height) / 2
  return {
    inner: numberOf(place, 'innerRadius') ?? 0, outer: numberOf(place, 'outerRadius') ?? most,
    corner: numberOf(place, 'cornerRadius') ?? 0, pad: numberOf(place, 'padAngle') ?? 0,
  }
}

function arcBounds({ startAngle = 0, endAngle = 0 }: Item, place: Place): Bounds {
  const { inner, outer } = arcOf(place)
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
  const { unit } = place
  const isArea = unit.type === 'area'
  const flat = unit.orient === 'horizontal'
  const curve = curves[String(property(place, 'interpolate') ?? 'linear') as keyof typeof curves](isArea && flat)
  const at = (get: (item: Item) => number) => (item: Item) => get(item)
  const defined = (item: Item) => item.defined !== false
  const x = at((item) => item.x)
  const y = at((item) => item.y)
  const area = areaShape<Item>().curve(curve).defined(defined).digits(3)
  const path = !isArea ? lineShape<Item>().curve(curve).defined(defined).digits(3).x(x).y(y)
    : flat ? area.y(y).x1(x).x0((item) => item.x2 ?? item.x) : area.x(x).y1(y).y0((item) => item.y2 ?? item.y)
  const look = items[0]?.look
  return node('path', { d: path([...items]) ?? '', ...(look ? paint(look) : {}), ...strokes(place) }, [], { data: items.map(({ datum }) => datum) })
}

function itemNode(shape: string, item: Item, place: Place, measure: MeasureText): Node {
  const { x, y, x2, y2, look, datum } = item
  const attributes = { ...paint(look), ...strokes(place) }
  if (shape === 'text') return textNode(textOf(item, place), measure, { datum })
  if (shape === 'rule') return node('line', { transform: translate(x, y), x2: round((x2 ?? x) - x), y2: round((y2 ?? y) - y), ...attributes }, [], { datum })
  if (shape === 'rect') return node('path', { d: rectPath(item, cornersOf(place)), ...attributes }, [], { datum })
  if (shape === 'symbol') return node('path', { transform: translate(x, y), d: symbolPath(item.shape ?? 'circle', item.size ?? 0), ...attributes }, [], { datum })
  const { inner, outer, corner, pad } = arcOf(place)
  const path = arcShape().digits(3).innerRadius(inner).outerRadius(outer).cornerRadius(corner).padAngle(pad)
  const d = path({ startAngle: item.startAngle ?? 0, endAngle: item.endAngle ?? 0, innerRadius: inner, outerRadius: outer }) ?? ''
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
  const turn = (radius: number, px: number, py: number) => (radius ? `A${round(radius)},${round(radius)},0,0,1,${round(px)},${round(py)}` : '')
  return `M${round(x + tl)},${round(y)}H${round(right - tr)}${turn(tr, right, y + tr)}V${round(bottom - br)}${turn(br, right - br, bottom)}` +
    `H${round(x + bl)}${turn(bl, x, bottom - bl)}V${round(y + tl)}${turn(tl, x + tl, y)}Z`
}

function textOf(item: Item, place: Place): TextItem {
  const own = (name: string) => property(place, name)
  const { x, y, look } = item
  return {
    text: item.text ?? '', x, y, size: item.size ?? 11, font: String(own('font') ?? place.config.font), align: String(own('align') ?? 'center'),
    baseline: String(own('baseline') ?? 'middle'), angle: numberOf(place, 'angle') ?? 0, dx: numberOf(place, 'dx') ?? 0, dy: numberOf(place, 'dy') ?? 0,
    weight: own('fontWeight') as string | undefined, style: own('fontStyle') as string | undefined, limit: numberOf(place, 'limit') ?? 0,
    fill: look.fill, opacity: look.opacity === 1 ? undefined : look.opacity, fillOpacity: look.fillOpacity, lineHeight: numberOf(place, 'lineHeight'),
  }
}
