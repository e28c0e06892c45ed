import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { noCapabilities } from '../../src/data/capabilities.js'
import { execute } from '../../src/data/engine.js'
import { DgeError, isAbort } from '../../src/data/errors.js'
import { DataSource } from '../../src/data/source.js'
import { columnOf, tableFromRows } from '../../src/data/table.js'
import type { Dataset, ExecuteOptions } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row } from '../../src/data/table.js'

const schema: Schema = [
  { name: 'code', type: 'string' }, { name: 'dep', type: 'string' }, { name: 'n', type: 'number' }, { name: 'forme', type: 'geometry' },
]
const rows: readonly Row[] = [
  { code: 'a', dep: '54', n: 1, forme: { type: 'Point', coordinates: [6, 48] } },
  { code: 'b', dep: '57', n: 2, forme: null },
  { code: 'c', dep: '57', n: 4, forme: null },
]

/** A server that sends chosen columns and does nothing else. */
function fake(fails: () => boolean = () => false) {
  const asked: Query[] = []
  const aborted: Query[] = []
  const dataset: Dataset = {
    schema, metadata: {}, downloads: [],
    capabilities: { ...noCapabilities, select: true },
    execute: async (query: Query, { signal }: ExecuteOptions = {}) => {
      asked.push(query)
      signal?.addEventListener('abort', () => aborted.push(query))
      await new Promise((resolve) => setTimeout(resolve, 20))
      signal?.throwIfAborted()
      if (fails()) throw new DgeError('network', 'gone')
      return execute(query, tableFromRows(schema, rows))
    },
  }
  return { asked, aborted, source: new DataSource({ src: 'x' }, async () => dataset) }
}

const sumBy = (key: string): Query => ({ groupBy: [{ as: key, expr: { property: key } }], aggregate: [{ as: 's', op: 'sum', expr: { property: 'n' } }] })

describe('columns that several displays need', () => {
  it('come in one answer, each gets its own', async () => {
    const { asked, source } = fake()
    const [byDep, codes, total] = await Promise.all([source.query(sumBy('dep')), source.query({ select: ['code'] }), source.query({ aggregate: [{ as: 's', op: 'sum', expr: { property: 'n' } }] })])
    assert.deepEqual(asked, [{ select: ['code', 'dep', 'n'] }])
    assert.deepEqual([Array.from(columnOf(byDep, 'dep')), Array.from(columnOf(byDep, 's'))], [['54', '57'], [1, 6]])
    assert.deepEqual([codes.schema.map(({ name }) => name), Array.from(columnOf(codes, 'code'))], [['code'], ['a', 'b', 'c']])
    assert.equal(columnOf(total, 's')[0], 7)
  })

  it('that are there are not asked for again; others are', async () => {
    const { asked, source } = fake()
    await source.query(sumBy('dep'))
    await source.query({ select: ['n', 'dep'] })
    await source.query({ select: ['code', 'n'] })
    await source.query({})
    await source.query({ select: ['code', 'forme'] })
    assert.deepEqual(asked, [{ select: ['dep', 'n'] }, { select: ['code', 'n'] }, {}])
  })

  it('do not wait for a geometry', async () => {
    const { asked, source } = fake()
    await Promise.all([source.query({ select: ['code', 'forme'] }), source.query(sumBy('dep'))])
    assert.deepEqual(asked, [{ select: ['code', 'forme'] }, { select: ['dep', 'n'] }])
  })

  it('one of two gives up: the other is answered; both: the request ends', async () => {
    const { asked, aborted, source } = fake()
    await source.dataset()
    const [one, two] = [new AbortController(), new AbortController()]
    const [leaving, staying] = [source.query({ select: ['code'] }, { signal: one.signal }), source.query({ select: ['dep'] })]
    setTimeout(() => one.abort(), 2)
    await assert.rejects(leaving, isAbort)
    assert.equal((await staying).numRows, 3)
    const last = source.query({ select: ['n'] }, { signal: two.signal })
    while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve))
    two.abort()
    await assert.rejects(last, isAbort)
    assert.deepEqual(aborted, [{ select: ['n'] }])
  })

  it('that failed are asked for anew', async () => {
    let broken = true
    const { asked, source } = fake(() => broken)
    await assert.rejects(source.query({ select: ['code'] }), { kind: 'network' })
    broken = false
    assert.equal((await source.query({ select: ['code'] })).numRows, 3)
    source.refresh()
    await source.query({ select: ['code'] })
    assert.equal(asked.length, 3)
  })
})
