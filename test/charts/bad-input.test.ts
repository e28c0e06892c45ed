import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chartTypeNames } from '../../src/charts/all-types.js'
import { DgeError } from '../../src/data/errors.js'
import { draw, plain } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row } from '../../src/data/table.js'

const schema: Schema = [
  { name: 'nom', type: 'string' }, { name: 'serie', type: 'string' }, { name: 'date', type: 'date' }, { name: 'v', type: 'number', unit: '€' }, { name: 'w', type: 'number' },
]
const day = (year: number, month = 0) => new Date(0).setUTCFullYear(year, month, 1)
const row = (at: number, v: unknown, date = day(2000 + at)): Row => ({ nom: `N${at}`, serie: at % 2 ? 'A' : 'B', date, v: v as number, w: at })

/** Attributes that each type can do something with. */
const attributes: Readonly<Record<string, Parameters<typeof draw>[0]>> = {
  line: { x: 'date', y: 'sum(v)' }, area: { x: 'date', y: 'sum(v)' }, stream: { x: 'date', y: 'sum(v)', color: 'serie' }, point: { x: 'w', y: 'v', size: 'v', color: 'nom' }, arc: { theta: 'sum(v)', color: 'nom' },
  combo: { x: 'nom', y: 'sum(v), max(w)' }, histogram: { x: 'v' }, box: { x: 'serie', y: 'v' }, heatmap: { x: 'nom', y: 'serie', color: 'sum(v)' }, calendar: { x: 'date', color: 'sum(v)' },
  pyramid: { y: 'nom', x: 'sum(v)', color: 'serie' }, dot: { y: 'nom', x: 'sum(v)', color: 'serie' }, range: { y: 'nom', x: 'min(v)', x2: 'max(w)' }, slope: { x: 'serie', y: 'sum(v)', color: 'nom' },
  treemap: { color: 'serie, nom', size: 'sum(v)' }, sunburst: { color: 'serie, nom', size: 'sum(v)' }, sankey: { color: 'serie, nom', size: 'sum(v)' }, wordcloud: { text: 'nom', size: 'sum(v)' },
  gauge: { theta: 'sum(v)' }, radar: { x: 'nom', y: 'sum(v)' }, polar: { x: 'nom', y: 'sum(v)' },
}

/** What no chart may break on. */
const inputs: Readonly<Record<string, { readonly rows: readonly Row[]; readonly schema?: Schema }>> = {
  'no row': { rows: [] },
  'one row': { rows: [row(1, 5)] },
  'only nulls': { rows: [1, 2, 3].map((at) => row(at, null)) },
  'values below zero': { rows: [-5, -3, -8, -1].map((v, at) => row(at, v)) },
  'a sum of zero': { rows: [5, -5, 3, -3].map((v, at) => row(at, v)) },
  'zeros alone': { rows: [0, 0, 0].map((v, at) => row(at, v)) },
  'NaN and Infinity': { rows: [1, NaN, Infinity, -Infinity, 4].map((v, at) => row(at, v)) },
  'words among the numbers': { rows: ['1,5', 'abc', '12 000', 'n/a', '3'].map((v, at) => row(at, v)), schema: schema.map((field) => (field.name === 'v' ? { name: 'v', type: 'string' } : field)) },
  'words in a column of numbers': { rows: [1, 'abc', 3].map((v, at) => row(at, v)) },
  'dates before 1900': { rows: [-50, 33, 476, 987, 1789, 1899].map((year, at) => row(at, at + 1, day(year))) },
  'moments that are none': { rows: [NaN, Infinity, 9e15].map((date, at) => row(at, at + 1, date)) },
  'the largest and smallest numbers': { rows: [1e300, -1e300, 1e-300, 5].map((v, at) => row(at, v)) },
  '10,000 categories': { rows: Array.from({ length: 10_000 }, (_, at) => row(at, at + 1, day(2000, at))) },
}

describe('bad input', () => {
  for (const [name, input] of Object.entries(inputs)) {
    it(`${name}: each type draws, or says in words what it needs`, async () => {
      for (const type of chartTypeNames) {
        if (type === 'choropleth') continue // it needs areas: its own test
        try {
          const chart = await draw({ x: 'nom', y: 'sum(v)', ...(attributes[type] ?? {}), ...(attributes[type]?.theta || attributes[type]?.size ? { x: attributes[type]?.x, y: attributes[type]?.y } : {}), type }, input.rows, input.schema ?? schema)
          assert.doesNotMatch(chart.summary, /NaN|Infinity|undefined|∞/, type)
          for (const kind of ['rect', 'symbol', 'arc', 'rule', 'text']) {
            for (const item of chart.marks(kind)) assert.ok([item.x, item.y].every((value) => value === undefined || Number.isFinite(value)), `${type}: a ${kind} at ${item.x}, ${item.y}`)
          }
          for (const text of [...chart.texts('axis-label'), ...chart.marks('text').map(({ text: own }) => plain([own ?? ''].flat().join(' ')))]) assert.doesNotMatch(text, /NaN|undefined|Infinity/, `${type}: ${text}`)
          assert.ok(chart.marks('rect').length + chart.marks('symbol').length <= 21_000, type)
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error
          assert.ok(error instanceof DgeError && (error.kind === 'query' || error.kind === 'too-large'), `${type}: ${String(error)}\n${error instanceof Error ? error.stack : ''}`)
        }
      }
    })
  }

  it('channels that are missing or mean nothing: each type finds its own, or says which it needs', async () => {
    const only: Schema = [{ name: 'nom', type: 'string' }]
    for (const type of chartTypeNames) {
      for (const written of [{}, { x: 'nom' }, { y: 'nom', color: 'nom', size: 'nom' }, { theta: 'nom' }, { x: 'nom', y: 'nom' }]) {
        try {
          await draw({ ...written, type }, [{ nom: 'a' }, { nom: 'b' }], only)
        } catch (error) {
          assert.ok(error instanceof DgeError && ['query', 'field', 'geometry'].includes(error.kind), `${type}: ${String(error)}`)
          assert.ok(error.message.length > 20)
        }
      }
    }
  })

  it('a flow of thousands of places keeps the largest; the others are one place, and it is said', async () => {
    // 100 places of 1…100 on the left: the 29 largest stay, 71 others hold 1 + … + 71 = 2,556.
    const rows = Array.from({ length: 100 }, (_, at) => ({ nom: `N${at}`, serie: 'A', v: at + 1 }))
    const chart = await draw({ type: 'sankey', color: 'nom, serie', size: 'sum(v)' }, rows, schema)
    assert.equal(chart.marks('rect').length, 30 + 1)
    assert.equal(chart.picture.rows.find(({ color }) => color === 'Autres (71)')?.size, 2556)
    assert.match(chart.summary, /« Autres » regroupe les 71 catégories les plus petites/)
  })

  it('a calendar of centuries is a line, and the author is told', async () => {
    const rows = Array.from({ length: 80 }, (_, at) => ({ date: day(1900 + at), v: at }))
    const chart = await draw({ type: 'calendar', x: 'date', color: 'sum(v)' }, rows, schema)
    assert.equal(chart.type, 'line')
    assert.match(chart.hint ?? '', /80 years are too many/)
  })
})
