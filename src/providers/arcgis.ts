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
const sampleSize = 50
const mostSampled = 2000

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
    // Asked before the layer is known, or every opening would take one round trip more.
    const early = Promise.all([count(url, where, params, config, call), sample(url, where, params, config, call)])
    // What the layer says of itself explains more than what its query says.
    early.catch(() => {})
    const layer = readLayer(await askArcgis(url, params, call, config.timeout), url, config)
    const [total, rows] = await early
    return openLayer(url, layer, { where, total, rows: rows ?? [] }, params, config, call)
  },
}
export default provider

interface Known {
  /** The condition of the address. */
  readonly where: string | undefined
  readonly total: number | undefined
  /** Some rows. */
  readonly rows: readonly Raw[]
}

async function count(url: string, where: string | undefined, params: Params, config: SourceConfig, call: Call): Promise<number | undefined> {
  const asked = { ...params, where: where ?? '1=1', returnCountOnly: true }
  const answer = await askArcgis(`${url}/query`, asked, call, config.timeout).catch(unlessRefusal)
  return typeof answer?.['count'] === 'number' && answer['count'] >= 0 ? answer['count'] : undefined
}

async function sample(url: string, where: string | undefined, params: Params, config: SourceConfig, call: Call): Promise<readonly Raw[] | undefined> {
  const asked = { ...params, where: where ?? '1=1', outFields: '*', returnGeometry: false, resultRecordCount: sampleSize }
  // Servers without paging (10.0) may refuse the number of rows; they bound their answers themselves.
  const answer =
    (await askArcgis(`${url}/query`, asked, call, config.timeout).catch(unlessRefusal)) ??
    (await askArcgis(`${url}/query`, { ...asked, resultRecordCount: undefined }, call, config.timeout).catch(unlessRefusal))
  const features = Array.isArray(answer?.['features']) ? (answer['features'] as unknown[]) : undefined
  return features?.slice(0, mostSampled).map((feature) => objectOf(objectOf(feature)['attributes']))
}

async function openLayer(url: string, declared: LayerInfo, { where, total, rows }: Known, params: Params, config: SourceConfig, call: Call): Promise<Dataset> {
  const layer = { ...declared, fields: declared.fields.map((field) => (field.packed === 'whole' && !rows.every((row) => isWhole(row[field.name])) ? { ...field, packed: 'unsure' as const } : field)) }
  const reader = new LayerReader(url, layer, params, config.timeout)
  const probe = total === undefined ? undefined : probeOf(layer, rows)
  const found = probe && (await reader.count({ where: where === undefined ? probe.where : `(${where}) AND (${probe.where})` }, call).catch(unlessRefusal))
  const clocks = new Map(layer.fields.filter(({ kind, daysOnly }) => kind === 'date' && !daysOnly).map(({ name }) => [name, clockOf(rows, name)]))
  const fields = layer.fields.map((field): ArcgisField => ({
    ...field,
    exactText: probe?.letters === true && found === 1,
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
    // With one row, a condition that finds it proves nothing.
    filters: total === 0 || (found !== undefined && found > 0 && found < (total ?? 0)),
    total,
    downloads: downloadsOf(url, layer, total, where ?? '1=1', params),
    maxRows: config.maxRows,
  })
}

/**
 * A condition that one row meets, by its id, and other rows only where upper and lower case don't count: a server that
 * finds one compares texts as we do, one that finds all reads no conditions.
 */
function probeOf({ objectId, fields }: LayerInfo, rows: readonly Raw[]): { readonly where: string; readonly letters: boolean } | undefined {
  const swapped = (text: string) => Array.from(text, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())).join('')
  const texts = fields.filter(({ kind, native, name }) => kind === 'text' && native && isPlainName(name))
  // Short plain words: what proves something must itself be beyond doubt.
  const known = rows.flatMap((row) =>
    texts.flatMap(({ name }) => (typeof row[name] === 'string' && /^[a-zà-ÿ][a-zà-ÿ -]{1,40}[a-zà-ÿ]$/i.test(row[name]) ? [{ row, name, text: row[name] }] : []))
  )[0]
  const other = rows.find((row) => row !== known?.row && Number.isSafeInteger(row[objectId]))
  const id = other?.[objectId]
  if (!isPlainName(objectId) || typeof id !== 'number') return undefined
  const byId = `${objectId} = ${id}`
  return known ? { where: `${byId} OR ${known.name} = '${swapped(known.text)}'`, letters: true } : { where: byId, letters: false }
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

/** Servers call longer and broken numbers whole ones too, where nothing holds them to what they declare. */
function isWhole(value: unknown): boolean {
  return value === null || value === undefined || (Number(value) | 0) === value
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
