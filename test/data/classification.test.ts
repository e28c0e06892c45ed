import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { classify, classOf } from '../../src/data/classification.js'
import { naturalBreaks } from '../../src/data/natural-breaks.js'
import { DgeError } from '../../src/data/errors.js'

describe('classification', () => {
  it('quantiles put as many places in each class (type 7)', () => {
    // Quarters of 1..9 lie at 3, 5 and 7; a class holds its lower bound: {1,2} {3,4} {5,6} {7,8,9}.
    const found = classify([9, 1, 8, 2, 7, 3, 6, 4, 5], { classes: 4 })
    assert.deepEqual(found, { bounds: [1, 3, 5, 7, 9], counts: [2, 2, 2, 3], missing: 0, open: false })
  })

  it('five classes by quantile unless told otherwise', () => {
    // Fifths of 0..10 lie at 2, 4, 6 and 8: {0,1} {2,3} {4,5} {6,7} {8,9,10}.
    assert.deepEqual(classify(Array.from({ length: 11 }, (_, index) => index))?.counts, [2, 2, 2, 2, 3])
  })

  it('many equal values make fewer classes, never an empty one', () => {
    // All quarters but the last are 0: only one break (0 → none above the minimum), at 5 of [0,0,0,0,0,0,5,10].
    // Type 7 at 0.75 of 8 values is index 5.25: 0 + 0.25 × (5 − 0) = 1.25; 5 parts the same.
    assert.deepEqual(classify([0, 0, 0, 0, 0, 0, 5, 10], { classes: 4 }), {
      bounds: [0, 5, 10], counts: [6, 2], missing: 0, open: false,
    })
    assert.deepEqual(classify([7, 7, 7], { classes: 5 }), { bounds: [7, 7], counts: [3], missing: 0, open: false })
  })

  it('equal widths keep empty classes between full ones', () => {
    assert.deepEqual(classify([0, 1, 2, 100], { method: 'equal', classes: 4 }), {
      bounds: [0, 25, 50, 75, 100], counts: [3, 0, 0, 1], missing: 0, open: false,
    })
  })

  it('bounds are what a person would choose: years are whole, amounts as round as part the same values', () => {
    const years = [1998, 1999, 2003, 2007, 2008, 2011, 2012, 2015, 2016, 2019, 2020, 2024]
    for (const method of ['quantile', 'equal', 'jenks'] as const) {
      const { bounds = [], counts = [] } = classify(years, { method }) ?? {}
      assert.ok(bounds.every(Number.isInteger), `${method}: ${bounds}`)
      assert.equal(counts.reduce((sum, count) => sum + count), years.length)
    }
    // Quarters by type 7 lie at 13.1375, 24.9 and 47.0575; each class still has a quarter.
    assert.deepEqual(classify([11.37, 12.48, 15.11, 22.3, 27.5, 40.03, 68.14, 75.9], { classes: 4 }), { bounds: [11.37, 15, 25, 50, 75.9], counts: [2, 2, 2, 2], missing: 0, open: false })
    // Of many, one in a hundred may go to the class beside.
    const towns = classify(Array.from({ length: 35_000 }, (_, at) => Math.round(1.0003 ** at)))
    assert.deepEqual(towns?.bounds.slice(1, -1).map((bound) => bound === Number(bound.toPrecision(2))), [true, true, true, true], `${towns?.bounds}`)
    assert.ok(towns?.counts.every((count) => Math.abs(count - 7000) <= 700), `${towns?.counts}`)
  })

  it('natural groups minimise the scatter within', () => {
    // Groups are plain to see: {1,2,3} {10,11,12} {50,52}.
    assert.deepEqual(classify([50, 1, 11, 3, 12, 2, 10, 52], { method: 'jenks', classes: 3 })?.bounds, [1, 10, 50, 52])
    // Not where gaps are widest, but where squares are least: {0} {4,5,6} {9,10} has 0 + 2 + 0.5.
    assert.deepEqual(naturalBreaks([0, 4, 5, 6, 9, 10], 3), [4, 9])
    assert.deepEqual(naturalBreaks([3, 3, 8], 5), [8])
  })

  it('natural groups equal the best of all ways to cut, tried one by one', () => {
    let seed = 20_241_123
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const scatter = (part: readonly number[]) => {
      const mean = part.reduce((sum, value) => sum + value, 0) / part.length
      return part.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    }
    for (let round = 0; round < 60; round++) {
      const values = Array.from({ length: 12 }, () => Math.round(random() * 1000) / 10).sort((a, b) => a - b)
      let best = Infinity
      for (let first = 1; first < 11; first++) {
        for (let second = first + 1; second < 12; second++) {
          best = Math.min(best, scatter(values.slice(0, first)) + scatter(values.slice(first, second)) + scatter(values.slice(second)))
        }
      }
      const [low = NaN, high = NaN] = naturalBreaks(values, 3)
      const found = [values.filter((value) => value < low), values.filter((value) => value >= low && value < high), values.filter((value) => value >= high)]
      assert.ok(Math.abs(found.reduce((sum, part) => sum + scatter(part), 0) - best) < 1e-6, `seed round ${round}`)
    }
  })

  it('breaks of the author are open at both ends and keep empty classes', () => {
    const found = classify([50, 150, 700, null], { breaks: [100, 500, 1000] })
    assert.deepEqual(found, { bounds: [50, 100, 500, 1000, 1000], counts: [1, 1, 1, 0], missing: 1, open: true })
    assert.equal(found && classOf(found, 100), 1)
    assert.equal(found && classOf(found, 99.9), 0)
    assert.equal(found && classOf(found, 5000), 3)
  })

  it('missing values have no class, and no value makes no classes', () => {
    const found = classify([1, null, NaN, 3, Infinity], { classes: 2 })
    assert.deepEqual(found, { bounds: [1, 2, 3], counts: [1, 1], missing: 3, open: false })
    assert.equal(found && classOf(found, null), -1)
    assert.equal(found && classOf(found, 3), 1)
    assert.equal(classify([null, null]), undefined)
    assert.equal(classify([]), undefined)
  })

  it('negative values and one value', () => {
    assert.deepEqual(classify([-5, -1, 0, 4], { method: 'equal', classes: 3 })?.bounds, [-5, -2, 1, 4])
    assert.deepEqual(classify([42], { classes: 5 })?.counts, [1])
  })

  for (const options of [{ classes: 0 }, { classes: 2.5 }, { classes: 12 }, { breaks: [] }, { breaks: [5, 3] }, { breaks: [1, NaN] }]) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      assert.throws(() => classify([1, 2], options), (error) => error instanceof DgeError && error.kind === 'query')
    })
  }
})
