import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { openDataset, entryOf } from '../../src/providers/index.js'
import provider, { socrataPlaceOf } from '../../src/providers/socrata.js'
import { socrataSchema, socrataValue } from '../../src/providers/socrata-fields.js'
import { boxClause, whereClause } from '../../src/providers/socrata-query.js'
import { rowsOf, tableFromRows } from '../../src/data/table.js'
import { communes } from '../equivalence/communes.js'
import { difference } from '../equivalence/compare.js'
import { measure } from '../equivalence/measure.js'
import { startFaultServer } from '../servers/fault-server.js'
import { socrataId, startSocrata } from '../servers/socrata.js'
import type { Backend } from '../equivalence/backend.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Row } from '../../src/data/table.js'
import type { FaultServer } from '../servers/fault-server.js'
import type { SocrataOptions } from '../servers/socrata.js'

const p = (property: string) => ({ property })
const path = `/resource/${socrataId}.json`
const count = { as: 'n', op: 'count' } as const

const places = tableFromRows(
  [
    { name: 'nom', type: 'string', title: 'Nom' }, { name: 'group', type: 'string' }, { name: 'pop', type: 'number' },
    { name: 'ouvert', type: 'boolean' }, { name: 'jour', type: 'date', precision: 'day' }, { name: 'lieu', type: 'geometry' },
  ],
  [
    { nom: 'Nancy', group: '54', pop: 104885, ouvert: true, jour: Date.UTC(2024, 0, 31), lieu: { type: 'Point', coordinates: [6.18, 48.69] } },
    { nom: "L'Haÿ; -- `x`", group: '94', pop: null, ouvert: false, jour: null, lieu: null },
    { nom: 'Metz', group: '57', pop: 121_695, ouvert: null, jour: Date.UTC(2023, 5, 1), lieu: { type: 'Point', coordinates: [6.17, 49.12] } },
    { nom: '', group: '57', pop: -3.5, ouvert: true, jour: Date.UTC(2024, 0, 1), lieu: null },
    { nom: null, group: '54', pop: 0, ouvert: false, jour: Date.UTC(2024, 1, 1), lieu: null },
  ] as Row[]
)
/** What the engine sees: an empty text is none. */
const seen = tableFromRows(places.schema, rowsOf(places).map((row) => ({ ...row, nom: row['nom'] || null })) as Row[])

/** One database for all tests that need no other: it takes seconds to start. */
let usual: FaultServer
let other: FaultServer | undefined
before(async () => {
  usual = await startSocrata(places)
})
afterEach(async () => {
  await other?.stop()
  other = undefined
})
after(() => usual.stop())

async function open(options?: SocrataOptions, query = '', more: object = {}): Promise<Dataset> {
  other = options && (await startSocrata(places, options))
  return (await provider.open({ src: (other ?? usual).origin + path + query, ...more })) as Dataset
}

async function ask(dataset: Dataset, query: Query) {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  const table = execute(local, await dataset.execute(remote))
  return { table, rows: rowsOf(table).map((row) => ({ ...row })) }
}

const last = () => decodeURIComponent(usual.requests.at(-1) ?? '')
const backend = (name: string, options: SocrataOptions): Backend => ({
  name,
  start: async (table) => {
    const running = await startSocrata(table, options)
    return { config: { src: `${running.origin}/d/${socrataId}` }, stop: () => running.stop() }
  },
})

describe('Socrata: from documentation, never seen on the wire; its clauses answered by PostgreSQL', () => {
  it('reads schema and metadata as plain text, in the order of the page', async () => {
    const start = usual.requests.length
    const dataset = await open()
    assert.deepEqual(dataset.schema, places.schema)
    assert.deepEqual(dataset.metadata, {
      title: 'Essai', description: 'Un essai', publisher: 'Ville', licence: 'Licence Ouverte',
      licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence', modified: '2026-01-02T03:03:04.000Z', created: '2020-01-01T00:00:00.000Z', page: `${usual.origin}/d/${socrataId}`,
    })
    assert.equal(dataset.total, 5)
    assert.deepEqual(dataset.downloads, [{ url: `${usual.origin}/api/views/${socrataId}/rows.csv?accessType=DOWNLOAD`, format: 'csv' }])
    assert.equal(usual.requests.length - start, 2)
  })

  it('asks for a sorted page of the columns it needs, with what has no value last', async () => {
    const dataset = await open()
    const { rows, table } = await ask(dataset, { orderBy: [{ field: 'pop', desc: true }], limit: 2, select: ['nom'] })
    assert.deepEqual(rows, [{ nom: 'Metz' }, { nom: 'Nancy' }])
    assert.equal(table.total, 5)
    assert.equal(last(), `${path}?$select=:id,\`nom\`,\`pop\`&$where=\`pop\` IS NOT NULL&$order=\`pop\` DESC,:id&$limit=2`)
    const end = await ask(dataset, { orderBy: [{ field: 'pop', desc: true }], offset: 3, limit: 2, select: ['pop'] })
    assert.deepEqual(end.rows, [{ pop: -3.5 }, { pop: null }])
  })

  it('groups there in one request, and asks for the first groups alone', async () => {
    const dataset = await open()
    const query: Query = { groupBy: [{ as: 'g', expr: p('group') }], aggregate: [count, { as: 's', op: 'sum', expr: p('pop') }], orderBy: [{ field: 'g' }] }
    const start = usual.requests.length
    assert.deepEqual((await ask(dataset, query)).rows, [{ g: '54', n: 2, s: 104885 }, { g: '57', n: 2, s: 121_691.5 }, { g: '94', n: 1, s: null }])
    assert.equal(usual.requests.length - start, 1)
    assert.deepEqual((await ask(dataset, { ...query, orderBy: [{ field: 's', desc: true }], limit: 1 })).rows, [{ g: '57', n: 2, s: 121_691.5 }])
    assert.match(last(), /\$order=g_a1 DESC,g_k0&\$limit=1&\$having=sum\(`pop`\) IS NOT NULL$/)
  })

  it('counts an empty text with what is missing, in the first groups too', async () => {
    const dataset = await open()
    const query: Query = { groupBy: [{ as: 'g', expr: p('nom') }], aggregate: [count], orderBy: [{ field: 'n', desc: true }], limit: 1 }
    assert.deepEqual((await ask(dataset, query)).rows, [{ g: null, n: 2 }])
  })

  it('keeps the law for every kind of condition and shape', async () => {
    const dataset = await open()
    const conditions: readonly Query['where'][] = [
      undefined, { op: '=', args: [p('nom'), "L'Haÿ; -- `x`"] }, { op: '=', args: [p('nom'), "x' OR 1=1 --"] }, { op: 'in', args: [p('group'), ['54', "'"]] }, { op: '<>', args: [p('group'), '54'] },
      { op: '>', args: [p('pop'), 0] }, { op: '<>', args: [p('pop'), 0] }, { op: 'between', args: [p('pop'), -3.5, 1] }, p('ouvert'), { op: 'not', args: [p('ouvert')] },
      { op: 'isNull', args: [p('nom')] }, { op: 'not', args: [{ op: 'isNull', args: [p('nom')] }] }, { op: 'like', args: [p('nom'), 'L\'H%'] }, { op: 'not', args: [{ op: '>', args: [p('pop'), 0] }] },
      { op: '>=', args: [p('jour'), { date: '2024-01-01' }] }, { op: '=', args: [{ op: 'year', args: [p('jour')] }, 2024] }, { op: '=', args: [{ op: 'month', args: [p('jour')] }, 1] },
      { op: 's_intersects', args: [p('lieu'), { bbox: [6, 48, 6.2, 49] }] }, { op: 'or', args: [{ op: '=', args: [p('group'), '94'] }, { op: '<', args: [p('pop'), 0] }] },
      { op: '>=', args: [p('pop'), -1000] },
    ]
    const shapes: readonly Query[] = [
      {}, { aggregate: [count] }, { limit: 2, offset: 1, select: ['pop'] }, { orderBy: [{ field: 'jour' }], limit: 3 }, { orderBy: [{ field: 'jour' }, { field: 'pop', desc: true }], limit: 3 }, { limit: 0 },
      { groupBy: [{ as: 'k', expr: p('nom') }], aggregate: [count], orderBy: [{ field: 'n', desc: true }, { field: 'k' }] },
      { groupBy: [{ as: 'm', expr: { op: 'yearmonth', args: [p('jour')] } }], aggregate: [{ as: 'x', op: 'max', expr: p('jour') }, { as: 'd', op: 'stdev', expr: p('pop') }], orderBy: [{ field: 'm' }] },
      { aggregate: [{ as: 'a', op: 'mean', expr: p('pop') }, { as: 'c', op: 'count', expr: p('ouvert') }, { as: 'd', op: 'distinct', expr: p('group') }] },
    ]
    for (const where of conditions) {
      for (const shape of shapes) {
        const query = where === undefined ? shape : { ...shape, where }
        assert.equal(difference((await ask(dataset, query)).table, execute(query, seen), query), undefined, JSON.stringify(query))
      }
    }
  })

  it('writes nothing that a value could break out of', () => {
    const { fields } = socrataSchema([{ fieldName: 'nom', dataTypeName: 'text' }, { fieldName: 'a`b', dataTypeName: 'number' }, { fieldName: 'zone', dataTypeName: 'multipolygon' }], { src: '' })
    assert.deepEqual(whereClause({ op: '=', args: [p('nom'), "'; DROP"] }, fields), { text: "`nom` = '''; DROP'", exact: true })
    assert.equal(whereClause({ op: '=', args: [p('a`b'), 1] }, fields), undefined)
    assert.equal(whereClause({ op: '<', args: [p('nom'), 'x'] }, fields), undefined)
    assert.match(boxClause(fields.get('zone'), [6, 48, 7, 49])?.text ?? '', /^intersects\(`zone`, 'POLYGON \(\(5\.99999 47\.99999, 7\.00001 /)
  })

  it('keeps the conditions of the address, and opens an address with groups as the file of its answer', async () => {
    const dataset = await open(undefined, `?group=54&$where=${encodeURIComponent('`pop` > 0 OR `pop` = 0')}&$limit=1`)
    assert.equal(dataset.total, 2)
    assert.deepEqual((await ask(dataset, { where: { op: '=', args: [p('pop'), 0] }, select: ['pop'] })).rows, [{ pop: 0 }])
    assert.deepEqual(dataset.downloads, [])
    const grouped = await openDataset({ src: `${usual.origin}${path}?${encodeURI('$select=`group`,count(*) AS n&$group=`group`&$order=`group`')}` })
    assert.deepEqual(rowsOf(await grouped.execute({})).map((row) => Number(row['n'])), [2, 2, 1])
  })

  it('does not believe a server that hears nothing', async () => {
    const dataset = await open({ deaf: true })
    const where = { op: '=', args: [p('group'), '54'] } as const
    assert.deepEqual((await ask(dataset, { where, aggregate: [count, { as: 's', op: 'sum', expr: p('pop') }] })).rows, [{ n: 2, s: 104885 }])
    assert.deepEqual((await ask(dataset, { where, aggregate: [count] })).rows, [{ n: 2 }])
    assert.deepEqual((await ask(dataset, { orderBy: [{ field: 'pop' }], limit: 1, select: ['pop'] })).rows, [{ pop: -3.5 }])
  })

  it('says when rows are cut', async () => {
    const dataset = await open(undefined, '', { maxRows: 2 })
    const all = await dataset.execute({})
    assert.deepEqual([all.numRows, all.complete, all.total], [2, false, 5])
  })

  it('reads values of every type', () => {
    assert.equal(socrataValue('12.50', 'number'), 12.5)
    assert.equal(socrataValue('$1,200', 'number'), 1200)
    assert.equal(socrataValue('x', 'number'), null)
    assert.equal(socrataValue('2024-01-31T10:00:00.000', 'date'), Date.UTC(2024, 0, 31, 10))
    assert.deepEqual(socrataValue({ latitude: '48.5', longitude: '7.5', human_address: '{}' }, 'geometry'), { type: 'Point', coordinates: [7.5, 48.5] })
    assert.equal(socrataValue({ longitude: '7.5' }, 'geometry'), null)
    assert.equal(socrataValue({ url: 'https://x.org/', description: 'X' }, 'string'), 'https://x.org/')
  })

  it('tells bad answers', async () => {
    const rows = { body: '[{"n":"0"}]' }
    const view = { body: '{"name":"x","columns":[{"fieldName":"a","dataTypeName":"text"}]}' }
    const kindAt = async (about: object, answer: object, more: object = {}) => {
      await other?.stop()
      other = await startFaultServer({ [`/api/views/${socrataId}.json`]: about, [path]: answer })
      return openDataset({ src: other.origin + path, ...more }).then((dataset) => `opened ${dataset.total}`, (error: unknown) => (error instanceof DgeError ? `${error.kind} ${error.status ?? ''}`.trim() : String(error)))
    }
    assert.equal(await kindAt(view, rows), 'opened 0')
    assert.equal(await kindAt({ status: 500, body: 'no' }, rows), 'http 500')
    assert.equal(await kindAt({ status: 404, body: '{"code":"not_found","error":true,"message":"Cannot find view"}' }, rows), 'http 404')
    assert.equal(await kindAt({ status: 403, body: '{"error":true,"message":"You must be logged in"}' }, rows), 'http 403')
    assert.equal(await kindAt({ type: 'text/html', body: '<!doctype html><p>x' }, rows), 'format')
    assert.equal(await kindAt(view, { body: '{"rows":[]}' }), 'format 400')
    assert.equal(await kindAt(view, { body: '[{"count":"5"}]' }), 'format')
    assert.equal(await kindAt({ body: '{"name":"Carte","columns":[]}' }, rows), 'unsupported')
    assert.equal(await kindAt({ ...view, delay: 3000 }, rows, { timeout: 200 }), 'timeout')
    assert.equal(await kindAt(view, rows, { types: { nope: 'number' } }), 'field')
  })

  it('is recognised by its addresses', () => {
    const match = (address: string) => entryOf(new URL(address))?.name
    for (const address of ['https://data.sfgov.org/d/wr8u-xric', 'https://data.ny.gov/resource/abcd-efgh.json?$limit=5', 'https://data.ny.gov/resource/abcd-1234.csv', 'https://data.cityofnewyork.us/Transportation/Taxi/m6nq-qud6/about_data', 'https://data.sfgov.org/api/views/wr8u-xric.json']) {
      assert.equal(match(address), 'socrata', address)
    }
    for (const name of ['foot-ball', '2023-2024', 'mars-2024', '2024-mars']) assert.notEqual(match(`https://example.org/fr/actus/${name}`), 'socrata', name)
    assert.deepEqual(socrataPlaceOf('https://x.org/resource/abcd-1234.json?$where=a>1&$order=a&dep=54'), { origin: 'https://x.org', id: 'abcd-1234', fixed: [['$where', 'a>1'], ['dep', '54']] })
    assert.equal(socrataPlaceOf('https://x.org/resource/long'), undefined)
  })

  for (const [name, options] of [['hears its clauses', {}], ['hears none', { deaf: true }], ['gives small pages', { most: 900 }]] as const) {
    it(`answers as the engine does, from a server that ${name}`, async () => {
      const { differences, refused, pushed } = await measure(backend(name, options), { table: await communes(), unique: 'code', queries: 30, seed: Number(process.env['SEED'] ?? 7) })
      assert.deepEqual(differences, [])
      assert.equal(refused, 0)
      if (name === 'hears its clauses') assert.ok(pushed > 0)
    })
  }
})
