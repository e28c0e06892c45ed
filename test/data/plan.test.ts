import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { noCapabilities } from '../../src/data/capabilities.js'
import { DgeError } from '../../src/data/errors.js'
import { execute } from '../../src/data/engine.js'
import { allOf, conjunctsOf } from '../../src/data/filter.js'
import { plan } from '../../src/data/plan.js'
import { keyOf } from '../../src/data/query.js'
import { columnOf } from '../../src/data/table.js'
import { Random, randomQuery, randomTable, schema } from './random.js'
import type { Capabilities, Pushdown } from '../../src/data/capabilities.js'
import type { Filter } from '../../src/data/filter.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'

const cases = Number(process.env['LAW_CASES'] ?? 40_000)
const seed = Number(process.env['SEED'] ?? 20261123)

/** A server that can do some things and not others, the same things each time it is asked. */
function randomCapabilities(random: Random): Capabilities {
  const salt = random.int(1e9)
  const odds = random.pick([0.2, 0.5, 0.8, 1])
  const can = (what: unknown) => {
    const text = JSON.stringify(what) ?? ''
    let hash = salt
    for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) >>> 0
    return new Random(hash).chance(odds)
  }
  const verdict = (what: unknown): Pushdown => (can(what) ? 'exact' : can(['superset', what]) ? 'superset' : 'local')
  return {
    where: verdict,
    search: verdict('search'),
    extent: verdict('extent'),
    group: can,
    aggregate: can,
    having: can,
    order: (order) => can(order),
    page: { rows: can('rows'), groups: can('groups') },
    select: can('select'),
  }
}

/** What a server that answers supersets gives for a condition: more rows than asked, whichever way it is sloppy. */
function sloppy(query: Query, capabilities: Capabilities, random: Random): Query {
  const loosen = (filter: Filter): Filter => (capabilities.where(filter) === 'superset' && random.chance(0.7) ? true : filter)
  const { where, search, extent, ...rest } = query
  const kept = allOf(conjunctsOf(where).map(loosen))
  return {
    ...rest,
    ...(kept === undefined ? {} : { where: kept }),
    ...(search !== undefined && capabilities.search === 'exact' ? { search } : {}),
    ...(extent !== undefined && capabilities.extent === 'exact' ? { extent } : {}),
  }
}

const cells = (table: Table) => table.schema.map((field) => [field, Array.from(columnOf(table, field.name))])

function tried(run: () => Table): Table | string {
  try {
    return run()
  } catch (error) {
    if (error instanceof DgeError) return error.kind
    throw error
  }
}

describe('plan', () => {
  it(`law: the local part of the remote answer is the query's answer (${cases} random cases, seed ${seed})`, () => {
    const random = new Random(seed)
    let pushed = 0
    let refused = 0
    for (let index = 0; index < cases; index++) {
      const table = randomTable(random)
      const query = randomQuery(random)
      const capabilities = random.chance(0.05) ? noCapabilities : randomCapabilities(random)
      const expected = tried(() => execute(query, table))
      const actual = tried(() => {
        const { remote, local } = plan(query, capabilities, schema)
        if (Object.keys(remote).length) pushed++
        return execute(local, execute(sloppy(remote, capabilities, random), table))
      })
      if (typeof expected === 'string' || typeof actual === 'string') {
        assert.equal(actual, expected, `case ${index}: ${keyOf(query)}`)
        refused++
      } else assert.deepEqual(cells(actual), cells(expected), `case ${index}: ${keyOf(query)}`)
    }
    console.log(`plan law: ${cases} cases, seed ${seed}, ${pushed} with something sent to the server, ${refused} refused alike`)
    assert.ok(pushed > cases / 2)
    assert.ok(refused < cases / 10)
  })

  const everything: Capabilities = {
    where: () => 'exact', search: 'exact', extent: 'exact', group: () => true, aggregate: () => true, having: () => true,
    order: () => true, page: { rows: true, groups: true }, select: true,
  }
  const n = { property: 'n' } as const

  it('sends everything to a server that can do everything', () => {
    const query: Query = {
      where: { op: '>', args: [n, 1] }, groupBy: [{ as: 'code', expr: { property: 'code' } }],
      aggregate: [{ as: 's', op: 'sum', expr: n }], orderBy: [{ field: 's', desc: true }], limit: 3,
    }
    assert.deepEqual(plan(query, everything, schema), { remote: query, local: {}, needsAll: false })
  })

  it('never limits on the server what is filtered here', () => {
    const query: Query = { where: { op: '>', args: [n, 1] }, orderBy: [{ field: 'n' }], limit: 3 }
    const { remote, local, needsAll } = plan(query, { ...everything, where: () => 'local' }, schema)
    assert.deepEqual(remote, {})
    assert.deepEqual(local, query)
    assert.equal(needsAll, true)
  })

  it('sends what it can of a condition and keeps the rest', () => {
    const big: Filter = { op: '>', args: [n, 1] }
    const like: Filter = { op: 'like', args: [{ property: 'code' }, '01%'] }
    const { remote, local } = plan(
      { where: { op: 'and', args: [big, like] }, select: ['code'] },
      { ...everything, where: (filter) => (filter === big || JSON.stringify(filter) === JSON.stringify(big) ? 'exact' : 'superset') },
      schema
    )
    assert.deepEqual(remote, { where: { op: 'and', args: [big, like] }, select: ['code'] })
    assert.deepEqual(local, { where: like, select: ['code'] })
  })

  it('lets only the needed columns travel when it groups here', () => {
    const query: Query = { groupBy: [{ as: 'code', expr: { property: 'code' } }], aggregate: [{ as: 's', op: 'sum', expr: n }] }
    assert.deepEqual(plan(query, { ...everything, aggregate: () => false }, schema).remote, { select: ['code', 'n'] })
  })

  it('asks a file for nothing: one download serves all', () => {
    assert.deepEqual(plan({ where: { op: '>', args: [n, 1] }, limit: 1, select: ['code'] }, noCapabilities, schema).remote, {})
  })
})
