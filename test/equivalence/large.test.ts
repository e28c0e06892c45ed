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
      assert.deepEqual([chart.requests, chart.groups], [1, 96], chart.urls.join('\n'))
      // A WFS has no groups: two columns of all rows travel, and no geometry, some 150 bytes a row; the others send 96 groups.
      if (one.name.startsWith('WFS')) {
        assert.equal(new URL(chart.urls[0] ?? '').searchParams.get('PROPERTYNAME'), 'dept,population')
        assert.ok(chart.bytes < 200 * one.rows, `${chart.bytes} bytes`)
      } else assert.ok(chart.bytes < 30_000, `${chart.bytes} bytes`)
    })
  }
})
