import { DgeError } from '../data/errors.js'
import { isObject } from '../data/json-rows.js'
import { request } from './http.js'
import { readText } from './read-text.js'
import { readJson } from './read-json.js'
import { refusalMessage } from './refusal-message.js'
import type { ExecuteOptions } from '../data/dataset.js'
import type { JsonObject } from '../data/json-rows.js'

export type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>

/** What one question has; names as in the standard, without the dollar sign. */
export interface ThingsQuery {
  readonly filter?: string | undefined
  readonly expand?: string | undefined
  readonly select?: string | undefined
  readonly orderby?: string | undefined
  readonly top?: number
  readonly skip?: number
  readonly count?: boolean
}

export interface ThingsPage {
  readonly entities: readonly JsonObject[]
  readonly count?: number
  /** Address of the next page, with our own way to the server. */
  readonly next?: string
}

/** Entities asked for at once; servers give as many as they like. */
export const pageSize = 1000

/** One collection of a SensorThings service, by GET without headers. @see https://docs.ogc.org/is/18-088/18-088.html */
export class SensorThingsApi {
  /** The collection's address without parameters. */
  readonly base: string
  /** The `$filter` of the author's address: it goes with every question. */
  readonly fixed: string | undefined
  readonly #timeout: number | undefined

  constructor(base: string, fixed: string | undefined, timeout: number | undefined) {
    this.base = base
    this.fixed = fixed
    this.#timeout = timeout
  }

  url(query: ThingsQuery): string {
    const filter = this.fixed === undefined ? query.filter : query.filter === undefined ? this.fixed : `(${this.fixed}) and (${query.filter})`
    const pairs = Object.entries({ ...query, filter }).filter(([, value]) => value !== undefined)
    // Some servers read no encoded dollar sign.
    return `${this.base}${pairs.length > 0 ? '?' : ''}${pairs.map(([name, value]) => `$${name}=${encodeURIComponent(String(value)).replaceAll('%2C', ',').replaceAll('%24', '$')}`).join('&')}`
  }

  page(query: ThingsQuery, call: Call): Promise<ThingsPage> {
    return this.pageAt(this.url(query), call)
  }

  /** @throws DgeError `http` with what the service says, `format` when the answer is no collection */
  async pageAt(url: string, call: Call): Promise<ThingsPage> {
    if (url.length > 7000) throw new DgeError('query', `The request is too long for a URL (${url.length} characters)`, { url, status: 414 })
    const json = await this.json(url, call)
    const { value, '@iot.nextLink': next, '@iot.count': count } = json
    // One entity is a collection of itself.
    const entities = Array.isArray(value) ? (value as unknown[]).filter(isObject) : '@iot.id' in json ? [json] : undefined
    if (!entities) throw new DgeError('format', `No entities of SensorThings at ${url}`, { url, status: 400 })
    return {
      entities,
      ...(typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? { count } : {}),
      ...(typeof next === 'string' ? { next: this.#own(next) } : {}),
    }
  }

  async json(url: string, { signal }: Call): Promise<JsonObject> {
    const response = await request(url, { signal, timeout: this.#timeout, accept: [400, 401, 403, 404] })
    if (!response.ok) {
      const said = await readText(response, { signal, maxBytes: 10_000 })
      throw new DgeError('http', `${new URL(url).host} refuses the request (HTTP ${response.status}${refusalMessage(said)}): ${url.slice(0, 300)}`, { url, status: response.status })
    }
    const json = await readJson(response, { signal })
    if (!isObject(json)) throw new DgeError('format', `No entities of SensorThings at ${url}`, { url, status: 400 })
    return json
  }

  /** Links may name a host that is known inside alone: only their parameters count. */
  #own(next: string): string {
    try {
      return this.base + new URL(next, this.base).search
    } catch {
      return this.base
    }
  }
}
