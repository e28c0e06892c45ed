import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import provider, { ckanPlaceOf } from '../../src/providers/ckan.js'
import { openDataset, openNamed } from '../../src/providers/index.js'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { columnOf, rowsOf, tableFromRows } from '../../src/data/table.js'
import { startCkanServer } from '../servers/ckan.js'
import { ckanDatabase } from '../servers/ckan-database.js'
import { startFaultServer } from '../servers/fault-server.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Filter } from '../../src/data/filter.js'
import type { Query } from '../../src/data/query.js'
import type { Row, Table } from '../../src/data/table.js'
import type { CkanRecord, CkanServer, CkanTable } from '../servers/ckan.js'
import type { CkanDatabase } from '../servers/ckan-database.js'

// No CKAN runs here: answers are written from its documentation. The SQL goes to a real PostgreSQL (PGlite).

const p = (property: string) => ({ property })
const plain = (table: Table) => rowsOf(table).map((row) => ({ ...row }))
const id = 'abc-1'
const n = { as: 'n', op: 'count' } as const

async function ask(dataset: Dataset, query: Query): Promise<Table> {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  return execute(local, await dataset.execute(remote))
}

const names = ['Nancy', 'Épinal', 'épinal', "L'Hôpital", 'a :b "c" \'d\'', '50%', 'x;y', 'back\\slash', '', 'É', 'Zed']
const records: CkanRecord[] = Array.from({ length: 130 }, (_, at) => ({
  nom: at % 13 === 5 ? null : (names[at % names.length] ?? null),
  dep: ['54', '57', '67', '88'][at % 4] ?? null,
  pop: at % 7 === 3 ? null : (at * 37) % 50,
  taux: at % 5 === 0 ? null : at / 8,
  ouvert: at % 3 === 0 ? null : at % 3 === 1,
  jour: at % 9 === 0 ? null : `2024-0${1 + (at % 6)}-1${at % 10}`,
  heure: `2024-01-0${1 + (at % 3)}T0${at % 10}:30:00`,
  'mot: "clé"': `v${at % 3}`,
}))
const columns = { nom: 'text', dep: 'text', pop: 'int4', taux: 'numeric', ouvert: 'bool', jour: 'date', heure: 'timestamp', 'mot: "clé"': 'text' }

/** What the engine must see: dates in milliseconds, no empty text. */
const expected: Row[] = records.map((record) => {
  const ms = (text: unknown) => (text === null ? null : Date.parse(String(text).length > 10 ? `${String(text)}Z` : String(text)))
  return { ...record, nom: record['nom'] || null, jour: ms(record['jour']), heure: ms(record['heure']) }
})

const conditions: readonly Filter[] = [
  { op: '=', args: [p('dep'), '54'] }, { op: '<>', args: [p('nom'), 'Nancy'] }, { op: '<', args: [p('nom'), 'Zed'] },
  { op: '=', args: [p('nom'), 'a :b "c" \'d\''] }, { op: '=', args: [p('nom'), 'x;y'] }, { op: '=', args: [p('nom'), 'back\\slash'] }, { op: '=', args: [p('nom'), "x' OR '1'='1"] },
  { op: 'in', args: [p('nom'), ['50%', 'Zed', "L'Hôpital"]] }, { op: 'not', args: [{ op: 'in', args: [p('dep'), ['54', '57']] }] },
  { op: 'and', args: [{ op: '=', args: [p('dep'), '54'] }, { op: 'in', args: [p('dep'), ['54', '57']] }] },
  { op: '=', args: [p('pop'), 12] }, { op: '>', args: [p('pop'), 20] }, { op: 'between', args: [p('taux'), 2.5, 7.25] }, p('ouvert'), { op: 'not', args: [p('ouvert')] },
  { op: 'isNull', args: [p('nom')] }, { op: 'not', args: [{ op: 'isNull', args: [p('pop')] }] },
  { op: '>=', args: [p('jour'), { date: '2024-03-01' }] }, { op: '=', args: [{ op: 'month', args: [p('jour')] }, 3] }, { op: '>', args: [p('heure'), { timestamp: '2024-01-02T03:00:00Z' }] },
  { op: 'like', args: [p('nom'), '%pin%'] }, { op: 'like', args: [p('nom'), '50\\%'] }, { op: 'like', args: [p('nom'), '%\\'] }, { op: '=', args: [p('mot: "clé"'), 'v1'] },
  { op: 'or', args: [{ op: '=', args: [p('dep'), '54'] }, { op: '>', args: [p('taux'), 10.5] }, { op: 'isNull', args: [p('pop')] }] },
]
const shapes: readonly Query[] = [
  {}, { select: ['nom', 'pop'] }, { limit: 7, offset: 3, select: ['mot: "clé"'] }, { offset: 120, limit: 20 }, { offset: 500, limit: 5 }, { limit: 0 },
  { orderBy: [{ field: 'pop', desc: true }], limit: 10, select: ['nom'] }, { orderBy: [{ field: 'jour' }], limit: 5, offset: 2 }, { orderBy: [{ field: 'nom' }], limit: 9, select: ['nom', 'pop'] },
  { orderBy: [{ field: 'dep', desc: true }, { field: 'taux' }], limit: 6 },
  { aggregate: [n] }, { aggregate: [n, { as: 's', op: 'sum', expr: p('pop') }, { as: 'a', op: 'mean', expr: p('taux') }, { as: 'q', op: 'quantile', expr: p('pop'), p: 0.3 }] },
  { groupBy: [{ as: 'd', expr: p('dep') }], aggregate: [n, { as: 'x', op: 'max', expr: p('nom') }, { as: 'y', op: 'min', expr: p('jour') }, { as: 'k', op: 'distinct', expr: p('nom') }], orderBy: [{ field: 'd' }] },
  { groupBy: [{ as: 'nom', expr: p('nom') }], aggregate: [n, { as: 'm', op: 'median', expr: p('pop') }], orderBy: [{ field: 'n', desc: true }, { field: 'nom' }], limit: 3 },
  { groupBy: [{ as: 'mois', expr: { op: 'yearmonth', args: [p('jour')] } }], aggregate: [n], orderBy: [{ field: 'mois' }] },
  { groupBy: [{ as: 'h', expr: { op: 'day', args: [p('heure')] } }], aggregate: [{ as: 's', op: 'sum', expr: p('pop') }], having: { op: '>', args: [p('s'), 5] }, orderBy: [{ field: 'h' }] },
  { groupBy: [{ as: 'b', expr: { op: 'bin', args: [p('taux'), 2] } }], aggregate: [n], orderBy: [{ field: 'b' }] },
]

describe('CKAN: one table, with SQL (PostgreSQL) and without', () => {
  let database: CkanDatabase
  let withSql: CkanServer
  let without: CkanServer
  const table: CkanTable = { id, columns, records }
  const open = (server: CkanServer, more: object = {}) => openDataset({ src: `${server.origin}/dataset/communes/resource/${id}`, ...more })

  before(async () => {
    database = await ckanDatabase(table)
    withSql = await startCkanServer([table], { sql: database.sql })
    without = await startCkanServer([table])
    const resource = { id, name: 'Communes', format: 'CSV', url: 'https://example.org/communes.csv', datastore_active: true }
    for (const server of [withSql, without]) server.packages.set('communes', { name: 'communes', title: 'Les communes', notes: 'Tout', license_title: 'ODbL', license_url: 'https://x.org/odbl', organization: { title: 'Région' }, metadata_modified: '2024-05-01T00:00:00', resources: [resource] })
  })
  after(async () => {
    await Promise.all([withSql.stop(), without.stop()])
    await database.close()
  })

  it('takes words from the package and types from the datastore', async () => {
    const { provider: name, dataset } = await openNamed({ src: `${without.origin}/fr/dataset/communes` })
    assert.equal(name, 'ckan')
    assert.deepEqual(dataset.metadata, {
      title: 'Les communes', description: 'Tout', publisher: 'Région', licence: 'ODbL', licenceUrl: 'https://x.org/odbl',
      modified: '2024-05-01T00:00:00', page: `${without.origin}/dataset/communes`,
    })
    assert.deepEqual(dataset.schema.map(({ type }) => type), ['string', 'string', 'number', 'number', 'boolean', 'date', 'date', 'string'])
    assert.deepEqual([dataset.total, dataset.downloads.map(({ url }) => url)], [130, ['https://example.org/communes.csv', `${without.origin}/datastore/dump/${id}?format=csv&bom=true`]])
  })

  for (const sql of [true, false]) {
    it(`keeps the law ${sql ? 'with' : 'without'} SQL`, async () => {
      const server = sql ? withSql : without
      const dataset = await open(server)
      const reference = tableFromRows(dataset.schema, expected)
      for (const where of [undefined, ...conditions]) {
        for (const shape of shapes) {
          const query: Query = where === undefined ? shape : { ...shape, where }
          const [got, wanted] = [await ask(dataset, query), execute(query, reference)]
          assert.deepEqual(rounded(got), rounded(wanted), JSON.stringify(query))
          assert.equal(got.complete, true)
          if (got.total !== undefined && wanted.total !== undefined) assert.equal(got.total, wanted.total, JSON.stringify(query))
        }
      }
      assert.equal(dataset.capabilities.group(p('dep')), sql, 'SQL was refused on the way')
    })
  }

  it('asks for SQL once, and for groups in one request', async () => {
    const probes = (server: CkanServer) => server.requests.filter((path) => path.includes('SELECT 1')).length
    await open(withSql)
    await open(without)
    assert.deepEqual([probes(withSql), probes(without)], [1, 1])
    const dataset = await open(withSql)
    const before = withSql.requests.length
    await ask(dataset, { groupBy: [{ as: 'd', expr: p('dep') }], aggregate: [n], orderBy: [{ field: 'n', desc: true }], limit: 1 })
    assert.equal(withSql.requests.length - before, 1)
  })

  it('goes on without SQL when a function is not allowed', async () => {
    const server = await startCkanServer([table], { sql: async (text) => (text.includes('SELECT 1') ? database.sql(text) : Promise.reject(new Error('Not authorized to call function avg'))) })
    try {
      const dataset = await openDataset({ src: `${server.origin}/api/3/action/datastore_search?resource_id=${id}` })
      assert.deepEqual(plain(await ask(dataset, { where: { op: '=', args: [p('dep'), '54'] }, aggregate: [n] })), [{ n: 33 }])
      assert.equal(dataset.capabilities.group(p('dep')), false)
    } finally {
      await server.stop()
    }
  })

  it('does not believe a site that hears neither filters nor order, nor one that answers another SELECT', async () => {
    const deaf = await startCkanServer([table], { deaf: true })
    const other = await startCkanServer([table], { sql: (text) => database.sql(text.includes('SELECT 1') ? text : 'SELECT 7 AS c0, 8 AS c1, 9 AS c2') })
    try {
      for (const server of [deaf, other]) {
        const dataset = await openDataset({ src: `${server.origin}/api/3/action/datastore_search?resource_id=${id}` })
        const reference = tableFromRows(dataset.schema, expected)
        for (const shape of [...shapes, { where: conditions[0] ?? true, aggregate: [n] }, { where: conditions[9] ?? true, aggregate: [n] }, { where: conditions[0] ?? true, limit: 3 }]) {
          assert.deepEqual(rounded(await ask(dataset, shape)), rounded(execute(shape, reference)), JSON.stringify(shape))
        }
      }
    } finally {
      await Promise.all([deaf.stop(), other.stop()])
    }
  })

  it('keeps the filters of an address, and opens an address with SQL as the file of its answer', async () => {
    const filtered = await openDataset({ src: `${withSql.origin}/api/3/action/datastore_search?resource_id=${id}&filters=${encodeURIComponent('{"dep":"54"}')}&limit=5` })
    assert.equal(filtered.total, 33)
    assert.equal((await ask(filtered, { where: { op: '=', args: [p('dep'), '57'] } })).numRows, 0)
    const { provider: name, dataset } = await openNamed({ src: `${withSql.origin}/api/3/action/datastore_search_sql?sql=${encodeURIComponent(`SELECT dep, sum(pop) AS pop FROM "${id}" GROUP BY dep ORDER BY dep LIMIT 1`)}` })
    const sum = records.filter(({ dep }) => dep === '54').reduce((total, { pop }) => total + Number(pop ?? 0), 0)
    assert.equal(name, 'json')
    assert.deepEqual(Number(columnOf(await ask(dataset, {}), 'pop')[0]), sum)
  })

  it('checks the author’s types and marks what max-rows cuts', async () => {
    await assert.rejects(open(without, { types: { nop: 'number' } }), (error) => error instanceof DgeError && error.kind === 'field')
    const typed = await open(withSql, { types: { dep: 'number' } })
    assert.deepEqual(plain(await ask(typed, { where: { op: '>', args: [p('dep'), 60] }, aggregate: [n] })), [{ n: 64 }])
    const cut = await ask(await open(without, { maxRows: 30 }), { aggregate: [{ as: 's', op: 'sum', expr: p('pop') }] })
    assert.equal(cut.complete, false)
  })
})

function rounded(table: Table) {
  return rowsOf(table).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? Number(value.toPrecision(12)) : value])))
}

describe('CKAN: pages, files and failures, from documentation, never seen on the wire', () => {
  let server: CkanServer
  const rows = Array.from({ length: 70_001 }, (_, at) => ({ k: at, dep: String(54 + (at % 3)) }))
  const texts = [{ code: '01001', pop: '1 234', lat: '48.5', lon: '6.2' }, { code: '54395', pop: '12', lat: '48.6', lon: '6.3' }]

  before(async () => {
    server = await startCkanServer([
      { id: 'grand', columns: { k: 'int4', dep: 'text' }, records: rows },
      { id: 'textes', columns: { code: 'text', pop: 'text', lat: 'text', lon: 'text' }, records: texts },
      { id: 'vide', columns: { a: 'text', b: 'int4' }, records: [] },
    ], { most: 20_000 })
    const active = (name: string, more: object = {}) => ({ id: name, name, format: 'CSV', url: `${server.origin}/files/${name}.csv`, datastore_active: true, ...more })
    const put = (name: string, resources: readonly object[]) => server.packages.set(name, { name, title: name, resources })
    put('grand', [active('grand'), { id: 'doc', name: 'Notice', format: 'PDF', url: `${server.origin}/n.pdf` }])
    put('textes', [active('textes')])
    put('vide', [active('vide')])
    put('fichier', [{ id: 'f', name: 'fichier', format: 'JSON', url: `${server.origin}/files/f.json`, datastore_active: false }])
    put('perdu', [active('perdu', { url: `${server.origin}/files/f.json`, format: 'JSON' })])
    put('deux', [active('grand', { name: '2023' }), active('textes', { name: '2024' })])
    put('rien', [{ id: 'doc', name: 'Notice', format: 'PDF', url: `${server.origin}/n.pdf` }])
    server.pages.set('/files/f.json', [{ a: 1 }, { a: 2 }])
    server.pages.set('/portail/api/3/action/package_show', '<!doctype html><html></html>')
  })
  after(() => server.stop())
  const open = (path: string, more: object = {}) => openDataset({ src: server.origin + path, ...more })

  it('reads all rows of a site that gives fewer at once than asked for', async () => {
    const dataset = await open('/dataset/grand')
    const table = await ask(dataset, { aggregate: [n, { as: 's', op: 'sum', expr: p('k') }] })
    assert.deepEqual([plain(table), table.complete], [[{ n: 70_001, s: (70_000 * 70_001) / 2 }], true])
    const one = await ask(dataset, { where: { op: '=', args: [p('dep'), '55'] }, aggregate: [n] })
    assert.deepEqual(plain(one), [{ n: 23_334 }])
  })

  it('types a small table of texts as a file', async () => {
    const dataset = await open('/dataset/textes')
    assert.deepEqual(dataset.schema.map(({ name, type }) => [name, type]).slice(0, 4), [['code', 'string'], ['pop', 'number'], ['lat', 'number'], ['lon', 'number']])
    assert.ok(dataset.schema.some(({ type }) => type === 'geometry'))
    assert.deepEqual(Array.from(columnOf(await ask(dataset, {}), 'pop')), [1234, 12])
  })

  it('opens an empty table', async () => {
    const dataset = await open('/dataset/vide')
    assert.deepEqual([dataset.total, (await ask(dataset, {})).numRows, plain(await ask(dataset, { aggregate: [n] }))], [0, 0, [{ n: 0 }]])
  })

  it('hands over to the file of what is not in the datastore, whatever the page says', async () => {
    for (const name of ['fichier', 'perdu']) {
      const opened = await provider.open({ src: `${server.origin}/dataset/${name}` })
      assert.ok('to' in opened && opened.to.src === `${server.origin}/files/f.json`)
      const { provider: by, dataset } = await openNamed({ src: `${server.origin}/dataset/${name}` })
      assert.deepEqual([by, dataset.metadata.title, dataset.total], ['json', name, 2])
    }
  })

  it('asks which of several resources is meant', async () => {
    const failed = await open('/dataset/deux').catch((error: unknown) => error)
    assert.ok(failed instanceof DgeError && failed.kind === 'query')
    assert.deepEqual(failed.choices.map(({ layer }) => layer), ['grand', 'textes'])
    assert.equal((await open('/dataset/deux', { layer: '2023' })).total, 70_001)
  })

  it('says what it does not find', async () => {
    const kindOf = (path: string) => open(path).then(() => 'opened', (error: unknown) => (error instanceof DgeError ? `${error.kind} ${error.status ?? ''}`.trim() : String(error)))
    assert.equal(await kindOf('/dataset/inconnu'), 'http 404')
    assert.equal(await kindOf('/dataset/rien'), 'unsupported')
    assert.equal(await kindOf('/portail/dataset/x'), 'format')
    assert.equal(await kindOf('/api/3/action/datastore_search?resource_id=inconnu'), 'http 404')
  })

  it('tells an answer that is late, broken, or of another kind', async () => {
    const about = { body: '{"success":true,"result":{"name":"x","resources":[{"id":"r","name":"r","datastore_active":true}]}}' }
    const kindOf = async (search: object, more: object = {}) => {
      const faulty = await startFaultServer({ '/api/3/action/package_show': about, '/api/3/action/datastore_search': search })
      try {
        return await openDataset({ src: `${faulty.origin}/dataset/x`, ...more }).then(() => 'opened', (error: unknown) => (error instanceof DgeError ? `${error.kind} ${error.status ?? ''}`.trim() : String(error)))
      } finally {
        await faulty.stop()
      }
    }
    assert.equal(await kindOf({ status: 500, body: 'x' }), 'http 500')
    assert.equal(await kindOf({ type: 'text/html', body: '<!doctype html>' }), 'format')
    assert.equal(await kindOf({ body: '{"success":true,"result":{"records":[],"fields":[{"id":"a","type":"text"}]}}' }), 'format')
    assert.equal(await kindOf({ body: '{"success":false,"error":{"__type":"Validation Error","query":["no"]}}' }), 'http 409')
    assert.equal(await kindOf({ delay: 3000 }, { timeout: 200 }), 'timeout')
  })

  it('reads addresses', () => {
    assert.deepEqual(ckanPlaceOf('https://x.fr/fr/dataset/a-b'), { root: 'https://x.fr', dataset: 'a-b', fixed: {} })
    assert.deepEqual(ckanPlaceOf('https://x.fr/data/dataset/a/resource/r1/view/v'), { root: 'https://x.fr/data', dataset: 'a', resource: 'r1', fixed: {} })
    assert.deepEqual(ckanPlaceOf('https://x.fr/api/3/action/package_show?id=a'), { root: 'https://x.fr', dataset: 'a', fixed: {} })
    assert.deepEqual(ckanPlaceOf('https://x.fr/datastore/dump/r1?format=csv'), { root: 'https://x.fr', resource: 'r1', table: true, fixed: {} })
    assert.equal(ckanPlaceOf('https://x.fr/api/3/action/package_list'), undefined)
  })
})
