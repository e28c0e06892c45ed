import { isGrouped } from './query.js'
import { allOf } from './filter.js'
import type { Expr } from './expression.js'
import type { Filter } from './filter.js'
import type { Query } from './query.js'
import type { Field, Schema } from './schema.js'
import type { Row, Value } from './table.js'

/** What sets the rows of an answer apart: a column of it, and what the column is of the dataset. */
export interface RowKey {
  readonly field: Field
  readonly expr: Expr
}

/**
 * The keys of an answer's rows: what was grouped by; of rows that are not groups, every column. Geometries are
 * no keys. None for an answer of one total.
 */
export function keysOf(query: Query, schema: Schema): readonly RowKey[] {
  const derived = isGrouped(query) ? (query.groupBy ?? []) : (query.compute ?? [])
  return schema.flatMap((field): readonly RowKey[] => {
    if (field.type === 'geometry') return []
    const expr = derived.find(({ as }) => as === field.name)?.expr
    if (expr !== undefined) return [{ field, expr }]
    return isGrouped(query) ? [] : [{ field, expr: { property: field.name } }]
  })
}

/** The condition on the dataset that holds for what these rows stand for; undefined for no row or no key. */
export function filterOfRows(rows: readonly Row[], keys: readonly RowKey[]): Filter | undefined {
  const [first] = rows
  if (!first || keys.length === 0) return undefined
  const common = keys.filter(({ field: { name } }) => rows.every((row) => row[name] === first[name]))
  const varying = keys.filter((key) => !common.includes(key))
  const same = common.map((key) => equals(key, first[key.field.name] ?? null))
  const [only] = varying
  if (!only) return allOf(same)
  const distinct = varying.length === 1
    ? oneOf(only, rows.map((row) => row[only.field.name] ?? null))
    : ({ op: 'or', args: unique(rows.map((row) => allOf(varying.map((key) => equals(key, row[key.field.name] ?? null))) ?? true)) } as const)
  return allOf([...same, distinct])
}

/** The condition that the key's value is one of these; null is a value here. */
export function oneOf(key: RowKey, values: readonly Value[]): Filter {
  const known = [...new Set(values.filter((value) => value !== null))]
  const parts: Filter[] = values.includes(null) ? [{ op: 'isNull', args: [key.expr] }] : []
  const [first] = known
  if (known.length === 1 && first !== undefined) parts.unshift(equals(key, first))
  else if (known.length > 1) parts.unshift({ op: 'in', args: [key.expr, known.map((value) => literalOf(value, key.field))] })
  const [part] = parts
  return parts.length === 1 && part !== undefined ? part : { op: 'or', args: parts }
}

/** The condition that the key's value lies between two, both included. */
export function between({ field, expr }: RowKey, low: Value, high: Value): Filter {
  if (low === high) return equals({ field, expr }, low)
  return { op: 'between', args: [expr, literalOf(low, field), literalOf(high, field)] }
}

function equals({ field, expr }: RowKey, value: Value): Filter {
  return value === null ? { op: 'isNull', args: [expr] } : { op: '=', args: [expr, literalOf(value, field)] }
}

/** A cell as a literal of a condition; dates by the day, or by the second where a clock time is known. */
function literalOf(value: Value, { type, precision }: Field): Expr {
  if (typeof value === 'number' && type === 'date') {
    const iso = new Date(value).toISOString()
    return precision === 'time' ? { timestamp: iso.replace(/(\.000)?Z$/, '') } : { date: iso.slice(0, iso.indexOf('T')) }
  }
  return typeof value === 'object' ? '' : value
}

function unique(filters: readonly Filter[]): readonly Filter[] {
  return [...new Map(filters.map((filter) => [JSON.stringify(filter), filter])).values()]
}
