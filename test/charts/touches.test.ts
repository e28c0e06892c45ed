import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { unreadChannels } from '../../src/charts/encoding.js'
import { untouched } from '../../src/charts/index.js'
import { chartTypeOf } from '../../src/charts/registry.js'
import { readTouches } from '../../src/charts/touches.js'
import { touchHints } from '../../src/charts/touch-hints.js'
import { draw } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'

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
    ['a trend', { trend: 'lineaire' }, /did you mean “linear”/],
    ['a stacking', { stack: 'normalise' }, /did you mean “normalize”/],
    ['an order', { sort: 'nam' }, /did you mean “name”/],
    ['a shape', { aspect: '1/0' }, /no shape/],
    ['a format', { format: 'compat' }, /did you mean “compact”/],
  ] as const) {
    it(`${what} that means nothing is told and left out`, () => {
      const { faults, ...touches } = readTouches(text)
      assert.equal(faults.length, 1)
      assert.match(faults[0] ?? '', message)
      assert.deepEqual({ ...touches, faults: [] }, untouched)
    })
  }

  it('what can be read of a list stays', () => {
    const { annotations, colors, palette, faults } = readTouches({ annotations: 'y=100 as Seuil; z=3; x=2020', colors: 'A: red, B: url(x), C', palette: '#fc0, oups!' })
    assert.deepEqual(annotations, [{ y: [100], text: 'Seuil' }, { x: [2020] }])
    assert.deepEqual([...colors], [['A', 'red']])
    assert.deepEqual(palette, ['#fc0'])
    assert.equal(faults.length, 4)
  })
})

describe('touches that name what the chart lacks', () => {
  const schema: Schema = [{ name: 'commune', type: 'string' }, { name: 'montant', type: 'number' }]
  const rows = [{ commune: 'Metz', montant: 3 }, { commune: 'Nancy', montant: 5 }]
  const hints = async (attributes: Parameters<typeof draw>[0]) => {
    const { picture, type } = await draw({ x: 'commune', y: 'montant', ...attributes }, rows, schema)
    return touchHints(picture, readTouches(attributes), await chartTypeOf(type))
  }

  it('the author is told, with the name that was probably meant', async () => {
    assert.deepEqual(await hints({ type: 'bar', highlight: 'metz, Nanci' }), ['highlight: nothing in the chart is called “Nanci”: did you mean “Nancy”?'])
    assert.match((await hints({ type: 'bar', format: 'percent' }))[0] ?? '', /up to 5: .*unit="%"/)
    assert.deepEqual(await hints({ type: 'bar', format: 'percent', unit: '%' }), [])
    assert.match((await hints({ type: 'bar', colors: 'Toul: red' }))[0] ?? '', /colors: nothing in the chart is called “Toul”/)
    assert.match((await hints({ type: 'bar', sort: 'Nancy, Mets' }))[0] ?? '', /sort: .*“Mets”: did you mean “Metz”/)
    assert.match((await hints({ type: 'bar', annotations: 'x=Mtz; y=4' }))[0] ?? '', /annotations: x=Mtz has no place.*did you mean “Metz”/)
    assert.match((await hints({ type: 'arc', annotations: 'y=4' }))[0] ?? '', /no axes/)
    assert.match((await hints({ type: 'bar', trend: 'linear' }))[0] ?? '', /trend: it needs numbers/)
    assert.deepEqual(await hints({ type: 'bar', highlight: 'Metz', annotations: 'y=4; x=Nancy', target: '4' }), [])
    assert.match((await hints({ type: 'line', stack: 'normalize' }))[0] ?? '', /lines stand at their values.*type="area"/)
    assert.deepEqual(await hints({ type: 'area', stack: 'normalize' }), [])
  })

  it('facet, where a type is one picture, is left out: sums stay whole', async () => {
    const chart = await draw({ type: 'arc', theta: 'sum(montant)', color: 'commune', facet: 'commune' }, rows, schema)
    assert.equal(chart.picture.channels.facet, undefined)
    assert.match(unreadChannels({ theta: 'sum(montant)', facet: 'commune' }, await chartTypeOf('arc'))[0] ?? '', /does not read facet/)
  })
})
