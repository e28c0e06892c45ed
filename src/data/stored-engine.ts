import { execute } from './engine.js'
import { compileFilter } from './evaluate.js'
import { conjunctsOf, fieldsOfFilter } from './filter.js'
import { meetsBox } from './geometry.js'
import { known, outputSchema } from './output-schema.js'
import { isGrouped } from './query.js'
import { groupsOf } from './stored-groups.js'
import { sortedRows } from './stored-order.js'
import { stride } from './stored-table.js'
import { createTable } from './table.js'
import { foldText } from './text.js'
import type { Filter } from './filter.js'
import type { Pacer } from './pacer.js'
import type { Query } from './query.js'
import type { StoredTable } from './stored-table.js'
import type { Table, Value } from './table.js'

/** Says of a row whether it is kept. */
export type RowTest = (row: number) => boolean

/**
 * The engine's answer to a query (`engine.ts` is the law) over a stored table: what reads one column of repeated values is
 * worked out once for each of them, groups are numbered, rows are made at the end. In slices.
 * @throws DgeError `field` or `query` when the query does not fit the table; the abort
 */
export async function executeStored(query: Query, table: StoredTable, pacer: Pacer): Promise<Table> {
  const schema = outputSchema(query, table.schema)
  const { where, search, extent, groupBy: _groupBy, aggregate: _aggregate, ...rest } = query
  const filtered = where !== undefined || search !== undefined || extent !== undefined || (query.having !== undefined && !isGrouped(query))
  const tests = rowTests(query, table)
  if (isGrouped(query)) return execute(rest, await groupsOf(query, table, allTests(tests), pacer))
  if (query.having !== undefined) tests.push(filterTest(query.having, table))
  const kept = tests.length > 0 ? await rowsWhere(tests, table.numRows, pacer) : undefined
  const count = kept?.length ?? table.numRows
  if (query.compute?.length) {
    const { having: _having, ...after } = rest
    return execute(after, await table.rows(kept, table.schema.map(({ name }) => name), pacer, filtered ? undefined : table.total))
  }
  const { orderBy = [], offset = 0, limit = Infinity } = query
  for (const { field } of orderBy) known(field, table.schema)
  const paged = orderBy.length > 0 || offset > 0 || limit < count
  const sorted = orderBy.length > 0 ? await sortedRows(orderBy, table, kept, offset + limit, pacer) : kept
  const rows = paged ? (sorted ?? firstRows(Math.min(count, offset + limit))).slice(offset, offset + limit) : sorted
  const total = paged && table.complete ? count : filtered ? undefined : table.total
  const answer = await table.rows(rows, schema.map(({ name }) => name), pacer, total)
  return execute(query.select ? { select: query.select } : {}, answer)
}

function rowTests({ where, search, extent }: Query, table: StoredTable): RowTest[] {
  const tests = conjunctsOf(where).map((conjunct) => filterTest(conjunct, table))
  if (search !== undefined) tests.push(searchTest(search, table))
  if (extent) {
    const shapes = [...table.columns.values()].filter(({ field }) => field.type === 'geometry')
    tests.push((row) =>
      shapes.some(({ read }) => {
        const shape = read(row)
        return shape !== null && typeof shape === 'object' && meetsBox(shape, extent)
      })
    )
  }
  return tests
}

function allTests(tests: readonly RowTest[]): RowTest | undefined {
  const [first] = tests
  if (tests.length < 2) return first
  return (row) => tests.every((test) => test(row))
}

/** A condition; on one column of repeated values it is worked out once for each. */
function filterTest(filter: Filter, table: StoredTable): RowTest {
  const [name, more] = fieldsOfFilter(filter)
  const column = name !== undefined && more === undefined ? table.columns.get(name) : undefined
  if (column?.repeated) {
    const { values, codeOf } = column.repeated
    const test = compileFilter(filter, createTable([column.field], new Map([[column.field.name, values]])))
    const passes = Uint8Array.from(values, (_, code) => (test(code) === true ? 1 : 0))
    return (row) => passes[codeOf(row)] === 1
  }
  const test = compileFilter(filter, table)
  return (row) => test(row) === true
}

/** Every word is somewhere in the row's texts. */
function searchTest(search: string, table: StoredTable): RowTest {
  const words = foldText(search).split(/\s+/).filter(Boolean)
  const found = [...table.columns.values()].filter(({ field }) => field.type === 'string').map(({ read, repeated }) => {
    const wordsIn = (value: Value) => {
      const text = foldText(String(value ?? ''))
      return words.map((word) => text.includes(word))
    }
    if (!repeated) return (row: number) => wordsIn(read(row))
    const known = repeated.values.map(wordsIn)
    return (row: number) => known[repeated.codeOf(row)] ?? []
  })
  return (row) => {
    const cells = found.map((inColumn) => inColumn(row))
    return words.every((_, index) => cells.some((cell) => cell[index]))
  }
}

async function rowsWhere(tests: readonly RowTest[], numRows: number, pacer: Pacer): Promise<Uint32Array> {
  const test = allTests(tests) ?? (() => true)
  const rows = new Uint32Array(numRows)
  let count = 0
  for (let from = 0; from < numRows; from += stride) {
    const to = Math.min(numRows, from + stride)
    for (let row = from; row < to; row++) if (test(row)) rows[count++] = row
    if (pacer.due) await pacer.turn()
  }
  return rows.slice(0, count)
}

function firstRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row)
}
