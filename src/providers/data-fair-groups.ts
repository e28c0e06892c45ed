import { isProperty } from '../data/expression.js'
import { outputSchema } from '../data/engine.js'
import { createTable } from '../data/table.js'
import { refused } from './opendatasoft-api.js'
import { objectOf } from './opendatasoft-fields.js'
import { valueOf } from './data-fair-fields.js'
import type { Aggregate, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'
import type { Call, FairApi } from './data-fair-api.js'
import type { FairField, Raw } from './data-fair-fields.js'
import type { Pairs } from './data-fair-filter.js'

/** Groups per answer at most (10,000 in older versions). */
const mostGroups = 1000
const metrics: Readonly<Record<string, string>> = { sum: 'sum', mean: 'avg', min: 'min', max: 'max', count: 'value_count' }

/** The server's name of an aggregate with its column; '' for a count of lines; undefined when it has none that is exact. */
export function metricOf({ op, expr }: Aggregate, fields: ReadonlyMap<string, FairField>): string | undefined {
  if (expr === undefined) return op === 'count' ? '' : undefined
  const field = isProperty(expr) ? fields.get(expr.property) : undefined
  const metric = metrics[op]
  return field?.plain && field.values && field.type === 'number' && /^\w+$/.test(field.name) && metric !== undefined ? metric : undefined
}

/** A column whose groups can be asked for. */
export function groupField(name: string, fields: ReadonlyMap<string, FairField>): FairField | undefined {
  const field = fields.get(name)
  const kind = field?.type === 'string' || field?.type === 'number' || field?.type === 'boolean'
  return field?.plain && field.values && kind && /^\w+$/.test(name) ? field : undefined
}

/**
 * Groups by one column from `values_agg`. The server leaves out lines without a value (and texts over 200 characters), and
 * cuts long lists: the groups count only when they hold all `total` lines.
 * @throws DgeError with status 400 when they don't
 */
export async function readGroups(api: FairApi, query: Query, field: FairField, pairs: Pairs, total: number, schema: Schema, call: Call): Promise<Table> {
  const { groupBy = [], aggregate = [] } = query
  const names = measured(aggregate)
  const extra = names.flatMap((name) => [...needed(aggregate, name)].map((metric) => `${name}:${metric}`))
  const asked: Pairs = [...pairs, ['field', field.name], ['agg_size', mostGroups], ['size', 0], ...(extra.length > 0 ? [['extra_metrics', extra.join(',')] as const] : [])]
  const answer = await api.json('/values_agg', asked, call)
  if (!Array.isArray(answer['aggs'])) throw refused('The answer has no groups', api.base)
  const groups = answer['aggs'].map(objectOf)
  const counts = groups.map(({ total: count }) => (typeof count === 'number' ? count : NaN))
  const held = counts.reduce((sum, count) => sum + count, 0)
  if (answer['total'] !== total || held !== total) throw refused(`The groups hold ${held} lines of ${total}`, api.base)
  const keys = groups.map(({ value }) => valueOf(value, field.type))
  if (keys.includes(null) || new Set(keys).size < keys.length) throw refused('The groups are not apart', api.base)
  const columns: Column[] = [keys, ...aggregate.map((one) => groups.map((group, at) => measureOf(one, group, counts[at] ?? 0)))]
  const output = outputSchema({ groupBy, aggregate }, schema)
  return createTable(output, new Map(output.map(({ name }, at) => [name, columns[at] ?? []])), { numRows: groups.length })
}

/** Aggregates over all lines. */
export async function readTotals(api: FairApi, query: Query, pairs: Pairs, total: number, schema: Schema, call: Call): Promise<Table> {
  const { aggregate = [] } = query
  const found: Record<string, unknown> = {}
  const ask = async (name: string, metric: string) => {
    const answer = await api.json('/metric_agg', [...pairs, ['metric', metric], ['field', name]], call)
    if (answer['total'] !== total) throw refused('The metric is not over the lines asked for', api.base)
    found[`${name}_${metric}`] = answer['metric']
    return answer['metric']
  }
  await Promise.all(measured(aggregate).map(async (name) => {
    const values = await Promise.all([...own(aggregate, name)].map((metric) => ask(name, metric)))
    const counted = `${name}_value_count`
    // Of no values a sum is null here and 0 there; anything but 0 shows that there are some.
    if (found[counted] === undefined && values.every((value) => typeof value === 'number' && value !== 0)) found[counted] = total
    else if (found[counted] === undefined) await ask(name, 'value_count')
  }))
  const output = outputSchema({ aggregate }, schema)
  const values = aggregate.map((one) => measureOf(one, found, total))
  return createTable(output, new Map(output.map(({ name }, at) => [name, [values[at] ?? null]])), { numRows: 1 })
}

function measured(aggregate: readonly Aggregate[]): string[] {
  return [...new Set(aggregate.flatMap(({ expr }) => (expr !== undefined && isProperty(expr) ? [expr.property] : [])))]
}

/** With the count of values: a sum of none is null here and 0 there. */
function needed(aggregate: readonly Aggregate[], name: string): Set<string> {
  return new Set(['value_count', ...own(aggregate, name)])
}

function own(aggregate: readonly Aggregate[], name: string): Set<string> {
  const over = aggregate.filter(({ expr }) => expr !== undefined && isProperty(expr) && expr.property === name)
  return new Set(over.map(({ op }) => metrics[op] ?? op))
}

function measureOf({ op, expr }: Aggregate, group: Raw, count: number): Value {
  if (expr === undefined || !isProperty(expr)) return count
  const read = (metric: string) => {
    const value = group[`${expr.property}_${metric}`] ?? group[`extra_metric_${expr.property}_${metric}`]
    if (value !== undefined) return value
    throw refused(`The answer has no ${metric} of ${expr.property}`)
  }
  const values = read('value_count')
  if (typeof values !== 'number') throw refused(`The answer has no count of ${expr.property}`)
  if (op === 'count') return values
  if (values === 0) return null
  const value = read(metrics[op] ?? op)
  if (typeof value !== 'number' || !Number.isFinite(value)) throw refused(`No number in place of ${op} of ${expr.property}`)
  return value
}
