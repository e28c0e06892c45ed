import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backends } from './backends/index.js'
import { measure } from './measure.js'
import { tasksOf } from './tasks.js'

/** A short fixed run; `npm run equivalence` is the long one. */
const seed = Number(process.env['SEED'] ?? 20261124)

describe('every way to serve a table gives the engine’s answers', async () => {
  for (const backend of backends) {
    for (const [name, task] of Object.entries(await tasksOf(backend, 25, seed))) {
      it(`${backend.name}: ${name}`, { skip: backend.missing?.() ?? false }, async () => {
        const { differences, refused, queries } = await measure(backend, task)
        assert.deepEqual(differences, [])
        assert.ok(refused < queries / 2, `${refused} of ${queries} refused`)
      })
    }
  }
})
