import { parseIsoDate } from '../data/calendar.js'
import { isGrouped } from '../data/query.js'
import { outputSchema } from '../data/output-schema.js'
import { createTable } from '../data/table.js'
import { SqlWriter } from './sql-writer.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { Query } from '../data/query.js'
import type { Field, Schema } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'
import type { SqlDialect, SqlField } from './sql-writer.js'

/** Rows of one answer, unless the author allows more. */
const mostRows = 1_000_000

export interface SqlTable {
  /** Quoted. */
  readonly name: string
  readonly fields: readonly SqlField[]
  readonly dialect: SqlDialect
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly total: number
  readonly maxRows: number | undefined
  /** Runs one SELECT; cells by row, in the order of its columns. */
  readonly run: (sql: string, options: ExecuteOptions) => Promise<readonly (readonly unknown[])[]>
}

/** A table of an SQL engine behind HTTP: every query is one SELECT. */
export class SqlDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly capabilities: Capabilities
  readonly downloads: readonly Download[]
  readonly total: number
  readonly #table: SqlTable
  readonly #writer: SqlWriter

  constructor(table: SqlTable) {
    this.#table = table
    this.#writer = new SqlWriter(table.dialect, table.fields)
    this.schema = table.fields.map(({ native: _native, daily: _daily, float: _float, ...field }): Field => field)
    this.capabilities = this.#writer.capabilities
    this.metadata = table.metadata
    this.downloads = table.downloads
    this.total = table.total
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    const most = this.#table.maxRows ?? mostRows
    const schema = outputSchema(query, this.schema)
    if (query.limit === 0) return createTable(schema, new Map(schema.map(({ name }) => [name, []])), { numRows: 0 })
    // One more than allowed: it tells that there are more.
    const rows = await this.#table.run(this.#writer.select(query, this.#table.name, most + 1), options)
    const wanted = Math.min(query.limit ?? Infinity, most)
    const kept = rows.slice(0, wanted)
    options.onProgress?.(kept.length)
    const columns = new Map<string, Column>(schema.map((field, at) => [field.name, kept.map((row) => valueOf(row[at], field))]))
    const complete = rows.length <= most || (query.limit !== undefined && query.limit <= most)
    const all = query.where === undefined && !isGrouped(query) ? { total: this.total } : {}
    return createTable(schema, columns, { numRows: kept.length, complete, ...all })
  }
}

/** One cell; engines send 64-bit numbers and decimals as text, dates as "2024-01-31 10:00:00". */
export function valueOf(cell: unknown, { type }: Field): Value {
  if (cell === null || cell === undefined || cell === '') return null
  switch (type) {
    case 'number': {
      const value = Number(cell)
      return Number.isFinite(value) ? value : null
    }
    case 'boolean':
      return typeof cell === 'boolean' ? cell : cell === 1 || cell === '1' || cell === 'true'
    case 'date':
      return parseIsoDate(String(cell).trim().replace(' ', 'T')) ?? null
    default:
      return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  }
}
