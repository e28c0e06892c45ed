import { execute, outputSchema } from '../data/engine.js'
import { conjunctsOf, fieldsOfFilter } from '../data/filter.js'
import { isGrouped } from '../data/query.js'
import { createTable } from '../data/table.js'
import { isRefusal, refused } from './opendatasoft-api.js'
import { tableOfGroups } from './opendatasoft-groups.js'
import { tableOfRows } from './opendatasoft-values.js'
import { timezone } from './odsql.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { Expr } from '../data/expression.js'
import type { Filter } from '../data/filter.js'
import type { Aggregate, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { Call } from './opendatasoft-api.js'
import type { ServerField } from './opendatasoft-fields.js'
import type { GroupReader } from './opendatasoft-v1-groups.js'
import type { Pairs, RecordPage, RecordsApi } from './opendatasoft-v1-api.js'
import type { Clause } from './opendatasoft-v1-query.js'

type Fields = ReadonlyMap<string, ServerField>

/** What a server with the v1 look really does. */
export interface RecordsDialect {
  clause(filter: Filter, fields: Fields): Clause | undefined
  /** Fewer columns can be asked for. */
  readonly select: boolean
  /** All records come by `download`; else by pages of `search`. */
  readonly download: boolean
  readonly groups: GroupReader
  aggregates(aggregate: Aggregate, fields: Fields): boolean
  /** A filter that it does not understand may bring no rows instead of an error. */
  readonly doubtsEmpty: boolean
}

export interface RecordsDatasetOptions {
  readonly api: RecordsApi
  readonly dialect: RecordsDialect
  readonly schema: Schema
  readonly fields: Fields
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly total?: number
  readonly maxRows?: number
}

const pageSize = 10_000
const defaultMaxRows = 250_000

/** A dataset of a v1 API. Answers are held against the question: filters are checked row by row, groups must hold all rows. */
export class RecordsDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly capabilities: Capabilities
  readonly total?: number
  readonly #options: RecordsDatasetOptions
  readonly #refused = new Set<string>()

  constructor(options: RecordsDatasetOptions) {
    this.#options = options
    this.schema = options.schema
    this.metadata = options.metadata
    this.downloads = options.downloads
    if (options.total !== undefined) this.total = options.total
    const { dialect, fields } = options
    this.capabilities = {
      where: (filter) => {
        const clause = this.#clause(filter)
        return clause ? (clause.exact ? 'exact' : 'superset') : 'local'
      },
      search: 'local',
      extent: 'local',
      group: (key) => this.#groupField(key) !== undefined,
      aggregate: (aggregate) => !this.#refused.has(aggregate.op) && dialect.aggregates(aggregate, fields),
      having: () => false,
      order: (_order, grouped) => grouped,
      page: { rows: true, groups: true },
      select: dialect.select,
    }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (isGrouped(query)) return this.#grouped(query, options)
    if (query.limit !== undefined && !query.orderBy?.length) {
      const page = await this.#window(query, query.offset ?? 0, query.limit, options).catch(unlessRefusal)
      if (page) return page
    }
    const { where: _where, ...rest } = query
    return execute(rest, await this.#rows(query, options))
  }

  #clause(filter: Filter): Clause | undefined {
    const clause = this.#options.dialect.clause(filter, this.#options.fields)
    if (clause?.q !== undefined && this.#options.api.searches) return undefined
    return clause && !this.#refused.has(JSON.stringify(clause)) ? clause : undefined
  }

  #clauses(query: Query): readonly Clause[] {
    return conjunctsOf(query.where).map((conjunct) => this.#clause(conjunct)).filter((clause) => clause !== undefined)
  }

  #groupField(key: Expr): ServerField | undefined {
    if (typeof key !== 'object' || !('property' in key) || this.#refused.has(key.property)) return undefined
    const field = this.#options.fields.get(key.property)
    return field?.kind === 'text' && field.native && !field.multivalued && /^\w+$/.test(field.name) ? field : undefined
  }

  /** The columns of a query; those of its conditions come along, to be checked. */
  #columns(query: Query): Schema {
    const names = new Set(query.select ?? this.schema.map(({ name }) => name))
    if (query.where !== undefined) fieldsOfFilter(query.where, names)
    for (const { field } of query.orderBy ?? []) names.add(field)
    return this.schema.filter(({ name }) => names.has(name))
  }

  #params(clauses: readonly Clause[], columns: Schema): Pairs {
    const q = clauses.flatMap((clause) => clause.q ?? [])
    const text = q.length > 1 && this.#options.dialect.select ? q.map((part) => `(${part})`).join(' AND ') : q.join(' AND ')
    const all = columns.length === this.schema.length || !this.#options.dialect.select || columns.some(({ name }) => !/^\w+$/.test(name))
    return [
      ...(text === '' ? [] : [['q', text] as const]),
      ...clauses.flatMap(({ pairs = [] }) => pairs),
      ...(all ? [] : [['fields', columns.map(({ name }) => name).join(',')] as const]),
      ...(this.#options.dialect.select ? [['timezone', timezone] as const] : []),
    ]
  }

  async #window(query: Query, offset: number, limit: number, call: Call): Promise<Table | undefined> {
    if (offset + limit > pageSize) return undefined
    const clauses = this.#clauses(query)
    if (clauses.length < conjunctsOf(query.where).length || clauses.some(({ exact }) => !exact)) return undefined
    const columns = this.#columns(query)
    const paging: Pairs = [['rows', limit], ...(offset > 0 ? [['start', offset] as const] : [])]
    const page = await this.#options.api.search([...this.#params(clauses, columns), ...paging], call)
    if (page.rows.length > limit) throw refused(`${page.rows.length} records where ${limit} were asked for`)
    const table = tableOfRows(columns, page.rows, this.#options.fields)
    const kept = query.where === undefined ? table : execute({ where: query.where }, table)
    if (kept.numRows < table.numRows) throw refused('Records that the filter should have kept out')
    const answer = query.select ? execute({ select: query.select }, kept) : kept
    return complete(answer, true, page.total)
  }

  /** All rows that the conditions keep. */
  async #rows(query: Query, call: Call): Promise<Table> {
    const columns = this.#columns(query)
    const clauses = this.#clauses(query)
    const { where } = query
    const check = (table: Table) => (where === undefined ? table : execute({ where }, table))
    if (clauses.length === 0) return check(await this.#all([], columns, call))
    const table = await this.#all(clauses, columns, call).catch(unlessRefusal)
    const kept = table && check(table)
    const exact = clauses.length === conjunctsOf(where).length && clauses.every((clause) => clause.exact)
    const obeyed = table && kept && !(exact && kept.numRows < table.numRows) && !(this.#options.dialect.doubtsEmpty && table.numRows === 0)
    if (obeyed) return kept
    const all = await this.#all([], columns, call)
    const result = check(all)
    // An empty answer that is right is no reason for distrust.
    if (!table || table.numRows > 0 || result.numRows > 0) for (const clause of clauses) this.#refused.add(JSON.stringify(clause))
    return result
  }

  async #all(clauses: readonly Clause[], columns: Schema, call: Call): Promise<Table> {
    const { api, dialect, fields, maxRows = defaultMaxRows } = this.#options
    const params = this.#params(clauses, columns)
    const many = clauses.length === 0 && this.total !== undefined && this.total > pageSize
    if (dialect.download && many) {
      const page = await api.download([...params, ...(this.total > maxRows ? [['rows', maxRows] as const] : [])], call)
      return complete(tableOfRows(columns, page.rows, fields), page.rows.length >= this.total, this.total)
    }
    const first = await api.search([...params, ['rows', Math.min(pageSize, maxRows)]], call)
    const total = first.total ?? first.rows.length
    if (first.rows.length >= total) return complete(tableOfRows(columns, first.rows, fields), true, total)
    const rest = dialect.download ? await api.download(params, call) : await readOn(api, params, first, Math.min(total, maxRows), call)
    const rows = rest.rows.slice(0, maxRows)
    return complete(tableOfRows(columns, rows, fields), rows.length >= total, total)
  }

  async #grouped(query: Query, call: Call): Promise<Table> {
    const { where, groupBy = [], aggregate = [], ...rest } = query
    const clauses = this.#clauses(query)
    const sent = clauses.length === conjunctsOf(where).length && clauses.every(({ exact }) => exact)
    if (sent) {
      const table = await this.#groups(query, clauses, call).catch(unlessRefusal)
      if (table) return execute(rest, table)
    }
    for (const { expr } of groupBy) if (typeof expr === 'object' && 'property' in expr) this.#refused.add(expr.property)
    const names = new Set<string>()
    for (const { expr } of [...groupBy, ...aggregate]) if (expr !== undefined) fieldsOfFilter({ op: 'isNull', args: [expr] }, names)
    if (names.size === 0 && this.schema[0]) names.add(this.schema[0].name)
    return execute({ groupBy, aggregate, ...rest }, await this.#rows({ ...(where === undefined ? {} : { where }), select: [...names] }, call))
  }

  /** Undefined when the server has no such groups. */
  async #groups(query: Query, clauses: readonly Clause[], call: Call): Promise<Table | undefined> {
    const { api, dialect, fields } = this.#options
    const { groupBy = [], aggregate = [] } = query
    const params = this.#params(clauses, this.schema)
    const count = async () => {
      const { total } = await api.search([...params, ['rows', dialect.doubtsEmpty ? 1 : 0]], call)
      if (total === undefined) throw refused('The answer has no nhits')
      return total
    }
    if (groupBy.length === 0) {
      if (!aggregate.every(({ op, expr }) => op === 'count' && expr === undefined)) return undefined
      const total = await count()
      const schema = outputSchema({ aggregate }, this.schema)
      return createTable(schema, new Map(schema.map(({ name }) => [name, [total]])), { numRows: 1 })
    }
    const [key] = groupBy
    const field = groupBy.length === 1 && key ? this.#groupField(key.expr) : undefined
    if (!field) return undefined
    const [groups, total] = await Promise.all([dialect.groups(api, field, aggregate, fields, params, call), count()])
    const sum = groups.counts.reduce((all, one) => all + one, 0)
    if (sum !== total) throw refused(`The groups hold ${sum} rows of ${total}`)
    return tableOfGroups({ groupBy, aggregate }, groups, this.schema)
  }
}

/** The pages after the first, in order; without an order of their own pages can overlap, so records are told apart by id. */
export async function readOn(api: RecordsApi, params: Pairs, first: RecordPage, wanted: number, call: Call): Promise<RecordPage> {
  const rows = [...first.rows]
  const ids = [...first.ids]
  const seen = new Set(ids)
  let start = first.rows.length
  while (start < wanted) {
    const page = await api.search([...params, ['rows', Math.min(pageSize, wanted - start)], ['start', start]], call)
    page.rows.forEach((row, index) => {
      const id = page.ids[index]
      if (id !== undefined && seen.has(id)) return
      seen.add(id)
      rows.push(row)
      ids.push(id)
    })
    if (page.rows.length === 0) break
    start += page.rows.length
    call.onProgress?.(rows.length, wanted)
  }
  return { rows, ids }
}

function complete({ schema, columns, numRows }: Table, whole: boolean, total: number | undefined): Table {
  return createTable(schema, columns, { numRows, complete: whole, ...(total === undefined ? {} : { total }) })
}

function unlessRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error
  return undefined
}
