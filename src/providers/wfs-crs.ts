import { crsNamed, guessCrs, isLonLat } from '../data/crs.js'
import { DgeError } from '../data/errors.js'
import { mapPositions } from '../data/geojson.js'
import { envelopeOf } from '../data/geometry.js'
import { unprojection } from './projection.js'
import type { Extent } from '../data/filter.js'
import type { Unproject } from './projection.js'
import type { RawFeature } from './wfs-gml.js'

/**
 * Features with coordinates in longitude and latitude, whatever the server made of SRSNAME: projected ones are
 * reprojected, and those that only fit the layer's declared extent when turned round are turned round.
 * @param crs as the answer names it; undefined = degrees, as GeoJSON has it
 * @throws DgeError `unsupported` for coordinates in a system that is not known here
 */
export async function lonLatFeatures(
  features: readonly RawFeature[],
  crs: string | undefined,
  extent: Extent | undefined
): Promise<readonly RawFeature[]> {
  const shape = features.find(({ geometry }) => geometry && envelopeOf(geometry))?.geometry
  const envelope = shape && envelopeOf(shape)
  if (!envelope) return features
  const [x, y] = envelope
  const known = (crs === undefined ? undefined : crsNamed(crs)) ?? guessCrs(envelope)
  if (known === undefined) {
    throw new DgeError('unsupported', `The WFS gives coordinates in ${crs ?? 'a system that it does not name'}, which is not known here`)
  }
  if (!isLonLat(known)) return turned(features, await unprojection(known))
  if (!extent || within(x, y, extent) || !within(y, x, extent)) return features
  return turned(features, ([first = NaN, second = NaN]) => [second, first])
}

function turned(features: readonly RawFeature[], turn: Unproject): RawFeature[] {
  return features.map((feature) => ({ ...feature, geometry: feature.geometry && mapPositions(feature.geometry, turn) }))
}

function within(x: number, y: number, [west, south, east, north]: Extent): boolean {
  const margin = 0.5
  return x >= west - margin && x <= east + margin && y >= south - margin && y <= north + margin
}
