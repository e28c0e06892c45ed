import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readAuthorSpec } from '../../src/grammar/author-spec.js'
import { fieldHints } from '../../src/grammar/names.js'

const kindOf = (value: unknown): string => {
  try {
    readAuthorSpec(value)
    return 'read'
  } catch (error) {
    return (error as { kind: string }).kind
  }
}
const nested = (depth: number): object => {
  let node: object = {}
  for (let level = 0; level < depth; level++) node = { layer: [node] }
  return node
}

describe('an author’s specification', () => {
  it('is of the language that its $schema names, in any version, or that its parts belong to', () => {
    const language = (spec: object) => readAuthorSpec(spec).language
    assert.equal(language({ $schema: 'https://vega.github.io/schema/vega-lite/v6.json' }), 'vega-lite')
    assert.equal(language({ $schema: 'https://vega.github.io/schema/vega-lite/v5.20.1.json' }), 'vega-lite')
    assert.equal(language({ $schema: 'https://vega.github.io/schema/vega/v6.json' }), 'vega')
    assert.equal(language({ marks: [] }), 'vega')
    assert.equal(language({ mark: 'bar' }), 'vega-lite')
    assert.equal(kindOf({ $schema: 'https://example.org/schema/other/v1.json', mark: 'bar' }), 'unsupported')
  })

  it('tells fields that the data do not have, where it makes none itself', () => {
    const columns = ['commune', 'montant']
    const layered = { data: { name: 'table' }, layer: [{ mark: 'bar', encoding: { x: { field: 'comune' }, y: { field: 'montant', aggregate: 'sum' }, tooltip: [{ field: 'montant' }, { field: 'autre' }] } }] }
    assert.deepEqual(fieldHints(layered, columns), ['spec: the data have no field “comune”: did you mean “commune”?', 'spec: the data have no field “autre”'])
    assert.deepEqual(fieldHints({ ...layered, transform: [{ calculate: '1', as: 'comune' }] }, columns), [])
    assert.deepEqual(fieldHints({ ...layered, data: { values: [{ comune: 1 }] } }, columns), [])
    assert.deepEqual(fieldHints({ mark: 'bar', encoding: { x: { field: 'commune' }, y: { aggregate: 'count' }, color: { field: 'a.b' } } }, columns), [])
  })

  it('takes the source’s rows where data are named and given nowhere', () => {
    const names = (spec: object) => readAuthorSpec(spec).names
    assert.deepEqual(names({ mark: 'bar' }), ['table'])
    assert.deepEqual(names({ data: { name: 'budget' }, mark: 'bar' }), ['budget'])
    assert.deepEqual(names({ data: { values: [{ a: 1 }] }, mark: 'bar' }), [])
    assert.deepEqual(names({ data: { url: 'a.csv' }, mark: 'bar' }), [])
    assert.deepEqual(names({ data: { name: 'a' }, datasets: { a: [] }, mark: 'bar' }), [])
    assert.deepEqual(names({ layer: [{ data: { url: 'a.json' }, mark: 'geoshape' }, { data: { name: 'table' }, mark: 'point' }] }), ['table'])
    assert.deepEqual(names({ layer: [{ data: { url: 'a.json' }, mark: 'geoshape' }, { data: { values: [] }, mark: 'point' }] }), [])
    assert.deepEqual(names({ data: { url: 'a.json' }, transform: [{ lookup: 'id', from: { data: { name: 'rows' }, key: 'id', fields: ['v'] } }], mark: 'bar' }), ['rows'])
    assert.deepEqual(names({ $schema: 'https://vega.github.io/schema/vega/v6.json', data: [{ name: 'table' }, { name: 'b', source: 'table' }, { name: 'c', url: 'c.csv' }] }), ['table'])
    const filled = [{ name: 'a', on: [{ trigger: 's', insert: 's' }] }, { name: 'b', transform: [{ type: 'graticule' }] }]
    assert.deepEqual(names({ $schema: 'https://vega.github.io/schema/vega/v6.json', data: filled, marks: [{ type: 'group', data: [{ name: 'inner' }] }] }), [])
    assert.deepEqual(names({ hconcat: [{ mark: 'bar' }, { data: { values: [] }, mark: 'bar' }] }), ['table'])
  })

  it('is refused when it is none, too deep, too large or of too many views', () => {
    for (const value of [null, 'bar', 3, [], true]) assert.equal(kindOf(value), 'query')
    assert.equal(kindOf(nested(20)), 'read')
    assert.equal(kindOf(nested(100_000)), 'too-large')
    assert.equal(kindOf({ layer: Array.from({ length: 60_000 }, () => ({ mark: 'bar' })) }), 'too-large')
    assert.equal(kindOf({ repeat: { row: Array.from({ length: 40 }, String), column: Array.from({ length: 40 }, String) }, spec: { mark: 'bar' } }), 'too-large')
    assert.equal(kindOf({ hconcat: Array.from({ length: 600 }, () => ({ mark: 'bar' })) }), 'too-large')
    assert.equal(kindOf({ data: { sequence: { start: 0, stop: 1e9 } }, mark: 'bar' }), 'too-large')
    assert.equal(kindOf({ width: 1e9, height: 1e9, mark: 'bar' }), 'too-large')
    assert.equal(kindOf({ width: 800, height: 'container', mark: 'bar' }), 'read')
    assert.equal(kindOf({ data: { sequence: { start: 0, stop: 1000, step: 1e-6 } }, mark: 'bar' }), 'too-large')
    assert.equal(kindOf({ data: { sequence: { start: 0, stop: 100, step: 0.1 } }, mark: 'bar' }), 'read')
  })

  it('may hold many rows of its own', () => {
    assert.equal(kindOf({ data: { values: Array.from({ length: 200_000 }, (_, a) => ({ a })) }, mark: 'bar' }), 'read')
  })
})
