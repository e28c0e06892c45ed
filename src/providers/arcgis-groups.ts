import { outputSchema } from '../data/engine.js'
import { createTable } from '../data/table.js'
import { refused } from './arcgis-api.js'
import { objectOf } from './opendatasoft-fields.js'
import { isPlainName } from './arcgis-where.js'
import { instantOfRaw, valueOf } from './arcgis-values.js'
import type { Expr } from '../data/expression.js'
import type { Aggregate, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'
import type { Call, Params, Raw } from './arcgis-api.js'
import type { ArcgisField, LayerInfo } from './arcgis-layer.js'
import type { LayerReader } from './arcgis-pages.js'

type Fields = ReadonlyMap<string, ArcgisField>

/** Groups by more than so many rows of answers are counted here. */
const mostGroupPages = 50

/** The field of a group key that the server groups as the engine does; undefined for other keys. */
export function keyField(expr: Expr, fields: Fields): ArcgisField | undefined {
  const field = plainField(expr, fields)
  if (!field || field.single) return undefined
  // Where upper and lower case don't count, "Metz" and "METZ" are one group.
  return field.kind === 'number' || field.kind === 'date' || (field.kind === 'text' && field.exactText) ? field : undefined
}

/** Whether the server computes the aggregate as the engine does. Deviations and quantiles differ from server to server, texts sort differently. */
export function aggregates({ op, expr }: Aggregate, fields: Fields): boolean {
  if (op === 'count' && expr === undefined) return true
  const field = expr === undefined ? undefined : plainField(expr, fields)
  if (!field) return false
  switch (op) {
    case 'count':
      return true
    case 'sum':
    case 'mean':
      return field.kind === 'number' && !field.single
    case 'min':
    case 'max':
      return (field.kind === 'number' && !field.single) || field.kind === 'date'
    default:
      return false
  }
}

function plainField(expr: Expr, fields: Fields): ArcgisField | undefined {
  const field = typeof expr === 'object' && 'property' in expr ? fields.get(expr.property) : undefined
  return field?.native && isPlainName(field.name) ? field : undefined
}

/** Rows that are meant, and how many they are where that is known. */
export interface Counted {
  readonly conditions: Params
  readonly total: number | undefined
}

/**
 * The groups of a query, in the order of their first row. Means are sums by counts (some databases divide whole numbers
 * wholly); the groups must hold all rows, or the answer was cut.
 * @throws DgeError status 400 when the answer is not the one asked for
 */
export async function readGroups(
  reader: LayerReader, layer: LayerInfo, query: Query, { conditions, total }: Counted, schema: Schema, call: Call
): Promise<Table> {
  const { groupBy = [], aggregate = [] } = query
  const fields: Fields = new Map(layer.fields.map((field) => [field.name, field]))
  const keys = groupBy.map(({ expr }) => keyField(expr, fields)).filter((field) => field !== undefined)
  const statistics = new Statistics(layer.objectId)
  for (const { op, expr } of aggregate) {
    const field = expr === undefined ? undefined : plainField(expr, fields)
    if (!field) continue
    statistics.add('count', field.name)
    if (op !== 'count') statistics.add(op === 'mean' ? 'sum' : op, field.name)
  }
  const names = [...new Set(keys.map(({ name }) => name))]
  const params: Params = {
    ...conditions,
    outStatistics: statistics.text,
    ...(names.length > 0 ? { groupByFieldsForStatistics: names.join(',') } : {}),
    returnGeometry: false,
  }
  // One group of all rows can't be cut: once conditions were seen to work in statistics it tells itself how many they are.
  const counting = names.length === 0 && total === undefined && reader.conditioned ? undefined : (total ?? reader.count(conditions, call))
  const [rows, given] = await Promise.all([groupRows(reader, layer, params, names, call), counting])
  const groups = rows.map((row) => ({
    keys: keys.map((field) => keyValue(row, field)),
    first: Number(statistics.value(row, 'min', layer.objectId) ?? 0),
    count: statistics.count(row, layer.objectId),
    values: aggregate.map((one) => resultOf(one, row, fields, statistics)),
  }))
  const counted = groups.reduce((sum, { count }) => sum + count, 0)
  const count = given ?? counted
  // What was counted at the opening may have changed since.
  const all = counted === count || total === undefined ? count : await reader.count(conditions, call)
  if (counted !== all) throw refused(`The groups hold ${counted} rows of ${all}`)
  if (names.length === 0 && groups.length !== 1) throw refused(`${groups.length} answers to one question`)
  reader.conditioned ||= total === undefined
  if (new Set(groups.map((group) => JSON.stringify(group.keys))).size < groups.length) throw refused('A group came twice')
  groups.sort((a, b) => a.first - b.first)
  const output = outputSchema({ ...(query.groupBy ? { groupBy } : {}), ...(query.aggregate ? { aggregate } : {}) }, schema)
  const columns = new Map<string, Column>()
  output.forEach(({ name }, at) => {
    columns.set(name, groups.map((group) => (at < keys.length ? group.keys[at] : group.values[at - keys.length]) ?? null))
  })
  return createTable(output, columns, { numRows: groups.length })
}

async function groupRows(reader: LayerReader, layer: LayerInfo, params: Params, keys: readonly string[], call: Call): Promise<Raw[]> {
  const rows: Raw[] = []
  const read = async (more: Params) => {
    const answer = await reader.ask({ ...params, ...more }, call)
    if (!Array.isArray(answer['features'])) throw refused('No statistics in the answer')
    const page = (answer['features'] as unknown[]).map((feature) => objectOf(objectOf(feature)['attributes']))
    rows.push(...page)
    return page.length > 0 && (answer['exceededTransferLimit'] === true || page.length >= layer.pageSize)
  }
  if (keys.length === 0 || !layer.pagedGroups) {
    await read({})
    return rows
  }
  const order = { orderByFields: keys.join(',') }
  for (let page = 0; page < mostGroupPages; page++) if (!(await read({ ...order, resultOffset: rows.length }))) break
  return rows
}

/** The statistics that one request asks for, under names of our own. */
class Statistics {
  readonly #names = new Map<string, string>()
  readonly #asked: object[] = []
  readonly objectId: string

  constructor(objectId: string) {
    this.objectId = objectId
    this.add('count', objectId)
    this.add('min', objectId)
  }

  get text(): string {
    return JSON.stringify(this.#asked)
  }

  add(statisticType: string, onStatisticField: string): void {
    const key = `${statisticType} ${onStatisticField}`
    if (this.#names.has(key)) return
    const outStatisticFieldName = `dge_${this.#names.size}`
    this.#names.set(key, outStatisticFieldName)
    this.#asked.push({ statisticType, onStatisticField, outStatisticFieldName })
  }

  value(row: Raw, type: string, field: string): unknown {
    return attribute(row, this.#names.get(`${type} ${field}`) ?? '')
  }

  count(row: Raw, field: string): number {
    const count = this.value(row, 'count', field)
    if (typeof count !== 'number') throw refused(`No count of ${field} in the answer`)
    return count
  }
}

/** Databases change the case of names. */
function attribute(row: Raw, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name]
  const found = Object.keys(row).find((key) => key.toLowerCase() === name.toLowerCase())
  return found === undefined ? undefined : row[found]
}

function keyValue(row: Raw, field: ArcgisField): Value {
  const raw = attribute(row, field.name)
  if (raw === undefined) throw refused(`No ${field.name} in the answer`)
  const value = valueOf(raw, field)
  if (value === null && raw !== null) throw refused(`Not a value of ${field.name}: ${JSON.stringify(raw)}`)
  return value
}

function resultOf({ op, expr }: Aggregate, row: Raw, fields: Fields, statistics: Statistics): Value {
  const field = expr === undefined ? undefined : plainField(expr, fields)
  if (!field) return statistics.count(row, statistics.objectId)
  const count = statistics.count(row, field.name)
  if (op === 'count') return count
  // Of nothing, some servers say 0, some null, some nothing.
  if (count === 0) return null
  const raw = statistics.value(row, op === 'mean' ? 'sum' : op, field.name)
  const known = field.kind === 'date' ? instantOfRaw(raw) !== undefined || field.daysOnly : typeof raw === 'number' && Number.isFinite(raw)
  if (!known) throw refused(`No ${op} of ${field.name} in the answer`)
  if (op === 'mean') return Number(raw) / count
  const value = valueOf(raw, field)
  if (value === null) throw refused(`No ${op} of ${field.name} in the answer`)
  return value
}
