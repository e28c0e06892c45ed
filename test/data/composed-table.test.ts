import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFilter } from '../../src/data/cql2.js'
import { execute } from '../../src/data/engine.js'
import { executeStored } from '../../src/data/stored-engine.js'
import { Pacer } from '../../src/data/pacer.js'
import { columnOf, rowsOf, tableFromRows } from '../../src/data/table.js'
import { fileStream } from '../../src/providers/file-stream.js'
import { openDataset } from '../../src/providers/index.js'
import type { Query } from '../../src/data/query.js'
import type { Schema } from '../../src/data/schema.js'

const one = '\u00c9pinal'
const two = 'E\u0301pinal'
const schema: Schema = [{ name: 'commune', type: 'string' }, { name: 'n', type: 'number' }]
const table = tableFromRows(schema, [{ commune: one, n: 1 }, { commune: two, n: 2 }, { commune: 'Metz', n: 4 }])
const sums: Query = { groupBy: [{ as: 'commune', expr: { property: 'commune' } }], aggregate: [{ as: 'n', op: 'sum', expr: { property: 'n' } }] }
const expected = [{ commune: one, n: 3 }, { commune: 'Metz', n: 4 }]
const plain = (rows: readonly object[]) => rows.map((row) => ({ ...row }))

test('É as one character and as two is the same text: in groups, conditions and numbers of different values', () => {
  assert.deepEqual(plain(rowsOf(execute(sums, table))), expected)
  for (const written of [one, two]) {
    for (const where of [`commune = '${written}'`, `commune IN ('${written}')`, `commune LIKE '${written.slice(0, -2)}%'`]) {
      assert.deepEqual(Array.from(columnOf(execute({ where: parseFilter(where, schema) }, table), 'n')), [1, 2], where)
    }
  }
  assert.deepEqual(plain(rowsOf(execute({ aggregate: [{ as: 'd', op: 'distinct', expr: { property: 'commune' } }] }, table))), [{ d: 2 }])
})

test('files hold it once, small and large', async (t) => {
  const text = `commune;n\n${one};1\n${two};2\nMetz;4\n`
  t.mock.method(globalThis, 'fetch', async () => new Response(text, { headers: { 'content-type': 'text/csv' } }))
  const dataset = await openDataset({ src: 'https://example.org/communes.csv' })
  assert.deepEqual(Array.from(columnOf(await dataset.execute({}), 'commune')), [one, one, 'Metz'])
  const stream = await fileStream({ format: 'csv', config: { src: 'https://example.org/communes.csv' }, contentType: null })
  stream.push(new TextEncoder().encode(text))
  const stored = await stream.finish(new Pacer())
  assert.deepEqual(plain(rowsOf(await executeStored(sums, stored.table, new Pacer()))), expected)
})
