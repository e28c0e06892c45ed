import { DgeError } from '../data/errors.js'
import { request } from './http.js'
import { readText } from './read-text.js'
import { readJson } from './read-json.js'
import { objectOf } from './opendatasoft-fields.js'
import type { ExecuteOptions } from '../data/dataset.js'
import type { Pairs } from './data-fair-filter.js'
import type { Raw } from './data-fair-fields.js'

export type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>

export interface LinesPage {
  readonly lines: readonly Raw[]
  readonly total?: number
  /** What the next page starts after; absent at the end. */
  readonly after?: string
}

/** Lines per request at most. */
export const pageSize = 10_000

/** One dataset's addresses. `fixed` are the conditions that the author's address carries: they go with every request. */
export class FairApi {
  readonly base: string
  readonly fixed: Pairs
  readonly #timeout: number | undefined

  constructor(base: string, fixed: Pairs, timeout?: number) {
    this.base = base
    this.fixed = fixed
    this.#timeout = timeout
  }

  url(path: string, pairs: Pairs): string {
    const query = [...this.fixed, ...pairs].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')
    return `${this.base}${path}${query === '' ? '' : `?${query}`}`
  }

  /** @throws DgeError `http` with the server's words (status 400: the column's filter or sorting is switched off) */
  async json(path: string, pairs: Pairs, call: Call): Promise<Raw> {
    const url = this.url(path, pairs)
    if (url.length > 7000) throw new DgeError('query', `The request is too long for a URL (${url.length} characters)`, { url, status: 414 })
    const response = await request(url, { signal: call.signal, timeout: this.#timeout, accept: [400, 401, 403, 404] })
    if (response.ok) return objectOf(await readJson(response, { signal: call.signal }))
    const said = (await readText(response, { signal: call.signal, maxBytes: 100_000 })).replace(/\s+/g, ' ').trim()
    const words = /^</.test(said) ? '' : `: ${said.slice(0, 300)}`
    const what = response.status === 404 ? 'has no such dataset' : response.status === 400 ? 'refuses the request' : 'restricts this dataset'
    throw new DgeError('http', `${new URL(url).host} ${what}${words}`, { url, status: response.status })
  }

  async lines(pairs: Pairs, call: Call): Promise<LinesPage> {
    const answer = await this.json('/lines', [...pairs, ['count', 'exact']], call)
    const { results, total, next } = answer
    if (!Array.isArray(results)) throw new DgeError('format', `No lines in the answer of ${this.base}/lines`, { url: this.base, status: 400 })
    const after = typeof next === 'string' ? afterOf(next, this.base) : undefined
    return {
      lines: results.map(objectOf),
      ...(typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? { total } : {}),
      ...(after === undefined ? {} : { after }),
    }
  }
}

/** Only the mark is taken from the link: its host may be one that is known inside alone. */
function afterOf(next: string, base: string): string | undefined {
  try {
    return new URL(next, base).searchParams.get('after') ?? undefined
  } catch {
    return undefined
  }
}
