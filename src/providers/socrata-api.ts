import { DgeError } from '../data/errors.js'
import { isObject } from '../data/json-rows.js'
import { request } from './http.js'
import { readText } from './read-text.js'
import { readJson } from './read-json.js'
import { refusalMessage } from './refusal-message.js'
import type { ExecuteOptions } from '../data/dataset.js'
import type { JsonObject } from '../data/json-rows.js'

export type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>

/** What one question has; names as in the API, without the dollar sign. */
export interface SodaQuery {
  readonly select?: string
  readonly where?: string | undefined
  readonly group?: string | undefined
  readonly having?: string | undefined
  readonly order?: string | undefined
  readonly limit?: number
  readonly offset?: number
}

/** Rows that one answer of any version gives. */
export const pageSize = 50_000

/** The addresses of one dataset, by GET without headers. `fixed` are the conditions of the author's address: they go with every question. */
export class SocrataApi {
  readonly origin: string
  readonly id: string
  readonly fixed: readonly (readonly [name: string, value: string])[]
  readonly #timeout: number | undefined

  constructor(origin: string, id: string, fixed: SocrataApi['fixed'], timeout: number | undefined) {
    this.origin = origin
    this.id = id
    this.fixed = fixed
    this.#timeout = timeout
  }

  url(query: SodaQuery): string {
    const own = this.fixed.find(([name]) => name === '$where')?.[1]
    const where = own === undefined ? query.where : query.where === undefined ? own : `(${own}) AND (${query.where})`
    const others = this.fixed.filter(([name]) => name !== '$where')
    const asked = Object.entries({ ...query, where }).flatMap(([name, value]) => (value === undefined ? [] : [[`$${name}`, String(value)] as const]))
    const pairs = [...others, ...asked].map(([name, value]) => `${encodeURIComponent(name).replace('%24', '$')}=${encodeURIComponent(value)}`)
    return `${this.origin}/resource/${this.id}.json${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
  }

  /** What the site says of the dataset. */
  async view(call: Call): Promise<JsonObject> {
    const url = `${this.origin}/api/views/${this.id}.json`
    const view = await this.#json(url, call)
    if (!isObject(view)) throw new DgeError('format', `No description of a dataset at ${url}`, { url })
    return view
  }

  /** @throws DgeError `http` with what the site says, `format` when the answer is no list of rows */
  async rows(query: SodaQuery, call: Call): Promise<readonly JsonObject[]> {
    const url = this.url(query)
    if (url.length > 7000) throw new DgeError('query', `The request is too long for a URL (${url.length} characters)`, { url, status: 414 })
    const rows = await this.#json(url, call)
    if (!Array.isArray(rows) || !(rows as unknown[]).every(isObject)) throw new DgeError('format', `No list of rows at ${url}`, { url, status: 400 })
    return rows as readonly JsonObject[]
  }

  async #json(url: string, { signal }: Call): Promise<unknown> {
    const response = await request(url, { signal, timeout: this.#timeout, accept: [400, 401, 403, 404] })
    if (response.ok) return readJson(response, { signal })
    const text = await readText(response, { signal, maxBytes: 100_000 })
    const { host } = new URL(url)
    const what = response.status === 404 ? 'has no such dataset' : response.status === 400 ? 'refuses the request' : 'does not show this dataset to everybody'
    throw new DgeError('http', `${host} ${what} (HTTP ${response.status}${refusalMessage(text)}): ${url.slice(0, 300)}`, {
      url,
      status: response.status,
      ...(response.status === 400 ? {} : { hint: 'Open the dataset’s page without signing in and copy its address.' }),
    })
  }
}
