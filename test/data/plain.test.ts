import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { noCapabilities } from '../../src/data/capabilities.js'
import { BeyondPlain, isPlain, plainRuntime } from '../../src/data/plain.js'
import * as whole from '../../src/data/runtime.js'
import { createTable } from '../../src/data/table.js'
import { Random } from './random.js'
import type { Schema } from '../../src/data/schema.js'

const names = ['a', 'b', 'a b', 'montant', 'Montant', 'sum', 'as', 'true', 'null', 'not', 'date', 'c-d', 'a, b', 'sum(a)', '2022', 'é t', 'DATE']
const types = ['string', 'number'] as const

function randomSchema(random: Random): Schema {
  const chosen = [...new Set(random.some(names, 6))]
  return chosen.map((name) => ({ name, type: random.pick(types), ...(random.chance(0.1) ? { title: random.pick(names) } : {}) }))
}

/** What a call gives, or that it throws. */
function outcome<T>(run: () => T): { readonly value: T } | 'throws' | 'beyond' {
  try {
    return { value: run() }
  } catch (error) {
    return error instanceof BeyondPlain ? 'beyond' : 'throws'
  }
}

describe('the plain runtime', () => {
  it('parses terms as the whole one does, or says that it cannot, in 20,000 random cases', () => {
    const random = new Random(5)
    let parsed = 0
    for (let index = 0; index < 20_000; index++) {
      const schema = randomSchema(random)
      const text = random.some(random.chance(0.8) ? schema.map(({ name }) => name) : names, 3).join(random.pick([',', ', ', ' , ', ' + ', ' ']))
      const plain = outcome(() => plainRuntime.parseTerms(text, schema))
      if (plain === 'beyond') continue
      parsed++
      assert.deepEqual(plain, outcome(() => whole.parseTerms(text, schema)), `“${text}” over ${schema.map(({ name }) => name).join(' | ')}`)
    }
    assert.ok(parsed > 3000, `only ${parsed} were plain`)
  })

  it('makes the same queries, plans and answers in 5,000 random cases', () => {
    const random = new Random(6)
    let planned = 0
    for (let index = 0; index < 5000; index++) {
      const schema: Schema = ['x', 'y', 'z'].map((name) => ({ name, type: 'number' }))
      const numRows = random.int(6)
      const complete = random.chance(0.7)
      const table = createTable(schema, new Map(schema.map(({ name }) => [name, Array.from({ length: numRows }, () => random.int(9))])), { complete, ...(complete ? {} : { total: 99 }) })
      const terms = whole.parseTerms(random.some(['x', 'y', 'z'], 3).join(', ') || 'x', schema)
      const parts = { ...(random.chance(0.3) ? { offset: random.int(8) } : {}), ...(random.chance(0.5) ? { limit: random.int(8) } : {}), ...(random.chance(0.1) ? { order: 'x' } : {}) }
      const query = outcome(() => plainRuntime.toQuery(terms, parts, schema))
      if (query === 'beyond') continue
      const expected = whole.toQuery(terms, parts, schema)
      assert.deepEqual(query, { value: expected })
      assert.ok(isPlain(expected, noCapabilities, schema))
      planned++
      const plan = plainRuntime.plan(expected, noCapabilities, schema)
      assert.deepEqual(plan, whole.plan(expected, noCapabilities, schema))
      assert.deepEqual(plainRuntime.execute(plan.local, table), whole.execute(plan.local, table), JSON.stringify(expected))
    }
    assert.ok(planned > 2000, `only ${planned} were plain`)
  })

  it('leaves to the whole one what a server could do, and every other stage', () => {
    const schema: Schema = [{ name: 'x', type: 'number' }]
    const pages = { ...noCapabilities, page: { rows: true, groups: false } }
    assert.equal(isPlain({ select: ['x'] }, { ...noCapabilities, select: true }, schema), false)
    assert.equal(isPlain({ select: ['x'], limit: 3 }, pages, schema), false)
    assert.equal(isPlain({ select: ['gone'] }, noCapabilities, schema), false)
    assert.equal(isPlain({ where: true }, noCapabilities, schema), false)
    assert.throws(() => plainRuntime.parseTerms('sum(x)', schema), BeyondPlain)
    assert.throws(() => plainRuntime.parseFilter('x = 1'), BeyondPlain)
  })
})
