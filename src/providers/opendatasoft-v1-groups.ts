import { objectOf } from './opendatasoft-fields.js'
import { refused } from './opendatasoft-api.js'
import { valueOf } from './opendatasoft-values.js'
import type { Aggregate } from '../data/query.js'
import type { Value } from '../data/table.js'
import type { Call } from './opendatasoft-api.js'
import type { ServerField } from './opendatasoft-fields.js'
import type { Groups } from './opendatasoft-groups.js'
import type { Pairs, RecordsApi } from './opendatasoft-v1-api.js'

type Fields = ReadonlyMap<string, ServerField>

/** Groups by one field. @throws DgeError status 400 when the answer is not the one asked for */
export type GroupReader = (
  api: RecordsApi,
  key: ServerField,
  aggregates: readonly Aggregate[],
  fields: Fields,
  pairs: Pairs,
  call: Call
) => Promise<Groups>

const functions: Partial<Record<Aggregate['op'], string>> = { sum: 'SUM', mean: 'AVG', min: 'MIN', max: 'MAX' }

/** The field of an aggregate that `analyze` computes; undefined for `count()`. */
function measureOf({ expr }: Aggregate, fields: Fields): ServerField | undefined {
  return typeof expr === 'object' && 'property' in expr ? fields.get(expr.property) : undefined
}

/** Aggregates that `analyze` gives as the engine does. */
export function analyzes(aggregate: Aggregate, fields: Fields): boolean {
  if (aggregate.op === 'count') return aggregate.expr === undefined
  const field = measureOf(aggregate, fields)
  const number = field?.kind === 'int' || field?.kind === 'double'
  return functions[aggregate.op] !== undefined && field !== undefined && number && field.native && !field.multivalued && /^\w+$/.test(field.name)
}

/** Groups by the `analyze` route of the Search API v1. */
export const readAnalysis: GroupReader = async (api, key, aggregates, fields, pairs, call) => {
  const series: (readonly [string, string])[] = [['y.dge_n.func', 'COUNT']]
  aggregates.forEach((aggregate, index) => {
    const field = measureOf(aggregate, fields)
    if (field) series.push([`y.dge_a${index}.func`, functions[aggregate.op] ?? ''], [`y.dge_a${index}.expr`, field.name])
  })
  const url = api.url('analyze', [...pairs, ['x', key.name], ...series])
  const answer = await api.json(url, call)
  if (!Array.isArray(answer)) throw refused(`Not an analysis: ${url}`, url)
  const points = (answer as unknown[]).map(objectOf)
  return {
    keys: points.map(({ x }) => [keyOf(x, key)]),
    counts: points.map((point) => countOf(point['dge_n'])),
    results: points.map((point) =>
      aggregates.map((aggregate, index): Value => {
        if (aggregate.op === 'count') return countOf(point['dge_n'])
        const value = point[`dge_a${index}`]
        if (value === null && aggregate.op !== 'sum') return null
        // A sum of nothing is 0 there and nothing here: a 0 may be either.
        if (typeof value !== 'number' || (value === 0 && aggregate.op === 'sum')) throw refused(`Not certain: ${aggregate.op} = ${JSON.stringify(value)}`)
        return value
      })
    ),
  }
}

/** Values that Data4Citizen gives of a facet before it cuts. */
const mostFacets = 500

/** Groups by facet, the only aggregate of Data4Citizen: counts, without rows that have no value. */
export const readFacet: GroupReader = async (api, key, aggregates, _fields, pairs, call) => {
  const url = api.url('search', [...pairs, ['facet', key.name], ['rows', 0]])
  const groups = objectOf(await api.json(url, call))['facet_groups']
  const group = (Array.isArray(groups) ? (groups as unknown[]) : []).map(objectOf).find(({ name }) => name === key.name)
  const facets = group?.['facets']
  if (!Array.isArray(facets)) throw refused(`No facet ${key.name} in the answer: ${url}`, url)
  if (facets.length >= mostFacets) throw refused(`${facets.length} values of ${key.name} may not be all`, url)
  const rows = (facets as unknown[]).map(objectOf)
  const counts = rows.map(({ count }) => countOf(typeof count === 'string' ? Number(count) : count))
  return {
    keys: rows.map(({ name }) => [keyOf(name, key)]),
    counts,
    results: counts.map((count) => aggregates.map(() => count)),
  }
}

function keyOf(raw: unknown, key: ServerField): Value {
  const value = typeof raw === 'object' ? null : valueOf(raw, key)
  if (value === null) throw refused(`Not a value of ${key.name}: ${JSON.stringify(raw)}`)
  return value
}

function countOf(raw: unknown): number {
  if (typeof raw !== 'number' || !Number.isInteger(raw) || raw < 0) throw refused(`Not a count: ${JSON.stringify(raw)}`)
  return raw
}
