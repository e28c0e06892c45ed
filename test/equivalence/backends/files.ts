import { createServer } from 'node:http'
import { rowsOf } from '../../../src/data/table.js'
import type { AddressInfo } from 'node:net'
import type { Table, Value } from '../../../src/data/table.js'
import type { Backend, RunningBackend } from '../backend.js'

/** As a French spreadsheet saves it: semicolons, decimal comma, dd/mm/yyyy, points as "latitude, longitude". */
export const csv: Backend = {
  name: 'CSV file',
  anyName: true,
  infers: true,
  requestsOfSix: 0,
  start: (table) => serve('/communes.csv', 'text/csv', toCsv(table)),
}

export const json: Backend = {
  name: 'JSON file',
  anyName: true,
  infers: true,
  requestsOfSix: 0,
  start: (table) => serve('/communes.json', 'application/json', JSON.stringify(rowsOf(table).map((row) => plainRow(table, row)))),
}

export const geojson: Backend = {
  name: 'GeoJSON file',
  anyName: true,
  infers: true,
  requestsOfSix: 0,
  start: (table) => serve('/communes.geojson', 'application/geo+json', JSON.stringify(toGeoJson(table))),
}

/** One body at one address, with CORS. */
export async function serve(path: string, type: string, body: string | Uint8Array): Promise<RunningBackend> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    config: { src: `http://127.0.0.1:${port}${path}` },
    stop: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}

/** A feature collection with the table's geometry (null where it has none); dates as calendar days. */
export function toGeoJson(table: Table): object {
  const geometry = table.schema.find(({ type }) => type === 'geometry')?.name
  const features = rowsOf(table).map((row) => ({
    type: 'Feature',
    properties: plainRow(table, row),
    geometry: geometry === undefined ? null : row[geometry],
  }))
  return { type: 'FeatureCollection', features }
}

/** The row without its geometry, dates as "2024-01-31". */
export function plainRow(table: Table, row: Readonly<Record<string, Value>>): Record<string, Value> {
  const cells = table.schema.flatMap(({ name, type }): [string, Value][] => {
    const value = row[name] ?? null
    if (type === 'geometry') return []
    return [[name, type === 'date' && typeof value === 'number' ? dayOf(value) : value]]
  })
  return Object.fromEntries(cells)
}

function toCsv(table: Table): string {
  const quote = (text: string) => (/[;"\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const cell = (value: Value, type: string) => {
    if (value === null) return ''
    if (typeof value === 'object') return value.type === 'Point' ? `${value.coordinates[1]}, ${value.coordinates[0]}` : JSON.stringify(value)
    if (typeof value === 'number') return type === 'date' ? dayOf(value).split('-').reverse().join('/') : String(value).replace('.', ',')
    return String(value)
  }
  const lines = rowsOf(table).map((row) => table.schema.map(({ name, type }) => quote(cell(row[name] ?? null, type))).join(';'))
  return [table.schema.map(({ name }) => quote(name)).join(';'), ...lines].join('\r\n')
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}
