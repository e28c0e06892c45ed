import { checkTypes } from '../data/check-types.js'
import { DgeError } from '../data/errors.js'
import { extentOf, webUrl } from './geonetwork-record.js'
import { FairApi, pageSize } from './data-fair-api.js'
import { FairDataset } from './data-fair-dataset.js'
import { fairSchema } from './data-fair-fields.js'
import { objectOf, plainText } from './opendatasoft-fields.js'
import type { Dataset, Download, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Pairs } from './data-fair-filter.js'
import type { Raw } from './data-fair-fields.js'

/**
 * A dataset of data-fair (Koumoul; ADEME's and many regions' portals): its address in the API
 * (`…/data-fair/api/v1/datasets/<id>`, with `/lines?…` and its conditions) or its page on a portal (`…/datasets/<id>`).
 * @see https://data-fair.github.io/3/
 */
const provider: Provider = {
  name: 'data-fair',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const place = fairPlaceOf(config.src)
    if (!place) {
      const hint = 'Give the address of a dataset’s page (…/datasets/<id>) or of its API (…/data-fair/api/v1/datasets/<id>).'
      throw new DgeError('unsupported', `No dataset of data-fair in the address ${config.src}`, { url: config.src, hint })
    }
    options.response?.body?.cancel().catch(() => {})
    const api = new FairApi(place.base, place.fixed, config.timeout)
    const described = new FairApi(place.base, [], config.timeout)
    const [description, first] = await Promise.all([described.json('', [], options), api.lines([['size', 0]], options)])
    const { schema, fields } = fairSchema(description['schema'], config)
    if (schema.length === 0) throw new DgeError('format', `No columns in the description of ${place.base}`, { url: place.base })
    checkTypes(config.types, schema.map(({ name }) => name))
    if (first.total === undefined) throw new DgeError('format', `No total in the answer of ${place.base}/lines`, { url: place.base })
    return new FairDataset({
      api,
      schema,
      fields,
      metadata: metadataOf(description, place.page),
      downloads: downloadsOf(description, api, first.total),
      total: first.total,
      ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
    })
  },
}
export default provider

interface FairPlace {
  readonly base: string
  readonly fixed: Pairs
  readonly page?: string
}

/** Parameters of one request; the others choose lines and stay. */
const transient = /^(select|size|page|sort|format|after|count|truncate|html|thumbnail|highlight|arrays|wkt|finalizedAt)$/i

/** Reads API and page addresses; undefined when they name no dataset. */
export function fairPlaceOf(src: string): FairPlace | undefined {
  const url = new URL(src)
  const api = /^(.*\/api\/v1\/datasets\/[^/]+)/.exec(url.pathname)?.[1]
  if (api !== undefined) {
    const fixed = [...url.searchParams].filter(([name, value]) => value !== '' && !transient.test(name))
    return { base: url.origin + api, fixed }
  }
  const page = /^(.*?)(?:\/data-fair\/dataset|\/datasets)\/([^/]+)/.exec(url.pathname)
  if (!page) return undefined
  const [whole = '', prefix = '', id = ''] = page
  return { base: `${url.origin}${prefix}/data-fair/api/v1/datasets/${id}`, fixed: [], page: url.origin + whole }
}

function metadataOf(description: Raw, page: string | undefined): Metadata {
  const licence = objectOf(description['license'])
  const box = Array.isArray(description['bbox']) ? description['bbox'].map(Number) : []
  const extent = extentOf(box[0] ?? NaN, box[1] ?? NaN, box[2] ?? NaN, box[3] ?? NaN)
  const put = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })
  const date = (name: string) => plainText(description[name])
  return {
    ...put('title', plainText(description['title'])),
    ...put('description', plainText(description['description'])),
    ...put('publisher', plainText(objectOf(description['owner'])['name'])),
    ...put('licence', plainText(licence['title'])),
    ...put('licenceUrl', typeof licence['href'] === 'string' ? webUrl(licence['href']) : undefined),
    ...put('modified', date('dataUpdatedAt') ?? date('updatedAt')),
    ...put('created', date('createdAt')),
    ...put('frequency', date('frequency')),
    ...put('page', page ?? (typeof description['page'] === 'string' ? webUrl(description['page']) : undefined)),
    ...(extent ? { extent } : {}),
  }
}

/** The publisher's own file, unless the address chooses lines of it; all lines when they come in one answer. */
function downloadsOf(description: Raw, api: FairApi, total: number): Download[] {
  const name = objectOf(description['originalFile'] ?? description['file'])['name']
  const extension = typeof name === 'string' ? /\.([a-z0-9]{2,8})$/i.exec(name)?.[1]?.toLowerCase() : undefined
  const raw = extension !== undefined && api.fixed.length === 0 ? [{ url: `${api.base}/raw`, format: extension }] : []
  const lines = { url: api.url('/lines', [['format', 'csv'], ['size', pageSize]]), format: 'csv' }
  return total <= pageSize ? [...raw, lines] : raw
}
