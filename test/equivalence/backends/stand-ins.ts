import { rowsOf } from '../../../src/data/table.js'
import { startCkanServer } from '../../servers/ckan.js'
import { ckanDatabase } from '../../servers/ckan-database.js'
import { dataFairPath, startDataFair } from '../../servers/data-fair-server.js'
import { opendatasoftId, startOpendatasoft } from '../../servers/opendatasoft.js'
import { startOgcApi } from '../../servers/ogc-api-server.js'
import { socrataId, startSocrata } from '../../servers/socrata.js'
import { startTabularServer } from '../../servers/tabular-api.js'
import { plainRow } from './files.js'
import type { Table } from '../../../src/data/table.js'
import type { CkanRecord, CkanTable } from '../../servers/ckan.js'
import type { Backend } from '../backend.js'

// Servers written from documentation, where none can run here. They show that our side keeps the law with the dialect as documented.

const identifier = 'c0ffee00-1234-4abc-8def-0123456789ab'

function ckanTable(table: Table): CkanTable {
  const columns = table.schema.filter(({ type }) => type !== 'geometry').map(({ name, type }) => [name, type === 'number' ? 'numeric' : type === 'date' ? 'date' : 'text'])
  return { id: identifier, columns: Object.fromEntries(columns), records: rowsOf(table).map((row) => plainRow(table, row) as CkanRecord) }
}

/** Its SELECTs go to a real PostgreSQL (PGlite). */
export const ckanSql: Backend = {
  name: 'CKAN by SQL (stand-in over PostgreSQL)',
  columns: 1600,
  anyName: true,
  infers: true,
  async start(table) {
    const asked = ckanTable(table)
    const database = await ckanDatabase(asked)
    const server = await startCkanServer([asked], { sql: database.sql })
    return {
      config: { src: `${server.origin}/api/3/action/datastore_search?resource_id=${identifier}` },
      stop: async () => {
        await server.stop()
        await database.close()
      },
    }
  },
}

/** Of a site that gives so many records at once. */
const ckanOf = (most?: number): Backend => ({
  name: 'CKAN without SQL (stand-in)',
  anyName: true,
  infers: true,
  async start(table) {
    const server = await startCkanServer([ckanTable(table)], most === undefined ? {} : { most })
    return { config: { src: `${server.origin}/api/3/action/datastore_search?resource_id=${identifier}` }, stop: () => server.stop() }
  },
})

export const ckan = ckanOf()
export const ckanPages = ckanOf(1000)

const dataFairOf = (pageSize?: number): Backend => ({
  name: 'data-fair (stand-in)',
  async start(table) {
    const server = await startDataFair(table, pageSize === undefined ? {} : { pageSize })
    return { config: { src: `${server.origin}${dataFairPath}` }, stop: () => server.stop() }
  },
})

export const dataFair = dataFairOf()
export const dataFairPages = dataFairOf(1000)

/** Its clauses go to a real PostgreSQL (PGlite). */
const socrataOf = (most?: number): Backend => ({
  name: 'Socrata (stand-in over PostgreSQL)',
  serial: true,
  async start(table) {
    const server = await startSocrata(table, most === undefined ? {} : { most })
    return { config: { src: `${server.origin}/resource/${socrataId}.json` }, stop: () => server.stop() }
  },
})

export const socrata = socrataOf()
export const socrataPages = socrataOf(2000)

/** data.gouv.fr's, where it allows groups and sums. */
export const tabular: Backend = {
  name: 'Tabular API (stand-in)',
  async start(table) {
    const columns = table.schema.filter(({ type }) => type !== 'geometry').map(({ name, type }) => [name, type === 'number' ? 'float' : type])
    const rows = rowsOf(table).map((row) => plainRow(table, row) as CkanRecord)
    const server = await startTabularServer([{ id: identifier, columns: Object.fromEntries(columns), rows, aggregates: true }])
    return { config: { src: `${server.origin}/api/resources/${identifier}/data/` }, stop: () => server.stop() }
  },
}

/** Part 3 (CQL2 text) and Part 6 (properties). */
export const ogcApiFilters: Backend = {
  name: 'OGC API Features with filters (stand-in)',
  variant: true,
  async start(table) {
    const geometry = table.schema.find(({ type }) => type === 'geometry')?.name ?? ''
    const features = rowsOf(table).map((row, id) => ({ id, properties: plainRow(table, row), geometry: (row[geometry] ?? null) as { type: 'Point'; coordinates: [number, number] } | null }))
    const server = await startOgcApi({ features, schema: table.schema })
    return { config: { src: server.url }, stop: () => server.stop() }
  },
}

/** The Explore API, whose clauses are read by a parser of the documented grammar. */
export const opendatasoft: Backend = {
  name: 'Opendatasoft (stand-in)',
  anyName: true,
  async start(table) {
    const server = await startOpendatasoft(table)
    return { config: { src: `${server.origin}/explore/dataset/${opendatasoftId}/` }, stop: () => server.stop() }
  },
}
