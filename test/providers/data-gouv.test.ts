import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, before, describe, it } from 'node:test'
import provider from '../../src/providers/data-gouv.js'
import { TabularApi } from '../../src/providers/data-gouv-api.js'
import { TabularDataset } from '../../src/providers/data-gouv-dataset.js'
import { tabularClause } from '../../src/providers/data-gouv-filter.js'
import { tabularSchema, valueOf } from '../../src/providers/data-gouv-fields.js'
import { placeOf } from '../../src/providers/data-gouv-place.js'
import { openDataset, openNamed } from '../../src/providers/index.js'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { columnOf, rowsOf, tableFromRows } from '../../src/data/table.js'
import { startReplayServer } from '../servers/replay-server.js'
import { startTabularServer } from '../servers/tabular-api.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Filter } from '../../src/data/filter.js'
import type { Query } from '../../src/data/query.js'
import type { Row, Table } from '../../src/data/table.js'
import type { Recording, ReplayServer } from '../servers/replay-server.js'
import type { TabularServer } from '../servers/tabular-api.js'

const recorded = fileURLToPath(new URL('../../../shared/data/recorded/api-tabular', import.meta.url))
const p = (property: string) => ({ property })
const plain = (table: Table) => rowsOf(table).map((row) => ({ ...row }))

async function ask(dataset: Dataset, query: Query): Promise<Table> {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  return execute(local, await dataset.execute(remote))
}

describe('data.gouv.fr: recorded answers of the Tabular API', { skip: existsSync(recorded) ? false : 'the recordings of ../shared are not here' }, () => {
  const id = 'dddddddd-7777-eeee-8888-ffffffffffff'
  const closed = 'aaaaaaaa-1111-bbbb-2222-cccccccccccc'
  const bodyOf = (name: string) => JSON.parse(recording(name).response.body as string) as { data: Record<string, unknown>[]; meta: Record<string, number> }
  const recording = (name: string) => ({ label: 'recorded', ...(JSON.parse(readFileSync(`${recorded}/${name}.json`, 'utf8')) as Omit<Recording, 'label'>) })
  let server: ReplayServer
  let dataset: Dataset

  before(async () => {
    const all = readdirSync(recorded).filter((name) => name.endsWith('.json')).map((name) => recording(name.replace('.json', '')))
    const lengthless = all.map((one) => {
      const { 'content-length': _length, 'transfer-encoding': _encoding, ...headers } = one.response.headers ?? {}
      return { ...one, response: { ...one.response, headers } }
    })
    const exceptions: Recording = { label: 'from documentation', request: { path: '/api/aggregation-exceptions/' }, response: { body: { allowed: false, exceptions: [id] } } }
    server = await startReplayServer([...lengthless, exceptions])
    const opened = await openNamed({ src: `${server.origin}/api/resources/${id}/data/` })
    assert.equal(opened.provider, 'data-gouv')
    dataset = opened.dataset
  })
  after(() => server.stop())

  it('takes columns and types from the profile, the number of rows from the data', () => {
    assert.deepEqual(dataset.schema.map(({ name, type }) => [name, type]), [
      ['code', 'string'], ['nom', 'string'], ['departement', 'string'], ['nom_dep', 'string'], ['epci', 'string'], ['nom_epci', 'string'], ['population', 'number'],
    ])
    assert.equal(dataset.total, 5132)
  })

  it('reads pages of rows', async () => {
    const second = await ask(dataset, { offset: 50, limit: 50 })
    const given = bodyOf('page2_50').data.map(({ __id: _id, ...row }) => row)
    assert.deepEqual(plain(second), given)
    assert.equal(second.total, 5132)
    const last = await ask(dataset, { offset: 5100, limit: 50 })
    assert.deepEqual([last.numRows, last.complete, columnOf(last, 'code')[0]], [32, true, '88501'])
    assert.equal((await ask(dataset, { offset: 24950, limit: 50 })).numRows, 0)
  })

  it('groups there', async () => {
    const sums = await ask(dataset, { groupBy: [{ as: 'd', expr: p('departement') }], aggregate: [{ as: 's', op: 'sum', expr: p('population') }], orderBy: [{ field: 's', desc: true }], limit: 2 })
    assert.deepEqual(plain(sums), [{ d: '67', s: 1163810 }, { d: '57', s: 1051309 }])
    const several = await ask(dataset, {
      groupBy: [{ as: 'd', expr: p('nom_dep') }],
      aggregate: [
        { as: 's', op: 'sum', expr: p('population') }, { as: 'm', op: 'mean', expr: p('population') },
        { as: 'n', op: 'count', expr: p('code') }, { as: 'x', op: 'max', expr: p('population') },
      ],
    })
    assert.equal(several.numRows, 10)
    assert.deepEqual(plain(several)[0], { d: 'Ardennes', s: 265893, m: 594.8389261744967, n: 452, x: 45560 })
  })

  it('counts all rows without a request', async () => {
    const before = server.requests.length
    assert.deepEqual(plain(await ask(dataset, { aggregate: [{ as: 'n', op: 'count' }] })), [{ n: 5132 }])
    assert.equal(server.requests.length, before)
  })

  it('writes conditions as the server took them, and reads what it answered', async () => {
    const api = new TabularApi(`${server.origin}/api/resources/${id}`, [], undefined)
    const { fields } = tabularSchema(await api.profile({}), [], { src: server.origin })
    const argsOf = (filter: Filter) => tabularClause(filter, fields)?.args ?? []
    const department: Filter = { op: '=', args: [p('departement'), '67'] }
    const large = await api.page([...argsOf(department), ...argsOf({ op: '>=', args: [p('population'), 30000] }), ['population__sort', 'desc'], ['columns', 'code,nom,population']], 1, 20, {}).catch((error: unknown) => error)
    // Recorded without its page size.
    assert.ok(large instanceof DgeError && large.status === 501)
    assert.deepEqual(await api.page([...argsOf({ op: 'in', args: [p('departement'), ['08', '10']] }), ['code__sort', 'asc']], 1, 5, {}), { rows: bodyOf('in_operator').data, total: 883 })
    assert.deepEqual(await api.page([...argsOf({ op: 'isNull', args: [p('population')] }), ['columns', 'code,nom,population']], 1, 20, {}), { rows: bodyOf('null_values').data, total: 17 })
    const like = await api.page(argsOf({ op: 'like', args: [p('nom'), '%é%'] }), 1, 5, {})
    assert.equal(like.total, 536)
    const rows = await api.export([...argsOf(department), ['columns', 'code,nom,population']], {})
    const lines = String(recording('csv').response.body).trim().split('\n')
    assert.equal(rows.length, lines.length - 1)
    assert.deepEqual(rows[0], { code: '67001', nom: 'Achenheim', population: '2637' })
    const total = rows.reduce((sum, { population }) => sum + Number(valueOf(population, 'number') ?? 0), 0)
    assert.equal(total, 1163810)
  })

  it('tells refusals by what the server says', async () => {
    const api = new TabularApi(`${server.origin}/api/resources/${id}`, [], undefined)
    const failed = async (args: Parameters<TabularApi['page']>[0], size: number) => api.page(args, 1, size, {}).catch((error: unknown) => error)
    const long = await failed([], 200)
    assert.ok(long instanceof DgeError && long.status === 400 && /Page size exceeds allowed maximum: 50/.test(long.message))
    const gone = await new TabularApi(`${server.origin}/api/resources/aaaaaaaa-1111-bbbb-2222-ccccccccccc9`, [], undefined).export([], {}).catch((error: unknown) => error)
    assert.ok(gone instanceof DgeError && gone.kind === 'http')
    assert.equal(await new TabularApi(`${server.origin}/api/resources/${closed}`, [], undefined).aggregates({}), false)
  })

  it('was asked nothing else by the dataset', () => {
    const strange = server.refused.filter((path) => !/population__sort|page_size=200|ccccccccccc9/.test(path))
    assert.deepEqual(strange, [])
  })
})

const communes = 'dddddddd-1111-4222-8333-444444444444'
const listed = 'eeeeeeee-1111-4222-8333-444444444444'

/** 130 rows: ties, missing values, texts with separators. */
function rowsOfTest(): Record<string, string | number | boolean | null>[] {
  const names = ['Nancy', 'Épinal', 'épinal', "L'Hôpital", 'A, B', 'x&y=z', '50%', 'a.b', '(c)', 'É', 'Zed']
  return Array.from({ length: 130 }, (_, at) => ({
    nom: at % 13 === 5 ? null : (names[at % names.length] ?? null),
    dep: ['54', '57', '67', '88'][at % 4] ?? null,
    pop: at % 7 === 3 ? null : (at * 37) % 50,
    taux: at % 5 === 0 ? null : at / 8,
    ouvert: at % 3 === 0 ? null : at % 3 === 1,
    jour: at % 9 === 0 ? null : `2024-0${1 + (at % 6)}-1${at % 10}`,
    heure: `2024-01-0${1 + (at % 3)}T0${at % 10}:30:00`,
    latitude: at % 11 === 0 ? null : 48 + at / 100,
    longitude: 6 + at / 100,
  }))
}

const columns = {
  nom: 'string', dep: 'string', pop: 'int', taux: 'float', ouvert: 'bool', jour: 'date', heure: 'datetime',
  latitude: { python_type: 'float', format: 'latitude_wgs' }, longitude: { python_type: 'float', format: 'longitude_wgs' },
}

describe('data.gouv.fr: a stand-in written from documentation, never seen on the wire', () => {
  let server: TabularServer
  let reference: Table
  const open = async (id: string, more: Partial<Parameters<typeof openDataset>[0]> = {}) => openDataset({ src: `${server.origin}/api/resources/${id}/`, ...more })

  before(async () => {
    const rows = rowsOfTest()
    server = await startTabularServer([
      { id: communes, columns, rows },
      { id: listed, columns, rows, aggregates: true },
    ])
    const dataset = await open(communes)
    const dated = rowsOfTest().map((row): Row => {
      const { latitude, longitude } = row
      const geometry = latitude === null ? null : { type: 'Point' as const, coordinates: [Number(longitude), Number(latitude)] }
      const ms = (text: unknown) => (text === null ? null : Date.parse(String(text).length > 10 ? `${String(text)}Z` : String(text)))
      return { ...row, jour: ms(row['jour']), heure: ms(row['heure']), geometry }
    })
    reference = tableFromRows(dataset.schema, dated)
  })
  after(() => server.stop())

  it('makes points of the columns that are latitude and longitude', async () => {
    const dataset = await open(communes)
    assert.deepEqual(dataset.schema.at(-1), { name: 'geometry', type: 'geometry' })
    assert.equal(dataset.total, 130)
    assert.deepEqual(plain(await ask(dataset, {})), plain(reference))
  })

  const conditions: readonly Filter[] = [
    { op: '=', args: [p('dep'), '54'] }, { op: '<>', args: [p('nom'), 'Nancy'] }, { op: '<', args: [p('nom'), 'É'] },
    { op: '=', args: [p('nom'), 'x&y=z'] }, { op: '=', args: [p('nom'), 'A, B'] }, { op: '=', args: [p('nom'), '50%'] },
    { op: 'in', args: [p('nom'), ['A, B', 'Zed', '(c)']] }, { op: 'in', args: [p('nom'), ['x&y=z', 'Zed']] },
    { op: 'not', args: [{ op: 'in', args: [p('nom'), ['Nancy', 'Zed']] }] },
    { op: '>', args: [p('pop'), 20] }, { op: '<=', args: [p('pop'), 20.5] }, { op: 'between', args: [p('taux'), 2.5, 7.25] },
    { op: 'not', args: [{ op: 'between', args: [p('pop'), 10, 40] }] }, { op: '=', args: [p('ouvert'), true] }, p('ouvert'), { op: 'not', args: [p('ouvert')] },
    { op: 'isNull', args: [p('nom')] }, { op: 'not', args: [{ op: 'isNull', args: [p('pop')] }] },
    { op: '>=', args: [p('jour'), { date: '2024-03-01' }] }, { op: '=', args: [{ op: 'year', args: [p('jour')] }, 2024] },
    { op: '=', args: [{ op: 'month', args: [p('jour')] }, 3] }, { op: '>', args: [p('heure'), { timestamp: '2024-01-02T00:00:00Z' }] },
    { op: 'like', args: [p('nom'), '%pin%'] }, { op: 'like', args: [p('nom'), 'É%'] }, { op: 'like', args: [p('nom'), '50\\%'] }, { op: 'like', args: [p('nom'), '_.b'] },
    { op: 'or', args: [{ op: '=', args: [p('dep'), '54'] }, { op: '>', args: [p('taux'), 10.5] }, { op: 'isNull', args: [p('pop')] }] },
    { op: 'or', args: [{ op: '=', args: [p('nom'), 'a.b'] }, { op: '<>', args: [p('dep'), '54'] }] },
    { op: 'or', args: [{ op: '=', args: [p('nom'), 'A, B'] }, { op: '=', args: [p('dep'), '54'] }] },
    { op: 's_intersects', args: [p('geometry'), { bbox: [6.2, 48.1, 6.5, 48.6] }] },
  ]

  for (const id of [communes, listed]) {
    it(`keeps the law for conditions, order, pages and groups (${id === listed ? 'groups allowed' : 'no groups'})`, async () => {
      const dataset = await open(id)
      const n = { as: 'n', op: 'count' } as const
      const shapes: readonly Query[] = [
        {}, { select: ['nom', 'pop'] }, { limit: 7, offset: 3, select: ['nom'] }, { limit: 60, offset: 45 }, { offset: 120, limit: 20 },
        { orderBy: [{ field: 'pop', desc: true }], limit: 10, select: ['nom'] }, { orderBy: [{ field: 'pop' }], limit: 5, offset: 2 },
        { orderBy: [{ field: 'taux', desc: true }], limit: 10, select: ['taux'] }, { orderBy: [{ field: 'jour', desc: true }], limit: 4 },
        { orderBy: [{ field: 'nom' }], limit: 6 }, { orderBy: [{ field: 'dep' }, { field: 'pop', desc: true }], limit: 6 },
        { aggregate: [n] }, { aggregate: [n, { as: 's', op: 'sum', expr: p('pop') }, { as: 'a', op: 'mean', expr: p('taux') }] },
        { groupBy: [{ as: 'd', expr: p('dep') }], aggregate: [n, { as: 'x', op: 'max', expr: p('jour') }], orderBy: [{ field: 'd' }] },
        { groupBy: [{ as: 'nom', expr: p('nom') }], aggregate: [n, { as: 'm', op: 'median', expr: p('pop') }], orderBy: [{ field: 'n', desc: true }, { field: 'nom' }], limit: 3 },
        { groupBy: [{ as: 'nom', expr: p('nom') }, { as: 'o', expr: p('ouvert') }], aggregate: [{ as: 's', op: 'sum', expr: p('pop') }], orderBy: [{ field: 'nom' }, { field: 'o' }] },
        { groupBy: [{ as: 'p', expr: p('pop') }], aggregate: [n], having: { op: '>', args: [p('n'), 2] }, orderBy: [{ field: 'p' }] },
      ]
      for (const where of [undefined, ...conditions]) {
        for (const shape of shapes) {
          const query: Query = where === undefined ? shape : { ...shape, where }
          const [got, wanted] = [await ask(dataset, query), execute(query, reference)]
          assert.deepEqual(plain(got), plain(wanted), JSON.stringify(query))
          assert.equal(got.complete, true)
          if (got.total !== undefined && wanted.total !== undefined) assert.equal(got.total, wanted.total, JSON.stringify(query))
        }
      }
      const box: Query = { extent: [6.2, 48.1, 6.5, 48.6], select: ['nom'] }
      assert.deepEqual(plain(await ask(dataset, box)), plain(execute(box, reference)))
    })
  }

  it('asks once for the first rows by number, and for groups', async () => {
    const dataset = await open(listed)
    const count = async (query: Query) => {
      const before = server.requests.length
      await ask(dataset, query)
      return server.requests.slice(before).map((path) => path.replace(/^.*\/data\//, ''))
    }
    assert.deepEqual(await count({ orderBy: [{ field: 'taux', desc: true }], limit: 10, select: ['nom'] }), ['?taux__isnotnull&taux__sort=desc&columns=__id,nom,taux&page_size=50'])
    assert.deepEqual(await count({ groupBy: [{ as: 'd', expr: p('dep') }], aggregate: [{ as: 'n', op: 'count' }] }), ['?dep__groupby&__id__count&page_size=50'])
    assert.deepEqual(await count({ where: { op: '=', args: [p('dep'), '54'] }, limit: 5 }), ['?dep__exact=54&page_size=5'])
  })

  it('falls back to rows where groups are refused after all, and does not ask again', async () => {
    const api = new TabularApi(`${server.origin}/api/resources/${communes}`, [], undefined)
    const described = tabularSchema(await api.profile({}), [], { src: '' })
    const dataset = new TabularDataset({ ...described, api, metadata: {}, downloads: [], total: 130, aggregates: true })
    const query: Query = { groupBy: [{ as: 'd', expr: p('dep') }], aggregate: [{ as: 's', op: 'sum', expr: p('pop') }], orderBy: [{ field: 'd' }] }
    assert.equal(dataset.capabilities.group(p('dep')), true)
    assert.deepEqual(plain(await ask(dataset, query)), plain(execute(query, reference)))
    assert.equal(dataset.capabilities.group(p('dep')), false)
  })

  it('keeps the conditions of the address, and refuses its groups', async () => {
    const dataset = await openDataset({ src: `${server.origin}/api/resources/${communes}/data/?dep__exact=54&pop__isnotnull&page_size=2&pop__sort=desc` })
    const where: Filter = { op: 'and', args: [{ op: '=', args: [p('dep'), '54'] }, { op: 'not', args: [{ op: 'isNull', args: [p('pop')] }] }] }
    assert.deepEqual(plain(await ask(dataset, {})), plain(execute({ where }, reference)))
    await assert.rejects(openDataset({ src: `${server.origin}/api/resources/${communes}/data/?dep__groupby&pop__sum` }), (error) => error instanceof DgeError && error.kind === 'query' && /dep__groupby/.test(error.message))
  })

  it('marks what max-rows cuts, and checks the author’s types', async () => {
    const dataset = await open(communes, { maxRows: 30 })
    const table = await ask(dataset, {})
    assert.deepEqual([table.numRows, table.complete, table.total], [30, false, 130])
    await assert.rejects(open(communes, { types: { nop: 'number' } }), (error) => error instanceof DgeError && error.kind === 'field')
    const typed = await open(communes, { types: { dep: 'number' } })
    assert.deepEqual(plain(await ask(typed, { select: ['dep'], where: { op: '>', args: [p('dep'), 60] }, limit: 2 })), [{ dep: 67 }, { dep: 88 }])
  })

  it('reads more rows than an export has by the server’s row numbers', async () => {
    const rows = Array.from({ length: 120_001 }, (_, at) => ({ n: at, half: at % 2 }))
    const large = 'cccccccc-1111-4222-8333-444444444444'
    const big = await startTabularServer([{ id: large, columns: { n: 'int', half: 'int' }, rows }])
    try {
      const dataset = await openDataset({ src: `${big.origin}/api/resources/${large}/` })
      const sum = await ask(dataset, { aggregate: [{ as: 's', op: 'sum', expr: p('n') }, { as: 'n', op: 'count' }] })
      assert.deepEqual(plain(sum), [{ s: (120_000 * 120_001) / 2, n: 120_001 }])
      const odd = await ask(dataset, { where: { op: '=', args: [p('half'), 1] }, aggregate: [{ as: 's', op: 'sum', expr: p('n') }] })
      assert.deepEqual(plain(odd), [{ s: 60_000 * 60_000 }])
      assert.deepEqual(dataset.downloads, [])
    } finally {
      await big.stop()
    }
  })

  it('bears with column names that its grammar has no room for', async () => {
    const odd = 'bbbbbbbb-1111-4222-8333-444444444444'
    const names = ['a__b', 'a,b', 'a"b', 'a.b', 'a&b=c', 'é à', '__proto__x', 'x)']
    const small = await startTabularServer([{ id: odd, columns: Object.fromEntries(names.map((name) => [name, 'string'])), rows: [1, 2, 3].map((n) => Object.fromEntries(names.map((name) => [name, `v${n}`]))) }])
    try {
      const dataset = await openDataset({ src: `${small.origin}/api/resources/${odd}/` })
      for (const name of names) {
        const table = await ask(dataset, { where: { op: '=', args: [p(name), 'v2'] }, select: [name], limit: 5 })
        assert.deepEqual(plain(table), [{ [name]: 'v2' }])
      }
    } finally {
      await small.stop()
    }
  })
})

describe('data.gouv.fr: pages and the catalogue, from documentation, never seen on the wire', () => {
  let server: TabularServer
  const csv = '11111111-1111-4222-8333-444444444444'
  const raw = '22222222-1111-4222-8333-444444444444'
  const parsedCsv = { 'analysis:parsing:finished_at': '2024-01-01T00:00:00' }
  const about = (slug: string) => ({
    id: `id-${slug}`, slug, title: `Données ${slug}`, description: '**Tout** <b>ici</b>', license: 'lov2', last_update: '2024-05-01T10:00:00+00:00',
    organization: { name: 'Région Grand Est' }, page: `https://www.data.gouv.fr/datasets/${slug}/`, resources: { rel: 'subsection', total: 1 },
  })
  const resource = (id: string, title: string, format: string, more: object = {}) => ({ id, title, format, type: 'main', url: `${server.origin}/files/${title}.${format}`, last_modified: '2024-04-01T00:00:00+00:00', extras: {}, ...more })
  const put = (slug: string, resources: readonly object[]) => {
    server.pages.set(`/api/2/datasets/${slug}/`, about(slug))
    server.pages.set(`/api/2/datasets/id-${slug}/`, about(slug))
    server.pages.set(`/api/2/datasets/${slug}/resources/`, { data: resources, total: resources.length, next_page: null })
    for (const one of resources) server.pages.set(`/api/2/datasets/resources/${(one as { id: string }).id}/`, { dataset_id: `id-${slug}`, resource: one })
  }

  before(async () => {
    server = await startTabularServer([{ id: csv, columns: { nom: 'string', n: 'int' }, rows: [{ nom: 'a', n: 1 }, { nom: 'b', n: 2 }], dataset: 'id-lus' }])
    put('lus', [resource(csv, 'communes', 'csv', { extras: parsedCsv }), resource(raw, 'communes', 'xlsx'), resource('33333333-1111-4222-8333-444444444444', 'Notice', 'pdf', { type: 'documentation' })])
    put('fichier', [resource(raw, 'fichier', 'json')])
    put('annees', [resource(csv, 'Année 2023', 'csv', { extras: parsedCsv }), resource(raw, 'Année 2024', 'csv')])
    put('vide', [resource(raw, 'plan', 'dwg'), resource(csv, 'notice', 'pdf')])
    server.pages.set('/files/fichier.json', [{ nom: 'c', n: 3 }])
  })
  after(() => server.stop())
  const at = (path: string) => ({ src: server.origin + path })

  it('opens the table of a page, with the words of the catalogue', async () => {
    const { provider: name, dataset } = await openNamed(at('/fr/datasets/lus/'))
    assert.equal(name, 'data-gouv')
    assert.deepEqual(plain(await ask(dataset, {})), [{ nom: 'a', n: 1 }, { nom: 'b', n: 2 }])
    assert.deepEqual(dataset.metadata, {
      title: 'Données lus – communes', description: '**Tout** ici', publisher: 'Région Grand Est', licence: 'Licence Ouverte / Open Licence version 2.0',
      licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence', modified: '2024-04-01T00:00:00+00:00', page: 'https://www.data.gouv.fr/datasets/lus/',
    })
    assert.deepEqual(dataset.downloads.map(({ format }) => format), ['csv', 'xlsx', 'csv'])
  })

  it('opens resources by permalink, anchor, parameter and the Tabular API', async () => {
    for (const path of [`/fr/datasets/r/${csv}`, `/api/1/datasets/r/${csv}`, `/fr/datasets/lus/#/resources/${csv}`, `/fr/datasets/lus/#resource-${csv}`, `/fr/datasets/lus/?resource_id=${csv}`, `/api/resources/${csv}/data/`]) {
      const dataset = await openDataset(at(path))
      assert.deepEqual([dataset.total, dataset.metadata.publisher], [2, 'Région Grand Est'], path)
    }
  })

  it('hands over to the file of a resource that is no table', async () => {
    for (const path of ['/fr/datasets/fichier/', `/fr/datasets/r/${raw}`]) {
      const opened = await provider.open(at(path))
      assert.ok('to' in opened)
      assert.equal(opened.to.layer, '')
    }
    const { provider: name, dataset } = await openNamed(at('/fr/datasets/fichier/'))
    assert.equal(name, 'json')
    assert.deepEqual(plain(await ask(dataset, {})), [{ nom: 'c', n: 3 }])
    assert.equal(dataset.metadata.title, 'Données fichier')
  })

  it('asks which of several resources is meant', async () => {
    const failed = await openDataset(at('/fr/datasets/annees/')).catch((error: unknown) => error)
    assert.ok(failed instanceof DgeError && failed.kind === 'query')
    assert.deepEqual(failed.choices, [{ layer: csv, title: 'Année 2023 (csv)' }, { layer: raw, title: 'Année 2024 (csv)' }])
    assert.equal((await openDataset({ ...at('/fr/datasets/annees/'), layer: 'année 2023' })).total, 2)
    const wrong = await openDataset({ ...at('/fr/datasets/annees/'), layer: '2022' }).catch((error: unknown) => error)
    assert.ok(wrong instanceof DgeError && wrong.choices.length === 2)
  })

  it('says what it does not find', async () => {
    const kindOf = async (path: string) => openDataset(at(path)).then(() => 'opened', (error: unknown) => (error instanceof DgeError ? `${error.kind} ${error.status ?? ''}`.trim() : String(error)))
    assert.equal(await kindOf('/fr/datasets/inconnu/'), 'http 404')
    assert.equal(await kindOf('/fr/datasets/vide/'), 'unsupported')
    assert.equal(await kindOf('/api/resources/99999999-1111-4222-8333-444444444444/data/'), 'http 404')
  })

  it('reads addresses', () => {
    const id = '99999999-1111-4222-8333-444444444444'
    const national = { catalogue: 'https://www.data.gouv.fr/api', tabular: 'https://tabular-api.data.gouv.fr/api' }
    assert.deepEqual(placeOf('https://www.data.gouv.fr/datasets/irve/'), { ...national, dataset: 'irve' })
    assert.deepEqual(placeOf(`https://www.data.gouv.fr/datasets/irve/?resource_id=${id}`), { ...national, dataset: 'irve', resource: id })
    assert.deepEqual(placeOf(`https://www.data.gouv.fr/fr/datasets/r/${id}`), { ...national, resource: id })
    assert.deepEqual(placeOf('https://meteo.data.gouv.fr/datasets/abc'), { ...national, dataset: 'abc' })
    assert.deepEqual(placeOf('https://demo.data.gouv.fr/fr/datasets/x/'), { catalogue: 'https://demo.data.gouv.fr/api', tabular: 'https://tabular-api.preprod.data.gouv.fr/api', dataset: 'x' })
    assert.deepEqual(placeOf('https://data.public.lu/fr/datasets/x/'), { catalogue: 'https://data.public.lu/api', dataset: 'x' })
    assert.deepEqual(placeOf(`https://tabular-api.data.gouv.fr/api/resources/${id}/data/?page=2`), { ...national, resource: id, fixed: [] })
    assert.equal(placeOf('https://www.data.gouv.fr/fr/organizations/x/'), undefined)
  })
})
