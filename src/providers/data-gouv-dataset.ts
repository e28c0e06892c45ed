import { compareCells } from '../data/aggregate.js'
import { execute } from '../data/engine.js'
import { conjunctsOf } from '../data/filter.js'
import { isGrouped } from '../data/query.js'
import { fieldsOfQuery } from '../data/query-fields.js'
import { columnOf, createTable } from '../data/table.js'
import { exportSize, pageSize, refused, unlessRefusal } from './data-gouv-api.js'
import { boxArguments, tabularClause } from './data-gouv-filter.js'
import { columnsArgument, tabularTable } from './data-gouv-fields.js'
import { countRows, groupColumn, measureOf, readTabularGroups, totalTable } from './data-gouv-groups.js'
import type { Argument, Call, Raw, TabularApi } from './data-gouv-api.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { TabularClause } from './data-gouv-filter.js'
import type { TabularField, TabularSchema } from './data-gouv-fields.js'

export interface TabularDatasetOptions extends TabularSchema {
  readonly api: TabularApi
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  /** Rows, with the conditions of the author's address. */
  readonly total: number
  /** Groups and totals may be asked for. */
  readonly aggregates: boolean
  readonly maxRows?: number
}

/** Rows by pages up to here; beyond it an export is faster. */
const mostPaged = 500
/** Exports of 50 000 rows; each has only the columns that are needed. */
const defaultMaxRows = 1_000_000
const atOnce = 4

interface Asked {
  readonly args: readonly Argument[]
  readonly exact: boolean
}

/** A resource of the Tabular API. Filters are checked row by row; sorted pages are proven to be the first ones before they are trusted. */
export class TabularDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly capabilities: Capabilities
  readonly total: number
  readonly #options: TabularDatasetOptions
  readonly #api: TabularApi
  readonly #maxRows: number
  readonly #refused = new Set<string>()
  #aggregates: boolean

  constructor(options: TabularDatasetOptions) {
    this.#options = options
    this.#api = options.api
    this.#maxRows = options.maxRows ?? defaultMaxRows
    this.#aggregates = options.aggregates
    this.schema = options.schema
    this.metadata = options.metadata
    this.downloads = options.downloads
    this.total = options.total
    this.capabilities = {
      where: (filter) => {
        const clause = this.#allowed(tabularClause(filter, options.fields))
        return clause ? (clause.exact ? 'exact' : 'superset') : 'local'
      },
      search: 'local',
      extent: options.place ? 'superset' : 'local',
      group: (key) => this.#aggregates && groupColumn(key, options) !== undefined,
      aggregate: (aggregate) => countRows(aggregate) || (this.#aggregates && measureOf(aggregate, options) !== undefined),
      having: () => false,
      order: ({ field }, grouped) => grouped || this.#sortable(field),
      page: { rows: true, groups: true },
      select: true,
    }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (query.limit === 0 && !isGrouped(query)) return execute(query, tabularTable(this.schema, [], this.#options))
    if (isGrouped(query)) return this.#grouped(query, options)
    const page = await this.#window(query, options).catch(unlessRefusal)
    if (page) return page
    const { where: _where, extent: _extent, ...rest } = query
    return execute(rest, await this.#rows(query, options))
  }

  #field(name: string): TabularField | undefined {
    return this.#options.fields.get(name)
  }

  #sortable(name: string): boolean {
    const field = this.#field(name)
    return field?.plain === true && ['int', 'float', 'date'].includes(field.kind) && !this.#refused.has(`${name}__sort`)
  }

  #allowed(clause: TabularClause | undefined): TabularClause | undefined {
    return clause?.args.some((arg) => this.#refused.has(arg.join('='))) ? undefined : clause
  }

  /** Arguments of all conditions. */
  #asked({ where, extent }: Query): Asked {
    const clauses = conjunctsOf(where).map((one) => this.#allowed(tabularClause(one, this.#options.fields)))
    const { place } = this.#options
    const box = extent && place ? boxArguments(extent, place.latitude, place.longitude) : []
    const exact = clauses.every((clause) => clause?.exact === true) && extent === undefined
    return { args: [...clauses.flatMap((clause) => clause?.args ?? []), ...(box ?? [])], exact }
  }

  /** Columns to ask for: those of the conditions come along, to be checked. */
  #columns(query: Query): Schema {
    return fieldsOfQuery(query, this.schema, this.#options.place?.name)
  }

  #select(columns: Schema, extra: readonly string[] = []): readonly Argument[] {
    if (columns.length === this.schema.length) return []
    const { place } = this.#options
    const names = columns.flatMap(({ name }) => (name === place?.name ? [place.latitude, place.longitude] : [name]))
    const unique = new Set(names)
    // A missing value alone on its line is an empty line, which no reader of CSV counts.
    const list = columnsArgument([...(unique.size === 1 ? ['__id'] : extra), ...unique])
    return list === undefined ? [] : [['columns', list]]
  }

  /** Rows from a place on, by pages; undefined when it must be done here. */
  async #window(query: Query, call: Call): Promise<Table | undefined> {
    const { orderBy = [], offset = 0, limit } = query
    if (limit === undefined || limit > this.#maxRows) return undefined
    const { args, exact } = this.#asked(query)
    if (!exact) return undefined
    if (orderBy.length > 0) return this.#first(query, args, call)
    const size = limit <= pageSize && offset % limit === 0 ? limit : pageSize
    const from = Math.floor(offset / size)
    const until = Math.ceil((offset + limit) / size)
    if ((until - from) * size > mostPaged) return undefined
    const columns = this.#columns(query)
    const asked = [...args, ...this.#select(columns)]
    const first = await this.#api.page(asked, from + 1, size, call)
    if (first.total === undefined) return undefined
    const last = Math.min(until, Math.ceil(first.total / size))
    const numbers = Array.from({ length: Math.max(0, last - from - 1) }, (_, at) => from + 2 + at)
    const rest = await inTurns(numbers, async (number) => (await this.#api.page(asked, number, size, call)).rows)
    const rows = [first.rows, ...rest].flat()
    if (rows.length < Math.min(first.total - from * size, (until - from) * size)) return undefined
    const table = tabularTable(columns, rows, this.#options)
    if (this.#check(query, table).numRows < table.numRows) return undefined
    const answer = execute({ offset: offset - from * size, limit, ...(query.select ? { select: query.select } : {}) }, table)
    return marked(answer, true, first.total)
  }

  /**
   * The first rows by one number or date, out of one page. Descending order begins with missing values there, so these are
   * left out; rows that are equal to the first one beyond the page may be others than ours: then it is done here.
   */
  async #first(query: Query, args: readonly Argument[], call: Call): Promise<Table | undefined> {
    const { orderBy = [], offset = 0, limit = 0 } = query
    const [order, ...others] = orderBy
    const wanted = offset + limit
    if (!order || others.length > 0 || wanted >= pageSize || this.total <= pageSize || !this.#sortable(order.field)) return undefined
    const name = order.field
    const columns = this.#columns(query)
    const sorting: Argument[] = order.desc ? [[`${name}__isnotnull`], [`${name}__sort`, 'desc']] : [[`${name}__sort`, 'asc']]
    const select = this.#select(columns, ['__id'])
    if (select.length === 0 && columns.length < this.schema.length) return undefined
    const { rows, total } = await this.#api.page([...args, ...sorting, ...select], 1, pageSize, call)
    if (total === undefined || rows.length < Math.min(total, wanted) || rows.some((row) => typeof row['__id'] !== 'number')) return undefined
    const given = columnOf(tabularTable(columns, rows, this.#options), name)
    const sorted = Array.from(given).every((value, at) => at === 0 || compareCells(given[at - 1] ?? null, value, order.desc === true) <= 0)
    const full = rows.length < total
    const tied = full && compareCells(given[wanted - 1] ?? null, given[rows.length - 1] ?? null, false) === 0
    const lacking = order.desc === true && total < wanted
    const heard = order.desc !== true || !Array.from(given).includes(null)
    if (!sorted || !heard) this.#refused.add(`${name}__sort`)
    if (!sorted || !heard || tied || lacking) return undefined
    const inOrder = [...rows].sort((a, b) => Number(a['__id']) - Number(b['__id']))
    const table = tabularTable(columns, inOrder, this.#options)
    if (this.#check(query, table).numRows < table.numRows) return undefined
    return marked(execute({ orderBy, offset, limit, ...(query.select ? { select: query.select } : {}) }, table), true)
  }

  #check({ where, extent }: Query, table: Table): Table {
    return execute({ ...(where === undefined ? {} : { where }), ...(extent ? { extent } : {}) }, table)
  }

  /** All rows that the conditions keep, of the columns that the query needs. */
  async #rows(query: Query, call: Call): Promise<Table> {
    const columns = this.#columns(query)
    const { args, exact } = this.#asked(query)
    const select = this.#select(columns)
    if (args.length > 0) {
      const found = await this.#all(args, select, columns, call).catch(unlessRefusal)
      const kept = found && this.#check(query, found)
      if (kept && !(exact && kept.numRows < found.numRows)) return kept
      for (const arg of args) this.#refused.add(arg.join('='))
    }
    return this.#check(query, await this.#all([], select, columns, call))
  }

  async #all(args: readonly Argument[], select: readonly Argument[], columns: Schema, call: Call): Promise<Table> {
    let total = this.total
    if (args.length > 0) {
      const first = await this.#api.page([...args, ...select], 1, 20, call)
      total = first.total ?? exportSize
      if (first.total !== undefined && first.rows.length >= total) return marked(tabularTable(columns, first.rows, this.#options), true, total)
    }
    const rows = total <= exportSize ? await this.#api.export([...args, ...select], call) : await this.#windows(args, select, total, call)
    if (rows.length === 0 && total > 0) throw refused(`An empty export in place of ${total} rows at ${this.#api.base}`, this.#api.base)
    call.onProgress?.(rows.length, total)
    const kept = rows.slice(0, this.#maxRows)
    return marked(tabularTable(columns, kept, this.#options), kept.length >= Math.min(total, rows.length) && rows.length >= total, total)
  }

  /** Exports one after the other by the server's own row number. */
  async #windows(args: readonly Argument[], select: readonly Argument[], total: number, call: Call): Promise<readonly Raw[]> {
    const newest = await this.#api.page([...args, ['__id__sort', 'desc']], 1, 1, call)
    const highest = Number(newest.rows[0]?.['__id'] ?? 0)
    const starts = Array.from({ length: Math.ceil(highest / exportSize) }, (_, at) => at * exportSize)
    const rows: Raw[] = []
    for (let at = 0; at < starts.length && rows.length < Math.min(total, this.#maxRows); at += atOnce) {
      const parts = await Promise.all(
        starts.slice(at, at + atOnce).map((start) =>
          this.#api.export([...args, ['__id__strictly_greater', start], ['__id__less', start + exportSize], ...select], call)
        )
      )
      for (const part of parts) for (const row of part) rows.push(row)
      call.onProgress?.(rows.length, total)
    }
    return rows
  }

  async #grouped(query: Query, call: Call): Promise<Table> {
    const { where, extent, groupBy = [], aggregate = [], ...rest } = query
    const { args, exact } = this.#asked(query)
    if (exact && args.length === 0 && groupBy.length === 0 && aggregate.every(countRows)) return execute(rest, totalTable(query, this.#options, this.total))
    if (exact) {
      try {
        const table = await readTabularGroups(this.#api, query, args, this.#options, call)
        if (table) return execute(rest, table)
      } catch (error) {
        unlessRefusal(error)
        this.#aggregates = false
      }
    }
    const select = fieldsOfQuery({ groupBy, aggregate }, this.schema).map(({ name }) => name)
    const rows = await this.#rows({ ...(where === undefined ? {} : { where }), ...(extent ? { extent } : {}), select }, call)
    return execute({ ...(groupBy.length > 0 ? { groupBy } : {}), aggregate, ...rest }, rows)
  }
}

function marked(table: Table, complete: boolean, total?: number): Table {
  return createTable(table.schema, table.columns, { numRows: table.numRows, complete, ...(total === undefined ? {} : { total }) })
}

async function inTurns<In, Out>(items: readonly In[], read: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = []
  for (let at = 0; at < items.length; at += atOnce) results.push(...(await Promise.all(items.slice(at, at + atOnce).map(read))))
  return results
}

