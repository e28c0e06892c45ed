import { execute, outputSchema } from '../data/engine.js'
import { conjunctsOf } from '../data/filter.js'
import { isGrouped } from '../data/query.js'
import { fieldsOfQuery } from '../data/query-fields.js'
import { SharedTasks } from '../data/shared-tasks.js'
import { createTable } from '../data/table.js'
import { Proofs } from './proofs.js'
import { pageSize } from './socrata-api.js'
import { isSorted } from './sorted-rows.js'
import { isRefusal, refused } from './opendatasoft-api.js'
import { aggregateCall, boxClause, groupKey, quoteName, whereClause } from './socrata-query.js'
import { socrataTable, socrataValue } from './socrata-fields.js'
import { readGroups } from './socrata-groups.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Call, SocrataApi, SodaQuery } from './socrata-api.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { JsonObject } from '../data/json-rows.js'
import type { Order, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { SocrataField, SocrataSchema } from './socrata-fields.js'
import type { Table } from '../data/table.js'

export interface SocrataDatasetOptions extends SocrataSchema {
  readonly api: SocrataApi
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly total: number
  readonly maxRows?: number
}

interface Asked {
  readonly where?: string
  /** The clause says the whole condition. */
  readonly exact: boolean
}

/** How many rows a clause keeps; of a sort key how many have a value, and the least and the greatest. */
interface Counts {
  readonly rows: number
  readonly keys: readonly { readonly filled: number; readonly least: unknown; readonly most: unknown }[]
}

const defaultMaxRows = 250_000
/** Rows come in the order of this column, which every dataset has. */
const identity = ':id'

/** A dataset of Socrata by SODA 2.1. Clauses must keep fewer rows than there are, rows are checked one by one, groups must hold all rows, orders begin at the least value. */
export class SocrataDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly capabilities: Capabilities
  readonly total: number
  readonly #api: SocrataApi
  readonly #fields: ReadonlyMap<string, SocrataField>
  readonly #maxRows: number
  readonly #counts = new SharedTasks<Counts>()
  readonly #proofs = new Proofs()
  #trusted = true

  constructor({ api, schema, fields, metadata, downloads, total, maxRows = defaultMaxRows }: SocrataDatasetOptions) {
    this.#api = api
    this.#fields = fields
    this.#maxRows = maxRows
    this.schema = schema
    this.metadata = metadata
    this.downloads = downloads
    this.total = total
    this.capabilities = {
      where: (filter) => {
        const clause = this.#trusted ? whereClause(filter, fields) : undefined
        return clause && clause.text.length < 4000 ? (clause.exact ? 'exact' : 'superset') : 'local'
      },
      search: 'local',
      extent: this.#trusted && boxClause(this.#located(), [0, 0, 0, 0]) ? 'superset' : 'local',
      group: (key) => this.#trusted && groupKey(key, fields) !== undefined,
      aggregate: (aggregate) => this.#trusted && aggregateCall(aggregate, fields) !== undefined,
      having: () => false,
      order: (order, grouped) => this.#trusted && (grouped || this.#sortable(order)),
      page: { rows: true, groups: true },
      select: true,
    }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (query.limit === 0) return execute(query, socrataTable(this.schema, []))
    if (isGrouped(query)) return this.#grouped(query, options)
    const { where: _where, extent: _extent, ...rest } = query
    const window = await this.#window(query, options).catch(unlessRefusal)
    return window ?? execute(rest, await this.#rows(query, options))
  }

  #located(): SocrataField | undefined {
    return [...this.#fields.values()].findLast(({ type }) => type === 'geometry')
  }

  #sortable({ field }: Order): boolean {
    const found = this.#fields.get(field)
    return found?.plain === true && (found.kind === 'number' || found.kind === 'calendar_date')
  }

  #asked({ where, extent }: Query): Asked {
    const clauses = conjunctsOf(where).map((one) => (this.#trusted ? whereClause(one, this.#fields) : undefined))
    if (extent) clauses.push(this.#trusted ? boxClause(this.#located(), extent) : undefined)
    const said = clauses.filter((clause) => clause !== undefined)
    const exact = clauses.every((clause) => clause?.exact === true)
    return said.length === 0 ? { exact } : { exact, where: said.map(({ text }) => (said.length > 1 ? `(${text})` : text)).join(' AND ') }
  }

  /** Columns to ask for: those of the conditions come along, to be checked. */
  #columns(query: Query): Schema {
    return fieldsOfQuery(query, this.schema, this.#located()?.name)
  }

  #select(columns: Schema): string | undefined {
    // Other names cannot be written in a question: then all columns come.
    return columns.every(({ name }) => /^[a-z_]\w*$/i.test(name)) ? [identity, ...columns.map(({ name }) => quoteName(name))].join(',') : undefined
  }

  #count(where: string | undefined, keys: readonly string[], call: Call): Promise<Counts> {
    const select = ['count(*) AS n', ...keys.flatMap((key, at) => [`count(${quoteName(key)}) AS n${at}`, `min(${quoteName(key)}) AS l${at}`, `max(${quoteName(key)}) AS m${at}`])]
    return this.#counts.join(JSON.stringify([where, ...keys]), async (own) => {
      const [row = {}] = await this.#api.rows({ select: select.join(','), where }, own)
      const number = (name: string) => Number(row[name] ?? NaN)
      const counts = { rows: number('n'), keys: keys.map((_key, at) => ({ filled: number(`n${at}`), least: row[`l${at}`], most: row[`m${at}`] })) }
      if ([counts.rows, ...counts.keys.map(({ filled }) => filled)].every((count) => Number.isSafeInteger(count) && count >= 0)) return counts
      throw refused('The answer has no counts', this.#api.url({ select: select.join(','), where }))
    }, call)
  }

  /** Whether the clause has its effect: where it keeps every row, its opposite must not. A site that ignores it keeps all rows twice. */
  async #hears(where: string | undefined, call: Call): Promise<boolean> {
    if (where === undefined) return true
    const heard = await this.#proofs.once(where, async (own) => {
      const { rows } = await this.#count(where, [], own)
      return rows < this.total || this.total === 0 || (await this.#count(`NOT (${where})`, [], own)).rows < this.total
    }, call)
    return heard === true
  }

  /** A page of rows in the site's order, or sorted by it; undefined when it must be done here. */
  async #window(query: Query, call: Call): Promise<Table | undefined> {
    const { orderBy = [], limit, where: filter, select } = query
    const { where, exact } = this.#asked(query)
    if (limit === undefined || limit > Math.min(pageSize, this.#maxRows) || !exact) return undefined
    const asked = { where, orderBy, offset: query.offset ?? 0, limit, columns: this.#columns(query) }
    let page: Page | undefined
    let counted = false
    // The first sorted page is held against the least or greatest value beside it, and shows that the site sorts.
    const sorts = orderBy.length === 0 || (await this.#proofs.once('order', async (own) => {
      counted = true
      page = await this.#counted(asked, { ...call, ...own })
      return page?.telling === true ? true : undefined
    }, call)) === true
    if (!counted) page = (sorts ? await this.#full(asked, call) : undefined) ?? (await this.#counted(asked, call))
    if (!page) return undefined
    const table = socrataTable(asked.columns, page.rows)
    if (filter !== undefined && execute({ where: filter }, table).numRows < table.numRows) return this.#distrust()
    if (!isSorted(table, orderBy)) return this.#distrust()
    const answer = select ? execute({ select }, table) : table
    return createTable(answer.schema, answer.columns, { numRows: answer.numRows, complete: true, ...(page.total === undefined ? {} : { total: page.total }) })
  }

  /** As many rows as were asked for: each is checked, so that others can't stand in their place. Undefined when fewer come. */
  async #full({ where, orderBy, offset, limit, columns }: Sorting, call: Call): Promise<Page | undefined> {
    const [key, ...others] = orderBy
    // Rows that were skipped may be others than ours where a further key has missing values.
    if (others.length > 0 && offset > 0) return undefined
    const rows = await this.#ask(columns, { where: key ? both(where, `${quoteName(key.field)} IS NOT NULL`) : where, order: orderOf(orderBy), limit, offset }, call)
    if (rows.length !== limit || rows.some((row) => others.some(({ field }) => (row[field] ?? null) === null))) return undefined
    return { rows, ...(where === undefined ? { total: this.total } : {}) }
  }

  /** The page beside the number of rows that there are, and how many have a value of each key; undefined when these don't agree. */
  async #counted(asked: Sorting, call: Call): Promise<Page | undefined> {
    const { where, orderBy, offset, limit } = asked
    const names = orderBy.map(({ field }) => field)
    const counting = where === undefined && names.length === 0 ? Promise.resolve({ rows: this.total, keys: [] }) : this.#count(where, names, call)
    const [counts, heard] = await Promise.all([counting, this.#hears(where, call)])
    if (!heard) return this.#distrust()
    const rows = await this.#sorted({ ...asked, counts }, call)
    if (!rows || rows.length !== Math.max(0, Math.min(limit, counts.rows - offset))) return undefined
    const [ends] = counts.keys
    return { rows, total: counts.rows, telling: offset === 0 && rows.length > 1 && ends !== undefined && ends.least !== ends.most }
  }

  #ask(columns: Schema, { offset = 0, limit = 0, ...query }: SodaQuery, call: Call): Promise<readonly JsonObject[]> {
    const select = this.#select(columns)
    return limit <= 0 ? Promise.resolve([]) : this.#api.rows({ ...(select ? { select } : {}), ...query, limit, ...(offset > 0 ? { offset } : {}) }, call)
  }

  /** Nulls are last here and elsewhere in other places: rows with a key and rows without it are asked for one after the other. */
  async #sorted({ where, orderBy, offset, limit, counts, columns }: Sorting & { readonly counts: Counts }, call: Call): Promise<readonly JsonObject[] | undefined> {
    const [key] = orderBy
    if (!key) return this.#ask(columns, { where, order: identity, offset, limit }, call)
    const filled = counts.keys[0]?.filled ?? 0
    if (orderBy.length > 1 && counts.keys.some((one) => one.filled < counts.rows)) return undefined
    const without = filled === counts.rows
    const present = without ? where : both(where, `${quoteName(key.field)} IS NOT NULL`)
    const first = await this.#ask(columns, { where: present, order: orderOf(orderBy), offset, limit: Math.min(limit, filled - offset) }, call)
    const type = this.#fields.get(key.field)?.type ?? 'string'
    const expected = key.desc ? counts.keys[0]?.most : counts.keys[0]?.least
    if (offset === 0 && first[0] && socrataValue(first[0][key.field], type) !== socrataValue(expected, type)) return undefined
    const missing = { where: both(where, `${quoteName(key.field)} IS NULL`), order: identity, offset: Math.max(0, offset - filled), limit: limit - first.length }
    return [...first, ...(without ? [] : await this.#ask(columns, missing, call))]
  }

  #distrust(): undefined {
    this.#trusted = false
    return undefined
  }

  /** All rows that the conditions keep, of the columns that the query needs. */
  async #rows(query: Query, call: Call): Promise<Table> {
    const columns = this.#columns(query)
    const conditions: Query = { ...(query.where === undefined ? {} : { where: query.where }), ...(query.extent ? { extent: query.extent } : {}) }
    const { where, exact } = this.#asked(query)
    if (where !== undefined) {
      const heard = await this.#hears(where, call).catch(unlessRefusal)
      const found = heard ? await this.#pages(where, columns, call).catch(unlessRefusal) : undefined
      const kept = found && execute(conditions, found)
      if (kept && !(exact && kept.numRows < found.numRows)) return kept
      this.#distrust()
    }
    return execute(conditions, await this.#pages(undefined, columns, call))
  }

  async #pages(where: string | undefined, columns: Schema, call: Call): Promise<Table> {
    const select = this.#select(columns)
    const rows: JsonObject[] = []
    const seen = new Set<unknown>()
    const counts = where === undefined ? this.total : (await this.#count(where, [], call)).rows
    for (;;) {
      const limit = Math.min(pageSize, this.#maxRows - rows.length)
      const page = await this.#api.rows({ ...(select ? { select } : {}), where, order: identity, limit, ...(rows.length > 0 ? { offset: rows.length } : {}) }, call)
      const fresh = page.filter((row) => row[identity] === undefined || !seen.has(row[identity]))
      for (const row of fresh) {
        seen.add(row[identity])
        rows.push(row)
      }
      call.onProgress?.(rows.length, counts)
      // A site that gives the same page again would never end; one that gives fewer at once than asked for goes on.
      if (fresh.length === 0 || rows.length >= Math.min(counts, this.#maxRows)) break
    }
    const kept = rows.slice(0, this.#maxRows)
    return createTable(columns, socrataTable(columns, kept).columns, { numRows: kept.length, complete: kept.length >= counts, total: Math.max(counts, kept.length) })
  }

  async #grouped(query: Query, call: Call): Promise<Table> {
    const { where, extent, groupBy = [], aggregate = [], ...rest } = query
    const table = await this.#groups(query, call).catch(unlessRefusal)
    if (table) return table
    const columns = fieldsOfQuery({ groupBy, aggregate }, this.schema).map(({ name }) => name)
    const conditions = { ...(where === undefined ? {} : { where }), ...(extent ? { extent } : {}) }
    return execute({ groupBy, aggregate, ...rest }, await this.#rows({ ...conditions, select: columns }, call))
  }

  async #groups(query: Query, call: Call): Promise<Table | undefined> {
    const { where, exact } = this.#asked(query)
    if (!exact || !(await this.#hears(where, call))) return undefined
    const { rows } = where === undefined ? { rows: this.total } : await this.#count(where, [], call)
    const { groupBy = [], aggregate = [] } = query
    if (groupBy.length === 0 && aggregate.every(({ op, expr }) => op === 'count' && expr === undefined)) {
      const schema = outputSchema({ aggregate }, this.schema)
      const counted = createTable(schema, new Map(schema.map(({ name }) => [name, [rows]])), { numRows: 1 })
      const { where: _where, extent: _extent, groupBy: _groups, aggregate: _aggregate, ...rest } = query
      return execute(rest, counted)
    }
    const hasEmpty = async (name: string) => (await this.#count(`${quoteName(name)} = ''`, [], call)).rows > 0
    return readGroups({ api: this.#api, fields: this.#fields, schema: this.schema, hasEmpty }, query, { where, rows }, call)
  }
}

interface Sorting {
  readonly where: string | undefined
  readonly orderBy: readonly Order[]
  readonly offset: number
  readonly limit: number
  readonly columns: Schema
}

interface Page {
  readonly rows: readonly JsonObject[]
  readonly total?: number
  /** That its first row has the least or greatest value shows that the site sorts. */
  readonly telling?: boolean
}

/** By the keys, and then in the order of the rows. */
function orderOf(orderBy: readonly Order[]): string {
  return [...orderBy.map(({ field, desc }) => `${quoteName(field)} ${desc ? 'DESC' : 'ASC'}`), identity].join(',')
}

function both(where: string | undefined, condition: string): string {
  return where === undefined ? condition : `(${where}) AND ${condition}`
}

function unlessRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error
  return undefined
}
