import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as vega from 'vega'
import { draw } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'

/** Exported by Vega, though its types do not say so. */
const { regressionLoess } = vega as unknown as { regressionLoess<T>(data: readonly T[], x: (each: T) => number, y: (each: T) => number, bandwidth: number): readonly [number, number][] }
const schema: Schema = [
  { name: 'nom', type: 'string' },
  { name: 'surface', type: 'number', unit: 'km²' },
  { name: 'population', type: 'number', unit: 'hab.' },
]
const rows = [
  { nom: 'A', surface: 10, population: 100 },
  { nom: 'B', surface: 20, population: 400 },
  { nom: 'C', surface: 30, population: 900 },
]

describe('points', () => {
  it('stand where both values say', async () => {
    const chart = await draw({ type: 'point', x: 'surface', y: 'population' }, rows, schema)
    assert.deepEqual(chart.scale('x').domain(), [0, 30])
    assert.deepEqual(chart.scale('y').domain(), [0, 900])
    const { width, height } = chart.size
    chart.marks('symbol').forEach(({ x, y }, at) => {
      assert.ok(Math.abs(x - (width * (at + 1)) / 3) < 0.5)
      assert.ok(Math.abs(y - height * (1 - [100, 400, 900][at]! / 900)) < 0.5)
    })
    assert.equal(chart.summary, 'Nuage de points : Population par surface. 3 valeurs. Abscisse : Surface, 10 km² – 30 km². Ordonnée : Population, 100 hab. – 900 hab.')
  })

  it('those that lack a place are not drawn, and told as missing', async () => {
    const chart = await draw({ type: 'point', x: 'surface', y: 'population' }, [...rows, { nom: 'D', surface: null, population: 5 }, { nom: 'E', surface: 5, population: null }], schema)
    assert.equal(chart.marks('symbol').length, 3)
    assert.match(chart.summary, /: Population par surface\. 3 valeurs\. .* 2 valeurs manquantes\.$/)
  })

  it('bubbles’ areas are their values', async () => {
    const chart = await draw({ type: 'point', x: 'surface', y: 'population', size: 'population' }, rows, schema)
    const [a, b] = chart.marks('symbol') as unknown as { size: number }[]
    assert.ok(Math.abs((b?.size ?? 0) / (a?.size ?? 1) - 4) < 0.01)
  })

  it('no point is left out when colours run short: the rarest groups share one grey', async () => {
    const many = Array.from({ length: 20 }, (_, at) => ({ nom: `R${at}`, surface: at + 1, population: 100 - at }))
    const chart = await draw({ type: 'point', x: 'surface', y: 'population', color: 'nom' }, many, schema)
    assert.equal(chart.marks('symbol').length, 20)
    // Eight colours: seven groups, thirteen of twenty in the last.
    assert.equal(chart.picture.channels.color?.labels?.at(-1), 'Autres (13)')
    assert.equal(chart.picture.rows.filter(({ color }) => color === 'Autres (13)').length, 13)
  })

  it('negative values have no area', async () => {
    const chart = await draw({ type: 'point', x: 'surface', y: 'population', size: 'ecart' }, rows.map((row, at) => ({ ...row, ecart: at - 1 })), [...schema, { name: 'ecart', type: 'number' }])
    assert.deepEqual([chart.texts('legend-label'), /negative values have no area/.test(chart.picture.hints.join())], [[], true])
  })

  it('size needs a number', async () => {
    await assert.rejects(draw({ type: 'point', x: 'surface', y: 'population', size: 'nom' }, rows, schema), { kind: 'query', message: /size needs a number/ })
  })

  it('the trend of points on a line is that line', async () => {
    const line = [1, 2, 3, 4].map((at) => ({ surface: at, population: 2 * at }))
    const chart = await draw({ type: 'point', x: 'surface', y: 'population', trend: 'linear' }, line, schema)
    const [start, , , end] = chart.marks('line')
    const points = chart.marks('symbol')
    assert.ok(Math.abs((start?.y ?? 0) - (points[0]?.y ?? 1)) < 0.5)
    assert.ok(Math.abs((end?.y ?? 0) - (points[3]?.y ?? 1)) < 0.5)
  })

  it('each series has its trend, in its colour, and the note says what the dashes are', async () => {
    // A: 1→10, 2→12, 3→17: slope (17−10)/2 = 3.5, mean 13 at 2: 9.5 and 16.5 at the ends. B falls by 5 a step.
    const data = [10, 12, 17].flatMap((population, at) => [{ nom: 'A', surface: at + 1, population }, { nom: 'B', surface: at + 1, population: 30 - 5 * at }])
    const chart = await draw({ type: 'point', x: 'surface', y: 'population', color: 'nom', trend: 'linear' }, data, schema)
    const fitted = (name: string) => chart.picture.rows.filter(({ color }) => color === name).map(({ trend }) => Number(trend).toFixed(6))
    assert.deepEqual(fitted('A'), ['9.500000', '13.000000', '16.500000'])
    assert.deepEqual(fitted('B'), ['30.000000', '25.000000', '20.000000'])
    assert.equal(chart.marks('line').length, 6)
    assert.equal(new Set(chart.marks('line').map(({ stroke }) => stroke)).size, 2)
    assert.match(chart.summary, /Tirets : la tendance \(droite des moindres carrés\)/)
  })

  it('a local regression is Vega’s own', async () => {
    const data = Array.from({ length: 60 }, (_, at) => ({ surface: Math.floor(at / 1.5) ** 1.3, population: 50 * Math.sin(at / 9) + ((at * 7919) % 13) + (at === 30 ? 200 : 0) }))
    const chart = await draw({ type: 'point', x: 'surface', y: 'population', trend: 'loess' }, data, schema)
    const oracle = new Map(regressionLoess(data, ({ surface }) => surface, ({ population }) => population, 0.4).map(([x, y]) => [Number(x).toFixed(6), y]))
    for (const { x, trend } of chart.picture.rows) assert.ok(Math.abs(Number(trend) - (oracle.get(Number(x).toFixed(6)) ?? NaN)) < 1e-6, `at ${x}`)
  })

  it('the trend of many points takes no long', async () => {
    const many = Array.from({ length: 20_000 }, (_, at) => ({ surface: at, population: 3 * at }))
    const chart = await draw({ type: 'point', x: 'surface', y: 'population', trend: 'loess' }, many, schema)
    assert.ok(chart.picture.rows.every(({ x, trend }) => Math.abs(Number(trend) - 3 * Number(x)) < 1e-3))
  })

  it('beyond 20,000 a part is drawn, evenly, and says so', async () => {
    const many = Array.from({ length: 50_000 }, (_, at) => ({ surface: at, population: at % 7 }))
    const chart = await draw({ type: 'point', x: 'surface', y: 'population' }, many, schema)
    assert.equal(chart.marks('symbol').length, 20_000)
    assert.match(chart.summary, /20 000 points tirés régulièrement sur 50 000/)
    assert.equal(chart.picture.rows[1]?.x, 2) // ⌊1 × 50 000 / 20 000⌋
  })

  it('a logarithmic axis on request; zero makes it a symmetric one, and the author is told', async () => {
    const chart = await draw({ type: 'point', x: 'surface', y: 'population', scale: 'log' }, rows, schema)
    assert.equal(chart.scale('y').type, 'log')
    const zero = await draw({ type: 'point', x: 'surface', y: 'population', scale: 'log' }, [{ surface: 1, population: 0 }, ...rows], schema)
    assert.equal(zero.scale('y').type, 'symlog')
    assert.match(zero.picture.hints.join(), /symlog/)
    // Up to 900: powers of ten, and zero.
    assert.deepEqual(zero.texts('axis-label').slice(-4), ['0', '1', '10', '100'])
  })
})
