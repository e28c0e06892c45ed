import type { Geometry, Position } from 'geojson'
import type { Extent, SpatialLiteral } from './filter.js'

type Segment = readonly [Position, Position]

/** A geometry taken apart: isolated points, line segments (rings included), polygons as lists of rings. */
interface Parts {
  readonly points: Position[]
  readonly segments: Segment[]
  readonly polygons: (readonly Position[])[][]
}

const envelopes = new WeakMap<Geometry, Extent>()

/** West, south, east, north of the geometry; undefined when it has no position. */
export function envelopeOf(geometry: Geometry): Extent | undefined {
  if (geometry.type === 'Point') return pointBox(geometry.coordinates)
  const known = envelopes.get(geometry)
  if (known) return known
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  eachPosition(geometry, ([x = NaN, y = NaN]) => {
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  })
  if (!(west <= east && south <= north)) return undefined
  const envelope: Extent = [west, south, east, north]
  envelopes.set(geometry, envelope)
  return envelope
}

/** Made faster than it is remembered. */
function pointBox([x = NaN, y = NaN]: Position): Extent | undefined {
  return Number.isNaN(x + y) ? undefined : [x, y, x, y]
}

/** True when the geometry's envelope and the box share a point (edges count). A box with west > east crosses the antimeridian. */
export function meetsBox(geometry: Geometry, [west, south, east, north]: Extent): boolean {
  const envelope = envelopeOf(geometry)
  if (!envelope || envelope[1] > north || envelope[3] < south) return false
  if (west > east) return envelope[2] >= west || envelope[0] <= east
  return envelope[0] <= east && envelope[2] >= west
}

/** S_INTERSECTS of the standard, planar in degrees: true when the two share a point (edges count). */
export function intersects(geometry: Geometry, literal: SpatialLiteral): boolean {
  if ('bbox' in literal && !('type' in literal)) return boxesOf(literal.bbox).some((box) => meetsBox(geometry, box) && crosses(geometry, boxPolygon(box)))
  const other = literal
  const box = envelopeOf(other)
  return box !== undefined && meetsBox(geometry, box) && crosses(geometry, other)
}

/** A box across the antimeridian is two. */
function boxesOf([west, south, east, north]: Extent): Extent[] {
  if (west <= east) return [[west, south, east, north]]
  return [[west, south, 180, north], [-180, south, east, north]]
}

function boxPolygon([west, south, east, north]: Extent): Geometry {
  return { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] }
}

function crosses(a: Geometry, b: Geometry): boolean {
  const left = partsOf(a)
  const right = partsOf(b)
  return (
    left.segments.some((one) => right.segments.some((two) => segmentsMeet(one, two))) ||
    touches(left, right) ||
    touches(right, left)
  )
}

/** A point or a line's or ring's vertex of `inner` lies in a polygon, on a segment or on a point of `outer`. */
function touches(inner: Parts, outer: Parts): boolean {
  const vertices = [...inner.points, ...inner.segments.map(([start]) => start)]
  return (
    vertices.some((point) => outer.polygons.some((rings) => inPolygon(point, rings))) ||
    inner.points.some(
      (point) =>
        outer.segments.some((segment) => onSegment(point, segment)) ||
        outer.points.some(([x, y]) => x === point[0] && y === point[1])
    )
  )
}

function partsOf(geometry: Geometry): Parts {
  const parts: Parts = { points: [], segments: [], polygons: [] }
  const line = (positions: readonly Position[]) => {
    for (let index = 1; index < positions.length; index++) {
      parts.segments.push([positions[index - 1] as Position, positions[index] as Position])
    }
  }
  const polygon = (rings: readonly (readonly Position[])[]) => {
    rings.forEach(line)
    parts.polygons.push([...rings])
  }
  const visit = (shape: Geometry) => {
    switch (shape.type) {
      case 'Point':
        parts.points.push(shape.coordinates)
        break
      case 'MultiPoint':
        parts.points.push(...shape.coordinates)
        break
      case 'LineString':
        line(shape.coordinates)
        break
      case 'MultiLineString':
        shape.coordinates.forEach(line)
        break
      case 'Polygon':
        polygon(shape.coordinates)
        break
      case 'MultiPolygon':
        shape.coordinates.forEach(polygon)
        break
      case 'GeometryCollection':
        shape.geometries.forEach(visit)
    }
  }
  visit(geometry)
  return parts
}

/** Even-odd rule over all rings, so holes are outside; the edge counts as inside. */
function inPolygon(point: Position, rings: readonly (readonly Position[])[]): boolean {
  const [x = NaN, y = NaN] = point
  let inside = false
  for (const ring of rings) {
    for (let index = 1; index < ring.length; index++) {
      const start = ring[index - 1] as Position
      const end = ring[index] as Position
      if (onSegment(point, [start, end])) return true
      const [x1 = NaN, y1 = NaN] = start
      const [x2 = NaN, y2 = NaN] = end
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
    }
  }
  return inside
}

/** Twice the signed area of the triangle: its sign tells on which side of a→b the point c is. */
function side(a: Position, b: Position, c: Position): number {
  return ((b[0] ?? NaN) - (a[0] ?? NaN)) * ((c[1] ?? NaN) - (a[1] ?? NaN)) - ((b[1] ?? NaN) - (a[1] ?? NaN)) * ((c[0] ?? NaN) - (a[0] ?? NaN))
}

function onSegment(point: Position, [start, end]: Segment): boolean {
  return side(start, end, point) === 0 && within(point[0], start[0], end[0]) && within(point[1], start[1], end[1])
}

function within(value = NaN, a = NaN, b = NaN): boolean {
  return value >= Math.min(a, b) && value <= Math.max(a, b)
}

function segmentsMeet([a, b]: Segment, [c, d]: Segment): boolean {
  const d1 = Math.sign(side(a, b, c))
  const d2 = Math.sign(side(a, b, d))
  const d3 = Math.sign(side(c, d, a))
  const d4 = Math.sign(side(c, d, b))
  if (d1 !== d2 && d3 !== d4 && d1 * d2 <= 0 && d3 * d4 <= 0 && d1 * d2 * d3 * d4 !== 0) return true
  return onSegment(c, [a, b]) || onSegment(d, [a, b]) || onSegment(a, [c, d]) || onSegment(b, [c, d])
}

function eachPosition(geometry: Geometry, visit: (position: Position) => void): void {
  if (geometry.type === 'GeometryCollection') {
    for (const member of geometry.geometries) eachPosition(member, visit)
    return
  }
  const walk = (coordinates: unknown): void => {
    if (!Array.isArray(coordinates)) return
    if (typeof coordinates[0] === 'number') visit(coordinates as Position)
    else coordinates.forEach(walk)
  }
  walk(geometry.coordinates)
}
