import assert from 'node:assert/strict'
import { test } from 'node:test'
import { de } from '../../src/locale/de.js'
import { en } from '../../src/locale/en.js'
import { fr } from '../../src/locale/fr.js'
import { numberSigns, intlNumber, shortNumber, shortWord } from '../../src/locale/intl-number.js'

const tags = ['fr-FR', 'de-DE', 'en-GB', 'en-US']

/** Numbers of all sizes, with halves and long fractions, the same in each run. */
function* numbers(): Generator<number> {
  yield* [0, -0, 0.5, -0.5, 1.005, 2.675, 0.285, 999.995, 999_999.5, -0.004, 1234.5, 1e-7, 123_456_789_012, 9_007_199_254_740_991, 0.1 + 0.2, 1 / 3]
  let seed = 7
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
  for (let i = 0; i < 1500; i++) {
    const size = (random() - 0.5) * 10 ** Math.floor(random() * 14)
    yield size
    yield Math.round(size * 1000) / 1000
    yield (Math.floor(size) + 0.5) / 10 ** Math.floor(random() * 4)
  }
}

test('the signs of numbers are those of Intl, for every language', () => {
  for (const tag of [...tags, 'de-CH', 'fr-CH', 'de-AT', 'fr-BE', 'fr-LU', 'en-IE']) {
    const parts = new Intl.NumberFormat(tag).formatToParts(-1_234_567.8)
    const part = (type: string) => parts.find((each) => each.type === type)?.value
    const { decimal, group, minus } = numberSigns(tag)
    assert.deepEqual({ decimal, group, minus }, { decimal: part('decimal'), group: part('group'), minus: part('minusSign') }, tag)
  }
})

test('the words of the short form are those of Intl, for every language', () => {
  for (const tag of [...tags, 'de-CH', 'fr-CH', 'en-IE']) {
    for (const step of [1e3, 1e6, 1e9, 1e12]) assert.equal(`2${shortWord(tag, step)}`.replace(/^2$/, '2000'), new Intl.NumberFormat(tag, { notation: 'compact' }).format(2 * step), `${step} in ${tag}`)
  }
})

test('numbers are written as Intl writes them', () => {
  let written = 0
  for (const tag of tags) {
    for (const [most, least] of [[0, 0], [2, 0], [2, 2], [3, 0], [10, 0]] as const) {
      for (const grouped of [true, false]) {
        const format = new Intl.NumberFormat(tag, { maximumFractionDigits: most, minimumFractionDigits: least, useGrouping: grouped })
        for (const value of numbers()) {
          const text = intlNumber(value, tag, most, least, grouped)
          if (text === undefined) continue
          written++
          assert.equal(text, format.format(value), `${value} with ${most} decimals in ${tag}`)
        }
      }
    }
  }
  assert.ok(written > 120_000, `${written} were written`)
})

test('short numbers are written as Intl writes them', () => {
  let written = 0
  for (const tag of tags) {
    const format = new Intl.NumberFormat(tag, { notation: 'compact', maximumSignificantDigits: 3 })
    for (const value of [...numbers(), 999_499, 999_500, 9995, 1e12, 999.9e12, 1_235_000, -1e6]) {
      const text = shortNumber(value, tag)
      if (text === undefined) continue
      written++
      assert.equal(text, format.format(value), `${value} in ${tag}`)
    }
  }
  assert.ok(written > 8000, `${written} were written`)
})

test('what has more digits, or another language, is left to Intl', () => {
  for (const value of [1e21, Number.NaN, Number.POSITIVE_INFINITY, 1e-7, 12_345_678_901_234_567]) assert.equal(intlNumber(value, 'fr-FR', 2), undefined)
  assert.equal(intlNumber(1234.5, 'de-CH', 2), undefined)
})

test('progress is told in numbers as Intl writes them', () => {
  for (const [tag, { rowsLoaded }] of [['fr-FR', fr], ['en-GB', en], ['de-DE', de]] as const) {
    for (const rows of [1, 999, 1000, 12_345, 1_000_000]) {
      const text = new Intl.NumberFormat(tag).format(rows)
      assert.ok(rowsLoaded(rows, undefined).startsWith(`${text} `), `${rows} in ${tag}`)
      assert.match(rowsLoaded(7, rows), new RegExp(` ${text}( |$)`), `7 of ${rows} in ${tag}`)
    }
  }
})
