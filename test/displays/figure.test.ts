import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figureTexts } from '../../src/displays/figure.js'
import { createTable } from '../../src/data/table.js'
import { loadLocale } from '../../src/locale/index.js'

test('what differs by less than doubles hold is the same', async () => {
  const french = await loadLocale('fr')
  const comparison = (value: number, other: number) => {
    const table = createTable([{ name: 'v', type: 'number' }, { name: 'comparison', type: 'number', title: '2022' }], new Map([['v', [value]], ['comparison', [other]]]))
    return figureTexts(table, french, { compact: false, digits: undefined })?.comparison
  }
  assert.equal(comparison(0.1 + 0.2, 0.3), '= identique à 2022')
  assert.match(comparison(0.31, 0.3) ?? '', /^▲ \+3,3\s% \(0,01 de plus que 2022\)$/)
  assert.equal(comparison(0, 0), '= identique à 2022')
})

test('a line may end between a number and its unit, nowhere else', async () => {
  const french = await loadLocale('fr')
  const text = (value: number, unit: string | undefined, compact = false) =>
    figureTexts(createTable([{ name: 'v', type: 'number', ...(unit ? { unit } : {}) }], new Map([['v', [value]]])), french, { compact, digits: undefined })?.value
  assert.equal(text(5_563_378, 'hab.'), '5\u202f563\u202f378 hab.')
  assert.equal(text(5_563_378, undefined), '5\u202f563\u202f378')
  assert.equal(text(5_563_378, 'hab.', true), '5,56 M\u00a0hab.')
})
