import type { Geometry, Position } from 'geojson'

/**
 * The point where a geometry's pop-up stands: the point itself, the middle vertex of the longest line, the centre of mass
 * of the largest outer ring (or its first vertex when the ring has no area). Undefined without positions.
 */
export function anchorOf(geometry: Geometry): [longitude: number, latitude: number] | undefined {
  switch (geometry.type) {
    case 'Point':
      return pair(geometry.coordinates)
    case 'MultiPoint':
      return pair(geometry.coordinates[0])
    case 'LineString':
      return middle(geometry.coordinates)
    case 'MultiLineString':
      return middle(largest(geometry.coordinates, (line) => line.length) ?? [])
    case 'Polygon':
      return centroid(geometry.coordinates[0] ?? [])
    case 'MultiPolygon':
      return centroid(largest(geometry.coordinates, (polygon) => Math.abs(areaOf(polygon[0] ?? [])))?.[0] ?? [])
    case 'GeometryCollection':
      for (const member of geometry.geometries) {
        const found = anchorOf(member)
        if (found) return found
      }
      return undefined
  }
}

function pair(position: Position | undefined): [number, number] | undefined {
  const [longitude, latitude] = position ?? []
  return longitude === undefined || latitude === undefined ? undefined : [longitude, latitude]
}

function middle(line: readonly Position[]): [number, number] | undefined {
  return pair(line[line.length >> 1])
}

function largest<T>(items: readonly T[], size: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>((best, item) => (best === undefined || size(item) > size(best) ? item : best), undefined)
}

/** Twice the signed area, in square degrees. */
function areaOf(ring: readonly Position[]): number {
  let area = 0
  each(ring, (x1, y1, x2, y2) => (area += x1 * y2 - x2 * y1))
  return area
}

function centroid(ring: readonly Position[]): [number, number] | undefined {
  const [x0, y0] = pair(ring[0]) ?? []
  if (x0 === undefined || y0 === undefined) return undefined
  let [area, x, y] = [0, 0, 0]
  // Around the first vertex: products of near numbers would lose digits.
  each(ring, (x1, y1, x2, y2) => {
    const cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    area += cross
    x += (x1 + x2 - 2 * x0) * cross
    y += (y1 + y2 - 2 * y0) * cross
  })
  return area === 0 ? [x0, y0] : [x0 + x / (3 * area), y0 + y / (3 * area)]
}

function each(ring: readonly Position[], visit: (x1: number, y1: number, x2: number, y2: number) => void): void {
  for (let index = 1; index < ring.length; index++) {
    const [x1 = 0, y1 = 0] = ring[index - 1] ?? []
    const [x2 = 0, y2 = 0] = ring[index] ?? []
    visit(x1, y1, x2, y2)
  }
}
