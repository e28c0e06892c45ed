import { execute } from '../data/engine.js'
import { fieldsOfExpr } from '../data/expression.js'
import { fieldsOfFilter } from '../data/filter.js'
import { checkTypes } from '../data/check-types.js'
import { inferColumns } from '../data/infer-table.js'
import { Pacer } from '../data/pacer.js'
import { fieldsOfQuery } from '../data/query-fields.js'
import { columnOf, createTable } from '../data/table.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, Download, ExecuteOptions, Metadata, SourceConfig } from '../data/dataset.js'
import type { Cells } from '../data/infer.js'
import type { Query } from '../data/query.js'
import type { Field, FieldType, Schema } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'

type Types = NonNullable<SourceConfig['types']>

/**
 * Opens a dataset whose server declares types, with those of the author: what is to be text is the provider's business; numbers,
 * dates and Oui/Non are read of what the server gives by the rules of files, a whole column at a time: one cell alone
 * ("1,234", "01/02/2024") does not tell how the others are written.
 * @throws DgeError `field` for a column that is not there; queries throw `format` where a cell is not of the type
 */
export async function openTyped<T extends object>(config: SourceConfig, open: (config: SourceConfig) => Promise<T | Dataset>): Promise<T | Dataset> {
  const { types = {}, ...rest } = config
  const own = Object.fromEntries(Object.entries(types).filter(([, type]) => type === 'string' || type === 'geometry'))
  const opened = await open({ ...rest, ...(Object.keys(own).length > 0 ? { types: own } : {}) })
  if (!('schema' in opened)) return opened
  checkTypes(types, opened.schema.map(({ name }) => name))
  const retyped = opened.schema.filter(({ name, type }) => type !== 'geometry' && Object.hasOwn(types, name) && !Object.hasOwn(own, name) && types[name] !== type)
  return retyped.length > 0 ? new RetypedDataset(opened, types, new Set(retyped.map(({ name }) => name))) : opened
}

/** A dataset some of whose columns have another type than its server says: queries that read one of them are answered here. */
class RetypedDataset implements Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly downloads: readonly Download[]
  readonly total?: number
  readonly geometryType?: string
  readonly #inner: Dataset
  readonly #types: Types
  readonly #retyped: ReadonlySet<string>
  /** Columns as they were read, by their names. */
  readonly #read = new Map<string, Promise<Table>>()

  constructor(inner: Dataset, types: Types, retyped: ReadonlySet<string>) {
    this.#inner = inner
    this.#types = types
    this.#retyped = retyped
    this.schema = inner.schema.map((field) => this.#fieldOf(field))
    this.metadata = inner.metadata
    this.downloads = inner.downloads
    if (inner.total !== undefined) this.total = inner.total
    if (inner.geometryType !== undefined) this.geometryType = inner.geometryType
  }

  get capabilities(): Capabilities {
    const { capabilities } = this.#inner
    const touched = (names: ReadonlySet<string>) => [...names].some((name) => this.#retyped.has(name))
    const ofExpr = (expr: Parameters<typeof fieldsOfExpr>[0]) => {
      const names = new Set<string>()
      fieldsOfExpr(expr, names)
      return touched(names)
    }
    return {
      ...capabilities,
      where: (filter) => (touched(fieldsOfFilter(filter)) ? 'local' : capabilities.where(filter)),
      group: (key) => !ofExpr(key) && capabilities.group(key),
      aggregate: (aggregate) => (aggregate.expr === undefined || !ofExpr(aggregate.expr)) && capabilities.aggregate(aggregate),
      order: (order, grouped) => (grouped || !this.#retyped.has(order.field)) && capabilities.order(order, grouped),
    }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    const columns = fieldsOfQuery(query, this.schema)
    if (!columns.some(({ name }) => this.#retyped.has(name))) return this.#inner.execute(query, options)
    const whole = await this.#columns(this.#inner.capabilities.select ? columns : this.schema, options)
    return execute(query, whole)
  }

  async #columns(columns: Schema, options: ExecuteOptions): Promise<Table> {
    const key = JSON.stringify(columns.map(({ name }) => name))
    const known = this.#read.get(key)
    // Another's abort is not ours.
    const table = await known?.catch(() => undefined)
    if (table) return table
    const reading = this.#readColumns(columns, options)
    this.#read.set(key, reading)
    reading.catch(() => this.#read.delete(key))
    return reading
  }

  async #readColumns(columns: Schema, options: ExecuteOptions): Promise<Table> {
    const select = this.#inner.capabilities.select ? { select: columns.map(({ name }) => name) } : {}
    const table = await this.#inner.execute(select, options)
    const texts = columns.filter(({ name }) => this.#retyped.has(name)).map(({ name }) => ({ name, cells: cellsOf(table, name) }))
    const typed = await inferColumns(texts, { types: this.#types, pacer: new Pacer(options.signal) })
    const values = new Map(typed.map((column) => [column.field.name, column]))
    const schema = columns.map((field) => values.get(field.name)?.field ?? field)
    const data = new Map(schema.map(({ name }) => [name, values.get(name)?.values ?? columnOf(table, name)]))
    return createTable(schema.map((field, at) => ({ ...columns[at], ...field })), data, { numRows: table.numRows, complete: table.complete, total: table.total, read: table.read })
  }

  #fieldOf(field: Field): Field {
    const type: FieldType | undefined = this.#retyped.has(field.name) ? this.#types[field.name] : undefined
    if (type === undefined) return field
    const { precision: _precision, timeUnit: _unit, ...words } = field
    return { ...words, type, ...(type === 'date' ? { precision: 'day' } : {}) }
  }
}

/** The column as a file would have it. */
function cellsOf(table: Table, name: string): Cells {
  const column = columnOf(table, name)
  const field = table.schema.find((one) => one.name === name)
  return { length: table.numRows, at: (row) => textOf(column[row] ?? null, field) }
}

function textOf(value: Value, field: Field | undefined): string {
  if (value === null) return ''
  if (typeof value === 'object') return JSON.stringify(value)
  if (field?.type !== 'date' || typeof value !== 'number') return String(value)
  return new Date(value).toISOString().slice(0, field.precision === 'time' ? 19 : 10)
}
