import { noCapabilities } from '../data/capabilities.js'
import { execute, outputSchema } from '../data/engine.js'
import { conjunctsOf } from '../data/filter.js'
import { isProperty } from '../data/expression.js'
import { isGrouped } from '../data/query.js'
import { createTable } from '../data/table.js'
import { pageSize } from './melodi-api.js'
import { melodiTable } from './melodi-observations.js'
import type { Call, MelodiApi, Pairs } from './melodi-api.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { Filter } from '../data/filter.js'
import type { JsonObject } from '../data/json-rows.js'
import type { MelodiColumn } from './melodi-observations.js'
import type { Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'

export interface MelodiDatasetOptions {
  readonly api: MelodiApi
  readonly columns: readonly MelodiColumn[]
  /** The first observations, all of them when `total` is not more. */
  readonly first: readonly JsonObject[]
  readonly total: number
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly maxRows?: number
}

const defaultMaxRows = 250_000

/**
 * A cube of the INSEE. The API knows values of dimensions and pages, nothing else: it sends fewer observations, each of
 * which is checked here. Counts are its own where every condition is seen to narrow them.
 */
export class MelodiDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly capabilities: Capabilities
  readonly total: number
  readonly #options: MelodiDatasetOptions
  readonly #whole: Table | undefined
  readonly #maxRows: number
  readonly #counts = new Map<string, Promise<number | undefined>>()
  readonly #ignored = new Set<string>()

  constructor(options: MelodiDatasetOptions) {
    const { api, columns, first, total, maxRows = defaultMaxRows } = options
    this.#options = options
    this.#maxRows = maxRows
    this.schema = columns.map(({ field }) => field)
    this.metadata = options.metadata
    this.downloads = options.downloads
    this.total = total
    const table = first.length >= total ? melodiTable(columns, first.slice(0, maxRows), api.url([])) : undefined
    this.#whole = table && createTable(table.schema, table.columns, { numRows: table.numRows, complete: table.numRows >= total, total })
    this.capabilities = this.#whole
      ? noCapabilities
      : {
          ...noCapabilities,
          where: (filter) => (this.#valuesOf(filter) ? 'exact' : this.#placeOf(filter) ? 'superset' : 'local'),
          aggregate: ({ op, expr }) => op === 'count' && expr === undefined,
          order: (_order, grouped) => grouped,
          page: { rows: true, groups: true },
        }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (this.#whole) return execute(query, this.#whole)
    const { where, offset = 0, limit, ...rest } = query
    if (isGrouped(query)) return this.#counted(query, options)
    const wanted = limit === undefined ? undefined : offset + limit
    const found = await this.#rows(where, wanted, options)
    const page = { offset, ...(limit === undefined ? {} : { limit }) }
    const answer = execute({ ...rest, ...page }, found.table)
    const cut = !found.table.complete && (wanted === undefined || found.table.numRows < wanted)
    return createTable(answer.schema, answer.columns, { numRows: answer.numRows, complete: !cut, ...(found.count === undefined ? {} : { total: found.count }) })
  }

  /** The dimension and its values that a condition asks for. */
  #valuesOf(filter: Filter): readonly [key: string, values: readonly string[]] | undefined {
    if (typeof filter === 'boolean' || 'property' in filter || (filter.op !== '=' && filter.op !== 'in')) return undefined
    const [expr, value] = filter.args
    const column = isProperty(expr) ? this.#options.columns.find(({ field }) => field.name === expr.property) : undefined
    // A code of GEO says nothing without its level, and dates are written in several ways.
    if (column?.role !== 'dimension' || (column.field.type !== 'string' && column.field.timeUnit !== 'year')) return undefined
    if (this.#ignored.has(column.key) || this.#options.api.fixed.some(([name]) => name === column.key)) return undefined
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]
    const written = items.map((item) => (typeof item === 'string' || (typeof item === 'number' && Number.isInteger(item)) ? String(item) : ''))
    return written.length > 0 && written.every((text) => /^[\w.-]{1,60}$/.test(text)) ? [column.key, written] : undefined
  }

  /** Codes or a level of GEO, which are one value there: "COM-67482", of any year. */
  #placeOf(filter: Filter): readonly [name: string, values: readonly string[]] | undefined {
    if (typeof filter === 'boolean' || 'property' in filter || (filter.op !== '=' && filter.op !== 'in')) return undefined
    const [expr, value] = filter.args
    const column = isProperty(expr) ? this.#options.columns.find(({ field }) => field.name === expr.property) : undefined
    if (column?.role !== 'place' || column.field.type !== 'string' || this.#ignored.has(column.key) || this.#options.api.fixed.some(([name]) => name === column.key)) return undefined
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]
    const written = items.map((item) => (typeof item === 'string' && /^[\w.]{1,40}$/.test(item) ? item : ''))
    return written.length > 0 && written.length <= 100 && !written.includes('') ? [column.field.name, written] : undefined
  }

  /** Parameters of the conditions; `whole` when they say all of it. Of two for one dimension the first is sent. */
  #asked(where: Filter | undefined): { readonly byKey: ReadonlyMap<string, Pairs>; readonly whole: boolean } {
    const byKey = new Map<string, Pairs>()
    let whole = true
    for (const conjunct of conjunctsOf(where)) {
      const found = this.#valuesOf(conjunct)
      if (!found || byKey.has(found[0])) whole = false
      else byKey.set(found[0], found[1].map((value) => [found[0], value] as const))
    }
    const places = new Map(conjunctsOf(where).flatMap((one) => [this.#placeOf(one)].filter((found) => found !== undefined)))
    const [codes, levels] = [places.get('GEO'), places.get('GEO_OBJECT')]
    if (codes && levels) byKey.set('GEO', levels.flatMap((level) => codes.map((code) => ['GEO', `${level}-${code}`] as const)))
    return { byKey, whole }
  }

  /** Observations that the condition keeps, at least `wanted` of them when there are so many. */
  async #rows(where: Filter | undefined, wanted: number | undefined, call: Call): Promise<{ readonly table: Table; readonly count?: number }> {
    const { byKey, whole } = this.#asked(where)
    const pairs = [...byKey.values()].flat()
    const most = Math.min(this.#maxRows, whole ? (wanted ?? Infinity) : Infinity)
    const { observations, count } = await this.#pages(pairs, most, call)
    const table = melodiTable(this.#options.columns, observations, this.#options.api.url(pairs))
    const kept = where === undefined ? table : execute({ where }, table)
    if (whole && kept.numRows < table.numRows) {
      // The condition was not heard: what came is not what was asked for.
      for (const key of byKey.keys()) this.#ignored.add(key)
      return this.#rows(where, wanted, call)
    }
    const complete = observations.length >= count
    const known = whole && kept.numRows === table.numRows && (pairs.length === 0 || count < this.total)
    return { table: createTable(kept.schema, kept.columns, { numRows: kept.numRows, complete }), ...(known ? { count } : complete ? { count: kept.numRows } : {}) }
  }

  async #pages(pairs: Pairs, most: number, call: Call): Promise<{ readonly observations: readonly JsonObject[]; readonly count: number }> {
    const { api, first, total } = this.#options
    if (pairs.length === 0 && most <= first.length) return { observations: first.slice(0, most), count: total }
    const size = Math.min(pageSize, most)
    const observations: JsonObject[] = []
    const seen = new Set<string>()
    for (let number = 1; ; number++) {
      const page = await api.page(pairs, size, number, call)
      const count = page.count ?? (page.observations.length < size ? observations.length + page.observations.length : Infinity)
      const mark = JSON.stringify(page.observations[0])
      // The same page again would never end.
      const repeated = page.observations.length === 0 || seen.has(mark)
      seen.add(mark)
      if (!repeated) for (const one of page.observations) observations.push(one)
      call.onProgress?.(Math.min(observations.length, most), Number.isFinite(count) ? count : undefined)
      if (repeated || observations.length >= Math.min(most, count)) return { observations: observations.slice(0, most), count: Number.isFinite(count) ? count : Math.max(total, observations.length) }
    }
  }

  async #counted(query: Query, call: Call): Promise<Table> {
    const { where, groupBy = [], aggregate = [], ...rest } = query
    const plain = groupBy.length === 0 && aggregate.every(({ op, expr }) => op === 'count' && expr === undefined)
    const count = plain ? await this.#count(where, call) : undefined
    if (count === undefined) return execute({ groupBy, aggregate, ...rest }, (await this.#rows(where, undefined, call)).table)
    const schema = outputSchema({ aggregate }, this.schema)
    return execute(rest, createTable(schema, new Map(schema.map(({ name }) => [name, [count]])), { numRows: 1 }))
  }

  /** How many observations the condition keeps, unless a part of it does not narrow them. */
  async #count(where: Filter | undefined, call: Call): Promise<number | undefined> {
    const { byKey, whole } = this.#asked(where)
    if (!whole) return undefined
    if (byKey.size === 0) return this.total
    const all = [...byKey.values()].flat()
    const counts = await Promise.all([all, ...(byKey.size > 1 ? byKey.values() : [])].map((pairs) => this.#countOf(pairs, call)))
    return counts.every((count) => count !== undefined && count < this.total) ? counts[0] : undefined
  }

  #countOf(pairs: Pairs, call: Call): Promise<number | undefined> {
    const key = JSON.stringify(pairs)
    const known = this.#counts.get(key)
    if (known) return known
    const counted = this.#options.api.page(pairs, 0, 1, call).then(({ count, observations }) => (observations.length === 0 ? count : undefined))
    counted.catch(() => this.#counts.delete(key))
    this.#counts.set(key, counted)
    return counted
  }
}
