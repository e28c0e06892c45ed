import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { percentages } from '../../src/charts/shares.js'

describe('percentages', () => {
  it('add up to 100, the largest remainders take what is missing', () => {
    assert.deepEqual(percentages([1, 1, 1], 0), [34, 33, 33])
    assert.deepEqual(percentages([1, 2, 3], 1), [16.7, 33.3, 50])
    // 7.1429, 14.2857, 78.5714 in hundredths: .29, .57, .14 remain; two hundredths are missing.
    assert.deepEqual(percentages([1, 2, 11], 1), [7.1, 14.3, 78.6])
    assert.deepEqual(percentages([29, 71], 0), [29, 71])
  })

  it('of 2,000 random lists add up exactly', () => {
    let seed = 7
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
    for (let run = 0; run < 2000; run++) {
      const amounts = Array.from({ length: 1 + Math.floor(random() * 12) }, () => Math.floor(random() * 1e6))
      const shares = percentages(amounts, 1)
      if (!shares) continue
      assert.equal(Math.round(shares.reduce((sum, share) => sum + share * 10, 0)), 1000, amounts.join())
      const total = amounts.reduce((sum, amount) => sum + amount, 0)
      shares.forEach((share, at) => assert.ok(Math.abs(share - ((amounts[at] ?? 0) / total) * 100) < 0.1))
    }
  })

  it('there are none of nothing, or of negative parts', () => {
    assert.equal(percentages([0, 0], 1), undefined)
    assert.equal(percentages([3, -1], 1), undefined)
    assert.equal(percentages([], 1), undefined)
  })
})
