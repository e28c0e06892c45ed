import { checkTypes } from '../data/check-types.js'
import { DgeError } from '../data/errors.js'
import { chosenResource, downloadsOf, metadataOf } from './catalog-resources.js'
import { TabularApi } from './data-gouv-api.js'
import { readCatalogue } from './data-gouv-catalogue.js'
import { TabularDataset } from './data-gouv-dataset.js'
import { tabularSchema } from './data-gouv-fields.js'
import { placeOf } from './data-gouv-place.js'
import type { Dataset, Handover, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { CatalogueEntry } from './data-gouv-catalogue.js'
import type { GouvPlace } from './data-gouv-place.js'

/**
 * A dataset of data.gouv.fr (or another catalogue of its software, udata): its page, one of its resources, or an address of
 * the Tabular API. A resource that the Tabular API has read is queried there; any other is opened as the file that it is.
 * @see https://www.data.gouv.fr/dataservices/api-tabulaire-data-gouv-fr-beta/
 */
const provider: Provider<Dataset | Handover> = {
  name: 'data-gouv',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset | Handover> {
    options.response?.body?.cancel().catch(() => {})
    const place = placeOf(config.src)
    if (!place) {
      const hint = 'Give the address of a dataset’s page (…/datasets/<name>/) or of a resource (…/datasets/r/<id>).'
      throw new DgeError('unsupported', `No dataset of data.gouv.fr in the address ${config.src}`, { url: config.src, hint })
    }
    if (place.tabular && place.resource && !place.dataset) return openTabular(place, place.tabular, place.resource, config, options)
    const entry = await readCatalogue(place, config, options)
    const chosen = chosenResource(entry.resources, place.resource ?? (config.layer || undefined), { title: entry.metadata.title ?? config.src, src: config.src })
    const found: CatalogueEntry = { ...entry, chosen }
    const dataset = place.tabular === undefined ? undefined : await tableAt(place.tabular, chosen.id, [], config, options, async () => found)
    return !dataset || dataset instanceof DgeError ? handover(found, config) : dataset
  },
}
export default provider

/** An address of the Tabular API. What it has not read is opened as the file of the catalogue. */
async function openTabular(place: GouvPlace, tabular: string, id: string, config: SourceConfig, options: OpenOptions): Promise<Dataset | Handover> {
  const lookUp = async (dataset?: string) => {
    const entry = await readCatalogue({ ...place, ...(dataset === undefined ? {} : { dataset }) }, config, options)
    return { ...entry, chosen: chosenResource(entry.resources, id, { title: entry.metadata.title ?? id, src: config.src }) }
  }
  const opened = await tableAt(tabular, id, place.fixed ?? [], config, options, async (owner) => {
    if (owner === undefined || place.catalogue === undefined) return undefined
    // Words of the catalogue are welcome, not needed.
    return lookUp(owner).catch(unlessAborted)
  })
  if (!(opened instanceof DgeError)) return opened
  const absent = opened.status === 404 || opened.status === 410
  if (place.catalogue === undefined) throw absent ? new DgeError('http', `The Tabular API has no resource ${id}`, { status: 404, url: config.src }) : opened
  const entry = await lookUp().catch((error: unknown) => {
    // Where the API is in trouble, that is what to tell, and not that the catalogue has nothing either.
    throw absent || !(error instanceof DgeError) ? error : opened
  })
  return handover(entry, config)
}

/** The resource by the Tabular API; an error when it has not read it, or does not answer. */
async function tableAt(
  tabular: string,
  id: string,
  fixed: NonNullable<GouvPlace['fixed']>,
  config: SourceConfig,
  options: OpenOptions,
  describe: (dataset: string | undefined) => Promise<CatalogueEntry | undefined>
): Promise<Dataset | DgeError> {
  const api = new TabularApi(`${tabular}/resources/${id}`, fixed, config.timeout)
  const call = options.signal ? { signal: options.signal } : {}
  const answers = await Promise.all([api.profile(call), api.page([], 1, 20, call), api.aggregates(call)]).catch(unlessUnread)
  if (answers instanceof DgeError) return answers
  const [profile, first, aggregates] = answers
  const described = tabularSchema(profile, first.rows, config)
  if (described.schema.length === 0) throw new DgeError('format', `No columns in the profile of ${api.base}`, { url: api.base })
  if (first.total === undefined) throw new DgeError('format', `No total in the answer of ${api.base}/data/`, { url: api.base })
  checkTypes(config.types, described.schema.map(({ name }) => name))
  const owner = typeof profile['dataset_id'] === 'string' && profile['dataset_id'] !== '' ? profile['dataset_id'] : undefined
  const entry = await describe(owner)
  const whole = first.total <= 50_000 || fixed.length > 0
  return new TabularDataset({
    ...described,
    api,
    metadata: entry ? describedBy(entry) : {},
    downloads: [...(entry ? downloadsOf(entry.resources, entry.chosen) : []), ...(whole ? [{ url: api.url('data/csv/', fixed), format: 'csv' }] : [])],
    total: first.total,
    aggregates,
    ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
  })
}

function describedBy({ metadata, modified, chosen, resources }: CatalogueEntry) {
  const titled = metadata.title !== undefined && resources.filter(({ data }) => data).length > 1 && chosen.title !== metadata.title
  const when = modified.get(chosen.id)
  return metadataOf({ ...metadata, ...(titled ? { title: `${metadata.title} – ${chosen.title}` } : {}), ...(when === undefined ? {} : { modified: when }) })
}

function handover(entry: CatalogueEntry, config: SourceConfig): Handover {
  const { chosen, resources } = entry
  if (chosen.url === undefined) {
    throw new DgeError('unsupported', `The resource “${chosen.title}” has no address that a page can load`, { url: config.src })
  }
  // The author's layer named the resource: it is not for what the resource holds.
  return { to: { src: chosen.url, layer: '' }, metadata: describedBy(entry), downloads: downloadsOf(resources, chosen) }
}

/** Not parsed, or not answering: the file is there all the same. */
function unlessUnread(error: unknown): DgeError {
  const unread = error instanceof DgeError && (error.status === 404 || error.status === 410 || (error.status ?? 0) >= 500 || ['cors', 'network', 'timeout'].includes(error.kind))
  if (!unread) throw error
  return error
}

function unlessAborted(error: unknown): undefined {
  if (!(error instanceof DgeError)) throw error
  return undefined
}
