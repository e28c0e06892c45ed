import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { noCapabilities } from '../../src/data/capabilities.js'
import { execute } from '../../src/data/engine.js'
import { plan } from '../../src/data/plan.js'
import { columnOf, createTable } from '../../src/data/table.js'
import { Random } from './random.js'
import type { Capabilities } from '../../src/data/capabilities.js'
import type { AggregateOp, Query } from '../../src/data/query.js'
import type { Schema } from '../../src/data/schema.js'
import type { Table, Value } from '../../src/data/table.js'

const schema: Schema = [
  { name: 'jour', type: 'date', precision: 'day' },
  { name: 'lieu', type: 'string' },
  { name: 'n', type: 'number', title: 'Nombre', unit: 'km' },
]
/** Groups by columns, never by what is computed from them. */
const server: Capabilities = {
  ...noCapabilities,
  group: (key) => typeof key === 'object' && 'property' in key,
  regroup: (name) => name === 'jour',
  aggregate: () => true,
  select: true,
}
const jour = { property: 'jour' } as const
const years: Query = { groupBy: [{ as: 'annee', expr: { op: 'year', args: [jour] } }], aggregate: [{ as: 'total', op: 'sum', expr: { property: 'n' } }] }

function randomRows(random: Random): Table {
  const numRows = random.int(40)
  const values = (make: () => Value) => Array.from({ length: numRows }, () => (random.chance(0.1) ? null : make()))
  const columns = new Map([
    ['jour', values(() => Date.UTC(2020 + random.int(3), random.int(12), 1 + random.int(3)))],
    ['lieu', values(() => random.pick(['Metz', 'Nancy', '']))],
    ['n', values(() => random.int(9) - 4)],
  ])
  return createTable(schema, columns, { numRows })
}

describe('grouping in two steps', () => {
  it('asks for the groups by day, and puts them together here', () => {
    const { remote, local } = plan(years, server, schema)
    assert.deepEqual(remote, { groupBy: [{ as: 'of jour', expr: jour }], aggregate: years.aggregate })
    assert.deepEqual(local, {
      groupBy: [{ as: 'annee', expr: { op: 'year', args: [{ property: 'of jour' }] } }],
      aggregate: [{ as: 'total', op: 'sum', expr: { property: 'total' } }],
    })
  })

  it('not where the field has many values, the aggregate can’t be put together, or a condition is left to do here', () => {
    const remoteOf = (query: Query, capabilities = server) => plan(query, capabilities, schema).remote
    assert.deepEqual(remoteOf(years, { ...server, regroup: () => false }), { select: ['jour', 'n'] })
    assert.deepEqual(remoteOf({ ...years, aggregate: [{ as: 'm', op: 'median', expr: { property: 'n' } }] }), { select: ['jour', 'n'] })
    assert.deepEqual(remoteOf({ ...years, where: { op: '=', args: [{ property: 'lieu' }, 'Metz'] } }), {})
  })

  it('gives what grouping at once gives, fields and order of rows too (whole numbers: sums have no order of terms)', () => {
    const random = new Random(20261126)
    const ops: readonly AggregateOp[] = ['count', 'sum', 'min', 'max']
    let twice = 0
    for (let index = 0; index < 1000; index++) {
      const table = randomRows(random)
      const keys = [years.groupBy?.[0], { as: 'mois', expr: { op: 'month', args: [jour] } }, { as: 'lieu', expr: { property: 'lieu' } }, { as: 'jour', expr: jour }]
      const groupBy = keys.filter((key) => key !== undefined && random.chance(0.5)) as NonNullable<Query['groupBy']>
      const aggregate = random.some(ops, 3).map((op, at) => ({ as: `a${at}`, op, title: 'T', ...(op === 'count' && random.chance(0.5) ? {} : { expr: random.chance(0.8) || op === 'sum' ? { property: 'n' } : jour }) }))
      if (groupBy.length + aggregate.length === 0) continue
      const query: Query = { groupBy, aggregate, ...(random.chance(0.3) && aggregate[0] ? { orderBy: [{ field: 'a0', desc: true }], limit: 2 } : {}) }
      const { remote, local } = plan(query, server, schema)
      if (remote.groupBy && local.groupBy) twice++
      const [found, expected] = [execute(local, execute(remote, table)), execute(query, table)]
      assert.deepEqual(found.schema, expected.schema, JSON.stringify(query))
      for (const { name } of expected.schema) assert.deepEqual(Array.from(columnOf(found, name)), Array.from(columnOf(expected, name)), JSON.stringify(query))
    }
    assert.ok(twice > 300, String(twice))
  })
})
