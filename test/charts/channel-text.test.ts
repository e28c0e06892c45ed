import assert from 'node:assert/strict'
import { test } from 'node:test'
import { channelText } from '../../src/charts/channel-text.js'
import { french } from '../../src/locale/french.js'

test('beside a mark a number has three significant digits, none that the data have not, and never becomes 0', () => {
  const channel = { field: { name: 'v', type: 'number' as const }, title: 'V' }
  const texts = [0.3, -2.5, -5, 12.345, 87.5, 0.0000025, 0.00000001, 100.5, -100.5, 0, 2200.5].map((value) => channelText(value, channel as Parameters<typeof channelText>[1], french, { compact: true }))
  assert.deepEqual(texts, ['0,3', '-2,5', '-5', '12,3', '87,5', '0,0000025', '0,00000001', '101', '-101', '0', '2\u202f201'])
})

test('beside a mark no part becomes all', () => {
  const text = (value: number, unit: string) => channelText(value, { field: { name: 'v', type: 'number', unit }, title: 'V' } as Parameters<typeof channelText>[1], french, { compact: true })
  assert.deepEqual([99.96, 99.9, 87.54, 100.3].map((value) => text(value, '%').replace(/\s/g, ' ')), ['99,96 %', '99,9 %', '87,5 %', '100,3 %'])
  assert.equal(text(499.7, 'km').replace(/\s/g, ' '), '500 km')
})

test('what is published in % is no part of one: format="percent" does not make 1,250 % of 12.5', () => {
  const text = (unit: string | undefined, value: number) => channelText(value, { field: { name: 'v', type: 'number', ...(unit ? { unit } : {}) }, title: 'V', format: { format: 'percent' } } as Parameters<typeof channelText>[1], french)
  assert.deepEqual([text('%', 12.5), text(undefined, 0.125)].map((said) => said.replace(/\s/g, ' ')), ['12,5 %', '12,5 %'])
})
