import { accumulator, compareCells } from './aggregate.js'
import { composedTable } from './composed-table.js'
import { compileExpr, compileFilter } from './evaluate.js'
import { groupingOf } from './grouping.js'
import { meetsBox } from './geometry.js'
import { known, outputSchema, stageSchema } from './output-schema.js'
import { KeptOfTable } from './kept-of-table.js'
import { isGrouped, keyOf } from './query.js'
import { columnOf, createTable, rowsRead } from './table.js'
import { foldText } from './text.js'
import type { Query } from './query.js'
import type { Column, RowsRead, Table } from './table.js'

export { outputSchema } from './output-schema.js'

/**
 * The reference semantics of a query (see `query.ts` for the stages). Rows that were missing stay missing: the answer's
 * `complete` is the table's. `total` counts the rows before offset and limit, when the table is complete. Texts that read the same are
 * the same: "É" may be one character or two.
 * @throws DgeError `field` or `query` when the query does not fit the table
 */
export function execute(query: Query, given: Table): Table {
  const table = composedTable(given)
  const kept = filtered(query, table)
  const grouped = isGrouped(query) ? groups(query, kept) : kept
  const having = query.having === undefined ? grouped : keep(grouped, rowsWhere(query.having, grouped))
  const computed = compute(query, having)
  const paged = page(query, computed)
  return project(query, paged)
}

/** The rows of a table that its last conditions kept: displays of one page ask different things of the same rows. */
const keptRows = new KeptOfTable<Table>(3)

function filtered(query: Query, table: Table): Table {
  const { where, search, extent } = query
  if (where === undefined && search === undefined && !extent) return table
  const key = keyOf({ ...(where === undefined ? {} : { where }), ...(search === undefined ? {} : { search }), ...(extent ? { extent } : {}) })
  return keptRows.get(table, key, () => narrowed(query, table))
}

function narrowed(query: Query, table: Table): Table {
  let rows: number[] | undefined
  const narrow = (test: (row: number) => boolean) => {
    rows = rows ? rows.filter(test) : range(table.numRows).filter(test)
  }
  if (query.where !== undefined) {
    const test = compileFilter(query.where, table)
    narrow((row) => test(row) === true)
  }
  if (query.search !== undefined) narrow(matches(query.search, table))
  if (query.extent) {
    const { extent } = query
    const shapes = table.schema.filter(({ type }) => type === 'geometry').map(({ name }) => columnOf(table, name))
    narrow((row) =>
      shapes.some((column) => {
        const shape = column[row]
        return shape !== null && typeof shape === 'object' && meetsBox(shape, extent)
      })
    )
  }
  return keep(table, rows ?? range(table.numRows), undefined, cutRows(table))
}

/** What groups and conditions over a table are made from, where rows are missing. */
function cutRows(table: Table): RowsRead | undefined {
  return table.complete ? undefined : rowsRead(table)
}

/** Every word is somewhere in the row's texts. */
function matches(search: string, table: Table): (row: number) => boolean {
  const words = foldText(search).split(/\s+/).filter(Boolean)
  const texts = table.schema.filter(({ type }) => type === 'string').map(({ name }) => columnOf(table, name))
  return (row) => {
    const cells = texts.map((column) => foldText(String(column[row] ?? '')))
    return words.every((word) => cells.some((cell) => cell.includes(word)))
  }
}

function rowsWhere(filter: NonNullable<Query['having']>, table: Table): number[] {
  const test = compileFilter(filter, table)
  return range(table.numRows).filter((row) => test(row) === true)
}

/** Groups in the order of their first row. */
function groups(query: Query, table: Table): Table {
  const schema = stageSchema(query, table.schema)
  const { count, groupOf, keys } = groupingOf(query.groupBy ?? [], table)
  const results = (query.aggregate ?? []).map((aggregate) => {
    const one = accumulator(aggregate, aggregate.expr === undefined ? undefined : compileExpr(aggregate.expr, table))
    for (let row = 0; row < table.numRows; row++) one.add(groupOf[row] ?? 0, row)
    return one.results(count)
  })
  const columns = [...keys, ...results]
  return createTable(schema, new Map(schema.map(({ name }, index) => [name, columns[index] ?? []])), {
    numRows: count,
    complete: table.complete,
    read: cutRows(table),
  })
}

function compute(query: Query, table: Table): Table {
  return (query.compute ?? []).reduce((current, derived) => {
    const value = compileExpr(derived.expr, current)
    const columns = new Map<string, Column>(current.columns)
    columns.set(derived.as, range(current.numRows).map(value))
    return createTable(outputSchema({ compute: [derived] }, current.schema), columns, extras(current))
  }, table)
}

function page(query: Query, table: Table): Table {
  const { orderBy = [], offset = 0, limit = Infinity } = query
  let rows: number[] | undefined
  if (orderBy.length) {
    const keys = orderBy.map(({ field, desc }) => ({ column: columnOf(table, known(field, table.schema).name), desc: desc ?? false }))
    rows = range(table.numRows).sort((a, b) => {
      for (const { column, desc } of keys) {
        const order = compareCells(column[a] ?? null, column[b] ?? null, desc)
        if (order !== 0) return order
      }
      return a - b
    })
  }
  if (offset > 0 || limit < table.numRows) rows = (rows ?? range(table.numRows)).slice(offset, offset + limit)
  if (!rows) return table
  const total = table.complete ? table.numRows : table.total
  return keep(table, rows, total)
}

function project(query: Query, table: Table): Table {
  if (!query.select) return table
  const schema = query.select.map((name) => known(name, table.schema))
  return createTable(schema, new Map(schema.map(({ name }) => [name, columnOf(table, name)])), extras(table))
}

/** The given rows of the table. */
function keep(table: Table, rows: readonly number[], total?: number, read = table.read): Table {
  const columns = new Map<string, Column>()
  for (const [name, column] of table.columns) columns.set(name, rows.map((row) => column[row] ?? null))
  return createTable(table.schema, columns, {
    numRows: rows.length,
    complete: table.complete,
    total,
    read,
  })
}

function extras({ numRows, complete, total, read }: Table) {
  return { numRows, complete, total, read }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}
