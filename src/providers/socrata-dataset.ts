import { compareCells } from '../data/aggregate.js'
import { execute, outputSchema } from '../data/engine.js'
import { conjunctsOf, fieldsOfFilter } from '../data/filter.js'
import { fieldsOfExpr } from '../data/expression.js'
import { isGrouped } from '../data/query.js'
import { columnOf, createTable } from '../data/table.js'
import { pageSize } from './socrata-api.js'
import { isRefusal, refused } from './opendatasoft-api.js'
import { aggregateCall, boxClause, groupKey, quoteName, whereClause } from './socrata-query.js'
import { socrataTable, socrataValue } from './socrata-fields.js'
import { readGroups } from './socrata-groups.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Call, SocrataApi } from './socrata-api.js'
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
  readonly #counts = new Map<string, Promise<Counts>>()
  readonly #heard = new Map<string, Promise<boolean>>()
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
    const names = new Set(query.select ?? this.schema.map(({ name }) => name))
    if (query.where !== undefined) fieldsOfFilter(query.where, names)
    for (const { field } of query.orderBy ?? []) names.add(field)
    const located = query.extent ? this.#located()?.name : undefined
    if (located !== undefined) names.add(located)
    return this.schema.filter(({ name }) => names.has(name))
  }

  #select(columns: Schema): string | undefined {
    // Other names cannot be written in a question: then all columns come.
    return columns.every(({ name }) => /^[a-z_]\w*$/i.test(name)) ? [identity, ...columns.map(({ name }) => quoteName(name))].join(',') : undefined
  }

  #count(where: string | undefined, keys: readonly string[], call: Call): Promise<Counts> {
    const id = JSON.stringify([where, ...keys])
    const known = this.#counts.get(id)
    if (known) return known
    const select = ['count(*) AS n', ...keys.flatMap((key, at) => [`count(${quoteName(key)}) AS n${at}`, `min(${quoteName(key)}) AS l${at}`, `max(${quoteName(key)}) AS m${at}`])]
    const counted = this.#api.rows({ select: select.join(','), where }, call).then(([row = {}]) => {
      const number = (name: string) => Number(row[name] ?? NaN)
      const counts = { rows: number('n'), keys: keys.map((_key, at) => ({ filled: number(`n${at}`), least: row[`l${at}`], most: row[`m${at}`] })) }
      if ([counts.rows, ...counts.keys.map(({ filled }) => filled)].every((count) => Number.isSafeInteger(count) && count >= 0)) return counts
      throw refused('The answer has no counts', this.#api.url({ select: select.join(','), where }))
    })
    counted.catch(() => this.#counts.delete(id))
    this.#counts.set(id, counted)
    return counted
  }

  /** Whether the clause has its effect: where it keeps every row, its opposite must not. A site that ignores it keeps all rows twice. */
  #hears(where: string | undefined, call: Call, counts = where === undefined ? undefined : this.#count(where, [], call)): Promise<boolean> {
    if (where === undefined || !counts) return Promise.resolve(true)
    const known = this.#heard.get(where)
    if (known) return known
    const proof = counts.then(async ({ rows }) => {
      if (rows < this.total || this.total === 0) return true
      return (await this.#count(`NOT (${where})`, [], call)).rows < this.total
    })
    proof.catch(() => this.#heard.delete(where))
    this.#heard.set(where, proof)
    return proof
  }

  /** A page of rows in the site's order, or sorted by it; undefined when it must be done here. */
  async #window(query: Query, call: Call): Promise<Table | undefined> {
    const { orderBy = [], offset = 0, limit, where: filter, select } = query
    const { where, exact } = this.#asked(query)
    if (limit === undefined || limit > Math.min(pageSize, this.#maxRows) || !exact) return undefined
    const names = orderBy.map(({ field }) => field)
    const counting = where === undefined && names.length === 0 ? Promise.resolve({ rows: this.total, keys: [] }) : this.#count(where, names, call)
    const [counts, heard] = await Promise.all([counting, this.#hears(where, call, counting)])
    if (!heard) return this.#distrust()
    const columns = this.#columns(query)
    const rows = await this.#sorted({ where, orderBy, offset, limit, counts, columns }, call)
    if (!rows || rows.length !== Math.max(0, Math.min(limit, counts.rows - offset))) return undefined
    const table = socrataTable(columns, rows)
    if (filter !== undefined && execute({ where: filter }, table).numRows < table.numRows) return this.#distrust()
    if (!isSorted(table, orderBy)) return this.#distrust()
    const answer = select ? execute({ select }, table) : table
    return createTable(answer.schema, answer.columns, { numRows: answer.numRows, complete: true, total: counts.rows })
  }

  /** Nulls are last here and elsewhere in other places: rows with a key and rows without it are asked for one after the other. */
  async #sorted({ where, orderBy, offset, limit, counts, columns }: Sorting, call: Call): Promise<readonly JsonObject[] | undefined> {
    const select = this.#select(columns)
    const ask = async (clause: string | undefined, order: string, from: number, most: number) =>
      most <= 0 ? [] : this.#api.rows({ ...(select ? { select } : {}), where: clause, order, limit: most, ...(from > 0 ? { offset: from } : {}) }, call)
    const [key] = orderBy
    if (!key) return ask(where, identity, offset, limit)
    const order = [...orderBy.map(({ field, desc }) => `${quoteName(field)} ${desc ? 'DESC' : 'ASC'}`), identity].join(',')
    const filled = counts.keys[0]?.filled ?? 0
    if (orderBy.length > 1 && counts.keys.some((one) => one.filled < counts.rows)) return undefined
    const and = (condition: string) => (where === undefined ? condition : `(${where}) AND ${condition}`)
    const without = filled === counts.rows
    const first = await ask(without ? where : and(`${quoteName(key.field)} IS NOT NULL`), order, offset, Math.min(limit, filled - offset))
    const type = this.#fields.get(key.field)?.type ?? 'string'
    const expected = key.desc ? counts.keys[0]?.most : counts.keys[0]?.least
    if (offset === 0 && first[0] && socrataValue(first[0][key.field], type) !== socrataValue(expected, type)) return undefined
    const rest = without ? [] : await ask(and(`${quoteName(key.field)} IS NULL`), identity, Math.max(0, offset - filled), limit - first.length)
    return [...first, ...rest]
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
    const names = new Set<string>()
    for (const { expr } of [...groupBy, ...aggregate]) if (expr !== undefined) fieldsOfExpr(expr, names)
    const first = this.schema.find(({ type }) => type !== 'geometry') ?? this.schema[0]
    if (names.size === 0 && first) names.add(first.name)
    const conditions = { ...(where === undefined ? {} : { where }), ...(extent ? { extent } : {}) }
    return execute({ groupBy, aggregate, ...rest }, await this.#rows({ ...conditions, select: [...names] }, call))
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
  readonly counts: Counts
  readonly columns: Schema
}

function isSorted(table: Table, orderBy: readonly Order[]): boolean {
  const keys = orderBy.map(({ field, desc }) => ({ column: columnOf(table, field), desc: desc === true }))
  for (let row = 1; row < table.numRows; row++) {
    const order = keys.reduce((found, { column, desc }) => found || compareCells(column[row - 1] ?? null, column[row] ?? null, desc), 0)
    if (order > 0) return false
  }
  return true
}

function unlessRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error
  return undefined
}
