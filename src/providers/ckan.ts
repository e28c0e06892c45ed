import { noCapabilities } from '../data/capabilities.js'
import { DgeError } from '../data/errors.js'
import { checkTypes } from '../data/check-types.js'
import { inferColumns } from '../data/infer-table.js'
import { columnsOfRows } from '../data/json-columns.js'
import { isObject } from '../data/json-rows.js'
import { Pacer } from '../data/pacer.js'
import { createTable } from '../data/table.js'
import { chosenResource, downloadsOf, formatOf, loadable, metadataOf } from './catalog-resources.js'
import { CkanApi, isRefusal, mostRecords } from './ckan-api.js'
import { CkanDataset, readAll } from './ckan-dataset.js'
import { ckanSchema } from './ckan-fields.js'
import { sqlTable, takesSql } from './ckan-sql.js'
import { locate } from './geometry-columns.js'
import { plainText } from './opendatasoft-fields.js'
import { webUrl } from './geonetwork-record.js'
import type { CatalogResource } from './catalog-resources.js'
import type { CkanPage, Parameters, Raw } from './ckan-api.js'
import type { Dataset, Download, Handover, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'

/**
 * A dataset of a CKAN site: its page, one of its resources, or an address of the API. A resource in the datastore is
 * queried there; any other is opened as the file that it is.
 * @see https://docs.ckan.org/en/latest/maintaining/datastore.html
 */
const provider: Provider<Dataset | Handover> = {
  name: 'ckan',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset | Handover> {
    options.response?.body?.cancel().catch(() => {})
    const place = ckanPlaceOf(config.src)
    if (!place) {
      const hint = 'Give the address of a dataset’s page (…/dataset/<name>) or of a resource (…/dataset/<name>/resource/<id>).'
      throw new DgeError('unsupported', `No dataset of CKAN in the address ${config.src}`, { url: config.src, hint })
    }
    // An author's own SELECT is a file of its answer.
    if (place.sql) return { to: { src: config.src, provider: 'json', path: 'result.records', layer: '' } }
    const api = new CkanApi(place.root, config.timeout)
    const entry = await described(api, place, config, options)
    const { url } = entry.chosen
    const table = entry.chosen.table || place.table ? await openTable(api, place, entry, config, options).catch(url === undefined ? undefined : unlessNoTable) : undefined
    if (table) return table
    if (url === undefined) throw new DgeError('unsupported', `The resource “${entry.chosen.title}” has no table and no address that a page can load`, { url: config.src })
    return { to: { src: url, layer: '' }, metadata: entry.metadata, downloads: entry.downloads }
  },
}
export default provider

/** Where an address points. */
export interface CkanPlace {
  readonly root: string
  readonly dataset?: string
  readonly resource?: string
  /** The address is the table's own. */
  readonly table?: boolean
  readonly fixed: Parameters
  readonly sql?: boolean
}

/** Reads addresses of pages, of the API and of dumps; undefined when they name no dataset. */
export function ckanPlaceOf(src: string): CkanPlace | undefined {
  const url = new URL(src)
  const parameter = (name: string) => url.searchParams.get(name) || undefined
  const api = /^(.*?)\/api\/(?:3\/)?action\/(\w+)\/?$/.exec(url.pathname)
  if (api) {
    const root = url.origin + (api[1] ?? '')
    const action = api[2] ?? ''
    const id = parameter('resource_id') ?? parameter('id')
    if (action === 'datastore_search_sql') return { root, fixed: {}, sql: true }
    if (id === undefined) return undefined
    if (action === 'package_show') return { root, dataset: id, fixed: {} }
    if (action === 'resource_show') return { root, resource: id, fixed: {} }
    if (!action.startsWith('datastore_')) return undefined
    const [filters, q] = [parameter('filters'), parameter('q')]
    return { root, resource: id, table: true, fixed: { ...(filters ? { filters } : {}), ...(q ? { q } : {}) } }
  }
  const dump = /^(.*?)\/datastore\/dump\/([^/]+)/.exec(url.pathname)
  if (dump) return { root: url.origin + (dump[1] ?? ''), resource: dump[2] ?? '', table: true, fixed: {} }
  const page = /^(.*?)\/dataset\/([^/]+)(?:\/resource\/([^/]+))?/.exec(url.pathname)
  if (!page) return undefined
  // Pages may stand under a language, the API does not.
  const path = (page[1] ?? '').replace(/\/[a-z]{2}(_[A-Za-z]{2,4})?$/, '')
  return { root: url.origin + path, dataset: decodeURIComponent(page[2] ?? ''), ...(page[3] ? { resource: page[3] } : {}), fixed: {} }
}

interface Entry {
  readonly chosen: CatalogResource
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
}

/** The dataset's words and the resource that is meant. A table's own address does without them. */
async function described(api: CkanApi, place: CkanPlace, config: SourceConfig, options: OpenOptions): Promise<Entry> {
  const call = options.signal ? { signal: options.signal } : {}
  const one = place.resource === undefined || place.dataset !== undefined ? undefined : await api.call('resource_show', { id: place.resource }, call).catch(unlessNeedless(place))
  const owner = place.dataset ?? (typeof one?.['package_id'] === 'string' ? one['package_id'] : undefined)
  const about = owner === undefined ? undefined : await api.call('package_show', { id: owner }, call).catch(unlessNeedless(place))
  const listed = Array.isArray(about?.['resources']) ? about['resources'].filter(isObject) : []
  const resources = (listed.length > 0 ? listed : one ? [one] : []).flatMap((resource) => resourceOf(resource) ?? [])
  const title = plainText(about?.['title']) ?? place.dataset ?? place.resource ?? config.src
  const named = place.resource ?? (config.layer || undefined)
  const chosen: CatalogResource = resources.length === 0 && place.resource !== undefined
    ? { id: place.resource, title, format: '', data: true, table: place.table === true }
    : chosenResource(resources, named, { title, src: config.src })
  const raw = listed.find(({ id }) => id === chosen.id) ?? one ?? {}
  return { chosen, metadata: wordsOf(about ?? {}, raw, chosen, resources.length, api.root), downloads: downloadsOf(resources, chosen) }
}

function unlessNeedless({ table }: CkanPlace) {
  return (error: unknown): undefined => {
    if (table && isRefusal(error)) return undefined
    throw error
  }
}

function resourceOf(one: Raw): CatalogResource | undefined {
  if (typeof one['id'] !== 'string') return undefined
  const url = typeof one['url'] === 'string' ? loadable(one['url']) : undefined
  const format = formatOf(one['format'], url)
  const document = /^(pdf|html?|docx?|odt|png|jpe?g|wms|wmts)$/.test(format)
  const table = one['datastore_active'] === true
  return { id: one['id'], title: plainText(one['name']) ?? plainText(one['description']) ?? one['id'], ...(url === undefined ? {} : { url }), format, data: table || !document, table }
}

function wordsOf(about: Raw, resource: Raw, chosen: CatalogResource, count: number, root: string): Metadata {
  const organization = isObject(about['organization']) ? about['organization'] : {}
  const title = plainText(about['title'])
  const modified = dayOrTime(resource['last_modified']) ?? dayOrTime(about['metadata_modified']) ?? dayOrTime(resource['created'])
  const name = typeof about['name'] === 'string' ? about['name'] : undefined
  return metadataOf({
    title: title === undefined || count < 2 || title === chosen.title ? (title ?? chosen.title) : `${title} – ${chosen.title}`,
    description: plainText(about['notes']) ?? plainText(resource['description']),
    publisher: plainText(organization['title']) ?? plainText(about['author']) ?? plainText(about['maintainer']),
    licence: plainText(about['license_title']) ?? plainText(about['license_id']),
    licenceUrl: typeof about['license_url'] === 'string' ? webUrl(about['license_url']) : undefined,
    modified,
    created: dayOrTime(about['metadata_created']),
    frequency: plainText(about['frequency']) ?? plainText(extraOf(about, 'frequency')),
    page: name === undefined ? undefined : `${root}/dataset/${encodeURIComponent(name)}`,
  })
}

function dayOrTime(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? value : undefined
}

/** What a site adds to CKAN's own words: `[{key, value}]`. */
function extraOf({ extras }: Raw, key: string): unknown {
  return (Array.isArray(extras) ? (extras as unknown[]) : []).filter(isObject).find((one) => one['key'] === key)?.['value']
}

async function openTable(api: CkanApi, place: CkanPlace, { chosen, metadata, downloads }: Entry, config: SourceConfig, options: OpenOptions): Promise<Dataset> {
  const call = options.signal ? { signal: options.signal } : {}
  const { id } = chosen
  const described = await api.search({ resource_id: id, ...place.fixed, limit: 0 }, call)
  const { schema, fields } = ckanSchema(described.fields, config)
  const url = api.url('datastore_search', { resource_id: id })
  if (schema.length === 0) throw new DgeError('format', `No columns in the answer of ${url}`, { url })
  if (described.total === undefined) throw new DgeError('format', `No total in the answer of ${url}`, { url })
  checkTypes(config.types, schema.map(({ name }) => name))
  const { total } = described
  const dump = { url: `${api.root}/datastore/dump/${encodeURIComponent(id)}?format=csv&bom=true`, format: 'csv' }
  const files = Object.keys(place.fixed).length > 0 ? downloads : [...downloads, dump]
  // Files are often taken in as they are, every column as text: then the rules of files tell the types.
  if (total <= mostRecords && fields.every(({ stored }) => stored === 'text')) return inferred(api, { resource_id: id, ...place.fixed, sort: '_id' }, described, { metadata, files, config, options })
  const sql = Object.keys(place.fixed).length === 0 && (await takesSql(api)) ? sqlTable(api, id, fields, schema, total) : undefined
  return new CkanDataset({
    api, id, schema, fields, metadata, total, downloads: files, fixed: place.fixed,
    ...(sql ? { sql } : {}),
    ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
  })
}

interface Surroundings {
  readonly metadata: Metadata
  readonly files: readonly Download[]
  readonly config: SourceConfig
  readonly options: OpenOptions
}

/** A small table of texts, read whole and typed as a file is. */
async function inferred(api: CkanApi, asked: Parameters, { fields }: CkanPage, { metadata, files, config, options }: Surroundings): Promise<Dataset> {
  const pacer = new Pacer(options.signal)
  const { records, total = 0 } = await readAll(api, asked, config.maxRows ?? mostRecords, options)
  const names = fields.map(({ id }) => String(id)).filter((name) => name !== '_id' && name !== '_full_text')
  const rows = records.map((record) => Object.fromEntries(names.map((name) => [name, record[name] ?? null])))
  const columns = rows.length > 0 ? columnsOfRows(rows).map((column) => ({ ...column, quoted: false })) : names.map((name) => ({ name, cells: [] }))
  const located = await locate(await inferColumns(columns, { types: config.types, pacer }), config, pacer)
  const table = createTable(
    located.columns.map(({ field }) => field),
    new Map(located.columns.map(({ field, values }) => [field.name, values])),
    { numRows: rows.length, complete: rows.length >= total, total }
  )
  const notes = [...(metadata.notes ?? []), ...located.notes]
  return {
    schema: table.schema,
    metadata: { ...metadata, ...(notes.length > 0 ? { notes } : {}) },
    capabilities: noCapabilities,
    total,
    downloads: files,
    execute: async () => table,
  }
}

/** Not in the datastore, or closed there: the file may be open. */
function unlessNoTable(error: unknown): undefined {
  if (error instanceof DgeError && [403, 404].includes(error.status ?? 0)) return undefined
  throw error
}
