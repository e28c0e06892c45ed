import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One answer, with what can go wrong on the way. */
export interface Reply {
  readonly status?: number
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Milliseconds before the first byte. */
  readonly delay?: number
  /** Bytes after which nothing more comes, the connection staying open. */
  readonly stallAfter?: number
  /** Bytes after which the connection is cut. */
  readonly cutAfter?: number
  /** False: no CORS header. */
  readonly cors?: boolean
}

/** What a path answers: always the same, one reply per request (the last one again and again), or a function of the request. */
export type Route = Reply | readonly Reply[] | ((request: IncomingMessage, url: URL) => Reply | Promise<Reply>)

export interface FaultServer {
  readonly origin: string
  /** Paths with query of all requests, in order. */
  readonly requests: readonly string[]
  /** How often a path (without query) was asked. */
  hits(path: string): number
  stop(): Promise<void>
}

/** Starts a web server on a free loopback port whose paths answer as told; 404 elsewhere. */
export async function startFaultServer(routes: Readonly<Record<string, Route>>): Promise<FaultServer> {
  const requests: string[] = []
  const hits = (path: string) => requests.filter((url) => url.split('?')[0] === path).length
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    requests.push(url.pathname + url.search)
    const route = routes[url.pathname]
    void Promise.resolve(replyOf(route, request, url, hits(url.pathname))).then((reply) => send(reply, response))
  })
  // A test that fails before it stops this server must not keep the process alive.
  server.unref()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    hits,
    stop: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

function replyOf(route: Route | undefined, request: IncomingMessage, url: URL, count: number): Reply | Promise<Reply> {
  if (route === undefined) return { status: 404, type: 'text/plain', body: 'Not found' }
  if (typeof route === 'function') return route(request, url)
  if (!('length' in route)) return route
  return route[Math.min(count, route.length) - 1] ?? { status: 404 }
}

async function send(reply: Reply, response: ServerResponse) {
  if (reply.delay) await new Promise((done) => setTimeout(done, reply.delay).unref())
  const body = Buffer.from(reply.body ?? '')
  const cors = reply.cors === false ? {} : { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' }
  const partial = reply.stallAfter ?? reply.cutAfter
  response.writeHead(reply.status ?? 200, {
    'content-type': reply.type ?? 'application/json',
    'content-length': body.length,
    ...cors,
    ...reply.headers,
  })
  if (partial === undefined) {
    response.end(body)
    return
  }
  response.write(body.subarray(0, partial))
  if (reply.cutAfter !== undefined) setTimeout(() => response.destroy(), 50)
}
