import { DgeError } from '../data/errors.js'
import { checkTypes } from '../data/check-types.js'
import { isObject } from '../data/json-rows.js'
import { GeoApiDataset } from './geo-api-dataset.js'
import { geoApiFields } from './geo-api-fields.js'
import { request } from './http.js'
import { excerpt, readText } from './read-text.js'
import { readJson } from './read-json.js'
import type { Dataset, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { GeoPlace } from './geo-api-dataset.js'
import type { JsonObject } from '../data/json-rows.js'

/**
 * Communes, départements, régions and EPCI of geo.api.gouv.fr. The address is that of the API; `fields` chooses columns,
 * `geometry=contour` outlines in place of centres.
 * @see https://geo.api.gouv.fr/decoupage-administratif
 */
const provider: Provider = {
  name: 'geo-api',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const place = geoPlaceOf(config.src)
    if (!place) {
      const hint = 'Give …/communes, …/departements/67/communes, …/epcis, …/departements or …/regions, with the parameters of the API.'
      throw new DgeError('unsupported', `No list of geo.api.gouv.fr in the address ${config.src}`, { url: config.src, hint })
    }
    options.response?.body?.cancel().catch(() => {})
    const fields = geoApiFields(place.list, place.fields, place.geometry, config)
    checkTypes(config.types, fields.map(({ field }) => field.name))
    const read = async (url: string, signal: AbortSignal | undefined) => rowsAt(url, { signal, timeout: config.timeout })
    const dataset = new GeoApiDataset({ place, fields, read, metadata, ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }) })
    await dataset.begin(options.signal)
    return dataset
  },
}
export default provider

const metadata: Metadata = {
  title: 'Découpage administratif',
  publisher: 'Etalab – Insee, IGN',
  licence: 'Licence Ouverte 2.0',
  licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
  page: 'https://geo.api.gouv.fr/decoupage-administratif',
}

/** Reads addresses of the API; undefined when they name no list. */
export function geoPlaceOf(src: string): GeoPlace | undefined {
  const url = new URL(src)
  const match = /^(.*?\/(?:(?:departements|regions|epcis)\/[^/]+\/)?(communes_associees_deleguees|communes|departements|regions|epcis))(?:\/([^/]+))?\/?$/.exec(url.pathname)
  if (!match) return undefined
  const [, path = '', list = '', code] = match
  const words = (name: string) => (url.searchParams.get(name) ?? '').split(',').map((word) => word.trim()).filter((word) => /^[A-Za-z]\w*$/.test(word))
  const fixed = [...url.searchParams].filter(([name, value]) => value !== '' && !['fields', 'format', 'geometry'].includes(name))
  const [geometry] = words('geometry')
  return { base: url.origin + path + (code === undefined ? '' : `/${code}`), list, one: code !== undefined, fixed, fields: words('fields'), ...(geometry === undefined ? {} : { geometry }) }
}

/** @throws DgeError `http`, `format` when the answer is no list */
async function rowsAt(url: string, call: { readonly signal: AbortSignal | undefined; readonly timeout: number | undefined }): Promise<readonly JsonObject[]> {
  const response = await request(url, { ...call, accept: [400, 404] })
  if (!response.ok) {
    const said = await readText(response, { signal: call.signal, maxBytes: 10_000 })
    throw new DgeError('http', `HTTP ${response.status} from ${url}${/^\s*</.test(said) ? '' : `: ${excerpt(said)}`}`, { url, status: response.status, hint: 'Check the code in the address: communes that were merged have another one.' })
  }
  const json = await readJson(response, { signal: call.signal })
  const rows: readonly unknown[] = Array.isArray(json) ? json : [json]
  if (rows.every((row) => isObject(row) && typeof row['code'] === 'string')) return rows as readonly JsonObject[]
  throw new DgeError('format', `No list of places at ${url}`, { url, hint: 'Each place has a code and a name (nom).' })
}
