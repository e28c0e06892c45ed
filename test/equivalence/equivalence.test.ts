import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backends } from './backends/index.js'
import { communes, traps } from './communes.js'
import { measure } from './measure.js'
import type { Task } from './measure.js'

/** A short fixed run; `npm run equivalence` is the long one. */
const seed = Number(process.env['SEED'] ?? 20261124)

describe('every way to serve a table gives the engine’s answers', async () => {
  const tasks: Readonly<Record<string, Task>> = {
    communes: { table: await communes(), unique: 'code', queries: 25, seed },
    'names and values that break': { table: traps(), unique: 'order by', queries: 25, seed },
  }
  for (const backend of backends) {
    const missing = backend.missing?.()
    for (const [name, task] of Object.entries(tasks)) {
      if (task.unique === 'order by' && !backend.anyName) continue
      it(`${backend.name}: ${name}`, { skip: missing ?? false }, async () => {
        const { differences, refused, queries } = await measure(backend, task)
        assert.deepEqual(differences, [])
        assert.ok(refused < queries / 2, `${refused} of ${queries} refused`)
      })
    }
  }
})
