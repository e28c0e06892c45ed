import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figureTexts } from '../../src/displays/figure.js'
import { createTable } from '../../src/data/table.js'
import { loadLocale } from '../../src/locale/index.js'

test('what differs by less than doubles hold is the same', async () => {
  const french = await loadLocale('fr')
  const comparison = (value: number, other: number, unit?: string, digits?: number) => {
    const field = { type: 'number' as const, ...(unit ? { unit } : {}) }
    const table = createTable([{ name: 'v', ...field }, { name: 'comparison', title: '2022', ...field }], new Map([['v', [value]], ['comparison', [other]]]))
    return figureTexts(table, french, { compact: false, digits })?.comparison
  }
  assert.equal(comparison(0.1 + 0.2, 0.3), '= identique à 2022')
  assert.match(comparison(0.31, 0.3) ?? '', /^▲ \+3,3\s% \(0,01 de plus que 2022\)$/)
  assert.equal(comparison(0, 0), '= identique à 2022')
  // No "0,0 more" of what is more.
  assert.equal(comparison(12.54, 12.53, '%', 1), '▲ 0,01 point de plus que 2022')
  assert.equal(comparison(12.54, 12.44, '%', 1), '▲ 0,1 point de plus que 2022')
  // 20 °C is no twofold of 10 °C.
  assert.match(comparison(20, 10, '°C') ?? '', /^▲ 10\s°C de plus que 2022$/)
})

test('a line may end between a number and its unit, nowhere else', async () => {
  const french = await loadLocale('fr')
  const text = (value: number, unit: string | undefined, compact = false) =>
    figureTexts(createTable([{ name: 'v', type: 'number', ...(unit ? { unit } : {}) }], new Map([['v', [value]]])), french, { compact, digits: undefined })?.value
  assert.equal(text(5_563_378, 'hab.'), '5\u202f563\u202f378 hab.')
  assert.equal(text(5_563_378, undefined), '5\u202f563\u202f378')
  assert.equal(text(5_563_378, 'hab.', true), '5,56 M\u00a0hab.')
})
