import { createServer } from 'node:http'
import { DuckDBInstance } from '@duckdb/node-api'
import { rowsOf } from '../../src/data/table.js'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Field } from '../../src/data/schema.js'
import type { Table, Value } from '../../src/data/table.js'

/** How the question is put: in the address (`?sql=`), or as Mosaic's data server wants it, in the body alone. */
export type DuckDbProtocol = 'address' | 'mosaic'

export interface RunningDuckDb {
  /** "http://127.0.0.1:port/sql" */
  readonly url: string
  /** Statements as they arrived, in order. */
  readonly asked: readonly string[]
  /** Runs a statement, as the owner of the data. */
  run(sql: string): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a real DuckDB, in memory, behind HTTP on a free loopback port: rows as JSON, errors as text with status 400. Questions
 * cannot reach files or the network.
 */
export async function startDuckDb(protocol: DuckDbProtocol = 'address'): Promise<RunningDuckDb> {
  const database = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '2GB' })
  const connection = await database.connect()
  await connection.run('SET enable_external_access = false')
  const asked: string[] = []
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*')
    void questionOf(request, protocol)
      .then(async (sql) => {
        asked.push(sql)
        const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson()
        response.setHeader('content-type', 'application/json').end(JSON.stringify(rows))
      })
      .catch((error: unknown) => response.writeHead(400, { 'content-type': 'text/plain' }).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    connection.closeSync()
    database.closeSync()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`,
    asked, stop,
    run: async (sql) => void (await connection.run(sql)),
  }
}

async function questionOf(request: IncomingMessage, protocol: DuckDbProtocol): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  if (request.method === 'POST') return String((JSON.parse(body) as { sql?: unknown }).sql)
  const sql = protocol === 'mosaic' ? null : new URL(request.url ?? '/', 'http://localhost').searchParams.get('sql')
  if (sql === null) throw new SyntaxError('No question')
  return sql
}

/** Fills a new table of the server with the rows; geometries stay out. */
export async function loadDuckDb(server: RunningDuckDb, table: Table, name = 'communes'): Promise<void> {
  const fields = table.schema.filter(({ type }) => type !== 'geometry')
  const columns = fields.map((field) => `${quote(field.name)} ${typeOf(field, table)}`).join(', ')
  await server.run(`CREATE TABLE ${quote(name)} (${columns})`)
  const rows = rowsOf(table).map((row) => `(${fields.map((field) => literal(row[field.name] ?? null, field)).join(', ')})`)
  for (let from = 0; from < rows.length; from += 1000) {
    await server.run(`INSERT INTO ${quote(name)} VALUES ${rows.slice(from, from + 1000).join(', ')}`)
  }
}

function typeOf({ name, type, precision }: Field, table: Table): string {
  if (type === 'date') return precision === 'day' ? 'DATE' : 'TIMESTAMP'
  if (type === 'boolean') return 'BOOLEAN'
  if (type !== 'number') return 'VARCHAR'
  const whole = Array.from(table.columns.get(name) ?? []).every((value) => value === null || Number.isInteger(value))
  return whole ? 'BIGINT' : 'DOUBLE'
}

function literal(value: Value, { type }: Field): string {
  if (value === null) return 'NULL'
  if (type === 'date' && typeof value === 'number') return `'${new Date(value).toISOString().slice(0, 23)}'`
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
