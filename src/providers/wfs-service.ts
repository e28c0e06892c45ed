import { DgeError } from '../data/errors.js'
import { printFilter } from './wfs-filter.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import { readJson } from './read-json.js'
import { matchedOf, parseCapabilities, parseFeatureType, throwException } from './wfs-capabilities.js'
import { isLatitudeFirst, parseGml } from './wfs-gml.js'
import { attributeOf, decodeXml, localName, parseRoot } from './wfs-xml.js'
import type { Filter } from '../data/filter.js'
import type { FilterStyle } from './wfs-filter.js'
import type { LayerField, ServiceInfo } from './wfs-capabilities.js'
import type { RawCollection, RawFeature } from './wfs-gml.js'
import type { XmlElement } from '@rgrove/parse-xml'
import type { Geometry } from 'geojson'

/** What one GetFeature asks for. */
export interface FeatureRequest {
  readonly filter?: Filter | undefined
  readonly style?: FilterStyle | undefined
  /** Names of the properties to send, geometry's among them when it is wanted; absent = all. */
  readonly properties?: readonly string[] | undefined
  readonly start?: number | undefined
  readonly count?: number | undefined
  readonly sort?: readonly { readonly field: string; readonly desc?: boolean }[] | undefined
  /** As written in SRSNAME. */
  readonly crs?: string | undefined
  /** The format's name; absent = the server's GML. */
  readonly format?: string | undefined
}

export interface Call {
  readonly signal?: AbortSignal | undefined
}

/** Longer addresses are refused by many servers: the same parameters then go as a form, which needs no preflight. */
const longestUrl = 4000
/** An exception comes with any of these, or with 200. */
const explained = [400, 401, 403, 404, 500, 501]
/** Parameters of the author's address that belong to one request and not to the dataset. */
const transient = /^(service|version|acceptversions|request|typenames?|layers?|outputformat|resulttype|count|maxfeatures|startindex|propertyname|sortby|srsname|exceptions|format_options)$/i
/** Parameters that choose rows: a filter of ours beside them would be refused or would replace them. */
const choosing = /^(filter|cql_filter|exp_filter|bbox|featureid|resourceid|storedquery_id)$/i

/** The requests of WFS 1.0, 1.1 and 2.0 to one address, and their answers read. */
export class WfsService {
  /** The layer that the author's address names. */
  readonly layer: string | undefined
  /** True when the author's address already chooses rows: then nothing else may. */
  readonly filtered: boolean
  readonly url: string
  readonly #base: URL
  readonly #timeout: number | undefined

  constructor(src: string, timeout?: number) {
    this.#base = new URL(src)
    this.#base.hash = ''
    this.#timeout = timeout
    const names = [...this.#base.searchParams.keys()]
    const typeName = names.find((name) => /^typenames?$/i.test(name)) ?? names.find((name) => /^layers?$/i.test(name))
    this.layer = (typeName && this.#base.searchParams.get(typeName)) || undefined
    this.filtered = names.some((name) => choosing.test(name) && this.#base.searchParams.get(name) !== '')
    for (const name of names) if (transient.test(name)) this.#base.searchParams.delete(name)
    this.url = this.#base.href
  }

  /** What the service offers; of GeoServer only the layer's workspace, because whole regions list thousands of layers. */
  async capabilities(layer: string | undefined, call: Call, response?: Response): Promise<ServiceInfo> {
    const workspace = layer?.includes(':') && /\/geoserver\//.test(this.url) ? { NAMESPACE: layer.split(':', 1)[0] ?? '' } : {}
    const root = response
      ? await this.#readXml(response, call)
      : await this.#xml({ REQUEST: 'GetCapabilities', ACCEPTVERSIONS: '2.0.0,1.1.0,1.0.0', ...workspace }, call)
    return parseCapabilities(root, this.url)
  }

  /** The fields of a layer. */
  async describe(layer: string, version: string, call: Call): Promise<readonly LayerField[]> {
    const root = await this.#xml({ VERSION: version, REQUEST: 'DescribeFeatureType', ...typeNames(layer, version) }, call)
    return parseFeatureType(root, layer, this.url)
  }

  /**
   * How many features match, by RESULTTYPE=hits in GML (some servers answer an empty GeoJSON collection, or nothing);
   * undefined when the server doesn't say.
   */
  async hits(layer: string, version: string, asked: FeatureRequest, call: Call): Promise<number | undefined> {
    if (version === '1.0.0') return undefined
    const root = await this.#xml({ ...this.#features(layer, version, asked), RESULTTYPE: 'hits' }, call)
    throwException(root, this.url)
    return matchedOf(root)
  }

  /** One GetFeature. @throws DgeError `http` (the server's exception), `format` */
  async features(layer: string, version: string, asked: FeatureRequest, call: Call): Promise<RawCollection> {
    const parameters = this.#features(layer, version, asked)
    if (asked.format === undefined) return this.#gml(await this.#send(parameters, call), call)
    const response = await this.#send({ ...parameters, OUTPUTFORMAT: asked.format }, call)
    const type = response.headers.get('content-type') ?? ''
    if (!response.ok || /xml|html/i.test(type)) return this.#gml(response, call)
    return readCollection(await readJson(response, { signal: call.signal }), this.url)
  }

  /** Address of a file with all features. */
  downloadUrl(layer: string, version: string, format: string): string {
    const url = new URL(this.#base)
    const parameters = { SERVICE: 'WFS', ...this.#features(layer, version, {}), OUTPUTFORMAT: format }
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    return url.href
  }

  async #gml(response: Response, call: Call): Promise<RawCollection> {
    const root = await this.#readXml(response, call)
    throwException(root, this.url, response.status)
    if (localName(root.name) !== 'FeatureCollection') {
      throw new DgeError('format', `Not a collection of features: <${root.name}> at ${this.url}`, { url: this.url })
    }
    const matched = matchedOf(root)
    // In WFS 1.1 the number is that of the answer.
    return { ...parseGml(root), ...(matched === undefined ? {} : { matched, counts: attributeOf(root, 'numberMatched') !== undefined }) }
  }

  #features(layer: string, version: string, asked: FeatureRequest): Record<string, string> {
    const two = version === '2.0.0'
    const parameters: Record<string, string> = { VERSION: version, REQUEST: 'GetFeature', ...typeNames(layer, version) }
    if (asked.count !== undefined) parameters[two ? 'COUNT' : 'MAXFEATURES'] = String(asked.count)
    if (asked.start) parameters['STARTINDEX'] = String(asked.start)
    if (asked.properties) parameters['PROPERTYNAME'] = asked.properties.join(',')
    if (asked.crs !== undefined) parameters['SRSNAME'] = asked.crs
    if (asked.sort) {
      const direction = (desc?: boolean) => (two ? (desc ? ' DESC' : ' ASC') : desc ? ' D' : ' A')
      parameters['SORTBY'] = asked.sort.map(({ field, desc }) => field + direction(desc)).join(',')
    }
    if (asked.filter !== undefined && asked.style) {
      parameters[asked.style.language === 'cql' ? 'CQL_FILTER' : 'FILTER'] = printFilter(asked.filter, asked.style)
    }
    return parameters
  }

  async #xml(parameters: Record<string, string>, call: Call): Promise<XmlElement> {
    const response = await this.#send(parameters, call)
    const root = await this.#readXml(response, call)
    throwException(root, this.url, response.status)
    return root
  }

  async #readXml(response: Response, call: Call): Promise<XmlElement> {
    const charset = /charset=["']?([\w-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1]
    const text = decodeXml(await readBytes(response, { signal: call.signal }), charset)
    if (!response.ok && !/^\s*<(\?xml|\w+:|ServiceException)/.test(text)) {
      throw new DgeError('http', `HTTP ${response.status} ${response.statusText} from ${this.url}`, {
        status: response.status,
        url: this.url,
      })
    }
    return parseRoot(text, this.url)
  }

  #send(parameters: Record<string, string>, { signal }: Call): Promise<Response> {
    const url = new URL(this.#base)
    if (parameters['REQUEST'] !== 'GetFeature') {
      for (const name of [...url.searchParams.keys()]) if (choosing.test(name)) url.searchParams.delete(name)
    }
    const form = new URLSearchParams({ SERVICE: 'WFS', ...parameters })
    const options = { signal, timeout: this.#timeout, accept: explained }
    const text = form.toString()
    if (url.href.length + text.length > longestUrl) return request(url, { ...options, method: 'POST', body: form })
    // Appended as text: what the author wrote ("map=/a/b.map") keeps its own encoding.
    url.search = url.search ? `${url.search.replace(/&$/, '')}&${text}` : text
    return request(url, options)
  }
}

/** `typeNames` is 2.0's word and `typeName` the older one. */
function typeNames(layer: string, version: string): Record<string, string> {
  return version === '2.0.0' ? { TYPENAMES: layer } : { TYPENAME: layer }
}

function readCollection(json: unknown, url: string): RawCollection {
  if (!isRecord(json) || !Array.isArray(json['features'])) {
    throw new DgeError('format', `Not a GeoJSON collection of features at ${url}`, { url })
  }
  const features = json['features'].map((feature: unknown) => readFeature(feature))
  const matched = [json['numberMatched'], json['totalFeatures']].find((count) => typeof count === 'number')
  const crs = crsMember(json['crs'])
  return { features, ...(crs ? { crs } : {}), ...(typeof matched === 'number' ? { matched, counts: true } : {}) }
}

function readFeature(feature: unknown): RawFeature {
  if (!isRecord(feature)) return { properties: {}, geometry: null }
  const { id, properties, geometry } = feature
  return {
    properties: isRecord(properties) ? properties : {},
    geometry: isGeometry(geometry) ? geometry : null,
    // Numeric ids come from servers that read "08490" as a number: two features may share one.
    ...(typeof id === 'string' ? { id } : {}),
  }
}

/** The name in GeoJSON's old `crs` member; undefined for longitude and latitude, which is the rule. */
function crsMember(crs: unknown): string | undefined {
  const properties = isRecord(crs) && isRecord(crs['properties']) ? crs['properties'] : {}
  const name = properties['name'] ?? (typeof properties['code'] === 'number' ? `EPSG:${properties['code']}` : undefined)
  if (typeof name !== 'string' || /CRS84$/i.test(name) || isLatitudeFirst(name) || /^EPSG:4326$/i.test(name)) return undefined
  return name
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isGeometry(value: unknown): value is Geometry {
  return isRecord(value) && typeof value['type'] === 'string' && ('coordinates' in value || 'geometries' in value)
}
