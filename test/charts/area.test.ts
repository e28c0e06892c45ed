import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draw, plain } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'annee', type: 'number' },
  { name: 'v', type: 'number' },
  { name: 's', type: 'string' },
]
const rows = [2020, 2021, 2022].flatMap((annee, at) => [{ annee, v: 10 + at, s: 'bas' }, { annee, v: 30 - at, s: 'haut' }])

describe('areas', () => {
  for (const type of ['area', 'stream'] as const) {
    it(`${type}: each series is one area, on the ones before`, async () => {
      const chart = await draw({ type, x: 'annee', y: 'sum(v)', color: 's' }, rows, schema)
      const points = chart.marks('area')
      assert.equal(points.length, 6)
      const pixel = chart.size.height / ((chart.scale('y').domain()[1] as number) - (chart.scale('y').domain()[0] as number))
      for (const { datum, y, y2 } of points) assert.ok(Math.abs(Math.abs(y2 - y) / pixel - Number(datum['y'])) < 0.01, `${datum['y']}`)
      // 'haut' is larger: it lies below 'bas', which begins where it ends.
      for (const year of [0, 1, 2]) {
        const high = points.filter(({ datum }) => datum['color'] === 'haut')[year]
        const low = points.filter(({ datum }) => datum['color'] === 'bas')[year]
        assert.ok(Math.abs((high?.y ?? 0) - (low?.y2 ?? 1)) < 0.01)
      }
    })
  }

  it('a stream is as wide above its middle as below', async () => {
    const chart = await draw({ type: 'stream', x: 'annee', y: 'sum(v)', color: 's' }, rows, schema)
    const first = chart.marks('area').filter(({ datum }) => datum['from'] === 0 || datum['from'] === 1)
    const ends = first.flatMap(({ y, y2 }) => [y, y2])
    assert.ok(Math.abs((Math.min(...ends) + Math.max(...ends)) / 2 - chart.size.height / 2) < 1)
  })

  it('shares fill the height and are said in percent', async () => {
    const chart = await draw({ type: 'area', x: 'annee', y: 'sum(v)', color: 's', stack: 'normalize' }, rows, schema)
    assert.deepEqual(chart.scale('y').domain(), [0, 1])
    // 2020: 30 of 40.
    assert.equal(plain(String(chart.picture.rows[0]?.share)), '75,0 %')
  })

  it('values at one place span no area: bars are drawn', async () => {
    for (const type of ['area', 'stream']) {
      const rows = [{ mois: Date.UTC(2024, 0, 1), s: 'a', v: 7 }, { mois: Date.UTC(2024, 0, 1), s: 'b', v: 3 }]
      const chart = await draw({ type, x: 'mois', y: 'v', color: 's' }, rows, [{ name: 'mois', type: 'date', precision: 'month' }, { name: 's', type: 'string' }, { name: 'v', type: 'number' }])
      assert.deepEqual([chart.type, chart.marks('rect').length, chart.hint], ['bar', 2, 'Values at one place span no area. Bars are drawn instead.'], type)
    }
  })
})
