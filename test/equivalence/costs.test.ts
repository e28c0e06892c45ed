import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backends } from './backends/index.js'
import { communes } from './communes.js'
import { costOf } from './costs.js'

describe('what six displays of one page cost', async () => {
  const table = await communes()
  for (const backend of backends) {
    it(backend.name, { skip: backend.missing?.() ?? false }, async () => {
      const { opening, displays, repeated } = await costOf(backend, table)
      assert.deepEqual(repeated, [], 'the same request twice')
      const most = backend.requestsOfSix ?? 6
      assert.ok(displays.requests <= most, `${displays.requests} requests for six displays`)
      if (most === 0) assert.equal(opening.requests, 1)
    })
  }
})
