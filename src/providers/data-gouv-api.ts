import { DelimitedTokenizer } from '../data/delimited.js'
import { DgeError } from '../data/errors.js'
import { request } from './http.js'
import { excerpt, readText } from './read-text.js'
import { readJson } from './read-json.js'
import { isObject } from '../data/json-rows.js'
import type { ExecuteOptions } from '../data/dataset.js'

export type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>
export type Raw = Readonly<Record<string, unknown>>
/** `column__operator=value`, or `column__operator` alone. */
export type Argument = readonly [name: string, value?: string | number]

/** Rows that a page may have, and rows that an export may have. */
export const pageSize = 50
export const exportSize = 50_000

/** One resource of the Tabular API: rows by pages of 50, exports of 50 000. */
export class TabularApi {
  /** `…/api/resources/<id>`. */
  readonly base: string
  /** Conditions of the author's address. */
  readonly fixed: readonly Argument[]
  readonly #timeout: number | undefined

  constructor(base: string, fixed: readonly Argument[], timeout: number | undefined) {
    this.base = base
    this.fixed = fixed
    this.#timeout = timeout
  }

  url(route: string, args: readonly Argument[] = []): string {
    const pairs = args.map(([name, value]) => (value === undefined ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`))
    return `${this.base}/${route}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
  }

  /** Columns and types. */
  async profile(call: Call): Promise<Raw> {
    return this.#json(this.url('profile/'), call)
  }

  /** Rows of one page; `total` is absent for groups. */
  async page(args: readonly Argument[], page: number, size: number, call: Call): Promise<{ readonly rows: readonly Raw[]; readonly total?: number }> {
    const paging: Argument[] = [...(page > 1 ? [['page', page] as const] : []), ['page_size', size]]
    const url = this.url('data/', [...this.fixed, ...args, ...paging])
    const { data, meta } = await this.#json(url, call)
    if (!Array.isArray(data) || !data.every(isObject)) throw refused(`Not an answer of the Tabular API: ${url}`, url)
    const total = isObject(meta) ? meta['total'] : undefined
    return { rows: data, ...(typeof total === 'number' && total >= 0 ? { total } : {}) }
  }

  /** All rows that the arguments keep, as text by column; none beyond `exportSize`. */
  async export(args: readonly Argument[], call: Call): Promise<readonly Raw[]> {
    const url = this.url('data/csv/', [...this.fixed, ...args])
    const text = await readText(await this.#get(url, call), { signal: call.signal })
    if (/^\s*[{<]/.test(text)) throw refused(`Not CSV (“${excerpt(text)}”) at ${url}`, url)
    let header: readonly string[] | undefined
    const rows: Raw[] = []
    const tokenizer = new DelimitedTokenizer(',', '\n', (cells, line) => {
      if (!header) header = cells
      else if (cells.length === header.length) rows.push(Object.fromEntries(header.map((name, at) => [name, cells[at]])))
      else if (cells.some((cell) => cell !== '')) throw refused(`Line ${line} has ${cells.length} cells of ${header.length} at ${url}`, url)
    })
    tokenizer.push(text.replace(/^\ufeff/, '').replace(/\n\s*$/, '\n'))
    tokenizer.end()
    return rows
  }

  /** Whether groups and totals may be asked for: only listed resources. A server that does not tell has none. */
  async aggregates(call: Call): Promise<boolean> {
    const root = this.base.replace(/\/resources\/[^/]+$/, '')
    const id = this.base.slice(root.length + '/resources/'.length)
    try {
      const answer = await this.#json(`${root}/aggregation-exceptions/`, call, 0)
      const exceptions = Array.isArray(answer) ? (answer as unknown[]) : answer['exceptions']
      return answer['allowed'] === true || (Array.isArray(exceptions) && exceptions.includes(id))
    } catch (error) {
      if (error instanceof DgeError) return false
      throw error
    }
  }

  async #json(url: string, call: Call, retries?: number): Promise<Raw> {
    const answer = await readJson(await this.#get(url, call, retries), { signal: call.signal })
    if (typeof answer !== 'object' || answer === null) throw refused(`Not an answer of the Tabular API: ${url}`, url)
    const failed = errorIn(answer, 400, url)
    if (failed) throw failed
    return answer as Raw
  }

  async #get(url: string, { signal }: Call, retries?: number): Promise<Response> {
    if (url.length > 7000) throw refused(`The request is too long for a URL (${url.length} characters)`, url)
    const response = await request(url, { signal, timeout: this.#timeout, accept: [400, 403, 404, 410], ...(retries === undefined ? {} : { retries }) })
    if (response.ok) return response
    const { status } = response
    const text = await readText(response, { signal, maxBytes: 100_000 })
    if (status === 404) throw new DgeError('http', `The Tabular API has no such resource: ${url}`, { status, url, hint: 'The file is no table, too large, or not read yet.' })
    if (status === 410) throw new DgeError('http', `The producer has withdrawn the resource ${url}`, { status, url })
    throw errorIn(parsed(text), status, url) ?? new DgeError('http', `HTTP ${status} from ${url}: ${excerpt(text, 300)}`, { status, url })
  }
}

/** The server's `{"errors": [{title, detail}]}`; `detail` is text or what the database says. */
function errorIn(answer: unknown, status: number, url: string): DgeError | undefined {
  const errors = isObject(answer) ? answer['errors'] : undefined
  if (!Array.isArray(errors)) return undefined
  const [first] = errors as unknown[]
  const { title, detail } = isObject(first) ? first : {}
  const { message, hint } = isObject(detail) ? detail : { message: detail }
  const words = [title, message].filter((word) => typeof word === 'string').join(': ')
  return new DgeError('http', `The Tabular API refuses the request (${words}): ${url}`, { status, url, ...(typeof hint === 'string' ? { hint } : {}) })
}

/** A failure to answer as asked, which a wider request may heal. */
export function refused(message: string, url?: string): DgeError {
  return new DgeError('format', message, { status: 400, ...(url === undefined ? {} : { url }) })
}

/** Passed over in favour of a wider request. Refusals come without CORS headers, so a page sees no status. @throws the error otherwise */
export function unlessRefusal(error: unknown): undefined {
  const refusal = error instanceof DgeError && ([400, 403, 414].includes(error.status ?? 0) || error.kind === 'cors')
  if (!refusal) throw error
  return undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
