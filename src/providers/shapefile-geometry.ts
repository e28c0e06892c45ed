import { DgeError } from '../data/errors.js'
import { readGeometry } from '../data/geojson.js'
import type { Geometry, Position } from 'geojson'
import type { Pacer } from '../data/pacer.js'

/** The geometries of a .shp file in its coordinates, z and m left out; `broken` of them could not be read. */
export interface Shapes {
  readonly geometries: readonly (Geometry | null)[]
  readonly broken: number
}

/**
 * Reads a .shp file.
 * @throws DgeError `format` for what is none or ends too early
 * @see https://www.esri.com/content/dam/esrisites/sitecore-archive/Files/Pdfs/library/whitepapers/pdfs/shapefile.pdf
 */
export async function readShapes(bytes: Uint8Array, pacer: Pacer): Promise<Shapes> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 100 || view.getInt32(0) !== 9994) throw new DgeError('format', 'The .shp file is no shapefile')
  const end = Math.min(view.getInt32(24) * 2, bytes.length)
  if (view.getInt32(24) * 2 > bytes.length) throw new DgeError('format', 'The .shp file ends too early')
  const geometries: (Geometry | null)[] = []
  let broken = 0
  for (let at = 100; at + 12 <= end; ) {
    if (pacer.due) await pacer.turn()
    const length = view.getInt32(at + 4) * 2
    if (length < 4 || at + 8 + length > bytes.length) throw new DgeError('format', `The .shp file ends too early, in record ${geometries.length + 1}`)
    const geometry = shapeOf(new DataView(bytes.buffer, bytes.byteOffset + at + 8, length))
    if (geometry === undefined) broken++
    geometries.push(geometry ?? null)
    at += 8 + length
  }
  return { geometries, broken }
}

/** One record; null for an empty shape, undefined for one that cannot be read. */
function shapeOf(view: DataView): Geometry | null | undefined {
  try {
    const type = view.getInt32(0, true) % 10
    if (view.getInt32(0, true) === 31) return undefined
    switch (type) {
      case 0:
        return null
      case 1:
        return readGeometry({ type: 'Point', coordinates: position(view, 4) })
      case 8:
        return readGeometry(simplest('MultiPoint', positions(view, 40, view.getInt32(36, true))))
      case 3:
        return readGeometry(simplest('MultiLineString', partsOf(view)))
      case 5:
        return readGeometry(simplest('MultiPolygon', polygonsOf(partsOf(view))))
      default:
        return undefined
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function simplest(type: string, parts: readonly unknown[]): unknown {
  return parts.length === 1 ? { type: type.slice('Multi'.length), coordinates: parts[0] } : { type, coordinates: parts }
}

function position(view: DataView, at: number): Position {
  return [view.getFloat64(at, true), view.getFloat64(at + 8, true)]
}

function positions(view: DataView, at: number, count: number): Position[] {
  if (count < 0 || at + count * 16 > view.byteLength) throw new RangeError('More points than bytes')
  return Array.from({ length: count }, (_, index) => position(view, at + index * 16))
}

function partsOf(view: DataView): Position[][] {
  const [parts, points] = [view.getInt32(36, true), view.getInt32(40, true)]
  if (parts < 0 || 44 + parts * 4 > view.byteLength) throw new RangeError('More parts than bytes')
  const starts = Array.from({ length: parts }, (_, index) => view.getInt32(44 + index * 4, true))
  const all = positions(view, 44 + parts * 4, points)
  return starts.map((start, index) => all.slice(start, starts[index + 1] ?? points)).filter((part) => part.length > 0)
}

/** Rings that turn clockwise bound an area, the others are holes in the one around them. */
function polygonsOf(rings: Position[][]): Position[][][] {
  const outer = rings.filter((ring) => areaOf(ring) <= 0)
  // All the wrong way round: some programs do so.
  if (outer.length === 0) return rings.length === 1 ? [rings] : polygonsOf(rings.map((ring) => [...ring].reverse()))
  const polygons = outer.map((ring) => [ring])
  for (const hole of rings) {
    if (areaOf(hole) <= 0) continue
    const around = polygons.filter(([ring]) => ring && isInside(hole, ring)).sort(([a = []], [b = []]) => Math.abs(areaOf(a)) - Math.abs(areaOf(b)))[0]
    if (around) around.push(hole)
    else polygons.push([hole])
  }
  return polygons
}

/** Twice the area, positive when the ring turns anticlockwise. Relative to its start: coordinates in metres are large. */
function areaOf(ring: readonly Position[]): number {
  const [x0 = 0, y0 = 0] = ring[0] ?? []
  let area = 0
  for (let index = 1; index < ring.length; index++) {
    const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = [ring[index - 1], ring[index]]
    area += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
  }
  return area
}

/** True when the ring lies in the other: by the first of its points that is no corner of that. */
function isInside(ring: readonly Position[], around: readonly Position[]): boolean {
  const corners = new Set(around.map(([x, y]) => `${x} ${y}`))
  const [x = NaN, y = NaN] = ring.find(([px, py]) => !corners.has(`${px} ${py}`)) ?? ring[0] ?? []
  let inside = false
  for (let index = 1; index < around.length; index++) {
    const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = [around[index - 1], around[index]]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  }
  return inside
}
