import { accumulator } from './aggregate.js'
import { compileExpr } from './evaluate.js'
import { fieldsOfExpr, isProperty } from './expression.js'
import { stageSchema } from './output-schema.js'
import { segmentBits, segmentRows } from './segments.js'
import { blockAccumulator } from './stored-sums.js'
import { stride } from './stored-table.js'
import { createTable } from './table.js'
import type { Evaluate } from './evaluate.js'
import type { Expr } from './expression.js'
import type { Pacer } from './pacer.js'
import type { Aggregate, Query } from './query.js'
import type { BlockAccumulator } from './stored-sums.js'
import type { StoredTable } from './stored-table.js'
import type { Table, Value } from './table.js'

/** A key numbers its different values in the order of their first appearance. */
interface Key {
  /** Writes the numbers of `count` rows of one segment. */
  readonly number: (from: number, count: number, into: Int32Array) => void
  readonly valueOf: (number: number) => Value
}

/** The engine's groups of the rows that `test` keeps, in the order of their first row. */
export async function groupsOf(query: Query, table: StoredTable, test: ((row: number) => boolean) | undefined, pacer: Pacer): Promise<Table> {
  const schema = stageSchema(query, table.schema)
  const keys = (query.groupBy ?? []).map(({ expr }) => keyOf(expr, table))
  const accumulators = (query.aggregate ?? []).map((aggregate) => byBlocks(aggregate, table))
  const groups = new Groups(keys)
  const numbered = new Int32Array(stride)
  for (let from = 0; from < table.numRows; from += stride) {
    const rows = Math.min(stride, table.numRows - from)
    groups.number(from, rows, test, numbered)
    for (const one of accumulators) one.take(numbered, from, rows, groups.count)
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
  /** The numbers of each key in the block at hand. */
  readonly #blocks: Int32Array[]
  /** One step per key: from the combination so far and the key's number to the next combination. */
  readonly #steps: Map<number, number>[]
  readonly #members: number[][]
  /** With one key: the group of each of its numbers, 1 more than it is. */
  #single = new Int32Array(64)

  constructor(keys: readonly Key[]) {
    this.#keys = keys
    this.#blocks = keys.map(() => new Int32Array(stride))
    this.#steps = keys.map(() => new Map())
    this.#members = keys.map(() => [])
  }

  /** Writes the groups of `count` rows, -1 for those that `test` leaves out. */
  number(from: number, count: number, test: ((row: number) => boolean) | undefined, into: Int32Array): void {
    const blocks = this.#blocks
    this.#keys.forEach((key, index) => key.number(from, count, blocks[index] as Int32Array))
    const [only] = blocks
    for (let at = 0; at < count; at++) into[at] = test && !test(from + at) ? -1 : 0
    if (!only) this.count = 1
    else if (blocks.length === 1) this.#alone(only, count, into)
    else for (let at = 0; at < count; at++) if (into[at] === 0) into[at] = this.#combined(at)
  }

  /** The groups of the rows that are in, where there is one key. */
  #alone(numbers: Int32Array, count: number, into: Int32Array): void {
    let single = this.#single
    for (let at = 0; at < count; at++) {
      if (into[at] === -1) continue
      const number = numbers[at] as number
      if (number >= single.length) single = this.#moreSingle(number)
      let group = single[number] as number
      if (group === 0) single[number] = group = this.#add(at) + 1
      into[at] = group - 1
    }
  }

  #moreSingle(number: number): Int32Array<ArrayBuffer> {
    const old = this.#single
    this.#single = new Int32Array(number * 2)
    this.#single.set(old)
    return this.#single
  }

  /** The values of each key by group. */
  columns(): Value[][] {
    return this.#keys.map((key, index) => (this.#members[index] ?? []).map((number) => key.valueOf(number)))
  }

  #combined(at: number): number {
    const blocks = this.#blocks
    let group = 0
    for (let depth = 0; depth < blocks.length; depth++) {
      const steps = this.#steps[depth] as Map<number, number>
      const pair = group * span + (blocks[depth]?.[at] as number)
      let next = steps.get(pair)
      if (next === undefined) {
        next = depth === blocks.length - 1 ? this.#add(at) : steps.size
        steps.set(pair, next)
      }
      group = next
    }
    return group
  }

  #add(at: number): number {
    this.#blocks.forEach((block, index) => this.#members[index]?.push(block[at] as number))
    return this.count++
  }
}

function byBlocks(aggregate: Aggregate, table: StoredTable): BlockAccumulator {
  const { expr } = aggregate
  const column = expr !== undefined && isProperty(expr) ? table.columns.get(expr.property) : undefined
  const fast = column?.fill && blockAccumulator(aggregate, column.fill, stride)
  if (fast) return fast
  const one = accumulator(aggregate, expr === undefined ? undefined : evaluated(expr, table))
  return {
    take: (groups, from, count) => {
      for (let at = 0; at < count; at++) {
        const group = groups[at] as number
        if (group >= 0) one.add(group, from + at)
      }
    },
    results: (groups) => one.results(groups),
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
    return {
      number: (from, count, into) => {
        for (let at = 0; at < count; at++) into[at] = numberOfValue(value(from + at))
      },
      valueOf,
    }
  }
  const { values: cells, codes } = column.repeated
  const value = compileExpr(expr, createTable([column.field], new Map([[column.field.name, cells]])))
  const known = Int32Array.from(cells, (_, code) => numberOfValue(value(code)))
  return {
    number: (from, count, into) => {
      const segment = codes[from >>> segmentBits] as Uint16Array
      const first = from & (segmentRows - 1)
      for (let at = 0; at < count; at++) into[at] = known[segment[first + at] as number] as number
    },
    valueOf,
  }
}

function onlyColumn(expr: Expr, table: StoredTable) {
  const [name, more] = fieldsOfExpr(expr)
  return name !== undefined && more === undefined ? table.columns.get(name) : undefined
}
