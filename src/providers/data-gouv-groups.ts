import { compareCells } from '../data/aggregate.js'
import { isProperty } from '../data/expression.js'
import { outputSchema } from '../data/engine.js'
import { createTable } from '../data/table.js'
import { pageSize, refused } from './data-gouv-api.js'
import { valueOf } from './data-gouv-fields.js'
import type { Argument, Call, Raw, TabularApi } from './data-gouv-api.js'
import type { Expr } from '../data/expression.js'
import type { Aggregate, Query } from '../data/query.js'
import type { Table, Value } from '../data/table.js'
import type { TabularField, TabularSchema } from './data-gouv-fields.js'

const operators: Partial<Record<Aggregate['op'], string>> = { count: 'count', sum: 'sum', mean: 'avg', min: 'min', max: 'max' }
/** The server's own row number, which every row has. */
const rowNumber = '__id'

export function countRows({ op, expr }: Aggregate): boolean {
  return op === 'count' && expr === undefined
}

/** The column of a group key; undefined when the server's groups are not ours. */
export function groupColumn(key: Expr, schema: Pick<TabularSchema, 'fields' | 'indexes'>): TabularField | undefined {
  const field = isProperty(key) ? schema.fields.get(key.property) : undefined
  return field?.plain && ['string', 'int', 'bool', 'date'].includes(field.kind) && isIndexed(field.name, schema) ? field : undefined
}

/** The argument that computes the aggregate as our engine does; undefined when there is none. */
export function measureOf({ op, expr }: Aggregate, schema: Pick<TabularSchema, 'fields' | 'indexes'>): string | undefined {
  if (op === 'count' && expr === undefined) return isIndexed(rowNumber, schema) ? `${rowNumber}__count` : undefined
  const field = expr !== undefined && isProperty(expr) ? schema.fields.get(expr.property) : undefined
  const operator = operators[op]
  if (!field?.plain || operator === undefined || !isIndexed(field.name, schema)) return undefined
  const number = field.kind === 'int' || field.kind === 'float'
  const fits = op === 'count' ? field.kind !== 'json' : op === 'min' || op === 'max' ? number || field.kind === 'date' : number
  return fits ? `${field.name}__${operator}` : undefined
}

function isIndexed(name: string, { indexes }: Pick<TabularSchema, 'indexes'>): boolean {
  return indexes === undefined || indexes.has(name)
}

/** Groups, or the totals of all rows; undefined when the server can't be sure to give them all. */
export async function readTabularGroups(
  api: TabularApi,
  query: Query,
  args: readonly Argument[],
  schema: TabularSchema,
  call: Call
): Promise<Table | undefined> {
  const { groupBy = [], aggregate = [] } = query
  if (groupBy.length === 0 && aggregate.every(countRows)) {
    const { total } = await api.page(args, 1, 1, call)
    return total === undefined ? undefined : totalTable(query, schema, total)
  }
  const keys = groupBy.map(({ expr }) => groupColumn(expr, schema))
  const measures = aggregate.map((one) => measureOf(one, schema))
  if (!keys.every((key) => key !== undefined) || !measures.every((measure) => measure !== undefined)) return undefined
  const asked: Argument[] = [...keys.map(({ name }): Argument => [`${name}__groupby`]), ...[...new Set(measures)].map((measure): Argument => [measure])]
  // Grouped by nothing but keys, the server lists rows.
  if (measures.length === 0) return undefined
  const rows = await allGroups(api, [...args, ...asked], keys, call)
  if (!rows || (keys.length === 0 && rows.length !== 1)) return undefined
  const seen = new Set<string>()
  const cells = rows.map((row) => {
    const found = keys.map(({ name, type }) => cell(row, name, type))
    const id = JSON.stringify(found)
    if (seen.has(id)) throw refused(`The group ${id} comes twice`, api.base)
    seen.add(id)
    return [...found, ...measures.map((measure, at) => resultOf(row, measure, aggregate[at], schema))]
  })
  cells.sort((a, b) => keys.reduce((order, _key, at) => order || compareCells(a[at] ?? null, b[at] ?? null, false), 0))
  return tableOf(query, schema, cells)
}

/** One row: how many rows there are. */
export function totalTable(query: Query, schema: TabularSchema, total: number): Table {
  return tableOf(query, schema, [(query.aggregate ?? []).map(() => total)])
}

/** One page holds all groups when it is not full. Only groups sorted by their only key can be read on. */
async function allGroups(api: TabularApi, asked: readonly Argument[], keys: readonly TabularField[], call: Call): Promise<readonly Raw[] | undefined> {
  const first = await api.page(asked, 1, pageSize, call)
  if (first.rows.length < pageSize) return first.rows
  const [key, another] = keys
  if (!key || another) return undefined
  const rows: Raw[] = []
  for (let page = 1; page <= 100; page++) {
    const { rows: more } = await api.page([...asked, [`${key.name}__sort`, 'asc']], page, pageSize, call)
    for (const row of more) rows.push(row)
    if (more.length < pageSize) return rows
  }
  return undefined
}

function resultOf(row: Raw, measure: string, aggregate: Aggregate | undefined, { fields }: TabularSchema): Value {
  const expr = aggregate?.expr
  const dated = expr !== undefined && isProperty(expr) && fields.get(expr.property)?.type === 'date' && aggregate?.op !== 'count'
  return cell(row, measure, dated ? 'date' : 'number')
}

function cell(row: Raw, name: string, type: TabularField['type']): Value {
  if (!Object.hasOwn(row, name)) throw refused(`No “${name}” in a group of the answer`)
  return valueOf(row[name], type)
}

function tableOf(query: Query, { schema }: TabularSchema, cells: readonly (readonly Value[])[]): Table {
  const { groupBy, aggregate } = query
  const columns = outputSchema({ ...(groupBy ? { groupBy } : {}), ...(aggregate ? { aggregate } : {}) }, schema)
  return createTable(columns, new Map(columns.map(({ name }, at) => [name, cells.map((row) => row[at] ?? null)])), { numRows: cells.length })
}
