import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseExpression } from 'vega-expression'
import * as vega from 'vega'
import { compile } from 'vega-lite'
import { execute } from '../../src/data/engine.js'
import { outputSchema } from '../../src/data/output-schema.js'
import { createTable, tableFromRows } from '../../src/data/table.js'
import { pushDown } from '../../src/grammar/push-down.js'
import { vegaRows } from '../../src/grammar/vega-rows.js'
import type { TopLevelSpec } from 'vega-lite'
import type { Schema } from '../../src/data/schema.js'
import type { Row, Table } from '../../src/data/table.js'
import type { PushedDown } from '../../src/grammar/push-down.js'
import type { Clock } from '../../src/grammar/vega-rows.js'
import type { ExpressionNode } from '../../src/grammar/vega-filter.js'

// A zone with summer time, west of Greenwich: a day that is read as UTC somewhere would shift.
process.env.TZ = 'America/Miquelon'

const schema: Schema = [
  { name: 'commune', type: 'string' },
  { name: 'sens', type: 'string' },
  { name: 'an', type: 'number' },
  { name: 'montant', type: 'number' },
  { name: 'date', type: 'date' },
  { name: 'voté', type: 'boolean' },
]

/** The same rows at every run, with missing values, both signs and zeros. */
function rows(count: number): Row[] {
  let seed = 7
  const next = (most: number) => (seed = (seed * 48271) % 2147483647) % most
  const some = <T>(...values: readonly T[]): T => values[next(values.length)] as T
  return Array.from({ length: count }, () => ({
    commune: some('Metz', 'Nancy', 'Épinal', 'Reims', 'a"b', null),
    sens: some('D', 'R'),
    an: some(2019, 2020, 2021, 2022, null),
    montant: some(null, 0, next(1000) / 4, -next(100), next(100_000)),
    date: some(null, Date.UTC(2019 + next(4), next(12), 1 + next(28), next(24))),
    voté: some(true, false, null),
  }))
}
const table = tableFromRows(schema, rows(400))

/** Rows in another order, as a server might answer. */
function shuffled(answer: Table): Table {
  const order = Array.from({ length: answer.numRows }, (_, row) => row).sort((a, b) => ((a * 7919) % 101) - ((b * 7919) % 101))
  return createTable(answer.schema, new Map(answer.schema.map(({ name }) => [name, order.map((row) => answer.columns.get(name)?.[row] ?? null)])), { numRows: answer.numRows })
}

type Node = Readonly<Record<string, unknown>> & { readonly items?: readonly Node[] }

/** The drawn scenegraph, a line per item with its way from the root, without the order of siblings: numbers to nine digits. */
async function drawn(spec: object, data: readonly object[]): Promise<readonly string[]> {
  const view = new vega.View(vega.parse(spec as never), { renderer: 'none' })
  view.data('table', data as object[])
  await view.runAsync()
  const root = JSON.parse((vega as unknown as { sceneToJSON(scene: object): string }).sceneToJSON((view.scenegraph() as unknown as { root: object }).root)) as Node
  view.finalize()
  const lines: string[] = []
  const visit = (node: Node, way: string) => {
    const own = JSON.stringify({ ...node, items: undefined }, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value))
    lines.push(`${way} ${own}`)
    for (const item of node.items ?? []) visit(item, `${way}/${String(node['role'] ?? node['marktype'] ?? '')}${String(node['x'] ?? '')},${String(node['y'] ?? '')}`)
  }
  visit(root, '')
  return lines.sort()
}

interface Case {
  readonly compiled: object
  readonly pushed: PushedDown | undefined
  readonly clock: Clock
}

function push(spec: object, clock: Clock = 'local'): Case {
  const compiled = compile({ data: { name: 'table' }, width: 300, height: 200, ...spec } as TopLevelSpec, { logger: quiet }).spec
  return { compiled, clock, pushed: pushDown(compiled as never, { name: 'table', schema, clock, parseExpression: parseExpression as (text: string) => ExpressionNode }) }
}
const quiet = { level: () => quiet, error: () => quiet, warn: () => quiet, info: () => quiet, debug: () => quiet } as never

async function same({ compiled, pushed, clock }: Case): Promise<void> {
  assert.ok(pushed, 'nothing was pushed')
  outputSchema(pushed.query, schema)
  const answer = shuffled(execute(pushed.query, table))
  const expected = await drawn(compiled, vegaRows(table, clock))
  assert.ok(expected.length > 2)
  assert.deepEqual(await drawn(pushed.spec, pushed.rows(answer)), expected)
}

const x = { field: 'commune', type: 'nominal' }
const total = { aggregate: 'sum', field: 'montant' }

const grouped: Record<string, object> = {
  'bars of sums': { mark: 'bar', encoding: { x, y: total } },
  'counts': { mark: 'bar', encoding: { y: x, x: { aggregate: 'count' } } },
  'bars sorted by their size': { mark: 'bar', encoding: { x: { ...x, sort: '-y' }, y: total } },
  'sorted by another sum': { mark: 'bar', encoding: { x: { ...x, sort: { op: 'max', field: 'montant', order: 'ascending' } }, y: { aggregate: 'max', field: 'montant' } } },
  'stacks': { mark: 'bar', encoding: { x, y: total, color: { field: 'sens' } } },
  'stacks sorted by the whole': { mark: 'bar', encoding: { x: { ...x, sort: '-y' }, y: { aggregate: 'count' }, color: { field: 'sens' } } },
  'shares': { mark: 'area', encoding: { x: { field: 'an', type: 'quantitative' }, y: { aggregate: 'count', stack: 'normalize' }, color: { field: 'sens' } } },
  'every operation': {
    mark: 'point',
    encoding: {
      x: { aggregate: 'mean', field: 'montant' }, y: { aggregate: 'median', field: 'montant' }, size: { aggregate: 'stdev', field: 'montant' },
      opacity: { aggregate: 'q3', field: 'montant' }, strokeWidth: { aggregate: 'valid', field: 'montant' }, detail: x,
    },
  },
  'smallest and latest moments': { mark: 'rule', encoding: { y: x, x: { aggregate: 'min', field: 'date', type: 'temporal' }, x2: { aggregate: 'max', field: 'date' } } },
  'a heat map': { mark: 'rect', encoding: { x, y: { field: 'an', type: 'ordinal' }, color: { aggregate: 'mean', field: 'montant' } } },
  'facets in rows': { mark: 'bar', encoding: { row: { field: 'sens' }, y: x, x: total } },
  'one figure': { mark: 'text', encoding: { text: { aggregate: 'sum', field: 'montant' } } },
  'conditions of every kind': {
    transform: [
      { filter: "datum.sens == 'D' || !(datum.montant > 10)" }, { filter: { field: 'an', range: [2019, 2021] } },
      { filter: { field: 'commune', oneOf: ['Metz', 'Reims', 'Nancy'] } }, { filter: 'datum.montant < 5 || datum.montant !== 0' }, { filter: { field: 'montant', valid: true } },
    ],
    mark: 'bar', encoding: { x, y: total },
  },
  'negations': { transform: [{ filter: { not: { field: 'commune', oneOf: ['Metz'] } } }, { filter: "!(datum['voté'] || datum.an >= 2022)" }], mark: 'bar', encoding: { x, y: { aggregate: 'count' } } },
  'conditions on moments': {
    transform: [{ filter: { field: 'date', range: [{ year: 2020, month: 'mar', date: 3 }, { year: 2021 }] } }, { filter: 'month(datum.date) != 6' }],
    mark: 'bar', encoding: { x, y: { aggregate: 'count' } },
  },
  'an aggregate written as transform': { transform: [{ aggregate: [{ op: 'sum', field: 'montant', as: 'total' }], groupby: ['commune'] }, { calculate: 'datum.total / 1000', as: 'k' }], mark: 'bar', encoding: { x, y: { field: 'k', type: 'quantitative' } } },
  'labels over bars': { encoding: { x, y: total }, layer: [{ mark: 'bar' }, { mark: 'text', encoding: { text: { aggregate: 'sum', field: 'montant' } } }] },
}
for (const unit of ['year', 'quarter', 'month', 'date', 'day', 'hours', 'yearquarter', 'yearmonth', 'yearmonthdate']) {
  grouped[`lines by ${unit}`] = { mark: 'line', encoding: { x: { timeUnit: unit, field: 'date', type: 'temporal' }, y: total, color: { field: 'sens' } } }
  grouped[`bars by ${unit}`] = { mark: 'bar', encoding: { x: { timeUnit: unit, field: 'date', type: 'ordinal' }, y: { aggregate: 'count' } } }
}

describe('pushing the head of a specification to the source', () => {
  for (const [name, spec] of Object.entries(grouped)) {
    it(`${name}: the picture is the same`, async () => {
      const made = push(spec)
      await same(made)
      assert.ok(made.pushed?.query.aggregate, 'the aggregate was not pushed')
    })
  }

  it('universal time is read as such', async () => {
    const spec = { mark: 'bar', encoding: { x: { timeUnit: 'utcyearmonth', field: 'date', type: 'temporal' }, y: total } }
    await same(push(spec, 'utc'))
  })

  it('conditions alone are pushed, with the columns as they are', async () => {
    const spec = { transform: [{ filter: "datum.sens === 'R'" }], mark: 'point', encoding: { x: { field: 'an', type: 'quantitative' }, y: { field: 'montant', type: 'quantitative' } } }
    const made = push(spec)
    await same(made)
    // The last two are Vega-Lite's own: points without a place are not drawn.
    const given = (name: string) => ({ op: 'not', args: [{ op: 'isNull', args: [{ property: name }] }] })
    assert.deepEqual(made.pushed?.query, { where: { op: 'and', args: [{ op: '=', args: [{ property: 'sens' }, 'R'] }, given('an'), given('montant')] } })
  })

  const kept: Readonly<Record<string, object>> = {
    'a calculated group': { transform: [{ calculate: 'datum.an % 2', as: 'parité' }], mark: 'bar', encoding: { x: { field: 'parité', type: 'ordinal' }, y: total } },
    'the order of rows': { mark: 'bar', encoding: { x: { ...x, sort: null }, y: total } },
    'bins': { mark: 'bar', encoding: { x: { field: 'montant', bin: true }, y: { aggregate: 'count' } } },
    'weeks, which Vega counts otherwise': { mark: 'bar', encoding: { x: { timeUnit: 'week', field: 'date' }, y: { aggregate: 'count' } } },
    'distinct, where a missing value counts': { mark: 'bar', encoding: { x, y: { aggregate: 'distinct', field: 'an' } } },
    'rows that another layer draws': { encoding: { x }, layer: [{ mark: 'point', encoding: { y: { field: 'montant', type: 'quantitative' } } }, { mark: 'tick', encoding: { y: { aggregate: 'mean', field: 'montant' } } }] },
    'a condition that readers change': { params: [{ name: 'pick', select: { type: 'point', fields: ['sens'] }, bind: 'legend' }], transform: [{ filter: { param: 'pick' } }], mark: 'bar', encoding: { x, y: total } },
    'averages sorted over series': { mark: 'bar', encoding: { x: { ...x, sort: { op: 'mean', field: 'montant' } }, y: { aggregate: 'mean', field: 'montant' }, xOffset: { field: 'sens' } } },
  }
  for (const [name, spec] of Object.entries(kept)) {
    it(`${name}: stays with Vega`, () => assert.equal(push(spec).pushed?.query.aggregate, undefined))
  }

  it('texts in order, other types than the column’s and unknown functions are no conditions', () => {
    for (const filter of ["datum.commune < 'N'", "datum.an == '2020'", "test(/M/, datum.commune)", 'datum.montant > datum.an', 'random() > 0.5', "datum['none'] > 1"]) {
      assert.equal(push({ transform: [{ filter }], mark: 'bar', encoding: { x, y: total } }).pushed, undefined, filter)
    }
  })
})
