import { DgeError } from '../data/errors.js'
import { quoteName, quoteText } from './odsql.js'
import { OpendatasoftDataset } from './opendatasoft-dataset.js'
import { describe, downloadsOf } from './opendatasoft-fields.js'
import { getJson, urlOf } from './opendatasoft-api.js'
import { ExploreReader } from './opendatasoft-reader.js'
import type { Dataset, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { ExploreAddress } from './opendatasoft-reader.js'

/**
 * A dataset of an Opendatasoft (Huwise) portal by its Explore API v2.1. `src` is the dataset's page, an embed of it, or any
 * address of its API; conditions that the address carries (`where`, `refine`, `exclude`) hold for everything.
 * @see https://help.opendatasoft.com/apis/ods-explore-v2/
 */
const provider: Provider = {
  name: 'opendatasoft',
  open: (config, options) => openExplore(config, options),
}
export default provider

/** What an address says of a dataset on a portal. */
export interface Place {
  readonly root: string
  readonly id: string
  readonly fixed: readonly (readonly [name: string, value: string])[]
}

const pageForms = /^(.*)\/explore\/(?:dataset|embed\/dataset|assets|v2\/dataset)\/([^/]+)/
const apiForms = /^(.*)\/api\/(?:explore\/)?v2(?:\.\d)?\/catalog\/datasets\/([^/]+)/

/** Reads a page or API address; undefined when it names no dataset. */
export function placeOf(src: string, layer?: string): Place | undefined {
  const url = new URL(src)
  const api = apiForms.exec(url.pathname)
  if (api) return { root: url.origin + (api[1] ?? ''), id: decode(api[2] ?? ''), fixed: apiConditions(url.searchParams) }
  const page = pageForms.exec(url.pathname)
  // The API is at the root of the site, whatever language or theme the page has.
  if (page) return { root: url.origin, id: decode(page[2] ?? ''), fixed: pageConditions(url.searchParams) }
  return layer === undefined ? undefined : { root: url.origin, id: layer, fixed: [] }
}

/** Opens the dataset at a place, given or read from `config.src`. @throws DgeError `unsupported`, `http`, `format`, `empty` */
export async function openExplore(config: SourceConfig, options: OpenOptions = {}, given?: Place): Promise<Dataset> {
  const place = given ?? placeOf(config.src, config.layer)
  if (!place) {
    const hint = 'Give the address of a dataset’s page (…/explore/dataset/{id}/), or its id as layer="…".'
    throw new DgeError('unsupported', `No dataset in the address ${config.src}`, { url: config.src, hint })
  }
  const { root, id } = place
  const base = `${root}/api/explore/v2.1/catalog/datasets/${encodeURIComponent(id)}`
  const answer = await getJson(base, { ...(options.signal ? { signal: options.signal } : {}) }, config.timeout)
  const description = describe(answer, config)
  if (!description) throw new DgeError('format', `Not the description of a dataset: ${base}`, { url: base })
  if (!description.hasRecords || description.schema.length === 0) {
    throw new DgeError('empty', `The dataset “${id}” of ${new URL(base).host} has no table`, {
      url: base,
      hint: 'It may hold attached files only: give the address of one of them.',
    })
  }
  const address: ExploreAddress = {
    base,
    fixed: place.fixed,
    ...(config.timeout === undefined ? {} : { timeout: config.timeout }),
    ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
  }
  const { schema, fields, metadata } = description
  return new OpendatasoftDataset({
    reader: new ExploreReader(address, fields, description.recordsCount),
    schema,
    fields,
    metadata: { ...metadata, page: `${root}/explore/dataset/${encodeURIComponent(id)}/` },
    downloads: downloadsOf(schema, (format) => place.fixed.reduce((url, [name, value]) => urlOf(url, { [name]: value }), `${base}/exports/${format}`)),
  })
}

function apiConditions(params: URLSearchParams): (readonly [string, string])[] {
  return [...params].filter(([name, value]) => ['where', 'refine', 'exclude'].includes(name) && value !== '')
}

/** A page's filters: `refine.field=value`, several of one field meaning "or" when it is `disjunctive.field`; words in `q`. */
function pageConditions(params: URLSearchParams): (readonly [string, string])[] {
  const fixed: (readonly [string, string])[] = []
  const either = new Map<string, string[]>()
  for (const [name, value] of params) {
    const field = name.slice(name.indexOf('.') + 1)
    if (value === '') continue
    if (name.startsWith('refine.') && params.has(`disjunctive.${field}`)) either.set(field, [...(either.get(field) ?? []), value])
    else if (name.startsWith('refine.')) fixed.push(['refine', `${field}:${quoteText(value)}`])
    else if (name.startsWith('exclude.')) fixed.push(['exclude', `${field}:${quoteText(value)}`])
    else if (name === 'q') fixed.push(['where', `search(*, ${quoteText(value)})`])
  }
  for (const [field, values] of either) {
    const [first = ''] = values
    if (values.length === 1) fixed.push(['refine', `${field}:${quoteText(first)}`])
    else fixed.push(['where', values.map((value) => `${quoteName(field)} = ${quoteText(value)}`).join(' or ')])
  }
  return fixed
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
