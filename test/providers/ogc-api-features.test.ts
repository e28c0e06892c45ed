import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import features from '../../src/providers/ogc-api-features.js'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { columnOf, rowsOf } from '../../src/data/table.js'
import { openNamed, entryOf } from '../../src/providers/index.js'
import { Queries } from '../equivalence/queries.js'
import { difference } from '../equivalence/compare.js'
import { Random } from '../data/random.js'
import { startFaultServer } from '../servers/fault-server.js'
import { mapServerMissing, startMapServer } from '../servers/mapserver.js'
import { startOgcApi } from '../servers/ogc-api-server.js'
import { startReplayServer } from '../servers/replay-server.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Schema } from '../../src/data/schema.js'
import type { Table } from '../../src/data/table.js'
import type { RunningMapServer } from '../servers/mapserver.js'
import type { OgcApiOptions, OgcApiServer, OgcFeature } from '../servers/ogc-api-server.js'

/** As the page does, but without other providers: collections of features are datasets. */
const provider = { open: async (...[config, options]: Parameters<typeof features.open>) => (await features.open(config, options)) as Dataset }

const seed = Number(process.env['SEED'] ?? 20261124)
const schema: Schema = [
  { name: 'code', type: 'string' },
  { name: 'nom', type: 'string' },
  { name: "l'été", type: 'string' },
  { name: 'pop', type: 'number' },
  { name: 'prix', type: 'number' },
  { name: 'ok', type: 'boolean' },
  { name: 'jour', type: 'date', precision: 'day' },
  { name: 'geometry', type: 'geometry' },
]

/** Places with codes that begin with 0, quotes, nulls, and a number that the first thousand do not have. */
function placesOf(count: number): OgcFeature[] {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    properties: {
      code: String(index).padStart(5, '0'),
      nom: random.pick(['Été', 'ete', "d'Or", "'; DROP TABLE x; --", 'a%b', 'A_b', 'Alpha', '<b>', null]),
      "l'été": random.pick(['oui', 'non', null]),
      pop: random.chance(0.1) ? null : random.int(500),
      prix: random.chance(0.1) ? null : random.int(4000) / 8,
      ok: random.chance(0.5),
      jour: random.chance(0.1) ? null : new Date(Date.UTC(2020, 0, 1 + random.int(900))).toISOString().slice(0, 10),
    },
    geometry: random.chance(0.05) ? null : { type: 'Point', coordinates: [4 + random.int(4000) / 1000, 47 + random.int(2000) / 1000] },
  }))
}

async function answer(query: Query, dataset: Dataset): Promise<Table> {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  return execute(local, await dataset.execute(remote))
}

/** Random queries, each answered by the dataset and by the engine over all rows; how many sent a condition. */
async function compare(dataset: Dataset, full: Table, unique: string, count: number): Promise<number> {
  const queries = new Queries(seed, full, unique)
  let sent = 0
  for (let index = 0; index < count; index++) {
    const query = queries.next()
    const { remote } = plan(query, dataset.capabilities, dataset.schema)
    if (remote.where !== undefined || remote.extent) sent++
    const found = difference(await answer(query, dataset), execute(query, full), query)
    assert.equal(found, undefined, `seed ${seed}, query ${index}: ${JSON.stringify(query)}`)
  }
  return sent
}

const errorOf = async (promise: Promise<unknown>): Promise<DgeError> => {
  const error = await promise.then(() => assert.fail('no error'), (thrown: unknown) => thrown)
  assert.ok(error instanceof DgeError, String(error))
  return error
}

let server: OgcApiServer | undefined
const start = async (options: Partial<OgcApiOptions> = {}) => (server = await startOgcApi({ features: placesOf(2500), schema, most: 1000, ...options }))
afterEach(async () => {
  await server?.stop()
  server = undefined
})
const itemsOf = ({ requests }: OgcApiServer) => requests.filter((path) => path.includes('/items'))

describe('documents', () => {
  it('are asked for as plain JSON: QGIS Server refuses GeoJSON of anything but features', async () => {
    const front = await startFaultServer({
      '/wfs3/collections/c': (request) => (/geo\+json/.test(request.headers.accept ?? '') ? { status: 400, body: '[{"code":"Bad request error","description":"Unsupported Content-Type: GEOJSON"}]' } : { body: '{"id":"c","links":[]}' }),
      '/wfs3/conformance': { body: '{"conformsTo":[]}' },
      '/wfs3/collections/c/items': { type: 'application/geo+json', body: '{"type":"FeatureCollection","numberMatched":1,"links":[],"features":[{"type":"Feature","id":1,"geometry":null,"properties":{"a":2}}]}' },
    })
    try {
      assert.equal((await provider.open({ src: `${front.origin}/wfs3/collections/c` })).total, 1)
    } finally {
      await front.stop()
    }
  })
})

describe('recognition', () => {
  const urls = [
    'https://x.fr/collections/lieux', 'https://x.fr/api/collections/lieux/items?limit=3', 'https://x.fr/geoserver/ogc/features/v1',
    'https://x.fr/data/ogcapi/', 'https://x.fr/ows/ge/ogcapi/collections', 'https://x.fr/wfs3/collections/c', 'https://x.fr/wfs3/collections/c/items.geojson',
  ]
  for (const url of urls) {
    it(url, () => assert.equal(entryOf(new URL(url))?.name, 'ogc-api-features'))
  }
  it('a landing page by its answer', async () => {
    const at = await start()
    const landing = { title: 'API', links: [{ rel: 'conformance', href: `${at.url}/conformance` }, { rel: 'data', href: `${at.url}/collections` }] }
    const front = await startReplayServer([{ label: 'landing page elsewhere', request: { path: '/' }, response: { headers: { 'content-type': 'application/json' }, body: landing } }])
    try {
      const { provider: name, dataset } = await openNamed({ src: front.origin })
      assert.equal(name, 'ogc-api-features')
      assert.equal(dataset.total, 2500)
      assert.deepEqual(front.refused, [], 'everything else is asked where the links lead')
    } finally {
      await front.stop()
    }
  })
})

describe('a server of Part 1, 3 and 6 (written from the standard, never seen on the wire)', () => {
  it('opens by landing page, collection and items: fields, titles, metadata, downloads', async () => {
    const { url } = await start()
    for (const src of [url, `${url}/collections`, `${url}/collections/lieux`, `${url}/collections/lieux/items?limit=5&f=html&crs=http://www.opengis.net/def/crs/EPSG/0/2154`]) {
      const { schema: fields, metadata, total, downloads } = await provider.open({ src })
      assert.deepEqual(fields, schema, src)
      assert.equal(total, 2500)
      assert.deepEqual(metadata, {
        title: 'Lieux & places', description: 'Une description', publisher: 'Région', licence: 'Licence Ouverte 2.0',
        licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence', page: new URL('/lieux.html', url).href, extent: [4, 47, 8, 50],
      })
      assert.deepEqual(downloads, [{ url: `${url}/lieux.csv`, format: 'csv' }])
    }
    assert.ok(itemsOf(server ?? assert.fail()).every((path) => !path.includes('crs=')))
  })

  for (const [name, options] of Object.entries<Partial<OgcApiOptions>>({
    'pages by offset': {},
    'pages by token, no count': { next: 'token', count: () => undefined },
    'property parameters only': { conforms: ['ogcapi-features-3/1.0/conf/queryables', 'ogcapi-features-3/1.0/conf/queryables-query-parameters'] },
    'filter= is declared and ignored': { ignores: ['filter'] },
    'property parameters are declared and ignored': { conforms: ['ogcapi-features-3/1.0/conf/queryables', 'ogcapi-features-3/1.0/conf/queryables-query-parameters'], ignores: schema.map(({ name }) => name) },
    'bbox is ignored': { ignores: ['bbox'] },
    'bbox is read as latitude, longitude': { latitudeFirst: true },
    'properties= is ignored': { ignores: ['properties'] },
    'unknown parameters are refused': { strict: true },
    'a filter that loses a known feature': { loses: ({ id }) => Number(id) % 7 === 0 },
    'every filter is refused with 400': { spoil: (path) => (path.includes('filter=') ? { status: 400, body: '{"code":"InvalidParameterValue","description":"no"}' } : undefined) },
    'features without ids': { features: placesOf(2500).map(({ properties, geometry }) => ({ properties, geometry })) },
  })) {
    it(`${name}: 40 random queries are the engine’s`, async () => {
      const { url } = await start(options)
      const dataset = await provider.open({ src: url })
      const full = await dataset.execute({})
      assert.equal(full.numRows, 2500)
      assert.equal(full.complete, true)
      assert.deepEqual(Array.from(columnOf(full, 'code')).slice(998, 1002), ['00998', '00999', '01000', '01001'])
      const sent = await compare(dataset, full, 'code', 40)
      assert.ok(sent > 5, `${sent} of 40 sent conditions`)
    })
  }

  it('a proven filter, a box and few properties travel; the rest stays there', async () => {
    const at = await start()
    const dataset = await provider.open({ src: at.url })
    const expected = placesOf(2500).filter(({ properties: { nom, pop } }) => nom === "d'Or" && Number(pop ?? 0) >= 400)
    at.requests.length = 0
    const where = { op: 'and', args: [{ op: '=', args: [{ property: 'nom' }, "d'Or"] }, { op: '>=', args: [{ property: 'pop' }, 400] }] } as const
    const found = await answer({ where, select: ['code'] }, dataset)
    assert.deepEqual(Array.from(columnOf(found, 'code')), expected.map(({ properties: { code } }) => code))
    const last = at.requests.at(-1) ?? ''
    assert.match(last, /filter=nom = 'd''Or' AND pop >= 400&filter-lang=cql2-text/)
    assert.match(last, /properties=code,nom,pop/)
    at.requests.length = 0
    await answer({ where, select: ['code'] }, dataset)
    assert.equal(at.requests.length, 1, 'proofs are made once')
  })

  it('text in values and names never becomes part of the filter', async () => {
    const at = await start()
    const dataset = await provider.open({ src: at.url })
    const evil = "'; DROP TABLE x; --"
    const expected = placesOf(2500).filter(({ properties: { nom } }) => nom === evil).length
    assert.ok(expected > 100)
    const found = await answer({ where: { op: '=', args: [{ property: 'nom' }, evil] } }, dataset)
    assert.equal(found.numRows, expected)
    const quoted = await answer({ where: { op: '=', args: [{ property: "l'été" }, 'oui'] } }, dataset)
    assert.equal(quoted.numRows, placesOf(2500).filter(({ properties }) => properties["l'été"] === 'oui').length)
    assert.ok(at.requests.some((path) => path.includes(`filter="l'été" = 'oui'`)))
  })

  it('counts by the last feature, and not where numberMatched is wrong', async () => {
    const query: Query = { aggregate: [{ as: 'n', op: 'count' }] }
    const right = await start()
    const dataset = await provider.open({ src: right.url })
    right.requests.length = 0
    assert.deepEqual(rowsOf(await answer(query, dataset)).map((row) => row['n']), [2500])
    assert.equal(right.requests.length, 1)
    await right.stop()
    const wrong = await start({ count: (matched) => matched - 300 })
    assert.deepEqual(rowsOf(await answer(query, await provider.open({ src: wrong.url }))).map((row) => row['n']), [2500])
  })

  it('a page of rows asks for no more than it needs', async () => {
    const at = await start()
    const dataset = await provider.open({ src: at.url })
    at.requests.length = 0
    const near = await answer({ limit: 20, offset: 40 }, dataset)
    assert.deepEqual([near.numRows, near.complete, near.total, columnOf(near, 'code')[0]], [20, true, 2500, '00040'])
    assert.equal(at.requests.length, 0)
    const far = await answer({ limit: 5, offset: 1998 }, dataset)
    assert.deepEqual(Array.from(columnOf(far, 'code')), ['01998', '01999', '02000', '02001', '02002'])
    assert.equal(far.complete, true)
    const past = await answer({ limit: 5, offset: 2498 }, dataset)
    assert.deepEqual([past.numRows, past.complete], [2, true])
  })

  it('small collections are read once', async () => {
    const at = await start({ features: placesOf(50) })
    const dataset = await provider.open({ src: at.url })
    at.requests.length = 0
    assert.equal(dataset.total, 50)
    assert.ok((await compare(dataset, await dataset.execute({}), 'code', 40)) === 0)
    assert.equal(at.requests.length, 0)
  })

  it('maxRows cuts and says so; types are the author’s', async () => {
    const { url } = await start()
    for (const maxRows of [7, 1500]) {
      const dataset = await provider.open({ src: url, maxRows, types: { code: 'number' } })
      const table = await dataset.execute({})
      assert.deepEqual([table.numRows, table.complete, table.total], [maxRows, false, 2500])
      assert.equal(columnOf(table, 'code')[3], 3)
    }
    assert.equal((await errorOf(provider.open({ src: url, types: { codes: 'number' } }))).kind, 'field')
  })
})

describe('servers that mislead', () => {
  const wanted: Query = {}
  it('the same page for ever, with a count: everything is asked for at once', async () => {
    const at = await start({ ignores: ['offset'], most: 10_000 })
    const table = await (await provider.open({ src: at.url })).execute(wanted)
    assert.deepEqual([table.numRows, table.complete], [2500, true])
    assert.ok(at.requests.length < 12)
  })
  it('the same page for ever, and never more: partial', async () => {
    const at = await start({ ignores: ['offset'] })
    const table = await (await provider.open({ src: at.url })).execute(wanted)
    assert.deepEqual([table.numRows, table.complete, table.total], [1000, false, 2500])
    assert.ok(at.requests.length < 12)
  })
  it('the same page for ever, without a count: partial', async () => {
    for (const next of ['token', 'offset'] as const) {
      const { url, stop } = await start({ ignores: ['token', 'offset'], next, count: () => undefined })
      const table = await (await provider.open({ src: url })).execute(wanted)
      assert.deepEqual([table.numRows, table.complete], [1000, false])
      await stop()
    }
  })
  it('numberMatched too large: partial', async () => {
    const { url } = await start({ count: (matched) => matched + 100 })
    const table = await (await provider.open({ src: url })).execute(wanted)
    assert.deepEqual([table.numRows, table.complete], [2500, false])
  })
  it('cut without a next link: partial, whether counted or not', async () => {
    for (const count of [(matched: number) => matched, () => undefined]) {
      const { url, stop } = await start({ next: 'none', most: 100, count })
      const table = await (await provider.open({ src: url })).execute(wanted)
      assert.deepEqual([table.numRows, table.complete], [100, false])
      await stop()
    }
  })
  it('a hundred features, no next link, no count: whole', async () => {
    const { url } = await start({ features: placesOf(100), next: 'none', count: () => undefined })
    const table = await (await provider.open({ src: url })).execute(wanted)
    assert.deepEqual([table.numRows, table.complete], [100, true])
  })
  it('a value of another type on a later page is an error with the way out', async () => {
    const features = placesOf(2500).map((one, index) => (index === 1800 ? { ...one, properties: { ...one.properties, pop: 'beaucoup' } } : one))
    const { url } = await start({ features, conforms: [] })
    const error = await errorOf(provider.open({ src: url }).then((dataset) => dataset.execute(wanted)))
    assert.equal(error.kind, 'format')
    assert.match(error.message, /beaucoup.*pop/)
    const text = await (await provider.open({ src: url, types: { pop: 'string' } })).execute(wanted)
    assert.equal(columnOf(text, 'pop')[1800], 'beaucoup')
  })
  it('a parameter of the address that is ignored is refused; one that works is kept', async () => {
    const ignoring = await start({ conforms: [] })
    const error = await errorOf(provider.open({ src: `${ignoring.url}/collections/lieux/items?l'été=oui` }))
    assert.equal(error.kind, 'unsupported')
    assert.match(error.hint ?? '', /where=/)
    await ignoring.stop()
    const obeying = await start({ conforms: ['ogcapi-features-3/1.0/conf/queryables-query-parameters'] })
    const dataset = await provider.open({ src: `${obeying.url}/collections/lieux/items?l'été=oui` })
    assert.equal((await dataset.execute(wanted)).numRows, placesOf(2500).filter(({ properties }) => properties["l'été"] === 'oui').length)
  })
  it('empty, HTML, 500, an error inside 200, no features, one item', async () => {
    const cases: readonly (readonly [Partial<OgcApiOptions>, string])[] = [
      [{ features: [], conforms: [] }, 'empty'],
      [{ spoil: (path) => (path.includes('/items') ? { type: 'text/html', body: '<!doctype html><title>x</title>' } : undefined) }, 'format'],
      [{ spoil: (path) => (path.includes('/items') ? { status: 500, body: 'x' } : undefined) }, 'http'],
      [{ spoil: (path) => (path.includes('/items') ? { body: '{"code":"ServerError","description":"no table"}' } : undefined) }, 'query'],
      [{ spoil: (path) => (path.includes('/items') ? { body: '{"hello":1}' } : undefined) }, 'format'],
    ]
    for (const [options, kind] of cases) {
      const { url, stop } = await start(options)
      assert.equal((await errorOf(provider.open({ src: url }))).kind, kind)
      await stop()
    }
    const { url } = await start()
    assert.equal((await errorOf(provider.open({ src: `${url}/collections/lieux/items/3` }))).kind, 'unsupported')
    assert.equal((await errorOf(provider.open({ src: `${url}/collections/autre` }))).status, 404)
  })
})

const shared = new URL('../../../shared/', import.meta.url)
const recorded = (path: string) => JSON.parse(readFileSync(new URL(path, shared), 'utf8')) as Record<string, unknown>
const here = existsSync(new URL('recorded/ogc-api-features/', shared)) && existsSync(new URL('data/recorded/ogc-features/', shared))

describe('recorded answers', { skip: here ? false : 'the recordings are not here' }, () => {
  const replay = async (answers: Readonly<Record<string, unknown>>) =>
    startReplayServer(Object.entries(answers).map(([path, body]) => ({ label: 'recorded', request: { path }, response: { body } })))

  it('ldproxy: airports, in pages of ten by offset, uncounted', async () => {
    const folder = 'recorded/ogc-api-features/'
    const local = (path: string) => JSON.parse(JSON.stringify(recorded(folder + path)).replaceAll('https://my.server.org/sample-data', '')) as unknown
    // Links point to the server itself, whose port is known only once it runs: they are relative here.
    const at = await replay({
      '/conformance?f=json': local('conformance.json'),
      '/collections/airports?f=json': local('airports_collection.json'),
      '/collections/airports/queryables?f=json': local('airports_queryables.json'),
      '/collections/airports/items?f=json&limit=1000': local('airports_items.json'),
      '/collections/airports/items?f=json&offset=10': { type: 'FeatureCollection', numberReturned: 0, features: [], links: [] },
    })
    try {
      const dataset = await provider.open({ src: `${at.origin}/collections/airports` })
      assert.deepEqual(dataset.schema.map(({ name, type, title }) => [name, type, title]), [['name', 'string', 'Name'], ['geometry', 'geometry', undefined]])
      assert.equal(dataset.metadata.title, 'Airports')
      assert.equal(dataset.metadata.licence, 'Open Government Licence (OGL)')
      const table = await dataset.execute({})
      assert.deepEqual([table.numRows, table.complete], [10, true])
      assert.deepEqual(rowsOf(table)[9], { __proto__: null, name: 'Tiree Airport', geometry: { type: 'Point', coordinates: [-6.869044, 56.5011563] } })
      assert.equal(dataset.capabilities.where({ op: '=', args: [{ property: 'name' }, 'Tiree Airport'] }), 'superset')
    } finally {
      await at.stop()
    }
  })

  it('geOrchestra’s data API: records in place of features, codes as text', async () => {
    const at = await replay({
      '/collections/jardins?f=json': { id: 'jardins', links: [] },
      '/collections/jardins/items?f=json&limit=1000': recorded('data/recorded/ogc-features/liste-des-jardins-familiaux-et-partages-de-roubaix_items.json'),
      '/collections/covoit-mel?f=json': { id: 'covoit-mel', links: [] },
      '/collections/covoit-mel/items?f=json&limit=1000': recorded('data/recorded/ogc-features/covoit-mel_items.json'),
    })
    try {
      // Its next page was not recorded.
      const gardens = await (await provider.open({ src: `${at.origin}/collections/jardins` })).execute({ limit: 9 })
      assert.deepEqual([gardens.numRows, gardens.total, columnOf(gardens, 'nom')[0]], [9, 41, 'Luxembourg'])
      const dataset = await provider.open({ src: `${at.origin}/collections/covoit-mel/items` })
      const types = Object.fromEntries(dataset.schema.map(({ name, type }) => [name, type]))
      assert.deepEqual([types['insee'], types['date_maj'], types['id_local'], types['ouvert'], types['@id']], ['string', 'date', 'number', 'string', undefined])
      const table = await dataset.execute({})
      assert.deepEqual([table.numRows, table.complete, columnOf(table, 'insee')[0], columnOf(table, 'date_maj')[0]], [10, true, '97412', Date.UTC(2022, 3, 25)])
    } finally {
      await at.stop()
    }
  })
})

const missing = mapServerMissing()

describe('a real MapServer', { skip: missing ? `MapServer ${missing}` : false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dge-ogc-'))
  const file = join(folder, 'lieux.geojson')
  const places = placesOf(1500).map((place) => ({ type: 'Feature', ...place, geometry: place.geometry ?? { type: 'Point', coordinates: [5, 48] } }))
  let real: RunningMapServer
  before(async () => {
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: places }))
    real = await startMapServer({ ogcApiLimit: 400, layers: [{ name: 'lieux', type: 'POINT', file }, { name: 'texte', title: 'Du texte', type: 'POINT', file, typed: false }, { name: 'degres', type: 'POINT', file, crs: 4326 }] })
  })
  after(async () => {
    await real?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('several collections: they are the choices', async () => {
    const error = await errorOf(provider.open({ src: real.ogcApi }))
    assert.equal(error.kind, 'query')
    assert.deepEqual(error.choices.map(({ layer }) => layer), ['lieux', 'texte', 'degres'])
    assert.match((await errorOf(provider.open({ src: real.ogcApi, layer: 'nulle part' }))).message, /no collection “nulle part”/)
  })
  for (const layer of ['lieux', 'degres']) {
    it(`${layer}: all rows in parallel pages, and 40 random queries`, async () => {
      const dataset = await provider.open({ src: real.ogcApi, layer })
      assert.equal(dataset.total, 1500)
      const full = await dataset.execute({})
      assert.deepEqual([full.numRows, full.complete], [1500, true])
      assert.deepEqual(Array.from(columnOf(full, 'code')), places.map(({ properties: { code } }) => code))
      assert.deepEqual(Array.from(columnOf(full, 'pop')), places.map(({ properties: { pop } }) => pop))
      assert.deepEqual(Array.from(columnOf(full, 'nom')), places.map(({ properties: { nom } }) => nom))
      assert.equal(dataset.capabilities.where({ op: '=', args: [{ property: 'code' }, '00003'] }), 'local')
      assert.ok((await compare(dataset, full, 'code', 40)) > 2)
    })
  }
  it('texte: a layer that knows no offset is partial where one answer cannot hold it, and never endless', async () => {
    const dataset = await provider.open({ src: `${real.ogcApi}/collections/texte/items` })
    const table = await dataset.execute({})
    assert.deepEqual([table.numRows, table.complete, table.total], [400, false, 1500])
    assert.equal(columnOf(table, 'code')[7], '00007')
  })
  it('an ignored property filter in the address is refused', async () => {
    assert.equal((await errorOf(provider.open({ src: `${real.ogcApi}/collections/lieux/items?code=00003` }))).kind, 'unsupported')
  })
})
