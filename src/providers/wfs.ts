import { DgeError, isAbort } from '../data/errors.js'
import { WfsDataset } from './wfs-dataset.js'
import { mayBeCap } from './wfs-layer.js'
import { WfsService } from './wfs-service.js'
import { localName } from './wfs-xml.js'
import type { Dataset, Download, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Field } from '../data/schema.js'
import type { LayerField, LayerInfo, ServiceInfo } from './wfs-capabilities.js'
import type { FilterField } from './wfs-pushdown.js'
import type { RawFeature } from './wfs-gml.js'
import type { Call, FeatureRequest } from './wfs-service.js'

/** Features that opening looks at. */
const sampleSize = 20

/**
 * OGC Web Feature Service 2.0, 1.1 and 1.0 (GeoServer, MapServer, QGIS Server…). `src` is the service's address or any
 * request to it; `layer` names the feature type when the address doesn't and there are several.
 * @see https://docs.ogc.org/is/09-025r2/09-025r2.html
 */
const provider: Provider = {
  name: 'wfs',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const service = new WfsService(config.src, config.timeout)
    const call: Call = { signal: options.signal }
    const asked = config.layer || service.layer
    const early = asked === undefined ? undefined : service.describe(asked, '2.0.0', call).catch(() => undefined)
    const info = await service.capabilities(asked, call, options.response)
    const layer = chooseLayer(info, asked, service.url)
    const known = asked !== undefined && localName(layer.name) === localName(asked) ? await early : undefined
    const described = known ?? (await service.describe(layer.name, info.version, call))
    return openLayer(service, info, layer, described, config, call)
  },
}
export default provider

async function openLayer(
  service: WfsService,
  info: ServiceInfo,
  layer: LayerInfo,
  described: readonly LayerField[],
  config: SourceConfig,
  call: Call
): Promise<Dataset> {
  const json = geoJsonFormat(info.formats)
  const geometry = described.find(({ type }) => type === 'geometry')
  const plain = described.filter(({ type }) => type !== 'geometry').map(({ name }) => name)
  const read = async (asked: FeatureRequest) => (await service.features(layer.name, info.version, asked, call)).features
  // GeoServer's GeoJSON leaves out what isn't asked for; others may send the geometry all the same: one feature tells.
  const [hits, one, sample] = await Promise.all([
    service.hits(layer.name, info.version, {}, call).catch(unlessAborted),
    json !== undefined && !info.cql ? read({ count: 1, properties: plain, format: json }) : [],
    read({ count: sampleSize, properties: plain, format: info.cql ? json : undefined }),
  ])
  // Some servers count 0 where there are features; then counting is not to be used.
  const countable = hits !== undefined && hits >= sample.length && (hits === 0) === (sample.length === 0)
  const total = countable && !mayBeCap(hits, info.pageLimit) ? hits : undefined
  const crs = config.crs ?? layer.crs
  return new WfsDataset({
    service,
    name: layer.name,
    version: info.version,
    schema: described.filter((field) => field.type !== 'geometry' || field === geometry).map((field) => fieldOf(field, config, sample)),
    fields: new Map(described.map((field) => [field.name, filterField(field, config)])),
    metadata: metadataOf(info, layer),
    downloads: downloadsOf(service, layer.name, info),
    points: geometry?.point === true,
    jsonDropsGeometry: [...one, ...sample].every((feature) => feature.geometry === null),
    cql: info.cql,
    sorting: info.sorting,
    countable,
    sample,
    ...(geometry ? { geometry: geometry.name } : {}),
    ...(crs ? { crs } : {}),
    ...(layer.extent ? { extent: layer.extent } : {}),
    ...(json ? { json } : {}),
    ...(info.pageLimit ? { pageLimit: info.pageLimit } : {}),
    ...(total === undefined ? {} : { total }),
    ...(config.maxRows === undefined ? {} : { maxRows: config.maxRows }),
  })
}

/** The layer asked for: by name, name without prefix, or title; the only one when none is asked for. */
function chooseLayer({ layers }: ServiceInfo, asked: string | undefined, url: string): LayerInfo {
  const [first] = layers
  if (asked === undefined) {
    if (layers.length === 1 && first) return first
    if (layers.length === 0) throw new DgeError('empty', `The WFS offers no layer: ${url}`, { url })
    throw new DgeError('query', `The WFS offers ${layers.length} layers and none is named: ${listOf(layers)}`, {
      url,
      hint: 'Name one with layer="…".',
      choices: layers.map(({ name, title }) => ({ layer: name, ...(title ? { title } : {}) })),
    })
  }
  const folded = asked.toLowerCase()
  const found =
    layers.find(({ name }) => name === asked) ??
    layers.find(({ name }) => localName(name) === localName(asked)) ??
    layers.find(({ name, title }) => localName(name).toLowerCase() === localName(folded) || title?.toLowerCase() === folded)
  if (found) return found
  const near = layers.filter(({ name, title = '' }) => `${name} ${title}`.toLowerCase().includes(localName(folded)))
  throw new DgeError('query', `The WFS has no layer “${asked}”; it has ${listOf(near.length > 0 ? near : layers)}`, {
    url,
    hint: 'Check layer="…" against the list.',
  })
}

function listOf(layers: readonly LayerInfo[]): string {
  const shown = layers.slice(0, 20).map(({ name, title }) => (title && title !== localName(name) ? `${name} (${title})` : name))
  return shown.join(', ') + (layers.length > shown.length ? `, and ${layers.length - shown.length} more` : '')
}

/** The advertised GeoJSON format, as written: the one with "geo" first; JSONP and JSON-LD are other things. */
function geoJsonFormat(formats: readonly string[]): string | undefined {
  const candidates = formats.filter((format) => /json/i.test(format) && !/jsonp|ld\+json|json-ld|javascript/i.test(format))
  return candidates.find((format) => /geo/i.test(format)) ?? candidates.find((format) => format.includes('/')) ?? candidates[0]
}

function fieldOf({ name, type, precision }: LayerField, config: SourceConfig, sample: readonly RawFeature[]): Field {
  const chosen = config.types?.[name] ?? type
  if (chosen !== 'date') return { name, type: chosen }
  // MapServer has one type for days and clock times: the values tell.
  const days = sample.map(({ properties }) => properties[name]).filter((value) => typeof value === 'string' && value !== '')
  const daily = days.length > 0 && days.every((value) => !/[T ]\d\d:/.test(String(value)))
  return { name, type: chosen, precision: precision === 'time' && daily ? 'day' : (precision ?? 'day') }
}

function filterField({ name, type, precision }: LayerField, config: SourceConfig): FilterField {
  const chosen = config.types?.[name] ?? type
  return { name, type: chosen, native: chosen === type, daily: precision === 'day' }
}

function metadataOf(info: ServiceInfo, layer: LayerInfo): Metadata {
  const { title, description, page, extent } = layer
  return {
    title: title ?? localName(layer.name),
    ...(description ? { description } : {}),
    ...(info.publisher ? { publisher: info.publisher } : {}),
    ...(info.licence ? { licence: info.licence } : {}),
    ...(page ? { page } : {}),
    ...(extent ? { extent } : {}),
  }
}

/** Files that the service makes of the whole layer. */
function downloadsOf(service: WfsService, layer: string, info: ServiceInfo): Download[] {
  const json = geoJsonFormat(info.formats)
  const csv = info.formats.find((format) => /^(text\/)?csv$/i.test(format))
  const zip = info.formats.find((format) => /^shape-?zip$/i.test(format))
  const formats = [['geojson', json], ['csv', csv], ['shp.zip', zip]] as const
  return formats.flatMap(([format, name]) =>
    name === undefined ? [] : { format, url: service.downloadUrl(layer, info.version, name) }
  )
}

function unlessAborted(error: unknown): undefined {
  if (isAbort(error)) throw error
  return undefined
}
