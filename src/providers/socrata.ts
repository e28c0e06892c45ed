import { checkTypes } from '../data/check-types.js'
import { isObject } from '../data/json-rows.js'
import { DgeError } from '../data/errors.js'
import { metadataOf } from './catalog-resources.js'
import { plainText } from './opendatasoft-fields.js'
import { webUrl } from './geonetwork-record.js'
import { SocrataApi } from './socrata-api.js'
import { SocrataDataset } from './socrata-dataset.js'
import { socrataSchema } from './socrata-fields.js'
import type { Dataset, Handover, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { JsonObject } from '../data/json-rows.js'

/**
 * A dataset of a Socrata portal (Tyler Data & Insights): its page (`…/d/abcd-1234`, `…/<category>/<name>/abcd-1234`) or
 * its address in the API (`…/resource/abcd-1234.json`, with its conditions).
 * @see https://dev.socrata.com/docs/queries/
 */
const provider: Provider<Dataset | Handover> = {
  name: 'socrata',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset | Handover> {
    const place = socrataPlaceOf(config.src)
    if (!place) {
      const hint = 'Give the address of a dataset’s page (…/d/abcd-1234) or of its API (…/resource/abcd-1234.json).'
      throw new DgeError('unsupported', `No dataset of Socrata in the address ${config.src}`, { url: config.src, hint })
    }
    options.response?.body?.cancel().catch(() => {})
    // What the author chose, grouped or cut there is a file of its answer.
    if (place.file) return { to: { src: config.src, provider: 'json', layer: '' } }
    const api = new SocrataApi(place.origin, place.id, place.fixed, config.timeout)
    const call = options.signal ? { signal: options.signal } : {}
    const [view, counted] = await Promise.all([api.view(call), api.rows({ select: 'count(*) AS n' }, call)])
    const { schema, fields } = socrataSchema(view['columns'], config)
    if (schema.length === 0) throw new DgeError('unsupported', `“${plainText(view['name']) ?? place.id}” has no table behind it`, { url: config.src, hint: 'A map, a chart or a link of the portal: open the dataset that it shows and copy that address.' })
    const total = Number(counted[0]?.['n'] ?? NaN)
    if (!Number.isSafeInteger(total) || total < 0) throw new DgeError('format', `No number of rows in the answer of ${api.url({})}`, { url: api.url({}) })
    checkTypes(config.types, schema.map(({ name }) => name))
    return new SocrataDataset({
      api, schema, fields, total,
      metadata: wordsOf(view, place),
      downloads: place.fixed.length > 0 ? [] : [{ url: `${place.origin}/api/views/${place.id}/rows.csv?accessType=DOWNLOAD`, format: 'csv' }],
      ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
    })
  },
}
export default provider

/** Where an address points. */
export interface SocrataPlace {
  readonly origin: string
  readonly id: string
  readonly fixed: readonly (readonly [name: string, value: string])[]
  /** The address asks for something else than the dataset's rows. */
  readonly file?: boolean
}

/** Reads addresses of pages and of the API; undefined when they name no dataset. */
export function socrataPlaceOf(src: string): SocrataPlace | undefined {
  const url = new URL(src)
  const id = /(?:^|\/)([a-z0-9]{4}-[a-z0-9]{4})(?:\.(?:json|csv|geojson)|\/|$)/.exec(url.pathname)?.[1]
  if (id === undefined) return undefined
  const place = { origin: url.origin, id, fixed: [] }
  if (!/\/resource\//.test(url.pathname)) return place
  const given = [...url.searchParams].filter(([, value]) => value !== '')
  const file = given.some(([name]) => /^\$(select|group|having|query)$/.test(name))
  // A limit and an order belong to the one request; what is left chooses rows.
  return { ...place, fixed: given.filter(([name]) => !/^\$(limit|offset|order)$/.test(name)), ...(file ? { file } : {}) }
}

function wordsOf(view: JsonObject, { origin, id }: SocrataPlace): Metadata {
  const licence = isObject(view['license']) ? view['license'] : {}
  const owner = isObject(view['owner']) ? view['owner'] : {}
  return metadataOf({
    title: plainText(view['name']),
    description: plainText(view['description']),
    publisher: plainText(view['attribution']) ?? plainText(owner['displayName']),
    licence: plainText(licence['name']) ?? plainText(view['licenseId']),
    licenceUrl: typeof licence['termsLink'] === 'string' ? webUrl(licence['termsLink']) : undefined,
    modified: secondsOf(view['rowsUpdatedAt']) ?? secondsOf(view['viewLastModified']) ?? secondsOf(view['createdAt']),
    created: secondsOf(view['createdAt']),
    page: `${origin}/d/${id}`,
  })
}

function secondsOf(value: unknown): string | undefined {
  return typeof value === 'number' && value > 0 && value < 1e11 ? new Date(value * 1000).toISOString() : undefined
}
