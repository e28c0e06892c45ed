import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readLayer, termsOf } from '../../src/maps/encoding.js'
import { parseTerms } from '../../src/data/shorthand.js'
import { DgeError } from '../../src/data/errors.js'
import type { LayerText } from '../../src/maps/encoding.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'code', type: 'string' },
  { name: 'nom', type: 'string' },
  { name: 'pop', type: 'number' },
  { name: 'surface', type: 'number' },
  { name: 'centre', type: 'geometry' },
  { name: 'contour', type: 'geometry' },
]
const read = (text: LayerText, fields = schema) => readLayer(text, fields, parseTerms)
const fails = (text: LayerText, kind: string, message: RegExp, fields = schema) =>
  assert.throws(() => read(text, fields), (error) => error instanceof DgeError && error.kind === kind && message.test(error.message))

describe('encoding of layers', () => {
  it('takes the first geometry, a name and what is shown', () => {
    const layer = read({ value: 'pop' })
    assert.equal(layer.geometry, 'centre')
    assert.equal(layer.name?.as, 'nom')
    assert.deepEqual(termsOf(layer).map(({ as }) => as), ['nom', 'pop', 'centre'])
  })

  it('takes the geometry that the author names', () => {
    assert.equal(read({ geometry: 'contour' }).geometry, 'contour')
    fails({ geometry: 'pop' }, 'field', /not a geometry/)
    fails({ geometry: 'forme' }, 'field', /not a field/)
  })

  it('takes an aggregate of each row', () => {
    const division = { op: '/', args: [{ property: 'pop' }, { property: 'surface' }] }
    assert.deepEqual(read({ value: 'sum(pop) / sum(surface)' }).value?.expr, division)
    assert.deepEqual(read({ value: 'pop / surface' }).value?.expr, division)
    assert.deepEqual(read({ value: 'mean(pop)' }).value, { as: 'pop', expr: { property: 'pop' } }, 'it has the title of the field')
    assert.deepEqual(read({ value: 'mean(pop) as "Habitants"' }).value, { as: 'Habitants', expr: { property: 'pop' }, title: 'Habitants' })
    assert.equal(read({ value: 'count()' }).value?.expr, 1)
    fails({ value: 'distinct(nom)' }, 'query', /distinct/)
    fails({ value: 'quantile(pop, 0.9)' }, 'query', /quantile/)
  })

  it('keeps the label of the author', () => {
    assert.equal(read({ value: 'pop / surface as "Densité"' }).value?.title, 'Densité')
  })

  it('a colour is a colour, a field is a field', () => {
    assert.equal(read({ color: '#1f6fb4' }).plain, '#1f6fb4')
    assert.equal(read({ color: '#1f6fb4' }).color, undefined)
    assert.deepEqual(read({ color: 'code' }).color?.expr, { property: 'code' })
    fails({ color: 'rouge' }, 'field', /rouge/)
  })

  it('the pop-up has the fields asked for, once each, its name the first text', () => {
    const layer = read({ value: 'pop', popup: 'pop, code, pop' })
    assert.deepEqual(layer.popup.map(({ as }) => as), ['pop', 'code'])
    assert.equal(layer.name?.as, 'code')
    assert.deepEqual(termsOf(layer).map(({ as }) => as), ['pop', 'code', 'centre'])
  })

  it('says that data without geometry make no map', () => {
    fails({ value: 'pop' }, 'geometry', /no geometry/, schema.slice(0, 4))
    fails({ value: 'pop, surface' }, 'query', /one term/)
  })
})
