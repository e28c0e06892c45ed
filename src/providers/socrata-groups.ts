import { isProperty } from '../data/expression.js'
import { execute, outputSchema } from '../data/engine.js'
import { createTable } from '../data/table.js'
import { refused } from './opendatasoft-api.js'
import { pageSize } from './socrata-api.js'
import { socrataValue } from './socrata-fields.js'
import { isSorted } from './sorted-rows.js'
import { aggregateCall, groupKey } from './socrata-query.js'
import type { Call, SocrataApi, SodaQuery } from './socrata-api.js'
import type { JsonObject } from '../data/json-rows.js'
import type { Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { SocrataSchema } from './socrata-fields.js'
import type { Table } from '../data/table.js'

export interface Grouped extends SocrataSchema {
  readonly api: SocrataApi
  /** Whether the column has empty texts: they are one with missing values here, and apart there. */
  readonly hasEmpty: (name: string) => Promise<boolean>
}

/** The rows that are grouped: the clause that keeps them, and how many there are. */
export interface GroupedRows {
  readonly where: string | undefined
  readonly rows: number
}

/** Shorter lists than this are read whole. */
const mostFirst = 1000

/**
 * Groups, each with its number of rows: they count only when they hold all the rows. The first of many by an aggregate are
 * asked for alone, as long as nothing without a value is among them (the site has these in another place).
 * @throws DgeError with status 400 when they don't
 */
export async function readGroups(dataset: Grouped, query: Query, { where, rows }: GroupedRows, call: Call): Promise<Table> {
  const { groupBy = [], aggregate = [], where: _where, extent: _extent, ...rest } = query
  const { api, fields, schema } = dataset
  let prefix = 'g'
  while (schema.some(({ name }) => name.toLowerCase().startsWith(prefix))) prefix += '_'
  const keys = groupBy.map(({ as, expr }, at) => ({ as, call: groupKey(expr, fields) ?? '', alias: `${prefix}k${at}` }))
  const measures = aggregate.map((one, at) => ({ as: one.as, call: aggregateCall(one, fields) ?? '', alias: `${prefix}a${at}` }))
  const size = `${prefix}n`
  const asked: SodaQuery = {
    select: [...keys, ...measures].map(({ call: text, alias }) => `${text} AS ${alias}`).concat(`count(*) AS ${size}`).join(','),
    where,
    group: keys.length > 0 ? keys.map(({ call: text }) => text).join(',') : undefined,
    order: keys.length > 0 ? keys.map(({ alias }) => alias).join(',') : undefined,
    limit: pageSize,
  }
  const output = outputSchema({ groupBy, aggregate }, schema)
  const table = (found: readonly JsonObject[]) => tableOf(found, output, [...keys, ...measures].map(({ alias }) => alias), size, api.url(asked))
  const leading = first(query, measures)
  const texts = groupBy.flatMap(({ expr }) => (isProperty(expr) && fields.get(expr.property)?.kind === 'text' ? [expr.property] : []))
  if (leading && keys.length > 0 && !(await Promise.all(texts.map(dataset.hasEmpty))).includes(true)) {
    const order = [`${leading.alias} ${leading.desc ? 'DESC' : 'ASC'}`, ...keys.map(({ alias }) => alias)].join(',')
    const found = await api.rows({ ...asked, having: `${leading.call} IS NOT NULL`, order, limit: leading.most }, call)
    const { groups, held } = table(found)
    if (found.length === leading.most && held <= rows && distinct(groups, keys.length) && isSorted(groups, [{ field: leading.as, desc: leading.desc }])) return execute(rest, groups)
  }
  const found = await api.rows(asked, call)
  const { groups, held } = table(found)
  if (found.length >= pageSize || held !== rows || !distinct(groups, keys.length)) throw refused(`The groups hold ${held} rows of ${rows}`, api.url(asked))
  return execute(rest, groups)
}

/** The aggregate whose first groups are wanted alone. */
function first({ orderBy = [], offset = 0, limit, having }: Query, measures: readonly { as: string; call: string; alias: string }[]) {
  const [order] = orderBy
  const measure = measures.find(({ as }) => as === order?.field)
  const most = limit === undefined ? Infinity : offset + limit
  // Further keys would decide between equal values at the end of the list.
  if (!order || orderBy.length > 1 || !measure || having !== undefined || most > mostFirst || most === 0) return undefined
  return { ...measure, most, desc: order.desc === true }
}

function tableOf(found: readonly JsonObject[], output: Schema, aliases: readonly string[], size: string, url: string): { readonly groups: Table; readonly held: number } {
  const held = found.reduce((sum, row) => sum + Number(row[size] ?? NaN), 0)
  if (Number.isNaN(held)) throw refused('The groups do not say how many rows they hold', url)
  const columns = output.map(({ name, type }, at) => [name, found.map((row) => socrataValue(row[aliases[at] ?? ''], type))] as const)
  return { groups: createTable(output, new Map(columns), { numRows: found.length }), held }
}

/** Groups of an empty text and of none are one here. */
function distinct(table: Table, keys: number): boolean {
  const names = table.schema.slice(0, keys).map(({ name }) => name)
  const seen = new Set(Array.from({ length: table.numRows }, (_, row) => JSON.stringify(names.map((name) => table.columns.get(name)?.[row] ?? null))))
  return seen.size === table.numRows
}
