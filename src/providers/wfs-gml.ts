import { attributeOf, childrenOf, descendantsOf, localName } from './wfs-xml.js'
import type { XmlElement } from '@rgrove/parse-xml'
import type { Geometry, Position } from 'geojson'

/** One feature as read from the wire: values not yet typed. */
export interface RawFeature {
  /** Only for telling pages apart: ids lose leading zeros and change between requests. */
  readonly id?: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly geometry: Geometry | null
}

/** A page of features and the reference system that its coordinates are in, as written. */
export interface RawCollection {
  readonly features: readonly RawFeature[]
  readonly crs?: string
  readonly matched?: number
  /** `matched` counts all that match, not only what came. */
  readonly counts?: boolean
}

/**
 * Reads the features of a GML 2, 3.1 or 3.2 collection. Coordinates come out x (east) first: the latitude-first systems
 * named by urn or http address are turned round. Simple features only; curves by their control points; other geometries
 * are null.
 */
export function parseGml(root: XmlElement): Pick<RawCollection, 'features' | 'crs'> {
  const members = childrenOf(root).flatMap((element) => {
    const name = localName(element.name)
    return name === 'member' || name === 'featureMember' || name === 'featureMembers' ? childrenOf(element) : []
  })
  const named = members.flatMap((member) => srsOf(member) ?? [])[0]
  return { features: members.map((member) => featureOf(member)), ...(named ? { crs: named } : {}) }
}

/** True for geographic systems whose official axis order is latitude first, when the name asks for the official order. */
export function isLatitudeFirst(crs: string): boolean {
  return /^(urn:|https?:)/i.test(crs) && /EPSG.*[:/](4326|4258|4171|4275)$/i.test(crs)
}

function featureOf(member: XmlElement): RawFeature {
  const properties: Record<string, unknown> = Object.create(null)
  let geometry: Geometry | null = null
  for (const child of childrenOf(member)) {
    const name = localName(child.name)
    if (name === 'boundedBy') continue
    const shape = childrenOf(child).find((element) => geometryNames.has(localName(element.name)))
    if (shape) geometry ??= geometryOf(shape, srsOf(shape) ?? '')
    else properties[name] = attributeOf(child, 'nil') === 'true' ? null : child.text.trim()
  }
  const id = attributeOf(member, 'id') ?? attributeOf(member, 'fid')
  return { properties, geometry, ...(id ? { id } : {}) }
}

const geometryNames = new Set([
  'Point', 'MultiPoint', 'LineString', 'Curve', 'MultiLineString', 'MultiCurve', 'Polygon', 'Surface', 'MultiPolygon',
  'MultiSurface', 'MultiGeometry', 'CompositeCurve', 'CompositeSurface',
])

/** The system named on the element or, in GML 2, on an ancestor's geometry inside it. */
function srsOf(element: XmlElement): string | undefined {
  const own = attributeOf(element, 'srsName')
  if (own) return own
  for (const child of childrenOf(element)) {
    const found = localName(child.name) === 'boundedBy' ? undefined : srsOf(child)
    if (found) return found
  }
  return undefined
}

function geometryOf(shape: XmlElement, crs: string): Geometry | null {
  const name = localName(shape.name)
  const positions = (element: XmlElement) => positionsOf(element, isLatitudeFirst(crs))
  const parts = (...names: readonly string[]) => descendantsOf(shape, ...names)
  switch (name) {
    case 'Point': {
      const [position] = positions(shape)
      return position ? { type: 'Point', coordinates: position } : null
    }
    case 'MultiPoint':
      return { type: 'MultiPoint', coordinates: parts('Point').flatMap(positions) }
    case 'LineString':
    case 'Curve':
      return { type: 'LineString', coordinates: positions(shape) }
    case 'MultiLineString':
    case 'MultiCurve':
    case 'CompositeCurve':
      return { type: 'MultiLineString', coordinates: parts('LineString', 'Curve').map(positions) }
    case 'Polygon':
      return { type: 'Polygon', coordinates: ringsOf(shape, positions) }
    case 'Surface':
    case 'MultiPolygon':
    case 'MultiSurface':
    case 'CompositeSurface':
      return surfacesOf(parts('Polygon', 'PolygonPatch').map((polygon) => ringsOf(polygon, positions)))
    default:
      return {
        type: 'GeometryCollection',
        geometries: parts('Point', 'LineString', 'Polygon').flatMap((part) => geometryOf(part, crs) ?? []),
      }
  }
}

function surfacesOf(polygons: Position[][][]): Geometry {
  const [only] = polygons
  return polygons.length === 1 && only ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates: polygons }
}

function ringsOf(polygon: XmlElement, positions: (ring: XmlElement) => Position[]): Position[][] {
  const outer = descendantsOf(polygon, 'exterior', 'outerBoundaryIs').slice(0, 1)
  return [...outer, ...descendantsOf(polygon, 'interior', 'innerBoundaryIs')].map((ring) => positions(ring))
}

/** All positions under an element: `posList` and `pos` (GML 3), `coordinates` and `coord` (GML 2). */
function positionsOf(element: XmlElement, latitudeFirst: boolean): Position[] {
  const found: Position[] = []
  for (const list of descendantsOf(element, 'posList', 'pos', 'coordinates')) {
    const kind = localName(list.name)
    if (kind === 'coordinates') {
      for (const tuple of list.text.trim().split(/\s+/)) found.push(tuple.split(',').slice(0, 2).map(Number))
      continue
    }
    const numbers = list.text.trim().split(/\s+/).map(Number)
    const size = kind === 'pos' ? numbers.length : Number(attributeOf(list, 'srsDimension') ?? 2)
    for (let at = 0; at + 1 < numbers.length; at += Math.max(2, size)) {
      found.push([numbers[at] ?? NaN, numbers[at + 1] ?? NaN])
    }
  }
  return latitudeFirst ? found.map(([latitude = NaN, longitude = NaN]) => [longitude, latitude]) : found
}
