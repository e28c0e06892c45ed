import { noCapabilities } from '../data/capabilities.js'
import { execute } from '../data/engine.js'
import { DgeError } from '../data/errors.js'
import { readGeometry } from '../data/geojson.js'
import { checkTypes } from '../data/check-types.js'
import { isObject } from '../data/json-rows.js'
import { createTable } from '../data/table.js'
import { decodeText } from '../data/decode-text.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import { readText } from './read-text.js'
import { readJson } from './read-json.js'
import { chosenType, valueOf } from './sql-dataset.js'
import type { Dataset, Handover, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Field } from '../data/schema.js'
import type { JsonObject } from '../data/json-rows.js'
import type { Table, Value } from '../data/table.js'

/** The geocoder's own limit of a file, in bytes. */
const mostBytes = 50_000_000
/** Places found with less are somewhere else more often than not. */
const leastScore = 0.5

/**
 * Addresses as points, by the national address base (BAN) that the Géoplateforme searches: what an address of it finds
 * (`…/geocodage/search?q=…`, `/reverse?lon=…&lat=…`), or a whole CSV file of addresses
 * (`…/geocodage/search/csv?data=<address of the file>&columns=adresse&columns=ville`).
 * @see https://data.geopf.fr/geocodage/openapi
 */
const provider: Provider<Dataset | Handover> = {
  name: 'geocoding',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset | Handover> {
    options.response?.body?.cancel().catch(() => {})
    const url = serviceAddress(config.src)
    return /\/csv\/?$/.test(url.pathname) ? geocodedFile(url, config, options) : found(url, config, options)
  },
}
export default provider

/** The service moved: the old host answers for a while yet. */
function serviceAddress(src: string): URL {
  const url = new URL(src)
  return url.hostname === 'api-adresse.data.gouv.fr' ? new URL(`https://data.geopf.fr/geocodage${url.pathname.replace(/\/$/, '')}${url.search}`) : url
}

const fields: readonly Field[] = [
  { name: 'label', type: 'string', title: 'Adresse' }, { name: 'score', type: 'number', title: 'Pertinence' }, { name: 'doubtful', type: 'boolean', title: 'Position douteuse' },
  { name: 'type', type: 'string', title: 'Type' }, { name: 'housenumber', type: 'string', title: 'Numéro' }, { name: 'street', type: 'string', title: 'Voie' },
  { name: 'postcode', type: 'string', title: 'Code postal' }, { name: 'citycode', type: 'string', title: 'Code de la commune' }, { name: 'city', type: 'string', title: 'Commune' },
  { name: 'context', type: 'string', title: 'Département, région' }, { name: 'id', type: 'string', title: 'Identifiant BAN' }, { name: 'geometry', type: 'geometry' },
]

async function found(url: URL, config: SourceConfig, { signal, onProgress }: OpenOptions): Promise<Dataset> {
  const json = await answerOf(url, config, signal)
  const features = isObject(json) && Array.isArray(json['features']) ? json['features'].filter(isObject) : undefined
  if (!features) throw new DgeError('format', `No places at ${url.href}`, { url: url.href, hint: 'The geocoder answers a GeoJSON FeatureCollection.' })
  const schema = fields.map((field): Field => ({ ...field, type: chosenType(config, field.name) ?? field.type }))
  checkTypes(config.types, schema.map(({ name }) => name))
  const kept = features.slice(0, config.maxRows)
  const columns = new Map(schema.map((field) => [field.name, kept.map((feature) => cellOf(feature, field))]))
  const table: Table = createTable(schema, columns, { numRows: kept.length, complete: kept.length === features.length, total: features.length })
  onProgress?.(table.numRows, features.length)
  const doubtful = Array.from(columns.get('doubtful') ?? []).filter(Boolean).length
  return {
    schema,
    metadata: {
      title: url.searchParams.get('q') ?? 'Géocodage',
      publisher: 'Base Adresse Nationale – IGN',
      licence: 'Licence Ouverte 2.0',
      licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
      page: 'https://adresse.data.gouv.fr/',
      ...(doubtful > 0 ? { notes: [`${doubtful} of ${kept.length} places are doubtful (score under ${leastScore}): where="doubtful = false" leaves them out`] } : {}),
    },
    capabilities: noCapabilities,
    total: features.length,
    downloads: [{ url: url.href, format: 'geojson' }],
    execute: async (query) => execute(query, table),
  }
}

async function answerOf(url: URL, config: SourceConfig, signal: AbortSignal | undefined): Promise<unknown> {
  const response = await request(url, { signal, timeout: config.timeout, accept: [400, 404] })
  if (response.ok) return readJson(response, { signal })
  throw await refusal(response, url, signal)
}

/** `{code, message, detail: […]}`. */
async function refusal(response: Response, url: URL, signal: AbortSignal | undefined): Promise<DgeError> {
  const said = await readText(response, { signal, maxBytes: 10_000 })
  const words = /^\s*</.test(said) ? '' : `: ${said.replace(/\s+/g, ' ').slice(0, 300)}`
  return new DgeError('http', `The geocoder refuses the request (HTTP ${response.status}${words}): ${url.href}`, {
    url: url.href,
    status: response.status,
    hint: 'q has 3 to 200 characters and begins with a letter or a digit; reverse takes lon and lat.',
  })
}

function cellOf(feature: JsonObject, field: Field): Value {
  const properties = isObject(feature['properties']) ? feature['properties'] : {}
  if (field.name === 'geometry') return readGeometry(feature['geometry'] ?? null) ?? null
  if (field.name === 'doubtful') return typeof properties['score'] === 'number' ? properties['score'] < leastScore : null
  return valueOf(Object.hasOwn(properties, field.name) ? properties[field.name] : null, field)
}

/** Sends a file of addresses to the geocoder, which gives it back with coordinates: a CSV file like others from there on. */
async function geocodedFile(url: URL, config: SourceConfig, { signal }: OpenOptions): Promise<Handover> {
  const address = url.searchParams.get('data')
  if (!address) throw new DgeError('unsupported', `No file of addresses in ${url.href}`, { url: url.href, hint: 'Write …/geocodage/search/csv?data=<address of the CSV file>&columns=<column of the address>.' })
  const source = new URL(address, url).href
  const response = await request(source, { signal, timeout: config.timeout })
  const text = decodeText(await readBytes(response, { signal, maxBytes: mostBytes }), { encoding: config.encoding, contentType: response.headers.get('content-type') })
  if (/^\s*</.test(text)) throw new DgeError('format', `A web page in place of a CSV file at ${source}`, { url: source })
  const body = new FormData()
  // Fields that choose columns come first: some servers read the form as it arrives.
  for (const [name, value] of url.searchParams) if (name !== 'data') body.append(name, value)
  body.append('data', new Blob([text], { type: 'text/csv' }), 'adresses.csv')
  const service = new URL(url.origin + url.pathname)
  const geocoded = await request(service, { method: 'POST', body, signal, timeout: config.timeout ?? 120_000, accept: [400] })
  if (!geocoded.ok) throw await refusal(geocoded, service, signal)
  return { to: { src: source, provider: 'csv', encoding: 'utf-8', layer: '' }, response: geocoded }
}
