import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, before, describe, it } from 'node:test'
import provider, { v1PlaceOf } from '../../src/providers/opendatasoft-v1.js'
import { readAnalysis } from '../../src/providers/opendatasoft-v1-groups.js'
import { RecordsApi } from '../../src/providers/opendatasoft-v1-api.js'
import { v1Clause } from '../../src/providers/opendatasoft-v1-query.js'
import { valueOf } from '../../src/providers/opendatasoft-values.js'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { rowsOf } from '../../src/data/table.js'
import { readRecordings, startReplayServer } from '../servers/replay-server.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'
import type { ServerField } from '../../src/providers/opendatasoft-fields.js'
import type { ReplayServer } from '../servers/replay-server.js'

const fixtures = fileURLToPath(new URL('fixtures/opendatasoft-v1', import.meta.url))
const recorded = fileURLToPath(new URL('../../../shared/recorded/opendatasoft-v1', import.meta.url))
const p = (property: string) => ({ property })

async function ask(dataset: Dataset, query: Query): Promise<Table> {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  return execute(local, await dataset.execute(remote))
}

const plain = (table: Table) => rowsOf(table).map((row) => ({ ...row }))

describe('Opendatasoft v1: answers written from the documentation', () => {
  let server: ReplayServer
  const open = (path = '/api/records/1.0/search/?dataset=villes&rows=10&sort=nom') => provider.open({ src: server.origin + path })

  before(async () => {
    server = await startReplayServer(readRecordings(fixtures))
  })
  after(() => server.stop())

  it('asks the newer API when the portal has it, with the conditions of the address', async () => {
    const dataset = await open('/api/records/1.0/download/?dataset=neuf&refine.nom=Toul')
    assert.equal(dataset.metadata.title, 'Neuf')
    assert.deepEqual(plain(await ask(dataset, {})), [{ nom: 'Toul' }])
  })

  it('takes columns from the schema: v1 leaves out fields without a value', async () => {
    const dataset = await open()
    assert.deepEqual(dataset.schema.map(({ name, type, unit }) => [name, type, unit]), [
      ['nom', 'string', undefined], ['dep', 'string', undefined], ['type', 'string', undefined],
      ['pop', 'number', 'hab.'], ['creation', 'date', undefined], ['geo', 'geometry', undefined],
    ])
    const table = await ask(dataset, {})
    assert.deepEqual([table.numRows, table.complete, dataset.total], [4, true, 4])
    assert.deepEqual(plain(table)[0], { nom: 'Nancy', dep: '54', type: 'ville', pop: 104885, creation: null, geo: { type: 'Point', coordinates: [6.18, 48.69] } })
    assert.equal(plain(table)[3]?.['pop'], null)
  })

  it('filters, chooses columns and pages there', async () => {
    const dataset = await open()
    assert.deepEqual(plain(await ask(dataset, { where: { op: '>=', args: [p('pop'), 1000] }, select: ['nom'] })), [{ nom: 'Nancy' }, { nom: 'Épinal' }])
    assert.deepEqual(plain(await ask(dataset, { where: { op: '=', args: [p('nom'), 'Sans "nom"'] }, select: ['nom'] })), [{ nom: 'Sans "nom"' }])
    const page = await ask(dataset, { select: ['nom'], offset: 1, limit: 2 })
    assert.deepEqual([plain(page), page.total], [[{ nom: 'Épinal' }, { nom: 'Sans "nom"' }], 4])
  })

  it('notices a filter that is not obeyed, filters here, and does not ask again', async () => {
    const dataset = await open()
    const query: Query = { where: { op: '=', args: [p('dep'), '88'] }, select: ['nom'] }
    assert.deepEqual(plain(await ask(dataset, query)), [{ nom: 'Épinal' }])
    assert.ok(query.where)
    assert.equal(dataset.capabilities.where(query.where), 'local')
  })

  it('analyses there when the groups hold all rows', async () => {
    const dataset = await open()
    const before = server.requests.length
    const query: Query = { groupBy: [{ as: 't', expr: p('type') }], aggregate: [{ as: 'n', op: 'count' }, { as: 's', op: 'sum', expr: p('pop') }] }
    assert.deepEqual(plain(await ask(dataset, query)), [{ t: 'hameau', n: 1, s: 40 }, { t: 'ville', n: 3, s: 137108 }])
    assert.equal(server.requests.length - before, 2)
    const lacking: Query = { groupBy: [{ as: 'd', expr: p('dep') }], aggregate: [{ as: 'n', op: 'count' }] }
    assert.deepEqual(plain(await ask(dataset, lacking)), [{ d: '54', n: 2 }, { d: '88', n: 1 }, { d: null, n: 1 }])
    assert.deepEqual(plain(await ask(dataset, { aggregate: [{ as: 'n', op: 'count' }] })), [{ n: 4 }])
  })

  it('was never asked anything else', () => {
    assert.deepEqual(server.refused, [])
  })
})

describe('Opendatasoft v1: words', () => {
  const field = (name: string, kind: string, type: ServerField['type'], multivalued = false): [string, ServerField] => [name, { name, kind, type, multivalued, native: true }]
  const fields = new Map([field('nom', 'text', 'string'), field('n', 'int', 'number'), field('d', 'date', 'date'), field('a b', 'text', 'string'), field('l', 'text', 'string', true)])

  it('says conditions in the query language', () => {
    const text = (filter: Parameters<typeof v1Clause>[0]) => v1Clause(filter, fields)
    assert.deepEqual(text({ op: '=', args: [p('nom'), 'x" OR n>0 OR "'] }), { q: '#exact(nom, "x\\" OR n>0 OR \\"")', exact: true })
    assert.deepEqual(text({ op: '=', args: [p('n'), 3] }), { q: 'n>=3 AND n<=3', exact: true })
    assert.deepEqual(text({ op: 'not', args: [{ op: '=', args: [p('nom'), 'x'] }] }), { q: '(NOT #exact(nom, "x")) AND (NOT #null(nom))', exact: true })
    assert.deepEqual(text({ op: '>', args: [p('d'), { date: '2024-01-31' }] }), { q: 'd>2024/01/31', exact: true })
    assert.deepEqual(text({ op: 'like', args: [p('nom'), 'Ab%'] }), { q: '#startswith(nom, "Ab")', exact: false })
    assert.deepEqual(text({ op: '=', args: [p('l'), 'x'] }), { q: '#exact(l, "x")', exact: false })
    assert.equal(text({ op: 'like', args: [p('nom'), '%b%'] }), undefined)
    assert.equal(text({ op: '<', args: [p('nom'), 'b'] }), undefined)
    assert.equal(text({ op: '=', args: [p('a b'), 'x'] }), undefined)
  })

  it('reads addresses', () => {
    assert.deepEqual(v1PlaceOf('https://x.fr/api/records/1.0/analyze/?dataset=a&x=b'), { root: 'https://x.fr', id: 'a', fixed: [], explore: [] })
    assert.deepEqual(v1PlaceOf('https://x.fr/api/datasets/1.0/a-b/'), { root: 'https://x.fr', id: 'a-b', fixed: [], explore: [] })
    assert.deepEqual(v1PlaceOf('https://x.fr/api/records/1.0/search?dataset=a&q=b'), { root: 'https://x.fr', id: 'a', fixed: [['q', 'b']] })
    assert.equal(v1PlaceOf('https://x.fr/api/datasets/1.0/search/?q=b'), undefined)
  })
})

describe('Opendatasoft v1: recorded answers', { skip: existsSync(recorded) ? false : 'the recordings of ../shared are not here' }, () => {
  const body = (name: string) => JSON.parse(readFileSync(`${recorded}/${name}.json`, 'utf8')) as unknown

  it('reads the groups of an analysis', async () => {
    // The series is called my_count there and dge_n here; the numbers are the recorded ones.
    const points = (body('analyze-count') as { x: string; my_count: number }[]).map(({ x, my_count }) => ({ x, dge_n: my_count }))
    const server = await startReplayServer([
      { label: 'recorded, series renamed', request: { path: '/api/records/1.0/analyze/?dataset=doc-geonames-cities-5000&x=country_code&y.dge_n.func=COUNT' }, response: { body: points } },
    ])
    try {
      const api = new RecordsApi(server.origin, [['dataset', 'doc-geonames-cities-5000']])
      const key: ServerField = { name: 'country_code', kind: 'text', type: 'string', multivalued: false, native: true }
      const groups = await readAnalysis(api, key, [{ as: 'n', op: 'count' }], new Map(), [], {})
      assert.equal(groups.keys.length, 11)
      assert.deepEqual([groups.keys[6], groups.results[6]], [['FR'], [1468]])
      assert.deepEqual(server.refused, [])
    } finally {
      await server.stop()
    }
  })

  for (const name of ['error-429-domain', 'error-429-anonymous']) {
    it(`stops at a spent quota (${name})`, async () => {
      const answer = { label: 'recorded', request: { path: '/api/explore/v2.1/catalog/datasets/a' }, response: { status: 429, body: body(name) } }
      const server = await startReplayServer([answer])
      try {
        const failed = provider.open({ src: `${server.origin}/api/records/1.0/search/?dataset=a` })
        await assert.rejects(failed, (error) => error instanceof DgeError && error.status === 429 && /resets at 2021-01-26T00:00:00/.test(error.message))
        assert.equal(server.requests.length, 1)
      } finally {
        await server.stop()
      }
    })
  }

  it('reads the values of a record', () => {
    const { fields } = body('record-lookup') as { fields: Record<string, unknown> }
    assert.deepEqual(valueOf(fields['geo_point_2d'], { kind: 'geo_point_2d', type: 'geometry' }), { type: 'Point', coordinates: [2.3488, 48.85341] })
    assert.equal(valueOf(fields['admin1_code'], { kind: 'text', type: 'string' }), '11')
    assert.equal(valueOf(fields['population'], { kind: 'int', type: 'number' }), 2138551)
  })
})
