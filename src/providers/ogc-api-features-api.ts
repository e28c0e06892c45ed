import { DgeError } from '../data/errors.js'
import { isObject } from '../data/json-rows.js'
import { plainText } from './opendatasoft-fields.js'
import { request } from './http.js'
import { readJson } from './read-json.js'
import type { JsonObject } from '../data/json-rows.js'

/** A link of any document. `href` is absolute, http(s). */
export interface Link {
  readonly rel: string
  readonly href: string
  readonly type: string
  readonly title?: string
}

/** One answer of an items address. */
export interface ItemsPage {
  /** GeoJSON features; plain rows (`records`) where a server gives those. */
  readonly features: readonly JsonObject[]
  /** True when the rows are plain objects and not GeoJSON features. */
  readonly plain: boolean
  readonly next?: string
  readonly matched?: number
  /** The page's own links. */
  readonly links: readonly Link[]
  /** CRS that an old-style `crs` member names. */
  readonly crs?: string
}

export interface Call {
  readonly signal?: AbortSignal | undefined
  readonly timeout?: number | undefined
}

/** JSON before anything else, in values that browsers let pass without asking the server first. QGIS Server refuses every document but features where GeoJSON is named at all. */
const accepts = { features: 'application/geo+json,application/json;q=0.9,*/*;q=0.1', documents: 'application/json,*/*;q=0.1' }

/**
 * One document. `f=json` is what most servers understand beside the Accept header, and a strict one refuses: then without.
 * @throws DgeError as `request` and `readJson`; `query` when the server explains in a 200 what it did not do
 */
export async function readDocument(url: string, call: Call, response?: Response): Promise<JsonObject> {
  const answer = response ?? (await ask(url, call))
  const json = await readJson(answer, { signal: call.signal })
  if (!isObject(json)) throw new DgeError('format', `No object but ${Array.isArray(json) ? 'an array' : String(json)} at ${url}`, { url })
  const said = plainText(json['description']) ?? plainText(json['detail'])
  const code = plainText(json['code'])
  if (code !== undefined && said !== undefined && !('links' in json) && !('features' in json)) {
    throw new DgeError('query', `The server says “${code}: ${said}” at ${url}`, { url })
  }
  return json
}

async function ask(url: string, { signal, timeout }: Call): Promise<Response> {
  const read = (at: string) => request(at, { signal, timeout, headers: { Accept: /\/items\b/.test(new URL(at).pathname) ? accepts.features : accepts.documents } })
  try {
    return await read(url)
  } catch (error) {
    const bare = new URL(url)
    const refused = error instanceof DgeError && (error.status === 400 || error.status === 406)
    if (!refused || bare.searchParams.get('f') !== 'json') throw error
    bare.searchParams.delete('f')
    return read(bare.href)
  }
}

/** One page of items. @throws DgeError `format` when it holds no features */
export async function readItems(url: string, call: Call, response?: Response): Promise<ItemsPage> {
  return itemsOf(await readDocument(url, call, response), url)
}

/** @throws DgeError `format` when the document holds no features */
export function itemsOf(json: JsonObject, url: string): ItemsPage {
  const [plain, list] = Array.isArray(json['features']) ? [false, json['features']] : [true, json['records'] ?? json['items']]
  if (!Array.isArray(list)) throw new DgeError('format', `No features in the answer of ${url}`, { url })
  const features = (list as readonly unknown[]).filter(isObject)
  const links = linksOf(json, url)
  const next = links.find((link) => link.rel === 'next' && !/html/.test(link.type))?.href
  const matched = json['numberMatched']
  const crs = isObject(json['crs']) && isObject(json['crs']['properties']) ? plainText(json['crs']['properties']['name']) : undefined
  return {
    features,
    plain,
    links,
    ...(next === undefined ? {} : { next }),
    ...(typeof matched === 'number' && Number.isInteger(matched) && matched >= features.length ? { matched } : {}),
    ...(crs === undefined ? {} : { crs }),
  }
}

/** The links of a document: absolute, and over https where the document came so (proxies make servers forget). */
export function linksOf(json: JsonObject, base: string): Link[] {
  const list = Array.isArray(json['links']) ? (json['links'] as readonly unknown[]).filter(isObject) : []
  return list.flatMap((link) => {
    const url = absolute(link['href'], base)
    if (!url) return []
    const title = plainText(link['title'])
    return [{ rel: shortRel(link['rel']), href: url, type: typeof link['type'] === 'string' ? link['type'].toLowerCase() : '', ...(title ? { title } : {}) }]
  })
}

/** Relations are short names, or addresses that end in one. */
function shortRel(rel: unknown): string {
  return typeof rel === 'string' ? rel.replace(/^\[?(https?:\/\/www\.opengis\.net\/def\/rel\/ogc\/[\d.]+\/|ogc-rel:)/, '').replace(/\]$/, '') : ''
}

function absolute(href: unknown, base: string): string | undefined {
  if (typeof href !== 'string') return undefined
  try {
    const url = new URL(href, base)
    const from = new URL(base)
    if (from.protocol === 'https:' && url.protocol === 'http:' && url.hostname === from.hostname) url.protocol = 'https:'
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined
  } catch {
    return undefined
  }
}

/** The link of one relation that gives JSON (of the type that `wanted` tells), or whatever isn't a page for people. */
export function linkTo(links: readonly Link[], rel: string, wanted = /json/): string | undefined {
  const candidates = links.filter((link) => link.rel === rel && !/html|xml|yaml|flatgeobuf|csv/.test(link.type))
  return (candidates.find(({ type }) => wanted.test(type)) ?? candidates[0])?.href
}

/** The address with parameters set; undefined ones are taken out. Spaces as %20: not every server reads "+". */
export function withParams(url: string, params: Readonly<Record<string, string | number | undefined>>): string {
  const target = new URL(url)
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) target.searchParams.delete(name)
    else target.searchParams.set(name, String(value))
  }
  target.search = target.searchParams.toString().replaceAll('+', '%20')
  return target.href
}
