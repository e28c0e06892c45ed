import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseExpression } from 'vega-expression'
import { compileSpec, undrawable } from '../../src/render/compile-spec.js'
import { faultyExpression } from '../../src/render/faulty-expression.js'
import { DgeError } from '../../src/data/errors.js'

const spec = (calculate: string) => ({
  data: { name: 'table' }, mark: 'bar',
  transform: [{ filter: "datum.sens == 'D'" }, { calculate, as: 'z' }],
  encoding: { x: { field: 'z', type: 'quantitative', axis: { labelExpr: 'datum.label' } } },
})

test('the author is told which expression of a specification is wrong, and where it stands', async () => {
  await assert.rejects(compileSpec(spec('datum.a +')), (error) => {
    assert.ok(error instanceof DgeError)
    assert.match(error.message, /cannot be drawn: Unexpected end of input \(in transform\[1\]\.calculate “datum\.a \+”\)$/)
    return true
  })
  const said = async (message: string, calculate: string) => (await undrawable(new Error(message), spec(calculate))).message.replace(/^.*?\(in /, '')
  assert.equal(await said('Unrecognized function: sume', 'sume(datum.a)'), 'transform[1].calculate “sume(datum.a)”)')
  assert.equal(await said('Unrecognized signal name: "b"', 'datum.b + b'), 'transform[1].calculate “datum.b + b”)')
})

test('what no expression is at fault for stays as it was said, and rows are not looked through', () => {
  assert.equal(faultyExpression(spec('datum.a'), parseExpression, 'Invalid field type "quantitatif".'), undefined)
  assert.equal(faultyExpression({ ...spec('datum.a'), data: { values: [{ filter: 'a +' }] } }, parseExpression, 'Cannot read'), undefined)
})
