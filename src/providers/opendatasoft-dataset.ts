import { execute } from '../data/engine.js'
import { allOf, conjunctsOf, fieldsOfFilter } from '../data/filter.js'
import { isGrouped } from '../data/query.js'
import { fieldsOfQuery } from '../data/query-fields.js'
import { columnOf, createTable } from '../data/table.js'
import { aggregatesThere } from './opendatasoft-groups.js'
import { answerGroups } from './opendatasoft-aggregate.js'
import { isRefusal, refused } from './opendatasoft-api.js'
import { boxClause, groupKey, quoteName, whereClause } from './odsql.js'
import type { Capabilities, Pushdown } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { Filter } from '../data/filter.js'
import type { Order, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'
import type { Call } from './opendatasoft-api.js'
import type { ServerField } from './opendatasoft-fields.js'
import type { ExploreReader } from './opendatasoft-reader.js'

/** What opening found out. */
export interface ExploreDataset {
  readonly reader: ExploreReader
  readonly schema: Schema
  readonly fields: ReadonlyMap<string, ServerField>
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
}

/** The part of a condition that goes, and what is left of it. */
interface Sent {
  readonly text?: string
  readonly unsent: readonly Filter[]
}

/**
 * A dataset of the Explore API. What the server refuses, or answers otherwise than asked, is asked in a wider form and
 * finished by the engine, and not sent again.
 */
export class OpendatasoftDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly capabilities: Capabilities
  readonly total?: number
  readonly #reader: ExploreReader
  readonly #fields: ReadonlyMap<string, ServerField>
  /** Clauses that failed once. */
  readonly #refused = new Set<string>()
  /** Group keys whose groups were seen to cover all rows. */
  readonly #proven = new Set<string>()

  constructor(opened: ExploreDataset) {
    this.#reader = opened.reader
    this.#fields = opened.fields
    this.schema = opened.schema
    this.metadata = opened.metadata
    this.downloads = opened.downloads
    if (opened.reader.total !== undefined) this.total = opened.reader.total
    this.capabilities = this.#capabilities()
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (isGrouped(query)) return this.#grouped(query, options)
    if (query.limit === undefined) return finish(query, await this.#rows(query, options))
    const sent = this.#sent(query)
    const page = sent.unsent.length > 0 ? undefined : this.#page(query, sent.text, options)
    const short = await page?.catch((error: unknown) => {
      const [order] = query.orderBy ?? []
      if (order && isRefusal(error)) this.#refused.add(orderText(order.field, order.desc))
      return unlessRefusal(error)
    })
    return short ?? finish(query, await this.#rows(query, options))
  }

  #capabilities(): Capabilities {
    const boxes = this.schema.filter(({ type }) => type === 'geometry').map(({ name }) => this.#fields.get(name))
    const points = boxes.length > 0 && boxes.every((field) => field?.kind === 'geo_point_2d' && field.native && !field.multivalued)
    const trusted = (texts: readonly string[] | undefined) => texts !== undefined && !texts.some((text) => this.#refused.has(text))
    return {
      where: (filter) => this.#verdict(filter),
      search: 'local',
      extent: points ? 'superset' : 'local',
      group: (key) => trusted(groupKey(key, this.#fields)?.texts),
      aggregate: (aggregate) => !this.#refused.has(`${aggregate.op}()`) && aggregatesThere(aggregate, this.#fields),
      having: () => false,
      order: (order, grouped) => grouped || this.#sorts(order),
      page: { rows: true, groups: true },
      select: true,
    }
  }

  #verdict(filter: Filter): Pushdown {
    const clause = whereClause(filter, this.#fields)
    if (!clause || this.#refused.has(clause.text)) return 'local'
    return clause.exact ? 'exact' : 'superset'
  }

  /** Text sorts by the server's collation, and not every text field sorts at all. */
  #sorts({ field: name, desc }: Order): boolean {
    const field = this.#fields.get(name)
    if (!field?.native || field.multivalued || this.#refused.has(orderText(name, desc))) return false
    return field.kind === 'int' || field.kind === 'double' || field.kind === 'date' || field.kind === 'datetime'
  }

  #sent(query: Query): Sent {
    const texts: string[] = []
    const unsent: Filter[] = []
    for (const conjunct of conjunctsOf(query.where)) {
      const clause = whereClause(conjunct, this.#fields)
      if (clause && !this.#refused.has(clause.text)) texts.push(clause.text)
      else unsent.push(conjunct)
    }
    const { extent } = query
    // Across the antimeridian a box is two: all rows are checked here instead.
    if (extent && extent[0] <= extent[2] && this.capabilities.extent === 'superset') {
      const boxes = this.schema.filter(({ type }) => type === 'geometry').map(({ name }) => boxClause(name, extent))
      const text = boxes.join(' or ')
      if (!this.#refused.has(text)) texts.push(text)
    }
    return { unsent, ...(texts.length > 0 ? { text: and(texts) } : {}) }
  }

  #refuse(query: Query): void {
    for (const conjunct of conjunctsOf(query.where)) {
      const clause = whereClause(conjunct, this.#fields)
      if (clause) this.#refused.add(clause.text)
    }
    if (query.extent) {
      const { extent } = query
      this.#refused.add(this.schema.filter(({ type }) => type === 'geometry').map(({ name }) => boxClause(name, extent)).join(' or '))
    }
  }

  /** Every row that the conditions keep, perhaps more where a condition is only narrowed; columns as needed. */
  async #rows(query: Query, call: Call): Promise<Table> {
    const needed = new Set(query.select ?? this.schema.map(({ name }) => name))
    for (const { field } of query.orderBy ?? []) needed.add(field)
    const sent = this.#sent(query)
    const names = (unsent: readonly Filter[]) => {
      const all = new Set(needed)
      for (const filter of unsent) fieldsOfFilter(filter, all)
      return this.schema.filter(({ name }) => all.has(name))
    }
    const check = (table: Table, unsent: readonly Filter[]) => {
      const where = allOf(unsent)
      return where === undefined ? table : execute({ where }, table)
    }
    try {
      return check(this.#obeying(query, await this.#reader.all(sent.text, names(sent.unsent), call)), sent.unsent)
    } catch (error) {
      if (sent.text === undefined || !isRefusal(error)) throw error
      const every = conjunctsOf(query.where)
      const table = await this.#reader.all(undefined, names(every), call)
      // Only now is it known that the conditions were the trouble.
      this.#refuse(query)
      return check(table, every)
    }
  }

  /** The rows, when they meet the conditions sent exactly whose fields came along. @throws DgeError status 400 otherwise */
  #obeying(query: Query, table: Table): Table {
    const sure = conjunctsOf(query.where).filter((conjunct) => {
      const clause = whereClause(conjunct, this.#fields)
      return clause?.exact === true && !this.#refused.has(clause.text) && [...fieldsOfFilter(conjunct)].every((name) => table.columns.has(name))
    })
    const where = allOf(sure)
    if (where !== undefined && execute({ where }, table).numRows < table.numRows) throw refused('Rows that the conditions should have kept out')
    return table
  }

  /** The first rows, without fetching all; undefined when the server's answer is not enough. */
  async #page(query: Query, where: string | undefined, call: Call): Promise<Table | undefined> {
    const [first] = query.orderBy ?? []
    const end = (query.offset ?? 0) + (query.limit ?? 0)
    if (!first || query.limit === 0) {
      const page = await this.#reader.window(where, this.#columns(query), { offset: query.offset ?? 0, limit: query.limit ?? 0 }, call)
      return page && finish(query.select ? { select: query.select } : {}, this.#obeying(query, page))
    }
    if (!this.#sorts(first) || end === 0) return undefined
    return this.#top(query, first, where, end, call)
  }

  #columns(query: Query): Schema {
    const names = new Set(query.select ?? this.schema.map(({ name }) => name))
    for (const { field } of query.orderBy ?? []) names.add(field)
    return this.schema.filter(({ name }) => names.has(name))
  }

  /**
   * The first rows by a number or date. Where all their values differ, the server's order is the engine's. Otherwise the
   * value of the last row wanted tells which rows to fetch and order here, so ties come out in the order of the rows.
   */
  async #top(query: Query, order: Order, where: string | undefined, end: number, call: Call): Promise<Table | undefined> {
    const { field: name, desc = false } = order
    const columns = this.#columns(query)
    const orderBy = orderText(name, desc)
    const present = `${quoteName(name)} is not null`
    // Missing values sort first or last, as the server likes: without them nothing stands before the first row.
    const valued = where === undefined ? present : and([where, present])
    let last: Value = null
    if (end < this.#reader.pageSize) {
      const page = await this.#reader.window(valued, columns, { offset: 0, limit: end + 1, orderBy }, call)
      const values = page ? Array.from(columnOf(page, name)) : []
      if (values.length < end && !values.includes(null)) return undefined
      if (page && strictlySorted(values, desc)) return withTotal(finish(query, this.#obeying(query, page)), where === undefined ? this.total : undefined)
      if (values.length >= end && sorted(values, desc)) last = values[end - 1] ?? null
    }
    if (last === null) {
      const key = this.schema.filter((field) => field.name === name)
      const probe = await this.#reader.window(valued, key, { offset: end - 1, limit: 1, orderBy }, call)
      last = (probe && columnOf(probe, name)[0]) ?? null
    }
    if (last === null) return undefined
    const literal: Filter = { op: desc ? '>=' : '<=', args: [{ property: name }, literalOf(last, this.#fields.get(name))] }
    const bound = whereClause(literal, this.#fields)?.text
    if (bound === undefined) return undefined
    const near = await this.#reader.all(where === undefined ? bound : and([where, bound]), columns, call)
    const kept = execute({ orderBy: [order], limit: end }, near)
    if (!near.complete || kept.numRows < end || columnOf(kept, name)[end - 1] !== last) {
      // The row that it counted as number `end` is not: its order is not ours.
      this.#refused.add(orderBy)
      return undefined
    }
    return withTotal(finish(query, near), where === undefined ? this.total : undefined)
  }

  async #grouped(query: Query, call: Call): Promise<Table> {
    const sent = this.#sent(query)
    if (sent.unsent.length === 0) {
      const context = { reader: this.#reader, schema: this.schema, fields: this.#fields, proven: this.#proven }
      const table = await answerGroups(query, sent.text, context, call).catch(unlessRefusal)
      if (table) return finish(query, table)
      for (const { expr } of query.groupBy ?? []) for (const text of groupKey(expr, this.#fields)?.texts ?? []) this.#refused.add(text)
      if (!query.groupBy) for (const { op } of query.aggregate ?? []) this.#refused.add(`${op}()`)
    }
    const parts = { ...(query.groupBy ? { groupBy: query.groupBy } : {}), ...(query.aggregate ? { aggregate: query.aggregate } : {}) }
    const select = fieldsOfQuery(parts, this.schema).map(({ name }) => name)
    const { where, extent, ...rest } = query
    const rows = { ...(where === undefined ? {} : { where }), ...(extent ? { extent } : {}), select }
    return execute(rest, await this.#rows(rows, call))
  }
}

/** Order, page and columns of rows (or groups) whose conditions hold. */
function finish(query: Query, table: Table): Table {
  const { orderBy, offset, limit, select } = query
  const rest = { orderBy, offset, limit, select }
  return execute(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)), table)
}

function orderText(name: string, desc = false): string {
  return `${quoteName(name)} ${desc ? 'desc' : 'asc'}`
}

export function and(texts: readonly string[]): string {
  return texts.length === 1 ? (texts[0] ?? '') : texts.map((text) => `(${text})`).join(' and ')
}

function sorted(values: readonly Value[], desc: boolean, strictly = false): boolean {
  return values.every((value, index) => {
    const before = values[index - 1]
    if (typeof value !== 'number') return false
    if (typeof before !== 'number') return index === 0
    return strictly && value === before ? false : desc ? value <= before : value >= before
  })
}

function strictlySorted(values: readonly Value[], desc: boolean): boolean {
  return sorted(values, desc, true)
}

function literalOf(value: Value, field: ServerField | undefined): string | number | { readonly timestamp: string } {
  if (field?.type === 'date' && typeof value === 'number') return { timestamp: new Date(value).toISOString().slice(0, -1) }
  return typeof value === 'number' ? value : ''
}

function withTotal(table: Table, total: number | undefined): Table {
  const { schema, columns, numRows, complete } = table
  return createTable(schema, columns, { numRows, complete, ...(total === undefined ? {} : { total }) })
}

function unlessRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error
  return undefined
}
