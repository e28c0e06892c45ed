import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DataSource } from '../../src/data/source.js'
import { rowsOf } from '../../src/data/table.js'
import { openDataset, entryOf, registry } from '../../src/providers/index.js'
import { examples } from './index.js'

describe('every provider of the registry has an example', () => {
  it('none is forgotten, and none is of no provider', () => {
    assert.deepEqual(Object.keys(examples).sort(), registry.map(({ name }) => name).sort())
  })

  for (const [name, example] of Object.entries(examples)) {
    it(`${name}: recognised, and read`, { skip: example.missing?.() ?? false }, async () => {
      const { config, stop } = await example.start()
      try {
        const entry = config.provider === undefined ? entryOf(new URL(config.src)) : undefined
        // By the address alone, but for JSON of two kinds and what the author names.
        if (config.provider === undefined) assert.equal(entry?.name, name.startsWith('json') ? undefined : name)
        else assert.equal(config.provider, name)
        const source = new DataSource(config, openDataset)
        if (example.rows === undefined) return await assert.rejects(source.query({}), { kind: 'unsupported' })
        const table = await source.query({})
        assert.deepEqual([table.numRows, table.complete], [example.rows, true])
        assert.ok(rowsOf(table).some((row) => Object.values(row).includes(example.shows ?? '')), 'the text that a table shows')
      } finally {
        await stop()
      }
    })
  }
})
