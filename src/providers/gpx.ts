import { DgeError } from '../data/errors.js'
import { readGeometry } from '../data/geojson.js'
import { columnsOfRows } from '../data/json-columns.js'
import { Pacer } from '../data/pacer.js'
import { featureDataset } from './feature-table.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import { attributeOf, childOf, childrenOf, decodeXml, localName, parseRoot, textAt } from './wfs-xml.js'
import { XmlElement } from '@rgrove/parse-xml'
import type { Geometry, Position } from 'geojson'
import type { Dataset, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'

interface Place {
  readonly row: Readonly<Record<string, string>>
  readonly geometry: Geometry | null | undefined
}

/** Layers by the names that GDAL gives them, each with its elements. */
const layers = {
  waypoints: (root: XmlElement) => childrenOf(root, 'wpt').map((point) => ({ row: rowOf(point), geometry: pointOf(point) })),
  routes: (root: XmlElement) => childrenOf(root, 'rte').map((route) => ({ row: rowOf(route), geometry: linesOf([childrenOf(route, 'rtept')]) })),
  tracks: (root: XmlElement) =>
    childrenOf(root, 'trk').map((track) => {
      const segments = childrenOf(track, 'trkseg').map((segment) => childrenOf(segment, 'trkpt'))
      const points = segments.flat()
      return { row: rowOf(track, { begin: textAt(points[0], 'time'), end: textAt(points.at(-1), 'time') }), geometry: linesOf(segments) }
    }),
  track_points: (root: XmlElement) =>
    childrenOf(root, 'trk').flatMap((track, index) =>
      childrenOf(track, 'trkseg').flatMap((segment) =>
        childrenOf(segment, 'trkpt').map((point) => ({
          row: rowOf(point, { track: textAt(track, 'name') ?? String(index + 1) }),
          geometry: pointOf(point),
        }))
      )
    ),
} satisfies Record<string, (root: XmlElement) => Place[]>
type LayerName = keyof typeof layers

const kinds = { waypoints: 'waypoint', routes: 'route', tracks: 'track' } as const

/**
 * GPX: waypoints, routes and tracks as rows (`kind` says which, where there are several), or what `layer="…"` names of
 * waypoints, routes, tracks and track_points (one row a point, with its height and time: profiles are drawn from that).
 * @see https://www.topografix.com/GPX/1/1/
 */
const provider: Provider = {
  name: 'gpx',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const { signal } = options
    const response = options.response ?? (await request(config.src, { signal, timeout: config.timeout }))
    const root = parseRoot(decodeXml(await readBytes(response, { signal })), config.src)
    if (localName(root.name) !== 'gpx') {
      throw new DgeError('format', `XML of another kind (${root.name}) in place of GPX at ${config.src}`, { url: config.src })
    }
    const pacer = new Pacer(signal)
    const all = placesOf(root, config)
    const places = all.slice(0, config.maxRows)
    options.onProgress?.(places.length, all.length)
    const about = childOf(root, 'metadata') ?? root
    const [title, description] = [textAt(about, 'name'), textAt(about, 'desc')]
    const broken = places.filter(({ geometry }) => geometry === undefined).length
    return featureDataset(
      {
        columns: columnsOfRows(places.map(({ row }) => row)).map(({ name, cells }) => (decimals.has(name) ? { name, cells, decimal: '.' } : { name, cells, quoted: true })),
        geometries: places.map(({ geometry }) => geometry ?? null),
        crs: 'OGC:CRS84',
        numRows: places.length,
        total: all.length,
        titles: title ? [title] : [],
        footnotes: description ? [description] : [],
        notes: broken > 0 ? [`${broken} geometries are broken and left out`] : [],
      },
      config,
      response,
      'gpx',
      pacer
    )
  },
}
export default provider

function placesOf(root: XmlElement, { layer, src }: SourceConfig): Place[] {
  if (layer) {
    const name = layer.toLowerCase()
    if (Object.hasOwn(layers, name)) return layers[name as LayerName](root)
    const choices = Object.keys(layers).map((known) => ({ layer: known, title: known }))
    throw new DgeError('query', `No layer “${layer}” in GPX (${src})`, { url: src, choices, hint: `Its layers: ${Object.keys(layers).join(', ')}.` })
  }
  const found = (['tracks', 'routes', 'waypoints'] as const).map((name) => ({ kind: kinds[name], places: layers[name](root) }))
  const filled = found.filter(({ places }) => places.length > 0)
  if (filled.length <= 1) return filled[0]?.places ?? []
  return filled.flatMap(({ kind, places }) => places.map(({ row, geometry }) => ({ row: { kind, ...row }, geometry })))
}

/** Numbers with a decimal point, by the standard. */
const decimals: ReadonlySet<string> = new Set(['ele', 'magvar', 'geoidheight', 'hdop', 'vdop', 'pdop', 'ageofdgpsdata', 'sat', 'course', 'speed', 'hr', 'cad', 'atemp'])
const inner: ReadonlySet<string> = new Set(['trkseg', 'rtept', 'link', 'extensions'])

/** What is said of a point, route or track; extensions by their innermost names. */
function rowOf(element: XmlElement, first: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const row: Record<string, string> = Object.create(null)
  const put = (name: string, text: string | undefined) => {
    if (text && !(name in row)) row[name] = text
  }
  for (const [name, text] of Object.entries(first)) put(name, text)
  for (const child of childrenOf(element)) {
    const name = localName(child.name)
    if (!inner.has(name)) put(name, child.text.trim())
  }
  const link = childOf(element, 'link')
  put('link', (link && attributeOf(link, 'href')) ?? textAt(element, 'url'))
  const extensions = childOf(element, 'extensions')
  if (extensions) for (const leaf of leavesOf(extensions)) put(localName(leaf.name), leaf.text.trim())
  return row
}

function leavesOf(element: XmlElement): XmlElement[] {
  const children = childrenOf(element)
  return children.flatMap((child) => (child.children.some((part) => part instanceof XmlElement) ? leavesOf(child) : [child]))
}

function positionOf(point: XmlElement): Position {
  const number = (name: string) => Number(attributeOf(point, name)?.trim() || NaN)
  return [number('lon'), number('lat')]
}

function pointOf(point: XmlElement): Geometry | null | undefined {
  return readGeometry({ type: 'Point', coordinates: positionOf(point) })
}

/** A line for each segment of two points at least. */
function linesOf(segments: readonly (readonly XmlElement[])[]): Geometry | null | undefined {
  const lines = segments.map((points) => points.map(positionOf)).filter((line) => line.length > 1)
  if (lines.length === 0) return null
  return readGeometry(lines.length === 1 ? { type: 'LineString', coordinates: lines[0] } : { type: 'MultiLineString', coordinates: lines })
}
