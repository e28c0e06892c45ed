import { allOf } from '../data/filter.js'
import { fieldOf } from '../data/schema.js'
import { asRecord } from './json-tree.js'
import { filterOf } from './vega-filter.js'
import { referencesOf } from './vega-references.js'
import { aggregateOf, timeKey } from './vega-aggregate.js'
import { vegaRows } from './vega-rows.js'
import type { Filter } from '../data/filter.js'
import type { Aggregate, Derived, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { Finish } from './vega-aggregate.js'
import type { DataReference } from './vega-references.js'
import type { ExpressionNode } from './vega-filter.js'
import type { Clock } from './vega-rows.js'

type Json = Readonly<Record<string, unknown>>

/** What of a Vega specification's first transforms the source computes, and the specification without them. */
export interface PushedDown {
  /** `where`, and `groupBy` and `aggregate` when groups are asked for. */
  readonly query: Pick<Query, 'where' | 'groupBy' | 'aggregate'>
  readonly spec: Json
  /** The answer as rows of the bound dataset, equal to what the transforms would have made. */
  readonly rows: (table: Table) => readonly object[]
}

export interface PushDownOptions {
  /** The dataset that the source's rows are bound to. */
  readonly name: string
  readonly schema: Schema
  readonly clock: Clock
  /** vega-expression's parser. */
  readonly parseExpression: (text: string) => ExpressionNode
}

/** A way from the bound dataset through its only follower and so on, up to the first transform that cannot be said. */
interface Walk {
  readonly conditions: Filter[]
  /** Names made by `timeunit`: what they group by. */
  readonly keys: Map<string, { readonly key: Derived; readonly finish: Finish }>
  /** Datasets walked through, with how many of their transforms are taken, all conditions before or in them. */
  readonly taken: Map<string, number>
  /** The last dataset in which a condition was taken: a reference to an earlier one sees other rows. */
  filteredIn: string | undefined
  aggregate: { readonly step: Json; readonly node: string } | undefined
}

/**
 * Finds the transforms at the head of the data flow that a query says exactly: conditions, units of time, one aggregate.
 * They leave the specification, and everything after them (scales, marks, axes) stays as it is, so the drawing is the same
 * but for what follows the order of rows where nothing else orders them; where that could show, nothing is pushed.
 * @returns undefined when there is nothing to push, or any doubt
 */
export function pushDown(spec: Json, options: PushDownOptions): PushedDown | undefined {
  const datasets = listOf(spec['data'])
  const references = referencesOf(spec)
  const walk = walkFrom(options, datasets, references)
  const grouped = walk.aggregate && groups(walk, walk.aggregate.step, options)
  const where = allOf(walk.conditions)
  if (!grouped || !walk.aggregate) {
    if (where === undefined || readsUnfiltered(walk, references)) return undefined
    // Units of time stay with Vega when no group is asked for.
    return { query: { where }, spec: without(spec, walk, true), rows: (table) => vegaRows(table, options.clock) }
  }
  const rewritten = rewriteDomains(without(spec, walk, false), walk, grouped.renamed, walk.aggregate.step)
  if (!rewritten) return undefined
  const { groupBy, aggregate, finish } = grouped
  return {
    query: { ...(where === undefined ? {} : { where }), ...(groupBy.length ? { groupBy } : {}), aggregate },
    spec: rewritten,
    rows: (table) => vegaRows(table, options.clock).map((row) => finish(row as Record<string, unknown>)),
  }
}

/** Something reads a dataset as it is before the conditions. */
function readsUnfiltered({ taken, filteredIn }: Walk, references: readonly DataReference[]): boolean {
  const names = [...taken.keys()]
  const before = filteredIn === undefined ? [] : names.slice(0, names.indexOf(filteredIn))
  return references.some(({ to, kind }) => before.includes(to) && kind !== 'source')
}

function walkFrom({ name, schema, clock, parseExpression }: PushDownOptions, datasets: readonly Json[], references: readonly DataReference[]): Walk {
  const walk: Walk = { conditions: [], keys: new Map(), taken: new Map(), filteredIn: undefined, aggregate: undefined }
  for (let node = datasets.find((data) => data['name'] === name); node; node = followerOf(node, datasets, references)) {
    const steps = listOf(node['transform'])
    const id = String(node['name'])
    let taken = 0
    for (const step of steps) {
      if (!take(step)) break
      taken++
      if (walk.aggregate) break
    }
    walk.taken.set(id, taken)
    if (walk.aggregate || taken < steps.length) return walk

    function take(step: Json): boolean {
      if (isIdentity(step, schema)) return true
      if (step['type'] === 'filter' && typeof step['expr'] === 'string') {
        const condition = filterOf(parseExpression(step['expr']), { schema, clock })
        if (condition === undefined) return false
        walk.conditions.push(condition)
        walk.filteredIn = id
        return true
      }
      if (step['type'] === 'timeunit') {
        const made = timeKey(step, schema, clock)
        if (made) walk.keys.set(made.key.as, made)
        return made !== undefined
      }
      if (step['type'] === 'aggregate') walk.aggregate = { step, node: id }
      return step['type'] === 'aggregate'
    }
  }
  return walk
}

/** The one dataset that is made of this one and of nothing else, when nothing but domains of scales reads this one beside it. */
function followerOf(node: Json, datasets: readonly Json[], references: readonly DataReference[]): Json | undefined {
  const own = references.filter(({ to }) => to === node['name'])
  const followers = own.filter(({ kind }) => kind === 'source')
  const others = own.filter(({ kind }) => kind !== 'source' && kind !== 'domain')
  if (followers.length !== 1 || others.length > 0) return undefined
  return datasets.find((data) => data['source'] === node['name'])
}

/** Vega-Lite writes the types of columns as formulas; ours have them already. */
function isIdentity(step: Json, schema: Schema): boolean {
  if (step['type'] !== 'formula' || typeof step['expr'] !== 'string') return false
  const [, kind, name] = /^to(Number|Date|String|Boolean)\(datum\["((?:[^"\\]|\\.)*)"\]\)$/.exec(step['expr']) ?? []
  return kind !== undefined && name === step['as'] && fieldOf(schema, name ?? '')?.type === kind.toLowerCase()
}

/** The groups of the aggregate transform as a query's; undefined when one of its parts cannot be said. */
function groups({ keys }: Walk, step: Json, { schema }: PushDownOptions) {
  if (step['cross'] || step['key'] || step['drop'] === false) return undefined
  const groupBy: Derived[] = []
  const finishes: Finish[] = []
  for (const name of listOfTexts(step['groupby'])) {
    if (name === undefined) return undefined
    const companion = [...keys.values()].some(({ key }) => name === `${key.as}_end`)
    const unit = keys.get(name)
    const field = fieldOf(schema, name)
    if (companion) continue
    if (unit) {
      groupBy.push(unit.key)
      finishes.push(unit.finish)
    } else if (field && field.type !== 'geometry') groupBy.push({ as: name, expr: { property: name } })
    else return undefined
  }
  const ops = listOfTexts(step['ops'])
  const fields = Array.isArray(step['fields']) ? (step['fields'] as readonly unknown[]) : []
  const names = listOfTexts(step['as'])
  const aggregate: Aggregate[] = []
  const renamed = new Map<string, string>()
  for (const [at, op] of (ops.length ? ops : ['count']).entries()) {
    const made = aggregateOf(op, fields[at], names[at], schema)
    if (!made) return undefined
    aggregate.push(made.aggregate)
    finishes.push(made.finish)
    renamed.set(`${op} ${String(fields[at] ?? '')}`, made.aggregate.as)
  }
  if (groupBy.length === 0 && aggregate.length === 0) return undefined
  const finish = (row: Record<string, unknown>) => finishes.reduce((current, one) => one(current), row)
  return { groupBy, aggregate, renamed, finish }
}

/** The specification without the transforms taken; `keepUnits` leaves units of time and types to Vega. */
function without(spec: Json, { taken }: Walk, keepUnits: boolean): Json {
  const data = listOf(spec['data']).map((node) => {
    const count = taken.get(String(node['name'])) ?? 0
    if (count === 0) return node
    const steps = listOf(node['transform'])
    const kept = keepUnits ? steps.slice(0, count).filter(({ type }) => type !== 'filter' && type !== 'aggregate') : []
    const aggregates = keepUnits ? steps.slice(0, count).filter(({ type }) => type === 'aggregate') : []
    return { ...node, transform: [...kept, ...aggregates, ...steps.slice(count)] }
  })
  return { ...spec, data }
}

/**
 * Scales that read the rows before they are grouped read the groups instead, where that gives the same domain: keys of the
 * groups, sorted by sums of sums, counts, smallest of smallest, largest of largest. undefined when one would see a difference.
 */
function rewriteDomains(spec: Json, walk: Walk, renamed: ReadonlyMap<string, string>, step: Json): Json | undefined {
  const keys = listOfTexts(step['groupby'])
  const before = [...walk.taken.keys()]
  const node = walk.aggregate?.node ?? ''
  const seesFiltered = (name: string) => walk.filteredIn === undefined || before.indexOf(name) >= before.indexOf(walk.filteredIn)
  const ungrouped = before.filter((name) => name !== node)
  const references = referencesOf(spec)
  let possible = !references.some(({ to, kind }) => ungrouped.includes(to) && kind !== 'source' && kind !== 'domain')
  const scales = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(scales)
    const record = asRecord(value)
    if (!record) return value
    const { data, field, sort } = record
    if (typeof data === 'string' && ungrouped.includes(data) && typeof field === 'string') {
      const order = asRecord(sort)
      const sortedBy = order && renamed.get(`${String(order['op'])} ${String(order['field'] ?? '')}`)
      const summable = order !== undefined && (['sum', 'min', 'max'].includes(String(order['op'])) || keys.length === 1)
      const plainly = order === undefined ? sort === true : order['field'] === undefined && order['op'] === undefined
      if (!keys.includes(field) || !seesFiltered(data)) possible = false
      else if (plainly) return record
      else if (order && order['op'] === 'count' && renamed.has('count ')) return { ...record, sort: { ...order, op: 'sum', field: renamed.get('count ') } }
      else if (sortedBy !== undefined && summable) return { ...record, sort: { ...order, field: sortedBy } }
      else possible = false
    }
    return Object.fromEntries(Object.entries(record).map(([key, part]) => [key, key === 'data' && Array.isArray(part) ? part : scales(part)]))
  }
  const result = scales(spec) as Json
  return possible && !dependsOnOrder(result) ? result : undefined
}

/** Something after the aggregate follows the order of rows: discrete domains, lines, stacks and windows that nothing sorts. */
function dependsOnOrder(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(dependsOnOrder)
  const record = asRecord(node)
  if (!record) return false
  const { type } = record
  const domain = asRecord(record['domain'])
  if (domain && ('data' in domain || 'fields' in domain) && typeof type === 'string' && discrete.has(type)) {
    if (domain['sort'] === undefined || domain['sort'] === false) return true
  }
  // Groups that are laid out stand in the order of their first rows; those of lines lie on each other.
  const facet = asRecord(asRecord(record['from'])?.['facet'])
  if (facet && record['sort'] === undefined && !isPathGroup(record)) return true
  if ('from' in record && typeof type === 'string' && paths.has(type) && record['sort'] === undefined) return true
  if (Array.isArray(record['transform']) && listOf(record['transform']).some((step) => !isUnordered(step))) return true
  return Object.values(record).some(dependsOnOrder)
}

function isPathGroup({ marks, axes, scales, layout }: Json): boolean {
  return axes === undefined && scales === undefined && layout === undefined && listOf(marks).every(({ type }) => paths.has(String(type)))
}

const discrete = new Set(['ordinal', 'band', 'point'])
const paths = new Set(['line', 'area', 'trail'])
const unordered = new Set([
  'filter', 'formula', 'aggregate', 'joinaggregate', 'extent', 'bin', 'timeunit', 'project', 'collect', 'lookup', 'impute', 'fold',
  'flatten', 'identifier', 'quantile', 'density', 'regression', 'loess', 'geopoint', 'geoshape', 'geojson',
])

function isUnordered(step: Json): boolean {
  const type = String(step['type'])
  if (type === 'stack' || type === 'window') return asRecord(step['sort']) !== undefined
  return unordered.has(type)
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map((one) => asRecord(one) ?? {}) : []
}

function listOfTexts(value: unknown): readonly (string | undefined)[] {
  return Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one : undefined)) : []
}
