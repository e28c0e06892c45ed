import { compareCells } from '../data/aggregate.js'
import { execute, outputSchema } from '../data/engine.js'
import { conjunctsOf } from '../data/filter.js'
import { isProperty } from '../data/expression.js'
import { isGrouped } from '../data/query.js'
import { columnOf, createTable } from '../data/table.js'
import { isRefusal, mostRecords } from './ckan-api.js'
import { ckanTable } from './ckan-fields.js'
import { fieldsOfQuery } from '../data/query-fields.js'
import type { Call, CkanApi, Parameters, Raw } from './ckan-api.js'
import type { Capabilities } from '../data/capabilities.js'
import type { CkanField, CkanSchema } from './ckan-fields.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { Filter } from '../data/filter.js'
import type { Order, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { SqlDataset } from './sql-dataset.js'
import type { Table } from '../data/table.js'

export interface CkanDatasetOptions extends CkanSchema {
  readonly api: CkanApi
  readonly id: string
  /** `filters` and `q` of the author's address. */
  readonly fixed: Parameters
  /** The table by SQL, where the site takes it. */
  readonly sql?: SqlDataset
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly total: number
  readonly maxRows?: number
}

/** Characters of an address that the names of columns may take. */
const longestNames = 4000

const defaultMaxRows = 1_000_000
const atOnce = 4
type Scalar = string | number
type Filters = Readonly<Record<string, Scalar | readonly Scalar[]>>

/** A table of a CKAN datastore: rows by `datastore_search`; the rest of a query by SQL where the site takes it, else here. */
export class CkanDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly total: number
  readonly #options: CkanDatasetOptions
  readonly #fields: ReadonlyMap<string, CkanField>
  readonly #maxRows: number
  #sql: SqlDataset | undefined

  constructor(options: CkanDatasetOptions) {
    this.#options = options
    this.#fields = new Map(options.fields.map((field) => [field.name, field]))
    this.#maxRows = options.maxRows ?? defaultMaxRows
    this.#sql = options.sql
    this.schema = options.schema
    this.metadata = options.metadata
    this.downloads = options.downloads
    this.total = options.total
  }

  /** Those of SQL until the site refuses it. */
  get capabilities(): Capabilities {
    if (this.#sql) return this.#sql.capabilities
    return {
      where: (filter) => (this.#filterOf(filter) ? 'exact' : 'local'),
      search: 'local',
      extent: 'local',
      group: () => false,
      aggregate: ({ op, expr }) => op === 'count' && expr === undefined,
      having: () => false,
      order: (order, grouped) => grouped || this.#sortable(order),
      page: { rows: true, groups: true },
      select: true,
    }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    const { orderBy = [], limit, offset = 0 } = query
    if (limit === 0) return execute(query, ckanTable(this.schema, []))
    const plain = !isGrouped(query) && query.where === undefined && orderBy.every((order) => this.#sortable(order))
    if (this.#sql && !plain) {
      try {
        return await (isGrouped(query) ? this.#groups(this.#sql, query, options) : this.#selected(this.#sql, query, options))
      } catch (error) {
        if (!isRefusal(error)) throw error
        // Not allowed, too slow, a function that is not on its list: from here on it is done here.
        this.#sql = undefined
      }
    }
    if (isGrouped(query)) return this.#counted(query, options)
    const page = limit !== undefined && offset + limit <= mostRecords ? await this.#window(query, offset, limit, options) : undefined
    return page ?? execute(query, await this.#rows(query, options))
  }

  async #groups(sql: SqlDataset, query: Query, call: Call): Promise<Table> {
    const table = await sql.execute(query, call)
    return table.complete ? table : execute(query, await this.#rows(query, call))
  }

  /** Rows by SQL, in the table's own order, in as many answers as it takes. */
  async #selected(sql: SqlDataset, query: Query, call: Call): Promise<Table> {
    const select = query.select ?? this.schema.map(({ name }) => name)
    const ordered: Query = { ...query, select, orderBy: [...(query.orderBy ?? []), { field: '_id' }] }
    const size = mostRecords - 1
    const start = query.offset ?? 0
    const wanted = Math.min(query.limit ?? Infinity, this.#maxRows)
    const tables: Table[] = []
    let numRows = 0
    for (;;) {
      const limit = Math.min(size, wanted - numRows)
      const table = await sql.execute({ ...ordered, offset: start + numRows, limit }, call)
      tables.push(table)
      numRows += table.numRows
      call.onProgress?.(numRows)
      if (table.numRows < limit) return joined(tables, outputSchema({ select }, this.schema), true)
      if (numRows >= wanted) return joined(tables, outputSchema({ select }, this.schema), wanted === query.limit)
    }
  }

  #sortable({ field }: Order): boolean {
    const found = this.#fields.get(field)
    return found?.plain === true && (found.type === 'number' || found.type === 'date') && /^\w+$/.test(field)
  }

  /** The condition as an entry of `filters`: values that a column equals. */
  #filterOf(filter: Filter): readonly [name: string, value: Scalar | readonly Scalar[]] | undefined {
    if (typeof filter === 'boolean' || 'property' in filter || (filter.op !== '=' && filter.op !== 'in')) return undefined
    const [expr, value] = filter.args
    if (!isProperty(expr)) return undefined
    const field = this.#fields.get(expr.property)
    const fits = (item: unknown): item is Scalar =>
      field?.type === 'string' ? typeof item === 'string' && item !== '' : field?.type === 'number' && typeof item === 'number' && (!/^(int|bigint|smallint)/.test(field.stored) || (Number.isInteger(item) && Math.abs(item) < 2 ** 31))
    if (!field?.plain || this.#options.fixed['filters'] !== undefined) return undefined
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (items.length === 0 || !items.every(fits) || JSON.stringify(items).length > 2000) return undefined
    return [field.name, filter.op === 'in' ? items : (items[0] ?? '')]
  }

  /** `filters` of all conditions that can be said, and whether these are all. */
  #asked(query: Query): { readonly filters: Filters; readonly whole: boolean } {
    const entries = conjunctsOf(query.where).map((one) => this.#filterOf(one))
    const filters = new Map<string, Scalar | readonly Scalar[]>()
    let whole = query.extent === undefined && query.search === undefined
    for (const entry of entries) {
      if (!entry || filters.has(entry[0])) whole = false
      else filters.set(entry[0], entry[1])
    }
    return { filters: Object.fromEntries(filters), whole }
  }

  #parameters(filters: Filters, columns: Schema): Parameters {
    const names = columns.map(({ name }) => name)
    // Names of thousands of columns are longer than an address may be.
    const sayable = names.every((name) => /^[^,"[\]{}]+$/.test(name)) && encodeURIComponent(names.join()).length < longestNames
    const few = columns.length < this.schema.length && sayable
    return {
      resource_id: this.#options.id,
      ...this.#options.fixed,
      ...(Object.keys(filters).length > 0 ? { filters: JSON.stringify(filters) } : {}),
      ...(few ? { fields: ['_id', ...names].join(',') } : {}),
    }
  }

  /** One page, sorted there; undefined when it must be done here. */
  async #window(query: Query, offset: number, limit: number, call: Call): Promise<Table | undefined> {
    const { orderBy = [], where, select } = query
    const { filters, whole } = this.#asked(query)
    if (!whole || limit > this.#maxRows || !orderBy.every((order) => this.#sortable(order))) return undefined
    const columns = fieldsOfQuery(query, this.schema)
    const sort = [...orderBy.map(({ field, desc }) => `${field} ${desc ? 'desc' : 'asc'} nulls last`), '_id'].join(', ')
    const page = await this.#options.api
      .search({ ...this.#parameters(filters, columns), sort, limit, ...(offset > 0 ? { offset } : {}) }, call)
      .catch((error: unknown) => {
        if (isRefusal(error)) return undefined
        throw error
      })
    if (page?.total === undefined || page.records.length !== Math.max(0, Math.min(limit, page.total - offset))) return undefined
    const table = ckanTable(columns, page.records)
    if (where !== undefined && execute({ where }, table).numRows < table.numRows) return undefined
    if (!isSorted(table, orderBy)) return undefined
    const answer = select ? execute({ select }, table) : table
    // Rows that are right are right; how many there are counts only when the conditions were heard.
    const heard = Object.keys(filters).length === 0 || (Object.keys(filters).length === 1 && page.total < this.total)
    return createTable(answer.schema, answer.columns, { numRows: answer.numRows, complete: true, ...(heard ? { total: page.total } : {}) })
  }

  /** How many rows there are, or whatever is asked of them, done here. */
  async #counted(query: Query, call: Call): Promise<Table> {
    const { groupBy = [], aggregate = [] } = query
    const { filters, whole } = this.#asked(query)
    if (whole && groupBy.length === 0 && aggregate.every(({ op, expr }) => op === 'count' && expr === undefined)) {
      const total = await this.#count(filters, call)
      if (total !== undefined) {
        const { where: _where, groupBy: _groups, aggregate: _aggregate, ...rest } = query
        const schema = outputSchema({ aggregate }, this.schema)
        return execute(rest, createTable(schema, new Map(schema.map(({ name }) => [name, [total]])), { numRows: 1 }))
      }
    }
    return execute(query, await this.#rows(query, call))
  }

  /** How many rows the filters keep; undefined where one of them does not narrow the table, so it may not have been heard. */
  async #count(filters: Filters, call: Call): Promise<number | undefined> {
    const names = Object.entries(filters)
    if (names.length === 0) return this.total
    const alone = names.length > 1 ? names.map(([name, value]): Filters => ({ [name]: value })) : []
    const counts = await Promise.all([filters, ...alone].map(async (some) => (await this.#options.api.search({ ...this.#parameters(some, this.schema), limit: 0 }, call)).total))
    return counts.every((count) => count !== undefined && count < this.total) ? counts[0] : undefined
  }

  /** All rows that the conditions keep, at least, of the columns that the query needs. */
  async #rows(query: Query, call: Call): Promise<Table> {
    const columns = fieldsOfQuery(query, this.schema)
    const { filters } = this.#asked(query)
    const asked = { ...this.#parameters(filters, columns), sort: '_id' }
    const { records, total } = await readAll(this.#options.api, asked, this.#maxRows, call)
    const table = ckanTable(columns, records)
    return createTable(columns, table.columns, { numRows: records.length, complete: total === undefined || records.length >= total, ...(total === undefined ? {} : { total }) })
  }
}

/** Pages of as many rows as the site gives at once; the second and further ones in parallel once the total is known. */
export async function readAll(api: CkanApi, asked: Parameters, maxRows: number, call: Call): Promise<{ readonly records: readonly Raw[]; readonly total?: number }> {
  const first = await api.search({ ...asked, limit: Math.min(mostRecords, maxRows) }, call)
  const { total } = first
  const size = first.records.length
  const records = [...first.records]
  call.onProgress?.(size, total)
  const until = Math.min(total ?? Infinity, maxRows)
  const page = async (offset: number) => (await api.search({ ...asked, limit: Math.min(size, until - offset), offset, include_total: 'false' }, call)).records
  const seen = new Set(first.records.map(({ _id }) => _id))
  while (size > 0 && records.length < until && (total !== undefined || records.length % mostRecords === 0)) {
    const starts = Array.from({ length: total === undefined ? 1 : atOnce }, (_, at) => records.length + at * size).filter((start) => start < until)
    const pages = await Promise.all(starts.map(page))
    const fresh = pages.flat().filter(({ _id }) => _id === undefined || !seen.has(_id))
    // A site that gives the same page again would never end.
    if (fresh.length === 0) break
    for (const record of fresh) {
      seen.add(record['_id'])
      records.push(record)
    }
    call.onProgress?.(records.length, total)
  }
  const known = total ?? (records.length >= maxRows ? undefined : records.length)
  return { records: records.slice(0, maxRows), ...(known === undefined ? {} : { total: known }) }
}

function isSorted(table: Table, orderBy: readonly Order[]): boolean {
  const keys = orderBy.map(({ field, desc }) => ({ column: columnOf(table, field), desc: desc === true }))
  for (let row = 1; row < table.numRows; row++) {
    const order = keys.reduce((found, { column, desc }) => found || compareCells(column[row - 1] ?? null, column[row] ?? null, desc), 0)
    if (order > 0) return false
  }
  return true
}

function joined(tables: readonly Table[], schema: Schema, complete: boolean): Table {
  const columns = schema.map(({ name }) => [name, tables.flatMap((table) => Array.from(columnOf(table, name)))] as const)
  return createTable(schema, new Map(columns), { numRows: tables.reduce((sum, { numRows }) => sum + numRows, 0), complete })
}
