import { DgeError } from '../data/errors.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import { readJson } from './read-json.js'
import { objectOf } from './opendatasoft-fields.js'
import type { ExecuteOptions } from '../data/dataset.js'

export type Call = Pick<ExecuteOptions, 'signal' | 'onProgress'>
/** Parameters of a query; undefined ones are left out. */
export type Params = Readonly<Record<string, string | number | boolean | undefined>>
/** An object of an answer. */
export type Raw = Readonly<Record<string, unknown>>

/** Servers stop at about 2,000 characters; a form is sent then (no preflight). */
const longestUrl = 1900
const explained = [400, 401, 403, 404, 498, 499]

/**
 * One call of the ArcGIS REST interface. Its errors usually come with HTTP status 200.
 * @throws DgeError `http` with the code that the server gives, `format` for anything but an object
 */
export async function askArcgis(url: string, params: Params, call: Call, timeout?: number): Promise<Raw> {
  return readAnswer(await send(url, { ...params, f: params['f'] ?? 'json' }, call, timeout), call)
}

/**
 * One call whose answer is no JSON (`f=pbf`): its bytes.
 * @throws as `askArcgis`, and DgeError `format` when the answer is text
 */
export async function askArcgisBytes(url: string, params: Params, call: Call, timeout?: number): Promise<Uint8Array> {
  const sent = await send(url, params, call, timeout)
  const { response, get } = sent
  if (response.ok && !/json|text|html|xml/i.test(response.headers.get('content-type') ?? '')) return readBytes(response, { signal: call.signal })
  await readAnswer(sent, call)
  throw refused(`JSON in place of ${String(params['f'])}: ${get}`, get)
}

interface Sent {
  readonly response: Response
  /** The address with all parameters, for messages. */
  readonly get: string
}

async function send(url: string, params: Params, call: Call, timeout: number | undefined): Promise<Sent> {
  const address = new URL(url)
  for (const [name, value] of Object.entries(params)) if (value !== undefined) address.searchParams.set(name, String(value))
  // Some servers keep a "+" as it is.
  const get = address.href.replace(/\+/g, '%20')
  const common = { signal: call.signal, timeout, accept: explained }
  const response = await (get.length <= longestUrl
    ? request(get, common)
    : request(url, { ...common, method: 'POST', body: new URLSearchParams([...address.searchParams]) }))
  return { response, get }
}

async function readAnswer({ response, get }: Sent, call: Call): Promise<Raw> {
  const answer = await readJson(response, { signal: call.signal }).catch((error: unknown) => {
    // The page of a proxy or of a server that is down: its status says more than its words.
    if (response.ok || !(error instanceof DgeError) || error.kind !== 'format') throw error
    throw failure({}, response.status, get)
  })
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw refused(`Not an answer of ArcGIS: ${get}`, get)
  const said = objectOf(answer)
  if (said['error'] !== undefined || !response.ok) throw failure(objectOf(said['error']), response.status, get)
  return said
}

/** True when the server refuses what it was asked: asking for less may help. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DgeError && [400, 414, 500, 501].includes(error.status ?? 0)
}

/** An answer that is not the one asked for: the wider question may get one. */
export function refused(message: string, url?: string): DgeError {
  return new DgeError('format', message, { status: 400, ...(url === undefined ? {} : { url }) })
}

function failure(error: Raw, httpStatus: number, url: string): DgeError {
  const code = Number(error['code'])
  const status = Number.isInteger(code) && code >= 400 ? code : httpStatus >= 400 ? httpStatus : 500
  const details = Array.isArray(error['details']) ? error['details'] : []
  const words = [error['message'], ...details].filter((text) => typeof text === 'string' && text !== '')
  const said = words.length > 0 ? ` (${[...new Set(words)].join(' ').slice(0, 500)})` : ''
  const { host } = new URL(url)
  const make = (message: string, hint?: string) =>
    new DgeError('http', `${message}${said}: ${url}`, { status, url, ...(hint === undefined ? {} : { hint }) })
  switch (status) {
    case 401:
    case 403:
    case 498:
    case 499:
      return make(`${host} restricts this layer`, 'Only public layers can be shown: ask the publisher to share it with everyone.')
    case 404:
      return make(`${host} has no such service or layer`, 'Open the service in a browser and copy the address of the layer.')
    default:
      return make(`${host} refuses the request`)
  }
}
