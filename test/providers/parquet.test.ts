import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { DataSource } from '../../src/data/source.js'
import { createTable, rowsOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { toParquet } from '../equivalence/backends/parquet.js'
import { serve } from '../equivalence/backends/files.js'
import { startRangeServer } from '../servers/range-server.js'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { Column } from '../../src/data/table.js'

const folder = new URL('../../../shared/data/parquet/', import.meta.url)
const missing = existsSync(folder) ? false : 'the files of ../shared are not here'
const source = (config: SourceConfig) => new DataSource(config, (settings, options) => openDataset(settings, options))
const rows = 100_000

/** Sorted by `n`, so that row groups hold ranges of it; `texte` is heavy. */
const large = () => {
  const columns = new Map<string, Column>([
    ['n', Array.from({ length: rows }, (_, index) => index)],
    ['dep', Array.from({ length: rows }, (_, index) => `D${index % 96}`)],
    ['texte', Array.from({ length: rows }, (_, index) => `${index} ${(index * 7919) % 1_000_003} ${(index * 104_729) % 999_983}`)],
  ])
  const table = createTable([{ name: 'n', type: 'number' }, { name: 'dep', type: 'string' }, { name: 'texte', type: 'string' }], columns, { numRows: rows })
  return toParquet(table, 10_000)
}

it('whole numbers beyond 2^53 keep their digits, as text, whether or not statistics tell of them', async () => {
  const data = [9007199254740993n, 7n, null]
  for (const statistics of [true, false]) {
    const columnData = [{ name: 'id', data, type: 'INT64' as const }, { name: 'n', data: [5n, -3n, 2n], type: 'INT64' as const }]
    const server = await startRangeServer('/a.parquet', new Uint8Array(parquetWriteBuffer({ columnData, statistics })))
    try {
      const parquet = source({ src: server.src })
      assert.equal((await parquet.dataset()).schema[0]?.type, statistics ? 'string' : 'number')
      const table = await parquet.query({})
      assert.deepEqual([table.schema.map(({ type }) => type), rowsOf(table).map(({ id, n }) => [id, n])], [['string', 'number'], [['9007199254740993', 5], ['7', -3], [null, 2]]])
      const found = await parquet.query({ where: { op: '=', args: [{ property: 'id' }, '9007199254740993'] } })
      assert.deepEqual(rowsOf(found).map(({ n }) => n), statistics ? [5] : [])
    } finally {
      await server.stop()
    }
  }
})

describe('Parquet by ranges', () => {
  const body = large()

  it('counting costs the footer only; a sum, its column only; a condition, the row groups that may match', async () => {
    const server = await startRangeServer('/large.parquet', body)
    try {
      const parquet = source({ src: server.src })
      assert.equal((await parquet.dataset()).total, rows)
      assert.deepEqual(server.asked.length, 2, String(server.asked))
      const opened = server.sent()
      assert.ok(opened <= 65_536)
      const count = await parquet.query({ aggregate: [{ as: 'c', op: 'count' }] })
      assert.equal(rowsOf(count)[0]?.['c'], rows)
      assert.equal(server.sent(), opened)

      const groups = await parquet.query({ groupBy: [{ as: 'dep', expr: { property: 'dep' } }], aggregate: [{ as: 'c', op: 'count' }] })
      assert.equal(groups.numRows, 96)
      const one = server.sent() - opened
      assert.ok(one < body.length / 8, `${one} of ${body.length} bytes for the column of départements`)

      const before = server.sent()
      const few = await parquet.query({ where: { op: 'between', args: [{ property: 'n' }, 42_000, 42_009] }, select: ['n', 'texte'] })
      assert.deepEqual(rowsOf(few).map(({ n }) => n), Array.from({ length: 10 }, (_, index) => 42_000 + index))
      // One row group of ten.
      assert.ok(server.sent() - before < body.length / 8, `${server.sent() - before} of ${body.length} bytes`)

      const page = await parquet.query({ offset: 95_000, limit: 3, select: ['n'] })
      assert.deepEqual(rowsOf(page).map(({ n }) => n), [95_000, 95_001, 95_002])
      assert.equal(page.total, rows)
    } finally {
      await server.stop()
    }
  })

  it('where ranges are not served the file comes whole, once', async () => {
    const server = await startRangeServer('/large.parquet', body, { ranges: false })
    try {
      const parquet = source({ src: server.src })
      for (const field of ['n', 'dep']) assert.equal((await parquet.query({ select: [field] })).numRows, rows)
      assert.deepEqual(server.asked, ['head', 'all'])
    } finally {
      await server.stop()
    }
  })

  it('the author’s bound: partial, and said', async () => {
    const server = await startRangeServer('/large.parquet', body)
    try {
      const table = await source({ src: server.src, maxRows: 15_000 }).query({ select: ['n'] })
      assert.equal(table.numRows, 15_000)
      assert.equal(table.complete, false)
      assert.equal(table.total, rows)
    } finally {
      await server.stop()
    }
  })

  for (const [name, content, kind] of [
    ['a web page', '<!doctype html><title>Connexion</title>', 'format'],
    ['an empty file', '', 'format'],
    ['a cut file', body.subarray(0, body.length - 5000), 'format'],
  ] as const) {
    it(`${name} is a ${kind} error`, async () => {
      const file = await serve('/a.parquet', 'application/octet-stream', content)
      try {
        await assert.rejects(openDataset(file.config), { kind })
      } finally {
        await file.stop()
      }
    })
  }
})

describe('published Parquet files', { skip: missing }, () => {
  const opened = async (name: string) => {
    const server = await startRangeServer(`/${name}`, readFileSync(new URL(name, folder)))
    try {
      return await source({ src: server.src }).query({})
    } finally {
      await server.stop()
    }
  }

  it('seattle-weather: days, numbers, words', async () => {
    const table = await opened('seattle-weather.parquet')
    // Four years of days, one of them a leap year.
    assert.equal(table.numRows, 4 * 365 + 1)
    assert.deepEqual(table.schema.map(({ name, type }) => `${name} ${type}`), [
      'date date', 'precipitation number', 'temp_max number', 'temp_min number', 'wind number', 'weather string',
    ])
    const [first] = rowsOf(table)
    assert.deepEqual({ ...first }, { date: Date.UTC(2012, 0, 1), precipitation: 0, temp_max: 12.8, temp_min: 5, wind: 4.7, weather: 'drizzle' })
  })

  it('example_geo: GeoParquet’s own example, five countries', async () => {
    const table = await opened('example_geo.parquet')
    assert.equal(table.numRows, 5)
    const names = rowsOf(table).map(({ name }) => name)
    assert.deepEqual(names.sort(), ['Canada', 'Fiji', 'Tanzania', 'United States of America', 'W. Sahara'])
    const fiji = rowsOf(table).find(({ name }) => name === 'Fiji')
    const geometry = fiji?.['geometry']
    assert.ok(typeof geometry === 'object' && geometry?.type === 'MultiPolygon')
  })
})
