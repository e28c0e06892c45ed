import { DgeError } from '../data/errors.js'
import { getJson, urlOf } from './opendatasoft-api.js'
import { OpendatasoftDataset } from './opendatasoft-dataset.js'
import { describe, downloadsOf } from './opendatasoft-fields.js'
import { ExploreReader } from './opendatasoft-reader.js'
import type { Dataset, OpenOptions, SourceConfig } from '../data/dataset.js'
import type { ExploreAddress } from './opendatasoft-reader.js'

/** A dataset on a portal, and the conditions that its address carries. */
export interface Place {
  readonly root: string
  readonly id: string
  readonly fixed: readonly (readonly [name: string, value: string])[]
}

/** Opens the dataset at a place by the Explore API v2.1. @throws DgeError `http`, `format`, `empty` */
export async function openExplore({ root, id, fixed }: Place, config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
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
    fixed,
    ...(config.timeout === undefined ? {} : { timeout: config.timeout }),
    ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
  }
  const { schema, fields, metadata } = description
  return new OpendatasoftDataset({
    reader: new ExploreReader(address, fields, description.recordsCount),
    schema,
    fields,
    metadata: { ...metadata, page: `${root}/explore/dataset/${encodeURIComponent(id)}/` },
    downloads: downloadsOf(schema, (format) => fixed.reduce((url, [name, value]) => urlOf(url, { [name]: value }), `${base}/exports/${format}`)),
  })
}
