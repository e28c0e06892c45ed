import type { Geometry, Position } from 'geojson'

type Coordinates = readonly unknown[]

/** Depth of the arrays that each type's coordinates are. */
const depths = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 } as const

/**
 * The value as a geometry that any map can draw, or null when there is none in it, or undefined when it is broken
 * (coordinates that are no finite numbers, unknown type, lines of one point). Rings left open are closed, rings of less
 * than three different points and empty parts fall away.
 * @see https://www.rfc-editor.org/rfc/rfc7946#section-3.1
 */
export function readGeometry(value: unknown): Geometry | null | undefined {
  if (value === null) return null
  if (typeof value !== 'object' || !('type' in value)) return undefined
  const { type } = value
  if (type === 'GeometryCollection') {
    if (!('geometries' in value) || !Array.isArray(value.geometries)) return undefined
    const parts = value.geometries.map(readGeometry)
    if (parts.includes(undefined)) return undefined
    const geometries = parts.filter((part): part is Geometry => part !== null && part !== undefined)
    return geometries.length > 0 ? { type, geometries } : null
  }
  if (!isType(type) || !('coordinates' in value) || !Array.isArray(value.coordinates)) return undefined
  const coordinates: Coordinates = value.coordinates
  if (coordinates.length === 0) return null
  if (!arePositions(coordinates, depths[type])) return undefined
  return cleaned(type, coordinates)
}

function isType(type: unknown): type is keyof typeof depths {
  return typeof type === 'string' && Object.hasOwn(depths, type)
}

function arePositions(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false
  if (depth > 0) return value.every((item) => arePositions(item, depth - 1))
  return value.length >= 2 && value.every((number) => typeof number === 'number' && Number.isFinite(number))
}

function cleaned(type: keyof typeof depths, coordinates: Coordinates): Geometry | null | undefined {
  switch (type) {
    case 'Point':
      return { type, coordinates: coordinates as Position }
    case 'MultiPoint':
      return { type, coordinates: coordinates as Position[] }
    case 'LineString':
      return coordinates.length < 2 ? undefined : { type, coordinates: coordinates as Position[] }
    case 'MultiLineString': {
      const lines = (coordinates as Position[][]).filter((line) => line.length > 1)
      return lines.length > 0 ? { type, coordinates: lines } : undefined
    }
    case 'Polygon': {
      const rings = ringsOf(coordinates as Position[][])
      return rings ? { type, coordinates: rings } : undefined
    }
    case 'MultiPolygon': {
      const polygons = (coordinates as Position[][][]).map(ringsOf).filter((rings) => rings !== undefined)
      return polygons.length > 0 ? { type, coordinates: polygons } : undefined
    }
  }
}

/** Closed rings; undefined when the outer one is no area. */
function ringsOf(rings: Position[][]): Position[][] | undefined {
  const closed = rings.map((ring) => {
    const [first, last] = [ring[0], ring.at(-1)]
    return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring
  })
  const [outer] = closed
  if (!outer || outer.length < 4) return undefined
  return closed.every((ring) => ring.length >= 4) ? closed : closed.filter((ring) => ring.length >= 4)
}

/** The geometry with every position replaced. */
export function mapPositions(geometry: Geometry, change: (position: Position) => Position): Geometry {
  switch (geometry.type) {
    case 'Point':
      return { type: geometry.type, coordinates: change(geometry.coordinates) }
    case 'MultiPoint':
    case 'LineString':
      return { type: geometry.type, coordinates: geometry.coordinates.map(change) }
    case 'MultiLineString':
    case 'Polygon':
      return { type: geometry.type, coordinates: geometry.coordinates.map((line) => line.map(change)) }
    case 'MultiPolygon':
      return { type: geometry.type, coordinates: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(change))) }
    case 'GeometryCollection':
      return { type: geometry.type, geometries: geometry.geometries.map((part) => mapPositions(part, change)) }
  }
}
