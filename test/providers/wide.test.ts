import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DataSource } from '../../src/data/source.js'
import { columnOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { serve } from '../equivalence/backends/files.js'

const names = Array.from({ length: 10_000 }, (_, index) => `champ ${index}`)
const rows = Array.from({ length: 20 }, (_, row) => names.map((_, index) => row * index))
const bodies = {
  '/large.csv': ['text/csv', [names.join(';'), ...rows.map((row) => row.join(';'))].join('\n')],
  '/large.json': ['application/json', JSON.stringify(rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]]))))],
} as const

describe('files of 10,000 columns', () => {
  for (const [path, [type, body]] of Object.entries(bodies)) {
    it(path, async () => {
      const file = await serve(path, type, body)
      try {
        const source = new DataSource(file.config, (config, options) => openDataset(config, options))
        assert.equal((await source.schema()).length, 10_000)
        const table = await source.query({ aggregate: [{ as: 's', op: 'sum', expr: { property: 'champ 9999' } }] })
        // 0 + 1 + … + 19 = 190 rows' factors.
        assert.equal(columnOf(table, 's')[0], 190 * 9999)
      } finally {
        await file.stop()
      }
    })
  }
})
