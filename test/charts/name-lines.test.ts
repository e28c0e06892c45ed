import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf } from '../../src/charts/axes.js'

test('names end their lines at spaces and after hyphens between letters, never within numbers', () => {
  assert.deepEqual(linesOf('Meurthe-et-Moselle', 12, 3), ['Meurthe-et-', 'Moselle'])
  assert.deepEqual(linesOf('Communauté de communes', 13, 2), ['Communauté de', 'communes'])
  assert.deepEqual(linesOf('10 000 hab. et plus', 6, 3), ['10\u202f000', 'hab.', 'et plus'])
  assert.deepEqual(linesOf('500 à 1\u202f999 hab.', 7, 3), ['500 à', '1\u202f999', 'hab.'])
  assert.deepEqual(linesOf('2010-2015 -5', 6, 3), ['2010-2015', '-5'])
  assert.deepEqual(linesOf('Pays de Bitche', 4, 2), ['Pays', 'de Bitche'])
})
