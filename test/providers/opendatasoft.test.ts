import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, before, describe, it } from 'node:test'
import provider, { placeOf } from '../../src/providers/opendatasoft.js'
import { readGroups } from '../../src/providers/opendatasoft-groups.js'
import { describe as describeDataset } from '../../src/providers/opendatasoft-fields.js'
import { valueOf } from '../../src/providers/opendatasoft-values.js'
import { entryOf } from '../../src/providers/index.js'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { rowsOf } from '../../src/data/table.js'
import { readRecordings, startReplayServer } from '../servers/replay-server.js'
import type { Dataset, SourceConfig } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'
import type { Recording, ReplayServer } from '../servers/replay-server.js'

const fixtures = fileURLToPath(new URL('fixtures/opendatasoft', import.meta.url))
const recorded = fileURLToPath(new URL('../../../shared/recorded/opendatasoft-v2.1', import.meta.url))
const p = (property: string) => ({ property })

/** As a source does: plan, remote, local. */
async function ask(dataset: Dataset, query: Query): Promise<Table> {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  return execute(local, await dataset.execute(remote))
}

const plain = (table: Table) => rowsOf(table).map((row) => ({ ...row }))

describe('Opendatasoft: answers written from the documentation', () => {
  let server: ReplayServer
  const open = (id: string, config: Partial<SourceConfig> = {}) =>
    provider.open({ src: `${server.origin}/explore/dataset/${id}/table/`, ...config })

  before(async () => {
    server = await startReplayServer(readRecordings(fixtures))
  })
  after(() => server.stop())

  it('describes the dataset', async () => {
    const dataset = await open('bornes')
    assert.deepEqual(
      dataset.schema.map(({ name, type }) => `${name}:${type}`),
      ['code_insee:string', 'nom:string', 'pop:number', 'prix:number', 'ouvert:boolean', 'jour:date', 'maj:date', 'tags:string', 'year:string', 'geo_point_2d:geometry']
    )
    assert.deepEqual(dataset.schema[2], { name: 'pop', type: 'number', title: 'Population', unit: 'hab.', description: 'Population municipale' })
    assert.equal(dataset.schema[5]?.precision, 'day')
    assert.equal(dataset.schema[6]?.precision, 'time')
    assert.equal(dataset.total, 3)
    assert.deepEqual(dataset.metadata, {
      title: 'Bornes de recharge',
      description: 'Les bornes & leurs prix',
      publisher: 'Région Grand Est',
      licence: 'Licence Ouverte v2.0',
      licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
      modified: '2024-05-06T07:08:09+00:00',
      page: `${server.origin}/explore/dataset/bornes/`,
    })
    assert.equal(dataset.downloads[0]?.url, `${server.origin}/api/explore/v2.1/catalog/datasets/bornes/exports/csv`)
  })

  it('reads values: codes as text, wall clocks, lists, points, nothing as null', async () => {
    const table = await ask(await open('bornes'), {})
    assert.equal(table.complete, true)
    assert.deepEqual(plain(table), [
      {
        code_insee: '01001', nom: 'Alpha', pop: 10, prix: 1.5, ouvert: true, jour: Date.UTC(2024, 0, 31), maj: Date.UTC(2024, 0, 31, 11),
        tags: 'a, b', year: '2024', geo_point_2d: { type: 'Point', coordinates: [7.75, 48.58] },
      },
      {
        code_insee: '2A004', nom: 'Été', pop: null, prix: 2.25, ouvert: false, jour: Date.UTC(2023, 11, 1), maj: Date.UTC(2023, 6, 2, 0, 30),
        tags: null, year: null, geo_point_2d: null,
      },
      {
        code_insee: '54395', nom: null, pop: -3, prix: null, ouvert: null, jour: null, maj: null,
        tags: 'b', year: null, geo_point_2d: { type: 'Point', coordinates: [6.2, 48.7] },
      },
    ])
  })

  it('asks for the columns and rows that are wanted', async () => {
    const table = await ask(await open('bornes'), { select: ['pop', 'code_insee'], limit: 2 })
    assert.deepEqual(plain(table), [{ pop: 10, code_insee: '01001' }, { pop: null, code_insee: '2A004' }])
    assert.equal(table.total, 3)
    assert.match(server.requests.at(-1) ?? '', /records\?select=code_insee,pop&limit=2&timezone=Europe\/Paris$/)
  })

  it('says "is not" so that rows without a value stay out', async () => {
    const table = await ask(await open('bornes'), { where: { op: '<>', args: [p('nom'), 'Alpha'] }, select: ['code_insee'] })
    assert.deepEqual(plain(table), [{ code_insee: '2A004' }])
  })

  it('groups there; a sum of nothing is nothing', async () => {
    const table = await ask(await open('bornes'), {
      groupBy: [{ as: 'o', expr: p('ouvert') }],
      aggregate: [
        { as: 'n', op: 'count' },
        { as: 's', op: 'sum', expr: p('pop') },
        { as: 'm', op: 'mean', expr: p('prix') },
        { as: 'd', op: 'max', expr: p('jour') },
      ],
      orderBy: [{ field: 's', desc: true }],
      limit: 2,
    })
    assert.deepEqual(plain(table), [
      { o: true, n: 1, s: 10, m: 1.5, d: Date.UTC(2024, 0, 31) },
      { o: null, n: 1, s: -3, m: null, d: null },
    ])
  })

  it('groups by month through two plain keys', async () => {
    const query: Query = { groupBy: [{ as: 'm', expr: { op: 'yearmonth', args: [p('jour')] } }], aggregate: [{ as: 'n', op: 'count' }] }
    assert.deepEqual(plain(await ask(await open('bornes'), query)), [
      { m: Date.UTC(2023, 11, 1), n: 1 },
      { m: Date.UTC(2024, 0, 1), n: 1 },
      { m: null, n: 1 },
    ])
  })

  it('notices groups that lack rows, groups here instead, and does not ask again', async () => {
    const dataset = await open('bornes')
    const query: Query = { groupBy: [{ as: 'b', expr: { op: 'bin', args: [p('pop'), 10] } }], aggregate: [{ as: 'n', op: 'count' }] }
    assert.deepEqual(plain(await ask(dataset, query)), [{ b: 10, n: 1 }, { b: null, n: 1 }, { b: -10, n: 1 }])
    const before = server.requests.length
    assert.equal((await ask(dataset, query)).numRows, 3)
    assert.deepEqual(server.requests.slice(before).filter((url) => url.includes('group_by')), [])
  })

  it('finishes here what is refused with 400', async () => {
    const dataset = await open('bornes')
    const query: Query = { groupBy: [{ as: 'y', expr: p('year') }], aggregate: [{ as: 'n', op: 'count' }] }
    assert.deepEqual(plain(await ask(dataset, query)), [{ y: '2024', n: 1 }, { y: null, n: 2 }])
    assert.equal(dataset.capabilities.group(p('year')), false)
    const grand = await open('grand')
    const where = { op: '>', args: [p('valeur'), 118] } as const
    assert.equal(grand.capabilities.where(where), 'exact')
    assert.deepEqual(plain(await ask(grand, { where, select: ['code'] })), [{ code: '001' }, { code: '002' }])
    assert.equal(grand.capabilities.where(where), 'local')
  })

  it('answers without rows: one row of nothing', async () => {
    const query: Query = { where: { op: '>', args: [p('pop'), 1000] }, aggregate: [{ as: 's', op: 'sum', expr: p('pop') }, { as: 'n', op: 'count' }] }
    assert.deepEqual(plain(await ask(await open('bornes'), query)), [{ s: null, n: 0 }])
    const all: Query = { aggregate: [{ as: 's', op: 'sum', expr: p('pop') }, { as: 'n', op: 'count' }] }
    assert.deepEqual(plain(await ask(await open('bornes'), all)), [{ s: 7, n: 3 }])
  })

  it('counts distinct values exactly, by groups', async () => {
    const query: Query = { aggregate: [{ as: 'd', op: 'distinct', expr: p('nom') }] }
    assert.deepEqual(plain(await ask(await open('bornes'), query)), [{ d: 2 }])
  })

  it('reads all rows by one export, and says when it is cut', async () => {
    const dataset = await open('grand')
    const seen: number[] = []
    const all = await dataset.execute({}, { onProgress: (rows) => seen.push(rows) })
    assert.equal(all.numRows, 120)
    assert.equal(all.complete, true)
    assert.deepEqual(seen, [120])
    assert.deepEqual(plain(all)[119], { code: '120', valeur: 1, rang: 2 })
    const cut = await dataset.execute({ select: ['code'] })
    assert.deepEqual([cut.numRows, cut.complete, cut.total], [70, false, 120])
  })

  it('finds the error in an export that began well', async () => {
    const dataset = await open('grand')
    await assert.rejects(dataset.execute({ select: ['rang'] }), (error) => error instanceof DgeError && error.kind === 'format' && /after 2 rows.*shard failure/.test(error.message))
    await assert.rejects(dataset.execute({ select: ['valeur'] }), (error) => error instanceof DgeError && /took too long/.test(error.message))
  })

  it('takes the first rows from the server when their values differ', async () => {
    const before = server.requests.length
    const table = await ask(await open('grand'), { orderBy: [{ field: 'valeur', desc: true }], limit: 3, select: ['code'] })
    assert.deepEqual(plain(table), [{ code: '001' }, { code: '002' }, { code: '003' }])
    assert.equal(table.total, 120)
    assert.equal(server.requests.length - before, 2)
  })

  it('fetches all ties before it cuts them', async () => {
    const table = await ask(await open('grand'), { orderBy: [{ field: 'rang', desc: true }], limit: 2, select: ['code'] })
    assert.deepEqual(plain(table), [{ code: '101' }, { code: '102' }])
    assert.equal(table.total, 120)
  })

  it('keeps the filters of the page', async () => {
    const dataset = await provider.open({
      src: `${server.origin}/explore/dataset/filtre/table/?disjunctive.code&refine.code=001&refine.code=002&refine.rang=0&sort=-valeur`,
    })
    assert.equal(dataset.total, undefined)
    assert.equal((await ask(dataset, {})).numRows, 2)
    assert.deepEqual(plain(await ask(dataset, { where: { op: '>', args: [p('valeur'), 119] } })), [{ code: '001', valeur: 120, rang: 0 }])
  })

  it('explains failures', async () => {
    const failing = (id: string) => open(id).then(() => assert.fail(), (error: unknown) => error as DgeError)
    const missing = await failing('inconnu')
    assert.deepEqual([missing.kind, missing.status], ['http', 404])
    assert.match(missing.message, /does not exist/)
    assert.equal((await failing('prive')).status, 403)
    assert.equal((await failing('fichiers')).kind, 'empty')
    const before = server.requests.length
    const quota = await failing('quota')
    assert.equal(quota.status, 429)
    assert.match(quota.message, /2099-01-26/)
    assert.ok((quota.retryAfter ?? 0) > 86_400_000)
    assert.equal(server.requests.length - before, 1)
  })

  it('was never asked anything else', () => {
    assert.deepEqual(server.refused, [])
  })
})

describe('Opendatasoft: large answers and refusals', () => {
  const label = 'from documentation, never seen on the wire'
  const base = '/api/explore/v2.1/catalog/datasets/mesures'
  const size = 20_500
  const row = (i: number) => ({ id: `m${i}`, v: i % 1000, jour: `20${String(i % 20).padStart(2, '0')}-05-17`, lieu: { lon: 7 + i / 100_000, lat: 48 } })
  const lines = (rows: readonly unknown[]) => rows.map((one) => JSON.stringify(one)).join('\n')
  const all = Array.from({ length: size }, (_, i) => row(i))
  const recording = (path: string, body: unknown, status = 200): Recording => ({ label, request: { path: `${base}${path}` }, response: { status, body } })
  const described = {
    dataset_id: 'mesures', has_records: true, metas: { default: { records_count: size } },
    fields: [{ name: 'id', type: 'text' }, { name: 'v', type: 'int' }, { name: 'jour', type: 'date' }, { name: 'lieu', type: 'geo_point_2d' }],
  }
  const tz = 'timezone=Europe/Paris'
  const groupsById = all.map(({ id }) => ({ dge_k0_0: id, dge_n: 1 }))
  const recordings = [
    recording('', { error: 'slow down' }, 429),
    recording('', described),
    recording(`/records?select=count(*) as dge_n&group_by=id as dge_k0_0&limit=-1&${tz}`, { results: groupsById.slice(0, 20_000) }),
    recording(`/exports/jsonl?select=count(*) as dge_n&group_by=id as dge_k0_0&${tz}`, lines(groupsById)),
    recording(`/exports/jsonl?select=id&limit=150&${tz}`, lines(all.slice(0, 150).map(({ id }) => ({ id })))),
    recording(`/records?select=id,lieu&where=in_bbox(lieu, 46.99999, 6.99999, 49.00001, 7.00003)&limit=100&${tz}`, {
      total_count: 3, results: all.slice(0, 4).map(({ id, lieu }) => ({ id, lieu })).slice(0, 3),
    }),
    recording(`/records?select=count(*) as dge_n&where=v >= 998&group_by=year(jour) as dge_k0_0&limit=-1&${tz}`, {
      results: [{ dge_k0_0: 2018, dge_n: 20 }, { dge_k0_0: 2019, dge_n: 20 }],
    }),
    recording(`/records?where=v >= 998&limit=0&${tz}`, { total_count: 40, results: [] }),
    recording(`/records?select=id,jour&where=jour is not null&order_by=jour asc&limit=2&${tz}`, { total_count: size, results: [{ id: 'm0', jour: '2000-05-17' }, { id: 'm20', jour: '2000-05-17' }] }),
    recording(`/records?select=id,jour&where=jour <= date'2000-05-17'&limit=100&${tz}`, { total_count: 1025, results: [] }),
    recording(`/exports/jsonl?select=id,jour&where=jour <= date'2000-05-17'&${tz}`, lines(all.filter((_, i) => i % 20 === 0).map(({ id, jour }) => ({ id, jour })))),
    recording(`/records?select=v&order_by=v desc&offset=199&limit=1&where=v is not null&${tz}`, { total_count: size, results: [{ v: 990 }] }),
    recording(`/records?select=id,v&where=v >= 990&limit=100&${tz}`, { total_count: 200, results: all.slice(990, 1000).map(({ id, v }) => ({ id, v })) }),
    recording(`/exports/jsonl?select=id,v&where=v >= 990&${tz}`, lines(all.filter(({ v }) => v >= 990).map(({ id, v }) => ({ id, v })))),
    recording(`/records?select=id,jour&where=jour > date'2019-01-01'&limit=1&${tz}`, { total_count: 1, results: [{ id: 'm0', jour: '2000-05-17' }] }),
    recording(`/records?select=id,jour&where=jour > date'2019-01-01'&limit=100&${tz}`, { total_count: 1, results: [{ id: 'm0', jour: '2000-05-17' }] }),
    recording(`/exports/jsonl?select=id,jour&${tz}`, lines(all.map(({ id, jour }) => ({ id, jour })))),
    recording(`/records?select=id,v&where=v is not null&order_by=v asc&limit=2&${tz}`, { error_code: 'ODSQLError', message: 'Clause(s) containing the error(s): order_by' }, 400),
    recording(`/exports/jsonl?select=id,v&${tz}`, lines(all.map(({ id, v }) => ({ id, v })))),
    recording(`/exports/jsonl?limit=1000&${tz}`, lines(all.slice(0, 1000))),
  ]
  let server: ReplayServer
  const open = (config: Partial<SourceConfig> = {}) => provider.open({ src: `${server.origin}${base}`, ...config })
  before(async () => {
    server = await startReplayServer(recordings)
  })
  after(() => server.stop())

  it('waits when it is only crowded (429 without a reset time)', async () => {
    assert.equal((await open()).schema.length, 4)
    assert.equal(server.requests.length, 2)
  })

  it('takes more than 20,000 groups from an export', async () => {
    const table = await ask(await open(), { aggregate: [{ as: 'd', op: 'distinct', expr: p('id') }] })
    assert.deepEqual(plain(table), [{ d: size }])
  })

  it('takes more than 100 first rows from an export', async () => {
    const table = await ask(await open(), { select: ['id'], offset: 30, limit: 120 })
    assert.deepEqual([table.numRows, table.total, plain(table)[0]], [120, size, { id: 'm30' }])
  })

  it('asks for the rows of a box, a little wider, and cuts here', async () => {
    const table = await ask(await open(), { extent: [7, 47, 7.00002, 49], select: ['id'] })
    assert.deepEqual(plain(table), [{ id: 'm0' }, { id: 'm1' }, { id: 'm2' }])
  })

  it('holds the first groups of a kind against the number of rows, and then believes', async () => {
    const dataset = await open()
    const query: Query = { where: { op: '>=', args: [p('v'), 998] }, groupBy: [{ as: 'y', expr: { op: 'year', args: [p('jour')] } }], aggregate: [{ as: 'n', op: 'count' }] }
    const before = server.requests.length
    assert.deepEqual(plain(await ask(dataset, query)), [{ y: 2018, n: 20 }, { y: 2019, n: 20 }])
    assert.equal(server.requests.length - before, 2)
    await ask(dataset, query)
    assert.equal(server.requests.length - before, 3)
  })

  it('orders by date, and far down', async () => {
    const dataset = await open()
    const first = await ask(dataset, { orderBy: [{ field: 'jour' }], limit: 1, select: ['id', 'jour'] })
    assert.deepEqual(plain(first), [{ id: 'm0', jour: Date.UTC(2000, 4, 17) }])
    const far = await ask(dataset, { orderBy: [{ field: 'v', desc: true }], limit: 200, select: ['id'] })
    // 999 comes 20 times (m999, m1999, …, m19999), then 998: rank 21 is m998.
    assert.deepEqual([far.numRows, plain(far)[0], plain(far)[20], plain(far)[199]], [200, { id: 'm999' }, { id: 'm998' }, { id: 'm19990' }])
    assert.equal(far.total, size)
  })

  it('notices rows that the condition should have kept out', async () => {
    const dataset = await open()
    const where = { op: '>', args: [p('jour'), { date: '2019-01-01' }] } as const
    const table = await ask(dataset, { where, select: ['id', 'jour'], limit: 1 })
    assert.deepEqual(plain(table), [{ id: 'm19', jour: Date.UTC(2019, 4, 17) }])
    assert.equal(dataset.capabilities.where(where), 'local')
  })

  it('sorts here when it is refused there', async () => {
    const dataset = await open()
    assert.deepEqual(plain(await ask(dataset, { orderBy: [{ field: 'v' }], limit: 1, select: ['id'] })), [{ id: 'm0' }])
    assert.equal(dataset.capabilities.order({ field: 'v' }, false), false)
  })

  it('stops at the author’s bound and says so', async () => {
    const table = await (await open({ maxRows: 1000 })).execute({})
    assert.deepEqual([table.numRows, table.complete, table.total], [1000, false, size])
  })

  it('stops when nobody waits', async () => {
    const dataset = await open()
    await assert.rejects(dataset.execute({}, { signal: AbortSignal.abort() }), { name: 'AbortError' })
  })

  it('refuses an address that is an answer', async () => {
    await assert.rejects(open({ src: `${server.origin}${base}/records?group_by=id` }), (error) => error instanceof DgeError && error.kind === 'unsupported')
  })

  it('was never asked anything else', () => {
    assert.deepEqual(server.refused, [])
  })
})

describe('Opendatasoft: addresses', () => {
  it('recognises pages and API addresses on any site', () => {
    const place = (src: string) => {
      const found = placeOf(src)
      return found && [found.root, found.id]
    }
    for (const path of ['/explore/dataset/a-b/', '/explore/dataset/a-b/table/?sort=x', '/explore/embed/dataset/a-b/map/', '/explore/assets/a-b/', '/fr/explore/dataset/a-b/export/']) {
      assert.deepEqual(place(`https://data.example.fr${path}`), ['https://data.example.fr', 'a-b'], path)
    }
    for (const path of ['/api/explore/v2.1/catalog/datasets/a-b', '/api/explore/v2.0/catalog/datasets/a-b/records?limit=3', '/api/v2/catalog/datasets/a-b/exports/csv']) {
      assert.deepEqual(place(`https://data.example.fr${path}`), ['https://data.example.fr', 'a-b'], path)
    }
    assert.deepEqual(place('https://x.fr/portail/api/explore/v2.1/catalog/datasets/a%40b/records'), ['https://x.fr/portail', 'a@b'])
    assert.equal(place('https://data.example.fr/explore/'), undefined)
    const name = (src: string) => entryOf(new URL(src))?.name
    assert.equal(name('https://data.example.fr/explore/dataset/a-b/table/'), 'opendatasoft')
    assert.equal(name('https://data.example.fr/api/v2/catalog/datasets/a-b/exports/csv'), 'opendatasoft')
  })

  it('keeps conditions of an API address', () => {
    assert.deepEqual(placeOf('https://x.fr/api/explore/v2.1/catalog/datasets/a/records?where=b>1&refine=c:d&limit=5')?.fixed, [['where', 'b>1'], ['refine', 'c:d']])
  })
})

describe('Opendatasoft: recorded answers', { skip: existsSync(recorded) ? false : 'the recordings of ../shared are not here' }, () => {
  const body = (name: string) => JSON.parse(readFileSync(`${recorded}/${name}.json`, 'utf8')) as { results: Record<string, unknown>[] }
  const fields = [
    { name: 'stationcode', label: 'Code', type: 'text' },
    { name: 'capacity', label: 'Capacité', type: 'int' },
    { name: 'is_renting', label: 'Location', type: 'text' },
    { name: 'nom_arrondissement_communes', label: 'Commune', type: 'text' },
  ]
  const base = '/api/explore/v2.1/catalog/datasets/velib'
  const dataset: Recording = {
    label: 'from documentation, never seen on the wire',
    request: { path: base },
    response: { body: { dataset_id: 'velib', has_records: true, fields, metas: { default: { records_count: 1473 } } } },
  }

  it('reads the rows of two conditions', async () => {
    // The notebook asked `capacity>20 AND is_renting='NON'`: the same question in other words.
    const where = '(capacity > 20) and (is_renting = "NON")'
    const path = `${base}/records?select=stationcode,capacity,is_renting&where=${where}&limit=100&timezone=Europe/Paris`
    const server = await startReplayServer([dataset, { label: 'recorded', request: { path }, response: { body: body('records-where-and') } }])
    try {
      const opened = await provider.open({ src: `${server.origin}/explore/dataset/velib/` })
      const table = await ask(opened, {
        where: { op: 'and', args: [{ op: '>', args: [p('capacity'), 20] }, { op: '=', args: [p('is_renting'), 'NON'] }] },
        select: ['stationcode', 'capacity', 'is_renting'],
      })
      assert.equal(table.numRows, 11)
      assert.equal(table.complete, true)
      assert.deepEqual(plain(table)[8], { stationcode: '3005', capacity: 33, is_renting: 'NON' })
      assert.deepEqual(server.refused, [])
    } finally {
      await server.stop()
    }
  })

  it('reads groups and sums, and refuses bounds that are no bins', () => {
    const described = describeDataset(dataset.response.body, { src: '' })
    assert.ok(described)
    const field = described.fields.get('nom_arrondissement_communes')
    const capacity = described.fields.get('capacity')
    assert.ok(field && capacity)
    const rows = body('records-group-by-order').results.map((row) => ({ dge_k0_0: row['nom_arrondissement_communes'], dge_n: row['nb_stations'], dge_a0: row['sum(capacity)'], dge_c0: row['nb_stations'] }))
    const request = { select: '', groupBy: '', keys: [{ texts: ['nom_arrondissement_communes'], field }], aggregates: [{ as: 's', op: 'sum', expr: p('capacity') } as const] }
    const groups = readGroups(rows, request, described.fields)
    assert.deepEqual([groups.keys[0], groups.results[0], groups.counts[0]], [['Paris'], [31867], 986])
    assert.equal(groups.keys.length, 10)
    const ranges = body('records-range-explicit').results.map((row) => ({ dge_k0_0: row['capacity'], dge_n: row['count(*)'] }))
    const bins = { select: '', groupBy: '', keys: [{ texts: ['range(capacity, 5)'], field: capacity, width: 5 }], aggregates: [] }
    assert.throws(() => readGroups(ranges, bins, described.fields), /Not a value of range/)
    assert.deepEqual(readGroups(ranges.slice(1, -1), bins, described.fields).keys, [[15], [20], [25], [30]])
  })

  it('passes the message of a refused request on', async () => {
    const message = (JSON.parse(readFileSync(`${recorded}/error-400-limit.json`, 'utf8')) as { message: string }).message
    const answer: Recording = { label: 'recorded', request: { path: base }, response: { status: 400, body: JSON.parse(readFileSync(`${recorded}/error-400-limit.json`, 'utf8')) } }
    const server = await startReplayServer([answer])
    try {
      await assert.rejects(provider.open({ src: `${server.origin}/explore/dataset/velib/` }), (error) => error instanceof DgeError && error.status === 400 && error.message.includes(message))
    } finally {
      await server.stop()
    }
  })

  it('reads the values of a record of version 2.0 alike', () => {
    const { record } = JSON.parse(readFileSync(`${recorded}/v2.0-record-lookup.json`, 'utf8')) as { record: { fields: Record<string, unknown> } }
    assert.deepEqual(valueOf(record.fields['geo_point_2d'], { kind: 'geo_point_2d', type: 'geometry' }), { type: 'Point', coordinates: [2.3488, 48.85341] })
    assert.equal(valueOf(record.fields['modification_date'], { kind: 'date', type: 'date' }), Date.UTC(2020, 4, 26))
    assert.equal(valueOf(record.fields['admin2_code'], { kind: 'text', type: 'string' }), '75')
    assert.equal(valueOf(record.fields['elevation'], { kind: 'int', type: 'number' }), null)
  })
})
