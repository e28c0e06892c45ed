import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { plan } from '../../src/data/plan.js'
import { columnOf, rowsOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { bound } from '../data/random.js'
import { difference } from '../equivalence/compare.js'
import { Queries } from '../equivalence/queries.js'
import { clickHouseMissing, startClickHouse } from '../servers/clickhouse.js'
import { startDuckDb } from '../servers/duckdb.js'
import type { Dataset, SourceConfig } from '../../src/data/dataset.js'
import type { Filter } from '../../src/data/filter.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'

const seed = Number(process.env['SEED'] ?? 20261124)

/** A server with a table `pieges`: values on which SQL engines and ours could differ. */
interface Engine {
  readonly name: string
  readonly missing?: string | undefined
  start(): Promise<{ readonly config: SourceConfig; stop(): Promise<void> }>
}

/** As text that both engines read: columns called like aliases, both zeros, no numbers, 32 bits, sub-second and zoned times. */
const texts = ['', 'a', 'A', 'é', '😀', '\\', 'a\\b', "l'an", '100 %', 'a_b', 'ab', '_', '\n', 'null']
const doubles = ['0', '-0.0', '0.1', '0.3', '-0.3', '1e150', '-1.5', '2.5', '1000000.5', '7']
const days = ['1970-01-01', '1970-01-02', '1999-12-31', '2000-02-29', '2024-12-30', '2021-01-03']
const times = ['2024-10-27 02:30:00', '2024-03-31 01:59:59', '2024-01-01 00:00:00', '2023-12-31 23:00:00', '2024-07-01 12:34:56']
const count = 120
const at = <Item>(list: readonly Item[], index: number): Item => list[index % list.length] as Item
const some = (index: number, step: number) => index % step === step - 1

const clickHouse: Engine = {
  name: 'ClickHouse',
  missing: clickHouseMissing(),
  async start() {
    const server = await startClickHouse()
    await server.run(`CREATE TABLE pieges (id UInt32, c0 Int32, c1 Nullable(Int64), o0 String, c_ Nullable(String), f Float32, z Float64, nz Nullable(Float64),
      dec Decimal(12, 2), jour Date, njour Nullable(Date), heure DateTime, utc DateTime('UTC'), tokyo Nullable(DateTime('Asia/Tokyo')),
      fixe FixedString(3), etat Enum8('vote' = 1, 'payé' = 2), petit UInt8) ENGINE = Memory`)
    const text = (value: string) => `'${value.replace(/[\\']/g, '\\$&')}'`
    const rows = Array.from({ length: count }, (_, i) => [
      i, (i % 7) - 3, some(i, 4) ? 'NULL' : (i * 37) % 11, text(at(texts, i)), some(i, 5) ? 'NULL' : text(at(texts, i * 3)),
      at(['0.1', '0.3', '2.5', '-1.25', '0'], i), at([...doubles, 'nan', 'inf', '-inf'], i), some(i, 6) ? 'NULL' : at([...doubles, 'nan'], i * 7),
      ((i % 9) * 1.15).toFixed(2), some(i, 11) ? '0' : text(at(days, i)), some(i, 3) ? 'NULL' : text(at(days, i * 5)),
      // Half past two comes twice that night: as instants too.
      some(i, 10) ? '1729989000' : some(i, 9) ? '1729992600' : text(at(times, i)), text(at(times, i)), some(i, 4) ? 'NULL' : text(at(times, i * 3)),
      text(at(['abc', 'a', ''], i)), text(at(['vote', 'payé'], i)), (i * 31) % 256,
    ].join(', '))
    await server.run(`INSERT INTO pieges VALUES (${rows.join('), (')})`)
    return { config: { src: `${server.url}?user=lecture&table=pieges`, provider: 'clickhouse' }, stop: () => server.stop() }
  },
}

const duckDb: Engine = {
  name: 'DuckDB',
  async start() {
    const server = await startDuckDb()
    await server.run("CREATE TYPE etats AS ENUM ('vote', 'payé')")
    await server.run(`CREATE TABLE pieges (id UINTEGER, c0 INTEGER, c1 BIGINT, o0 VARCHAR, c_ VARCHAR, f FLOAT, z DOUBLE, nz DOUBLE,
      dec DECIMAL(12, 2), jour DATE, njour DATE, heure TIMESTAMP, micro TIMESTAMP, seconde TIMESTAMP_S, nano TIMESTAMP_NS,
      etat etats, enorme HUGEINT, oui BOOLEAN, cle UUID)`)
    const text = (value: string) => `'${value.replaceAll("'", "''")}'`
    const rows = Array.from({ length: count }, (_, i) => [
      i, (i % 7) - 3, some(i, 4) ? 'NULL' : (i * 37) % 11, text(at(texts, i)), some(i, 5) ? 'NULL' : text(at(texts, i * 3)),
      at(['0.1', '0.3', '2.5', '-1.25', '0'], i), text(at([...doubles, 'nan', 'inf', '-inf'], i)), some(i, 6) ? 'NULL' : text(at([...doubles, 'nan'], i * 7)),
      ((i % 9) * 1.15).toFixed(2), text(at([...days, '1789-07-14', 'infinity'], i)), some(i, 3) ? 'NULL' : text(at(days, i * 5)),
      text(at(times, i)), text(at(['1969-12-31 23:59:59.9995', '2024-01-01 00:00:00.000400', '2024-01-01 00:00:00.000900'], i)), text(at(times, i)), text(`${at(times, i)}.123456789`),
      some(i, 4) ? 'NULL' : text(at(['vote', 'payé'], i)), i * 1000, at(['TRUE', 'FALSE', 'NULL'], i), `'00000000-0000-0000-0000-00000000000${i % 3}'`,
    ].join(', '))
    await server.run(`INSERT INTO pieges VALUES (${rows.join('), (')})`)
    return { config: { src: server.url, provider: 'duckdb' }, stop: () => server.stop() }
  },
}

const field = (property: string) => ({ property })

/** Questions that chance does not find. */
const chosen: readonly Query[] = [
  { groupBy: [{ as: 'k', expr: { op: 'bin', args: [field('z'), 0.1] } }], aggregate: [{ as: 'n', op: 'count' }], orderBy: [{ field: 'k' }] },
  { groupBy: [{ as: 'k', expr: { op: 'bin', args: [field('nz'), 1e-7] } }], aggregate: [{ as: 'n', op: 'count' }], orderBy: [{ field: 'k', desc: true }] },
  { groupBy: [{ as: 'k', expr: field('z') }], aggregate: [{ as: 'n', op: 'count' }] },
  { groupBy: [{ as: 'c1', expr: field('c0') }, { as: 'c0', expr: field('c1') }], aggregate: [{ as: 'o0', op: 'max', expr: field('o0') }], orderBy: [{ field: 'c1' }, { field: 'c0', desc: true }], limit: 9 },
  { select: ['c1', 'c0', 'id'], where: { op: '=', args: [field('c0'), 1] }, orderBy: [{ field: 'c1', desc: true }, { field: 'id' }], limit: 5, offset: 2 },
  { groupBy: [{ as: 'k', expr: field('c0') }], aggregate: [{ as: 'm', op: 'min', expr: field('o0') }], having: { op: '>', args: [field('m'), 3] } },
  { groupBy: [{ as: 'k', expr: field('heure') }], aggregate: [{ as: 'n', op: 'count' }], orderBy: [{ field: 'k' }] },
  { groupBy: [{ as: 'k', expr: { op: 'hour', args: [field('heure')] } }, { as: 'j', expr: { op: 'yearmonthdate', args: [field('heure')] } }], aggregate: [{ as: 'n', op: 'count' }] },
  { aggregate: [{ as: 'a', op: 'distinct', expr: field('heure') }, { as: 'b', op: 'distinct', expr: field('z') }, { as: 'c', op: 'min', expr: field('jour') }, { as: 'd', op: 'max', expr: field('f') }] },
  { where: false, aggregate: [{ as: 'a', op: 'sum', expr: field('z') }, { as: 'b', op: 'stdev', expr: field('c1') }, { as: 'c', op: 'median', expr: field('f') }, { as: 'd', op: 'distinct', expr: field('o0') }] },
  { where: { op: '=', args: [field('id'), 5] }, aggregate: [{ as: 'a', op: 'stdev', expr: field('c1') }, { as: 'b', op: 'median', expr: field('c1') }, { as: 'c', op: 'quantile', p: 0.3, expr: field('f') }] },
  { groupBy: [{ as: 'k', expr: field('etat') }], aggregate: [{ as: 'n', op: 'quantile', p: 0.37, expr: field('c1') }, { as: 's', op: 'stdev', expr: field('dec') }] },
]

const conditions: readonly Filter[] = [
  { op: '=', args: [field('f'), 0.1] },
  { op: '>', args: [field('f'), 0.1] },
  { op: '=', args: [field('z'), 0] },
  { op: 'isNull', args: [field('z')] },
  { op: 'not', args: [{ op: '=', args: [field('z'), 7] }] },
  { op: 'in', args: [field('c0'), [-1, 2.5, 1, 1e12]] },
  { op: 'in', args: [field('id'), [-1, 2, 3]] },
  { op: 'not', args: [{ op: 'in', args: [field('c_'), ['a', 'é']] }] },
  { op: 'in', args: [field('o0'), ['', 'a', '\\']] },
  { op: '=', args: [field('dec'), 1.15] },
  { op: '>', args: [field('jour'), { date: '1960-01-01' }] },
  { op: '<=', args: [field('jour'), { date: '1970-01-01' }] },
  { op: '<', args: [field('njour'), { date: '2200-01-01' }] },
  { op: '=', args: [{ op: 'year', args: [field('jour')] }, 1970] },
  { op: '=', args: [{ op: 'day', args: [field('jour')] }, 1] },
  { op: 'isNull', args: [field('jour')] },
  { op: '=', args: [field('heure'), { timestamp: '2024-10-27 02:30:00' }] },
  { op: '>', args: [field('heure'), { timestamp: '2023-12-31 23:00:00' }] },
  { op: '<', args: [field('heure'), { timestamp: '2024-07-01 12:34:56.500' }] },
  { op: '>=', args: [field('heure'), { date: '2024-01-01' }] },
  { op: '=', args: [{ op: 'hour', args: [field('heure')] }, 2] },
  { op: 'like', args: [field('o0'), 'a%b'] },
  { op: 'like', args: [field('o0'), 'a\\\\b'] },
  { op: 'like', args: [field('o0'), '\\a\\b'] },
  { op: 'like', args: [field('o0'), 'a\\_%'] },
  { op: 'like', args: [field('o0'), 'a_b'] },
  { op: 'like', args: [field('o0'), '%\\'] },
  { op: 'like', args: [field('o0'), '100 \\%%'] },
  { op: 'like', args: [field('o0'), '%'] },
  { op: '=', args: [field('etat'), 'payé'] },
  { op: '=', args: [field('etat'), "n'existe pas"] },
]

const engines: readonly Engine[] = [clickHouse, duckDb]
for (const engine of engines) {
  describe(`${engine.name} answers what the engine does with the rows it serves`, { skip: engine.missing ?? false }, () => {
    let server: Awaited<ReturnType<Engine['start']>>
    let dataset: Dataset
    let all: Table

    before(async () => {
      server = await engine.start()
      dataset = await openDataset(server.config)
      all = await dataset.execute({})
    })
    after(() => server?.stop())

    const check = async (query: Query) => {
      const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
      const found = execute(local, await dataset.execute(remote))
      assert.equal(difference(found, execute(bound(query, all.schema), all), query), undefined, JSON.stringify({ query, remote, local }))
      return remote
    }

    it('all rows, no number and no empty text among them', () => {
      assert.equal(all.numRows, count)
      for (const { name, type } of all.schema) {
        for (const value of Array.from(columnOf(all, name))) {
          assert.ok(value === null || (typeof value === (type === 'date' ? 'number' : type) && value !== '' && !Object.is(value, -0)), `${name}: ${String(value)}`)
        }
      }
      const [first, , third] = rowsOf(all)
      assert.deepEqual([first?.['f'], first?.['o0'], first?.['z']], [0.1, null, 0])
      assert.deepEqual([third?.['dec'], third?.['c0'], third?.['heure']], [2.3, -1, Date.UTC(2024, 0, 1)])
    })

    it('chosen questions, all but one wholly on the server', async () => {
      for (const query of chosen) {
        const remote = await check(query)
        if (query.where === undefined || query.where) assert.ok(remote.aggregate !== undefined || query.aggregate === undefined, JSON.stringify(query))
      }
    })

    it('conditions on what is hard', async () => {
      for (const where of conditions) await check({ where, select: ['id'], orderBy: [{ field: 'id' }] })
    })

    it('random questions', async () => {
      const random = new Queries(seed, all, 'id')
      let whole = 0
      for (let index = 0; index < 250; index++) {
        const query = random.next()
        await check(query)
        if (Object.keys(plan(query, dataset.capabilities, dataset.schema).local).every((part) => part === 'select')) whole++
      }
      assert.ok(whole > 125, `${whole} of 250 wholly on the server`)
    })
  })
}
