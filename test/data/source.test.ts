import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noCapabilities } from '../../src/data/capabilities.js'
import { DgeError, isAbort } from '../../src/data/errors.js'
import { DataSource } from '../../src/data/source.js'
import { columnOf, tableFromRows } from '../../src/data/table.js'
import type { Dataset, ExecuteOptions } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'commune', type: 'string' },
  { name: 'population', type: 'number' },
]
const rows = [
  { commune: 'Metz', population: 120 },
  { commune: 'Nancy', population: 105 },
  { commune: 'Metz', population: 1 },
]

interface Fake {
  readonly dataset: Dataset
  readonly asked: Query[]
  readonly aborted: Query[]
}

/** A file of three rows that answers after `delay` ms, unless `fail` says otherwise. */
function fake(options: { delay?: number; complete?: boolean; fail?: () => Error | undefined } = {}): Fake {
  const asked: Query[] = []
  const aborted: Query[] = []
  const execute = (query: Query, { signal, onProgress }: ExecuteOptions = {}) => {
    asked.push(query)
    const error = options.fail?.()
    if (error) return Promise.reject(error)
    onProgress?.(1, 3)
    return new Promise<ReturnType<typeof tableFromRows>>((resolve, reject) => {
      const extra = options.complete === false ? { complete: false, total: 9 } : {}
      const timer = setTimeout(() => resolve(tableFromRows(schema, rows, extra)), options.delay ?? 5)
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        aborted.push(query)
        reject(new DOMException('Aborted', 'AbortError'))
      })
    })
  }
  const dataset: Dataset = { schema, metadata: { title: 'Communes' }, capabilities: noCapabilities, downloads: [], execute }
  return { dataset, asked, aborted }
}

const total: Query = { aggregate: [{ as: 'total', op: 'sum', expr: { property: 'population' } }] }
const byCommune: Query = { ...total, groupBy: [{ as: 'commune', expr: { property: 'commune' } }] }

test('opens once, whoever asks and whatever for', async () => {
  let opened = 0
  const { dataset } = fake()
  const source = new DataSource({ src: 'x' }, async () => {
    opened++
    return dataset
  })
  const [, , metadata] = await Promise.all([source.schema(), source.query(total), source.metadata()])
  assert.equal(metadata.title, 'Communes')
  await source.query(byCommune)
  assert.equal(opened, 1)
})

test('different questions to a file share one download, at once and later', async () => {
  const { dataset, asked } = fake()
  const source = new DataSource({ src: 'x' }, async () => dataset)
  const [sum, groups] = await Promise.all([source.query(total), source.query(byCommune)])
  assert.equal(columnOf(sum, 'total')[0], 226)
  assert.deepEqual(Array.from(columnOf(groups, 'total')), [121, 105])
  await source.query({ limit: 1 })
  assert.equal(asked.length, 1)
})

test('one of two waiters leaves: the request goes on; the last leaves: it is aborted', async () => {
  const { dataset, asked, aborted } = fake({ delay: 60 })
  const source = new DataSource({ src: 'x' }, async () => dataset)
  await source.dataset()
  const first = new AbortController()
  const second = new AbortController()
  const leaving = source.query(total, { signal: first.signal })
  const staying = source.query(byCommune, { signal: second.signal })
  setTimeout(() => first.abort(), 20)
  await assert.rejects(leaving, isAbort)
  assert.equal((await staying).numRows, 2)
  assert.equal(aborted.length, 0)

  source.refresh()
  const alone = new AbortController()
  const last = source.query(total, { signal: alone.signal })
  setTimeout(() => alone.abort(), 20)
  await assert.rejects(last, isAbort)
  assert.equal(aborted.length, 1)
  assert.equal(asked.length, 2)
})

test('who comes right after an abort gets a fresh request, not the aborted one', async () => {
  const { dataset, asked } = fake({ delay: 30 })
  const source = new DataSource({ src: 'x' }, async () => dataset)
  await source.query({ limit: 0 })
  source.refresh()
  const controller = new AbortController()
  const first = source.query(total, { signal: controller.signal })
  while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve))
  controller.abort()
  const second = source.query(total)
  await assert.rejects(first, isAbort)
  assert.equal(columnOf(await second, 'total')[0], 226)
  assert.equal(asked.length, 3)
})

test('aborting the opening stops it and lets another try', async () => {
  const signals: AbortSignal[] = []
  const { dataset } = fake()
  const source = new DataSource({ src: 'x' }, (_config, { signal }) => {
    signals.push(signal)
    return new Promise((resolve) => setTimeout(() => resolve(dataset), 40))
  })
  const controller = new AbortController()
  const first = source.schema({ signal: controller.signal })
  setTimeout(() => controller.abort(), 5)
  await assert.rejects(first, isAbort)
  assert.equal(signals[0]?.aborted, true)
  assert.equal((await source.schema()).length, 2)
  assert.equal(signals.length, 2)
})

test('a failure is not kept: asking again is a retry', async () => {
  let broken = true
  const { dataset, asked } = fake({ fail: () => (broken ? new DgeError('http', 'no', { status: 503 }) : undefined) })
  const source = new DataSource({ src: 'x' }, async () => dataset)
  await assert.rejects(source.query(total), { kind: 'http' })
  broken = false
  assert.equal(columnOf(await source.query(total), 'total')[0], 226)
  assert.equal(asked.length, 2)
})

test('a failed opening is not kept either, and foreign errors become ours', async () => {
  let tries = 0
  const { dataset } = fake()
  const source = new DataSource({ src: 'x' }, async () => {
    if (++tries === 1) throw new TypeError('oops')
    return dataset
  })
  await assert.rejects(source.schema(), (error: unknown) => error instanceof DgeError && error.kind === 'internal')
  assert.equal((await source.schema()).length, 2)
})

test('a total over a cut answer is marked incomplete', async () => {
  const { dataset } = fake({ complete: false })
  const source = new DataSource({ src: 'x' }, async () => dataset)
  const table = await source.query(total)
  assert.equal(table.complete, false)
})

test('progress reaches everyone who waits, latecomers too', async () => {
  const { dataset } = fake({ delay: 250 })
  const source = new DataSource({ src: 'x' }, async () => dataset)
  await source.query({ limit: 0 })
  source.refresh()
  await source.dataset()
  const seen: string[] = []
  const first = source.query(total, { onProgress: (count, all) => seen.push(`a${count}/${all}`) })
  await new Promise((resolve) => setTimeout(resolve, 10))
  await Promise.all([first, source.query(total, { onProgress: (count, all) => seen.push(`b${count}/${all}`) })])
  assert.deepEqual(seen, ['a1/3', 'b1/3'])
})

test('refresh forgets everything and says so', async () => {
  const { dataset, asked } = fake()
  let opened = 0
  const source = new DataSource({ src: 'x' }, async () => {
    opened++
    return dataset
  })
  await source.query(total)
  let told = 0
  source.addEventListener('refresh', () => told++)
  source.refresh()
  await source.query(total)
  assert.deepEqual([opened, asked.length, told], [2, 2, 1])
})

test('old answers make room for new ones', async () => {
  const { dataset, asked } = fake({ delay: 0 })
  // A server that executes limits: each limit is a question of its own.
  const server: Dataset = { ...dataset, capabilities: { ...noCapabilities, select: true, page: { rows: true, groups: true } } }
  const source = new DataSource({ src: 'x' }, async () => server)
  for (let limit = 1; limit <= 30; limit++) await source.query({ limit })
  assert.equal(asked.length, 30)
  await source.query({ limit: 30 })
  assert.equal(asked.length, 30, 'the newest is kept')
  await source.query({ limit: 1 })
  assert.equal(asked.length, 31, 'the oldest is gone')
})
