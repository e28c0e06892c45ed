import { DgeError } from '../data/errors.js'
import { isObject } from '../data/json-rows.js'
import { request } from './http.js'
import { readJson } from './read-json.js'
import type { ExecuteOptions } from '../data/dataset.js'
import type { JsonObject } from '../data/json-rows.js'

export type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>
export type Pairs = readonly (readonly [name: string, value: string])[]

/** One answer with observations. */
export interface MelodiPage {
  readonly observations: readonly JsonObject[]
  readonly count?: number
  readonly title?: unknown
  readonly publisher?: unknown
}

/** Observations of one answer: few and large ones, because 30 requests a minute are all that everybody has. */
export const pageSize = 50_000

/** One dataset's addresses. `fixed` are the dimensions that the author's address fixes: they go with every question. */
export class MelodiApi {
  readonly root: string
  readonly id: string
  readonly fixed: Pairs
  readonly #timeout: number | undefined

  constructor(root: string, id: string, fixed: Pairs, timeout: number | undefined) {
    this.root = root
    this.id = id
    this.fixed = fixed
    this.#timeout = timeout
  }

  url(pairs: Pairs): string {
    const query = [...this.fixed, ...pairs].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
    return `${this.root}/data/${encodeURIComponent(this.id)}?${query}`
  }

  /** The catalogue's entry; undefined when it cannot be had: it has words only. */
  async entry(call: Call): Promise<JsonObject | undefined> {
    const json = await this.#json(`${this.root}/catalog/${encodeURIComponent(this.id)}`, call).catch((error: unknown) => {
      if (error instanceof DgeError && (error.kind === 'http' || error.kind === 'format')) return undefined
      throw error
    })
    return isObject(json) ? json : undefined
  }

  /** @throws DgeError `http` (429: more than 30 requests a minute), `format` */
  async page(pairs: Pairs, size: number, page: number, call: Call): Promise<MelodiPage> {
    const url = this.url([...pairs, ['maxResult', String(size)], ['totalCount', 'TRUE'], ...(page > 1 ? [['page', String(page)] as const] : [])])
    if (url.length > 7000) throw new DgeError('query', `The request is too long for a URL (${url.length} characters)`, { url, status: 414 })
    const json = await this.#json(url, call).catch(explained)
    if (!isObject(json) || !Array.isArray(json['observations'])) throw new DgeError('format', `No observations at ${url}`, { url })
    const { count } = isObject(json['paging']) ? json['paging'] : {}
    return {
      observations: (json['observations'] as unknown[]).filter(isObject),
      title: json['title'],
      publisher: json['publisher'],
      ...(typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? { count } : {}),
    }
  }

  async #json(url: string, { signal }: Call): Promise<unknown> {
    return readJson(await request(url, { signal, timeout: this.#timeout }), { signal })
  }
}

/** An unknown dataset is a 500 there, too many requests a 429 without a word. */
function explained(error: unknown): never {
  if (!(error instanceof DgeError) || error.kind !== 'http') throw error
  const { status, url, retryAfter } = error
  const hint = status === 429
    ? 'The API of the INSEE answers 30 requests a minute: wait a minute, or fix more dimensions in the address.'
    : status === 500 || status === 404 || status === 400
      ? 'Check the name of the dataset and of its dimensions on catalogue-donnees.insee.fr.'
      : undefined
  throw new DgeError('http', error.message, { cause: error, ...(status === undefined ? {} : { status }), ...(url === undefined ? {} : { url }), ...(hint ? { hint } : {}), ...(retryAfter === undefined ? {} : { retryAfter }) })
}
