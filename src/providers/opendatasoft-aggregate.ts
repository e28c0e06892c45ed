import { groupRequest, readGroups, tableOfGroups } from './opendatasoft-groups.js'
import { groupKey } from './odsql.js'
import { refused } from './opendatasoft-api.js'
import type { Aggregate, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'
import type { Call } from './opendatasoft-api.js'
import type { ServerField } from './opendatasoft-fields.js'
import type { Groups } from './opendatasoft-groups.js'
import type { GroupKey } from './odsql.js'
import type { ExploreReader } from './opendatasoft-reader.js'

export interface GroupContext {
  readonly reader: ExploreReader
  readonly schema: Schema
  readonly fields: ReadonlyMap<string, ServerField>
  /** Group keys whose groups were seen to cover all rows. */
  readonly proven: Set<string>
}

/**
 * All groups, grouped and aggregated by the server. Distinct counts, which the server only estimates, are made exact by
 * grouping by the counted field too.
 * @throws DgeError status 400 when the server refuses, or when the groups don't hold every row
 */
export async function answerGroups(query: Query, where: string | undefined, context: GroupContext, call: Call): Promise<Table> {
  const { groupBy = [], aggregate = [] } = query
  const keys = groupBy.map(({ expr }) => known(groupKey(expr, context.fields)))
  const plain = aggregate.filter(({ op }) => op !== 'distinct')
  const counted = [...new Set(aggregate.filter(({ op }) => op === 'distinct').map(({ expr }) => nameOf(expr)))]
  const main = plain.length > 0 || counted.length === 0 ? ask(keys, plain, where, context, call) : undefined
  main?.catch(() => {})
  const distinct = await Promise.all(counted.map((name) => countDistinct(name, keys, where, context, call)))
  const answer = await main
  const base = answer ?? { keys: distinct[0]?.keys ?? [], results: [], counts: [] }
  const lookups = distinct.map(({ keys: theirs, results }) => new Map(theirs.map((key, index) => [JSON.stringify(key), results[index]?.[0] ?? null])))
  const results = base.keys.map((key, index) => {
    const row = (base.results[index] ?? [])[Symbol.iterator]()
    return aggregate.map((one): Value => {
      if (one.op !== 'distinct') return row.next().value ?? null
      const found = lookups[counted.indexOf(nameOf(one.expr))]?.get(JSON.stringify(key))
      if (found === undefined) throw refused('Two answers about the same groups differ')
      return found
    })
  })
  return tableOfGroups(query, { ...base, results }, context.schema)
}

function known(key: GroupKey | undefined): GroupKey {
  if (!key) throw refused('A group key that the server has no words for')
  return key
}

function nameOf(expr: Aggregate['expr']): string {
  return typeof expr === 'object' && 'property' in expr ? expr.property : ''
}

/** One grouped request, proven to hold every row. */
async function ask(
  keys: readonly GroupKey[],
  aggregates: readonly Aggregate[],
  where: string | undefined,
  { reader, fields, proven }: GroupContext,
  call: Call
): Promise<Groups> {
  const request = groupRequest(keys, aggregates, fields)
  const { groupBy } = request
  const reference = groupBy === undefined || proven.has(groupBy) ? undefined : reader.count(where, call)
  reference?.catch(() => {})
  const { rows, total } = await reader.groups(where, request.select, groupBy, call)
  const groups = readGroups(rows, request, fields)
  const sum = groups.counts.reduce((all, count) => all + count, 0)
  if (groupBy === undefined) {
    if (groups.keys.length === 0) return noRows(aggregates)
    // Every row repeats the aggregate; one is asked for, and the count of rows stands beside it.
    if (groups.keys.length > 1 || (total !== undefined && total > 1 && total !== sum)) throw refused(`An aggregate of ${sum} rows, and ${total} match`)
    return groups
  }
  if (reference) {
    const expected = await reference
    const covers = expected === sum || (where === undefined && sum === (await reader.count(where, call, true)))
    if (!covers) throw refused(`The groups hold ${sum} rows of ${expected}`)
    proven.add(groupBy)
  }
  return groups
}

/** Without rows there is still one group: counts are 0, everything else nothing. */
function noRows(aggregates: readonly Aggregate[]): Groups {
  return { keys: [[]], results: [aggregates.map(({ op }) => (op === 'count' || op === 'distinct' ? 0 : null))], counts: [0] }
}

/** The groups by the keys and the counted field are counted per key: those of no value don't count. */
async function countDistinct(
  name: string,
  keys: readonly GroupKey[],
  where: string | undefined,
  context: GroupContext,
  call: Call
): Promise<Groups> {
  const counted = known(groupKey({ property: name }, context.fields))
  const finer = await ask([...keys, counted], [], where, context, call)
  const counts = new Map<string, { readonly key: readonly Value[]; count: number }>()
  if (keys.length === 0) counts.set('[]', { key: [], count: 0 })
  for (const cells of finer.keys) {
    const key = cells.slice(0, -1)
    const id = JSON.stringify(key)
    const group = counts.get(id) ?? { key, count: 0 }
    if (cells.at(-1) !== null) group.count++
    counts.set(id, group)
  }
  const groups = [...counts.values()]
  return { keys: groups.map(({ key }) => key), results: groups.map(({ count }) => [count]), counts: [] }
}
