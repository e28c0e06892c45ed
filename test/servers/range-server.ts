import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RangeServer {
  readonly src: string
  /** Ranges asked for ("0-99"), "all" for the whole file, "head". */
  readonly asked: readonly string[]
  /** Bytes of bodies sent. */
  readonly sent: () => number
  stop(): Promise<void>
}

/** One file over HTTP with CORS, by ranges; `ranges` false serves it whole whatever is asked. */
export async function startRangeServer(path: string, body: Uint8Array, { ranges = true } = {}): Promise<RangeServer> {
  const asked: string[] = []
  let sent = 0
  const server = createServer((request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    const headers = { 'content-type': 'application/octet-stream', 'access-control-allow-origin': '*', 'last-modified': 'Mon, 02 Feb 2026 10:00:00 GMT' }
    if (request.method === 'HEAD') {
      asked.push('head')
      return void response.writeHead(200, { ...headers, 'content-length': body.length }).end()
    }
    const isPart = ranges && from !== undefined
    const part = isPart ? body.subarray(Number(from), Number(to) + 1) : body
    asked.push(isPart ? `${from}-${to}` : 'all')
    sent += part.length
    if (!isPart) return void response.writeHead(200, { ...headers, 'content-length': body.length }).end(part)
    response.writeHead(206, { ...headers, 'content-length': part.length, 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${body.length}` }).end(part)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    src: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    asked,
    sent: () => sent,
    stop: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}
