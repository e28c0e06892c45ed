import { noCapabilities } from '../data/capabilities.js'
import { DgeError, isAbort } from '../data/errors.js'
import { crsNamed, isLonLat } from '../data/crs.js'
import { exactIntegers } from '../data/exact-integers.js'
import { Pacer } from '../data/pacer.js'
import { parseIsoDate } from '../data/calendar.js'
import { createTable } from '../data/table.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { authorCrs, toLonLat } from './projection.js'
import { RangeFile } from './range-file.js'
import type { Geometry } from 'geojson'
import type { HeaderMeta } from 'flatgeobuf/lib/mjs/header-meta.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, ExecuteOptions, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Extent } from '../data/filter.js'
import type { Query } from '../data/query.js'
import type { Field, FieldType } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'

/** Bytes at the start that hold most headers. */
const headGuess = 32_768
/** Features nearer to each other than this come in one range. */
const gap = 65_536
const geometryName = 'geometry'

/**
 * FlatGeobuf by HTTP Range: the header tells fields and count, the spatial index tells where the features of an extent are,
 * and only these travel.
 * @see https://flatgeobuf.org
 */
const provider: Provider = {
  name: 'flatgeobuf',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    options.response?.body?.cancel().catch(() => {})
    const { signal } = options
    const [reader, file] = await Promise.all([load(), RangeFile.open(config, signal)])
    return read(config.src, async () => {
      const head = await file.slice(0, Math.min(headGuess, file.byteLength), signal)
      if (new TextDecoder('latin1').decode(head.slice(0, 4)) !== 'fgb\x03') throw new Error('it does not begin as one')
      const length = new DataView(head).getUint32(8, true)
      const bytes = 12 + length <= head.byteLength ? head.slice(8, 12 + length) : await file.slice(8, 12 + length, signal)
      const header = reader.fromByteBuffer(new reader.ByteBuffer(new Uint8Array(bytes)))
      // Without a number of features there is no index, and its length would be looked for without end.
      const tree = header.indexNodeSize > 0 && header.featuresCount > 0 ? reader.calcTreeSize(header.featuresCount, header.indexNodeSize) : 0
      return new FlatGeobufDataset({ config, file, reader, header, treeAt: 12 + length, dataAt: 12 + length + tree })
    })
  },
}
export default provider

type Reader = Awaited<ReturnType<typeof load>>

async function load() {
  try {
    const [{ ByteBuffer }, { fromByteBuffer }, { calcTreeSize, streamSearch }, { Feature }, { fromFeature }, { parseProperties }] = await Promise.all([
      import('flatbuffers'),
      import('flatgeobuf/lib/mjs/header-meta.js'),
      import('flatgeobuf/lib/mjs/packedrtree.js'),
      import('flatgeobuf/lib/mjs/flat-geobuf/feature.js'),
      import('flatgeobuf/lib/mjs/geojson/feature.js'),
      import('flatgeobuf/lib/mjs/generic/feature.js'),
    ])
    return { ByteBuffer, fromByteBuffer, calcTreeSize, streamSearch, Feature, fromFeature, parseProperties }
  } catch (cause) {
    throw new DgeError('network', 'The code that reads FlatGeobuf could not be loaded', { cause })
  }
}

interface Opened {
  readonly config: SourceConfig
  readonly file: RangeFile
  readonly reader: Reader
  readonly header: HeaderMeta
  /** Where index and features begin. */
  readonly treeAt: number
  readonly dataAt: number
}

interface RawFeature {
  readonly properties: Readonly<Record<string, unknown>>
  readonly geometry: Geometry | null
}

class FlatGeobufDataset implements Dataset {
  readonly schema: readonly Field[]
  readonly metadata
  readonly downloads
  readonly total?: number
  readonly geometryType?: string
  readonly capabilities: Capabilities
  readonly #opened: Opened
  readonly #crs: string | undefined
  /** As they are read; and the names of those whose whole numbers have 64 bits. */
  readonly #columns: HeaderMeta['columns']
  readonly #longs: readonly string[]

  constructor(opened: Opened) {
    const { config, header, file } = opened
    this.#opened = opened
    this.schema = [...(header.columns ?? []).map((column) => fieldOf(column, config)), { name: geometryName, type: 'geometry' }]
    this.#columns = header.columns?.map((column) => (column.type === jsonType ? { ...column, type: textType } : column)) ?? null
    this.#longs = (header.columns ?? []).filter(({ type }) => type === longType || type === unsignedLongType).map(({ name }) => name)
    const titles = header.title ? [header.title] : []
    const footnotes = header.description ? [header.description] : []
    this.downloads = [fileDownload(config.src, 'fgb')]
    if (header.featuresCount > 0) this.total = header.featuresCount
    const { org, code } = header.crs ?? {}
    this.#crs = authorCrs(config) ?? (code ? crsNamed(`${org ?? 'EPSG'}:${code}`) ?? `${org ?? 'EPSG'}:${code}` : undefined)
    const lonLat = this.#crs === undefined || isLonLat(this.#crs)
    const extent = lonLat ? extentOf(header) : undefined
    this.metadata = { ...fileMetadata(config.src, new Response(null, { headers: file.headers }), { titles, footnotes }), ...(extent ? { extent } : {}) }
    const kind = geometryTypes[header.geometryType]
    if (kind) this.geometryType = kind
    const indexed = header.indexNodeSize > 0 && header.featuresCount > 0 && lonLat
    this.capabilities = { ...noCapabilities, extent: indexed ? 'superset' : 'local' }
  }

  async execute({ extent }: Query, { signal, onProgress }: ExecuteOptions = {}): Promise<Table> {
    const pacer = new Pacer(signal)
    const { config } = this.#opened
    const most = config.maxRows ?? Infinity
    return read(config.src, async () => {
      const { features, complete } = extent ? await this.#within(extent, most, signal) : await this.#all(most, pacer, signal)
      onProgress?.(features.length, this.total)
      const columns = new Map<string, Column>()
      const schema = this.schema.map((field) => {
        if (field.type === 'geometry') return field
        const cells = features.map(({ properties }) => properties[field.name])
        const exact = config.types?.[field.name] ? undefined : exactIntegers(field, cells)
        columns.set(field.name, exact?.column ?? cells.map((cell) => valueOf(cell, field)))
        return exact?.field ?? field
      })
      const { geometries } = await toLonLat(features.map(({ geometry }) => geometry), this.#crs, pacer)
      columns.set(geometryName, geometries)
      const total = extent || this.total === undefined ? {} : { total: this.total }
      return createTable(schema, columns, { numRows: features.length, complete, ...total })
    })
  }

  async #all(most: number, pacer: Pacer, signal: AbortSignal | undefined): Promise<{ features: RawFeature[]; complete: boolean }> {
    const { file, dataAt, header } = this.#opened
    const bytes = new Uint8Array(await file.slice(dataAt, file.byteLength, signal))
    const features: RawFeature[] = []
    let at = 0
    while (at + 4 <= bytes.length && features.length < most) {
      const size = sizeAt(bytes, at)
      features.push(this.#feature(bytes.subarray(at, at + size)))
      at += size
      if (features.length % 500 === 0) await pacer.turn()
    }
    const complete = at >= bytes.length
    if (complete && header.featuresCount > 0 && features.length !== header.featuresCount) {
      throw new Error(`${features.length} features of the ${header.featuresCount} announced`)
    }
    return { features, complete }
  }

  /** Features whose envelope meets the box, by the index; neighbours in the file come together. */
  async #within([minX, minY, maxX, maxY]: Extent, most: number, signal: AbortSignal | undefined): Promise<{ features: RawFeature[]; complete: boolean }> {
    const { file, reader, header, treeAt, dataAt } = this.#opened
    const node = (offset: number, size: number) => file.slice(treeAt + offset, treeAt + offset + size, signal)
    const found: { from: number; to: number }[] = []
    for await (const [from, , length] of reader.streamSearch(header.featuresCount, header.indexNodeSize, { minX, minY, maxX, maxY }, node)) {
      found.push({ from: dataAt + from, to: length === null ? file.byteLength : dataAt + from + length })
    }
    found.sort((a, b) => a.from - b.from)
    const wanted = found.slice(0, most)
    const features: RawFeature[] = []
    for (const batch of batches(wanted)) {
      const [first, last] = [batch[0]?.from ?? 0, batch.at(-1)?.to ?? 0]
      const bytes = new Uint8Array(await file.slice(first, last, signal))
      for (const { from } of batch) features.push(this.#feature(bytes.subarray(from - first, from - first + sizeAt(bytes, from - first))))
    }
    return { features, complete: wanted.length === found.length }
  }

  #feature(bytes: Uint8Array): RawFeature {
    const { reader, header } = this.#opened
    const feature = reader.Feature.getSizePrefixedRootAsFeature(new reader.ByteBuffer(bytes))
    // A feature may have no geometry, which the reader takes for a fault.
    const geometry = feature.geometry() ? reader.fromFeature(0, feature, { ...header, columns: null }).geometry : null
    const properties = reader.parseProperties(feature, this.#columns)
    const isInexact = this.#longs.some((name) => !Number.isSafeInteger(properties[name] ?? 0))
    return { properties: isInexact ? { ...properties, ...longsOf(feature.propertiesArray(), this.#columns ?? []) } : properties, geometry }
  }
}

/** Kinds of geometry by the format's numbers; 0 says that they differ. */
const geometryTypes: readonly (string | undefined)[] = [undefined, 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection']

function extentOf({ envelope }: HeaderMeta): Extent | undefined {
  const [west = NaN, south = NaN, east = NaN, north = NaN] = envelope ?? []
  return west <= east && south <= north ? [west, south, east, north] : undefined
}

/** Length of the feature at the place, its own prefix included. @throws Error when it ends beyond the bytes */
function sizeAt(bytes: Uint8Array, at: number): number {
  const size = 4 + new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0, true)
  if (at + size > bytes.length) throw new Error('a feature is cut')
  return size
}

function batches(found: readonly { readonly from: number; readonly to: number }[]): { from: number; to: number }[][] {
  const all: { from: number; to: number }[][] = []
  for (const one of found) {
    const last = all.at(-1)
    if (last && one.from - (last.at(-1)?.to ?? 0) < gap) last.push(one)
    else all.push([one])
  }
  return all
}

/** Numbers of the format's column types, in its order. @see https://github.com/flatgeobuf/flatgeobuf/blob/master/src/fbs/header.fbs */
const columnTypes: readonly FieldType[] = [
  'number', 'number', 'boolean', 'number', 'number', 'number', 'number', 'number', 'number', 'number', 'number',
  'string', 'string', 'date', 'string',
]

/** JSON is shown as text: one that is broken must not cost the file. */
const [textType, jsonType] = [11, 12]

const [longType, unsignedLongType] = [7, 8]
/** Bytes of a value by the type of its column; those of text, dates, JSON and bytes are told before them. */
const sizes: readonly (number | undefined)[] = [1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8]

/** The whole numbers of 64 bits of a feature with all their digits, which the library's doubles have not. */
function longsOf(bytes: Uint8Array | null, columns: NonNullable<HeaderMeta['columns']>): Record<string, bigint> {
  const longs: Record<string, bigint> = {}
  if (!bytes) return longs
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // A byte may fill up the end.
  for (let at = 0; at + 2 < bytes.length; ) {
    const { name = '', type = textType } = columns[view.getUint16(at, true)] ?? {}
    at += 2
    if (type === longType) longs[name] = view.getBigInt64(at, true)
    if (type === unsignedLongType) longs[name] = view.getBigUint64(at, true)
    at += sizes[type] ?? 4 + view.getUint32(at, true)
  }
  return longs
}

function fieldOf({ name, type, title, description }: { name: string; type: number; title: string | null; description: string | null }, { types }: SourceConfig): Field {
  const chosen = types?.[name] ?? columnTypes[type] ?? 'string'
  return { name, type: chosen, ...(title ? { title } : {}), ...(description ? { description } : {}), ...(chosen === 'date' ? { precision: 'day' } : {}) }
}

function valueOf(cell: unknown, { type }: Field): Value {
  if (cell === null || cell === undefined || cell === '') return null
  switch (type) {
    case 'number': {
      const value = Number(cell)
      return Number.isFinite(value) ? value : null
    }
    case 'boolean':
      return typeof cell === 'boolean' ? cell : cell === 1 || cell === 'true'
    case 'date':
      return parseIsoDate(String(cell)) ?? null
    default:
      return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  }
}

async function read<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof DgeError || isAbort(cause)) throw cause
    throw new DgeError('format', `Not FlatGeobuf, or a cut file, at ${url}: ${cause instanceof Error ? cause.message : ''}`, { cause, url })
  }
}
