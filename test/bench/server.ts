import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, constants } from 'node:zlib'

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

/**
 * Serves bodies by path from memory on a free loopback port: brotli where it is accepted (Chromium does on localhost), byte
 * ranges of the body as it is.
 */
export async function serveBodies(bodies: ReadonlyMap<string, Body>, cacheControl = 'no-store') {
  const server = createServer((request, response) => {
    const body = bodies.get((request.url ?? '/').split('?')[0] ?? '/')
    if (!body) {
      response.writeHead(404).end()
      return
    }
    const headers = { 'content-type': body.type, 'cache-control': cacheControl, 'accept-ranges': 'bytes' }
    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '')
    if (range) {
      const { length } = body.bytes
      const from = range[1] === '' ? Math.max(0, length - Number(range[2])) : Number(range[1])
      const to = range[1] === '' || range[2] === '' ? length - 1 : Math.min(Number(range[2]), length - 1)
      response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${to}/${length}`, 'content-length': to - from + 1 })
      response.end(request.method === 'HEAD' ? undefined : body.bytes.subarray(from, to + 1))
      return
    }
    const brotli = body.compressed !== undefined && /\bbr\b/.test(String(request.headers['accept-encoding']))
    const sent = brotli && body.compressed ? body.compressed : body.bytes
    response.writeHead(200, { ...headers, 'content-length': sent.length, ...(brotli ? { 'content-encoding': 'br' } : {}) })
    response.end(request.method === 'HEAD' ? undefined : sent)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const stop = () => (server.closeAllConnections(), new Promise<void>((done) => server.close(() => done())))
  return { origin, stop }
}
