import { DgeError, isAbort } from '../data/errors.js'
import { isObject } from '../data/json-rows.js'
import { Pacer } from '../data/pacer.js'
import { itemsOf, linkTo, linksOf, readDocument, readItems, withParams } from './ogc-api-features-api.js'
import { OgcApiFeaturesDataset } from './ogc-api-features-dataset.js'
import { abilitiesOf } from './ogc-api-features-filter.js'
import { readPages } from './ogc-api-features-pages.js'
import { declaredIn, propertiesOf, schemaOf, tableOf } from './ogc-api-features-values.js'
import { plainText } from './opendatasoft-fields.js'
import type { Dataset, Download, Handover, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Extent } from '../data/filter.js'
import type { JsonObject } from '../data/json-rows.js'
import type { Call, ItemsPage, Link } from './ogc-api-features-api.js'
import type { Declared } from './ogc-api-features-values.js'

/** Features that opening reads: small collections are whole then. */
const sampleSize = 1000
/** What paging, format and reference system are is ours to say; other parameters of the author's address stay. */
const own = ['limit', 'offset', 'startindex', 'startIndex', 'f', 'crs', 'bbox-crs', 'properties', 'sortby']

/**
 * OGC API Features (ldproxy, pygeoapi, GeoServer, MapServer, QGIS Server, geOrchestra's data API…). `src` is the landing
 * page, the list of collections, a collection or its items; `layer` names the collection when the address doesn't and
 * there are several.
 * @see https://docs.ogc.org/is/17-069r4/17-069r4.html
 */
const provider: Provider<Dataset | Handover> = {
  name: 'ogc-api-features',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset | Handover> {
    const call: Call = { signal: options.signal, timeout: config.timeout }
    const place = placeOf(config.src)
    if (place.id !== undefined) {
      options.response?.body?.cancel().catch(() => {})
      return openCollection(place.root, await describe(`${place.root}/collections/${place.id}`, call), place.params, config, options)
    }
    const url = options.response ? config.src : place.documentUrl
    const json = await readDocument(url, call, options.response)
    if (Array.isArray(json['features'])) return openItems(itemsOf(json, url), config, options)
    const list = Array.isArray(json['collections']) ? { json, url } : await collectionsOf(json, place.root, url, call)
    return openCollection(place.root, choose(list, config), place.params, config, options, linksOf(json, url))
  },
}
export default provider

interface Place {
  /** Address of the landing page, without a slash at its end. */
  readonly root: string
  /** The collection that the address names, as written in it. */
  readonly id?: string
  /** The author's own parameters. */
  readonly params: Readonly<Record<string, string>>
  /** The document to read where no collection is named. */
  readonly documentUrl: string
}

function placeOf(src: string): Place {
  const url = new URL(src)
  const [, before = '', id, rest = ''] = /^(.*?)\/collections(?:\/([^/]+)(\/.*)?)?\/?$/.exec(url.pathname) ?? [undefined, url.pathname.replace(/\/(conformance|api)?\/?$/, '')]
  if (/^\/items\/[^/]+$/.test(rest)) {
    throw new DgeError('unsupported', `One item of a collection, not a dataset: ${src}`, { url: src, hint: `Take off “${rest.slice(6)}”, and name the item with where="…".` })
  }
  const root = `${url.origin}${before}`
  const params = Object.fromEntries([...url.searchParams].filter(([name]) => !own.includes(name)))
  const documentUrl = withParams(url.href, { f: 'json' })
  return { root, params, documentUrl, ...(id === undefined ? {} : { id }) }
}

/** A collection's document. */
interface Described {
  readonly json: JsonObject
  readonly url: string
}

async function describe(address: string, call: Call): Promise<Described> {
  const url = withParams(address, { f: 'json' })
  return { json: await readDocument(url, call), url }
}

async function collectionsOf(landing: JsonObject, root: string, base: string, call: Call): Promise<Described> {
  const data = linkTo(linksOf(landing, base), 'data') ?? `${root}/collections`
  const url = withParams(data, { f: 'json' })
  const json = await readDocument(url, call)
  if (!Array.isArray(json['collections'])) throw new DgeError('format', `No list of collections at ${data}`, { url: data })
  return { json, url }
}

/** The collection asked for by id or title, or the only one. @throws DgeError `query` with the choices */
function choose({ json, url }: Described, config: SourceConfig): Described {
  const all = (json['collections'] as readonly unknown[]).filter(isObject).filter((one) => typeof one['id'] === 'string' || typeof one['name'] === 'string')
  const collections = all.filter(({ itemType }) => itemType === undefined || itemType === 'feature' || itemType === 'record')
  const idOf = (one: JsonObject) => String(one['id'] ?? one['name'])
  const { layer } = config
  const [first] = collections
  const found = layer
    ? (collections.find((one) => idOf(one) === layer) ?? collections.find((one) => [idOf(one), plainText(one['title'])].some((name) => name?.toLowerCase() === layer.toLowerCase())))
    : collections.length === 1 ? first : undefined
  if (found) return { json: found, url }
  if (collections.length === 0) throw new DgeError('empty', `No collection of features at ${url}`, { url })
  const names = collections.slice(0, 20).map(idOf).join(', ') + (collections.length > 20 ? `, and ${collections.length - 20} more` : '')
  const what = layer ? `no collection “${layer}”; there are ${names}` : `${collections.length} collections and none is named: ${names}`
  throw new DgeError('query', `At ${url} is ${what}`, {
    url,
    hint: layer ? 'Check layer="…" against the list.' : 'Name one with layer="…".',
    choices: collections.map((one) => {
      const title = plainText(one['title'])
      return { layer: idOf(one), ...(title ? { title } : {}) }
    }),
  })
}

async function openCollection(root: string, { json, url }: Described, params: Place['params'], config: SourceConfig, options: OpenOptions, landing: readonly Link[] = []): Promise<Dataset | Handover> {
  const call: Call = { signal: options.signal, timeout: config.timeout }
  const links = linksOf(json, url)
  const linked = linkTo(links, 'items', /geo\+?json/)
  const address = linked?.replace(/\/items\/?(\?.*)?$/, '') ?? `${root}/collections/${encodeURIComponent(String(json['id'] ?? json['name']))}`
  const base = linked ?? `${address}/items?f=json`
  // A catalogue: its records are no rows, they say where data are.
  if (json['itemType'] === 'record') return { to: { src: withParams(`${address}/items`, params), provider: 'ogc-api-records', ...(config.layer === undefined || config.layer === json['id'] ? { layer: '' } : {}) } }
  const limit = Math.min(sampleSize, config.maxRows ?? sampleSize)
  const items = withParams(base, { ...params, limit })
  const optional = (at: string) => readDocument(withParams(at, { f: 'json' }), call).catch(absent)
  const [first, conformance] = await Promise.all([
    readItems(items, call),
    optional(linkTo(landing, 'conformance') ?? `${address.replace(/\/collections\/[^/]+$/, '')}/conformance`),
  ])
  const conformsTo = Array.isArray(conformance?.['conformsTo']) ? (conformance['conformsTo'] as readonly unknown[]).filter((uri) => typeof uri === 'string') : []
  const declares = (part: RegExp) => conformsTo.some((uri) => part.test(uri))
  const queryablesAt = linkTo(links, 'queryables') ?? (declares(/features-3\//) ? `${address}/queryables` : undefined)
  const schemaAt = linkTo(links, 'schema') ?? (declares(/features-5\/[\d.]+\/conf\/schemas$/) ? `${address}/schema` : undefined)
  const [queryables, schema] = await Promise.all([queryablesAt ? optional(queryablesAt) : undefined, schemaAt ? optional(schemaAt) : undefined])
  const queryable = queryables ? declaredIn(queryables) : []
  return datasetOf({
    config, items, limit, first,
    declared: schema ? declaredIn(schema) : queryable.filter(({ name }) => first.features.some((one) => name in propertiesOf(one))),
    abilities: abilitiesOf(conformsTo, new Map(queryable.map(({ name, type }) => [name, type]))),
    metadata: metadataOf(json, links),
    downloads: downloadsOf(links),
    params,
  }, options)
}

/** An answer with features and no collection in its address. */
async function openItems(first: ItemsPage, config: SourceConfig, options: OpenOptions): Promise<Dataset> {
  const limit = Number(new URL(config.src).searchParams.get('limit') ?? NaN)
  return datasetOf({
    config, first,
    items: config.src,
    limit: Number.isNaN(limit) ? first.features.length : limit,
    declared: [],
    abilities: abilitiesOf([], new Map()),
    metadata: metadataOf({}, first.links),
    downloads: [],
    params: {},
  }, options)
}

interface Opening {
  readonly config: SourceConfig
  readonly items: string
  readonly limit: number
  readonly first: ItemsPage
  readonly declared: readonly Declared[]
  readonly abilities: ReturnType<typeof abilitiesOf>
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly params: Place['params']
}

async function datasetOf({ config, items, limit, first, declared, abilities, metadata, downloads, params }: Opening, options: OpenOptions): Promise<Dataset> {
  const pacer = new Pacer(options.signal)
  if (first.features.length === 0 && declared.length === 0) throw new DgeError('empty', `The collection has no features: ${items}`, { url: items })
  const schema = await schemaOf(first.features, declared, config, pacer)
  refuseIgnored(first, params, config.src)
  const read = (url: string) => readItems(url, { signal: options.signal, timeout: config.timeout })
  // No next link: the first page is everything, unless the server hides more.
  const pages = first.next === undefined ? await readPages({ first, url: items, asked: limit, max: config.maxRows ?? Infinity, read }) : undefined
  const complete = pages?.complete ?? false
  const total = complete ? first.features.length : first.matched
  const sample = await tableOf(first.features, schema, config, { complete, crs: first.crs, ...(total === undefined ? {} : { total }) }, pacer)
  const cutByAuthor = config.maxRows !== undefined && first.features.length >= config.maxRows
  options.onProgress?.(sample.numRows, total)
  return new OgcApiFeaturesDataset({ config, items, asked: limit, first, sample, metadata, downloads, abilities }, pages !== undefined || cutByAuthor)
}

/** A parameter of the address that is a property's name must have had its effect, or every figure would be wrong. */
function refuseIgnored(first: ItemsPage, params: Place['params'], url: string): void {
  for (const [name, value] of Object.entries(params)) {
    const values = first.features.map((feature) => propertiesOf(feature)).filter((row) => Object.hasOwn(row, name)).map((row) => String(row[name]))
    if (values.length === 0 || values.every((one) => one === value) || /[*,%]/.test(value)) continue
    throw new DgeError('unsupported', `The server ignores ${name}=${value} in ${url}`, {
      url,
      hint: `Leave it out of src and write where="${name} = '${value}'" on the element.`,
    })
  }
}

function metadataOf(json: JsonObject, links: readonly Link[]): Metadata {
  const [title, description, publisher] = [plainText(json['title'] ?? json['id']), plainText(json['description']), plainText(json['attribution'])]
  const licences = links.filter(({ rel }) => rel === 'license')
  const licence = licences.find(({ type }) => /html/.test(type)) ?? licences[0]
  const page = links.find(({ rel, type }) => rel === 'alternate' && /html/.test(type))?.href
  const extent = extentOf(json['extent'])
  const named = licence?.title ?? (/^https?:|^(other|proprietary|various)$/.test(String(json['license'])) ? undefined : plainText(json['license']))
  return {
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    ...(publisher ? { publisher } : {}),
    ...(named ? { licence: named } : {}),
    ...(licence ? { licenceUrl: licence.href } : {}),
    ...(page ? { page } : {}),
    ...(extent ? { extent } : {}),
  }
}

/** The first box, of four numbers or six (with heights), in longitude and latitude. */
function extentOf(extent: unknown): Extent | undefined {
  const spatial = isObject(extent) ? extent['spatial'] : undefined
  if (!isObject(spatial) || !Array.isArray(spatial['bbox']) || !/CRS84h?$/.test(String(spatial['crs'] ?? 'CRS84'))) return undefined
  const box: unknown = spatial['bbox'][0]
  if (!Array.isArray(box) || !box.every((one): one is number => typeof one === 'number' && Number.isFinite(one))) return undefined
  const [west, south, third, fourth, fifth] = box
  const [east, north] = box.length === 6 ? [fourth, fifth] : [third, fourth]
  return west === undefined || south === undefined || east === undefined || north === undefined ? undefined : [west, south, east, north]
}

const formats: readonly (readonly [RegExp, string])[] = [
  [/geo\+json/, 'geojson'], [/csv/, 'csv'], [/spreadsheetml/, 'xlsx'], [/geopackage/, 'gpkg'], [/shape/, 'shp.zip'], [/flatgeobuf/, 'fgb'], [/\/json/, 'json'], [/kml/, 'kml'], [/parquet/, 'parquet'],
]

/** Files of the whole collection. */
function downloadsOf(links: readonly Link[]): Download[] {
  return links.flatMap(({ rel, href, type }) => {
    const format = formats.find(([pattern]) => pattern.test(type))?.[1]
    return rel === 'enclosure' && format ? [{ url: href, format }] : []
  })
}

function absent(error: unknown): undefined {
  if (isAbort(error)) throw error
  return undefined
}
