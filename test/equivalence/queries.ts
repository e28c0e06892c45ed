import { columnOf } from '../../src/data/table.js'
import { Random } from '../data/random.js'
import type { Geometry } from 'geojson'
import type { Expr, TimeUnit } from '../../src/data/expression.js'
import type { Filter } from '../../src/data/filter.js'
import type { Aggregate, AggregateOp, Derived, Order, Query } from '../../src/data/query.js'
import type { Field } from '../../src/data/schema.js'
import type { Table, Value } from '../../src/data/table.js'

const comparisons = ['=', '=', '<>', '<', '<=', '>', '>='] as const
const units: readonly TimeUnit[] = ['year', 'year', 'quarter', 'month', 'date', 'day', 'hour', 'yearmonth', 'yearquarter', 'yearmonthdate', 'week', 'yearweek']
const overNumbers: readonly AggregateOp[] = ['sum', 'sum', 'mean', 'min', 'max', 'median', 'quantile', 'stdev', 'distinct', 'count']
const overAny: readonly AggregateOp[] = ['count', 'distinct', 'min', 'max']

/**
 * Random queries over a table, of the kinds that displays ask, with literals that occur in it and some that don't. Rows of
 * a page are always in a total order (by the unique field at last), groups by all their keys: only then is a cut defined.
 */
export class Queries {
  readonly #random: Random
  readonly #table: Table
  readonly #fields: readonly Field[]
  readonly #geometry: Field | undefined
  readonly #unique: string

  constructor(seed: number, table: Table, unique: string) {
    this.#random = new Random(seed)
    this.#table = table
    this.#fields = table.schema.filter(({ type }) => type !== 'geometry')
    this.#geometry = table.schema.find(({ type }) => type === 'geometry')
    this.#unique = unique
  }

  next(): Query {
    const random = this.#random
    const where = random.chance(0.7) ? this.#filter(2) : undefined
    const box = this.#geometry && random.chance(0.12) ? this.#box() : undefined
    return {
      ...(where === undefined ? {} : { where }),
      ...(box ? { extent: box } : {}),
      ...(random.chance(0.04) ? { search: this.#word() } : {}),
      ...(random.chance(0.55) ? this.#groups() : this.#rows()),
    }
  }

  #rows(): Query {
    const random = this.#random
    const names = this.#table.schema.map(({ name }) => name)
    const select = names.filter((name) => random.chance(name === this.#geometry?.name ? 0.1 : 0.4))
    const sortable = this.#fields.map(({ name }) => name)
    return { ...this.#page(sortable, [this.#unique]), select: select.length > 0 ? select : [this.#unique] }
  }

  #groups(): Query {
    const random = this.#random
    const groupBy = Array.from({ length: random.int(4) }, (_, at): Derived => ({ as: `k${at}`, expr: this.#key() }))
    const aggregate = Array.from({ length: random.int(3) + (groupBy.length > 0 ? 0 : 1) }, (_, at) => this.#aggregate(`a${at}`))
    if (aggregate.length === 0) aggregate.push({ as: 'a0', op: 'count' })
    const counted = aggregate.find(({ op }) => op === 'count' || op === 'sum')
    const having: Filter | undefined =
      counted && groupBy.length > 0 && random.chance(0.2) ? { op: '>', args: [{ property: counted.as }, random.pick([0, 1, 2, 10])] } : undefined
    const keys = groupBy.map(({ as }) => as)
    // As `sum(a) / count()`.
    const compute: Derived[] = counted && random.chance(0.2) ? [{ as: 'c0', expr: { op: random.pick(['/', '*', '-'] as const), args: [{ property: counted.as }, random.pick([3, 100])] } }] : []
    const names = [...keys, ...aggregate.map(({ as }) => as), ...compute.map(({ as }) => as)]
    return {
      ...(groupBy.length > 0 ? { groupBy } : {}),
      aggregate,
      ...(having === undefined ? {} : { having }),
      ...(compute.length > 0 ? { compute } : {}),
      ...(groupBy.length > 0 ? this.#page(names, keys) : {}),
    }
  }

  /** Sort keys and a cut; `ties` are the names that together tell all rows apart. */
  #page(names: readonly string[], ties: readonly string[]): Pick<Query, 'orderBy' | 'offset' | 'limit'> {
    const random = this.#random
    const cut = random.chance(0.5)
    const keys = [...new Set(random.some(names, 2))]
    const ordered = cut ? [...new Set([...keys, ...ties])] : keys
    const orderBy = ordered.map((field): Order => (random.chance(0.5) ? { field, desc: true } : { field }))
    return {
      ...(orderBy.length > 0 ? { orderBy } : {}),
      ...(cut && random.chance(0.4) ? { offset: random.chance(0.9) ? random.int(30) : 10_000 } : {}),
      ...(cut && random.chance(0.95) ? { limit: random.pick([0, 1, 5, 20, 100]) } : {}),
    }
  }

  #key(): Expr {
    const random = this.#random
    const field = random.pick(this.#fields)
    const property = { property: field.name }
    if (field.type === 'date' && random.chance(0.8)) return { op: random.pick(units), args: [property] }
    if (field.type === 'number' && random.chance(0.8)) return { op: 'bin', args: [property, random.pick([0.1, 1, 10, 250, 1000])] }
    return property
  }

  #aggregate(as: string): Aggregate {
    const random = this.#random
    const field = random.pick(this.#fields)
    if (random.chance(0.3)) return { as, op: 'count' }
    const op = random.pick(field.type === 'number' ? overNumbers : overAny)
    return { as, op, expr: { property: field.name }, ...(op === 'quantile' ? { p: random.pick([0, 0.1, 0.25, 0.9, 1]) } : {}) }
  }

  #filter(depth: number): Filter {
    const random = this.#random
    if (depth > 0 && random.chance(0.35)) {
      return { op: random.chance(0.6) ? 'and' : 'or', args: [this.#filter(depth - 1), this.#filter(depth - 1)] }
    }
    if (depth > 0 && random.chance(0.15)) return { op: 'not', args: [this.#filter(depth - 1)] }
    if (this.#geometry && random.chance(0.06)) {
      return { op: 's_intersects', args: [{ property: this.#geometry.name }, random.chance(0.8) ? { bbox: this.#box() } : this.#triangle()] }
    }
    return this.#condition(random.pick(this.#fields))
  }

  #condition(field: Field): Filter {
    const random = this.#random
    const property = { property: field.name }
    const literal = () => this.#literal(field)
    const kind = random.next()
    if (kind < 0.1) return { op: 'isNull', args: [property] }
    if (kind < 0.25) return { op: 'in', args: [property, [literal(), literal(), literal()]] }
    if (kind < 0.35) return { op: 'between', args: [property, literal(), literal()] }
    if (kind < 0.45 && field.type === 'string') return { op: 'like', args: [property, this.#pattern(field)] }
    if (kind < 0.6 && field.type === 'string') return this.#folded(field)
    if (kind < 0.6 && field.type === 'date') {
      const unit = random.pick(['year', 'year', 'month', 'day'] as const)
      return { op: random.pick(comparisons), args: [{ op: unit, args: [property] }, unit === 'year' ? 2019 + random.int(6) : 1 + random.int(7)] }
    }
    const op = random.pick(comparisons)
    if (kind < 0.5 && field.type === 'number') {
      const other = random.pick(this.#fields.filter(({ type }) => type === 'number'))
      const sum: Expr = { op: random.pick(['+', '-', '*', '/', '%'] as const), args: [property, random.chance(0.5) ? random.pick([0, 2, 3]) : { property: other.name }] }
      return { op, args: [random.chance(0.7) ? sum : property, random.chance(0.7) ? literal() : { property: other.name }] }
    }
    return random.chance(0.9) ? { op, args: [property, literal()] } : { op, args: [literal(), property] }
  }

  /** Without regard to case, accents or both. */
  #folded(field: Field): Filter {
    const random = this.#random
    const folds = random.pick([['casei'], ['accenti'], ['casei', 'accenti']] as const)
    const fold = (expr: Expr) => folds.reduce<Expr>((inner, op) => ({ op, args: [inner] }), expr)
    const property = fold({ property: field.name })
    const kind = random.next()
    if (kind < 0.4) return { op: 'like', args: [property, fold(this.#pattern(field))] }
    if (kind < 0.5) return { op: 'in', args: [property, [fold(this.#literal(field)), fold(this.#literal(field))]] }
    return { op: random.pick(comparisons), args: [property, fold(this.#literal(field))] }
  }

  #value({ name }: Field): Value {
    const column = columnOf(this.#table, name)
    return column[this.#random.int(column.length)] ?? null
  }

  #literal(field: Field): Expr {
    const random = this.#random
    const value = this.#value(field)
    if (field.type === 'number') return typeof value === 'number' ? value + (random.chance(0.2) ? 0.5 : 0) : 7
    if (field.type === 'date') {
      const clock = new Date(typeof value === 'number' ? value : 0).toISOString()
      return random.chance(0.85) ? { date: clock.slice(0, 10) } : { timestamp: clock.replace('T00:00:00.000', random.pick(['T00:00:00', 'T23:30:00'])) }
    }
    if (field.type === 'boolean') return value === true
    return typeof value === 'string' ? random.pick([value, value, value, value, `0${value}`, value.toUpperCase()]) : 'absent'
  }

  #pattern(field: Field): string {
    const literal = this.#literal(field)
    const letters = Array.from(typeof literal === 'string' ? literal : '')
    const escaped = (part: readonly string[]) => part.join('').replace(/[%_\\]/g, '\\$&')
    return this.#random.pick([
      `${escaped(letters.slice(0, 2))}%`, `%${escaped(letters.slice(-2))}`, `%${escaped(letters.slice(1, 3))}%`, escaped(letters),
      `_${escaped(letters.slice(1))}`, '%',
    ])
  }

  #word(): string {
    const field = this.#random.pick(this.#fields.filter(({ type }) => type === 'string'))
    const word = () => {
      const value = this.#value(field)
      return (typeof value === 'string' ? value : 'saint').split(/[ '-]/)[0] || 'a'
    }
    return this.#random.chance(0.7) ? word() : `${word().toUpperCase()} ${word().slice(0, 2)}`
  }

  #triangle(): Geometry {
    const [west, south, east, north] = this.#box()
    return { type: 'Polygon', coordinates: [[[west, south], [east, south], [west, north], [west, south]]] }
  }

  #box(): readonly [number, number, number, number] {
    const random = this.#random
    // Off the grid of the points: whether an edge belongs to a box is not what is tested here.
    const west = 3.4005 + random.int(4000) / 1000
    const south = 47.4505 + random.int(2200) / 1000
    return [west, south, west + random.int(2000) / 1000, south + random.int(1200) / 1000]
  }
}
