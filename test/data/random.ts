import { bindFilter } from '../../src/data/bind.js'
import { createTable } from '../../src/data/table.js'
import type { Expr, TimeUnit } from '../../src/data/expression.js'
import type { Filter } from '../../src/data/filter.js'
import type { Aggregate, AggregateOp, Derived, Order, Query } from '../../src/data/query.js'
import type { Field, Schema } from '../../src/data/schema.js'
import type { Column, Table, Value } from '../../src/data/table.js'

/** The query as the planner asks it: dates that are coarser than their fields are ranges. */
export function bound(query: Query, schema: Schema): Query {
  return query.where === undefined ? query : { ...query, where: bindFilter(query.where, schema) }
}

/** A seeded generator (mulberry32): the same seed gives the same cases. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  int(below: number): number {
    return Math.floor(this.next() * below)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.int(items.length)] as Item
  }

  some<Item>(items: readonly Item[], most: number): Item[] {
    return Array.from({ length: this.int(most + 1) }, () => this.pick(items))
  }
}

export const schema: Schema = [
  { name: 'code', type: 'string' },
  { name: 'nom "long", été', type: 'string' },
  { name: 'n', type: 'number', unit: 'hab.' },
  { name: 'x', type: 'number' },
  { name: 'ok', type: 'boolean' },
  { name: 'd', type: 'date', precision: 'day' },
  { name: 'geo', type: 'geometry' },
]

const texts = ['01001', '2A004', '', 'Épinal', 'epinal', 'EPINAL', "L'Haÿ", '100%', 'a_b', 'é', '😀', '\ufffd', 'null', 'zzz']
const numbers = [0, -0, 1, 2, 3, 3, 7, -5, 0.1, 0.2, 0.30000000000000004, 1e15, 12.5]
const days = ['2019-12-30', '2020-02-29', '2021-01-01', '2021-01-03', '2021-01-04', '2024-12-31', '1899-06-15']

function cell({ type }: Field, random: Random): Value {
  if (random.chance(0.15)) return null
  switch (type) {
    case 'string':
      return random.pick(texts)
    case 'number':
      return random.pick(numbers) + 0
    case 'boolean':
      return random.chance(0.5)
    case 'date':
      return Date.parse(random.pick(days))
    case 'geometry':
      return { type: 'Point', coordinates: [random.int(10), random.int(10)] }
  }
}

export function randomTable(random: Random): Table {
  const numRows = random.int(12)
  const columns = new Map<string, Column>(schema.map((field) => [field.name, Array.from({ length: numRows }, () => cell(field, random))]))
  return createTable(schema, columns, { numRows })
}

const property = (name: string): Expr => ({ property: name })
const comparisons = ['=', '<>', '<', '<=', '>', '>='] as const

function numberExpr(random: Random, depth = 0): Expr {
  if (depth > 1 || random.chance(0.5)) return random.chance(0.8) ? property(random.pick(['n', 'x'])) : random.pick(numbers) + 0
  if (random.chance(0.15)) return { op: random.pick<TimeUnit>(['year', 'month', 'week', 'day', 'quarter']), args: [property('d')] }
  return { op: random.pick(['+', '-', '*', '/', '%', 'div']), args: [numberExpr(random, depth + 1), numberExpr(random, depth + 1)] }
}

function textExpr(random: Random): Expr {
  const field = property(random.pick(['code', 'nom "long", été']))
  return random.chance(0.7) ? field : { op: random.pick(['casei', 'accenti']), args: [field] }
}

/** A condition on the fields of `schema`, well typed. */
export function randomFilter(random: Random, depth = 0): Filter {
  if (depth < 2 && random.chance(0.3)) {
    if (random.chance(0.3)) return { op: 'not', args: [randomFilter(random, depth + 1)] }
    return { op: random.pick(['and', 'or']), args: Array.from({ length: 2 + random.int(2) }, () => randomFilter(random, depth + 1)) }
  }
  switch (random.int(9)) {
    case 0:
      return { op: 'isNull', args: [property(random.pick(schema).name)] }
    case 1:
      return { op: 'in', args: [textExpr(random), random.some(texts, 3).concat('x')] }
    case 2:
      return { op: 'like', args: [textExpr(random), random.pick(['%pin%', '01%', '_', '%', '100\\%', 'É_inal', ''])] }
    case 3:
      return { op: 'between', args: [numberExpr(random), random.pick([-5, 0, 1]), random.pick([2, 3, 1e15])] }
    case 4:
      return { op: random.pick(comparisons), args: [property('d'), { date: random.pick(days) }] }
    case 5:
      return { op: random.pick(comparisons), args: [textExpr(random), random.pick(texts)] }
    case 6:
      return { op: 's_intersects', args: [property('geo'), { bbox: [random.int(5), random.int(5), 5 + random.int(5), 5 + random.int(5)] }] }
    case 7:
      return random.chance(0.5) ? { property: 'ok' } : { op: '=', args: [property('ok'), random.chance(0.5)] }
    default:
      return { op: random.pick(comparisons), args: [numberExpr(random), numberExpr(random)] }
  }
}

function randomGroups(random: Random): Pick<Query, 'groupBy' | 'aggregate'> {
  const keys: Derived[] = Array.from({ length: random.int(3) }, (_, index) => ({
    as: `k${index}`,
    expr: random.pick<Expr>([
      property('code'), property('ok'), property('d'), property('n'),
      { op: 'year', args: [property('d')] }, { op: 'yearmonth', args: [property('d')] }, { op: 'bin', args: [property('x'), 2] },
    ]),
  }))
  const ops: AggregateOp[] = ['count', 'distinct', 'sum', 'mean', 'median', 'min', 'max', 'stdev', 'quantile']
  const aggregates: Aggregate[] = Array.from({ length: random.int(3) + (keys.length ? 0 : 1) }, (_, index) => {
    const op = random.pick(ops)
    if (op === 'count' && random.chance(0.5)) return { as: `a${index}`, op }
    const expr = op === 'distinct' || op === 'count' || op === 'min' ? property(random.pick(['code', 'n', 'd'])) : numberExpr(random)
    return { as: `a${index}`, op, expr, ...(op === 'quantile' ? { p: random.pick([0, 0.25, 0.9]) } : {}) }
  })
  return { groupBy: keys, aggregate: aggregates }
}

/** A query on `schema` with any of its stages. */
export function randomQuery(random: Random): Query {
  const grouped = random.chance(0.5)
  const groups = grouped ? randomGroups(random) : {}
  const stage = grouped ? [...(groups.groupBy ?? []), ...(groups.aggregate ?? [])].map(({ as }) => as) : schema.map(({ name }) => name)
  const numeric = grouped ? (groups.aggregate ?? []).filter(({ op }) => op !== 'min' && op !== 'max').map(({ as }) => as) : ['n', 'x']
  const compute: Derived[] = random.chance(0.3) && numeric.length
    ? [{ as: 'c', expr: { op: random.pick(['+', '/', '*']), args: [property(random.pick(numeric)), property(random.pick(numeric))] } }]
    : []
  const output = [...stage, ...compute.map(({ as }) => as)]
  const orderBy: Order[] = random.some(output, 2).map((field) => (random.chance(0.5) ? { field, desc: true } : { field }))
  const having: Filter | undefined = grouped && random.chance(0.3) && numeric.length
    ? { op: random.pick(comparisons), args: [property(random.pick(numeric)), random.pick([0, 1, 3])] }
    : undefined
  const select = [...new Set(random.some(output, 4))]
  return {
    ...(random.chance(0.6) ? { where: randomFilter(random) } : {}),
    ...(random.chance(0.1) ? { search: random.pick(['epin', 'É', '0 1']) } : {}),
    ...(random.chance(0.1) ? { extent: [0, 0, random.int(9), random.int(9)] as const } : {}),
    ...groups,
    ...(having === undefined ? {} : { having }),
    ...(compute.length ? { compute } : {}),
    ...(orderBy.length ? { orderBy } : {}),
    ...(random.chance(0.3) ? { offset: random.int(4) } : {}),
    ...(random.chance(0.5) ? { limit: random.int(6) } : {}),
    ...(select.length ? { select } : {}),
  }
}
