import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draw } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [{ name: 'jour', type: 'date', precision: 'day' }, { name: 'lieu', type: 'string' }, { name: 'an', type: 'number', timeUnit: 'year' }, { name: 'v', type: 'number' }]

describe('heatmap', () => {
  const rows = ['Metz', 'Nancy'].flatMap((lieu, at) => [2020, 2021].map((an) => ({ lieu, an, v: (at + 1) * (an - 2019) })))

  it('rows that share a place are refused where the last one would hide the others', async () => {
    const twice = [...rows, { lieu: 'Metz', an: 2020, v: 9 }]
    const encodings = { heatmap: { x: 'an', y: 'lieu', color: 'v' }, pyramid: { y: 'an', x: 'v', color: 'lieu' }, slope: { x: 'an', y: 'v', color: 'lieu' }, combo: { x: 'an', y: 'v, v as w' } }
    for (const [type, encoding] of Object.entries(encodings)) {
      await assert.rejects(draw({ type, ...encoding }, twice, schema), /Several values of “V” share one “(An|Lieu)”/, type)
    }
    const day = { jour: Date.UTC(2024, 0, 5), v: 1 }
    await assert.rejects(draw({ type: 'calendar', x: 'jour', color: 'v' }, [day, { ...day, v: 2 }], schema), /Several values of “V”/)
  })

  it('one cell per pair, side by side, its value in it', async () => {
    const chart = await draw({ type: 'heatmap', x: 'an', y: 'lieu', color: 'sum(v)' }, rows, schema)
    const cells = chart.marks('rect')
    assert.equal(cells.length, 4)
    assert.ok(cells.every(({ width, height }) => Math.abs(width - chart.size.width / 2) < 0.6 && Math.abs(height - chart.size.height / 2) < 0.6))
    assert.deepEqual(chart.scale('color').domain(), [1, 4])
    // Nancy 2 + 4 = 6 comes before Metz 1 + 2 = 3.
    assert.deepEqual(chart.scale('y').domain(), ['Nancy', 'Metz'])
    assert.deepEqual(chart.marks('text').map(({ text }) => text), ['2', '1', '4', '2'])
    assert.match(chart.summary, /La plus élevée : 4 \(2021, Nancy\), la plus basse : 1 \(2020, Metz\)/)
  })

  it('the ends of the legend have the digits that part them, no more', async () => {
    const legend = async (...values: number[]) => (await draw({ type: 'heatmap', x: 'an', y: 'lieu', color: 'mean(v)' }, rows.map((row, at) => ({ ...row, v: values[at] ?? 0 })), schema, { width: 360 })).texts('legend-label')
    for (const label of [...(await legend(6.106452, 6.5, 7, 7.2222222)), ...(await legend(123456.78, 150000, 234567.89, 200000))]) assert.match(label, /^\d{1,3}([.,]\d{1,2})?( k)?$/, label)
    for (const label of await legend(0.00012345, 0.0002, 0.0003, 0.00045678)) assert.match(label, /^0[.,]000\d{1,3}$/, label)
  })

  it('amounts on both sides of zero diverge from it', async () => {
    const chart = await draw({ type: 'heatmap', x: 'an', y: 'lieu', color: 'sum(v)' }, rows.map((row, at) => ({ ...row, v: at === 0 ? -8 : row.v })), schema)
    assert.deepEqual(chart.scale('color').domain(), [-8, 8])
  })
})

describe('calendar', () => {
  it('one square per day in its week and year, Monday on top', async () => {
    // 1 January 2023 was a Sunday, 2 January a Monday; 31 December 2024 a Tuesday.
    const days = ['2023-01-01', '2023-01-02', '2023-01-09', '2024-12-31'].map((text, v) => ({ jour: Date.parse(text), v }))
    const chart = await draw({ type: 'calendar', x: 'jour', color: 'sum(v)' }, days, schema, { width: 700 })
    assert.deepEqual(chart.picture.rows.map(({ facet, start, end }) => [facet, start, end]), [
      ['2023', 0, 7], ['2023', 1, 1], ['2023', 2, 1], ['2024', 52, 2],
    ])
    const [sunday, monday, next] = chart.marks('rect')
    assert.ok((monday?.x ?? 0) > (sunday?.x ?? 0) && (monday?.y ?? 0) < (sunday?.y ?? 0))
    assert.equal(next?.y, monday?.y)
    // One name of each month below, of Monday beside each of two years.
    assert.deepEqual(chart.marks('text').map(({ text }) => text).filter((text) => text === 'janv.' || text === 'lun.').length, 3)
    assert.match(chart.summary, /31 décembre 2024/)
  })

  it('tells that rows without a date are not drawn, where there are any', async () => {
    const rows = [{ jour: null, v: 9 }, { jour: Date.UTC(2023, 0, 1), v: 1 }, { jour: Date.UTC(2023, 0, 2), v: 3 }]
    const lost = await draw({ type: 'calendar', x: 'jour', color: 'sum(v)' }, rows, schema)
    assert.deepEqual([lost.picture.rows.length, lost.picture.notes], [2, ['Les lignes sans «\u00a0Jour\u00a0» ne sont pas dessinées.']])
    assert.deepEqual((await draw({ type: 'calendar', x: 'jour', color: 'sum(v)' }, rows.slice(1), schema)).picture.notes, [])
  })
})
