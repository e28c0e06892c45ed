import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backends } from './backends/index.js'
import { measure } from './measure.js'
import { nastyTasks } from './tasks.js'

/** As `equivalence.test.ts`, on tables that break what is put together by hand. */
const seed = Number(process.env['SEED'] ?? 20261124)

describe('every way to serve a nasty table gives the engine’s answers', () => {
  for (const backend of backends) {
    for (const [name, { most = 12, ...task }] of Object.entries(nastyTasks(backend))) {
      it(`${backend.name}: ${name}`, { skip: backend.missing?.() ?? false }, async () => {
        const { differences, refused, queries } = await measure(backend, { ...task, queries: most, seed })
        assert.deepEqual(differences, [])
        assert.ok(refused < queries / 2, `${refused} of ${queries} refused`)
      })
    }
  }
})
