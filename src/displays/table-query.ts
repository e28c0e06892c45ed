import { isGrouped } from '../data/query.js'
import { createTable } from '../data/table.js'
import type { Order, Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { Term } from '../data/term.js'
import type { QueryContext } from './query-context.js'

/** More columns than this are not shown unless asked for: thousands of them freeze phones, and nobody reads them. */
const mostColumns = 60

/** The columns of a table: the author's, else the fields but geometries; `fieldsInAll` counts those when not all are shown, else 0. @throws DgeError */
export function tableTerms(columns: string | undefined, { runtime, schema }: QueryContext): { readonly terms: readonly Term[]; readonly fieldsInAll: number } {
  if (columns?.trim()) return { terms: runtime.parseTerms(columns, schema), fieldsInAll: 0 }
  const fields = schema.filter(({ type }) => type !== 'geometry')
  const terms = fields.slice(0, mostColumns).map(({ name }) => ({ as: name, expr: { property: name } }))
  return { terms, fieldsInAll: fields.length }
}

/** The question of one page; groups come at once. */
export function tableQuery(query: Query, { from, size, sort }: { readonly from: number; readonly size: number; readonly sort?: Order | undefined }): Query {
  const sorted = sort ? { ...query, orderBy: [sort] } : query
  if (isGrouped(query)) return sorted
  const left = query.limit === undefined ? Infinity : Math.max(0, query.limit - from)
  return { ...sorted, offset: from, limit: Math.min(size, left) }
}

/** The page with the number of rows in all, when the source can tell it without sending them; groups come at once. @throws DgeError */
export async function tablePage(query: Query, context: QueryContext, limit: number | null | undefined, ask: (query: Query) => Promise<Table>): Promise<Table> {
  if (isGrouped(query)) return ask(query)
  const [page, counted] = await Promise.all([ask(query), countRows(query, context)])
  const known = counted ?? page.total
  const total = known === undefined || limit == null ? known : Math.min(known, limit)
  const { schema, columns, numRows, complete, read } = page
  return createTable(schema, columns, { numRows, complete, total, read })
}

async function countRows(query: Query, { source, dataset, signal }: QueryContext): Promise<number | undefined> {
  const aggregate = { as: 'rows', op: 'count' } as const
  const { where, search, extent } = query
  const { capabilities } = dataset
  if (!where && !search && !extent && dataset.total !== undefined) return dataset.total
  if (capabilities.select && !capabilities.aggregate(aggregate)) return undefined
  const conditions = { ...(where === undefined ? {} : { where }), ...(search ? { search } : {}), ...(extent ? { extent } : {}) }
  const table = await source.query({ ...conditions, aggregate: [aggregate] }, { signal })
  const count = table.columns.get('rows')?.[0]
  return typeof count === 'number' && table.complete ? count : undefined
}
