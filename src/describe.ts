import { bindFilter } from './data/bind.js'
import { DgeError } from './data/errors.js'
import { aggregateOps } from './data/query.js'
import { envelopeOf } from './data/geometry.js'
import { isMapService, openNamed } from './providers/index.js'
import type { Dataset, Download, Metadata, OpenOptions, SourceConfig } from './data/dataset.js'
import type { Pushdown } from './data/capabilities.js'
import type { Choice } from './data/errors.js'
import type { Expr, TimeUnit } from './data/expression.js'
import type { Extent, Filter } from './data/filter.js'
import type { AggregateOp } from './data/query.js'
import type { Field, Schema } from './data/schema.js'
import type { MapService } from './providers/map-service.js'

/** One dataset at an address. */
export interface DatasetDescription extends Metadata {
  readonly kind: 'dataset'
  /** Name of the provider that speaks its dialect. */
  readonly provider: string
  readonly schema: Schema
  /** Rows, when known without fetching them. */
  readonly rows?: number
  readonly extent?: Extent
  /** "Point", "MultiPolygon"… of the first row that has one. */
  readonly geometryType?: string
  readonly downloads: readonly Download[]
  readonly server: ServerWork
}

/** An address of several datasets: one must be named. */
export interface ListDescription {
  readonly kind: 'list'
  readonly choices: readonly Choice[]
}

/** A WMS or WMTS: pictures of its layers, what is at a point, and legends. */
export interface MapDescription extends MapService {
  readonly kind: 'map'
}

/** What the server does as our engine would. The rest is done in the page, over the rows that the server sends. */
export interface ServerWork {
  /** Per field: which queries on it the server answers. */
  readonly fields: Readonly<Record<string, FieldWork>>
  readonly search: Pushdown
  readonly extent: Pushdown
  /** Counts rows without sending them. */
  readonly count: boolean
  /** Sends a page of rows instead of all. */
  readonly page: boolean
  /** Sends only the columns that are asked for. */
  readonly select: boolean
}

export interface FieldWork {
  /** `=`, `<`, `like` and `isNull` against a value. */
  readonly where: Readonly<Record<'equal' | 'range' | 'like' | 'missing', Pushdown>>
  readonly group: boolean
  /** Periods by which a date is grouped. */
  readonly periods?: readonly TimeUnit[]
  readonly aggregate: readonly AggregateOp[]
  readonly order: boolean
}

/**
 * What is at an address, for programs: metadata, fields, extent, files, and which queries its server answers; the list of an
 * address of several datasets, the layers of a WMS or WMTS. Rows are not fetched
 * (a file is: it says nothing without being read), but for one to tell the kind of geometry.
 * @throws DgeError `unsupported` when nobody understands the address, with what was tried; else what opening throws
 */
export async function describe(
  src: string,
  config: Omit<SourceConfig, 'src'> = {},
  options: Pick<OpenOptions, 'signal'> = {}
): Promise<DatasetDescription | ListDescription | MapDescription> {
  if (!config.provider && isUrl(src) && isMapService(new URL(src))) {
    const { readMapService } = await import('./providers/map-service.js')
    return { kind: 'map', ...(await readMapService(src, { ...options, timeout: config.timeout })) }
  }
  try {
    const { provider, dataset } = await openNamed({ ...config, src }, options)
    const { metadata, schema, total, downloads } = dataset
    return {
      kind: 'dataset', provider, ...(await shapesOf(dataset, options)), ...metadata, schema, downloads,
      ...(total === undefined ? {} : { rows: total }),
      server: serverWork(dataset),
    }
  } catch (error) {
    // One of several must be named; what has no rows at all is no list of datasets.
    if (error instanceof DgeError && error.kind === 'query' && error.choices.length > 0) return { kind: 'list', choices: error.choices }
    throw error
  }
}

function isUrl(src: string): boolean {
  try {
    return Boolean(new URL(src))
  } catch {
    return false
  }
}

/** The kind of geometry by one row that has one; of a file, which is at hand, the extent of all. */
async function shapesOf(dataset: Dataset, { signal }: OpenOptions): Promise<Pick<DatasetDescription, 'geometryType' | 'extent'>> {
  const { schema, capabilities, geometryType, atHand } = dataset
  if (geometryType !== undefined && !atHand) return { geometryType }
  const field = schema.find(({ type }) => type === 'geometry')
  if (!field) return {}
  const query = { ...(capabilities.select && { select: [field.name] }), ...(capabilities.page.rows && { limit: 1 }) }
  // Neither a page nor a column can be asked for: only a file, which is at hand, answers without a full download.
  if (!capabilities.page.rows && capabilities.select) return {}
  const answer = await dataset.execute(query, signal ? { signal } : {}).catch((error: unknown) => {
    // Map tiles have fields and no rows: that is no reason not to describe them.
    if (error instanceof DgeError && error.kind === 'unsupported') return undefined
    throw error
  })
  const geometries = Array.from(answer?.columns.get(field.name) ?? []).filter((value) => typeof value === 'object' && value !== null)
  const [first] = geometries
  const extent = capabilities.page.rows ? undefined : envelopeOf({ type: 'GeometryCollection', geometries })
  return { ...(first ? { geometryType: first.type } : {}), ...(extent ? { extent } : {}) }
}

function serverWork({ schema, capabilities }: Dataset): ServerWork {
  const { search, extent, page, select } = capabilities
  const known = schema.filter(({ type }) => type !== 'geometry')
  return {
    fields: Object.fromEntries(known.map((field) => [field.name, fieldWork(field, schema, capabilities)])),
    search, extent, select,
    count: capabilities.aggregate({ as: 'n', op: 'count' }),
    page: page.rows,
  }
}

const periods: readonly TimeUnit[] = ['year', 'yearquarter', 'yearmonth', 'yearweek', 'yearmonthdate', 'month', 'day']

function fieldWork(field: Field, schema: Schema, capabilities: Dataset['capabilities']): FieldWork {
  const property = { property: field.name }
  const sample = samples[field.type]
  const where = (filter: Filter): Pushdown => capabilities.where(bindFilter(filter, schema))
  const cuts = field.type === 'date' ? periods.filter((op) => capabilities.group({ op, args: [property] })) : undefined
  return {
    where: {
      equal: where({ op: '=', args: [property, sample] }),
      range: field.type === 'boolean' ? 'local' : where({ op: '<', args: [property, sample] }),
      like: field.type === 'string' ? where({ op: 'like', args: [property, 'a%'] }) : 'local',
      missing: where({ op: 'isNull', args: [property] }),
    },
    group: capabilities.group(property),
    ...(cuts ? { periods: cuts } : {}),
    aggregate: aggregateOps.filter((op) => suits(op, field) && capabilities.aggregate({ as: 'a', op, expr: property, ...(op === 'quantile' ? { p: 0.5 } : {}) })),
    order: capabilities.order({ field: field.name }, false),
  }
}

const samples: Readonly<Record<Field['type'], Expr>> = { string: 'A', number: 1, boolean: true, date: { date: '2024-01-31' }, geometry: '' }

function suits(op: AggregateOp, { type }: Field): boolean {
  return type === 'number' || op === 'count' || op === 'distinct' || ((op === 'min' || op === 'max') && type !== 'boolean')
}
