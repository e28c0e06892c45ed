import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { runGallery, specsIn } from '../gallery/run.js'

const folders = ['test/gallery/specs', ...(process.env['GALLERY'] ? [process.env['GALLERY']] : [])]

describe('the grammar: <dge-chart spec> draws what vega-embed draws', () => {
  for (const folder of folders) {
    it(folder, async () => {
      const specs = specsIn(folder)
      const results = await runGallery(specs)
      assert.ok(results.length >= (folder === folders[0] ? 40 : 1), `${results.length} specifications`)
      const others = results.filter(({ outcome }) => outcome !== 'same')
      assert.deepEqual(others.map(({ name, outcome, detail }) => `${outcome} ${name}: ${detail}`), [])
    })
  }
})
