import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import provider from '../../src/providers/grist.js'
import { gristValue } from '../../src/providers/grist-values.js'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { entryOf } from '../../src/providers/index.js'
import { rowsOf } from '../../src/data/table.js'
import { communes, traps } from '../equivalence/communes.js'
import { measure } from '../equivalence/measure.js'
import { startFaultServer } from '../servers/fault-server.js'
import { column, doc, gristRoutes, json, records } from '../servers/grist.js'
import type { Backend } from '../equivalence/backend.js'
import type { FaultServer, Reply } from '../servers/fault-server.js'

const failing = (kind: string, pattern: RegExp) => (error: unknown) =>
  error instanceof DgeError && error.kind === kind && pattern.test(error.message) ? true : assert.fail(String(error))

const backend = (name: string, deaf: boolean): Backend => ({
  name,
  start: async (table) => {
    const running = await startFaultServer(gristRoutes(table, deaf))
    return { config: { src: `${running.origin}${doc}/tables/T/records` }, stop: () => running.stop() }
  },
})

let server: FaultServer
afterEach(() => server?.stop())

describe('Grist: from documentation, never seen on the wire', () => {
  it('reads values by the types of the columns', async () => {
    server = await startFaultServer({
      [doc]: json({ name: 'Équipements <b>2026</b>' }),
      [`${doc}/tables/Lieux/columns`]: json({
        columns: [
          column('nom', 'Text', { label: 'Nom du lieu' }), column('cree', 'Date'), column('vu', 'DateTime:Europe/Paris'), column('tokyo', 'DateTime:Asia/Tokyo'), column('tags', 'ChoiceList'),
          column('ouvert', 'Bool'), column('calcul', 'Any'), column('commune', 'Ref:Communes', { visibleCol: 7 }), column('autre', 'Ref:Absente', { visibleCol: 9 }),
          column('faux', 'Any'), column('manualSort', 'ManualSortPos'), column('gristHelper_Display', 'Any'),
        ],
      }),
      [`${doc}/tables/Lieux/records`]: records([
        // 2024-07-01 is 19,905 days after 1970-01-01; 22:30 UTC is 00:30 in Paris, 07:30 in Tokyo, both on July 2nd.
        { nom: 'Piscine', cree: 19905 * 86400, vu: 19905 * 86400 + 81000, tokyo: 19905 * 86400 + 81000, tags: ['L', 'eau', 'sport'], ouvert: true, calcul: 3.5, commune: 2, autre: 5, faux: ['E', 'ValueError'], manualSort: 1 },
        { nom: '', cree: null, vu: null, tokyo: null, tags: null, ouvert: false, calcul: null, commune: 0, autre: 0, faux: 'oui', manualSort: 2 },
      ]),
      [`${doc}/tables/Communes/columns`]: json({ columns: [column('nom', 'Text', { colRef: 7 })] }),
      [`${doc}/tables/Communes/records`]: records([{ nom: 'Metz' }, { nom: 'Toul' }]),
    })
    const dataset = await provider.open({ src: `${server.origin}${doc}/tables/Lieux/records` })
    assert.equal(dataset.metadata.title, 'Équipements 2026 – Lieux')
    assert.deepEqual(dataset.schema.map(({ name, type, precision }) => [name, type, precision].filter(Boolean).join(' ')), [
      'nom string', 'cree date day', 'vu date time', 'tokyo date time', 'tags string', 'ouvert boolean', 'calcul number', 'commune string', 'autre string', 'faux string',
    ])
    assert.deepEqual(rowsOf(await dataset.execute({})).map((row) => ({ ...row })), [
      { nom: 'Piscine', cree: Date.UTC(2024, 6, 1), vu: Date.UTC(2024, 6, 2, 0, 30), tokyo: Date.UTC(2024, 6, 2, 7, 30), tags: 'eau, sport', ouvert: true, calcul: 3.5, commune: 'Toul', autre: '5', faux: null },
      { nom: null, cree: null, vu: null, tokyo: null, tags: null, ouvert: false, calcul: null, commune: null, autre: null, faux: 'oui' },
    ])
    assert.equal(dataset.total, 2)
  })

  it('reads odd cells as what they are', () => {
    assert.equal(gristValue('12', 'Int', 'number'), 12)
    assert.equal(gristValue('douze', 'Int', 'number'), null)
    assert.equal(gristValue(1, 'Bool', 'boolean'), true)
    assert.equal(gristValue(['L'], 'ChoiceList', 'string'), null)
    assert.equal(gristValue(['E', 'x'], 'Numeric', 'number'), null)
    assert.equal(gristValue(0, 'DateTime:Nulle/Part', 'date'), 3_600_000)
  })

  it('filters a large table by equality, as values and never as text', async () => {
    const rows = Array.from({ length: 1500 }, (_, index) => ({ code: `c${index % 3}`, n: index, x: '"}&limit=1' }))
    server = await startFaultServer({
      [`${doc}/tables/T/columns`]: json({ columns: [column('code', 'Text'), column('n', 'Int'), column('x', 'Choice')] }),
      [`${doc}/tables/T/records`]: records(rows),
    })
    const dataset = await provider.open({ src: `${server.origin}${doc}/tables/T/records` })
    const ask = async (query: object) => {
      const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
      return execute(local, await dataset.execute(remote))
    }
    const count = { aggregate: [{ as: 'k', op: 'count' }] }
    const of = (name: string, value: string | number) => ({ op: '=', args: [{ property: name }, value] })
    assert.equal((await ask({ ...count, where: of('code', 'c1') })).columns.get('k')?.[0], 500)
    assert.match(decodeURIComponent(server.requests.at(-1) ?? ''), /records\?filter=\{"code":\["c1"\]\}&limit=250001$/)
    assert.equal((await ask({ ...count, where: of('x', '"}&limit=1') })).columns.get('k')?.[0], 1500)
    assert.equal((await ask({ ...count, where: { op: 'and', args: [of('code', 'c1'), of('code', 'c2')] } })).columns.get('k')?.[0], 0)
    const page = await ask({ limit: 3, offset: 2, select: ['n'] })
    assert.deepEqual(rowsOf(page).map(({ n }) => n), [2, 3, 4])
    assert.match(server.requests.at(-1) ?? '', /limit=6$/)
    const cut = await (await provider.open({ src: `${server.origin}${doc}/tables/T/records`, maxRows: 1200 })).execute({})
    assert.deepEqual([cut.numRows, cut.complete], [1200, false])
  })

  it('takes the only table of a document, or asks for one', async () => {
    const table = { [`${doc}/tables/Seule/columns`]: json({ columns: [column('a', 'Text')] }), [`${doc}/tables/Seule/records`]: records([{ a: 'x' }]) }
    server = await startFaultServer({ ...table, [`${doc}/tables`]: json({ tables: [{ id: 'Seule' }] }) })
    assert.equal((await provider.open({ src: `${server.origin}/abcdefghijkl/Mon-document/p/2` })).total, 1)
    await server.stop()
    server = await startFaultServer({ ...table, [`${doc}/tables`]: json({ tables: [{ id: 'Seule' }, { id: 'Deux' }] }) })
    await assert.rejects(provider.open({ src: `${server.origin}/doc/abcdefghijkl` }), (error: unknown) => {
      assert.deepEqual((error as DgeError).choices, [{ layer: 'Seule' }, { layer: 'Deux' }])
      return failing('query', /2 tables and none is named: Seule, Deux/)(error)
    })
    assert.equal((await provider.open({ src: `${server.origin}/doc/abcdefghijkl`, layer: 'Seule' })).total, 1)
  })

  it('tells bad answers', async () => {
    const at = async (columns: Reply, answer: Reply) => {
      await server?.stop()
      server = await startFaultServer({ [`${doc}/tables/T/columns`]: columns, [`${doc}/tables/T/records`]: answer })
      return provider.open({ src: `${server.origin}${doc}/tables/T/records` })
    }
    const columns = json({ columns: [column('a', 'Any')] })
    await assert.rejects(at(columns, json({ error: 'No view access' }, 403)), failing('http', /does not show this document to everybody \(No view access\)/))
    await assert.rejects(at(json({ error: 'not found' }, 404), json({ records: [] })), failing('http', /no such document or table/))
    await assert.rejects(at(columns, { type: 'text/html', body: '<!doctype html><html>' }), failing('format', /HTML/))
    await assert.rejects(at(columns, json({ error: 'x' })), failing('format', /No records/))
    await assert.rejects(at(json({}), json({ records: [] })), failing('format', /no column/))
    assert.equal((await (await at(columns, json({ records: [] }))).execute({})).numRows, 0)
    await assert.rejects(provider.open({ src: `${server.origin}/x` }), failing('unsupported', /No Grist document/))
    await assert.rejects(provider.open({ src: `${server.origin}${doc}/tables/T/records`, types: { nope: 'string' } }), failing('field', /nope/))
  })

  it('says when a formula without a type holds values of several', async () => {
    const rows = Array.from({ length: 1200 }, (_, index) => ({ a: index < 1100 ? index : 'onze' }))
    server = await startFaultServer({ [`${doc}/tables/T/columns`]: json({ columns: [column('a', 'Any')] }), [`${doc}/tables/T/records`]: records(rows) })
    const dataset = await provider.open({ src: `${server.origin}${doc}/tables/T/records` })
    await assert.rejects(dataset.execute({}), failing('format', /“a” holds values of several types, “onze”/))
  })

  it('is recognised by its addresses', () => {
    const match = (address: string) => entryOf(new URL(address))?.name
    assert.equal(match('https://grist.numerique.gouv.fr/api/docs/x/tables/T/records'), 'grist')
    assert.equal(match('https://grist.numerique.gouv.fr/o/docs/abcdefghijkl/Titre/p/3'), 'grist')
    assert.equal(match('https://docs.getgrist.com/doc/abcdefghijkl'), 'grist')
    assert.notEqual(match('https://a.fr/api/docs/guide.csv'), 'grist')
  })

  for (const [name, deaf] of [['hears its parameters', false], ['hears none', true]] as const) {
    it(`answers as the engine does, from a server that ${name}`, async () => {
      const seed = Number(process.env['SEED'] ?? 7)
      const large = await measure(backend(name, deaf), { table: await communes(), unique: 'code', queries: 30, seed })
      const small = await measure(backend(name, deaf), { table: traps(), unique: 'order by', queries: 30, seed })
      assert.deepEqual([...large.differences, ...small.differences], [])
    })
  }
})
