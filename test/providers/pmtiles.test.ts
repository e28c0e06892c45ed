import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { describe as suite, it } from 'node:test'
import { describe } from '../../src/describe.js'
import { openDataset } from '../../src/providers/index.js'
import type { AddressInfo } from 'node:net'

const folder = new URL('../../../shared/data/', import.meta.url)
const missing = existsSync(folder) ? false : 'the files of ../shared are not here'

/** One file, by ranges or whole, with what was asked of it. */
async function serve(body: Uint8Array, ranges = true) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    asked.push(request.headers.range ?? 'all')
    const headers = { 'content-type': 'application/octet-stream', 'access-control-allow-origin': '*' }
    if (!ranges || from === undefined) return void response.writeHead(200, headers).end(body)
    const part = body.subarray(Number(from), Number(to) + 1)
    response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${body.length}` }).end(part)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  return { src: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tiles.pmtiles`, asked, stop }
}

suite('PMTiles', { skip: missing }, () => {
  const communes = () => readFileSync(new URL('derived/communes_grand_est.pmtiles', folder))

  for (const ranges of [true, false]) {
    it(`are described from header and metadata, ${ranges ? 'by ranges' : 'where ranges are not served'}`, async () => {
      const body = communes()
      const server = await serve(body, ranges)
      try {
        const found = await describe(server.src)
        assert.ok(found.kind === 'dataset')
        assert.equal(found.provider, 'pmtiles')
        assert.ok(found.schema.some(({ name, type }) => name === 'population' && type === 'number'))
        assert.ok(found.schema.some(({ type }) => type === 'geometry'))
        // The writer of this file left the bounds at zero: no extent is better than an island off Africa.
        assert.equal(found.extent, undefined)
        assert.deepEqual(found.notes, ['62 vector tiles (MVT), zoom 4 to 9'])
        assert.ok(server.asked.every((range) => range.startsWith('bytes=')), String(server.asked))
        assert.ok(server.asked.length <= 2, String(server.asked))
      } finally {
        await server.stop()
      }
    })
  }

  it('have no rows: a chart of them is refused with a reason', async () => {
    const server = await serve(communes())
    try {
      const dataset = await openDataset({ src: server.src })
      await assert.rejects(dataset.execute({}), { kind: 'unsupported', message: /no rows/ })
      await assert.rejects(openDataset({ src: server.src, layer: 'routes' }), { kind: 'query', choices: [{ layer: 'communes' }] })
    } finally {
      await server.stop()
    }
  })

  for (const name of ['empty', 'invalid']) {
    it(`${name}.pmtiles is a format error`, async () => {
      const server = await serve(readFileSync(new URL(`tiles/${name}.pmtiles`, folder)))
      try {
        await assert.rejects(openDataset({ src: server.src }), { kind: 'format' })
      } finally {
        await server.stop()
      }
    })
  }
})
