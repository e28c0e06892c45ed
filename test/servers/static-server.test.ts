import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { startStaticServer } from './static-server.js'
import type { IncomingHttpHeaders } from 'node:http'
import type { StaticServer } from './static-server.js'

const text = 'code;nom\n' + '01001;Ambérieu\n'.repeat(200)

/** The raw answer: `fetch` would hide encodings. */
function get(url: string, headers: Record<string, string> = {}, path?: string) {
  return new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const asked = request(url, { headers, ...(path ? { path } : {}) }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

describe('the static server of the tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dge-static-'))
  let server: StaticServer
  before(async () => {
    writeFileSync(join(folder, 'a.csv'), text)
    server = await startStaticServer(folder, { headers: { '/a.csv': { 'x-test': 'yes' } } })
  })
  after(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })

  it('gives a file with type, CORS and its own headers', async () => {
    const { status, headers, body } = await get(`${server.origin}/a.csv`)
    assert.equal(status, 200)
    assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
    assert.equal(headers['access-control-allow-origin'], '*')
    assert.equal(headers['x-test'], 'yes')
    assert.equal(headers['content-encoding'], undefined)
    assert.equal(body.toString(), text)
  })

  it('compresses with what the client accepts, brotli first', async () => {
    const br = await get(`${server.origin}/a.csv`, { 'accept-encoding': 'gzip, br' })
    assert.equal(br.headers['content-encoding'], 'br')
    assert.equal(brotliDecompressSync(br.body).toString(), text)
    const gzip = await get(`${server.origin}/a.csv`, { 'accept-encoding': 'gzip' })
    assert.equal(gunzipSync(gzip.body).toString(), text)
  })

  it('gives byte ranges, from the end too, and 416 past it', async () => {
    const start = await get(`${server.origin}/a.csv`, { range: 'bytes=0-7' })
    assert.equal(start.status, 206)
    assert.equal(start.body.toString(), 'code;nom')
    const size = Buffer.byteLength(text)
    assert.equal(start.headers['content-range'], `bytes 0-7/${size}`)
    assert.equal((await get(`${server.origin}/a.csv`, { range: 'bytes=-4' })).body.toString(), Buffer.from(text).subarray(-4).toString())
    assert.equal((await get(`${server.origin}/a.csv`, { range: `bytes=${size}-` })).status, 416)
  })

  it('answers 304 to its own ETag', async () => {
    const { headers } = await get(`${server.origin}/a.csv`)
    const again = await get(`${server.origin}/a.csv`, { 'if-none-match': headers.etag ?? '' })
    assert.equal(again.status, 304)
    assert.equal(again.body.length, 0)
  })

  it('has nothing outside its folder', async () => {
    for (const path of ['/../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/none.csv']) {
      assert.equal((await get(server.origin, {}, path)).status, 404, path)
    }
  })

  it('gives no CORS headers when told so', async () => {
    const closed = await startStaticServer(folder, { cors: false })
    try {
      assert.equal((await get(`${closed.origin}/a.csv`)).headers['access-control-allow-origin'], undefined)
    } finally {
      await closed.stop()
    }
  })
})
