import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, constants } from 'node:zlib'

/** A file as served: compressed once with brotli 11, as a CDN does. */
export interface Body {
  readonly type: string
  readonly bytes: Buffer
  readonly compressed: Buffer
}

/** Compresses a body for the server. */
export function bodyOf(type: string, content: string | Buffer): Body {
  const bytes = Buffer.from(content)
  const quality = bytes.length > 5e6 ? 5 : 11
  return { type, bytes, compressed: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }) }
}

/** Serves bodies by path from memory on a free loopback port, brotli where it is accepted (Chromium does on localhost). */
export async function serveBodies(bodies: ReadonlyMap<string, Body>) {
  const server = createServer((request, response) => {
    const body = bodies.get((request.url ?? '/').split('?')[0] ?? '/')
    if (!body) {
      response.writeHead(404).end()
      return
    }
    const brotli = /\bbr\b/.test(String(request.headers['accept-encoding']))
    response.writeHead(200, {
      'content-type': body.type,
      'cache-control': 'no-store',
      ...(brotli ? { 'content-encoding': 'br' } : {}),
    })
    response.end(brotli ? body.compressed : body.bytes)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const stop = () => (server.closeAllConnections(), new Promise<void>((done) => server.close(() => done())))
  return { origin, stop }
}
