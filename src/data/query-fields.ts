import { fieldsOfExpr } from './expression.js'
import { fieldsOfFilter } from './filter.js'
import { isGrouped } from './query.js'
import type { Query } from './query.js'
import type { Schema } from './schema.js'

/** The fields that anything in the query reads, in the schema's order; the first one when it reads none: rows are counted by it. */
export function fieldsOfQuery(query: Query, schema: Schema): Schema {
  const names = new Set<string>()
  if (query.where !== undefined) fieldsOfFilter(query.where, names)
  if (isGrouped(query)) {
    for (const { expr } of [...(query.groupBy ?? []), ...(query.aggregate ?? [])]) if (expr !== undefined) fieldsOfExpr(expr, names)
  } else {
    for (const { field } of query.orderBy ?? []) names.add(field)
    for (const name of query.select ?? schema.map((field) => field.name)) names.add(name)
  }
  const found = schema.filter(({ name }) => names.has(name))
  return found.length > 0 ? found : schema.slice(0, 1)
}
