import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { describe, it } from 'node:test'
import { measureSizes } from '../bench/size-cases.js'

describe('what pages load', { skip: existsSync('dist/dge.js') ? false : 'dist/dge.js is not there: npm run build' }, () => {
  it('stays within the budget of each kind of page', async (t) => {
    const sizes = await measureSizes()
    for (const { name, bytes, budget, files } of sizes) t.diagnostic(`${name}: ${bytes} B of ${budget} in ${files.length} files`)
    const over = sizes.filter(({ bytes, budget }) => bytes > budget)
    assert.deepEqual(over.map(({ name, bytes, budget, files }) => `${name}: ${bytes} B > ${budget} B: ${files.map(([path, each]) => `${path} ${each}`).join(', ')}`), [])
  })
})
