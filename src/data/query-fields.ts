import { fieldsOfExpr } from './expression.js'
import { fieldsOfFilter } from './filter.js'
import { isGrouped } from './query.js'
import type { Query } from './query.js'
import type { Schema } from './schema.js'

/**
 * The fields that anything in the query reads, in the schema's order; `place` is the column that its extent reads. One column
 * when it reads none: rows are counted by it.
 */
export function fieldsOfQuery(query: Query, schema: Schema, place?: string): Schema {
  const names = new Set<string>()
  if (query.where !== undefined) fieldsOfFilter(query.where, names)
  if (query.extent !== undefined && place !== undefined) names.add(place)
  if (isGrouped(query)) {
    for (const { expr } of [...(query.groupBy ?? []), ...(query.aggregate ?? [])]) if (expr !== undefined) fieldsOfExpr(expr, names)
  } else {
    for (const { field } of query.orderBy ?? []) names.add(field)
    for (const name of query.select ?? schema.map((field) => field.name)) names.add(name)
  }
  const found = schema.filter(({ name }) => names.has(name))
  if (found.length > 0) return found
  const plain = schema.filter(({ type }) => type !== 'geometry')
  return (plain.length > 0 ? plain : schema).slice(0, 1)
}
