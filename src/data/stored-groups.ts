import { accumulator } from './aggregate.js'
import { compileExpr } from './evaluate.js'
import { fieldsOfExpr } from './expression.js'
import { stageSchema } from './output-schema.js'
import { stride } from './stored-table.js'
import { createTable } from './table.js'
import type { Evaluate } from './evaluate.js'
import type { Expr } from './expression.js'
import type { Pacer } from './pacer.js'
import type { Query } from './query.js'
import type { StoredTable } from './stored-table.js'
import type { Table, Value } from './table.js'

/** A key numbers its different values in the order of their first appearance. */
interface Key {
  readonly numberOf: (row: number) => number
  readonly valueOf: (number: number) => Value
}

/** The engine's groups of the rows that `test` keeps, in the order of their first row. */
export async function groupsOf(query: Query, table: StoredTable, test: ((row: number) => boolean) | undefined, pacer: Pacer): Promise<Table> {
  const schema = stageSchema(query, table.schema)
  const keys = (query.groupBy ?? []).map(({ expr }) => keyOf(expr, table))
  const accumulators = (query.aggregate ?? []).map((aggregate) =>
    accumulator(aggregate, aggregate.expr === undefined ? undefined : evaluated(aggregate.expr, table))
  )
  const groups = new Groups(keys)
  for (let from = 0; from < table.numRows; from += stride) {
    const to = Math.min(table.numRows, from + stride)
    for (let row = from; row < to; row++) {
      if (test && !test(row)) continue
      const group = groups.of(row)
      for (const one of accumulators) one.add(group, row)
    }
    if (pacer.due) await pacer.turn()
  }
  const count = keys.length === 0 ? 1 : groups.count
  const columns = [...groups.columns(), ...accumulators.map((one) => one.results(count))]
  return createTable(schema, new Map(schema.map(({ name }, index) => [name, columns[index] ?? []])), { numRows: count, complete: table.complete })
}

/** Larger than any number of a key, small enough that a pair of numbers is one exact number. */
const span = 2 ** 26

/** Numbers the combinations of keys. */
class Groups {
  count = 0
  readonly #keys: readonly Key[]
  /** One step per key: from the combination so far and the key's number to the next combination. */
  readonly #steps: Map<number, number>[]
  readonly #members: number[][]
  readonly #single: number[] = []

  constructor(keys: readonly Key[]) {
    this.#keys = keys
    this.#steps = keys.map(() => new Map())
    this.#members = keys.map(() => [])
  }

  /** The group of a row. */
  of(row: number): number {
    const keys = this.#keys
    if (keys.length === 0) return 0
    if (keys.length === 1) {
      const number = (keys[0] as Key).numberOf(row)
      return (this.#single[number] ??= this.#add(row))
    }
    let group = 0
    for (let depth = 0; depth < keys.length; depth++) {
      const steps = this.#steps[depth] as Map<number, number>
      const pair = group * span + (keys[depth] as Key).numberOf(row)
      let next = steps.get(pair)
      if (next === undefined) {
        next = depth === keys.length - 1 ? this.#add(row) : steps.size
        steps.set(pair, next)
      }
      group = next
    }
    return group
  }

  /** The values of each key by group. */
  columns(): Value[][] {
    return this.#keys.map((key, index) => (this.#members[index] ?? []).map((number) => key.valueOf(number)))
  }

  #add(row: number): number {
    this.#keys.forEach((key, index) => this.#members[index]?.push(key.numberOf(row)))
    return this.count++
  }
}

/** An expression; on one column of repeated values it is worked out once for each. */
function evaluated(expr: Expr, table: StoredTable): Evaluate {
  const column = onlyColumn(expr, table)
  if (!column?.repeated) return compileExpr(expr, table)
  const { values, codeOf } = column.repeated
  const value = compileExpr(expr, createTable([column.field], new Map([[column.field.name, values]])))
  const known = values.map((_, code) => value(code))
  return (row) => known[codeOf(row)] ?? null
}

function keyOf(expr: Expr, table: StoredTable): Key {
  const numbers = new Map<Value, number>()
  const values: Value[] = []
  const numberOfValue = (value: Value) => {
    const id = typeof value === 'object' && value !== null ? JSON.stringify(value) : value
    let number = numbers.get(id)
    if (number === undefined) {
      numbers.set(id, (number = values.length))
      values.push(value)
    }
    return number
  }
  const valueOf = (number: number) => values[number] ?? null
  const column = onlyColumn(expr, table)
  if (!column?.repeated) {
    const value = compileExpr(expr, table)
    return { numberOf: (row) => numberOfValue(value(row)), valueOf }
  }
  const { values: cells, codeOf } = column.repeated
  const value = compileExpr(expr, createTable([column.field], new Map([[column.field.name, cells]])))
  const known = Int32Array.from(cells, (_, code) => numberOfValue(value(code)))
  return { numberOf: (row) => known[codeOf(row)] as number, valueOf }
}

function onlyColumn(expr: Expr, table: StoredTable) {
  const [name, more] = fieldsOfExpr(expr)
  return name !== undefined && more === undefined ? table.columns.get(name) : undefined
}
