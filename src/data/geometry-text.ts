import { readGeometry } from './geojson.js'
import { pair, wkt, writingOf } from './geometry-signs.js'
import { parseWkt } from './wkt.js'
import type { Geometry } from 'geojson'

/** A geometry written into a cell. */
export interface WrittenGeometry {
  readonly geometry: Geometry | null
  /** CRS when the text names it ("SRID=2154;POINT(…)"). */
  readonly crs?: string
}

/**
 * The geometry that a cell says: WKT, PostGIS's EWKT, GeoJSON, or a pair of coordinates ("48.5, 7.7": latitude first
 * unless `lonFirst`, or in brackets as GeoJSON has them). Undefined when it is none, or broken.
 */
export function readGeometryText(text: string, lonFirst = false): WrittenGeometry | undefined {
  switch (writingOf(text)) {
    case 'wkt':
      return fromWkt(text)
    case 'json':
      return fromJson(text)
    case 'pair': {
      const [, , first, second] = pair.exec(text) ?? []
      const [a, b] = [Number(first), Number(second)]
      return { geometry: { type: 'Point', coordinates: lonFirst ? [a, b] : [b, a] } }
    }
    default:
      return undefined
  }
}

function fromWkt(text: string): WrittenGeometry | undefined {
  const [, srid, name = '', end] = wkt.exec(text) ?? []
  const crs = srid ? { crs: `EPSG:${srid}` } : {}
  if (end !== '(') return { geometry: null, ...crs }
  try {
    const { geometry, end: after } = parseWkt(text, text.indexOf(name, srid ? text.indexOf(';') : 0))
    const checked = text.slice(after).trim() === '' ? readGeometry(geometry) : undefined
    return checked === undefined ? undefined : { geometry: checked, ...crs }
  } catch {
    return undefined
  }
}

function fromJson(text: string): WrittenGeometry | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const feature = typeof value === 'object' && value !== null && 'geometry' in value ? value.geometry : value
    const geometry = readGeometry(feature)
    return geometry === undefined ? undefined : { geometry }
  } catch {
    return undefined
  }
}
