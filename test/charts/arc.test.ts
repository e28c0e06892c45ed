import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draw, plain } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [{ name: 'type', type: 'string' }, { name: 'n', type: 'number' }]
const of = (...values: number[]) => values.map((n, at) => ({ type: `T${at}`, n }))

describe('sectors', () => {
  it('are as wide as their shares, from the largest, with percentages that add up to 100', async () => {
    const chart = await draw({ type: 'arc', color: 'type', theta: 'sum(n)' }, of(1, 2, 3), schema)
    const turns = chart.marks('arc').map(({ startAngle, endAngle }) => (endAngle - startAngle) / (2 * Math.PI))
    assert.deepEqual(turns.map((turn) => Math.round(Math.abs(turn) * 1000)), [500, 333, 167])
    assert.deepEqual(chart.marks('text').map(({ text }) => plain(String(text))), ['50,0 %', '33,3 %', '16,7 %'])
    assert.deepEqual(chart.texts('legend-label'), ['T2', 'T1', 'T0'])
  })

  it('a sector beside another is not 100 %, nor the other 0 %', async () => {
    const shares = (await draw({ type: 'arc', color: 'type', theta: 'sum(n)' }, of(9996, 4), schema)).picture.rows.map(({ share }) => plain(String(share)))
    assert.deepEqual(shares, ['99,96 %', '0,04 %'])
  })

  it('under limit="2" one category is kept, and the others are told; under 1 no less', async () => {
    for (const [lang, said] of [['fr', /^« Autres » regroupe les 3 catégories les plus petites\.$/], ['en', /^“Others” are the 3 smallest categories\.$/], ['de', /^„Übrige“ sind die 3 kleinsten Kategorien\.$/]] as const) {
      for (const limit of [2, 1]) assert.match(plain((await draw({ type: 'arc', color: 'type', theta: 'sum(n)' }, of(9, 8, 7, 6), schema, { limit, lang })).picture.notes.join(' ')), said)
    }
  })

  it('the parts are what is no amount, where x and y are written beside the angle', async () => {
    const chart = await draw({ type: 'arc', x: 'type', y: 'sum(n)', theta: 'sum(n)' }, of(1, 2), schema)
    assert.deepEqual(chart.texts('legend-label'), ['T1', 'T0'])
    assert.match(chart.summary, /La plus élevée : 2 \(T1\)/)
  })

  it('on a phone the ring keeps a size below the names', async () => {
    const chart = await draw({ type: 'arc', color: 'type', theta: 'sum(n)' }, of(9, 8, 7, 6, 5, 4, 3), schema, { width: 344, height: 279 })
    // Drawn below seven names in 279 px it had a radius of 17.
    assert.ok(Math.min(chart.size.width, chart.size.height) / 2 - 30 >= 55, `${chart.size.height}`)
    const two = await draw({ type: 'arc', color: 'type', theta: 'sum(n)' }, of(1, 2), schema, { width: 900, height: 360 })
    assert.equal((two.spec as { height?: number }).height, 360)
  })

  it('seven at most: the rest are one', async () => {
    const chart = await draw({ type: 'arc', color: 'type', theta: 'sum(n)' }, of(9, 8, 7, 6, 5, 4, 3, 2, 1), schema)
    assert.equal(chart.marks('arc').length, 7)
    assert.equal(chart.picture.rows.at(-1)?.theta, 3 + 2 + 1)
    assert.equal(plain(String(chart.picture.rows.at(-1)?.color)), 'Autres (3)')
  })

  it('shares are of the whole, of values that nobody summed and under a limit too', async () => {
    // 45 in all; without the two smallest 20 % and 16.7 % would be 21.4 % and 17.9 %.
    for (const theta of ['n', 'sum(n)']) {
      const chart = await draw({ type: 'arc', color: 'type', theta }, of(9, 8, 7, 6, 5, 4, 3, 2, 1), schema, { limit: 3 })
      assert.deepEqual(chart.picture.rows.map((row) => [row.theta, plain(String(row.share))]), [[9, '20,0 %'], [8, '17,8 %'], [28, '62,2 %']])
    }
    assert.equal((await draw({ type: 'arc', color: 'type', theta: 'n' }, of(9, 8, 7, 6, 5, 4, 3, 2, 1), schema)).picture.rows.at(-1)?.theta, 6)
  })

  it('percentages keep out of each other’s way and off the ring, on a phone too', async () => {
    for (const [width, height] of [[304, 320], [344, 279], [900, 360]] as const) {
      const chart = await draw({ type: 'arc', color: 'type', theta: 'sum(n)' }, of(60, 12, 7, 6, 5, 4, 6), schema, { width, height })
      const boxes = chart.marks('text').filter(({ text }) => text).map((item) => {
        const { x, y, theta, radius } = item as unknown as Record<'x' | 'y' | 'theta' | 'radius', number>
        return { x: x + Math.sin(theta) * radius, y: y - Math.cos(theta) * radius, half: String(item.text).length * 3.3 }
      })
      assert.ok(boxes.length >= 4, `${boxes.length}`)
      boxes.forEach((one, at) => boxes.slice(at + 1).forEach((other) => assert.ok(Math.abs(one.x - other.x) >= one.half + other.half - 0.5 || Math.abs(one.y - other.y) >= 12, `${width}: ${one.x} ${other.x}`)))
    }
  })

  for (const [what, values, why] of [
    ['negative values', [3, -1], /negative/],
    ['values that sum to zero', [0, 0], /zero/],
  ] as const) {
    it(`${what} are drawn as bars, and the author is told`, async () => {
      const chart = await draw({ type: 'arc', color: 'type', theta: 'sum(n)' }, of(...values), schema)
      assert.equal(chart.type, 'bar')
      assert.equal(chart.marks('rect').length, 2)
      assert.match(chart.hint ?? '', why)
    })
  }

  it('percentages are told as published, and those that add up to no hundred are bars', async () => {
    const percent: Schema = [schema[0]!, { ...schema[1]!, unit: '%' }]
    const whole = await draw({ type: 'arc', color: 'type', theta: 'n' }, of(50.2, 29.9, 20.3), percent)
    assert.deepEqual(whole.marks('text').map(({ text }) => plain(String(text))), ['50,2 %', '29,9 %', '20,3 %'])
    const parts = await draw({ type: 'arc', color: 'type', theta: 'n', format: 'percent' }, of(0.5, 0.3, 0.2), schema)
    assert.deepEqual(parts.marks('text').map(({ text }) => plain(String(text))), ['50 %', '30 %', '20 %'])
    const part = await draw({ type: 'arc', color: 'type', theta: 'n' }, of(50, 30, 15), percent)
    assert.deepEqual([part.type, /sums to 95, not 100/.test(part.hint ?? '')], ['bar', true])
  })

  it('fractions of one are told as published, though rounding keeps them off it; some of them are no whole', async () => {
    const texts = async (amounts: readonly number[], fields = schema, theta = 'n') => {
      const chart = await draw({ type: 'arc', color: 'type', theta }, of(...amounts).map((row) => ({ ...row, [theta]: row.n })), fields)
      return chart.type === 'bar' ? 'bar' : chart.marks('text').map(({ text }) => plain(String(text)))
    }
    assert.deepEqual(await texts([0.33, 0.33, 0.33]), ['33 %', '33 %', '33 %'])
    assert.deepEqual(await texts([0.2, 0.3]), ['60,0 %', '40,0 %'])
    const share: Schema = [schema[0]!, { name: 'part', type: 'number' }]
    assert.deepEqual(await texts([0.2, 0.3], share, 'part'), 'bar')
    assert.deepEqual(await texts([2, 3], share, 'part'), ['60,0 %', '40,0 %'])
  })

  it('shares of what is known alone say so', async () => {
    const rows = [...of(1, 3), { type: 'secret', n: null }]
    const chart = await draw({ type: 'arc', color: 'type', theta: 'n' }, rows, schema)
    assert.deepEqual(chart.picture.notes, ['Parts calculées sans une valeur manquante\u00a0: les parts réelles peuvent être plus petites.'])
    const bars = await draw({ type: 'bar', y: 'n', color: 'type', stack: 'normalize' }, rows, schema)
    assert.deepEqual([bars.picture.notes, (await draw({ type: 'arc', color: 'type', theta: 'n' }, of(1, 3), schema)).picture.notes], [chart.picture.notes, []])
  })

  it('means are no shares', async () => {
    const chart = await draw({ type: 'camembert', color: 'type', theta: 'mean(n)' }, of(1, 2), schema)
    assert.equal(chart.type, 'bar')
  })
})
