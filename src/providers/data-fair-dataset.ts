import { execute } from '../data/engine.js'
import { conjunctsOf, fieldsOfFilter } from '../data/filter.js'
import { isProperty } from '../data/expression.js'
import { isGrouped } from '../data/query.js'
import { fieldsOfQuery } from '../data/query-fields.js'
import { SharedTasks } from '../data/shared-tasks.js'
import { columnOf, createTable } from '../data/table.js'
import { boxClause, fairClause } from './data-fair-filter.js'
import { fairTable } from './data-fair-fields.js'
import { groupField, metricOf, readGroups, readTotals } from './data-fair-groups.js'
import { pageSize } from './data-fair-api.js'
import { isRefusal } from './opendatasoft-api.js'
import { Proofs } from './proofs.js'
import { isSorted } from './sorted-rows.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { Order, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { Call, FairApi, LinesPage } from './data-fair-api.js'
import type { FairField, FairSchema, Raw } from './data-fair-fields.js'
import type { FairClause, Pairs } from './data-fair-filter.js'

export interface FairDatasetOptions extends FairSchema {
  readonly api: FairApi
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  /** Lines, with the conditions of the author's address. */
  readonly total: number
  readonly maxRows?: number
}

const defaultMaxRows = 250_000

interface Asked {
  readonly pairs: Pairs
  /** The parameters say the whole condition. */
  readonly exact: boolean
}

/** A dataset of data-fair. Filters are checked line by line, groups must hold all lines, sorting is proven before it is trusted. */
export class FairDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly capabilities: Capabilities
  readonly total: number
  readonly #api: FairApi
  readonly #fields: ReadonlyMap<string, FairField>
  readonly #maxRows: number
  readonly #refused = new Set<string>()
  readonly #sorting = new Proofs()
  readonly #unsorted = new Set<string>()
  readonly #counts = new SharedTasks<number | undefined>()

  constructor({ api, schema, fields, metadata, downloads, total, maxRows = defaultMaxRows }: FairDatasetOptions) {
    this.#api = api
    this.#fields = fields
    this.#maxRows = maxRows
    this.schema = schema
    this.metadata = metadata
    this.downloads = downloads
    this.total = total
    this.capabilities = {
      where: (filter) => {
        const clause = this.#allowed(fairClause(filter, fields))
        return clause ? (clause.exact ? 'exact' : 'superset') : 'local'
      },
      search: 'local',
      extent: fields.get('_geopoint')?.plain ? 'superset' : 'local',
      group: (key) => isProperty(key) && !this.#refused.has(key.property) && groupField(key.property, fields) !== undefined,
      aggregate: (aggregate) => metricOf(aggregate, fields) !== undefined,
      having: () => false,
      order: (order, grouped) => grouped || this.#sortable(order),
      page: { rows: true, groups: true },
      select: true,
    }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (isGrouped(query)) return this.#grouped(query, options)
    const { where: _where, extent: _extent, ...rest } = query
    const window = await this.#window(query, options).catch(unlessRefusal)
    return window ?? execute(rest, await this.#rows(query, options))
  }

  #sortable({ field }: Order): boolean {
    const found = this.#fields.get(field)
    return found?.plain === true && found.values && found.type === 'number' && !this.#unsorted.has(field) && /^\w+$/.test(field)
  }

  #allowed(clause: FairClause | undefined): FairClause | undefined {
    const taken = (name: string) => this.#refused.has(name) || this.#api.fixed.some(([fixed]) => fixed === name)
    return clause?.pairs.some(([name]) => taken(name)) ? undefined : clause
  }

  /** Parameters of all conditions; of two for the same parameter the first is sent and both are checked here. */
  #asked(query: Query): Asked {
    const pairs = new Map<string, string | number>()
    const clauses = conjunctsOf(query.where).map((one) => this.#allowed(fairClause(one, this.#fields)))
    if (query.extent) clauses.push(this.#allowed(boxClause(query.extent)))
    let exact = clauses.every((clause) => clause?.exact === true)
    for (const [name, value] of clauses.flatMap((clause) => clause?.pairs ?? [])) {
      if (pairs.has(name)) exact = false
      else pairs.set(name, value)
    }
    return { pairs: [...pairs], exact }
  }

  /** Columns to ask for: those of the conditions come along, to be checked. */
  #columns(query: Query): Schema {
    return fieldsOfQuery(query, this.schema, '_geopoint')
  }

  #select(columns: Schema): Pairs {
    // Shapes come only when they are named.
    const named = columns.every(({ name }) => /^\w+$/.test(name)) && columns.length > 0
    return named ? [['select', columns.map(({ name }) => name).join(',')]] : []
  }

  /** A page of lines in the server's order, or sorted by it; undefined when it must be done here. */
  async #window(query: Query, call: Call): Promise<Table | undefined> {
    const { orderBy = [], offset = 0, limit } = query
    if (limit === undefined || offset + limit > Math.min(pageSize, this.#maxRows)) return undefined
    const { pairs, exact } = this.#asked(query)
    if (!exact) return undefined
    const columns = this.#columns(query)
    const sort: Pairs = orderBy.length > 0 ? [['sort', orderBy.map(({ field, desc }) => `${desc ? '-' : ''}${field}`).join(',')]] : []
    const size = offset + limit
    const ask = (own: Call) => this.#api.lines([...pairs, ...this.#select(columns), ...sort, ['size', size]], own)
    let page: LinesPage | undefined
    for (const [at, order] of orderBy.entries()) {
      const sorts = await this.#sorting.once(order.field, async (own) => {
        // The first key's proof begins with the answer that is wanted anyway.
        if (at > 0) return this.#proveSort(order, { pairs: [] }, own)
        page = await ask({ ...call, ...own })
        return this.#proveSort(order, { pairs, lines: page.lines }, own)
      }, call)
      if (sorts === false) this.#unsorted.add(order.field)
      if (!sorts) return undefined
    }
    page ??= await ask(call)
    const table = fairTable(columns, page.lines.slice(0, size))
    if (page.total === undefined || table.numRows < Math.min(size, page.total)) return undefined
    const kept = query.where === undefined ? table : execute({ where: query.where }, table)
    if (kept.numRows < table.numRows || !isSorted(kept, orderBy)) return undefined
    const answer = execute({ offset, ...(query.select ? { select: query.select } : {}) }, kept)
    // Lines that are right are right; how many there are counts only when the condition was heard.
    const heard = pairs.length === 0 || (pairs.length === 1 && page.total < this.total)
    return createTable(answer.schema, answer.columns, { numRows: answer.numRows, complete: true, ...(heard ? { total: page.total } : {}) })
  }

  /** Whether the server sorts by the column: one end of the lines is less than the other. Equal lines tell nothing. */
  async #proveSort({ field, desc = false }: Order, { pairs, lines }: { readonly pairs: Pairs; readonly lines?: readonly Raw[] }, call: Call): Promise<boolean | undefined> {
    const schema = this.schema.filter(({ name }) => name === field)
    const valuesOf = (found: readonly Raw[]) => Array.from(columnOf(fairTable(schema, found), field))
    const first = async (sort: string) => valuesOf((await this.#api.lines([...pairs, ['select', field], ['sort', sort], ['size', 1]], call)).lines.slice(0, 1))
    const [given, [far]] = await Promise.all([lines ? valuesOf(lines) : first(desc ? `-${field}` : field), first(desc ? field : `-${field}`)])
    const [near] = given
    if (typeof near !== 'number' || typeof far !== 'number') return undefined
    if (near === far) return given.every((value) => value === near) ? undefined : false
    return desc ? far < near : near < far
  }

  /** All lines that the conditions keep, of the columns that the query needs. */
  async #rows(query: Query, call: Call): Promise<Table> {
    const columns = this.#columns(query)
    const { pairs, exact } = this.#asked(query)
    const check = (table: Table) => execute({ ...(query.where === undefined ? {} : { where: query.where }), ...(query.extent ? { extent: query.extent } : {}) }, table)
    const sorted = this.#select(columns)
    if (pairs.length > 0) {
      const found = await this.#pages([...pairs, ...sorted], columns, call).catch(unlessRefusal)
      const kept = found && check(found)
      if (kept && !(exact && kept.numRows < found.numRows)) return kept
      for (const [name] of pairs) this.#refused.add(name)
    }
    return check(await this.#pages(sorted, columns, call))
  }

  async #pages(pairs: Pairs, columns: Schema, call: Call): Promise<Table> {
    const lines: Raw[] = []
    const seen = new Set<string>()
    let after: string | undefined
    let total: number | undefined
    for (;;) {
      const size = Math.min(pageSize, this.#maxRows - lines.length)
      const page = await this.#api.lines([...pairs, ['size', size], ...(after === undefined ? [] : [['after', after] as const])], call)
      total ??= page.total
      for (const line of page.lines) lines.push(line)
      call.onProgress?.(lines.length, total)
      after = page.after
      if (after === undefined || page.lines.length === 0 || seen.has(after) || lines.length >= this.#maxRows) break
      if (total !== undefined && lines.length >= total) break
      seen.add(after)
    }
    const { schema, columns: cells, numRows } = fairTable(columns, lines.slice(0, Math.min(this.#maxRows, total ?? Infinity)))
    return createTable(schema, cells, { numRows, complete: total === undefined ? after === undefined : numRows >= total, ...(total === undefined ? {} : { total }) })
  }

  async #grouped(query: Query, call: Call): Promise<Table> {
    const { where, extent, groupBy = [], aggregate = [], ...rest } = query
    const table = await this.#groups(query, call).catch(unlessRefusal)
    if (table) return execute(rest, table)
    for (const { expr } of groupBy) if (isProperty(expr)) this.#refused.add(expr.property)
    const select = fieldsOfQuery({ groupBy, aggregate }, this.schema).map(({ name }) => name)
    const conditions = { ...(where === undefined ? {} : { where }), ...(extent ? { extent } : {}) }
    return execute({ groupBy, aggregate, ...rest }, await this.#rows({ ...conditions, select }, call))
  }

  async #groups(query: Query, call: Call): Promise<Table | undefined> {
    const { groupBy = [] } = query
    const { pairs, exact } = this.#asked(query)
    const [key] = groupBy
    const field = key && isProperty(key.expr) ? groupField(key.expr.property, this.#fields) : undefined
    if (!exact || groupBy.length > 1 || (key && !field)) return undefined
    const total = pairs.length === 0 ? this.total : await this.#counts.join(JSON.stringify(pairs), (own) => this.#counted(query, pairs, own), call)
    if (total === undefined) return undefined
    return field ? readGroups(this.#api, query, field, pairs, total, this.schema, call) : readTotals(this.#api, query, pairs, total, this.schema, call)
  }

  /** How many lines the conditions keep; undefined unless each of them narrows the lines and a look at some shows no other. */
  async #counted(query: Query, pairs: Pairs, call: Call): Promise<number | undefined> {
    const columns = this.schema.filter(({ name }) => query.where !== undefined && fieldsOfFilter(query.where).has(name))
    const alone = pairs.length > 1 ? pairs.map(async (pair) => (await this.#api.lines([pair, ['size', 0]], call)).total) : []
    const sample = this.#api.lines([...pairs, ...this.#select(columns), ['size', 100]], call)
    const [{ lines, total }, totals] = await Promise.all([sample, Promise.all(alone)])
    if (total === undefined || (total > 0 && lines.length === 0)) return undefined
    if ([total, ...totals].some((count) => count === undefined || count >= this.total)) return undefined
    const table = fairTable(columns, lines)
    return query.where !== undefined && execute({ where: query.where }, table).numRows < table.numRows ? undefined : total
  }
}

function unlessRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error
  return undefined
}
