import { rowsOf } from '../../src/data/table.js'
import { OdsqlParser } from './odsql-parser.js'
import { startFaultServer } from './fault-server.js'
import type { Field } from '../../src/data/schema.js'
import type { Table, Value } from '../../src/data/table.js'
import type { FaultServer, Reply } from './fault-server.js'
import type { Named, Odsql } from './odsql-parser.js'

type Row = Readonly<Record<string, Value>>

export interface OpendatasoftOptions {
  /** Hears none of the conditions. */
  readonly deaf?: boolean
}

export const opendatasoftId = 'essai'
const base = `/api/explore/v2.1/catalog/datasets/${opendatasoftId}`
const taken = ['select', 'where', 'group_by', 'order_by', 'limit', 'offset', 'timezone']

/**
 * Plays the Explore API v2.1 from its documentation (never compared with one on the wire): clauses are read by a parser of
 * the documented grammar and evaluated, a negation keeps missing values, text sorts by French collation, limits are those of the
 * documentation, unknown parameters are refused.
 */
export async function startOpendatasoft(table: Table, { deaf = false }: OpendatasoftOptions = {}): Promise<FaultServer> {
  const rows = rowsOf(table).map((row): Row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === '' ? null : value])))
  const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) })
  const guarded = (answer: (params: URLSearchParams) => Reply) => (_request: unknown, { searchParams }: URL): Reply => {
    const strange = [...searchParams.keys()].find((name) => !taken.includes(name))
    try {
      if (strange !== undefined) throw new Error(`Unknown parameter ${strange}`)
      return answer(searchParams)
    } catch (error) {
      return json({ error_code: 'ODSQLError', message: error instanceof Error ? error.message : String(error) }, 400)
    }
  }
  const kept = (params: URLSearchParams) => {
    const where = params.get('where')
    const condition = where === null || deaf ? undefined : new OdsqlParser(where).where()
    return condition ? rows.filter((row) => holds(condition, row, table)) : rows
  }
  const exported = (params: URLSearchParams) => {
    const limit = Number(params.get('limit') ?? -1)
    const all = selected(table, params.get('select'), kept(params))
    return limit < 0 ? all : all.slice(0, limit)
  }
  return startFaultServer({
    [base]: json(description(table)),
    [`${base}/records`]: guarded((params) => {
      const found = kept(params)
      const grouped = params.get('group_by')
      const [limit, offset] = [Number(params.get('limit') ?? 10), Number(params.get('offset') ?? 0)]
      const [most, window] = grouped === null ? [100, 10_000] : [20_000, 20_000]
      if (limit < -1 || limit > most || offset < 0 || offset + limit > window) throw new Error(`Invalid value for limit or offset: -1 <= limit <= ${most}`)
      const select = params.get('select')
      const end = offset + (limit < 0 ? most : limit)
      if (grouped !== null) return json({ results: groups(table, new OdsqlParser(grouped).list(), select, found).slice(offset, end) })
      const items = select === null ? [] : new OdsqlParser(select).list()
      if (items.some(({ expr }) => expr.is === 'call')) return json({ total_count: found.length, results: found.slice(offset, end).map(() => aggregated(items, found)) })
      return json({ total_count: found.length, results: selected(table, select, sorted(found, params.get('order_by'), table)).slice(offset, end) })
    }),
    [`${base}/exports/jsonl`]: guarded((params) => ({ type: 'application/jsonl', body: exported(params).map((row) => JSON.stringify(row)).join('\n') })),
    [`${base}/exports/json`]: guarded((params) => json(exported(params))),
  })
}

function description(table: Table): object {
  const fields = table.schema.map((field) => ({
    name: field.name, label: field.title ?? field.name, type: kindOf(field, table), description: field.description ?? null,
    annotations: field.unit === undefined ? {} : { unit: field.unit },
  }))
  const metas = {
    title: 'Essai', description: '<p>Un <b>essai</b></p>', publisher: 'Région Grand Est', license: 'Licence Ouverte v2.0',
    license_url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence', modified: '2024-05-06T07:08:09+00:00', records_count: table.numRows,
    bbox: { type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[[6, 48], [7.75, 48], [7.75, 48.625], [6, 48.625], [6, 48]]] } },
  }
  return { dataset_id: opendatasoftId, has_records: true, data_visible: true, features: [], metas: { default: metas, dcat: { created: '2020-01-01', accrualperiodicity: 'annuelle' } }, fields }
}

function kindOf({ name, type, precision }: Field, table: Table): string {
  if (type !== 'number') return { string: 'text', boolean: 'boolean', date: precision === 'time' ? 'datetime' : 'date', geometry: 'geo_point_2d' }[type]
  return Array.from(table.columns.get(name) ?? []).every((value) => value === null || Number.isInteger(value)) ? 'int' : 'double'
}

/** As the JSON of the API writes it. */
function written(value: Value, type: Field['type'] | undefined): unknown {
  if (typeof value === 'object' && value !== null) return value.type === 'Point' ? { lon: value.coordinates[0], lat: value.coordinates[1] } : null
  return type === 'date' && typeof value === 'number' ? new Date(value).toISOString().slice(0, 10) : value
}

function selected(table: Table, select: string | null, rows: readonly Row[]): Record<string, unknown>[] {
  const names = select === null ? table.schema.map(({ name }) => name) : new OdsqlParser(select).list().map(({ expr }) => (expr.is === 'field' ? expr.name : ''))
  return rows.map((row) => Object.fromEntries(names.map((name) => [name, written(cell(row, name), typeOf(table, name))])))
}

function typeOf(table: Table, name: string): Field['type'] | undefined {
  return table.schema.find((field) => field.name === name)?.type
}

function cell(row: Row, name: string): Value {
  if (!Object.hasOwn(row, name)) throw new Error(`Unknown field: ${name}`)
  return row[name] ?? null
}

function sorted(rows: readonly Row[], orderBy: string | null, table: Table): readonly Row[] {
  if (orderBy === null) return rows
  const keys = new OdsqlParser(orderBy).list()
  const compare = (left: Value, right: Value) => (typeof left === 'string' && typeof right === 'string' ? left.localeCompare(right, 'fr') : Number(left) - Number(right))
  return [...rows].sort((a, b) => {
    for (const { expr, desc } of keys) {
      if (expr.is !== 'field' || typeOf(table, expr.name) === 'geometry') throw new Error('order_by takes fields that sort')
      const [left, right] = [cell(a, expr.name), cell(b, expr.name)]
      if (left === right) continue
      // What is missing comes first, whichever way it sorts.
      const sign = left === null ? -1 : right === null ? 1 : compare(left, right) * (desc === true ? -1 : 1)
      if (sign !== 0) return sign
    }
    return 0
  })
}

function holds(condition: Odsql, row: Row, table: Table): boolean {
  switch (condition.is) {
    case 'and':
      return condition.parts.every((part) => holds(part, row, table))
    case 'or':
      return condition.parts.some((part) => holds(part, row, table))
    case 'not':
      return !holds(condition.part, row, table)
    case 'test':
      return (valueOf(condition.left, row) === condition.wanted) !== condition.negated
    case 'compare':
      return compares(condition.op, valueOf(condition.left, row), valueOf(condition.right, row))
    case 'call':
      return called(condition.name, condition.args, row)
    default:
      throw new Error(`Not a condition: ${condition.is}`)
  }
}

function compares(op: string, left: Value, right: Value): boolean {
  if (left === null || right === null) return false
  if (op === '=') return left === right
  if (op === '!=') return left !== right
  if (typeof left === 'string' || typeof right === 'string') throw new Error('Text is not compared by order')
  return { '<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right }[op] ?? false
}

function called(name: string, args: readonly Odsql[], row: Row): boolean {
  const [first, ...rest] = args.map((arg) => valueOf(arg, row))
  if (name === 'startswith') return typeof first === 'string' && first.startsWith(String(rest[0]))
  if (name !== 'in_bbox') throw new Error(`Unknown function: ${name}`)
  const [south = 0, west = 0, north = 0, east = 0] = rest.map(Number)
  if (typeof first !== 'object' || first?.type !== 'Point') return false
  const [x = NaN, y = NaN] = first.coordinates
  return y >= south && y <= north && x >= west && x <= east
}

const parts: Readonly<Record<string, (date: Date) => number>> = { year: (date) => date.getUTCFullYear(), month: (date) => date.getUTCMonth() + 1, day: (date) => date.getUTCDate() }

function valueOf(expr: Odsql, row: Row): Value {
  if (expr.is === 'literal') return expr.value
  if (expr.is === 'field') return cell(row, expr.name)
  if (expr.is === 'date') return instantOf(expr.text)
  const [argument, width] = expr.is === 'call' ? expr.args.map((arg) => valueOf(arg, row)) : []
  if (expr.is !== 'call' || argument === undefined) throw new Error(`Not a value: ${expr.is}`)
  if (argument === null) return null
  const part = parts[expr.name]
  if (part && typeof argument === 'number') return part(new Date(argument))
  if (expr.name !== 'range' || typeof argument !== 'number' || typeof width !== 'number') throw new Error(`Unknown function: ${expr.name}`)
  const lower = Math.floor(argument / width) * width
  return `[${lower}, ${lower + width - 1}]`
}

function instantOf(text: string): number {
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(time)) throw new Error(`Not a date: ${text}`)
  return time
}

function groups(table: Table, keys: readonly Named[], select: string | null, rows: readonly Row[]): object[] {
  const items = select === null ? [] : new OdsqlParser(select).list()
  const found = new Map<string, Row[]>()
  const cells = (row: Row) => Object.fromEntries(keys.map(({ expr, alias }) => {
    if (expr.is === 'field' && typeOf(table, expr.name) === 'geometry') throw new Error(`group_by does not take ${expr.name}: use geo_cluster`)
    return [alias ?? (expr.is === 'field' ? expr.name : ''), written(valueOf(expr, row), expr.is === 'field' ? typeOf(table, expr.name) : undefined)]
  }))
  for (const row of rows) {
    const key = JSON.stringify(cells(row))
    const members = found.get(key)
    if (members) members.push(row)
    else found.set(key, [row])
  }
  return [...found].map(([key, members]) => ({ ...(JSON.parse(key) as object), ...aggregated(items, members, table) }))
}

function aggregated(items: readonly Named[], rows: readonly Row[], table?: Table): object {
  return Object.fromEntries(items.map(({ expr, alias }) => {
    if (expr.is !== 'call' || alias === undefined) throw new Error('An aggregate needs a name')
    const [argument] = expr.args
    if (expr.name === 'count' && argument?.is === 'all') return [alias, rows.length]
    if (argument?.is !== 'field') throw new Error(`${expr.name} takes a field`)
    const values = rows.map((row) => cell(row, argument.name)).filter((value) => value !== null)
    if (expr.name === 'count') return [alias, values.length]
    const numbers = values.map(Number)
    const sum = numbers.reduce((total, value) => total + value, 0)
    const result = { sum, avg: sum / numbers.length, min: least(numbers, 1), max: least(numbers, -1) }[expr.name]
    if (result === undefined) throw new Error(`Unknown function: ${expr.name}`)
    const shown = numbers.length === 0 ? (expr.name === 'sum' ? 0 : null) : result
    return [alias, written(shown, expr.name === 'min' || expr.name === 'max' ? table && typeOf(table, argument.name) : undefined)]
  }))
}

function least(values: readonly number[], sign: number): number {
  return values.reduce((best, value) => (sign * value < sign * best ? value : best), values[0] ?? 0)
}
