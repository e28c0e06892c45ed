import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { columnOf, rowsOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { Random } from '../data/random.js'
import { communes } from '../equivalence/communes.js'
import { difference } from '../equivalence/compare.js'
import { Queries } from '../equivalence/queries.js'
import { koopMissing, startKoop } from '../servers/koop.js'
import { placesSchema, tableOf } from './arcgis-places.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Table, Value } from '../../src/data/table.js'
import type { RunningKoop } from '../servers/koop.js'

const missing = koopMissing()
const seed = Number(process.env['SEED'] ?? 20261124)

/** Ninety areas with many equal values, nulls, blanks and what breaks SQL. */
function places(): Table {
  const random = new Random(seed)
  const names = ['Été', 'ete', "d'Or", "''", '1=1', "x' OR '1'='1", 'Zoé', 'a%b', 'A_b', 'alpha', 'Alpha', '<b>', '\\', '[a]', '', null]
  const days = [null, Date.UTC(2024, 0, 31), Date.UTC(2023, 11, 31), Date.UTC(2024, 1, 29), Date.UTC(1969, 6, 20)]
  const rows = Array.from({ length: 90 }, (_, index): Value[] => {
    const [x, y] = [4.5 + random.int(3000) / 1000, 47.6 + random.int(2000) / 1000]
    const ring = [[x, y], [x + 0.1, y], [x, y + 0.1], [x, y]]
    return [
      `0${1000 + index}`.slice(-4 - (index % 2)), random.pick(names), random.pick([null, 0, 1, 1, 2, 10, 10, 250, -5, 1_000_000]),
      random.pick([null, 0.1, 0.25, 2.5, -1.75, 12345.678]), random.pick(days),
      random.chance(0.9) ? { type: 'Polygon', coordinates: [ring] } : null,
    ]
  })
  return tableOf(placesSchema, rows)
}

async function answer(query: Query, dataset: Dataset): Promise<Table> {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  return execute(local, await dataset.execute(remote))
}

describe('ArcGIS FeatureServer, on a real koop', { skip: missing ?? false }, () => {
  let server: RunningKoop
  let all: Table
  let dataset: Dataset

  before(async () => {
    all = await communes()
    const clock: Table = tableOf(
      [{ name: 'relevé', type: 'date' }, { name: 'saisie', type: 'date' }],
      // An instant of summer and one of winter; midnights in France.
      [[Date.UTC(2024, 6, 1, 22, 30), Date.UTC(2024, 6, 1, 22)], [Date.UTC(2024, 0, 31, 12), Date.UTC(2024, 0, 31, 23)]]
    )
    const named: Table = tableOf([{ name: 'constructor', type: 'string' }, { name: 'valueOf', type: 'number' }], [['a', 1], ['b', 2], ['b', 3]])
    server = await startKoop([{ name: 'Communes', table: all }, { name: 'Lieux', table: places() }, { name: 'Horloge', table: clock }, { name: 'Noms', table: named }], { maxRecordCount: 1000 })
    dataset = await openDataset({ src: `${server.url}/0` })
  })
  after(() => server?.stop())

  it('tells schema, total and metadata', () => {
    assert.deepEqual(dataset.schema, [
      { name: 'OBJECTID', type: 'number' },
      { name: 'code', type: 'string' }, { name: 'nom', type: 'string' }, { name: 'dept', type: 'string' }, { name: 'epci', type: 'string' },
      { name: 'population', type: 'number' }, { name: 'densite', type: 'number' },
      { name: 'releve', type: 'date', precision: 'day' }, { name: 'geometry', type: 'geometry' },
    ])
    assert.equal(dataset.total, 5115)
    assert.equal(dataset.metadata.title, 'Communes')
    const [west = 0, south = 0, east = 0, north = 0] = dataset.metadata.extent ?? []
    assert.ok(west >= 3.4 && east <= 8.2 && south >= 47.4 && north <= 50.2 && west < east && south < north)
  })

  it('reads every row through pages of 1,000', async () => {
    const seen: number[] = []
    const table = await dataset.execute({ select: ['code', 'geometry'] }, { onProgress: (rows) => seen.push(rows) })
    assert.equal(table.numRows, 5115)
    assert.equal(table.complete, true)
    assert.deepEqual(Array.from(columnOf(table, 'code')), Array.from(columnOf(all, 'code')))
    assert.deepEqual(columnOf(table, 'geometry')[4000], columnOf(all, 'geometry')[4000])
    assert.equal(seen.at(-1), 5115)
  })

  it('max-rows cuts, and says so', async () => {
    const cut = await openDataset({ src: `${server.url}/0`, maxRows: 1500 })
    const table = await cut.execute({ select: ['code'] })
    assert.deepEqual([table.numRows, table.complete, table.total], [1500, false, 5115])
    assert.equal(columnOf(table, 'code')[1499], columnOf(all, 'code')[1499])
  })

  it('groups with one request and gives their first order; sums and means are right', async () => {
    const query: Query = {
      groupBy: [{ as: 'd', expr: { property: 'dept' } }],
      aggregate: [
        { as: 'n', op: 'count' },
        { as: 'p', op: 'sum', expr: { property: 'population' } },
        { as: 'm', op: 'mean', expr: { property: 'population' } },
      ],
    }
    assert.deepEqual(plan(query, dataset.capabilities, dataset.schema).local, {})
    const table = await dataset.execute(query)
    const [departments, populations] = [columnOf(all, 'dept'), columnOf(all, 'population')]
    let [rows, sum, known] = [0, 0, 0]
    for (let row = 0; row < all.numRows; row++) {
      if (departments[row] !== 'Haut-Rhin') continue
      rows++
      const population = populations[row]
      if (typeof population !== 'number') continue
      known++
      sum += population
    }
    assert.ok(known < rows)
    const found = rowsOf(table).find(({ d }) => d === 'Haut-Rhin')
    assert.deepEqual({ ...found }, { d: 'Haut-Rhin', n: rows, p: sum, m: sum / known })
    assert.deepEqual(Array.from(columnOf(table, 'd')), [...new Set(Array.from(departments))])
  })

  it('top rows: missing values last whatever the direction, ties by id', async () => {
    for (const desc of [true, false]) {
      const query: Query = { orderBy: [{ field: 'population', desc }], offset: 4990, limit: 20, select: ['code', 'population'] }
      assert.deepEqual(plan(query, dataset.capabilities, dataset.schema).local, { select: ['code', 'population'] })
      const found = await dataset.execute(query)
      assert.deepEqual(rowsOf(found), rowsOf(execute(query, all)))
      assert.ok(Array.from(columnOf(found, 'population')).includes(null))
      assert.equal(found.total, 5115)
    }
  })

  it('days are days, clock times are shown as in France', async () => {
    const clocks = await openDataset({ src: server.url, layer: 'horloge' })
    assert.deepEqual(clocks.schema.slice(1), [
      { name: 'relevé', type: 'date', precision: 'time' },
      { name: 'saisie', type: 'date', precision: 'day' },
    ])
    const table = await clocks.execute({})
    assert.deepEqual(Array.from(columnOf(table, 'relevé')), [Date.UTC(2024, 6, 2, 0, 30), Date.UTC(2024, 0, 31, 13)])
    assert.deepEqual(Array.from(columnOf(table, 'saisie')), [Date.UTC(2024, 6, 2), Date.UTC(2024, 1, 1)])
    const where = { op: '>=', args: [{ property: 'saisie' }, { date: '2024-02-01' }] } as const
    assert.equal((await answer({ where, aggregate: [{ as: 'n', op: 'count' }] }, clocks)).columns.get('n')?.[0], 2)
    const later = { op: '>', args: [{ property: 'saisie' }, { date: '2024-02-01' }] } as const
    assert.equal((await answer({ where: later, aggregate: [{ as: 'n', op: 'count' }] }, clocks)).columns.get('n')?.[0], 1)
  })

  it('several layers and none named: the choices', async () => {
    await assert.rejects(openDataset({ src: server.url }), (error: unknown) => {
      assert.ok(error instanceof DgeError)
      assert.equal(error.kind, 'query')
      assert.deepEqual(error.choices, [{ layer: '0', title: 'Communes' }, { layer: '1', title: 'Lieux' }, { layer: '2', title: 'Horloge' }, { layer: '3', title: 'Noms' }])
      return true
    })
    await assert.rejects(openDataset({ src: server.url, layer: 'absente' }), { kind: 'query', message: /no layer “absente”/ })
    await assert.rejects(openDataset({ src: `${server.url}/9` }), { kind: 'http', status: 400 })
  })

  it('the condition of a query address stays', async () => {
    const part = await openDataset({ src: `${server.url}/0/query?where=${encodeURIComponent("dept = 'Haut-Rhin' OR dept = 'Bas-Rhin'")}&outFields=*&f=json` })
    const wanted = Array.from(columnOf(all, 'dept')).filter((name) => name === 'Haut-Rhin' || name === 'Bas-Rhin').length
    assert.equal(part.total, wanted)
    assert.equal((await part.execute({ select: ['code'] })).numRows, wanted)
    const where = { op: '=', args: [{ property: 'dept' }, 'Vosges'] } as const
    assert.equal((await answer({ where }, part)).numRows, 0)
  })

  it('names and values are no SQL', async () => {
    const lieux = await openDataset({ src: `${server.url}/1` })
    for (const text of ["x' OR '1'='1", '1=1', "''", "d'Or", '\\', "'; DROP TABLE lieux; --"]) {
      const where = { op: '=', args: [{ property: 'nom' }, text] } as const
      const wanted = Array.from(columnOf(places(), 'nom')).filter((name) => name === text).length
      assert.equal((await answer({ where, aggregate: [{ as: 'n', op: 'count' }] }, lieux)).columns.get('n')?.[0], wanted, text)
    }
    await assert.rejects(answer({ where: { op: '=', args: [{ property: 'nom = 1 OR nom' }, 'x'] } }, lieux), { kind: 'field' })
  })

  it('a column that is called as what every object of JavaScript has', async () => {
    const named = await openDataset({ src: server.url, layer: 'noms' })
    const where = { op: '=', args: [{ property: 'constructor' }, 'b'] } as const
    assert.deepEqual(rowsOf(await answer({ where, select: ['valueOf'] }, named)).map((row) => row['valueOf']), [2, 3])
    const grouped = await answer({ groupBy: [{ as: 'k', expr: { property: 'constructor' } }], aggregate: [{ as: 's', op: 'sum', expr: { property: 'valueOf' } }] }, named)
    assert.deepEqual(rowsOf(grouped).map(({ k, s }) => [k, s]), [['a', 1], ['b', 5]])
  })

  it('types of the author win', async () => {
    const typed = await openDataset({ src: `${server.url}/0`, types: { population: 'string' } })
    const where = { op: '=', args: [{ property: 'population' }, '479'] } as const
    const found = await answer({ where, select: ['code', 'population'] }, typed)
    assert.ok(rowsOf(found).some(({ code, population }) => code === '08001' && population === '479'))
  })

  const compare = async (layer: string, table: Table, unique: string, count: number) => {
    const opened = await openDataset({ src: `${server.url}/${layer}` })
    const queries = new Queries(seed, table, unique)
    let remotely = 0
    for (let index = 0; index < count; index++) {
      const query = queries.next()
      const { remote } = plan(query, opened.capabilities, opened.schema)
      if (remote.where !== undefined || remote.groupBy || remote.aggregate || remote.orderBy) remotely++
      const found = difference(await answer(query, opened), execute(query, table), query)
      assert.equal(found, undefined, `seed ${seed}, query ${index}: ${found} ${JSON.stringify(query)}`)
    }
    assert.ok(remotely > count / 4, `the server did a part of ${remotely} of ${count} queries`)
  }
  it('areas: 300 random queries give the engine’s answers', () => compare('1', places(), 'code', 300))
  it('communes: 30 random queries give the engine’s answers', () => compare('0', all, 'code', 30))
})
