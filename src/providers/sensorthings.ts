import { checkTypes } from '../data/check-types.js'
import { DgeError } from '../data/errors.js'
import { isObject } from '../data/json-rows.js'
import { envelopeOf } from '../data/geometry.js'
import { readGeometry } from '../data/geojson.js'
import { metadataOf } from './catalog-resources.js'
import { plainText } from './opendatasoft-fields.js'
import { isRefusal } from './opendatasoft-api.js'
import { SensorThingsApi, pageSize } from './sensorthings-api.js'
import { SensorThingsDataset } from './sensorthings-dataset.js'
import { flattened, thingsSchema } from './sensorthings-fields.js'
import type { Call, ThingsPage } from './sensorthings-api.js'
import type { Dataset, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { JsonObject } from '../data/json-rows.js'
import type { StreamWords } from './sensorthings-fields.js'

const sets = ['Things', 'Locations', 'HistoricalLocations', 'Datastreams', 'MultiDatastreams', 'Sensors', 'ObservedProperties', 'Observations', 'FeaturesOfInterest']

/** What comes along with entities, where the author does not say: the place, and of a Datastream its latest observation. */
const expanded: Readonly<Record<string, string>> = {
  Things: 'Locations',
  Datastreams: 'ObservedProperty,Thing/Locations,Observations($top=1;$orderby=phenomenonTime desc)',
}

/**
 * A collection of a SensorThings service (FROST…): `…/v1.1/Things`, `…/Datastreams`, `…/Datastreams(5)/Observations`, with
 * the `$filter` and `$expand` of the address; one Datastream stands for its observations.
 * @see https://docs.ogc.org/is/18-088/18-088.html
 */
const provider: Provider = {
  name: 'sensorthings',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    options.response?.body?.cancel().catch(() => {})
    const call: Call = options.signal ? { signal: options.signal } : {}
    const place = thingsPlaceOf(config.src, config.layer)
    const api = new SensorThingsApi(place.base, place.filter, config.timeout)
    if (place.set === undefined) throw await choices(api, config, call)
    const [opened, stream] = await Promise.all([firstPage(api, place, call), place.stream === undefined ? {} : streamOf(new SensorThingsApi(place.stream, undefined, config.timeout), call)])
    const { first, expand } = opened
    if (first.entities.length === 0) throw new DgeError('empty', `No entities at ${api.url({})}`, { url: api.url({}) })
    const words = wordsOf(stream)
    const schema = thingsSchema(first.entities.map(flattened), words, config)
    checkTypes(config.types, schema.map(({ name }) => name))
    return new SensorThingsDataset({
      api, schema, first,
      measured: words.kind === 'OM_Measurement' || words.kind === 'OM_CountObservation',
      metadata: metadata(stream, place),
      downloads: [],
      ...(expand === undefined ? {} : { expand }),
      ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
    })
  },
}
export default provider

export interface ThingsPlace {
  /** The collection's address without parameters. */
  readonly base: string
  /** Name of the entity set; absent at the service's root. */
  readonly set?: string
  readonly filter?: string
  readonly expand?: string
  /** Address of the Datastream whose observations they are. */
  readonly stream?: string
}

/** Reads an address; `layer` names the entity set where the address is the service's root. */
export function thingsPlaceOf(src: string, layer?: string): ThingsPlace {
  const url = new URL(src)
  let path = url.pathname.replace(/\/$/, '')
  if (/\/v1\.[01]$/.test(path) && layer) path += `/${layer}`
  if (/\/Datastreams\([^/]*\)$/.test(path)) path += '/Observations'
  const [, last = ''] = /\/([^/]+)$/.exec(path) ?? []
  const [name = ''] = last.split('(')
  const parameter = (key: string) => url.searchParams.get(key) || undefined
  const [filter, expand] = [parameter('$filter'), parameter('$expand')]
  const stream = /^(.*\/(?:Multi)?Datastreams?(?:\([^/]*\))?)\/Observations$/.exec(path)?.[1]
  return {
    base: url.origin + path,
    ...(sets.includes(name) || (/\/v1\.[01]\//.test(path) && /^[A-Z]\w+$/.test(name)) ? { set: name } : {}),
    ...(filter ? { filter } : {}),
    ...(expand ? { expand } : {}),
    ...(stream === undefined ? {} : { stream: url.origin + stream }),
  }
}

/** The first entities with their places and latest observations, without these where the service does not nest. */
async function firstPage(api: SensorThingsApi, { set = '', expand }: ThingsPlace, call: Call): Promise<{ readonly first: ThingsPage; readonly expand?: string }> {
  const usual = expand ?? expanded[set]
  const asked = { top: set === 'Observations' ? 100 : pageSize, count: true }
  if (usual === undefined) return { first: await api.page(asked, call) }
  try {
    return { first: await api.page({ ...asked, expand: usual }, call), expand: usual }
  } catch (error) {
    if (expand !== undefined || !isRefusal(error)) throw error
    return { first: await api.page(asked, call) }
  }
}

/** What the Datastream of the observations says: it has the words that they lack. */
async function streamOf(api: SensorThingsApi, call: Call): Promise<JsonObject> {
  const read = (expand: string | undefined) => api.json(api.url({ expand }), call)
  return read('ObservedProperty,Thing').catch((error: unknown) => {
    if (isRefusal(error)) return read(undefined)
    throw error
  })
}

function wordsOf(stream: JsonObject): StreamWords {
  const unit = isObject(stream['unitOfMeasurement']) ? stream['unitOfMeasurement'] : {}
  const property = isObject(stream['ObservedProperty']) ? stream['ObservedProperty'] : {}
  const type = stream['observationType']
  return {
    title: plainText(property['name']) ?? plainText(stream['name']),
    unit: plainText(unit['symbol']),
    kind: typeof type === 'string' ? type.split(/[/#]/).at(-1) : undefined,
  }
}

function metadata(stream: JsonObject, { base, set = '' }: ThingsPlace): Metadata {
  const thing = isObject(stream['Thing']) ? stream['Thing'] : {}
  const name = plainText(stream['name'])
  const place = plainText(thing['name'])
  const area = isObject(stream['observedArea']) ? readGeometry(stream['observedArea']) : undefined
  const extent = area ? envelopeOf(area) : undefined
  return metadataOf({
    title: name === undefined ? `${set} – ${new URL(base).host}` : place === undefined || name.includes(place) ? name : `${name} – ${place}`,
    description: plainText(stream['description']),
    extent,
  })
}

/** The service's root: which of its collections is meant. */
async function choices(api: SensorThingsApi, { src }: SourceConfig, call: Call): Promise<DgeError> {
  const { value } = await api.json(api.base, call)
  const names = (Array.isArray(value) ? (value as unknown[]).filter(isObject) : []).flatMap(({ name }) => (typeof name === 'string' ? [name] : []))
  if (names.length === 0) return new DgeError('format', `No service of SensorThings at ${src}`, { url: src, hint: 'Give the address of a collection: …/v1.1/Things, …/v1.1/Datastreams(5)/Observations.' })
  return new DgeError('query', `The service has ${names.length} collections and none is named: ${names.join(', ')}`, { url: src, hint: 'Name one with layer="Things", or in the address.', choices: names.map((layer) => ({ layer })) })
}
