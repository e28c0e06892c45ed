import { fieldOf } from './schema.js'
import { beyondPlain, plainParts } from './source.js'
import { columnOf, createTable } from './table.js'
import type { Capabilities } from './capabilities.js'
import type { Query } from './query.js'
import type { Schema } from './schema.js'
import type { Runtime } from './source.js'
import type { Column, Table } from './table.js'
import type { Term } from './term.js'

/** Thrown by the plain runtime for all that is not plain: ask the whole one. */
export class BeyondPlain extends Error {
  override readonly name = beyondPlain
}

const beyond = (): never => {
  throw new BeyondPlain()
}

/** Nothing that could be part of an expression. */
const plainName = /^[\p{L}_][\p{L}\d_ ]*$/u

/**
 * Columns of a file as they are: what most charts and tables ask, without the parsers, planner and engine of the whole runtime
 * (a third of what such a chart loads). Same answers, or BeyondPlain.
 */
export const plainRuntime: Runtime = {
  parseTerm: (text, schema) => {
    const terms = parseTerms(text, schema)
    return (terms.length === 1 && terms[0]) || beyond()
  },
  parseTerms,
  toQuery: (terms, { where, search, extent, order, offset, limit }, schema) => {
    const select = terms.map(({ as }) => as)
    const isPlain = terms.every(({ as, expr }) => typeof expr === 'object' && 'property' in expr && expr.property === as && fieldOf(schema, as))
    if (!isPlain || where !== undefined || search || extent || order?.trim() || new Set(select).size < select.length) return beyond()
    return Object.freeze({ ...(offset ? { offset } : {}), ...(limit === undefined ? {} : { limit }), ...(select.length ? { select } : {}) })
  },
  plan: (query, capabilities, schema) => {
    if (!isPlain(query, capabilities, schema)) return beyond()
    return { remote: Object.freeze({}), local: Object.freeze({ ...query }), needsAll: (query.offset ?? 0) > 0 }
  },
  execute: (query, table) => projected(query, paged(query, table)),
  parseFilter: beyond,
  printFilter: beyond,
  outputSchema: beyond,
  // What is plain is one file: its download serves every question.
  shareColumns: () => undefined,
}

/** True when the plain runtime plans and executes the query as the whole one does. */
export function isPlain(query: Query, { select, page }: Capabilities, schema: Schema): boolean {
  return !select && !page.rows && Object.keys(query).every((part) => plainParts.includes(part)) && (query.select ?? []).every((name) => fieldOf(schema, name))
}

function parseTerms(text: string, schema: Schema): Term[] {
  const term = (name: string): Term => ({ as: name, expr: { property: name } })
  const whole = text.trim()
  if (fieldOf(schema, whole)) return [term(whole)]
  // Titles, and names that hold commas, may be meant instead: the parser decides.
  if (schema.some(({ name, title }) => title !== undefined || name.includes(','))) return beyond()
  const names = text.split(',').map((name) => name.trim())
  return names.every((name) => plainName.test(name) && fieldOf(schema, name)) ? names.map(term) : beyond()
}

/** The rows from `offset` on, `limit` at most. */
function paged({ offset = 0, limit = Infinity }: Query, table: Table): Table {
  if (offset <= 0 && limit >= table.numRows) return table
  const columns = new Map<string, Column>()
  for (const [name, column] of table.columns) columns.set(name, Array.prototype.slice.call(column, offset, offset + limit))
  const numRows = Math.max(0, Math.min(table.numRows - offset, limit))
  const total = table.complete ? table.numRows : table.total
  return createTable(table.schema, columns, { numRows, complete: table.complete, ...(total === undefined ? {} : { total }) })
}

/** The columns that are asked for, in their order. */
function projected({ select }: Query, table: Table): Table {
  if (!select) return table
  const { numRows, complete, total } = table
  const schema = select.map((name) => fieldOf(table.schema, name) ?? beyond())
  const columns = new Map(select.map((name) => [name, columnOf(table, name)]))
  return createTable(schema, columns, { numRows, complete, ...(total === undefined ? {} : { total }) })
}
