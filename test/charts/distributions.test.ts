import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draw } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [{ name: 'groupe', type: 'string' }, { name: 'v', type: 'number', unit: '°C' }]
const near = (a: number | undefined, b: number) => assert.ok(a !== undefined && Math.abs(a - b) < 0.5, `${a} is not ${b}`)

describe('histogram', () => {
  it('counts values by intervals of a round width', async () => {
    // 0…99 each once: √100 = 10 intervals of 9.9, rounded up to 10.
    const rows = Array.from({ length: 100 }, (_, v) => ({ v }))
    const chart = await draw({ type: 'histogram', x: 'v' }, rows, schema)
    assert.equal(chart.marks('rect').length, 10)
    assert.deepEqual(chart.scale('x').domain(), [0, 100])
    assert.deepEqual(chart.scale('y').domain(), [0, 10])
    assert.ok(chart.marks('rect').every(({ width }) => Math.abs(width - chart.size.width / 10) < 1.5))
  })

  it('keeps the author’s width, and says intervals', async () => {
    const chart = await draw({ type: 'histogram', x: 'bin(v, 5)' }, [1, 2, 3, 7].map((v) => ({ v })), schema)
    assert.deepEqual(chart.picture.rows.map(({ start, end, y }) => [start, end, y]), [[0, 5, 3], [5, 10, 1]])
    assert.match(chart.summary, /3 \(0 – 5 °C\)/)
  })

  it('one value, or none, is no fault', async () => {
    assert.equal((await draw({ type: 'histogram', x: 'v' }, [{ v: 4 }], schema)).marks('rect').length, 1)
    assert.equal((await draw({ type: 'histogram', x: 'v' }, [{ v: null }], schema)).marks('rect').length, 0)
  })
})

describe('boxes', () => {
  it('go from the first to the third quartile, whiskers to the extremes', async () => {
    // 1…5: quartiles 2, 3, 4. 10, 20: 12.5, 15, 17.5.
    const rows = [...[1, 2, 3, 4, 5].map((v) => ({ groupe: 'A', v })), ...[10, 20].map((v) => ({ groupe: 'B', v }))]
    const chart = await draw({ type: 'box', x: 'groupe', y: 'v' }, rows, schema)
    const [b, a] = chart.picture.rows
    assert.deepEqual([a?.low, a?.q1, a?.y, a?.q3, a?.high], [1, 2, 3, 4, 5])
    assert.deepEqual([b?.low, b?.q1, b?.y, b?.q3, b?.high], [10, 12.5, 15, 17.5, 20])
    assert.deepEqual(chart.scale('y').domain(), [0, 20])
    const pixel = chart.size.height / 20
    const boxes = chart.marks('rect').filter(({ height }) => height > 4)
    near(boxes[1]?.height, 2 * pixel)
    near(boxes[0]?.height, 5 * pixel)
    const whiskers = chart.marks('rule').map(({ y, y2 }) => Math.abs(y2 - y))
    near(whiskers[0], 10 * pixel)
    near(whiskers[1], 4 * pixel)
    assert.match(chart.summary, /La plus élevée : 15 °C \(B\).*moitié centrale/)
  })

  it('a server that computes quantiles is asked for these alone: whiskers go to the extremes, and it is said', async () => {
    const rows = [1, 2, 3, 4, 100].map((v) => ({ groupe: 'A', v }))
    const chart = await draw({ type: 'box', x: 'groupe', y: 'v' }, rows, schema, { computes: true })
    const [a] = chart.picture.rows
    assert.deepEqual([a?.low, a?.q1, a?.y, a?.q3, a?.high], [1, 2, 3, 4, 100])
    assert.match(chart.summary, /les moustaches vont du minimum au maximum/)
  })

  it('values beyond one and a half boxes are drawn one by one', async () => {
    // 1…9 and 30: R-7 quartiles at ranks 2.25 and 6.75: 3.25 and 7.75; 1.5 × 4.5 = 6.75: fences −3.5 and 14.5.
    // Group B, −20 and 1…9: quartiles 1.25 + … ranks 2.25 → 2.25, 6.75 → 6.75; fences −4.5 and 13.5.
    const rows = [...[1, 2, 3, 4, 5, 6, 7, 8, 9, 30].map((v) => ({ groupe: 'A', v })), ...[-20, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((v) => ({ groupe: 'B', v }))]
    const chart = await draw({ type: 'box', x: 'groupe', y: 'v' }, rows, schema)
    const boxes = chart.picture.rows.filter(({ out }) => out === null)
    assert.match(chart.summary, /Médiane : 2 valeurs\. La plus élevée : 5,5\s°C \(A\), la plus basse : 4,5\s°C \(B\)\./)
    assert.deepEqual(boxes.map(({ x, low, q1, y, q3, high }) => [x, low, q1, y, q3, high]), [['A', 1, 3.25, 5.5, 7.75, 9], ['B', 1, 2.25, 4.5, 6.75, 9]])
    assert.deepEqual(chart.picture.rows.filter(({ out }) => out !== null).map(({ x, out }) => [x, out]), [['A', 30], ['B', -20]])
    const points = chart.marks('symbol')
    assert.equal(points.length, 2)
    const zero = chart.scale('y').domain() as number[]
    const pixel = chart.size.height / ((zero[1] ?? 1) - (zero[0] ?? 0))
    near(points[0]?.y, chart.size.height - (30 - (zero[0] ?? 0)) * pixel)
    assert.match(chart.summary, /2 valeurs éloignées\./)
    const [, far] = chart.picture.rows.filter(({ out }) => out !== null)
    assert.deepEqual(far && chart.picture.cells?.(far).map(([, value]) => value.replace(/\s/g, ' ')), ['B', '-20 °C'])
  })

  it('an aggregate has no spread', async () => {
    await assert.rejects(draw({ type: 'box', x: 'groupe', y: 'mean(v)' }, [{ groupe: 'A', v: 1 }], schema), { kind: 'query', message: /not an aggregate/ })
  })
})
