import { createServer, request as ask } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What goes wrong with one answer; everything not said comes from the real server. */
export interface Fault {
  /** Answered here with this status, the real server not being asked. */
  readonly status?: number
  /** Body that goes with `status`. */
  readonly body?: string
  /** Headers over those of the answer; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** Content type over the real one. */
  readonly type?: string
  /** Milliseconds before anything is answered. */
  readonly delay?: number
  /** Bytes after which nothing more comes, the connection staying open. */
  readonly stallAfter?: number
  /** Bytes after which the connection is cut. */
  readonly cutAfter?: number
  /** False: CORS headers are taken away. */
  readonly cors?: boolean
  /** Changes the real body. */
  readonly edit?: (body: string) => string
}

/** The fault of the request: in turn (afterwards all is well), or by looking at it; undefined = as the real server answers. */
export type Faults = readonly (Fault | undefined)[] | ((url: URL, count: number) => Fault | undefined)

export interface FaultProxy {
  /** Takes the place of the real server's origin. */
  readonly origin: string
  /** "GET /path?query" of all requests, in order. */
  readonly requests: readonly string[]
  stop(): Promise<void>
}

/** Starts a proxy on a free loopback port before a real local server, which spoils answers as told. */
export async function startFaultProxy(target: string, faults: Faults = []): Promise<FaultProxy> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const url = new URL(request.url ?? '/', target)
    const fault = (typeof faults === 'function' ? faults(url, requests.length) : faults[requests.length - 1]) ?? {}
    setTimeout(() => (fault.status === undefined ? forward(url, request, response, fault) : refuse(response, fault)), fault.delay ?? 0).unref()
  })
  // A test that fails before it stops this server must not keep the process alive.
  server.unref()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

function refuse(response: ServerResponse, fault: Fault) {
  const body = Buffer.from(fault.body ?? '')
  const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After', 'content-type': 'text/plain; charset=utf-8' }
  response.writeHead(fault.status ?? 500, spoiled({ ...headers, 'content-length': String(body.length) }, fault))
  sendBody(response, fault)(body)
  if (!isPartial(fault)) response.end()
}

function forward(url: URL, request: IncomingMessage, response: ServerResponse, fault: Fault) {
  // "Not modified" has nothing that could be spoilt.
  const { 'if-none-match': _tag, 'if-modified-since': _date, ...asked } = request.headers
  // Uncompressed, so that "after n bytes" means bytes of the text.
  const headers = { ...asked, host: url.host, 'accept-encoding': 'identity' }
  const real = ask(url, { method: request.method, headers }, (answer) => {
    if (fault.edit || /json|[/+]xml/.test(answer.headers['content-type'] ?? '')) return void whole(answer, response, fault, url.origin).catch(() => response.destroy())
    response.writeHead(answer.statusCode ?? 502, spoiled(answer.headers, fault))
    const send = sendBody(response, fault)
    let length = 0
    answer.on('data', (chunk: Buffer) => {
      length += chunk.length
      send(chunk)
    })
    // An answer shorter than the fault is whole: left open, the next request on its connection would wait for ever.
    answer.on('end', () => (isPartial(fault) && length >= (fault.stallAfter ?? fault.cutAfter ?? 0)) || response.end())
    answer.on('error', () => response.destroy())
  })
  real.on('error', () => response.destroy())
  response.on('close', () => real.destroy())
  request.pipe(real)
}

/** Links of the answer lead through the proxy too, or the next page would come past it. */
async function whole(answer: IncomingMessage, response: ServerResponse, fault: Fault, origin: string) {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const own = `http://${response.req.headers.host}`
  const text = Buffer.concat(chunks).toString().replaceAll(origin, own).replaceAll(origin.replaceAll('/', '\\/'), own.replaceAll('/', '\\/'))
  const body = Buffer.from(fault.edit?.(text) ?? text)
  const { 'transfer-encoding': _chunked, ...headers } = answer.headers
  response.writeHead(answer.statusCode ?? 502, spoiled({ ...headers, 'content-length': String(body.length) }, fault))
  sendBody(response, fault)(body)
  if (!isPartial(fault) || body.length < (fault.stallAfter ?? fault.cutAfter ?? 0)) response.end()
}

const isPartial = ({ stallAfter, cutAfter }: Fault) => stallAfter !== undefined || cutAfter !== undefined

/** Passes bytes on as far as the fault allows. */
function sendBody(response: ServerResponse, { stallAfter, cutAfter }: Fault) {
  const most = stallAfter ?? cutAfter ?? Infinity
  let sent = 0
  return (chunk: Buffer) => {
    const part = chunk.subarray(0, Math.max(0, most - sent))
    if (part.length > 0) response.write(part)
    sent += part.length
    // A moment later, so that what was sent arrives before the end does.
    if (cutAfter !== undefined && sent >= cutAfter) setTimeout(() => response.destroy(), 50)
  }
}

function spoiled(headers: IncomingMessage['headers'], { headers: own = {}, type, cors }: Fault) {
  const all = { ...headers, ...(type === undefined ? {} : { 'content-type': type }), ...own }
  const kept = Object.entries(all).filter(([name, value]) => value !== undefined && !(cors === false && name.startsWith('access-control-')))
  return Object.fromEntries(kept)
}
