import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Cell = string | number | boolean | null
export type CkanRecord = Readonly<Record<string, Cell>>

/** A table of the datastore. */
export interface CkanTable {
  readonly id: string
  /** PostgreSQL types by column. */
  readonly columns: Readonly<Record<string, string>>
  readonly records: readonly CkanRecord[]
}

export interface CkanServerOptions {
  /** Runs a SELECT; absent where the site takes no SQL. Throws what the site refuses. */
  readonly sql?: (text: string) => Promise<{ readonly records: readonly object[]; readonly fields: readonly { readonly id: string; readonly type: string }[] }>
  /** Rows of one answer; 32 000 in CKAN. */
  readonly most?: number
  /** Hears neither `filters` nor `sort`: what must never give a wrong figure. */
  readonly deaf?: boolean
}

export interface CkanServer {
  readonly origin: string
  readonly requests: string[]
  readonly packages: Map<string, Readonly<Record<string, unknown>>>
  /** Other answers, by path. */
  readonly pages: Map<string, unknown>
  stop(): Promise<void>
}

/** A stand-in for a CKAN site before 2.12, written from its documentation, never seen on the wire. Text sorts as in French. */
export async function startCkanServer(tables: readonly CkanTable[], { sql, most = 32_000, deaf = false }: CkanServerOptions = {}): Promise<CkanServer> {
  const requests: string[] = []
  const packages = new Map<string, Readonly<Record<string, unknown>>>()
  const pages = new Map<string, unknown>()
  const resources = () => [...packages.entries()].flatMap(([name, one]) => (one['resources'] as Readonly<Record<string, unknown>>[]).map((resource): Readonly<Record<string, unknown>> => ({ ...resource, package_id: name })))
  const resultOf = async (action: string, parameters: URLSearchParams): Promise<unknown> => {
    const id = parameters.get('id') ?? ''
    if (action === 'package_show') return packages.get(id) ?? fail(404, { __type: 'Not Found Error', message: 'Not found' })
    if (action === 'resource_show') return resources().find((one) => one['id'] === id) ?? fail(404, { __type: 'Not Found Error', message: 'Not found' })
    if (action === 'datastore_search_sql' && sql) return selected(sql, parameters.get('sql') ?? '')
    if (action === 'datastore_search') return found(tables, deaf ? new URLSearchParams([...parameters].filter(([name]) => name !== 'filters' && name !== 'sort')) : parameters, most)
    throw new Failure(400, 'Bad request - Action name not known: ' + action)
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://ckan')
    requests.push(decodeURIComponent(request.url ?? '').replace('/api/3/action/', ''))
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
      response.end(JSON.stringify(body))
    }
    if (pages.has(url.pathname)) return send(200, pages.get(url.pathname))
    const action = /^\/api\/3\/action\/(\w+)$/.exec(url.pathname)?.[1]
    if (action === undefined) return send(404, 'Not found')
    resultOf(action, url.searchParams).then(
      (result) => send(200, { help: '', success: true, result }),
      (error: unknown) => {
        const { status, said } = error instanceof Failure ? error : new Failure(409, { __type: 'Validation Error', query: ['(ProgrammingError)'], info: { orig: [String(error)] } })
        send(status, typeof said === 'string' ? said : { help: '', success: false, error: said })
      }
    )
  })
  server.unref()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests, packages, pages,
    stop: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

class Failure extends Error {
  readonly status: number
  readonly said: unknown
  constructor(status: number, said: unknown) {
    super(JSON.stringify(said))
    this.status = status
    this.said = said
  }
}

function fail(status: number, said: unknown): never {
  throw new Failure(status, said)
}

/** As CKAN wraps it; a word behind a colon after a space or quote would be a parameter. */
async function selected(sql: NonNullable<CkanServerOptions['sql']>, text: string) {
  if (/(?<![:\w\\]):(\w+)(?!:)/.test(text)) fail(409, { __type: 'Validation Error', query: ['A value is required for bind parameter'] })
  if (text.includes(';')) fail(409, { __type: 'Validation Error', query: ['Query is not a single statement.'] })
  const answer = await sql(`SELECT * FROM (${text}) AS blah LIMIT 32001`)
  const cut = answer.records.length > 32_000
  return { sql: text, records: answer.records.slice(0, 32_000), fields: answer.fields, ...(cut ? { records_truncated: true } : {}) }
}

const taken = new Set(['resource_id', 'filters', 'q', 'limit', 'offset', 'fields', 'sort', 'include_total'])

function found(tables: readonly CkanTable[], parameters: URLSearchParams, most: number) {
  for (const name of parameters.keys()) if (!taken.has(name)) fail(409, { __type: 'Validation Error', __junk: ['The input field __junk was not expected.'] })
  const table = tables.find(({ id }) => id === parameters.get('resource_id')) ?? fail(404, { __type: 'Not Found Error', message: 'Not found: Resource was not found.' })
  const known = (name: string) => (name === '_id' || Object.hasOwn(table.columns, name) ? name : fail(409, { __type: 'Validation Error', fields: [`field "${name}" not in table`] }))
  const filters = Object.entries(JSON.parse(parameters.get('filters') ?? '{}') as Record<string, Cell | readonly Cell[]>)
  for (const [name] of filters) known(name)
  const all = table.records.map((record, at): CkanRecord => ({ _id: at + 1, ...record }))
  const kept = all.filter((record) => filters.every(([name, value]) => [value].flat().some((item) => String(item) === String(record[name])) && record[name] !== null))
  const keys = (parameters.get('sort') ?? '_id').split(', ').map((key) => /^(\w+)(?: (asc|desc))?( nulls last)?$/.exec(key) ?? fail(409, { __type: 'Validation Error', sort: [key] }))
  const sorted = [...kept].sort((a, b) => {
    for (const [, name = '', direction, last] of keys) {
      const [left, right] = [a[known(name)] ?? null, b[name] ?? null]
      if (left === right) continue
      const sign = direction === 'desc' ? -1 : 1
      if (left === null || right === null) return (left === null ? 1 : -1) * (last ? 1 : sign)
      return sign * (typeof left === 'string' ? left.localeCompare(String(right), 'fr') : Number(left) - Number(right))
    }
    return 0
  })
  const limit = Math.min(Number(parameters.get('limit') ?? 100), most)
  const offset = Number(parameters.get('offset') ?? 0)
  const names = parameters.get('fields')?.split(',').map(known) ?? ['_id', ...Object.keys(table.columns)]
  const records = sorted.slice(offset, offset + limit).map((record) => Object.fromEntries(names.map((name) => [name, record[name] ?? null])))
  const fields = names.map((id) => ({ id, type: id === '_id' ? 'int' : table.columns[id] }))
  return { include_total: true, limit, offset, records, fields, records_format: 'objects', ...(parameters.get('include_total') === 'false' ? {} : { total: kept.length, total_was_estimated: false }) }
}
