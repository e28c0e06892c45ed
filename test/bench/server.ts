import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import { brotliCompressSync, constants } from 'node:zlib'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A file as served: compressed once with brotli 11, as a CDN does; as it is when it is already packed. */
export interface Body {
  readonly type: string
  readonly bytes: Buffer
  readonly compressed?: Buffer
}

/** Compresses a body for the server; `packed` = it is compressed already (Parquet, WASM as served, pictures). */
export function bodyOf(type: string, content: string | Buffer, { packed = false } = {}): Body {
  const bytes = Buffer.from(content)
  if (packed) return { type, bytes }
  return { type, bytes, compressed: bytes.length > 10_000 ? keptBrotli(bytes) : brotli(bytes) }
}

function brotli(bytes: Buffer): Buffer {
  const quality = bytes.length > 1.5e6 ? 5 : 11
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
}

const cache = 'node_modules/.cache/dge-bodies'

/** Kept by content from one test to the next: to compress the library takes ten seconds. */
function keptBrotli(bytes: Buffer): Buffer {
  const kept = `${cache}/${createHash('sha256').update(bytes).digest('hex')}.br`
  try {
    return readFileSync(kept)
  } catch {
    const made = brotli(bytes)
    mkdirSync(cache, { recursive: true })
    writeFileSync(`${kept}.${process.pid}`, made)
    renameSync(`${kept}.${process.pid}`, kept) // others may read it meanwhile
    return made
  }
}

/** What is read of a request, and done with its answer, in HTTP/1.1 and HTTP/2. */
interface Request {
  readonly url?: string | undefined
  readonly method?: string | undefined
  readonly headers: IncomingHttpHeaders
}
interface Answer {
  writeHead(status: number, headers?: OutgoingHttpHeaders): unknown
  end(body: Uint8Array | string): unknown
}

/**
 * Serves bodies by path from memory on a free loopback port: brotli where it is accepted (Chromium does on localhost), byte
 * ranges of the body as it is. With a certificate over HTTP/2, as CDNs do, else over HTTP/1.1.
 */
export async function serveBodies(bodies: ReadonlyMap<string, Body>, cacheControl = 'no-store', certificate?: { readonly key: Buffer; readonly cert: Buffer }) {
  const answer = (request: Request, response: Answer) => {
    const body = bodies.get((request.url ?? '/').split('?')[0] ?? '/')
    const send = (status: number, headers: OutgoingHttpHeaders, sent?: Buffer) => {
      response.writeHead(status, headers)
      response.end(request.method === 'HEAD' || !sent ? '' : sent)
    }
    if (!body) return send(404, {})
    const headers = { 'content-type': body.type, 'cache-control': cacheControl, 'accept-ranges': 'bytes' }
    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '')
    if (range) {
      const { length } = body.bytes
      const from = range[1] === '' ? Math.max(0, length - Number(range[2])) : Number(range[1])
      const to = range[1] === '' || range[2] === '' ? length - 1 : Math.min(Number(range[2]), length - 1)
      return send(206, { ...headers, 'content-range': `bytes ${from}-${to}/${length}`, 'content-length': to - from + 1 }, body.bytes.subarray(from, to + 1))
    }
    const brotli = body.compressed !== undefined && /\bbr\b/.test(String(request.headers['accept-encoding']))
    const sent = brotli && body.compressed ? body.compressed : body.bytes
    send(200, { ...headers, 'content-length': sent.length, ...(brotli ? { 'content-encoding': 'br' } : {}) }, sent)
  }
  const server = certificate ? createSecureServer({ ...certificate, allowHTTP1: true }, answer) : createServer(answer)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `${certificate ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}`
  const stop = () => {
    const closed = new Promise<void>((done) => server.close(() => done()))
    for (const socket of sockets) socket.destroy()
    return closed
  }
  return { origin, stop }
}
