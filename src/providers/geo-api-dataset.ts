import { noCapabilities } from '../data/capabilities.js'
import { execute } from '../data/engine.js'
import { conjunctsOf } from '../data/filter.js'
import { isProperty } from '../data/expression.js'
import { createTable } from '../data/table.js'
import { geoApiTable } from './geo-api-fields.js'
import { fieldsOfQuery } from '../data/query-fields.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata } from '../data/dataset.js'
import type { Filter } from '../data/filter.js'
import type { GeoApiField } from './geo-api-fields.js'
import type { JsonObject } from '../data/json-rows.js'
import type { Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'

/** Where an address points. */
export interface GeoPlace {
  /** The list's address without parameters. */
  readonly base: string
  readonly list: string
  /** One place by its code. */
  readonly one: boolean
  /** Conditions of the author's address. */
  readonly fixed: readonly (readonly [name: string, value: string])[]
  /** Columns and geometry that it names. */
  readonly fields: readonly string[]
  readonly geometry?: string
}

export interface GeoApiOptions {
  readonly place: GeoPlace
  readonly fields: readonly GeoApiField[]
  readonly read: (url: string, signal: AbortSignal | undefined) => Promise<readonly JsonObject[]>
  readonly metadata: Metadata
  readonly maxRows?: number
}

/** Codes by which each list can be asked for. */
const keys: Readonly<Record<string, readonly string[]>> = {
  communes: ['code', 'codeDepartement', 'codeRegion', 'codeEpci', 'siren'],
  communes_associees_deleguees: ['code', 'codeDepartement', 'codeRegion', 'codeEpci'],
  epcis: ['code'],
}

/**
 * A list of places. The API gives whole lists: fewer of them by a code, fewer columns (outlines are heavy). Short lists
 * are read at once. Everything that comes is checked here.
 */
export class GeoApiDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  total?: number
  readonly geometryType?: string
  readonly #options: GeoApiOptions
  readonly #ignored = new Set<string>()
  #whole: Table | undefined

  constructor(options: GeoApiOptions) {
    this.#options = options
    this.schema = options.fields.map(({ field }) => field)
    this.metadata = options.metadata
    const shape = options.fields.find(({ field }) => field.type === 'geometry')?.asked
    if (shape === 'centre' || shape === 'mairie') this.geometryType = 'Point'
    this.downloads = [{ url: this.#url(this.schema, []), format: 'json' }]
  }

  get capabilities(): Capabilities {
    if (this.#whole) return noCapabilities
    return { ...noCapabilities, where: (filter) => (this.#pairOf(filter) ? 'exact' : 'local'), select: true }
  }

  /** Reads a short list, or asks for one place of a long one: so an address that leads nowhere is known. */
  async begin(signal: AbortSignal | undefined): Promise<void> {
    const { place, read } = this.#options
    const short = place.one || !(place.list in keys) || place.list === 'epcis'
    if (!short) {
      await read(this.#url(this.schema.slice(0, 2), [['limit', '1']]), signal)
      return
    }
    this.#whole = await this.#table(this.schema, [], signal)
    if (this.#whole.total !== undefined) this.total = this.#whole.total
  }

  async execute(query: Query, { signal, onProgress }: ExecuteOptions = {}): Promise<Table> {
    if (this.#whole) return execute(query, this.#whole)
    const columns = fieldsOfQuery(query, this.schema)
    const pairs = new Map(conjunctsOf(query.where).flatMap((one) => [this.#pairOf(one)].filter((pair) => pair !== undefined)))
    const table = await this.#table(columns, [...pairs], signal)
    onProgress?.(table.numRows, table.numRows)
    const kept = execute(query.where === undefined ? {} : { where: query.where }, table)
    if (pairs.size > 0 && conjunctsOf(query.where).length === pairs.size && kept.numRows < table.numRows) {
      // More came than was asked for: the parameter is not heard, or means something else.
      for (const name of pairs.keys()) this.#ignored.add(name)
      return this.execute(query, signal ? { signal } : {})
    }
    return execute(query, table)
  }

  /** A code that a condition asks for. */
  #pairOf(filter: Filter): readonly [name: string, value: string] | undefined {
    if (typeof filter === 'boolean' || 'property' in filter || filter.op !== '=') return undefined
    const [expr, value] = filter.args
    const { place, fields } = this.#options
    if (!isProperty(expr) || typeof value !== 'string' || !/^[0-9A-Z]{1,14}$/.test(value)) return undefined
    const name = expr.property
    const plain = fields.find(({ field }) => field.name === name)?.plain === true
    // A limit, a name or a position in the address are looked for after the codes: the list would be another one.
    const ranked = place.fixed.some(([fixed]) => fixed === name || !['type', 'zone', ...(keys[place.list] ?? [])].includes(fixed))
    const nested = new URL(place.base).pathname.split('/').filter(Boolean).length > 1 && name !== 'code'
    return plain && !ranked && !nested && !this.#ignored.has(name) && keys[place.list]?.includes(name) === true ? [name, value] : undefined
  }

  #url(columns: Schema, pairs: readonly (readonly [string, string])[]): string {
    const { place, fields } = this.#options
    const asked = [...new Set(fields.filter(({ field }) => columns.includes(field)).map((field) => field.asked))].filter((name) => name !== '_score')
    const all = [...place.fixed, ...pairs, ['fields', asked.join(',')] as const]
    return `${place.base}?${all.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value).replaceAll('%2C', ',')}`).join('&')}`
  }

  async #table(columns: Schema, pairs: readonly (readonly [string, string])[], signal: AbortSignal | undefined): Promise<Table> {
    const { read, fields, maxRows = Infinity } = this.#options
    const rows = await read(this.#url(columns, pairs), signal)
    const kept = rows.slice(0, maxRows)
    const table = geoApiTable(fields.filter(({ field }) => columns.includes(field)), kept)
    return createTable(table.schema, table.columns, { numRows: kept.length, complete: kept.length === rows.length, total: rows.length })
  }
}
