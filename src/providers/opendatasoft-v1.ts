import { DgeError } from '../data/errors.js'
import { isRefusal } from './opendatasoft-api.js'
import { openExplore } from './opendatasoft-explore.js'
import { describe, downloadsOf } from './opendatasoft-fields.js'
import { quoteText } from './odsql.js'
import { RecordsApi } from './opendatasoft-v1-api.js'
import { RecordsDataset } from './opendatasoft-v1-dataset.js'
import { analyzes, readAnalysis } from './opendatasoft-v1-groups.js'
import { v1Clause } from './opendatasoft-v1-query.js'
import type { Dataset, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { RecordsDialect } from './opendatasoft-v1-dataset.js'
import type { Pairs } from './opendatasoft-v1-api.js'

/**
 * A dataset by an address of Opendatasoft's Search API v1. Portals that also answer the newer API are asked in that one;
 * the dataset is the same.
 * @see https://help.opendatasoft.com/apis/ods-search-v1/
 */
const provider: Provider = {
  name: 'opendatasoft-v1',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const place = v1PlaceOf(config.src, config.layer)
    if (!place) {
      const hint = 'The address needs dataset=… (…/api/records/1.0/search/?dataset=…).'
      throw new DgeError('unsupported', `No dataset in the address ${config.src}`, { url: config.src, hint })
    }
    if (place.explore) {
      const dataset = await openExplore({ root: place.root, id: place.id, fixed: place.explore }, config, options).catch(unlessOlder)
      if (dataset) return dataset
    }
    return openV1(place, config, options)
  },
}
export default provider

/** Filters, sorts and groups of the real Search API v1. */
const dialect: RecordsDialect = {
  clause: v1Clause,
  select: true,
  download: true,
  groups: readAnalysis,
  aggregates: analyzes,
  doubtsEmpty: false,
}

/** Where a v1 address points. */
export interface V1Place {
  readonly root: string
  readonly id: string
  /** Its conditions as the API v1 has them. */
  readonly fixed: Pairs
  /** The same for the Explore API; undefined when they can't be said there. */
  readonly explore?: readonly (readonly [string, string])[]
}

/** Reads an address of the Search API v1; undefined when it names no dataset. */
export function v1PlaceOf(src: string, layer?: string): V1Place | undefined {
  const url = new URL(src)
  const match = /^(.*)\/api\/(?:records\/1\.0\/\w+|datasets\/1\.0\/([^/]+))/.exec(url.pathname)
  const inPath = match?.[2] === undefined || match[2] === 'search' ? undefined : decodeURIComponent(match[2])
  const id = url.searchParams.get('dataset') ?? inPath ?? layer
  if (!id) return undefined
  const kept = [...url.searchParams].filter(([name, value]) => value !== '' && /^(q$|refine\.|exclude\.|disjunctive\.|geofilter\.)/.test(name))
  const fixed = kept.map(([name, value]) => [name, value] as const)
  const sayable = kept.every(([name]) => /^(refine|exclude)\./.test(name))
  const explore = kept.map(([name, value]): [string, string] => [name.slice(0, name.indexOf('.')), `${name.slice(name.indexOf('.') + 1)}:${quoteText(value)}`])
  return { root: url.origin + (match?.[1] ?? ''), id, fixed, ...(sayable ? { explore } : {}) }
}

async function openV1({ root, id, fixed }: V1Place, config: SourceConfig, options: OpenOptions): Promise<Dataset> {
  const api = new RecordsApi(root, [['dataset', id], ...fixed], config.timeout)
  const url = `${root}/api/datasets/1.0/${encodeURIComponent(id)}/`
  const description = describe(await api.json(url, options.signal ? { signal: options.signal } : {}), config)
  if (!description || description.schema.length === 0) throw new DgeError('format', `Not the description of a dataset: ${url}`, { url })
  const total = fixed.length > 0 ? undefined : description.recordsCount
  const { schema, fields, metadata } = description
  return new RecordsDataset({
    api,
    dialect,
    schema,
    fields,
    metadata: { ...metadata, page: `${root}/explore/dataset/${encodeURIComponent(id)}/` },
    downloads: downloadsOf(schema, (format) => api.url('download', [['format', format]])),
    ...(total === undefined ? {} : { total }),
    ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
  })
}

/** The portal has no Explore API, or not this dataset: the older one may do. Spent quotas and aborts stay. */
function unlessOlder(error: unknown): undefined {
  const older = error instanceof DgeError && (error.kind === 'format' || error.kind === 'cors' || isRefusal(error) || [404, 405, 410, 500, 501].includes(error.status ?? 0))
  if (!older) throw error
  return undefined
}
