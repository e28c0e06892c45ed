import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backends } from './backends/index.js'
import { communes } from './communes.js'
import { measure } from './measure.js'

/** A short fixed run; `npm run equivalence` is the long one. */
const seed = Number(process.env['SEED'] ?? 20261124)

describe('every way to serve a table gives the engine’s answers', async () => {
  const table = await communes()
  for (const backend of backends) {
    it(backend.name, { skip: backend.missing?.() ?? false }, async () => {
      const { differences, refused, queries } = await measure(backend, { table, unique: 'code', queries: 12, seed })
      assert.deepEqual(differences, [])
      assert.ok(refused < queries / 2, `${refused} of ${queries} refused`)
    })
  }
})
