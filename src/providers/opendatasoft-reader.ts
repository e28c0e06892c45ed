import { DgeError } from '../data/errors.js'
import { createTable } from '../data/table.js'
import { timezone, quoteName } from './odsql.js'
import { get, getJson, isRefusal, readLines, refused, urlOf } from './opendatasoft-api.js'
import { objectOf } from './opendatasoft-fields.js'
import { valueOf } from './opendatasoft-values.js'
import type { Schema } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'
import type { Call, Params, Raw } from './opendatasoft-api.js'
import type { ServerField } from './opendatasoft-fields.js'

/** Where a dataset of the Explore API is, and what all requests to it carry. */
export interface ExploreAddress {
  /** `https://host/api/explore/v2.1/catalog/datasets/{id}`. */
  readonly base: string
  /** Conditions of the address itself (`where`, `refine`, `exclude`), already encoded. */
  readonly fixed: readonly (readonly [name: string, value: string])[]
  readonly timeout?: number
  readonly maxRows?: number
}

/** Rows of a page, with or without a `group_by`. */
const limits = { rows: 100, window: 10_000, groups: 20_000 }
/** Where a fetch stops when the author sets no bound. */
const defaultMaxRows = 250_000

/** Window into the rows in the server's order. */
export interface Window {
  readonly offset: number
  readonly limit: number
  readonly orderBy?: string
}

/** Requests to one dataset of the Explore API v2.1, and their answers as tables. */
export class ExploreReader {
  readonly pageSize = limits.rows
  /** Rows of the whole dataset as its description says; undefined when the address filters. */
  readonly total: number | undefined
  readonly #address: ExploreAddress
  readonly #fields: ReadonlyMap<string, ServerField>
  readonly #names: ReadonlySet<string>
  /** A choice of columns was refused or not obeyed. */
  #allColumns = false
  /** There are no `jsonl` exports. */
  #noLines = false

  constructor(address: ExploreAddress, fields: ReadonlyMap<string, ServerField>, recordsCount: number | undefined) {
    this.#address = address
    this.#fields = fields
    this.#names = new Set(fields.keys())
    this.total = address.fixed.length > 0 ? undefined : recordsCount
  }

  /** Rows that match now. `fresh` doesn't believe the dataset's description. */
  async count(where: string | undefined, call: Call, fresh = false): Promise<number> {
    if (where === undefined && this.total !== undefined && !fresh) return this.total
    const { total } = await this.#records({ where, limit: 0 }, call)
    if (total === undefined) throw refused('The answer has no total_count')
    return total
  }

  /** Rows in the server's order, with `total` = all that match; undefined when the window is too far for a page. */
  async window(where: string | undefined, columns: Schema, { offset, limit, orderBy }: Window, call: Call): Promise<Table | undefined> {
    if (offset + limit > limits.window || limit > limits.rows) {
      if (orderBy !== undefined || offset + limit > this.#max) return undefined
      // Exports have no limit, but refuse an offset that goes far: the beginning comes along.
      const table = await this.#export({ where, limit: offset + limit }, columns, call, offset + limit)
      return slice(table, offset, this.total === undefined || where !== undefined ? undefined : this.total)
    }
    const page = await this.#records({ select: this.#select(columns), where, order_by: orderBy, limit, offset: offset || undefined }, call)
    if (page.rows.length > limit) throw refused(`${page.rows.length} rows where ${limit} were asked for`)
    const table = this.#table(page.rows, columns)
    if (!table) return this.window(where, columns, { offset, limit, ...(orderBy === undefined ? {} : { orderBy }) }, call)
    return withTotal(table, true, page.total)
  }

  /** All rows: one page when they are few, else one export. `complete: false` when some are missing. */
  async all(where: string | undefined, columns: Schema, call: Call): Promise<Table> {
    let total = where === undefined ? this.total : undefined
    if (total === undefined || total <= limits.rows) {
      const page = await this.#records({ select: this.#select(columns), where, limit: limits.rows }, call).catch((error: unknown) => {
        if (where !== undefined || this.#allColumns || !isRefusal(error)) throw error
        this.#allColumns = true
        return undefined
      })
      if (!page) return this.all(where, columns, call)
      total = page.total
      if (total !== undefined && page.rows.length >= total) {
        const table = this.#table(page.rows, columns)
        return table ?? this.all(where, columns, call)
      }
    }
    return this.#everything(where, columns, total, call)
  }

  async #everything(where: string | undefined, columns: Schema, expected: number | undefined, call: Call): Promise<Table> {
    const max = this.#max
    const limit = expected === undefined || expected > max ? max : undefined
    const table = await this.#export({ where, limit }, columns, call, max, expected)
    let total = expected
    // The description may count rows of an older state; the live count decides.
    if (total !== undefined && table.numRows < Math.min(total, max)) total = await this.count(where, call, true).catch(() => expected)
    const complete = total === undefined ? table.numRows < max : table.numRows >= total
    return withTotal(table, complete, complete ? undefined : total)
  }

  /** Groups (or one row of aggregates when `groupBy` is absent). */
  async groups(where: string | undefined, select: string, groupBy: string | undefined, call: Call): Promise<{ rows: readonly unknown[]; total: number | undefined }> {
    const params = { select, where, group_by: groupBy, limit: groupBy === undefined ? 1 : -1 }
    const page = await this.#records(params, call)
    if (groupBy === undefined || page.rows.length < limits.groups) return page
    const rows: Raw[] = []
    for await (const row of this.#lines({ select, where, group_by: groupBy }, call, this.#max)) rows.push(row)
    if (rows.length >= this.#max) throw refused(`More than ${this.#max} groups`)
    return { rows, total: undefined }
  }

  get #max(): number {
    return this.#address.maxRows ?? defaultMaxRows
  }

  #select(columns: Schema): string | undefined {
    if (this.#allColumns || columns.length === 0 || columns.length >= this.#names.size) return undefined
    return columns.map(({ name }) => quoteName(name)).join(',')
  }

  #url(path: string, { where, ...params }: Params): string {
    const { base, fixed } = this.#address
    const own = where === undefined ? [] : [String(where)]
    const conditions = [...fixed.filter(([name]) => name === 'where').map(([, value]) => value), ...own]
    const all = conditions.length > 1 ? conditions.map((text) => `(${text})`).join(' and ') : conditions[0]
    const { select, ...rest } = params
    let url = urlOf(`${base}/${path}`, { select, where: all, ...rest, timezone })
    for (const [name, value] of fixed) if (name !== 'where') url = urlOf(url, { [name]: value })
    return url
  }

  async #records(params: Params, call: Call): Promise<{ readonly rows: readonly unknown[]; readonly total: number | undefined }> {
    const url = this.#url('records', params)
    const answer = objectOf(await getJson(url, call, this.#address.timeout))
    const rows = answer['results']
    const total = answer['total_count']
    if (!Array.isArray(rows)) throw refused('The answer has no results', url)
    return { rows: rows as unknown[], total: typeof total === 'number' && total >= 0 ? total : undefined }
  }

  /** Line by line, so that rows can be counted and cut as they come; some portals only have the format as one piece. */
  async *#lines(params: Params, call: Call, max: number): AsyncGenerator<Raw> {
    const { timeout } = this.#address
    if (this.#noLines) return yield* this.#piece(params, call, max)
    let response: Response
    try {
      response = await get(this.#url('exports/jsonl', params), call, timeout)
    } catch (error) {
      const unknown = error instanceof DgeError && (error.status === 404 || error.status === 400)
      if (!unknown || params['where'] !== undefined || params['select'] !== undefined) throw error
      yield* this.#piece(params, call, max)
      this.#noLines = true
      return
    }
    yield* readLines(response, call, max, this.#names)
  }

  async *#piece(params: Params, call: Call, max: number): AsyncGenerator<Raw> {
    const url = this.#url('exports/json', params)
    const rows = await getJson(url, call, this.#address.timeout)
    if (!Array.isArray(rows)) throw refused('The export is no list', url)
    for (const row of (rows as unknown[]).slice(0, max)) yield objectOf(row)
  }

  async #export(params: Params, columns: Schema, call: Call, max: number, expected?: number): Promise<Table> {
    const cells = new Cells(columns, this.#fields)
    try {
      for await (const row of this.#lines({ select: this.#select(columns), ...params }, call, max)) {
        cells.add(row)
        if (cells.rows % 1000 === 0) call.onProgress?.(cells.rows, expected)
      }
    } catch (error) {
      if (this.#allColumns || params['where'] !== undefined || !isRefusal(error)) throw error
      this.#allColumns = true
      return this.#export(params, columns, call, max, expected)
    }
    call.onProgress?.(cells.rows, expected)
    if (cells.lacking && this.#select(columns) !== undefined) {
      this.#allColumns = true
      return this.#export(params, columns, call, max, expected)
    }
    return cells.table()
  }

  /** Undefined when the answer lacks a column that was asked for: then all columns are to be asked. */
  #table(rows: readonly unknown[], columns: Schema): Table | undefined {
    const cells = new Cells(columns, this.#fields)
    for (const row of rows) cells.add(objectOf(row))
    if (cells.lacking && this.#select(columns) !== undefined) {
      this.#allColumns = true
      return undefined
    }
    return cells.table()
  }
}

/** Columns that grow row by row. */
class Cells {
  rows = 0
  readonly #schema: Schema
  readonly #columns: { readonly name: string; readonly field: ServerField; readonly values: Value[]; seen: boolean }[]

  constructor(schema: Schema, fields: ReadonlyMap<string, ServerField>) {
    this.#schema = schema
    this.#columns = schema.flatMap(({ name }) => {
      const field = fields.get(name)
      return field ? [{ name, field, values: [], seen: false }] : []
    })
  }

  /** Some rows came and a column was in none of them. */
  get lacking(): boolean {
    return this.rows > 0 && this.#columns.some(({ seen }) => !seen)
  }

  add(row: Raw): void {
    this.rows++
    for (const column of this.#columns) {
      const has = Object.hasOwn(row, column.name)
      if (has) column.seen = true
      column.values.push(has ? valueOf(row[column.name], column.field) : null)
    }
  }

  table(): Table {
    return createTable(this.#schema, new Map(this.#columns.map(({ name, values }) => [name, values])), { numRows: this.rows })
  }
}

function withTotal({ schema, columns, numRows }: Table, complete: boolean, total: number | undefined): Table {
  return createTable(schema, columns, { numRows, complete, ...(total === undefined ? {} : { total }) })
}

function slice({ schema, columns, numRows }: Table, offset: number, total: number | undefined): Table {
  const cut = new Map([...columns].map(([name, column]) => [name, Array.from(column).slice(offset)]))
  return withTotal(createTable(schema, cut, { numRows: Math.max(0, numRows - offset) }), true, total)
}
