import { wallClockOf } from '../data/calendar.js'
import { DgeError } from '../data/errors.js'
import { foldText } from '../data/text.js'
import { askArcgis, isRefusal } from './arcgis-api.js'
import { ArcgisDataset } from './arcgis-dataset.js'
import { readLayer } from './arcgis-layer.js'
import { LayerReader } from './arcgis-pages.js'
import { instantOfRaw } from './arcgis-values.js'
import { isPlainName } from './arcgis-where.js'
import { objectOf } from './opendatasoft-fields.js'
import type { Choice } from '../data/errors.js'
import type { Dataset, Download, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { DatePrecision } from '../data/schema.js'
import type { Call, Params, Raw } from './arcgis-api.js'
import type { ArcgisField, LayerInfo } from './arcgis-layer.js'

const day = 86_400_000
/** Rows by which the opening tells days from clock times. */
const sampleSize = 100
/** Fields that the case of letters is tried on. */
const mostProbed = 6

/**
 * Layers and tables of ArcGIS (Online, Enterprise, koop): `…/FeatureServer/0`, `…/MapServer/3`, their `/query?where=…`
 * (whose condition stays), or a service, whose layer `layer` names by number or name when there are several.
 * @see https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/
 */
const provider: Provider = {
  name: 'arcgis',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    options.response?.body?.cancel().catch(() => {})
    const call: Call = options.signal ? { signal: options.signal } : {}
    const { service, id: written, where, params } = addressOf(config.src)
    const id = config.layer ?? written
    const known = id !== undefined && /^\d+$/.test(id) ? id : await chooseLayer(service, id, params, call, config)
    const url = `${service}/${known}`
    const answer = await askArcgis(url, params, call, config.timeout)
    return openLayer(url, readLayer(answer, url, config), where, params, config, call)
  },
}
export default provider

async function openLayer(
  url: string, layer: LayerInfo, where: string | undefined, params: Params, config: SourceConfig, call: Call
): Promise<Dataset> {
  const reader = new LayerReader(url, layer, params, config.timeout)
  const { objectId } = layer
  const base = where ?? '1=1'
  const and = (text: string) => ({ where: where === undefined ? text : `(${where}) AND (${text})` })
  const probed = layer.fields.filter(({ kind, native, name }) => kind === 'text' && native && isPlainName(name)).slice(0, mostProbed)
  const dates = layer.fields.filter(({ kind, daysOnly }) => kind === 'date' && !daysOnly).map(({ name }) => name)
  const letters = probed.map(({ name }) => `LOWER(${name}) <> UPPER(${name})`).join(' OR ')
  const order: Params = layer.sorting && objectId !== '' ? { orderByFields: objectId } : {}
  const [total, idless, cased, sample] = await Promise.all([
    reader.count({ where: base }, call).catch(unlessRefusal),
    // No row has no id: a server that finds some doesn't read conditions.
    isPlainName(objectId) ? reader.count(and(`${objectId} IS NULL`), call).catch(unlessRefusal) : undefined,
    letters === '' ? 0 : reader.count(and(letters), call).catch(unlessRefusal),
    dates.length === 0 ? undefined : reader.page(
      { conditions: { where: base }, names: dates, geometry: false },
      { ...order, ...(layer.paging ? { resultRecordCount: sampleSize } : {}) },
      call
    ),
  ])
  const rows = (sample?.features ?? []).slice(0, sampleSize * 20).map(({ attributes }) => attributes)
  const clocks = new Map(dates.map((name) => [name, clockOf(rows, name)]))
  const fields = layer.fields.map((field): ArcgisField => ({
    ...field,
    exactText: (cased ?? 0) > 0,
    zone: clocks.get(field.name)?.zone ?? field.zone,
  }))
  const schema = layer.schema.map((field) => {
    if (field.type !== 'date') return field
    return { ...field, precision: clocks.get(field.name)?.precision ?? ('day' as const) }
  })
  return new ArcgisDataset({
    reader,
    layer: { ...layer, fields, schema },
    base: where,
    filters: total === 0 || (total !== undefined && idless === 0),
    total,
    downloads: downloadsOf(url, layer, total, base, params),
    maxRows: config.maxRows,
  })
}

/**
 * How the instants of a field are read. Publishers write days as midnights in UTC, or, from forms and browsers, as midnights
 * in France; clock times are shown as in France.
 */
function clockOf(rows: readonly Raw[], name: string): { readonly zone: ArcgisField['zone']; readonly precision: DatePrecision } {
  const instants = rows.map((row) => instantOfRaw(row[name])).filter((instant) => instant !== undefined)
  if (instants.every((instant) => instant % day === 0)) return { zone: 'utc', precision: 'day' }
  return { zone: 'france', precision: instants.every((instant) => wallClockOf(instant) % day === 0) ? 'day' : 'time' }
}

interface Address {
  /** "https://…/FeatureServer", without a slash at its end. */
  readonly service: string
  readonly id?: string
  /** The condition of a query address. */
  readonly where?: string
  /** Parameters that go on with every request. */
  readonly params: Params
}

function addressOf(src: string): Address {
  const url = new URL(src)
  const [, path, id] = /^(.*\/(?:FeatureServer|MapServer))(?:\/(\d+))?(?:\/query)?\/?$/i.exec(url.pathname) ?? []
  if (path === undefined) {
    throw new DgeError('unsupported', `Not the address of an ArcGIS layer: ${src}`, {
      url: src,
      hint: 'It ends in /FeatureServer or /MapServer, or has the number of a layer after it.',
    })
  }
  const where = url.searchParams.get('where')?.trim() ?? ''
  const token = url.searchParams.get('token')
  return {
    service: `${url.origin}${path}`,
    ...(id === undefined ? {} : { id }),
    ...(where === '' || /^1\s*=\s*1$/.test(where) ? {} : { where }),
    params: token ? { token } : {},
  }
}

/** The number of the layer called `name`; without a name, of the only one. */
async function chooseLayer(service: string, name: string | undefined, params: Params, call: Call, config: SourceConfig): Promise<string> {
  const answer = await askArcgis(service, params, call, config.timeout)
  const listed = [answer['layers'], answer['tables']].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : [])).map(objectOf)
  const layers = listed
    .filter(({ id, type, subLayerIds }) => Number.isInteger(id) && !Array.isArray(subLayerIds) && !/group|raster|annotation/i.test(String(type ?? '')))
    .map(({ id, name: title }) => ({ layer: String(id), title: typeof title === 'string' ? title : String(id) }))
  const [first] = layers
  if (!first) throw new DgeError('empty', `The service has no layer with rows: ${service}`, { url: service })
  if (name === undefined && layers.length === 1) return first.layer
  const wanted = name === undefined ? undefined : foldText(name)
  const found = layers.find(({ title }) => title === name) ?? layers.find(({ title }) => foldText(title) === wanted)
  if (found) return found.layer
  const what = name === undefined ? `The service has ${layers.length} layers and none is named` : `The service has no layer “${name}”`
  throw new DgeError('query', `${what}: ${listOf(layers)}`, { url: service, hint: 'Name one with layer="…".', choices: layers })
}

function listOf(layers: readonly Choice[]): string {
  const shown = layers.slice(0, 20).map(({ layer, title }) => `${layer} (${title})`)
  return shown.join(', ') + (layers.length > shown.length ? `, and ${layers.length - shown.length} more` : '')
}

/** A file of the whole layer, where one answer holds it. */
function downloadsOf(url: string, layer: LayerInfo, total: number | undefined, where: string, params: Params): Download[] {
  if (!layer.geojson || total === undefined || total > layer.pageSize) return []
  const query = new URLSearchParams({ where, outFields: '*', outSR: '4326', f: 'geojson' })
  for (const [name, value] of Object.entries(params)) query.set(name, String(value))
  return [{ format: 'geojson', url: `${url}/query?${query.toString()}` }]
}

function unlessRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error
  return undefined
}
