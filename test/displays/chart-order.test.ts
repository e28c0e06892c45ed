import assert from 'node:assert/strict'
import { it } from 'node:test'
import { parseTerms } from '../../src/data/shorthand.js'
import { orderOf } from '../../src/displays/chart-order.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [{ name: 'nom', type: 'string' }, { name: 'jour', type: 'date' }, { name: 'annee', type: 'number', timeUnit: 'year' }, { name: 'v', type: 'number' }, { name: 'w', type: 'number' }]
const order = (x: string, y: string, { joins = false, cuts = true, limit = 5 as number | null, written = '' } = {}) =>
  orderOf(written, limit ?? undefined, { x: parseTerms(x, schema), y: parseTerms(y, schema) }, { schema, cuts, joins }).text

it('a limit without an order keeps the largest, summed or not, and the last moments of a line', () => {
  assert.equal(order('nom', 'sum(v)'), '-"sum(v)"')
  assert.equal(order('nom', 'v'), '-v')
  assert.equal(order('annee', 'v'), '-v')
  assert.equal(order('jour', 'v', { joins: true }), '-jour')
  assert.equal(order('annee', 'sum(v)', { joins: true }), '-annee')
  assert.equal(order('yearmonth(jour)', 'sum(v)', { joins: true }), '-"yearmonth(jour)"')
  // Months of all years are no moments, of two amounts neither is what is measured, and where series are limited rows are not.
  assert.equal(order('month(jour)', 'sum(v)', { joins: true }), '-"sum(v)"')
  assert.equal(order('v', 'w'), undefined)
  assert.equal(order('nom', 'v', { cuts: false }), undefined)
  assert.equal(order('nom', 'v', { limit: null }), undefined)
  assert.equal(order('jour', 'v', { joins: true, written: 'jour' }), 'jour')
})
