import { envelopeOf } from '../data/geometry.js'
import type { FeatureValues, MapFeatures } from './layer-type.js'
import type { Extent } from '../data/filter.js'
import type { Value } from '../data/table.js'
import type { Feature, Geometry, Position } from 'geojson'

/** From so many points on, those that look alike go to the engine by the dozen: a feature for each takes its worker three times as long. */
const crowdedFrom = 20_000
/** So many at most: the pointer asks for all positions of a feature. */
const crowdSize = 64

/** The rows that have a place. */
export interface Placed {
  /** For the engine: one for each row, whose id is the row's number, or one for each crowd, by its rank. */
  readonly features: MapFeatures
  /** The row of each place. */
  readonly rows: readonly number[]
  /** Around each place. */
  readonly boxes: readonly Extent[]
  /** The rows of each feature that stands for several. */
  readonly crowds?: readonly (readonly number[])[]
}

/** The geometries of rows as features; `lookOf` is what is drawn of a row, `sized` whether by its own size. */
export function featuresOf(geometries: ArrayLike<Value>, lookOf: (row: number) => FeatureValues, sized: boolean): Placed {
  const rows: number[] = []
  const boxes: Extent[] = []
  let arePoints = true
  for (let row = 0; row < geometries.length; row++) {
    const geometry = geometries[row]
    const box = isGeometry(geometry) && envelopeOf(geometry)
    if (!box) continue
    rows.push(row)
    boxes.push(box)
    arePoints &&= geometry.type === 'Point'
  }
  if (arePoints && !sized && rows.length >= crowdedFrom) return { rows, boxes, ...crowdsOf(geometries, rows, lookOf) }
  const features = rows.map((row): Feature<Geometry, FeatureValues> => ({ type: 'Feature', id: row, geometry: geometries[row] as Geometry, properties: lookOf(row) }))
  return { features: { type: 'FeatureCollection', features }, rows, boxes }
}

/** Points of one class. The crowds are drawn in no order, always the same: none of the classes lies on top of the others. */
function crowdsOf(geometries: ArrayLike<Value>, rows: readonly number[], lookOf: (row: number) => FeatureValues): Pick<Placed, 'features' | 'crowds'> {
  interface Crowd { readonly rows: number[]; readonly coordinates: Position[]; readonly look: FeatureValues }
  const crowds: Crowd[] = []
  const open = new Map<number, Crowd>()
  for (const row of rows) {
    const look = lookOf(row)
    const rank = look.c ?? -1
    let crowd = open.get(rank)
    if (!crowd || crowd.rows.length >= crowdSize) {
      crowd = { rows: [], coordinates: [], look }
      crowds.push(crowd)
      open.set(rank, crowd)
    }
    crowd.rows.push(row)
    crowd.coordinates.push((geometries[row] as { readonly coordinates: Position }).coordinates)
  }
  const mixed = crowds.map((crowd, index) => ({ crowd, place: scattered(index) })).sort((a, b) => a.place - b.place).map(({ crowd }) => crowd)
  const features = mixed.map(({ coordinates, look }, id): Feature<Geometry, FeatureValues> => ({ type: 'Feature', id, geometry: { type: 'MultiPoint', coordinates }, properties: look }))
  return { features: { type: 'FeatureCollection', features }, crowds: mixed.map((crowd) => crowd.rows) }
}

function scattered(index: number): number {
  const mix = (value: number) => Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  return mix(mix(index + 1)) >>> 0
}

export function isGeometry(value: Value | undefined): value is Geometry {
  return typeof value === 'object' && value !== null
}
