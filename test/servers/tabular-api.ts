import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Cell = string | number | boolean | null
type Row = Readonly<Record<string, Cell>>

/** A table as the Tabular API holds it. */
export interface TabularTable {
  readonly id: string
  /** Columns with csv-detective's python types, and formats where they differ. */
  readonly columns: Readonly<Record<string, string | { readonly python_type: string; readonly format: string }>>
  readonly rows: readonly Row[]
  /** Groups and totals are allowed. */
  readonly aggregates?: boolean
  readonly indexes?: readonly string[]
  /** Rows that an export may have; 50 000 in production. */
  readonly exportSize?: number
  readonly dataset?: string
}

export interface TabularServer {
  readonly origin: string
  readonly requests: string[]
  /** Answers of the catalogue, by path. */
  readonly pages: Map<string, unknown>
  stop(): Promise<void>
}

/**
 * A stand-in for the Tabular API of data.gouv.fr, written from its documentation and source (datagouv/api-tabular) and from
 * recorded answers: never the real one. Text sorts as PostgreSQL does in French, missing values are the largest.
 */
export async function startTabularServer(tables: readonly TabularTable[]): Promise<TabularServer> {
  const requests: string[] = []
  const pages = new Map<string, unknown>()
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://tabular')
    requests.push(safely(request.url ?? '/'))
    const send = (status: number, body: string, type = 'application/json') => {
      // The real one leaves errors without CORS headers.
      response.writeHead(status, { 'content-type': type, ...(status < 400 ? { 'access-control-allow-origin': '*' } : {}) })
      response.end(body)
    }
    try {
      if (pages.has(pathname)) return send(200, JSON.stringify(pages.get(pathname)))
      if (pathname === '/api/aggregation-exceptions/') return send(200, JSON.stringify({ allowed: false, exceptions: tables.filter((one) => one.aggregates).map(({ id }) => id) }))
      const [, id, route] = /^\/api\/resources\/([^/]+)\/(.*)$/.exec(pathname) ?? []
      const table = tables.find((one) => one.id === id)
      if (!table) return send(404, '404: Not Found', 'text/plain')
      if (route === 'profile/') return send(200, JSON.stringify(profileOf(table)))
      if (route === 'data/') return send(200, JSON.stringify(answerOf(table, safely(search).slice(1))))
      if (route === 'data/csv/') return send(200, exportOf(table, safely(search).slice(1)), 'text/csv')
      return send(404, '404: Not Found', 'text/plain')
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, String(error))
      return send(refusal.status, JSON.stringify({ errors: [{ code: null, title: 'Refused', detail: refusal.message }] }))
    }
  })
  server.unref()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    pages,
    stop: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

function profileOf({ columns, rows, indexes, dataset }: TabularTable) {
  const described = Object.entries(columns).map(([name, about]) => [name, typeof about === 'string' ? { score: 1, format: about, python_type: about } : about])
  return { profile: { header: Object.keys(columns), columns: Object.fromEntries(described), total_lines: rows.length }, deleted_at: null, dataset_id: dataset ?? null, indexes: indexes ?? null }
}

interface Asked {
  readonly kept: readonly Row[]
  readonly sorts: readonly (readonly [string, string])[]
  readonly columns: readonly string[] | undefined
  readonly groups: readonly string[]
  readonly measures: readonly (readonly [column: string, operator: string])[]
  readonly page: number
  readonly size: number
}

function askedOf(table: TabularTable, query: string): Asked {
  const tests: ((row: Row) => boolean)[] = []
  const sorts: (readonly [string, string])[] = []
  const groups: string[] = []
  const measures: (readonly [string, string])[] = []
  let [columns, page, size]: [readonly string[] | undefined, number, number] = [undefined, 1, 20]
  for (const part of query.split('&').filter(Boolean)) {
    if (part.startsWith('or=(')) {
      tests.push(connective(part.replace('or=', 'or'), table))
      continue
    }
    const [name = '', value, ...more] = part.split('=')
    if (more.length > 0) throw new Refusal(400, `argument '${part}' could not be parsed`)
    if (name === 'page') page = Number(value)
    else if (name === 'page_size') size = Number(value)
    else if (name === 'columns') columns = (value ?? '').split(',').map((column) => known(column, table))
    else if (value === undefined && !/__is(not)?null$/.test(name)) {
      const [column, operator] = parts(name)
      if (!table.aggregates) throw new Refusal(403, `Aggregation parameters ${operator} are not allowed`)
      if (table.indexes && !table.indexes.includes(column)) throw new Refusal(403, `${column} is not among the allowed columns`)
      if (operator === 'groupby') groups.push(known(column, table))
      else if (['count', 'sum', 'avg', 'min', 'max'].includes(operator)) measures.push([known(column, table), operator])
      else throw new Refusal(400, `argument '${part}' could not be parsed`)
    } else if (/__sort$/.test(name)) sorts.push([known(parts(name)[0], table), value ?? ''])
    else tests.push(testOf(name, value, table))
  }
  if (size > 50) throw new Refusal(400, 'Page size exceeds allowed maximum: 50')
  const rows = table.rows.map((row, at) => ({ __id: at + 1, ...row }))
  return { kept: rows.filter((row) => tests.every((test) => test(row))), sorts, columns, groups, measures, page, size }
}

function answerOf(table: TabularTable, query: string) {
  const { kept, sorts, columns, groups, measures, page, size } = askedOf(table, query)
  const from = size * (page - 1)
  if (groups.length > 0 || measures.length > 0) {
    const all = sorted(grouped(kept, groups, measures), sorts)
    return { data: all.slice(from, from + size), links: {}, meta: { page, page_size: size } }
  }
  const rows = sorted(kept, sorts).slice(from, from + size).map((row) => picked(row, columns))
  return { data: rows, links: {}, meta: { page, page_size: size, total: kept.length } }
}

function exportOf(table: TabularTable, query: string): string {
  const { kept, sorts, columns } = askedOf(table, query)
  const most = table.exportSize ?? 50_000
  if (kept.length > most) throw new Refusal(403, `The output has more than ${most} rows`)
  const names = columns ?? ['__id', ...Object.keys(table.columns)]
  const text = (cell: Cell | undefined) => {
    const plain = cell === null || cell === undefined ? '' : String(cell)
    return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
  }
  const lines = sorted(kept, sorts).map((row) => names.map((name) => text(row[name])).join(','))
  return `${[names.map(text).join(','), ...lines].join('\n')}\n\n`
}

function picked(row: Row, columns: readonly string[] | undefined): Row {
  return columns ? Object.fromEntries(columns.map((name) => [name, row[name] ?? null])) : row
}

/** Ties come in an order of their own; NULL is the largest value. */
function sorted(rows: readonly Row[], sorts: readonly (readonly [string, string])[]): readonly Row[] {
  const [sort] = sorts
  if (!sort) return rows
  const [name, direction] = sort
  const sign = direction === 'desc' ? -1 : 1
  return [...rows].reverse().sort((a, b) => sign * order(a[name] ?? null, b[name] ?? null))
}

function order(a: Cell, b: Cell): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return typeof a === 'string' ? a.localeCompare(String(b), 'fr') : Number(a) - Number(b)
}

function grouped(rows: readonly Row[], groups: readonly string[], measures: readonly (readonly [string, string])[]): readonly Row[] {
  const found = new Map<string, Row[]>(groups.length === 0 ? [['', []]] : [])
  for (const row of rows) {
    const key = groups.length === 0 ? '' : JSON.stringify(groups.map((name) => row[name] ?? null))
    found.set(key, [...(found.get(key) ?? []), row])
  }
  return [...found.values()].map((members) => ({
    ...Object.fromEntries(groups.map((name) => [name, members[0]?.[name] ?? null])),
    ...Object.fromEntries(measures.map(([name, operator]) => [`${name}__${operator}`, measured(members.map((row) => row[name] ?? null), operator)])),
  }))
}

function measured(cells: readonly Cell[], operator: string): Cell {
  const values = cells.filter((cell) => cell !== null)
  if (operator === 'count') return values.length
  if (values.length === 0) return null
  const ordered = [...values].sort(order)
  if (operator === 'min') return ordered[0] ?? null
  if (operator === 'max') return ordered.at(-1) ?? null
  const sum = values.reduce((total: number, value) => total + Number(value), 0)
  return operator === 'sum' ? sum : sum / values.length
}

function parts(name: string): readonly [column: string, operator: string] {
  const at = name.lastIndexOf('__')
  if (at < 0) throw new Refusal(400, `argument '${name}' could not be parsed`)
  return [name.slice(0, at), name.slice(at + 2)]
}

function known(column: string, table: TabularTable): string {
  if (column === '__id' || Object.hasOwn(table.columns, column)) return column
  throw new Refusal(400, `column "${column}" does not exist`)
}

/** `or(a__exact.1,and(b__less.5,c__isnull))`. Commas and brackets separate wherever they stand. */
function connective(text: string, table: TabularTable): (row: Row) => boolean {
  const [, word, inner = ''] = /^(and|or)\((.*)\)$/.exec(text) ?? []
  if (!word) {
    const [name = text, ...value] = text.split('.')
    return testOf(name, value.length > 0 ? value.join('.').replace(/^"(.*)"$/, '$1') : undefined, table)
  }
  const members: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at <= inner.length; at++) {
    const letter = inner[at] ?? ','
    if (letter === '(') depth++
    else if (letter === ')') depth--
    else if (letter === ',' && depth === 0) {
      members.push(inner.slice(start, at))
      start = at + 1
    }
  }
  const tests = members.map((member) => connective(member, table))
  return word === 'or' ? (row) => tests.some((test) => test(row)) : (row) => tests.every((test) => test(row))
}

function testOf(name: string, value: string | undefined, table: TabularTable): (row: Row) => boolean {
  const [column, operator] = parts(name)
  known(column, table)
  const about = table.columns[column] ?? 'int'
  const kind = typeof about === 'string' ? about : about.python_type
  const cast = (text: string): Cell => {
    if (kind === 'int' && !/^-?\d+$/.test(text)) throw new Refusal(400, `invalid input syntax for type integer: "${text}"`)
    return kind === 'int' || kind === 'float' ? Number(text) : kind === 'bool' ? text === 'true' : text
  }
  const compared = (accept: (sign: number) => boolean) => {
    const wanted = cast(value ?? '')
    return (row: Row) => {
      const cell = row[column] ?? null
      return cell !== null && accept(cell === wanted ? 0 : order(cell, wanted) || 1)
    }
  }
  switch (operator) {
    case 'exact': return compared((sign) => sign === 0)
    case 'differs': return (row) => (row[column] ?? null) !== cast(value ?? '')
    case 'less': return compared((sign) => sign <= 0)
    case 'greater': return compared((sign) => sign >= 0)
    case 'strictly_less': return compared((sign) => sign < 0)
    case 'strictly_greater': return compared((sign) => sign > 0)
    case 'isnull': return (row) => (row[column] ?? null) === null
    case 'isnotnull': return (row) => (row[column] ?? null) !== null
    case 'contains': return (row) => typeof row[column] === 'string' && row[column].toLowerCase().includes((value ?? '').toLowerCase())
    case 'in': {
      const members = [...(value ?? '').matchAll(/"([^"]*)"|([^,]+)/g)].map(([, quoted, plain = '']) => cast(quoted ?? plain))
      return (row) => members.includes(row[column] ?? null)
    }
    default: throw new Refusal(400, `argument '${name}' could not be parsed`)
  }
}

function safely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
