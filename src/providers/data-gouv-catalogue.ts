import { DgeError } from '../data/errors.js'
import { formatOf, loadable, metadataOf } from './catalog-resources.js'
import { isObject } from '../data/json-rows.js'
import { plainText } from './opendatasoft-fields.js'
import { request } from './http.js'
import { readJson } from './read-json.js'
import { webUrl } from './geonetwork-record.js'
import type { CatalogResource } from './catalog-resources.js'
import type { GouvPlace } from './data-gouv-place.js'
import type { Metadata, OpenOptions, SourceConfig } from '../data/dataset.js'
import type { Raw } from './data-gouv-api.js'

/** What the catalogue says of a dataset. */
export interface CatalogueAnswer {
  readonly metadata: Metadata
  readonly resources: readonly CatalogResource[]
  /** Dates of the resources' last changes, by identifier. */
  readonly modified: ReadonlyMap<string, string>
}

/** With the resource that is shown. */
export interface CatalogueEntry extends CatalogueAnswer {
  readonly chosen: CatalogResource
}

/** Licences by the catalogue's code. @see https://www.data.gouv.fr/api/1/datasets/licenses/ */
const licences: Readonly<Record<string, readonly [title: string, url?: string]>> = {
  'lov2': ['Licence Ouverte / Open Licence version 2.0', 'https://www.etalab.gouv.fr/licence-ouverte-open-licence'],
  'fr-lo': ['Licence Ouverte / Open Licence', 'https://www.etalab.gouv.fr/licence-ouverte-open-licence'],
  'odc-odbl': ['Open Data Commons Open Database License (ODbL)', 'https://opendatacommons.org/licenses/odbl/summary/'],
  'odc-by': ['Open Data Commons Attribution License', 'https://opendatacommons.org/licenses/by/summary/'],
  'odc-pddl': ['Open Data Commons Public Domain Dedication and Licence (PDDL)', 'https://opendatacommons.org/licenses/pddl/summary/'],
  'cc-by': ['Creative Commons Attribution', 'https://creativecommons.org/licenses/by/4.0/'],
  'cc-by-sa': ['Creative Commons Attribution Share-Alike', 'https://creativecommons.org/licenses/by-sa/4.0/'],
  'cc-zero': ['Creative Commons CCZero', 'https://creativecommons.org/publicdomain/zero/1.0/'],
}

/** Pages of resources that are read before a dataset is thought to have enough of them. */
const mostPages = 10

/** @throws DgeError `http` for what the catalogue does not have, `format` */
export async function readCatalogue(place: GouvPlace, config: SourceConfig, options: OpenOptions): Promise<CatalogueAnswer> {
  const { catalogue = '', resource } = place
  const get = (path: string) => getJson(`${catalogue}/2/datasets/${path}`, config, options)
  if (resource === undefined) {
    const dataset = encodeURIComponent(place.dataset ?? '')
    const [about, resources] = await Promise.all([get(`${dataset}/`), allResources(get, dataset)])
    return entryOf(about, resources)
  }
  const owned = place.dataset === undefined ? undefined : get(`${encodeURIComponent(place.dataset)}/`)
  owned?.catch(() => {})
  const found = await get(`resources/${encodeURIComponent(resource)}/`)
  const one = isObject(found['resource']) ? found['resource'] : found
  const owner = !owned && typeof found['dataset_id'] === 'string' ? get(`${encodeURIComponent(found['dataset_id'])}/`) : undefined
  // Resources of the community belong to no dataset.
  return entryOf((await (owned ?? owner)) ?? {}, [one])
}

async function allResources(get: (path: string) => Promise<Raw>, dataset: string): Promise<Raw[]> {
  const resources: Raw[] = []
  for (let page = 1; page <= mostPages; page++) {
    const { data, total } = await get(`${dataset}/resources/?page=${page}&page_size=50`)
    const more = Array.isArray(data) ? data.filter(isObject) : []
    resources.push(...more)
    if (more.length === 0 || typeof total !== 'number' || resources.length >= total) break
  }
  return resources
}

async function getJson(url: string, { timeout }: SourceConfig, { signal }: OpenOptions): Promise<Raw> {
  const response = await request(url, { signal, timeout, accept: [404, 410] })
  if (!response.ok) {
    response.body?.cancel().catch(() => {})
    const { status } = response
    const gone = status === 410 ? 'was deleted' : 'does not exist'
    throw new DgeError('http', `The dataset or resource ${gone} in the catalogue: ${url}`, { status, url, hint: 'Open the dataset’s page and copy its address.' })
  }
  const answer = await readJson(response, { signal })
  if (isObject(answer)) return answer
  throw new DgeError('format', `Not an answer of the catalogue: ${url}`, { url })
}

function entryOf(about: Raw, described: readonly Raw[]): CatalogueAnswer {
  const organization = isObject(about['organization']) ? about['organization'] : {}
  const owner = isObject(about['owner']) ? about['owner'] : {}
  const person = [owner['first_name'], owner['last_name']].filter((part) => typeof part === 'string').join(' ')
  const code = typeof about['license'] === 'string' ? about['license'] : ''
  const [licence, licenceUrl] = Object.hasOwn(licences, code) ? (licences[code] ?? []) : code === 'notspecified' ? [] : [plainText(code)]
  const address = [about['page'], about['self_web_url']].find((one) => typeof one === 'string')
  const resources = described.flatMap((one) => resourceOf(one) ?? [])
  return {
    metadata: metadataOf({
      title: plainText(about['title']) ?? resources[0]?.title,
      description: plainText(about['description']),
      publisher: plainText(organization['name']) ?? plainText(person),
      licence,
      licenceUrl,
      modified: dateOf(about['last_update']) ?? dateOf(about['last_modified']),
      created: dateOf(about['created_at']),
      frequency: frequencyOf(about['frequency']),
      page: webUrl(address),
    }),
    resources,
    modified: new Map(described.flatMap((one) => {
      const date = dateOf(one['last_modified'])
      return typeof one['id'] === 'string' && date !== undefined ? [[one['id'], date] as const] : []
    })),
  }
}

function resourceOf(one: Raw): CatalogResource | undefined {
  if (typeof one['id'] !== 'string') return undefined
  const url = typeof one['url'] === 'string' ? loadable(one['url']) : undefined
  const format = formatOf(one['format'], url)
  const type = typeof one['type'] === 'string' ? one['type'] : 'main'
  const extras = isObject(one['extras']) ? one['extras'] : {}
  return {
    id: one['id'],
    title: plainText(one['title']) ?? one['id'],
    ...(url === undefined ? {} : { url }),
    format,
    data: type === 'main' || type === 'update',
    table: typeof extras['analysis:parsing:finished_at'] === 'string' && !extras['analysis:parsing:error'],
  }
}

/** The catalogue's word; "unknown" says nothing. */
function frequencyOf(value: unknown): string | undefined {
  return value === 'unknown' ? undefined : plainText(value)
}

function dateOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? value : undefined
}
