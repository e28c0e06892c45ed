import { checkTypes } from '../data/check-types.js'
import { DgeError } from '../data/errors.js'
import { isObject } from '../data/json-rows.js'
import { metadataOf } from './catalog-resources.js'
import { MelodiApi } from './melodi-api.js'
import { MelodiDataset } from './melodi-dataset.js'
import { melodiColumns, periodOf } from './melodi-observations.js'
import { plainText } from './opendatasoft-fields.js'
import { webUrl } from './geonetwork-record.js'
import type { Call, MelodiPage, Pairs } from './melodi-api.js'
import type { Dataset, Download, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { JsonObject } from '../data/json-rows.js'

/** Observations that opening reads: small choices are whole then. */
const sampleSize = 1000

/**
 * A dataset of the INSEE by Melodi: its address in the API (`…/melodi/data/DS_…?GEO=DEP-67`, with the values of dimensions
 * that it fixes) or its page in the catalogue (catalogue-donnees.insee.fr).
 * @see https://api.insee.fr/melodi
 */
const provider: Provider = {
  name: 'melodi',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const place = melodiPlaceOf(config.src)
    if (!place) {
      const hint = 'Give the address of the dataset’s page in the catalogue of the INSEE, or …/melodi/data/DS_….'
      throw new DgeError('unsupported', `No dataset of Melodi in the address ${config.src}`, { url: config.src, hint })
    }
    options.response?.body?.cancel().catch(() => {})
    const api = new MelodiApi(place.root, place.id, place.fixed, config.timeout)
    const call = options.signal ? { signal: options.signal } : {}
    const [entry, first] = await Promise.all([api.entry(call), api.page([], sampleSize, 1, call)])
    const { observations } = first
    const total = first.count ?? (observations.length < sampleSize ? observations.length : undefined)
    if (total === undefined) throw new DgeError('format', `No number of observations at ${api.url([])}`, { url: api.url([]) })
    if (observations.length === 0) throw new DgeError('empty', `No observation at ${api.url([])}`, { url: api.url([]), hint: 'The values of the dimensions in the address keep none: check them in the catalogue of the INSEE.' })
    refuseIgnored(observations, place.fixed, config.src)
    const whole = observations.length >= total
    const period = whole || (await isOfOneKind(api, first, total, call)) ? periodOf(observations) : undefined
    const columns = melodiColumns(observations, period, config)
    checkTypes(config.types, columns.map(({ field }) => field.name))
    return new MelodiDataset({
      api, columns, total,
      first: observations,
      metadata: wordsOf(entry ?? {}, first, observations),
      downloads: place.fixed.length === 0 ? filesOf(entry) : [],
      ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
    })
  },
}
export default provider

export interface MelodiPlace {
  readonly root: string
  readonly id: string
  readonly fixed: Pairs
}

/** Reads addresses of the API and of the catalogue's pages; undefined when they name no dataset. */
export function melodiPlaceOf(src: string): MelodiPlace | undefined {
  const url = new URL(src)
  const api = /^(.*\/melodi)\/(?:data|catalog|range)\/([^/]+)/.exec(url.pathname)
  if (api) {
    const own = /^(maxResult|page|totalCount|idTerritoire)$/i
    return { root: url.origin + (api[1] ?? ''), id: decodeURIComponent(api[2] ?? ''), fixed: [...url.searchParams].filter(([name, value]) => value !== '' && !own.test(name)) }
  }
  const id = /(^|\.)insee\.fr$/.test(url.hostname) ? /\/(D[A-Z]_[A-Z0-9_]+)(?:\/|$)/.exec(url.pathname)?.[1] : undefined
  return id === undefined ? undefined : { root: 'https://api.insee.fr/melodi', id, fixed: [] }
}

/** Whether all observations have the one frequency of the first ones: then their periods are written alike. */
async function isOfOneKind(api: MelodiApi, { observations }: MelodiPage, total: number, call: Call): Promise<boolean> {
  const found = new Set(observations.map(({ dimensions }) => (isObject(dimensions) ? dimensions['FREQ'] : undefined)))
  const [only] = found
  if (found.size !== 1 || typeof only !== 'string') return false
  const fixed = api.fixed.filter(([name]) => name === 'FREQ')
  if (fixed.length > 0) return fixed.length === 1
  // Other frequencies would be the rest of the number: an answer that does not hear FREQ cannot tell.
  const [same, none] = await Promise.all([api.page([['FREQ', only]], 0, 1, call), api.page([['FREQ', 'NONE']], 0, 1, call)]).catch((error: unknown) => {
    if (error instanceof DgeError && error.kind === 'http') return []
    throw error
  })
  return same?.count === total && none?.count === 0
}

/** A dimension that the address fixes must have had its effect, or every figure would be wrong. */
function refuseIgnored(observations: readonly JsonObject[], fixed: Pairs, url: string): void {
  for (const name of new Set(fixed.map(([key]) => key))) {
    const wanted = fixed.filter(([key]) => key === name).map(([, value]) => value)
    const values = observations.map(({ dimensions }) => (isObject(dimensions) ? dimensions[name] : undefined))
    const known = values.some((value) => value !== undefined)
    // GEO=DEP-67 stands for any year's, GEO=DEP for a whole level.
    const heard = (value: unknown) => wanted.some((one) => String(value) === one || (name === 'GEO' && `-${String(value)}-`.includes(`-${one}-`)))
    if (known && values.every(heard)) continue
    throw new DgeError('unsupported', known ? `The server ignores ${name}=${wanted.join(',')} in ${url}` : `No dimension ${name} in the observations of ${url}`, {
      url,
      hint: `Leave it out of src${known ? ` and write where="${name} = '…'" on the element` : ''}; dimensions: ${dimensionsOf(observations).join(', ')}.`,
    })
  }
}

function dimensionsOf(observations: readonly JsonObject[]): readonly string[] {
  return [...new Set(observations.flatMap(({ dimensions }) => Object.keys(isObject(dimensions) ? dimensions : {})))]
}

function wordsOf(entry: JsonObject, { title, publisher }: MelodiPage, observations: readonly JsonObject[]): Metadata {
  const owner = [entry['publisher'], publisher].find(isObject)
  const relations = Array.isArray(entry['relations']) ? entry['relations'].filter(isObject) : []
  const page = relations.map(({ url }) => french(url)).find((url) => url !== undefined)
  const totals = dimensionsOf(observations).filter((name) => observations.some(({ dimensions }) => isObject(dimensions) && dimensions[name] === '_T'))
  return {
    ...metadataOf({
      title: plainText(french(entry['title']) ?? french(title)),
      description: plainText(french(entry['abstract']) ?? french(entry['description'])),
      publisher: plainText(french(owner?.['label'])) ?? 'Insee',
      // What the INSEE publishes is under it as a whole.
      licence: 'Licence Ouverte 2.0',
      licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
      modified: typeof entry['modified'] === 'string' ? entry['modified'] : undefined,
      page: page === undefined ? undefined : webUrl(page),
    }),
    ...(totals.length > 0 ? { notes: [`Totals (_T) stand beside their parts in ${totals.join(', ')}: fix these dimensions before anything is summed`] } : {}),
  }
}

/** `{fr, en}`, or `[{lang, content}]`; the first language where there is no French. */
function french(texts: unknown): string | undefined {
  if (isObject(texts)) return [texts['fr'], ...Object.values(texts)].find((text) => typeof text === 'string')
  const list = Array.isArray(texts) ? texts.filter(isObject) : []
  const content = (list.find(({ lang }) => lang === 'fr') ?? list[0])?.['content']
  return typeof content === 'string' && content !== '' ? content : undefined
}

function filesOf(entry: JsonObject | undefined): Download[] {
  const products = Array.isArray(entry?.['product']) ? entry['product'].filter(isObject) : []
  return products.flatMap(({ accessURL, format, packageFormat }) => {
    const url = typeof accessURL === 'string' ? webUrl(accessURL) : undefined
    return url === undefined || typeof format !== 'string' ? [] : [{ url, format: /zip/.test(String(packageFormat)) ? 'zip' : format.toLowerCase() }]
  })
}
