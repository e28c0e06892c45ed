import { DgeError } from '../data/errors.js'
import { readGeometry } from '../data/geojson.js'
import { columnsOfRows } from '../data/json-columns.js'
import { Pacer } from '../data/pacer.js'
import { featureDataset } from './feature-table.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import { attributeOf, childOf, childrenOf, decodeXml, descendantsOf, localName, parseRoot, textAt } from './wfs-xml.js'
import type { XmlElement } from '@rgrove/parse-xml'
import type { Geometry, Position } from 'geojson'
import type { Dataset, Handover, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { UntypedColumn } from '../data/infer-table.js'

interface Place {
  readonly row: Readonly<Record<string, string>>
  readonly geometry: Geometry | null | undefined
}

/**
 * KML (Google Earth, uMap; zipped as KMZ): one row a placemark with its name, description, extended data, dates and folder.
 * `layer="…"` takes the placemarks of one folder. A file that only links to another leads there. Own converter: the one of the
 * field needs a DOM, whose parser strict pages (Trusted Types) and workers do not have.
 * @see https://www.ogc.org/standards/kml/
 */
const provider: Provider<Dataset | Handover> = {
  name: 'kml',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset | Handover> {
    const { signal } = options
    const response = options.response ?? (await request(config.src, { signal, timeout: config.timeout }))
    const root = parseRoot(decodeXml(await readBytes(response, { signal })), config.src)
    if (localName(root.name) !== 'kml' && !descendantsOf(root, 'Placemark').length) {
      throw new DgeError('format', `XML of another kind (${root.name}) in place of KML at ${config.src}`, { url: config.src })
    }
    const pacer = new Pacer(signal)
    const start = chosenFolder(root, config)
    const places: Place[] = []
    let total = 0
    for (const { placemark, folders } of placemarksOf(start, [])) {
      if (total++ >= (config.maxRows ?? Infinity)) continue
      places.push({ row: rowOf(placemark, folders), geometry: geometryOf(placemark) })
      await pacer.turn()
    }
    const links = total === 0 ? descendantsOf(root, 'NetworkLink').flatMap((link) => textAt(childOf(link, 'Link') ?? childOf(link, 'Url'), 'href') ?? []) : []
    const [link] = links
    if (link !== undefined && links.length === 1) return { to: { src: linkedFrom(config.src, link) } }
    options.onProgress?.(places.length, total)
    const document = childOf(root, 'Document') ?? childOf(root, 'Folder')
    const title = textAt(start, 'name') ?? textAt(document, 'name')
    const description = plainText(textAt(document, 'description') ?? '')
    const broken = places.filter(({ geometry }) => geometry === undefined).length
    return featureDataset(
      {
        columns: columnsOf(places.map(({ row }) => row), numericFields(root)),
        geometries: places.map(({ geometry }) => geometry ?? null),
        crs: 'OGC:CRS84',
        numRows: places.length,
        total,
        titles: title ? [title] : [],
        footnotes: description ? [description] : [],
        notes: broken > 0 ? [`${broken} geometries are broken and left out`] : [],
      },
      config,
      response,
      'kml',
      pacer
    )
  },
}
export default provider

/** @throws DgeError `format` for a link that is no address */
function linkedFrom(src: string, link: string): string {
  try {
    return new URL(link, src).href
  } catch (cause) {
    throw new DgeError('format', `The KML at ${src} only links to “${link}”, which is no address`, { cause, url: src })
  }
}

const containers = new Set(['Document', 'Folder', 'kml'])

/** The folder that layer="…" names, or everything. */
function chosenFolder(root: XmlElement, { layer, src }: SourceConfig): XmlElement {
  if (!layer) return root
  const folders = descendantsOf(root, 'Folder', 'Document').flatMap((folder) => {
    const name = textAt(folder, 'name')
    return name === undefined ? [] : [{ folder, name }]
  })
  const found = folders.find(({ name }) => name === layer) ?? folders.find(({ name }) => name.toLowerCase() === layer.toLowerCase())
  if (found) return found.folder
  const choices = folders.map(({ name }) => ({ layer: name, title: name }))
  const names = choices.slice(0, 10).map(({ title }) => `“${title}”`).join(', ')
  throw new DgeError('query', `No folder “${layer}” in ${src}`, { url: src, choices, hint: names ? `Its folders: ${names}.` : 'It has none.' })
}

interface Found {
  readonly placemark: XmlElement
  readonly folders: readonly string[]
}

function* placemarksOf(container: XmlElement, folders: readonly string[]): Generator<Found> {
  for (const child of childrenOf(container)) {
    const kind = localName(child.name)
    if (kind === 'Placemark') yield { placemark: child, folders }
    else if (containers.has(kind)) {
      const name = kind === 'Folder' ? textAt(child, 'name') : undefined
      yield* placemarksOf(child, name === undefined ? folders : [...folders, name])
    }
  }
}

function rowOf(placemark: XmlElement, folders: readonly string[]): Record<string, string> {
  const row: Record<string, string> = Object.create(null)
  const put = (name: string, text: string | undefined) => {
    if (text === undefined || text === '') return
    let free = name
    for (let count = 2; free in row; count++) free = `${name}_${count}`
    row[free] = text
  }
  put('name', textAt(placemark, 'name'))
  put('description', plainText(textAt(placemark, 'description') ?? ''))
  put('folder', folders.join(' / '))
  for (const name of ['address', 'phoneNumber']) put(name, textAt(placemark, name))
  put('time', textAt(childOf(placemark, 'TimeStamp'), 'when'))
  const span = childOf(placemark, 'TimeSpan')
  put('begin', textAt(span, 'begin'))
  put('end', textAt(span, 'end'))
  const extended = childOf(placemark, 'ExtendedData')
  for (const data of extended ? descendantsOf(extended, 'Data', 'SimpleData') : []) {
    const value = localName(data.name) === 'Data' ? textAt(data, 'value') : data.text.trim()
    put(attributeOf(data, 'name') ?? 'value', value)
  }
  return row
}

/** Columns in order of appearance; a folder that all share is their title, not a column. */
function columnsOf(rows: readonly Readonly<Record<string, string>>[], numeric: ReadonlySet<string>): UntypedColumn[] {
  return columnsOfRows(rows)
    .filter(({ name, cells }) => name !== 'folder' || new Set(cells).size > 1)
    .map(({ name, cells }) => (numeric.has(name) ? { name, cells, decimal: '.' } : { name, cells, quoted: numeric.size > 0 }))
}

/** Fields that a Schema says are numbers: digits in the others are codes. */
function numericFields(root: XmlElement): Set<string> {
  const fields = descendantsOf(root, 'SimpleField').filter((field) => /^(u?int|u?short|float|double)$/i.test(attributeOf(field, 'type') ?? ''))
  return new Set(fields.map((field) => attributeOf(field, 'name') ?? ''))
}

const shapes = ['Point', 'LineString', 'LinearRing', 'Polygon', 'MultiGeometry', 'Track', 'MultiTrack']

/** The geometry in a placemark; null when it has none, undefined when it is broken. */
function geometryOf(placemark: XmlElement): Geometry | null | undefined {
  const shape = childrenOf(placemark).find(({ name }) => shapes.includes(localName(name)))
  return shape ? readGeometry(geometryIn(shape)) : null
}

function geometryIn(shape: XmlElement): unknown {
  switch (localName(shape.name)) {
    case 'Point':
      return { type: 'Point', coordinates: positionsOf(shape)[0] ?? [] }
    case 'LineString':
    case 'LinearRing':
      return { type: 'LineString', coordinates: positionsOf(shape) }
    case 'Polygon': {
      const outer = childOf(shape, 'outerBoundaryIs')
      const rings = [...(outer ? [outer] : []), ...childrenOf(shape, 'innerBoundaryIs')]
      // Holes may share one element, though each should have its own.
      return { type: 'Polygon', coordinates: rings.flatMap((ring) => descendantsOf(ring, 'LinearRing').map(positionsOf)) }
    }
    case 'Track':
      return { type: 'LineString', coordinates: childrenOf(shape, 'coord').map((coord) => position(coord.text.trim().split(/\s+/))) }
    default:
      return gathered(childrenOf(shape).filter(({ name }) => shapes.includes(localName(name))).map(geometryIn))
  }
}

/** Parts of one kind are a multi-geometry of that kind. */
function gathered(parts: readonly unknown[]): unknown {
  const read = parts.map(readGeometry)
  if (read.includes(undefined)) return undefined
  const geometries = read.filter((part): part is Geometry => part !== null && part !== undefined)
  const [first] = geometries
  if (!first || geometries.length === 1) return first ?? null
  const kinds = new Set(geometries.map(({ type }) => type))
  if (kinds.size > 1 || !['Point', 'LineString', 'Polygon'].includes(first.type)) return { type: 'GeometryCollection', geometries }
  return { type: `Multi${first.type}`, coordinates: geometries.map((part) => 'coordinates' in part && part.coordinates) }
}

/** "lon,lat,height lon,lat,height": heights are left out. Blanks around the commas are against the rules and common. */
function positionsOf(shape: XmlElement): Position[] {
  const text = (textAt(shape, 'coordinates') ?? '').replace(/\s*,\s*/g, ',')
  return text === '' ? [] : text.split(/\s+/).map((tuple) => position(tuple.split(',')))
}

function position([x, y]: readonly string[]): Position {
  const number = (text: string | undefined) => (text ? Number(text) : NaN)
  return [number(x), number(y)]
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** HTML as plain text: descriptions are written for balloons. */
function plainText(html: string): string {
  if (!/[<&]/.test(html)) return html
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<(br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, '\n')
    .replace(/<\/t[dh]\s*>/gi, ' ')
    .replace(/<[a-z/!][^>]*>/gi, '')
    .replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/gi, (all: string, decimal?: string, hex?: string, name?: string) =>
      name ? (Object.hasOwn(entities, name) ? (entities[name] ?? all) : all) : String.fromCodePoint(Math.min(0x10ffff, decimal ? Number(decimal) : parseInt(hex ?? '20', 16)))
    )
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .trim()
}
