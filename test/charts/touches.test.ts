import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readTouches, untouched } from '../../src/charts/index.js'

describe('the author’s touches', () => {
  it('nothing written is untouched', () => {
    assert.deepEqual(readTouches({}), untouched)
    assert.ok(Object.isFrozen(readTouches({})))
  })

  it('lists, numbers and words', () => {
    const touches = readTouches({
      highlight: 'Bas-Rhin, "Meurthe, Moselle"', target: '1 250,5 as Objectif', palette: '#fc0, rgb(0, 85, 164)',
      colors: 'Dépenses: #b3263a, "a: b": green', stack: 'Normalize', sort: 'descending', format: 'percent 1', aspect: '16/9', animation: '', xTitle: ' ',
    })
    assert.deepEqual(touches.highlight, ['Bas-Rhin', 'Meurthe, Moselle'])
    assert.deepEqual(touches.target, { value: 1250.5, text: 'Objectif' })
    assert.deepEqual(touches.palette, ['#fc0', 'rgb(0, 85, 164)'])
    assert.deepEqual([...touches.colors], [['Dépenses', '#b3263a'], ['a: b', 'green']])
    assert.equal(touches.stack, 'normalize')
    assert.equal(touches.sort, '-value')
    assert.deepEqual([touches.format, touches.digits], ['percent', 1])
    assert.equal(touches.aspect, 16 / 9)
    assert.equal(touches.animate, 600)
    assert.equal(touches.xTitle, '')
  })

  it('categories by name are an order; a bare number of decimals is a format', () => {
    assert.deepEqual(readTouches({ sort: 'hiver, été' }).sort, ['hiver', 'été'])
    assert.equal(readTouches({ format: '0' }).digits, 0)
  })

  it('annotations: lines, bands, points, with text', () => {
    assert.deepEqual(readTouches({ annotations: 'y=100 as Objectif; x=2020..2021; x="2015-03-01", y=4,5 as "a; b"' }).annotations, [
      { y: [100], text: 'Objectif' },
      { x: [2020, 2021] },
      { x: ['2015-03-01'], y: [4.5], text: 'a; b' },
    ])
  })

  for (const [what, text, message] of [
    ['a word', { legend: 'botom' }, /legend.*did you mean “bottom”/],
    ['a palette', { palette: 'blue' }, /did you mean “blues”/],
    ['a colour', { colors: 'A: url(javascript:1)' }, /is not a colour/],
    ['a number', { target: 'cent' }, /not a number/],
    ['a place', { annotations: 'z=3' }, /no place/],
    ['a shape', { aspect: '1/0' }, /no shape/],
    ['a format', { format: 'compat' }, /did you mean “compact”/],
  ] as const) {
    it(`${what} that means nothing is told`, () => {
      assert.throws(() => readTouches(text), (error: Error & { kind?: string; hint?: string }) => error.kind === 'query' && message.test(error.message))
    })
  }
})
