import { parseIsoDate } from '../data/calendar.js'
import { execute } from '../data/engine.js'
import { DgeError } from '../data/errors.js'
import { isGrouped } from '../data/query.js'
import { outputSchema } from '../data/output-schema.js'
import { createTable } from '../data/table.js'
import { SqlWriter } from './sql-writer.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata, SourceConfig } from '../data/dataset.js'
import type { Query } from '../data/query.js'
import type { Field, FieldType, Schema } from '../data/schema.js'
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
    this.schema = table.fields.map(({ stored: _stored, value: _value, bare: _bare, ...field }): Field => field)
    this.capabilities = this.#writer.capabilities
    this.metadata = table.metadata
    this.downloads = table.downloads
    this.total = table.total
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    const most = this.#table.maxRows ?? mostRows
    const schema = outputSchema(query, this.schema)
    if (query.limit === 0) return createTable(schema, new Map(schema.map(({ name }) => [name, []])), { numRows: 0 })
    if (countsAll(query)) return createTable(schema, new Map(schema.map(({ name }) => [name, [this.total]])), { numRows: 1 })
    // One more than allowed: it tells that there are more.
    const rows = await this.#table.run(this.#writer.select(query, this.#table.name, most + 1, schema), options)
    const strange = rows.find((row) => row.length !== schema.length)
    // Another question than ours was answered.
    if (strange) throw new DgeError('format', `The answer has ${strange.length} columns and not ${schema.length}`, { status: 400 })
    const kept = rows.slice(0, Math.min(query.limit ?? Infinity, most))
    options.onProgress?.(kept.length)
    const columns = new Map<string, Column>(schema.map((field, at) => [field.name, kept.map((row) => valueOf(row[at], field))]))
    for (const { as, expr } of query.groupBy ?? []) {
      if (typeof expr !== 'object' || !('op' in expr) || expr.op !== 'bin') continue
      const [, width] = expr.args
      const bounds = columns.get(as) ?? []
      // The engine rounds bounds to 12 digits: bins that are finer fall together in it.
      if (Array.from(bounds).some((bound) => typeof bound === 'number' && Math.abs(bound) >= width * 1e11)) return this.#finish(query, options)
      columns.set(as, Array.from(bounds, (bound) => (typeof bound === 'number' ? Number(bound.toPrecision(12)) : bound)))
    }
    const complete = rows.length <= most || (query.limit !== undefined && query.limit <= most)
    const all = query.where === undefined && !isGrouped(query) ? { total: this.total } : {}
    return createTable(schema, columns, { numRows: kept.length, complete, ...all })
  }

  /** Fetches the rows and does the rest of the query here. */
  async #finish({ where, ...rest }: Query, options: ExecuteOptions): Promise<Table> {
    return execute(rest, await this.execute(where === undefined ? {} : { where }, options))
  }
}

/** How many rows the table has, which is known. */
function countsAll({ aggregate = [], select: _select, orderBy: _order, ...rest }: Query): boolean {
  return aggregate.length > 0 && Object.keys(rest).length === 0 && aggregate.every(({ op, expr }) => op === 'count' && expr === undefined)
}

/** The table of a database that has one only. @throws DgeError `query` that lists them, when there are several or none */
export function onlyTable(names: readonly string[], url: string): string {
  const [only] = names
  if (names.length === 1 && only !== undefined) return only
  throw new DgeError('query', `The database has ${names.length} tables and none is named: ${names.slice(0, 20).join(', ')}`, {
    url,
    hint: 'Name one with table=… in the address, or layer="…".',
    choices: names.map((layer) => ({ layer })),
  })
}

/** The type that the author gives a column, if any. */
export function chosenType({ types }: SourceConfig, name: string): FieldType | undefined {
  return Object.hasOwn(types ?? {}, name) ? types?.[name] : undefined
}

/** One cell; engines send 64-bit numbers and decimals as text, dates as "2024-01-31 10:00:00". */
export function valueOf(cell: unknown, { type }: Field): Value {
  if (cell === null || cell === undefined || cell === '') return null
  switch (type) {
    case 'number': {
      const text = typeof cell === 'string' ? cell.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.') : cell
      const value = text === '' ? NaN : Number(text)
      return Number.isFinite(value) ? value + 0 : null
    }
    case 'boolean':
      return booleanOf(cell)
    case 'date':
      return dateOf(String(cell).trim())
    default:
      return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  }
}

function booleanOf(cell: unknown): boolean | null {
  if (/^(true|1|t|oui|vrai)$/i.test(String(cell))) return true
  return /^(false|0|f|non|faux)$/i.test(String(cell)) ? false : null
}

/** Dates of the engine; text columns that the author calls dates have French days and bare years too. */
function dateOf(text: string): number | null {
  const french = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text)
  const iso = french ? `${french[3]}-${french[2]}-${french[1]}` : /^\d{4}$/.test(text) ? `${text}-01-01` : text
  return parseIsoDate(iso) ?? null
}
