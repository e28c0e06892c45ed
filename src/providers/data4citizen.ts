import { noCapabilities } from '../data/capabilities.js'
import { DgeError } from '../data/errors.js'
import { checkTypes } from '../data/check-types.js'
import { inferColumns } from '../data/infer-table.js'
import { Pacer } from '../data/pacer.js'
import { createTable } from '../data/table.js'
import { d4cClause } from './data4citizen-query.js'
import { isRefusal } from './opendatasoft-api.js'
import { describe, downloadsOf } from './opendatasoft-fields.js'
import { RecordsApi } from './opendatasoft-v1-api.js'
import { RecordsDataset, readOn } from './opendatasoft-v1-dataset.js'
import { readFacet } from './opendatasoft-v1-groups.js'
import { isLost, valueOf } from './opendatasoft-values.js'
import type { Dataset, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Field } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'
import type { Call, Raw } from './opendatasoft-api.js'
import type { Description, ServerField } from './opendatasoft-fields.js'
import type { Pairs, RecordPage } from './opendatasoft-v1-api.js'
import type { RecordsDialect } from './opendatasoft-v1-dataset.js'

/**
 * A dataset of a Data4Citizen catalogue (DataGrandEst's own, and others): it looks like Opendatasoft's Search API v1 and
 * does less. `src` is the dataset's page (`…/data4citizen/visualisation/…?id=…`) or an address of the API
 * (`…/d4c/api/records/1.0/search/dataset=…`). A dataset of moderate size is read once, and its types come from all of
 * its values; a larger one is asked what the server can do, and every answer is checked.
 */
const provider: Provider = {
  name: 'data4citizen',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const place = d4cPlaceOf(config.src, config.layer)
    if (!place) {
      const hint = 'Give the address of a dataset’s page (…/data4citizen/visualisation/?id=…) or of its API (…?dataset=…).'
      throw new DgeError('unsupported', `No dataset in the address ${config.src}`, { url: config.src, hint })
    }
    return openPlace(place, config, options)
  },
}
export default provider

/** Records of the first request, and the number up to which a dataset is read whole. */
const sizes = { first: 1000, whole: 20_000 }

const dialect: RecordsDialect = {
  clause: d4cClause,
  select: false,
  download: false,
  groups: readFacet,
  aggregates: ({ op, expr }) => op === 'count' && expr === undefined,
  doubtsEmpty: true,
}

interface D4cPlace {
  /** Up to and with `/d4c`. */
  readonly root: string
  readonly id: string
  readonly fixed: Pairs
  readonly page?: string
}

/** Reads a page or API address, in the forms with and without "?"; undefined when it names no dataset. */
export function d4cPlaceOf(src: string, layer?: string): D4cPlace | undefined {
  const url = new URL(src)
  const prefix = /^(.*?\/d4c)(?:\/|$)/.exec(url.pathname)?.[1] ?? below(url.pathname)
  if (prefix === undefined) return undefined
  const written = /\/records\/1\.0\/\w+\/([^/]*=.*)$/.exec(url.pathname)?.[1]
  const params = new URLSearchParams(`${url.search.slice(1)}&${written ?? ''}`)
  const inPath = /\/datasets\/1\.0\/([^/=]+)/.exec(url.pathname)?.[1]
  const id = params.get('dataset') ?? params.get('id') ?? (inPath === undefined || inPath === 'search' ? layer : decodeURIComponent(inPath))
  if (!id) return undefined
  const kept = [...params].filter(([name, value]) => value !== '' && /^(resource_id$|q$|refine\.|geofilter\.)/.test(name))
  const pages = url.pathname.includes('/data4citizen/') ? `${url.origin}${url.pathname.replace(/\/data4citizen\/.*$/, '/data4citizen')}` : undefined
  return {
    root: url.origin + prefix,
    id,
    fixed: kept.map(([name, value]) => [name, value] as const),
    ...(pages === undefined ? {} : { page: `${pages}/visualisation/information/?id=${encodeURIComponent(id)}` }),
  }
}

function below(path: string): string | undefined {
  const portal = /^(.*?\/data4citizen)(?:\/|$)/.exec(path)?.[1]
  return portal === undefined ? undefined : `${portal}/d4c`
}

async function openPlace({ root, id, fixed, page }: D4cPlace, config: SourceConfig, call: Call): Promise<Dataset> {
  const api = new RecordsApi(root, [['dataset', id], ...fixed], config.timeout)
  const describing = api.json(`${root}/api/datasets/1.0/${encodeURIComponent(id)}/`, call)
  const [description, first] = await Promise.all([
    describing.then((answer) => describe(answer, config), unlessMissing),
    api.search([['rows', sizes.first]], call).catch((error: unknown) => {
      throw isRefusal(error) ? notUnderstood(id, api, error) : error
    }),
  ])
  const total = first.total ?? first.rows.length
  const metadata = { ...description?.metadata, ...(page === undefined ? {} : { page }) }
  const pairs = (format: string): Pairs => [['format', format]]
  if (total > Math.min(sizes.whole, config.maxRows ?? Infinity) && description) {
    const { schema, fields } = description
    return new RecordsDataset({
      api,
      dialect,
      schema,
      fields,
      metadata,
      downloads: downloadsOf(schema, (format) => api.url('download', pairs(format))),
      total,
      ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
    })
  }
  const max = Math.min(total, config.maxRows ?? 250_000)
  const all = first.rows.length < max ? await readOn(api, [], first, max, call) : first
  const table = await typedTable(all, total, description, config, call)
  return {
    schema: table.schema,
    metadata,
    capabilities: noCapabilities,
    total,
    downloads: downloadsOf(table.schema, (format) => api.url('download', pairs(format))),
    execute: () => Promise.resolve(table),
  }
}

/** Types from the declaration where the values agree with it, else from all the values: texts may hold numbers. */
async function typedTable(
  { rows }: Pick<RecordPage, 'rows'>,
  total: number,
  description: Description | undefined,
  config: SourceConfig,
  { signal }: Call
): Promise<Table> {
  const names = new Set(description?.schema.map(({ name }) => name))
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  checkTypes(config.types, [...names])
  const declared = new Map<string, { readonly field: Field; readonly values: Column }>()
  const open: string[] = []
  for (const name of names) {
    const values = declaredValues(rows, name, fieldOf(name, description))
    const field = description?.schema.find((one) => one.name === name) ?? { name, type: 'geometry' as const }
    if (values && (config.types?.[name] ?? field.type) === field.type) declared.set(name, { field, values })
    else open.push(name)
  }
  const texts = open.map((name) => ({ name, cells: rows.map((row) => textOf(Object.hasOwn(row, name) ? row[name] : null)) }))
  const inferred = await inferColumns(texts, { types: only(config, open), pacer: new Pacer(signal) })
  const labelled = new Map(description?.schema.map(({ name, title, description: words }) => [name, { ...(title ? { title } : {}), ...(words ? { description: words } : {}) }]))
  const columns = [...names].map((name) => {
    const found = declared.get(name) ?? inferred[open.indexOf(name)]
    if (!found) throw new DgeError('internal', `No values for ${name}`)
    return { field: { ...found.field, name, ...labelled.get(name) }, values: found.values }
  })
  return createTable(
    columns.map(({ field }) => field),
    new Map(columns.map(({ field, values }) => [field.name, values])),
    { numRows: rows.length, complete: rows.length >= total, total }
  )
}

/** The field as declared; geometries that are not declared go by the names that the platform gives them. */
function fieldOf(name: string, description: Description | undefined): Pick<ServerField, 'kind' | 'type'> {
  const located = /^geo_(point_2d|shape)$/.test(name)
  return description?.fields.get(name) ?? (located ? { kind: name, type: 'geometry' } : { kind: 'text', type: 'string' })
}

/** Undefined for texts, and when a value is not of the declared type. */
function declaredValues(rows: readonly Raw[], name: string, field: Pick<ServerField, 'kind' | 'type'>): Value[] | undefined {
  if (field.type === 'string') return undefined
  const values: Value[] = []
  for (const row of rows) {
    const raw = Object.hasOwn(row, name) ? row[name] : null
    const value = valueOf(raw, field)
    if (isLost(raw, value)) return undefined
    values.push(value)
  }
  return values
}

function textOf(raw: unknown): string {
  return String(valueOf(raw, { kind: 'text', type: 'string' }) ?? '')
}

function only({ types = {} }: SourceConfig, names: readonly string[]) {
  return Object.fromEntries(Object.entries(types).filter(([name]) => names.includes(name)))
}

function notUnderstood(id: string, api: RecordsApi, cause: unknown): DgeError {
  const url = api.url('search', [])
  return new DgeError('format', `The catalogue gives no records of “${id}”`, {
    cause,
    url,
    hint: 'Check the identifier; a dataset with several tables needs resource_id=… in the address.',
  })
}

/** The description is welcome, the records are needed. */
function unlessMissing(error: unknown): undefined {
  const missing = error instanceof DgeError && (error.kind === 'http' || error.kind === 'format') && error.status !== 429
  if (!missing) throw error
  return undefined
}
