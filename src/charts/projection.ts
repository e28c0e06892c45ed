import type { Extent } from '../data/filter.js'

/** From degrees to a plane whose y goes down; equal near the middle of what is drawn. */
export type Projection = (longitude: number, latitude: number) => readonly [x: number, y: number]

const rad = Math.PI / 180

/**
 * The projection for a drawing of this extent: Lambert's conformal conic (the one of French maps), and Mercator's near the
 * equator and for more than a continent, where a cone is of no use.
 */
export function projectionFor([west, south, east, north]: Extent): Projection {
  const middle = (south + north) / 2
  const span = north - south
  const fits = east - west <= 70 && Math.abs(middle) >= 20 && Math.max(Math.abs(south), Math.abs(north)) <= 80 && south * north > 0
  return fits ? conic((west + east) / 2, south + span / 6, north - span / 6) : mercator
}

/** @see Snyder, Map Projections: A Working Manual, USGS 1395, 15-1 to 15-3 */
function conic(center: number, first: number, second: number): Projection {
  const tangent = (latitude: number) => Math.tan(Math.PI / 4 + (latitude * rad) / 2)
  const [one, two] = [Math.cos(first * rad), Math.cos(second * rad)]
  const n = second - first < 1e-6 ? Math.sin(first * rad) : Math.log(one / two) / Math.log(tangent(second) / tangent(first))
  const scale = (one * tangent(first) ** n) / n
  return (longitude, latitude) => {
    const radius = scale / tangent(latitude) ** n
    const angle = n * (longitude - center) * rad
    return [radius * Math.sin(angle), radius * Math.cos(angle)]
  }
}

/** Poles are infinitely far: what lies beyond 83° is drawn there. */
function mercator(longitude: number, latitude: number): readonly [number, number] {
  const held = Math.max(-83, Math.min(83, latitude))
  return [longitude * rad, -Math.log(Math.tan(Math.PI / 4 + (held * rad) / 2))]
}
