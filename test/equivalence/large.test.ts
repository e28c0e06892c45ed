import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { large, largeCost } from './large.js'

/** The larger ones are measured by `npm run costs`. */
describe('what a page and a chart of 100,000 rows cost', () => {
  for (const one of large.filter(({ rows }) => rows < 200_000)) {
    it(one.name, { skip: one.missing?.() ?? false }, async () => {
      const { page, chart } = await largeCost(one)
      assert.ok(page.requests <= 1, `${page.requests} requests for a page`)
      assert.ok(page.bytes < 20_000, `${page.bytes} bytes for 20 rows`)
      if (!chart) return
      assert.equal(chart.groups, 96)
      // A WFS has no groups: two columns of all rows travel, 20,000 rows at a time and no geometry, some 170 bytes a row; the others send groups.
      const wfs = one.name.startsWith('WFS')
      assert.equal(new Set(chart.urls).size, wfs ? Math.ceil(one.rows / 20_000) : 1, chart.urls.join('\n'))
      if (wfs) assert.ok(chart.urls.every((url) => new URL(url).searchParams.get('PROPERTYNAME') === 'dept,population'))
      assert.ok(chart.bytes < (wfs ? 200 * one.rows : 30_000), `${chart.bytes} bytes`)
    })
  }
})
