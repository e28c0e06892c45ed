import { DgeError } from '../data/errors.js'
import { exactJsonIn } from '../data/exact-json.js'
import { request } from './http.js'
import { excerpt, readText } from './read-text.js'
import { isObject } from '../data/json-rows.js'
import type { ExecuteOptions } from '../data/dataset.js'

export type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>
export type Raw = Readonly<Record<string, unknown>>
export type Parameters = Readonly<Record<string, string | number | undefined>>

/** Rows of one answer that no site gives more than. */
export const mostRecords = 32_000

/** One page of a table. */
export interface CkanPage {
  readonly records: readonly Raw[]
  /** Columns with PostgreSQL's types, the site's own among them. */
  readonly fields: readonly Raw[]
  readonly total?: number
  /** Rows that the site gives at once: it cuts silently. */
  readonly limit?: number
}

/** The actions of a CKAN site, by GET without headers. @see https://docs.ckan.org/en/latest/api/ */
export class CkanApi {
  /** Where the site begins. */
  readonly root: string
  readonly #timeout: number | undefined

  constructor(root: string, timeout: number | undefined) {
    this.root = root
    this.#timeout = timeout
  }

  url(action: string, parameters: Parameters): string {
    const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined)
    return `${this.root}/api/3/action/${action}?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')}`
  }

  /** The `result` of an action. @throws DgeError `http` with what the site says, `format` */
  async call(action: string, parameters: Parameters, { signal }: Call): Promise<Raw> {
    const url = this.url(action, parameters)
    if (url.length > 7000) throw refused(`The request is too long for a URL (${url.length} characters)`, url)
    const response = await request(url, { signal, timeout: this.#timeout, accept: [400, 403, 404, 409] })
    const text = await readText(response, { signal })
    const answer = exactJsonIn(text)
    const { success, result, error } = isObject(answer) ? answer : {}
    if (response.ok && success === true && isObject(result)) return result
    if (response.ok && success !== false) {
      throw new DgeError('format', `Not an answer of CKAN (“${excerpt(text)}”) at ${url}`, { url, hint: 'CKAN answers JSON under …/api/3/action/.' })
    }
    throw failure(response.ok ? 409 : response.status, isObject(error) ? error : answer, url)
  }

  /** Rows of a table. */
  async search(parameters: Parameters, call: Call): Promise<CkanPage> {
    const result = await this.call('datastore_search', parameters, call)
    const { records, fields, total, limit } = result
    if (!Array.isArray(records) || !Array.isArray(fields)) throw refused(`No records in the answer of ${this.root}`, this.url('datastore_search', parameters))
    const counted = typeof total === 'number' && result['total_was_estimated'] !== true
    return {
      records: (records as unknown[]).filter(isObject),
      fields: (fields as unknown[]).filter(isObject),
      ...(counted ? { total } : {}),
      ...(typeof limit === 'number' && limit > 0 ? { limit } : {}),
    }
  }

  /** Cells of a SELECT by row, in the order of its columns. */
  async sql(sql: string, call: Call): Promise<readonly (readonly unknown[])[]> {
    const { records, fields, records_truncated: cut } = await this.call('datastore_search_sql', { sql }, call)
    if (!Array.isArray(records) || !Array.isArray(fields)) throw refused(`No records in the answer of ${this.root}`)
    if (cut === true) throw refused(`${this.root} cut the answer after ${records.length} rows`)
    const names = (fields as unknown[]).filter(isObject).map(({ id }) => String(id))
    return (records as unknown[]).filter(isObject).map((record) => names.map((name) => record[name]))
  }
}

function failure(status: number, error: unknown, url: string): DgeError {
  const said = wordsOf(error)
  const host = new URL(url).host
  const message = `${host} refuses the request (HTTP ${status}${said ? `: ${said}` : ''}): ${url.slice(0, 300)}`
  if (status === 403) return new DgeError('http', message, { status, url, hint: 'Only public datasets can be shown: ask the publisher to open it.' })
  if (status === 404) return new DgeError('http', message, { status, url, hint: 'Open the dataset’s page and copy its address.' })
  return new DgeError('http', message, { status, url })
}

/** `{message, __type}` or messages by parameter, those of the database in `info.orig`; also bare text. */
function wordsOf(error: unknown): string {
  if (typeof error === 'string') return excerpt(error, 300)
  if (!isObject(error)) return ''
  const { info, __type: _type, ...rest } = error
  const original = isObject(info) ? info['orig'] : undefined
  const words = [original, ...Object.values(rest)].flat(3).filter((word) => typeof word === 'string')
  return excerpt(words.join('; '), 300)
}

/** A failure to answer as asked, which a wider request may heal. */
export function refused(message: string, url?: string): DgeError {
  return new DgeError('format', message, { status: 400, ...(url === undefined ? {} : { url }) })
}

/** The site does not do this, or not in this way. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DgeError && ([400, 403, 404, 409, 414, 500].includes(error.status ?? 0) || error.kind === 'cors' || error.kind === 'format')
}
