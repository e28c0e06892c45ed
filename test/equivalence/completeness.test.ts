import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DataSource } from '../../src/data/source.js'
import { openDataset } from '../../src/providers/index.js'
import { backends } from './backends/index.js'
import { communes } from './communes.js'
import { difference } from './compare.js'
import { sixDisplays } from './costs.js'
import { geometryAs } from './measure.js'
import { Queries } from './queries.js'

/** Rows that the author lets the source have, of 5,115. */
const maxRows = 700
const seed = Number(process.env['SEED'] ?? 20261124)

describe('with an author’s max-rows, an answer is right or marked as cut', async () => {
  const table = await communes()
  for (const backend of backends.filter(({ variant }) => !variant)) {
    it(backend.name, { skip: backend.missing?.() ?? false }, async () => {
      const running = await backend.start(table)
      try {
        const source = new DataSource({ ...running.config, maxRows }, (config, options) => openDataset(config, options))
        const all = await source.query({ select: ['code'] })
        assert.deepEqual([all.complete, all.numRows, all.total], [false, maxRows, table.numRows])
        // A page that fits is whole, or says of how many rows it is a part.
        const page = await source.query({ select: ['code'], limit: 20 })
        assert.deepEqual([page.complete || page.total === table.numRows, page.numRows], [true, 20])
        const asked = geometryAs(table, (await source.schema()).find(({ type }) => type === 'geometry')?.name)
        const random = new Queries(seed, asked, 'code')
        for (const query of [...sixDisplays, ...Array.from({ length: 20 }, () => random.next())]) {
          const answer = await source.query(query)
          if (answer.complete) assert.equal(difference(answer, execute(query, asked), query), undefined, JSON.stringify(query))
          else assert.ok(answer.total === undefined || answer.total <= table.numRows)
        }
      } finally {
        await running.stop()
      }
    })
  }
})
