import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import provider, { fairPlaceOf } from '../../src/providers/data-fair.js'
import { fairClause } from '../../src/providers/data-fair-filter.js'
import { fairSchema, valueOf } from '../../src/providers/data-fair-fields.js'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { openDataset, entryOf } from '../../src/providers/index.js'
import { rowsOf, tableFromRows } from '../../src/data/table.js'
import { communes } from '../equivalence/communes.js'
import { measure } from '../equivalence/measure.js'
import { dataFairPath, startDataFair } from '../servers/data-fair-server.js'
import { startFaultServer } from '../servers/fault-server.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Backend } from '../equivalence/backend.js'
import type { DataFairOptions } from '../servers/data-fair-server.js'
import type { FaultServer } from '../servers/fault-server.js'

const p = (property: string) => ({ property })
const places = tableFromRows(
  [{ name: 'nom', type: 'string', title: 'Nom' }, { name: 'dep', type: 'string' }, { name: 'pop', type: 'number' }, { name: 'jour', type: 'date', precision: 'day' }],
  [
    { nom: 'Nancy', dep: '54', pop: 104885, jour: Date.UTC(2024, 0, 31) },
    { nom: 'Toul', dep: '54', pop: 15684, jour: null },
    { nom: 'Metz', dep: '57', pop: null, jour: Date.UTC(2024, 1, 1) },
    { nom: 'L\u2019Été, "x" & _eq=1', dep: '57', pop: -3, jour: Date.UTC(2023, 11, 31) },
  ]
)

let server: FaultServer
afterEach(() => server?.stop())

async function open(options: DataFairOptions = {}, query = ''): Promise<Dataset> {
  server = await startDataFair(places, options)
  return provider.open({ src: `${server.origin}${dataFairPath}${query}` })
}

async function ask(dataset: Dataset, query: Query) {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  const table = execute(local, await dataset.execute(remote))
  return { table, rows: rowsOf(table).map((row) => ({ ...row })) }
}

const failing = (kind: string, pattern: RegExp) => (error: unknown) =>
  error instanceof DgeError && error.kind === kind && pattern.test(error.message) ? true : assert.fail(String(error))

const backend = (name: string, options: DataFairOptions): Backend => ({
  name,
  start: async (table) => {
    const running = await startDataFair(table, options)
    return { config: { src: running.origin + dataFairPath }, stop: () => running.stop() }
  },
})

describe('data-fair: from documentation, never seen on the wire', () => {
  it('reads schema and metadata as plain text', async () => {
    const dataset = await open()
    assert.deepEqual(dataset.schema, [
      { name: 'nom', type: 'string', title: 'Nom' }, { name: 'dep', type: 'string' }, { name: 'pop', type: 'number' },
      { name: 'jour', type: 'date', precision: 'day' }, { name: '_geopoint', type: 'geometry' },
    ])
    assert.deepEqual(dataset.metadata, {
      title: 'Essai', description: 'Un essai', publisher: 'Région Grand Est', licence: 'Licence Ouverte',
      licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence', modified: '2026-01-02T03:04:05.000Z', created: '2020-01-01T00:00:00.000Z', frequency: 'annual', extent: [6, 48, 7.75, 48.625],
    })
    assert.equal(dataset.total, 4)
    assert.deepEqual(dataset.downloads.map(({ format, url }) => [format, url.slice(server.origin.length)]), [
      ['csv', `${dataFairPath}/raw`], ['csv', `${dataFairPath}/lines?format=csv&size=10000`],
    ])
  })

  it('sends filters, columns, order and limit', async () => {
    const dataset = await open()
    const { rows } = await ask(dataset, { where: { op: '=', args: [p('dep'), '54'] }, orderBy: [{ field: 'pop', desc: true }], limit: 1, select: ['nom'] })
    assert.deepEqual(rows, [{ nom: 'Nancy' }])
    const asked = server.requests.map((url) => decodeURIComponent(url))
    assert.ok(asked.includes(`${dataFairPath}/lines?dep_eq=54&select=nom,dep,pop&sort=-pop&size=1&count=exact`))
  })

  it('groups there, with sums of no value as nothing', async () => {
    const dataset = await open()
    const query: Query = {
      groupBy: [{ as: 'd', expr: p('dep') }],
      aggregate: [{ as: 'n', op: 'count' }, { as: 's', op: 'sum', expr: p('pop') }, { as: 'm', op: 'max', expr: p('pop') }],
      where: { op: '=', args: [p('nom'), 'Metz'] },
      orderBy: [{ field: 'd' }],
    }
    assert.deepEqual((await ask(dataset, query)).rows, [{ d: '57', n: 1, s: null, m: null }])
    const { where: _where, ...all } = query
    assert.deepEqual((await ask(dataset, all)).rows, [{ d: '54', n: 2, s: 120569, m: 104885 }, { d: '57', n: 2, s: -3, m: -3 }])
    assert.match(decodeURIComponent(server.requests.at(-1) ?? ''), /values_agg\?field=dep&agg_size=1000&size=0&extra_metrics=pop:value_count,pop:sum,pop:max$/)
  })

  it('reads the lines when groups leave lines out', async () => {
    const dataset = await open()
    const { rows } = await ask(dataset, { groupBy: [{ as: 'p', expr: p('pop') }], aggregate: [{ as: 'n', op: 'count' }], orderBy: [{ field: 'p' }] })
    assert.deepEqual(rows.map(({ p: key }) => key), [-3, 15684, 104885, null])
    assert.match(server.requests.at(-1) ?? '', /\/lines\?select=pop/)
  })

  it('keeps the conditions of the address', async () => {
    const dataset = await open({}, '/lines?dep_eq=57&size=3&select=nom')
    assert.equal(dataset.total, 2)
    assert.deepEqual((await ask(dataset, { select: ['nom'], where: { op: '<', args: [p('pop'), 0] } })).rows, [{ nom: 'L\u2019Été, "x" & _eq=1' }])
  })

  it('injects nothing through values', async () => {
    const dataset = await open()
    const { rows } = await ask(dataset, { where: { op: '=', args: [p('nom'), 'L\u2019Été, "x" & _eq=1'] }, select: ['dep'] })
    assert.deepEqual(rows, [{ dep: '57' }])
    const { fields } = fairSchema([{ key: 'nom', type: 'string' }, { key: 'a&b', type: 'number' }, { key: 'l', type: 'string', separator: ',' }, { key: 'n', type: 'string', 'x-capabilities': { index: false } }], { src: '' })
    assert.equal(fairClause({ op: 'in', args: [p('nom'), ['a,b', 'c']] }, fields), undefined)
    assert.deepEqual(fairClause({ op: 'in', args: [p('nom'), ['a', 'c']] }, fields), { pairs: [['nom_in', 'a,c']], exact: true })
    assert.equal(fairClause({ op: '=', args: [p('a&b'), 1] }, fields), undefined)
    assert.equal(fairClause({ op: '=', args: [p('l'), 'x'] }, fields), undefined)
    assert.equal(fairClause({ op: '=', args: [p('n'), 'x'] }, fields), undefined)
    assert.equal(fairClause({ op: '<>', args: [p('nom'), 'x'] }, fields), undefined)
    assert.equal(fairClause({ op: '>', args: [p('nom'), 'x'] }, fields), undefined)
  })

  it('follows pages to the end, and says when rows are cut', async () => {
    const dataset = await open({ pageSize: 3 })
    const all = await dataset.execute({})
    assert.deepEqual([all.numRows, all.complete, all.total], [4, true, 4])
    const cut = await (await provider.open({ src: server.origin + dataFairPath, maxRows: 2 })).execute({})
    assert.deepEqual([cut.numRows, cut.complete, cut.total], [2, false, 4])
  })

  it('reads values of any shape', () => {
    assert.equal(valueOf('12.5', 'number'), 12.5)
    assert.equal(valueOf('NaN', 'number'), null)
    assert.deepEqual(valueOf('48.69,6.18', 'geometry'), { type: 'Point', coordinates: [6.18, 48.69] })
    assert.equal(valueOf('2024-01-31T23:30:00+01:00', 'date'), Date.UTC(2024, 0, 31, 23, 30))
    assert.equal(valueOf(['a', 'b'], 'string'), 'a, b')
    assert.equal(valueOf({}, 'number'), null)
  })

  it('tells bad answers', async () => {
    const reply = { status: 200, type: 'application/json', body: '{"schema":[{"key":"a","type":"string"}]}' }
    const at = async (about: object, lines: object) => {
      await server?.stop()
      server = await startFaultServer({ [dataFairPath]: about, [`${dataFairPath}/lines`]: lines })
      return provider.open({ src: server.origin + dataFairPath })
    }
    await assert.rejects(at({ status: 404, type: 'text/plain', body: 'Jeu de données introuvable' }, reply), failing('http', /no such dataset: Jeu/))
    await assert.rejects(at(reply, { type: 'text/html', body: '<!doctype html>' }), failing('format', /HTML/))
    await assert.rejects(at(reply, reply), failing('format', /No lines/))
    await assert.rejects(at({ ...reply, body: '{}' }, { ...reply, body: '{"total":0,"results":[]}' }), failing('format', /No columns/))
    const empty = await at(reply, { ...reply, body: '{"total":0,"results":[]}' })
    assert.equal((await empty.execute({})).numRows, 0)
    await assert.rejects(at(reply, { ...reply, status: 400, body: 'Impossible' }), failing('http', /refuses the request: Impossible/))
    const types = { nope: 'string' } as const
    await assert.rejects(provider.open({ src: server.origin + dataFairPath, types }), DgeError)
  })

  it('is recognised by its addresses', async () => {
    const match = (address: string) => entryOf(new URL(address))?.name
    assert.equal(match('https://data.ademe.fr/data-fair/api/v1/datasets/dpe/lines?size=1'), 'data-fair')
    assert.equal(match('https://koumoul.com/s/data-fair/api/v1/datasets/x'), 'data-fair')
    assert.equal(match('https://data.ademe.fr/datasets/dpe-v2'), 'data-fair')
    assert.notEqual(match('https://www.data.gouv.fr/datasets/abc/'), 'data-fair')
    assert.deepEqual(fairPlaceOf('https://data.ademe.fr/datasets/dpe-v2'), {
      base: 'https://data.ademe.fr/data-fair/api/v1/datasets/dpe-v2', fixed: [], page: 'https://data.ademe.fr/datasets/dpe-v2',
    })
    server = await startDataFair(places)
    assert.equal((await openDataset({ src: `${server.origin}/data-fair/dataset/essai` })).total, 4)
  })

  for (const [name, options] of [['hears its parameters', {}], ['hears none', { deaf: true }], ['gives small pages', { pageSize: 1000 }]] as const) {
    it(`answers as the engine does, from a server that ${name}`, async () => {
      const { differences, refused } = await measure(backend(name, options), { table: await communes(), unique: 'code', queries: 50, seed: Number(process.env['SEED'] ?? 7) })
      assert.deepEqual(differences, [])
      assert.equal(refused, 0)
    })
  }
})
