import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { after, before, describe, it } from 'node:test'
import provider, { d4cPlaceOf } from '../../src/providers/data4citizen.js'
import { d4cClause } from '../../src/providers/data4citizen-query.js'
import { entryOf } from '../../src/providers/index.js'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { rowsOf } from '../../src/data/table.js'
import { readRecordings, startReplayServer } from '../servers/replay-server.js'
import type { Dataset, SourceConfig } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'
import type { ServerField } from '../../src/providers/opendatasoft-fields.js'
import type { Recording, ReplayServer } from '../servers/replay-server.js'

const label = 'from documentation, never seen on the wire'
const fixtures = fileURLToPath(new URL('fixtures/data4citizen', import.meta.url))
const p = (property: string) => ({ property })

async function ask(dataset: Dataset, query: Query): Promise<Table> {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  return execute(local, await dataset.execute(remote))
}

const plain = (table: Table) => rowsOf(table).map((row) => ({ ...row }))

/** A dataset too large to be read whole: row i has the number i, and the name Toul every fifth row, none every seventh. */
const size = 20_001
const record = (i: number) => ({
  recordid: `r${i}`,
  fields: { n: i, nom: i % 7 === 0 ? null : i % 5 === 0 ? 'Toul' : 'Metz', sens: i % 2 ? 'D' : 'R' },
})
const records = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => record(from + index))
const base = '/data4citizen/d4c/api'
const search = (query: string, body: unknown): Recording => ({
  label,
  request: { path: `${base}/records/1.0/search/?dataset=grand${query}` },
  response: { headers: { 'content-type': 'text/html' }, body },
})
const fields = [
  { name: 'n', label: 'Numéro', type: 'int' },
  { name: 'nom', label: 'Nom', type: 'text' },
  { name: 'sens', label: 'Sens', type: 'text' },
]
const facet = (name: string, values: Readonly<Record<string, number>>) => ({
  nhits: Object.values(values).reduce((sum, count) => sum + count, 0),
  records: [],
  facet_groups: [{ name, facets: Object.entries(values).map(([key, count]) => ({ name: key, path: key, count, state: 'displayed' })) }],
})
const grand: Recording[] = [
  { label, request: { path: `${base}/datasets/1.0/grand/` }, response: { body: { datasetid: 'grand', metas: { title: 'Grand' }, fields } } },
  search('&rows=1000', { nhits: size, records: records(0, 1000) }),
  search('&rows=10000', { nhits: size, records: records(0, 10_000) }),
  // Pages without an order may overlap: one record comes twice.
  search('&rows=10000&start=10000', { nhits: size, records: [...records(9_999, 10_000), ...records(10_000, 19_999)] }),
  search('&rows=1&start=20000', { nhits: size, records: records(20_000, 20_001) }),
  search('&rows=1', { nhits: size, records: records(0, 1) }),
  search('&q=n>=3 AND n<=5&rows=10000', { nhits: 3, records: records(3, 6) }),
  search('&q=n<2&rows=10000', 'null'),
  search('&facet=sens&rows=0', facet('sens', { D: 10_000, R: 10_001 })),
  search('&facet=nom&rows=0', facet('nom', { Metz: 13_715, Toul: 3_428 })),
  search('&rows=2&start=1', { nhits: size, records: records(1, 3) }),
]

describe('Data4Citizen: answers written from the documentation, never seen on the wire', () => {
  let server: ReplayServer
  const open = (src: string, config: Partial<SourceConfig> = {}) => provider.open({ src: server.origin + src, ...config })
  const page = '/data4citizen/visualisation/information/?id='

  before(async () => {
    server = await startReplayServer([...readRecordings(fixtures), ...grand])
  })
  after(() => server.stop())

  it('reads a dataset whole, whatever stands before the JSON, with types from all values', async () => {
    const dataset = await open(`${page}petit`)
    assert.deepEqual(dataset.schema.map(({ name, type, title }) => [name, type, title]), [
      ['insee', 'string', 'Code INSEE'], ['commune', 'string', 'Commune'], ['montant', 'number', 'Montant'],
      ['taux', 'number', undefined], ['debut', 'date', undefined], ['n', 'number', undefined], ['geo_point_2d', 'geometry', undefined],
    ])
    assert.deepEqual(plain(await ask(dataset, {})), [
      { insee: '08001', commune: 'Acy', montant: 1200, taux: 12.5, debut: Date.UTC(2024, 0, 31), n: 3, geo_point_2d: { type: 'Point', coordinates: [4.4, 49.35] } },
      { insee: '08003', commune: 'Aiglemont', montant: 300, taux: 7, debut: Date.UTC(2023, 11, 1), n: null, geo_point_2d: null },
      { insee: '55545', commune: null, montant: null, taux: 0.5, debut: null, n: 12, geo_point_2d: null },
    ])
    assert.deepEqual(dataset.metadata, {
      title: 'Aides petit', publisher: 'Région Grand Est', licence: 'Licence Ouverte', modified: '2024-02-03',
      page: `${server.origin}/data4citizen/visualisation/information/?id=petit`,
    })
    const sum: Query = { where: { op: '=', args: [p('insee'), '08001'] }, aggregate: [{ as: 's', op: 'sum', expr: p('montant') }] }
    assert.deepEqual(plain(await ask(dataset, sum)), [{ s: 1200 }])
  })

  it('loses no value to a declared type that does not hold', async () => {
    const dataset = await open(`${page}rues`)
    assert.deepEqual(dataset.schema.map(({ name, type, title }) => [name, type, title]), [['rue', 'string', undefined], ['numero', 'string', 'Numéro'], ['visite', 'string', undefined]])
    assert.deepEqual(plain(await ask(dataset, { limit: 1, offset: 1 })), [{ rue: 'Quai Vert', numero: '12 bis', visite: '2023' }])
  })

  it('lets the author decide the type', async () => {
    const dataset = await open('/data4citizen/d4c/api/records/1.0/search/dataset=petit&rows=10', { types: { montant: 'string' } })
    assert.deepEqual(plain(await ask(dataset, { select: ['montant'], limit: 1 })), [{ montant: '1200' }])
  })

  it('does without a description, and keeps resource_id', async () => {
    const dataset = await open('/data4citizen/d4c/api/records/1.0/search?dataset=sansfiche&resource_id=ab-12')
    assert.deepEqual(plain(await ask(dataset, {})), [{ nom: 'Toul', v: 1 }, { nom: 'Metz', v: 2 }])
  })

  it('says what the catalogue did not give', async () => {
    await assert.rejects(open(`${page}absent`), (error) => error instanceof DgeError && error.kind === 'format' && /no records of “absent”/.test(error.message))
  })

  it('asks a large dataset what it can answer, and checks it here', async () => {
    const dataset = await open(`${page}grand`)
    assert.equal(dataset.total, size)
    const between = { op: 'between', args: [p('n'), 3, 5] } as const
    assert.equal(dataset.capabilities.where(between), 'superset')
    assert.deepEqual(plain(await ask(dataset, { where: between, select: ['n'] })), [{ n: 3 }, { n: 4 }, { n: 5 }])
    const groups: Query = { groupBy: [{ as: 's', expr: p('sens') }], aggregate: [{ as: 'c', op: 'count' }] }
    assert.deepEqual(plain(await ask(dataset, groups)), [{ s: 'D', c: 10_000 }, { s: 'R', c: 10_001 }])
    const rows = await ask(dataset, { offset: 1, limit: 2, select: ['n'] })
    assert.deepEqual([plain(rows), rows.total], [[{ n: 1 }, { n: 2 }], size])
    assert.deepEqual(server.requests.filter((url) => url.includes('start=10000')), [])
  })

  it('reads all pages when an answer is none or lacks rows, without taking a record twice', async () => {
    const dataset = await open(`${page}grand`)
    const few = { op: '<', args: [p('n'), 2] } as const
    // 9,999 comes twice and 19,999 never: the answer is one row short and says so.
    const found = await dataset.execute({ where: few })
    assert.deepEqual(plain(found).map(({ n }) => n), [0, 1])
    assert.deepEqual([found.complete, found.total], [false, undefined])
    assert.equal(dataset.capabilities.where(few), 'local')
    const groups: Query = { groupBy: [{ as: 'nom', expr: p('nom') }], aggregate: [{ as: 'c', op: 'count' }] }
    const counted = await ask(dataset, groups)
    assert.equal(counted.complete, false)
    assert.deepEqual(plain(counted).map(({ nom }) => nom).sort(), ['Metz', 'Toul', null].sort())
  })

  it('was never asked anything else', () => {
    assert.deepEqual(server.refused, [])
  })
})

describe('Data4Citizen: words and addresses', () => {
  const known = new Map<string, ServerField>(
    [['nom', 'text', 'string'], ['n', 'int', 'number'], ['Nom long', 'text', 'string']].map(([name = '', kind = '', type = '']) => [
      name, { name, kind, type: type as ServerField['type'], multivalued: false, native: true },
    ])
  )
  it('sends plain values only', () => {
    const clause = (filter: Parameters<typeof d4cClause>[0]) => d4cClause(filter, known)
    assert.deepEqual(clause({ op: '=', args: [p('nom'), 'Bar le Duc'] }), { pairs: [['refine.nom', 'Bar le Duc']], exact: false })
    assert.deepEqual(clause({ op: 'in', args: [p('nom'), ['a', 'b']] }), { pairs: [['refine.nom', 'a'], ['refine.nom', 'b']], exact: false })
    assert.deepEqual(clause({ op: 'not', args: [{ op: 'isNull', args: [p('nom')] }] }), { q: 'NOT #null(nom)', exact: false })
    assert.deepEqual(clause({ op: 'like', args: [{ op: 'casei', args: [p('nom')] }, { op: 'casei', args: ['%duc%'] }] }), { q: 'nom:duc', exact: false })
    for (const value of ['08', "x'; DROP TABLE y", 'a/b', 'é', 'a&rows=1', '1e5', ' a']) {
      assert.equal(clause({ op: '=', args: [p('nom'), value] }), undefined, value)
    }
    assert.equal(clause({ op: '=', args: [p('Nom long'), 'a'] }), undefined)
    assert.equal(clause({ op: 'or', args: [{ op: '=', args: [p('n'), 1] }, { op: '=', args: [p('n'), 2] }] }), undefined)
    assert.equal(clause({ op: '<>', args: [p('n'), 1] }), undefined)
    assert.equal(clause({ op: 'like', args: [p('nom'), '%or%'] }), undefined)
  })

  it('recognises pages and API addresses', () => {
    const site = 'https://www.datagrandest.fr/data4citizen'
    const place = (src: string) => {
      const found = d4cPlaceOf(src)
      return found && [found.root, found.id, found.fixed]
    }
    const root = `${site}/d4c`
    for (const path of ['/visualisation/information/?id=a-1', '/visualisation/map/?id=a-1&location=14,48.6,6.1', '/d4c/api/records/1.0/search/?dataset=a-1&rows=50', '/d4c/api/records/1.0/search?dataset=a-1', '/d4c/api/records/1.0/search/dataset=a-1&rows=50', '/d4c/api/records/1.0/download/dataset=a-1&format=csv', '/d4c/api/datasets/1.0/a-1/']) {
      assert.deepEqual(place(site + path), [root, 'a-1', []], path)
      assert.equal(entryOf(new URL(site + path))?.name, 'data4citizen', path)
    }
    assert.deepEqual(place('https://data.anfr.fr/d4c/api/records/1.0/search/?dataset=b&resource_id=u-1&refine.x=y'), ['https://data.anfr.fr/d4c', 'b', [['resource_id', 'u-1'], ['refine.x', 'y']]])
    assert.equal(place(`${site}/d4c/api/datasets/1.0/search/`), undefined)
    assert.equal(place(`${site}/visualisation/`), undefined)
  })
})
