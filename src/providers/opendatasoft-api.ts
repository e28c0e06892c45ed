import { DgeError } from '../data/errors.js'
import { exactJsonIn } from '../data/exact-json.js'
import { request } from './http.js'
import { readChunks } from './http-body.js'
import { readText } from './read-text.js'
import { readJson } from './read-json.js'
import { objectOf } from './opendatasoft-fields.js'
import type { ExecuteOptions } from '../data/dataset.js'

export type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>
/** Parameters in the order that they are written; undefined ones are left out. */
export type Params = Readonly<Record<string, string | number | undefined>>
/** A record of an answer: fields by name. */
export type Raw = Readonly<Record<string, unknown>>

/** Browsers, proxies and the platform stop at about 8 kB. */
const longestUrl = 7000
const explained = [400, 401, 403, 404, 429]

/** `URLSearchParams` writes spaces as "+", which some servers keep. */
export function urlOf(path: string, params: Params): string {
  const pairs = Object.entries(params).filter(([, value]) => value !== undefined)
  const query = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')
  return query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`
}

/**
 * One GET of an Opendatasoft API, v1 or v2, with its explanations of failures turned into ours.
 * @throws DgeError `http` with the status; a spent quota (429 with a reset time) is not asked again
 */
export async function get(url: string, call: Call, timeout?: number): Promise<Response> {
  if (url.length > longestUrl) throw new DgeError('query', `The request is too long for a URL (${url.length} characters)`, { url, status: 414 })
  const options = { signal: call.signal, timeout }
  const response = await request(url, { ...options, accept: explained })
  if (response.ok) return response
  const said = objectOf(exactJsonIn(await readText(response, { signal: call.signal, maxBytes: 100_000 })))
  // Without a reset time it is a passing crowd: the usual patience helps.
  if (response.status === 429 && said['reset_time'] === undefined) return request(url, options)
  throw refusal(response.status, said, url)
}

/** The answer as JSON; an error that came with status 200 is thrown as one. */
export async function getJson(url: string, call: Call, timeout?: number): Promise<unknown> {
  const answer = await readJson(await get(url, call, timeout), { signal: call.signal })
  const said = objectOf(answer)
  if (isFailure(said)) throw refusal(400, said, url)
  return answer
}

/** True when the server understood the request and refuses it: asking for less may help. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DgeError && (error.status === 400 || error.status === 414)
}

/** A failure to answer as asked, which a wider request may heal. */
export function refused(message: string, url?: string): DgeError {
  return new DgeError('format', message, { status: 400, ...(url === undefined ? {} : { url }) })
}

function isFailure(said: Raw): boolean {
  return (typeof said['error_code'] === 'string' || typeof said['errorcode'] === 'number') && (typeof said['message'] === 'string' || typeof said['error'] === 'string')
}

function refusal(status: number, said: Raw, url: string): DgeError {
  const words = [said['message'], said['error']].find((text) => typeof text === 'string') ?? ''
  const code = typeof said['error_code'] === 'string' ? `${said['error_code']}: ` : ''
  const host = new URL(url).host
  const explanation = `${code}${String(words).slice(0, 500)}`
  const make = (message: string, hint: string, retryAfter?: number) =>
    new DgeError('http', explanation === '' ? message : `${message} (${explanation})`, {
      status,
      url,
      ...(hint === '' ? {} : { hint }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    })
  switch (status) {
    case 401:
    case 403:
      return make(`${host} restricts this dataset`, 'Only public datasets can be shown: ask the publisher to open it.')
    case 404:
      return make(`${host} has no such dataset`, 'The identifier is not on this portal, or the dataset is private: open its page and copy the address.')
    case 429: {
      const reset = resetTime(said['reset_time'])
      const when = reset === undefined ? '' : `; it resets at ${new Date(reset).toISOString()}`
      const wait = reset === undefined ? undefined : Math.max(0, reset - Date.now())
      return make(`The quota of ${host}, shared by all its visitors, is spent${when}`, 'Show a file of the data meanwhile.', wait)
    }
    case 500:
      return make(`${host} broke the export off`, 'Try again later, or select fewer rows or columns.')
    default:
      return make(`${host} refuses the request`, '')
  }
}

/** ISO text, "YYYY-MM-DD HH:MM:SS+00:00", or seconds since 1970. */
function resetTime(value: unknown): number | undefined {
  const time = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value.replace(' ', 'T')) : NaN
  return Number.isFinite(time) ? time : undefined
}

/**
 * Rows of a `jsonl` export as they arrive, at most `max`; `names` are the dataset's fields. An export can fail after it began with status 200: the failure
 * then stands in its last line.
 */
export async function* readLines(response: Response, call: Call, max: number, names: ReadonlySet<string>): AsyncGenerator<Raw> {
  const decoder = new TextDecoder()
  const url = response.url
  let rest = ''
  let count = 0
  const read = (line: string): Raw | undefined => {
    const text = line.trim()
    if (text === '') return undefined
    const row = exactJsonIn(text)
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new DgeError('format', `The export broke off after ${count} rows: “${text.slice(0, 200)}”`, { url })
    }
    // Unless the data itself has such a column.
    if (isFailure(row as Raw) && !names.has('error_code') && !names.has('errorcode')) {
      throw refusal(count === 0 ? 400 : 500, row as Raw, url)
    }
    count++
    return row as Raw
  }
  for await (const chunk of readChunks(response, { signal: call.signal })) {
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const row = read(line)
      if (row) yield row
      if (count >= max) return
    }
  }
  const last = read(rest + decoder.decode())
  if (last) yield last
}
