import { rowsOf } from '../../src/data/table.js'
import type { Table } from '../../src/data/table.js'
import type { Reply, Route } from './fault-server.js'

export const doc = '/api/docs/abcdefghijkl'
export const json = (body: unknown, status = 200): Reply => ({ status, type: 'application/json', body: JSON.stringify(body) })
export const column = (id: string, type: string, more = {}) => ({ id, fields: { label: id, type, ...more } })

type Fields = Readonly<Record<string, unknown>>

/** Records of a table as Grist gives them: equality and `in` of `filter`, `limit` (0 for none); deaf: neither. */
export function records(rows: readonly Fields[], deaf = false): Route {
  return (_request, { searchParams }) => {
    const filter = Object.entries(JSON.parse(searchParams.get('filter') ?? '{}') as Record<string, unknown[]>)
    const all = rows.map((fields, index) => ({ id: index + 1, fields }))
    const kept = deaf ? all : all.filter(({ fields }) => filter.every(([name, values]) => values.includes(fields[name])))
    const limit = deaf ? 0 : Number(searchParams.get('limit') ?? 0)
    return json({ records: limit > 0 ? kept.slice(0, limit) : kept })
  }
}

/** The document with the table as T. */
export function gristRoutes(table: Table, deaf = false): Record<string, Route> {
  const fields = table.schema.filter(({ type }) => type !== 'geometry')
  const kinds = { string: 'Text', number: 'Numeric', boolean: 'Bool', date: 'Date', geometry: 'Any' }
  // Column ids of Grist are words: traps have other names, which nothing here minds.
  const rows = rowsOf(table).map((row) => Object.fromEntries(fields.map(({ name, type }) => [name, type === 'date' && typeof row[name] === 'number' ? row[name] / 1000 : row[name]])))
  return {
    [`${doc}/tables/T/columns`]: json({ columns: fields.map(({ name, type }) => column(name, kinds[type])) }),
    [`${doc}/tables/T/records`]: records(rows, deaf),
  }
}
