import type { Extent } from '../data/filter.js'
import type { LayerDrawing } from './drawing.js'
import type { FeatureValues } from './layer-type.js'
import type { Geometry, Position } from 'geojson'
import type { LayerSpecification } from 'maplibre-gl'

/** What part of the world a still map shows, in so many pixels. */
export interface StillView {
  readonly width: number
  readonly height: number
  /** Pixels that stay free around what is to be seen. */
  readonly padding: number
  /** What is to be seen, or the middle and the zoom of MapLibre. */
  readonly look: Extent | { readonly center: readonly [longitude: number, latitude: number]; readonly zoom: number }
}

/** The side of the world in pixels at zoom 0. */
const world = 512
/** Places that lie together are not looked at from nearer than this. */
const nearest = 15

/**
 * Layers of a map as the text of an SVG, without background tiles: in Web Mercator, by the very style that MapLibre gets, so that the
 * interactive map takes its place without a jump. What lies around is cut by the place that it stands in, which has the colour of the ground.
 */
export function mapSvg(drawings: readonly LayerDrawing[], view: StillView): string {
  const { zoom, toPixel } = placing(view)
  const parts = drawings.flatMap(({ features, layers }) => {
    const outline = layers.find(({ metadata }) => metadata !== undefined)
    const rows = features.features.map(({ geometry, properties }) => ({ geometry, values: properties ?? {} }))
    return layers.filter((layer) => layer !== outline).map((layer) => {
      const of = styleOf(layer, zoom)
      if (layer.type === 'circle') return circles(rows, of, toPixel)
      const isFill = layer.type === 'fill'
      const line = outline && styleOf(outline, zoom)
      const seam = line?.('color', {})
      const paths = rows.flatMap(({ geometry, values }) => {
        const d = (isFill ? ringsOf : linesOf)(geometry).map((each) => pathOf(each, toPixel, isFill, view)).join('')
        const own = isFill && line?.('color', values)
        return d ? `<path d="${d}"${own && own !== seam ? ` stroke="${String(own)}"` : ''} ${isFill ? 'fill' : 'stroke'}="${String(of('color', values))}"${isFill ? '' : ` stroke-width="${round(2 * Number(of('width', values)))}"`}/>` : []
      })
      // Areas carry their outlines: drawn apart they would be in the file twice.
      const looks = isFill ? { 'fill-rule': 'evenodd', 'fill-opacity': of('opacity', {}), stroke: seam, 'stroke-opacity': line && round(Number(line('opacity', {}))), 'stroke-width': line && round(2 * Number(line('width', {}))) } : { fill: 'none', 'stroke-linecap': 'round' }
      return group({ transform: 'scale(.5)', 'stroke-linejoin': 'round', ...looks }, paths)
    })
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${view.width}" height="${view.height}" viewBox="0 0 ${view.width} ${view.height}">${parts.join('')}</svg>`
}

type Style = (name: string, values: FeatureValues) => unknown
type ToPixel = (position: Position) => readonly [x: number, y: number]

function styleOf(layer: LayerSpecification, zoom: number): Style {
  const paint = ('paint' in layer ? layer.paint : {}) as Readonly<Record<string, unknown>>
  return (name, values) => styleValue(paint[`${layer.type}-${name}`], values, zoom)
}

/** The small on top. */
function circles(rows: readonly { readonly geometry: Geometry; readonly values: FeatureValues }[], of: Style, toPixel: ToPixel): string {
  const sorted = [...rows].sort((a, b) => (b.values.s ?? 0) - (a.values.s ?? 0))
  const dots = sorted.flatMap(({ geometry, values }) => pointsOf(geometry).map((point) => {
    const [x, y] = toPixel(point)
    return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(Number(of('radius', values)))}" fill="${String(of('color', values))}"/>`
  }))
  return group({ 'fill-opacity': of('opacity', {}), stroke: of('stroke-color', {}), 'stroke-width': of('stroke-width', {}) }, dots)
}

function group(attributes: Readonly<Record<string, unknown>>, children: readonly string[]): string {
  const words = Object.entries(attributes).map(([name, value]) => (value === undefined || value === 1 ? '' : ` ${name}="${String(value)}"`))
  return children.length ? `<g${words.join('')}>${children.join('')}</g>` : ''
}

const round = (value: number): number => Math.round(value * 100) / 100 || 0

function mercator([longitude = 0, latitude = 0]: Position | readonly [number, number]): readonly [x: number, y: number] {
  const held = Math.max(-85.0511, Math.min(85.0511, latitude))
  return [(longitude + 180) / 360, 0.5 - Math.log(Math.tan(Math.PI / 4 + (held * Math.PI) / 360)) / (2 * Math.PI)]
}

/** From places to pixels, as MapLibre's `fitBounds` and `jumpTo` have it. */
function placing({ width, height, padding, look }: StillView): { readonly zoom: number; readonly toPixel: ToPixel } {
  if (!('center' in look)) {
    const [[left, top], [right, bottom]] = [mercator([look[0], look[3]]), mercator([look[2], look[1]])]
    const free = Math.min(padding, width / 6, height / 6)
    // The corner of the zoom buttons stays free where it is narrow.
    const aside = Math.max(free, width < 480 ? Math.min(56, width / 5) : free)
    const scale = Math.min((width - free - aside) / Math.max(right - left, 1e-12), (height - 2 * free) / Math.max(bottom - top, 1e-12), world * 2 ** nearest)
    const [cx, cy] = [free + (width - free - aside) / 2, height / 2]
    return { zoom: Math.log2(scale / world), toPixel: (position) => place(position, scale, [(left + right) / 2, (top + bottom) / 2], [cx, cy]) }
  }
  const scale = world * 2 ** look.zoom
  return { zoom: look.zoom, toPixel: (position) => place(position, scale, mercator(look.center), [width / 2, height / 2]) }
}

function place(position: Position, scale: number, middle: readonly [number, number], at: readonly [number, number]): readonly [x: number, y: number] {
  const [x, y] = mercator(position)
  return [(x - middle[0]) * scale + at[0], (y - middle[1]) * scale + at[1]]
}

/** What of MapLibre's style language layer types use: plain values, classes, sizes of their own, widths that grow with the zoom. */
function styleValue(value: unknown, values: FeatureValues, zoom: number): unknown {
  if (!Array.isArray(value)) return value
  const [op, ...args] = value as readonly unknown[]
  if (op === 'coalesce') return values.s ?? args[1]
  if (op === 'match') {
    const at = args.indexOf(values.c, 1)
    return values.c === undefined || at < 0 ? args.at(-1) : args[at + 1]
  }
  if (op === 'step') return styleValue(zoom < Number(args[2]) ? args[1] : args[3], values, zoom)
  const [, , from = 0, low = 0, to = 1, high = 0] = args.map(Number)
  return low + (high - low) * Math.max(0, Math.min(1, (zoom - from) / (to - from)))
}

function membersOf(geometry: Geometry): readonly Geometry[] {
  return geometry.type === 'GeometryCollection' ? geometry.geometries.flatMap(membersOf) : [geometry]
}

const pointsOf = (geometry: Geometry): readonly Position[] =>
  membersOf(geometry).flatMap((each) => (each.type === 'Point' ? [each.coordinates] : each.type === 'MultiPoint' ? each.coordinates : []))
const linesOf = (geometry: Geometry): readonly (readonly Position[])[] =>
  membersOf(geometry).flatMap((each) => (each.type === 'LineString' ? [each.coordinates] : each.type === 'MultiLineString' ? each.coordinates : []))
const ringsOf = (geometry: Geometry): readonly (readonly Position[])[] =>
  membersOf(geometry).flatMap((each) => (each.type === 'Polygon' ? each.coordinates : each.type === 'MultiPolygon' ? each.coordinates.flat() : []))

/** A line in half pixels; corners that fall together are one, and what lies far from the view is left out. */
function pathOf(line: readonly Position[], toPixel: ToPixel, closed: boolean, { width, height }: StillView): string {
  let [fromX, fromY, near] = [NaN, NaN, false]
  const steps = line.flatMap((position) => {
    const [px, py] = toPixel(position)
    near ||= px > -width && px < 2 * width && py > -height && py < 2 * height
    const [x, y] = [Math.round(px * 2), Math.round(py * 2)]
    if (x === fromX && y === fromY) return []
    const step = Number.isNaN(fromX) ? `M${x},${y}` : `l${x - fromX},${y - fromY}`
    ;[fromX, fromY] = [x, y]
    return step
  })
  return !near || steps.length < (closed ? 4 : 2) ? '' : steps.join('') + (closed ? 'Z' : '')
}
