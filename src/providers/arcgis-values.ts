import { parseIsoDate, wallClockOf } from '../data/calendar.js'
import { readGeometry } from '../data/geojson.js'
import { createTable } from '../data/table.js'
import { objectOf } from './opendatasoft-fields.js'
import { valueOf as valueOfText } from './wfs-values.js'
import type { Geometry, Position } from 'geojson'
import type { Schema } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'
import type { Raw } from './arcgis-api.js'
import type { ArcgisField } from './arcgis-layer.js'

/** A feature of an answer, in either format. */
export interface ArcgisFeature {
  readonly attributes: Raw
  readonly geometry: Geometry | null
}

/** Reads features of `f=json` and `f=geojson`. */
export function readFeature(raw: unknown): ArcgisFeature {
  const feature = objectOf(raw)
  if (feature['attributes'] === undefined) {
    return { attributes: objectOf(feature['properties']), geometry: readGeometry(feature['geometry'] ?? null) ?? null }
  }
  return { attributes: objectOf(feature['attributes']), geometry: esriGeometry(objectOf(feature['geometry'])) }
}

/** A table of the named columns. */
export function tableOfFeatures(
  features: readonly ArcgisFeature[],
  schema: Schema,
  fields: ReadonlyMap<string, ArcgisField>,
  extra: { complete?: boolean; total?: number } = {}
): Table {
  const columns = new Map<string, Column>()
  for (const { name, type } of schema) {
    const field = fields.get(name)
    columns.set(
      name,
      features.map(({ attributes, geometry }) =>
        type === 'geometry' && !field ? geometry : field && Object.hasOwn(attributes, name) ? valueOf(attributes[name], field) : null
      )
    )
  }
  return createTable(schema, columns, { numRows: features.length, ...extra })
}

/** One attribute as a value of the field's type. */
export function valueOf(raw: unknown, field: ArcgisField): Value {
  if (raw === null || raw === undefined) return null
  if (field.kind === 'date') {
    const wallClock = dateOf(raw, field)
    if (field.type === 'date') return wallClock
    return field.type === 'string' && wallClock !== null ? new Date(wallClock).toISOString().replace(/T00:00:00\.000Z$|(\.000)?Z$/, '') : null
  }
  if (field.type === 'string') return typeof raw === 'object' ? JSON.stringify(raw) : String(raw)
  if (field.type === 'number' && typeof raw === 'number') return Number.isFinite(raw) ? raw + 0 : null
  return field.type === 'geometry' ? null : valueOfText(raw, field)
}

/** Instants are milliseconds (koop's GeoJSON: text); days of the newer types are text. */
function dateOf(raw: unknown, { daysOnly, zone }: ArcgisField): number | null {
  if (daysOnly) return typeof raw === 'string' ? (parseIsoDate(raw) ?? null) : typeof raw === 'number' ? raw : null
  const instant = instantOfRaw(raw)
  if (instant === undefined) return null
  return zone === 'utc' ? instant : wallClockOf(instant)
}

/** The instant of an attribute in ms, undefined when it is none. */
export function instantOfRaw(raw: unknown): number | undefined {
  const instant = typeof raw === 'number' ? raw : typeof raw === 'string' ? Date.parse(raw) : NaN
  return Number.isFinite(instant) && Math.abs(instant) <= 8.64e15 ? instant : undefined
}

/** Esri's JSON geometry as GeoJSON: rings that turn clockwise are outer ones, the others their holes. */
function esriGeometry(raw: Raw): Geometry | null {
  const { x, y, points, paths, rings } = raw
  if (typeof x === 'number' && typeof y === 'number') return readGeometry({ type: 'Point', coordinates: [x, y] }) ?? null
  if (Array.isArray(points)) return readGeometry({ type: 'MultiPoint', coordinates: points }) ?? null
  if (Array.isArray(paths)) {
    return readGeometry(paths.length === 1 ? { type: 'LineString', coordinates: paths[0] as unknown } : { type: 'MultiLineString', coordinates: paths }) ?? null
  }
  if (!Array.isArray(rings)) return null
  const read = (rings as unknown[]).flatMap((ring) => {
    const polygon = readGeometry({ type: 'Polygon', coordinates: [ring] })
    return polygon?.type === 'Polygon' ? [polygon.coordinates[0] ?? []] : []
  })
  return polygonOf(read)
}

function polygonOf(rings: readonly Position[][]): Geometry | null {
  const outer = rings.filter((ring) => turn(ring) <= 0)
  // A server that turns its rings the other way has no outer ones.
  const shells = (outer.length > 0 ? outer : rings).map((ring) => ({ ring, holes: [] as Position[][] }))
  if (outer.length > 0) {
    for (const hole of rings) {
      if (turn(hole) <= 0) continue
      const around = shells.filter(({ ring }) => hole.some((position) => contains(ring, position)) && Math.abs(turn(ring)) >= Math.abs(turn(hole)))
      const nearest = around.sort((a, b) => Math.abs(turn(a.ring)) - Math.abs(turn(b.ring)))[0]
      if (nearest) nearest.holes.push(hole)
      else shells.push({ ring: hole, holes: [] })
    }
  }
  // GeoJSON turns them the other way (RFC 7946 §3.1.6).
  const polygons = shells.map(({ ring, holes }) => [ring, ...holes].map((one) => (outer.length > 0 ? [...one].reverse() : one)))
  const [first] = polygons
  if (!first) return null
  return polygons.length === 1 ? { type: 'Polygon', coordinates: first } : { type: 'MultiPolygon', coordinates: polygons }
}

/** Twice the signed area: above 0 for a ring that turns anticlockwise. */
function turn(ring: readonly Position[]): number {
  return ring.reduce((sum, [x = 0, y = 0], index) => {
    const [nextX = 0, nextY = 0] = ring[(index + 1) % ring.length] ?? []
    return sum + x * nextY - nextX * y
  }, 0)
}

function contains(ring: readonly Position[], [x = 0, y = 0]: Position): boolean {
  let inside = false
  ring.forEach(([ax = 0, ay = 0], index) => {
    const [bx = 0, by = 0] = ring[(index + 1) % ring.length] ?? []
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
  })
  return inside
}
