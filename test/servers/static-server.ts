import { createServer } from 'node:http'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StaticOptions {
  /** False: no CORS headers. */
  readonly cors?: boolean
  /** False: bodies always go as they are. */
  readonly compress?: boolean
  /** Headers of single paths ("/file.csv"), over the usual ones; undefined takes one away. */
  readonly headers?: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>
}

export interface StaticServer {
  readonly origin: string
  /** "GET /path?query", in order. */
  readonly requests: readonly string[]
  stop(): Promise<void>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.tsv': 'text/tab-separated-values; charset=utf-8',
  '.json': 'application/json',
  '.geojson': 'application/geo+json',
  '.ndjson': 'application/x-ndjson',
  '.pmtiles': 'application/vnd.pmtiles',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Already compressed, or read by ranges. */
const asItIs = /png|pmtiles|octet-stream/

/** Starts a web server over a folder on a free loopback port: CORS, byte ranges, brotli and gzip, ETag and 304. */
export async function startStaticServer(folder: string, options: StaticOptions = {}): Promise<StaticServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    answer(folder, options, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
      response.end(String(error))
    })
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

async function answer(folder: string, options: StaticOptions, request: IncomingMessage, response: ServerResponse) {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const cors = options.cors === false ? {} : corsHeaders
  const send = (status: number, headers: OutgoingHttpHeaders = {}, body?: Uint8Array | string) => {
    const own = options.headers?.[pathname] ?? {}
    const all = Object.entries({ ...cors, ...headers, ...own }).filter(([, value]) => value !== undefined)
    response.writeHead(status, Object.fromEntries(all) as OutgoingHttpHeaders)
    response.end(request.method === 'HEAD' ? undefined : body)
  }
  if (request.method === 'OPTIONS') return send(204)
  const file = join(folder, normalize(decodeURIComponent(pathname)))
  const info = file.startsWith(folder.replace(/[\\/]$/, '') + sep) ? await stat(file).catch(() => undefined) : undefined
  if (!info?.isFile()) return send(404, { 'content-type': 'text/plain; charset=utf-8' }, 'Not found')

  const type = types[extname(file)] ?? 'application/octet-stream'
  const etag = `"${info.size.toString(36)}-${Math.round(info.mtimeMs).toString(36)}"`
  const headers = { 'content-type': type, etag, 'last-modified': info.mtime.toUTCString(), 'accept-ranges': 'bytes', vary: 'accept-encoding' }
  // The same file compressed is the same answer here: one tag serves all encodings.
  if (request.headers['if-none-match']?.split(/,\s*/).includes(etag)) return send(304, headers)
  const bytes = await readFile(file)
  const range = rangeOf(request, etag, bytes.length)
  if (range === 'none') return send(416, { ...headers, 'content-range': `bytes */${bytes.length}` })
  if (range) {
    const part = bytes.subarray(range[0], range[1] + 1)
    return send(206, { ...headers, 'content-range': `bytes ${range[0]}-${range[1]}/${bytes.length}`, 'content-length': part.length }, part)
  }
  const [encoding, body] = options.compress === false || asItIs.test(type) ? [undefined, bytes] : compressed(request, bytes)
  send(200, { ...headers, ...(encoding ? { 'content-encoding': encoding } : {}), 'content-length': body.length }, body)
}

const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': 'Content-Length, Content-Range, ETag, Last-Modified, Retry-After',
}

/** First and last byte asked for; 'none' when there are none such; undefined for the whole file. @see RFC 9110, 14.2 */
function rangeOf({ headers }: IncomingMessage, etag: string, length: number): [number, number] | 'none' | undefined {
  const [, from = '', to = ''] = headers.range?.match(/^bytes=(\d*)-(\d*)$/) ?? []
  if (from + to === '' || (headers['if-range'] && headers['if-range'] !== etag)) return undefined
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from)
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1)
  return first > last ? 'none' : [first, last]
}

function compressed({ headers }: IncomingMessage, bytes: Buffer): [string | undefined, Buffer] {
  const accepted = String(headers['accept-encoding'] ?? '')
  if (/\bbr\b/.test(accepted)) return ['br', brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })]
  return /\bgzip\b/.test(accepted) ? ['gzip', gzipSync(bytes)] : [undefined, bytes]
}
