import { DgeError } from '../data/errors.js'
import { isLatitudeFirst } from './wfs-gml.js'
import type { Geometry, Position } from 'geojson'
import type { Extent } from '../data/filter.js'
import type { RawFeature } from './wfs-gml.js'

/**
 * Features with coordinates in longitude and latitude, whatever the server made of SRSNAME. Coordinates that only fit
 * the layer's declared extent when turned round are turned round.
 * @param crs as the answer names it; undefined = degrees, as GeoJSON has it
 */
export async function lonLatFeatures(
  features: readonly RawFeature[],
  crs: string | undefined,
  extent: Extent | undefined
): Promise<readonly RawFeature[]> {
  const sample = features.flatMap(({ geometry }) => (geometry ? (firstPosition(geometry) ?? []) : []))
  const [x = 0, y = 0] = sample
  if (sample.length === 0) return features
  if (crs !== undefined && !isDegrees(crs)) {
    throw new DgeError('unsupported', `Coordinates in ${crs}`)
  }
  if (extent && !within(x, y, extent) && within(y, x, extent)) {
    return mapPositions(features, ([first = 0, second = 0]) => [second, first])
  }
  return features
}

/** WGS 84 and what differs from it by less than a metre. */
function isDegrees(crs: string): boolean {
  return /CRS:?84$/i.test(crs) || isLatitudeFirst(crs) || /[:#/]4326$/.test(crs)
}

function within(x: number, y: number, [west, south, east, north]: Extent): boolean {
  const margin = 0.5
  return x >= west - margin && x <= east + margin && y >= south - margin && y <= north + margin
}

function mapPositions(features: readonly RawFeature[], turn: (position: Position) => Position): RawFeature[] {
  return features.map((feature) => ({ ...feature, geometry: feature.geometry && mapGeometry(feature.geometry, turn) }))
}

function mapGeometry(geometry: Geometry, turn: (position: Position) => Position): Geometry {
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: turn(geometry.coordinates) }
    case 'MultiPoint':
    case 'LineString':
      return { type: geometry.type, coordinates: geometry.coordinates.map(turn) }
    case 'MultiLineString':
    case 'Polygon':
      return { type: geometry.type, coordinates: geometry.coordinates.map((line) => line.map(turn)) }
    case 'MultiPolygon':
      return { type: 'MultiPolygon', coordinates: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(turn))) }
    default:
      return { type: 'GeometryCollection', geometries: geometry.geometries.map((part) => mapGeometry(part, turn)) }
  }
}

function firstPosition(geometry: Geometry): Position | undefined {
  if (geometry.type === 'GeometryCollection') return geometry.geometries[0] && firstPosition(geometry.geometries[0])
  let at: unknown = geometry.coordinates
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0]
  return Array.isArray(at) && typeof at[0] === 'number' && typeof at[1] === 'number' ? [at[0], at[1]] : undefined
}
