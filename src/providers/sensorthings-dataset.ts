import { instantOf } from '../data/calendar.js'
import { noCapabilities } from '../data/capabilities.js'
import { execute, outputSchema } from '../data/engine.js'
import { conjunctsOf } from '../data/filter.js'
import { isGrouped } from '../data/query.js'
import { createTable } from '../data/table.js'
import { conditionOf, prefixOf, quoteText } from './pushed-condition.js'
import { isSorted } from './sorted-rows.js'
import { isRefusal } from './opendatasoft-api.js'
import { pageSize } from './sensorthings-api.js'
import { flattened, thingsTable } from './sensorthings-fields.js'
import { fieldsOfQuery } from '../data/query-fields.js'
import type { Call, SensorThingsApi, ThingsPage, ThingsQuery } from './sensorthings-api.js'
import type { Capabilities } from '../data/capabilities.js'
import type { ComparisonOp, Filter } from '../data/filter.js'
import type { Condition, ConditionWriter } from './pushed-condition.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { JsonObject } from '../data/json-rows.js'
import type { Order, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'

export interface SensorThingsOptions {
  readonly api: SensorThingsApi
  readonly schema: Schema
  readonly expand?: string
  /** The first page as opening asked for it. */
  readonly first: ThingsPage
  /** Results are numbers by the Datastream's word. */
  readonly measured: boolean
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly maxRows?: number
}

const defaultMaxRows = 100_000
const words: Readonly<Record<ComparisonOp, string>> = { '=': 'eq', '<>': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' }
const day = 86_400_000

/**
 * A collection of a SensorThings service. The standard knows rows only: the service sends fewer of them by conditions, the
 * latest ones by time, and the members that are asked for. What comes is checked here.
 */
export class SensorThingsDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly capabilities: Capabilities
  total?: number
  readonly #options: SensorThingsOptions
  readonly #whole: Table | undefined
  readonly #maxRows: number
  /** Every time that is known is an instant, not a period: its order is that of the service. */
  readonly #instants: boolean
  #trusted = true

  constructor(options: SensorThingsOptions) {
    const { schema, first, api, maxRows = defaultMaxRows } = options
    this.#options = options
    this.#maxRows = maxRows
    this.schema = schema
    this.metadata = options.metadata
    this.downloads = options.downloads
    this.#instants = schema.some(({ name }) => name === 'phenomenonTime') && !schema.some(({ name }) => name === 'phenomenonTime.end')
    if (first.next === undefined) {
      const rows = first.entities.slice(0, maxRows).map(flattened)
      const table = thingsTable(schema, rows, api.base)
      this.total = first.entities.length
      this.#whole = createTable(schema, table.columns, { numRows: rows.length, complete: rows.length === first.entities.length, total: first.entities.length })
    } else if (first.count !== undefined) this.total = first.count
    this.capabilities = this.#whole
      ? noCapabilities
      : {
          ...noCapabilities,
          where: (filter) => {
            const clause = this.#trusted ? conditionOf(filter, this.#writer()) : undefined
            return clause && clause.text.length < 3000 ? (clause.exact ? 'exact' : 'superset') : 'local'
          },
          aggregate: ({ op, expr }) => op === 'count' && expr === undefined && this.total !== undefined,
          order: (order, grouped) => grouped || this.#sortable(order),
          page: { rows: true, groups: true },
          select: true,
        }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (this.#whole) return execute(query, this.#whole)
    if (query.limit === 0) return execute(query, thingsTable(this.schema, [], ''))
    if (isGrouped(query)) return this.#grouped(query, options)
    return (await this.#window(query, options)) ?? execute(query, await this.#rows(query, options))
  }

  #sortable({ field }: Order): boolean {
    return this.#trusted && field === 'phenomenonTime' && this.#instants
  }

  /** Conditions on measured results, on times (a day wider: they are instants there) and on names. */
  #writer(): ConditionWriter {
    const no = () => undefined
    const typeOf = (name: string) => this.schema.find((field) => field.name === name)?.type
    return {
      and: 'and', or: 'or', part: no, isNull: no, box: no,
      compare: (name, op, value): Condition | undefined => {
        if (name === 'result' && this.#options.measured && typeOf(name) === 'number' && typeof value === 'number' && /^-?\d+(\.\d+)?$/.test(String(value))) return { text: `result ${words[op]} ${value}`, exact: true }
        if (name === 'phenomenonTime' && this.#instants && typeof value === 'object') return timeClause(op, value.wallClock)
        if (name === 'name' && typeOf(name) === 'string' && op === '=' && typeof value === 'string' && value !== '') return { text: `name eq ${quoteText(value)}`, exact: true }
        return undefined
      },
      like: (name, pattern) => {
        const { text } = prefixOf(pattern)
        return name === 'name' && typeOf(name) === 'string' && text !== '' ? { text: `startswith(name,${quoteText(text)})`, exact: false } : undefined
      },
    }
  }

  #asked(where: Filter | undefined): { readonly filter?: string; readonly exact: boolean } {
    const clauses = conjunctsOf(where).map((one) => (this.#trusted ? conditionOf(one, this.#writer()) : undefined))
    const said = clauses.filter((clause) => clause !== undefined)
    const exact = clauses.every((clause) => clause?.exact === true)
    return said.length === 0 ? { exact } : { exact, filter: said.map(({ text }) => (said.length > 1 ? `(${text})` : text)).join(' and ') }
  }

  /** Members to ask for, where all the columns are members of the entity itself. */
  #parts(columns: Schema): Pick<ThingsQuery, 'select' | 'expand'> {
    const own = columns.every(({ name }) => ['phenomenonTime', 'resultTime', 'result', 'name', 'description'].includes(name))
    const { expand } = this.#options
    return own ? { select: ['id', ...columns.map(({ name }) => name)].join(',') } : expand === undefined ? {} : { expand }
  }

  /** A page in the order of the service, or by time; undefined when it must be done here. */
  async #window(query: Query, call: Call): Promise<Table | undefined> {
    const { orderBy = [], offset = 0, limit, where, select } = query
    const { filter, exact } = this.#asked(where)
    if (limit === undefined || limit > this.#maxRows || !exact || orderBy.length > 1 || !orderBy.every((order) => this.#sortable(order))) return undefined
    const columns = fieldsOfQuery(query, this.schema)
    const order = orderBy.map(({ field, desc }) => `${field} ${desc ? 'desc' : 'asc'}`)
    const asked: ThingsQuery = { ...this.#parts(columns), filter, orderby: [...order, 'id asc'].join(','), top: Math.min(limit, pageSize), ...(offset > 0 ? { skip: offset } : {}) }
    const found = await this.#pages(asked, limit, call).catch(unlessRefusal)
    if (!found) return undefined
    const table = thingsTable(columns, found.entities.map(flattened), this.#options.api.url(asked))
    const kept = where === undefined ? table : execute({ where }, table)
    if (kept.numRows < table.numRows || !isSorted(table, orderBy)) {
      this.#trusted = false
      return undefined
    }
    const answer = select ? execute({ select }, table) : table
    // The count may be an estimate: it is the table's only where it was seen to the end.
    return createTable(answer.schema, answer.columns, { numRows: answer.numRows, complete: found.ended || found.entities.length >= limit })
  }

  /** All rows that the conditions may keep, of the columns that the query needs. */
  async #rows(query: Query, call: Call): Promise<Table> {
    const columns = fieldsOfQuery(query, this.schema)
    const { where } = query
    const { filter, exact } = this.#asked(where)
    const read = async (condition: string | undefined) => {
      const asked: ThingsQuery = { ...this.#parts(columns), filter: condition, orderby: 'id asc', top: pageSize }
      const { entities, ended } = await this.#pages(asked, this.#maxRows, call).catch((error: unknown) => {
        unlessRefusal(error)
        return this.#pages({ filter: condition, ...(this.#options.expand === undefined ? {} : { expand: this.#options.expand }), top: pageSize }, this.#maxRows, call)
      })
      const table = thingsTable(columns, entities.map(flattened), this.#options.api.base)
      return createTable(columns, table.columns, { numRows: table.numRows, complete: ended, ...(ended ? { total: table.numRows } : {}) })
    }
    if (filter === undefined) return read(undefined)
    const found = await read(filter).catch(unlessRefusal)
    const kept = found && where !== undefined ? execute({ where }, found) : found
    if (found && kept && !(exact && kept.numRows < found.numRows)) return found
    this.#trusted = false
    return read(undefined)
  }

  async #pages(asked: ThingsQuery, most: number, call: Call): Promise<{ readonly entities: readonly JsonObject[]; readonly ended: boolean }> {
    const { api } = this.#options
    const entities: JsonObject[] = []
    const seen = new Set<string>()
    let url: string | undefined = api.url(asked)
    while (url !== undefined && entities.length < most) {
      const page: ThingsPage = await api.pageAt(url, call)
      // The same page again would never end.
      const mark = JSON.stringify(page.entities[0]?.['@iot.id'] ?? page.entities)
      if (page.entities.length === 0 || seen.has(mark)) return { entities, ended: page.next === undefined }
      seen.add(mark)
      for (const entity of page.entities) entities.push(entity)
      call.onProgress?.(Math.min(entities.length, most))
      url = page.next
    }
    return { entities: entities.slice(0, most), ended: url === undefined && entities.length <= most }
  }

  async #grouped(query: Query, call: Call): Promise<Table> {
    const { where, groupBy = [], aggregate = [] } = query
    const plain = groupBy.length === 0 && where === undefined && aggregate.every(({ op, expr }) => op === 'count' && expr === undefined)
    const count = plain ? await this.#proveCount(call) : undefined
    if (count === undefined) return execute(query, await this.#rows(query, call))
    const schema = outputSchema({ aggregate }, this.schema)
    const { groupBy: _groups, aggregate: _aggregate, ...rest } = query
    return execute(rest, createTable(schema, new Map(schema.map(({ name }) => [name, [count]])), { numRows: 1 }))
  }

  /** The number that the service gives may be an estimate: the last entity must be where it says. */
  async #proveCount(call: Call): Promise<number | undefined> {
    const { total } = this
    if (total === undefined || total === 0) return undefined
    const page = await this.#options.api.page({ orderby: 'id asc', top: 2, skip: total - 1 }, call).catch(unlessRefusal)
    const [last] = page?.entities ?? []
    const moved = last !== undefined && JSON.stringify(last['@iot.id']) !== JSON.stringify(this.#options.first.entities[0]?.['@iot.id'])
    return page?.entities.length === 1 && moved ? total : undefined
  }
}

function timeClause(op: ComparisonOp, wallClock: number): Condition | undefined {
  if (op === '<>' || !Number.isFinite(wallClock) || Math.abs(wallClock) > 8e12) return undefined
  const instant = instantOf(wallClock)
  const from = `phenomenonTime ge ${new Date(instant - day).toISOString()}`
  const to = `phenomenonTime le ${new Date(instant + day).toISOString()}`
  return { text: op === '=' ? `${from} and ${to}` : op.startsWith('>') ? from : to, exact: false }
}

function unlessRefusal(error: unknown): undefined {
  if (!isRefusal(error)) throw error
  return undefined
}
