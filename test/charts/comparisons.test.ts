import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draw, plain } from './drawn.js'
import { spread, spreadOn } from '../../src/charts/series-ends.js'
import { supports } from '../../src/render/light/supports.js'
import type { Channel, Touches } from '../../src/charts/index.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'lieu', type: 'string', title: 'Lieu' }, { name: 'an', type: 'number', timeUnit: 'year' }, { name: 'v', type: 'number', unit: '€' },
  { name: 'taux', type: 'number', unit: '%' }, { name: 'age', type: 'number' }, { name: 'sexe', type: 'string' },
]
const near = (a: number | undefined, b: number) => assert.ok(a !== undefined && Math.abs(a - b) < 0.6, `${a} is not ${b}`)
const rows = [['A', 2020, 10, 5], ['A', 2021, 30, 6], ['B', 2020, 20, 7], ['B', 2021, 15, 8]].map(([lieu, an, v, taux]) => ({ lieu, an, v, taux })) as never

describe('combo', () => {
  it('measures of different units have an axis each', async () => {
    const chart = await draw({ type: 'combo', x: 'an', y: 'sum(v) as Montant, mean(taux) as Taux' }, rows, schema)
    // Sums 30 and 45, means 6 and 7.
    assert.equal(chart.marks('rect').length, 2)
    const [left, right] = chart.marks('rect')
    near((left?.height ?? 0) / (right?.height ?? 1), 30 / 45)
    assert.deepEqual(chart.texts('legend-label'), ['Montant (€)', 'Taux (%)'])
    assert.match(JSON.stringify(chart.spec), /"independent"/)
    assert.match(chart.summary, /Montant : 2 valeurs. La plus élevée : 45 € \(2021\).*Taux : 2 valeurs. La plus élevée : 7 %/)
  })

  it('small multiples of them share both axes', async () => {
    const chart = await draw({ type: 'combo', x: 'an', y: 'sum(v) as Montant, mean(taux) as Taux', facet: 'lieu', target: '40 as Objectif' }, rows, schema)
    // 10 and 30 in A, 20 and 15 in B, as high as they are in one scale.
    const heights = chart.marks('rect').map(({ height }) => height)
    assert.equal(heights.length, 4)
    for (const [at, sum] of [10, 30, 20, 15].entries()) near((heights[at] ?? 0) / (heights[0] ?? 1), sum / 10)
    assert.ok(chart.marks('rule').length >= 2 && chart.marks('rule').every(({ y }) => y >= 0), 'the target is in each')
    const rates = chart.marks('symbol').map(({ y }) => y)
    // 5 and 6, 7 and 8: one step of the scale each.
    near((rates[0] ?? 0) - (rates[1] ?? 0), (rates[2] ?? 0) - (rates[3] ?? 0))
    near((rates[0] ?? 0) - (rates[2] ?? 0), 2 * ((rates[0] ?? 0) - (rates[1] ?? 0)))
  })

  it('measures without units share the axis unless one would lie flat at its foot', async () => {
    const isApart = async (y: string) => JSON.stringify((await draw({ type: 'combo', x: 'an', y }, rows, schema.map(({ unit: _, ...field }) => field))).spec).includes('"independent"')
    // Sums of 30 and 45, of 11 and 15, and counts of 2.
    assert.equal(await isApart('sum(v), sum(taux)'), false)
    assert.equal(await isApart('sum(v), count()'), true)
  })

  it('an author’s lines are measured by the axis of the bars, which knows them', async () => {
    const chart = await draw({ type: 'combo', x: 'an', y: 'sum(v) as Montant, mean(taux) as Taux', target: '60 as Objectif' }, rows, schema)
    // The target is above both sums: 45 is three quarters of its height.
    const [rule] = chart.marks('rule')
    const bars = chart.marks('rect')
    const ground = (bars[1]?.y ?? 0) + (bars[1]?.height ?? 0)
    near(ground - (rule?.y ?? 0), ((bars[1]?.height ?? 0) * 60) / 45)
  })

  it('measures of one unit share the axis', async () => {
    const chart = await draw({ type: 'combo', x: 'an', y: 'sum(v), sum(v) as Rappel' }, rows, schema)
    assert.doesNotMatch(JSON.stringify(chart.spec), /"independent"/)
    const [bar] = chart.marks('rect')
    near(chart.marks('symbol')[0]?.y, bar?.y ?? 0)
  })
})

describe('dots', () => {
  it('series of a category are joined from the least to the most', async () => {
    const chart = await draw({ type: 'dot', y: 'lieu', x: 'min(v), max(v)' }, rows, schema)
    assert.deepEqual(chart.picture.rows.map(({ start, end }) => [start, end]), [[10, 30], [10, 30], [15, 20], [15, 20]])
    assert.equal(chart.marks('symbol').length, 4)
    const pixel = chart.size.width / (chart.scale('x').domain()[1] as number)
    near(Math.abs((chart.marks('rule')[0]?.x2 ?? 0) - (chart.marks('rule')[0]?.x ?? 0)), 20 * pixel)
  })

  it('lollipops stand on zero', async () => {
    const chart = await draw({ type: 'lollipop', y: 'lieu', x: 'sum(v)' }, rows, schema)
    for (const { x, x2 } of chart.marks('rule')) near(Math.min(x, x2), 0)
    const [a, b] = chart.marks('symbol')
    near((b?.x ?? 0) / (a?.x ?? 1), 35 / 40)
  })
})

describe('range', () => {
  it('goes from one value to the other', async () => {
    const chart = await draw({ type: 'range', y: 'lieu', x: 'min(v)', x2: 'max(v)' }, rows, schema)
    const [low, high] = chart.scale('x').domain() as [number, number]
    assert.ok(low <= 10 && high >= 30)
    const widths = chart.marks('rect').map(({ width }) => (width / chart.size.width) * (high - low))
    assert.deepEqual(widths.map(Math.round).sort((a, b) => a - b), [5, 20])
  })

  it('series that would cover each other stand side by side, tasks one after the other in a row', async () => {
    // A: 10–30 and 12–20, one of them in the other.
    const spans = [['A', 'F', 10, 30], ['A', 'H', 12, 20]].map(([lieu, sexe, v, age]) => ({ lieu, sexe, v, age })) as never
    const crossed = (await draw({ type: 'range', y: 'lieu', x: 'v', x2: 'age', color: 'sexe' }, spans, schema)).marks('rect')
    const [one, two] = [...crossed].sort((a, b) => a.y - b.y)
    assert.ok(one && two && one.y + one.height <= two.y + 0.5)
    const tasks = [['A', 'F', 10, 12], ['A', 'H', 12, 20]].map(([lieu, sexe, v, age]) => ({ lieu, sexe, v, age })) as never
    const row = (await draw({ type: 'range', y: 'lieu', x: 'v', x2: 'age', color: 'sexe' }, tasks, schema)).marks('rect')
    assert.equal(new Set(row.map(({ y }) => y)).size, 1)
  })

  it('the axis names both ends', async () => {
    const chart = await draw({ type: 'range', y: 'lieu', x: 'min(v) as Moins', x2: 'max(v) as Plus' }, rows, schema)
    assert.ok(chart.texts('axis-title').includes('Moins – Plus (€)'), chart.texts('axis-title').join())
  })

  it('needs both ends', async () => {
    await assert.rejects(draw({ type: 'range', y: 'lieu', x: 'min(v)' }, rows, schema), { kind: 'query', message: /both ends/ })
  })
})

describe('slope', () => {
  it('joins first and last moment, and names each line with its value on both sides', async () => {
    const chart = await draw({ type: 'slope', x: 'an', y: 'sum(v)', color: 'lieu' }, rows, schema)
    assert.equal(chart.marks('symbol').length, 4)
    assert.deepEqual(chart.marks('text').map(({ text }) => plain(String(text))), ['10 €', '20 €', '30 €', '15 €', 'A', 'B', 'A', 'B'])
    assert.ok(chart.marks('line').every(({ x }) => Math.abs(x) < 0.01 || Math.abs(x - chart.size.width) < 0.01), 'the lines go from side to side of the plot: its margins are the texts’')
  })

  it('on a phone names stand once, at the last moment', async () => {
    const chart = await draw({ type: 'slope', x: 'an', y: 'sum(v)', color: 'lieu' }, rows, schema, { width: 340 })
    assert.deepEqual(chart.marks('text').map(({ text }) => plain(String(text))).filter((text) => /^[AB]?$/.test(text)), ['', '', 'A', 'B'])
    assert.ok(supports(chart.spec), 'without Vega')
  })

  it('names that would overlap stand apart', () => {
    assert.deepEqual(spread([10, 10, 30], 4), [8, 12, 30])
    assert.deepEqual(spread([0, 1, 2], 2), [-1, 1, 3])
    assert.deepEqual(spread([5, 1], 1), [5, 1])
    assert.deepEqual(spread([], 1), [])
  })

  it('on a logarithmic scale they stand apart by a factor, and stay above zero', () => {
    const y = { extent: [1, 100] } as unknown as Channel
    // Two powers of ten, a quarter of them is half a power: each of two equal ones moves by the fourth root of ten.
    const places = spreadOn(y, { touches: { scale: 'log' } as Touches }, [1, 1, 100], 0.25)
    assert.deepEqual(places.map((place) => Number(place.toFixed(6))), [0.562341, 1.778279, 100])
    // 99 in all, a tenth of them apart.
    assert.deepEqual(spreadOn(y, { touches: {} as Touches }, [2, 2, 100], 0.1).map((place) => Number(place.toFixed(6))), [-2.95, 6.95, 100])
  })
})

describe('waterfall', () => {
  it('each step begins where the one before ends; the total closes', async () => {
    const steps = [['Départ', 100], ['Gains', 50], ['Pertes', -30]].map(([lieu, v]) => ({ lieu, v })) as never
    const chart = await draw({ type: 'waterfall', x: 'lieu', y: 'sum(v)' }, steps, schema)
    assert.deepEqual(chart.picture.rows.map(({ x, start, end }) => [x, start, end]), [['Départ', 0, 100], ['Gains', 100, 150], ['Pertes', 150, 120], ['Total', 0, 120]])
    assert.deepEqual(chart.scale('y').domain(), [0, 160])
    assert.deepEqual(chart.scale('x').domain(), ['Départ', 'Gains', 'Pertes', 'Total'])
    const pixel = chart.size.height / 160
    chart.marks('rect').forEach(({ height }, at) => near(height, [100, 50, 30, 120][at]! * pixel))
    assert.match(chart.summary, /3 valeurs.*Total : 120 €/)
    // A limit gathers, for the total is that of all.
    const cut = await draw({ type: 'waterfall', x: 'lieu', y: 'sum(v)' }, steps, schema, { limit: 2 })
    assert.deepEqual(cut.picture.rows.map(({ start, end }) => [start, end]), [[0, 100], [100, 120], [0, 120]])
  })

  it('small multiples each begin at zero and have their own total', async () => {
    const steps = [['Départ', 'a', 100], ['Gains', 'a', 50], ['Départ', 'b', 7], ['Gains', 'b', -3]].map(([lieu, sexe, v]) => ({ lieu, sexe, v })) as never
    const chart = await draw({ type: 'waterfall', x: 'lieu', y: 'sum(v)', facet: 'sexe' }, steps, schema)
    assert.deepEqual(chart.picture.rows.map(({ facet, x, start, end }) => [facet, x, start, end]), [
      ['a', 'Départ', 0, 100], ['a', 'Gains', 100, 150], ['a', 'Total', 0, 150], ['b', 'Départ', 0, 7], ['b', 'Gains', 7, 4], ['b', 'Total', 0, 4],
    ])
    assert.match(chart.summary, /Total \(a\) : 150 €\. Total \(b\) : 4 €\.$/)
  })
})

describe('pyramid', () => {
  it('two series back to back, the oldest on top, no signs', async () => {
    const people = [[0, 'F', 10], [0, 'H', 12], [50, 'F', 8], [50, 'H', 7], [90, 'F', 3], [90, 'H', 1]].map(([age, sexe, v]) => ({ age, sexe, v })) as never
    const chart = await draw({ type: 'pyramid', y: 'age', x: 'sum(v)', color: 'sexe', sort: 'H, F' }, people, schema)
    assert.deepEqual(chart.scale('y').domain(), ['90', '50', '0'])
    const [low, high] = chart.scale('x').domain() as [number, number]
    near(low, -high)
    const middle = chart.size.width / 2
    for (const { x, width, datum } of chart.marks('rect')) near(datum['color'] === 'H' ? x + width : x, middle)
    assert.ok(chart.texts('axis-label').every((text) => !/[−-]/.test(text)))
    assert.match(chart.summary, /La plus élevée : 12 € \(0, H\), la plus basse : 1 € \(90, H\)/)
  })
})
