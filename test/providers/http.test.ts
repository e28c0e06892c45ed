import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { DgeError, isAbort } from '../../src/data/errors.js'
import { request } from '../../src/providers/http.js'
import { readBytes } from '../../src/providers/http-body.js'
import { readText } from '../../src/providers/read-text.js'
import { readJson } from '../../src/providers/read-json.js'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void

const hits = new Map<string, number>()
const closed = new Set<string>()
const handlers: Record<string, Handler> = {
  '/ok': (_request, response) => response.end('bonjour'),
  '/missing': (_request, response) => response.writeHead(404).end('{"message":"no such dataset"}'),
  '/page404': (_request, response) => response.writeHead(404).end('<!doctype html><title>x</title>'),
  '/once500': (_request, response, count) => response.writeHead(count === 1 ? 500 : 200).end('après'),
  '/always500': (_request, response) => response.writeHead(500).end(),
  '/busy': (_request, response, count) =>
    count < 3 ? response.writeHead(503).end() : response.writeHead(200).end('enfin'),
  '/wait': (_request, response, count) =>
    count === 1 ? response.writeHead(429, { 'retry-after': '1' }).end() : response.writeHead(200).end('merci'),
  '/waitLong': (_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end('quota'),
  '/drop': (request, response, count) => (count === 1 ? request.socket.destroy() : response.end('revenu')),
  '/silent': () => {},
  '/stalls': (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('début')
  },
  '/cut': (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('début', () => setTimeout(() => response.socket?.destroy(), 30))
  },
  '/slow': (request, response) => {
    request.socket.on('close', () => closed.add('/slow'))
    response.writeHead(200)
    response.write('a')
  },
  '/big': (_request, response) => response.writeHead(200).end('x'.repeat(5000)),
  '/latin1': (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/plain; charset=ISO-8859-1' }).end(Buffer.from([0xe9, 0x74, 0xe9])),
  '/json': (_request, response) => response.end('{"a":[1,2]}'),
  '/html': (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('<!DOCTYPE html><p>Maintenance</p>'),
  '/empty': (_request, response) => response.end(),
  '/truncated': (_request, response) => response.end('{"a":[1,2'),
  '/broken': (_request, response) => response.end('{"a":[1,,2]}'),
  '/headers': (request, response) => response.end(JSON.stringify(Object.keys(request.headers))),
}
const server: Server = createServer((request, response) => {
  const path = request.url ?? '/'
  const count = (hits.get(path) ?? 0) + 1
  hits.set(path, count)
  handlers[path]?.(request, response, count)
})
let base = ''

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => {
  server.closeAllConnections()
  server.close()
})

async function failure(promise: Promise<unknown>): Promise<DgeError> {
  const error = await promise.then(
    () => assert.fail('should have failed'),
    (reason: unknown) => reason
  )
  assert.ok(error instanceof DgeError, `a DgeError, not ${String(error)}`)
  return error
}

test('a plain answer comes through, with no header that would need a preflight', async () => {
  assert.equal(await readText(await request(`${base}/ok`)), 'bonjour')
  const sent = (await readJson(await request(`${base}/headers`))) as string[]
  assert.deepEqual(sent.filter((name) => name.startsWith('x-') || name === 'authorization' || name === 'content-type'), [])
})

test('a 404 is an http error with status and what the server said, asked once', async () => {
  const error = await failure(request(`${base}/missing`))
  assert.equal(error.kind, 'http')
  assert.equal(error.status, 404)
  assert.match(error.message, /no such dataset/)
  assert.equal(hits.get('/missing'), 1)
})

test('the markup of an error page stays out of the message', async () => {
  assert.doesNotMatch((await failure(request(`${base}/page404`))).message, /</)
})

test('a status that the caller accepts is an answer', async () => {
  assert.equal((await request(`${base}/missing`, { accept: [404] })).status, 404)
})

test('500 then 200 recovers, 500 for ever is tried twice', async () => {
  assert.equal(await readText(await request(`${base}/once500`)), 'après')
  assert.equal((await failure(request(`${base}/always500`))).status, 500)
  assert.equal(hits.get('/always500'), 2)
})

test('503 is retried with growing pauses', async () => {
  const started = Date.now()
  assert.equal(await readText(await request(`${base}/busy`)), 'enfin')
  assert.equal(hits.get('/busy'), 3)
  assert.ok(Date.now() - started >= 650, 'at least 225 + 450 ms of pauses')
})

test('Retry-After is honoured', async () => {
  const started = Date.now()
  assert.equal(await readText(await request(`${base}/wait`)), 'merci')
  assert.ok(Date.now() - started >= 990)
})

test('a Retry-After of an hour gives up at once and says so', async () => {
  const error = await failure(request(`${base}/waitLong`))
  assert.equal(error.status, 429)
  assert.equal(error.retryAfter, 3_600_000)
  assert.equal(hits.get('/waitLong'), 1)
})

test('a dropped connection is tried again; a refused one is a network error', async () => {
  assert.equal(await readText(await request(`${base}/drop`)), 'revenu')
  const gone = createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  const { port } = gone.address() as AddressInfo
  await new Promise((resolve) => gone.close(resolve))
  const error = await failure(request(`http://127.0.0.1:${port}/`, { retries: 1 }))
  assert.equal(error.kind, 'network')
  assert.ok(error.cause)
})

test('no answer in time is a timeout', async () => {
  assert.equal((await failure(request(`${base}/silent`, { timeout: 80 }))).kind, 'timeout')
})

test('a body that stalls halfway is a timeout, by the time limit of its request', async () => {
  // The beginning has to be there within the limit.
  const response = await request(`${base}/stalls`, { timeout: 600 })
  const error = await failure(readText(response))
  assert.equal(error.kind, 'timeout')
  assert.match(error.message, /6 bytes/) // "début" in UTF-8
})

test('a body that breaks off is a network error', async () => {
  assert.equal((await failure(readBytes(await request(`${base}/cut`)))).kind, 'network')
})

test('more bytes than allowed is too-large', async () => {
  assert.equal((await failure(readBytes(await request(`${base}/big`), { maxBytes: 4999 }))).kind, 'too-large')
  assert.equal((await readBytes(await request(`${base}/big`), { maxBytes: 5000 })).length, 5000)
})

test('progress counts bytes against the announced length', async () => {
  const seen: (readonly [number, number | undefined])[] = []
  await readBytes(await request(`${base}/ok`), { onProgress: (bytes, total) => seen.push([bytes, total]) })
  assert.deepEqual(seen.at(-1), [7, 7])
})

test('aborting stops a waiting request, a pause and a half-read body, as AbortError', async () => {
  for (const path of ['/silent', '/always500', '/slow']) {
    const controller = new AbortController()
    const work = request(base + path, { signal: controller.signal }).then((response) =>
      readText(response, { signal: controller.signal })
    )
    setTimeout(() => controller.abort(), 60)
    const error = await work.then(() => undefined, (reason: unknown) => reason)
    assert.ok(isAbort(error), `${path}: ${String(error)}`)
  }
  for (let waits = 0; !closed.has('/slow') && waits < 200; waits++) await new Promise((resolve) => setTimeout(resolve, 25))
  assert.ok(closed.has('/slow'), 'the connection of the half-read body is closed')
})

test('an answer that is aborted before it is read leaves no unhandled rejection', async () => {
  const unhandled: unknown[] = []
  const listen = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', listen)
  const controller = new AbortController()
  const response = await request(`${base}/slow`, { signal: controller.signal })
  controller.abort()
  const error = await readText(response, { signal: controller.signal }).then(() => undefined, (reason: unknown) => reason)
  assert.ok(isAbort(error))
  await new Promise((resolve) => setTimeout(resolve, 50))
  process.off('unhandledRejection', listen)
  assert.deepEqual(unhandled, [])
})

test('only http and https addresses are asked', async () => {
  for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'ftp://x.fr/a', 'data:text/csv,a', 'rien']) {
    assert.equal((await failure(request(url))).kind, 'unsupported', url)
  }
})

test('text is decoded by the charset of the content type', async () => {
  assert.equal(await readText(await request(`${base}/latin1`)), 'été')
})

test('JSON that is a page, empty, cut or broken is a format error that says which', async () => {
  assert.deepEqual(await readJson(await request(`${base}/json`)), { a: [1, 2] })
  const expected = { '/html': /web page \(HTML\).*Maintenance/, '/empty': /empty/i, '/truncated': /ends too early|Broken/, '/broken': /Broken JSON/ }
  for (const [path, pattern] of Object.entries(expected)) {
    const error = await failure(readJson(await request(base + path)))
    assert.equal(error.kind, 'format', path)
    assert.match(error.message, pattern)
  }
})
