import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { noCapabilities } from '../../src/data/capabilities.js'
import { DgeError } from '../../src/data/errors.js'
import { readText } from '../../src/providers/read-text.js'
import { entryOf, openDataset, openNamed, registry } from '../../src/providers/index.js'
import type { AddressInfo } from 'node:net'
import type { OpenOptions, SourceConfig } from '../../src/data/dataset.js'
import type { ProviderEntry } from '../../src/providers/index.js'

const bodies: Record<string, readonly [type: string, body: string]> = {
  '/features': ['application/json', '{"type": "FeatureCollection", "features": []}'],
  '/rows': ['text/html', '[{"a": 1}]'],
  '/lines': ['application/octet-stream', 'code;nom\r\n01001;L’Abergement\r\n'],
  '/page': ['text/html', '<!DOCTYPE html><html><p>Bienvenue'],
  '/capabilities': ['text/xml', '<?xml version="1.0"?>\n<wfs:WFS_Capabilities version="2.0.0">'],
  '/picture': ['image/png', '\u0000\u0001'],
  '/data.json': ['application/json', '{"items": [{"a": 1}]}'],
  '/big': ['application/json', `[${'{"a":1},'.repeat(50_000)}{"a":1}]`],
}
const hits: string[] = []
const server = createServer((request, response) => {
  const path = request.url ?? ''
  hits.push(path)
  const [type, body] = bodies[path] ?? ['text/plain', '']
  response.writeHead(200, { 'content-type': type }).end(body)
})
let base = ''
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => server.close())

const opened: { name: string; text: string | undefined }[] = []

/** The real entries, with providers that note what they are given in place of the real code. */
const entries: readonly ProviderEntry[] = registry.map((entry) => ({
  ...entry,
  load: async () => ({
    default: {
      name: entry.name,
      open: async (_config: SourceConfig, options?: OpenOptions) => {
        opened.push({ name: entry.name, text: options?.response && (await readText(options.response)) })
        return { schema: [], metadata: {}, capabilities: noCapabilities, downloads: [], execute: () => Promise.reject(new Error()) }
      },
    },
  }),
}))

async function recognise(src: string, provider?: string) {
  hits.length = 0
  await openDataset({ src, ...(provider ? { provider } : {}) }, {}, entries)
  return opened.at(-1)
}

test('services are known by their address, without a request', async () => {
  const cases = {
    'https://data.example.fr/explore/dataset/budget/information/': 'opendatasoft',
    'https://data.example.fr/explore/dataset/budget/table/?sort=x': 'opendatasoft',
    'https://data.example.fr/api/explore/v2.1/catalog/datasets/budget/records?limit=5': 'opendatasoft',
    'https://data.example.fr/api/records/1.0/search/?dataset=budget': 'opendatasoft-v1',
    'https://www.datagrandest.fr/data4citizen/d4c/api/records/1.0/search/dataset=budget&rows=10': 'data4citizen',
    'https://data.anfr.fr/d4c/api/datasets/1.0/sites/': 'data4citizen',
    'https://www.datagrandest.fr/geoserver/region-grand-est/wfs': 'wfs',
    'https://geo.example.fr/ows?SERVICE=WFS&request=GetCapabilities': 'wfs',
    'https://geo.example.fr/cgi-bin/mapserv?map=ge&service=WFS': 'wfs',
    'http://localhost:8123/?table=communes': 'clickhouse',
    // The same port serves files elsewhere.
    'http://localhost:8123/data/budget.parquet': 'parquet',
  }
  for (const [src, name] of Object.entries(cases)) assert.equal((await recognise(src))?.name, name, src)
  assert.deepEqual(hits, [])
})

test('answers are known by their content, whatever their type says, and are not fetched twice', async () => {
  const cases = { '/features': 'geojson', '/rows': 'json', '/lines': 'csv', '/capabilities': 'wfs', '/data.json': 'json', '/big': 'json' }
  for (const [path, name] of Object.entries(cases)) {
    const found = await recognise(base + path)
    assert.equal(found?.name, name, path)
    assert.equal(found?.text, bodies[path]?.[1], 'the provider gets the whole body')
    assert.deepEqual(hits, [path])
  }
})

test('the author’s word wins, and a file is fetched once', async () => {
  const found = await recognise(`${base}/features`, 'json')
  assert.equal(found?.name, 'json')
  assert.deepEqual(hits, ['/features'])
})

test('nobody knows: the message says what was tried and what to do', async () => {
  const cases = { '/page': /web page/, '/picture': /image\/png.*tried .*csv/ }
  for (const [path, pattern] of Object.entries(cases)) {
    await assert.rejects(openDataset({ src: base + path }, {}, entries), (error: unknown) => {
      assert.ok(error instanceof DgeError)
      assert.equal(error.kind, 'unsupported')
      assert.match(error.message, pattern)
      assert.match(error.hint ?? '', /provider=/)
      return true
    })
  }
})

test('a wrong provider name lists the right ones', async () => {
  await assert.rejects(openDataset({ src: base, provider: 'excel' }, {}, entries), (error: unknown) => {
    assert.ok(error instanceof DgeError)
    assert.match(error.hint ?? '', /csv/)
    return true
  })
})

test('src that is no address is refused', async () => {
  await assert.rejects(openDataset({ src: 'data/budget.csv' }), { kind: 'unsupported' })
})

test('each entry leads to a provider of its own name', async () => {
  for (const entry of registry) assert.equal((await entry.load()).default.name, entry.name)
})

test('a page leads to its data under the words of the page, and circles end', async () => {
  const pages: ProviderEntry[] = [
    {
      name: 'page',
      match: (url) => url.pathname === '/dataset',
      load: async () => ({
        default: {
          name: 'page',
          open: async () => ({
            to: { src: `${base}/rows`, path: 'x' },
            metadata: { title: 'Budget', publisher: 'Ville' },
            downloads: [{ url: `${base}/rows`, format: 'json' }],
          }),
        },
      }),
    },
    {
      name: 'circle',
      match: (url) => url.pathname === '/circle',
      load: async () => ({ default: { name: 'circle', open: async ({ src }: SourceConfig) => ({ to: { src } }) } }),
    },
    {
      name: 'rows',
      match: (url) => url.pathname === '/rows',
      load: async () => ({
        default: {
          name: 'rows',
          open: async ({ path }: SourceConfig) => ({
            schema: [],
            metadata: { title: 'rows.json', licence: `path ${path}` },
            capabilities: noCapabilities,
            downloads: [{ url: `${base}/rows`, format: 'json' }],
            execute: () => Promise.reject(new Error()),
          }),
        },
      }),
    },
  ]
  const { provider, dataset } = await openNamed({ src: `${base}/dataset`, provider: 'page' }, {}, pages)
  assert.equal(provider, 'rows')
  assert.deepEqual(dataset.metadata, { title: 'Budget', licence: 'path x', publisher: 'Ville' })
  assert.deepEqual(dataset.downloads, [{ url: `${base}/rows`, format: 'json' }])
  await assert.rejects(openDataset({ src: `${base}/circle` }, {}, pages), { kind: 'unsupported', message: /circles/ })
})

test('files under paths of services are files, unless the service has such addresses', () => {
  const nameOf = (address: string) => entryOf(new URL(address))?.name
  assert.equal(nameOf('https://x.fr/data-fair/api/v1/datasets/ecoles/raw/ecoles.csv'), 'csv')
  assert.equal(nameOf('https://x.fr/geonetwork/srv/api/records/ab-12/attachments/zones.zip'), 'zip')
  assert.equal(nameOf('https://x.fr/geonetwork/srv/api/records/ab-12'), 'geonetwork')
  assert.equal(nameOf('https://x.fr/resource/abcd-1234.geojson'), 'socrata')
  assert.equal(nameOf('https://x.fr/geoserver/wfs3/collections/c/items.geojson'), 'ogc-api-features')
})
