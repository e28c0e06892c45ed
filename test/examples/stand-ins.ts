import { readFileSync } from 'node:fs'
import { columnOf, rowsOf } from '../../src/data/table.js'
import { plainRow } from '../equivalence/backends/files.js'
import { dataFair as dataFairServer, opendatasoft as exploreServer, socrata as socrataServer } from '../equivalence/backends/stand-ins.js'
import { startCkanServer } from '../servers/ckan.js'
import { ckanDatabase } from '../servers/ckan-database.js'
import { startFaultServer } from '../servers/fault-server.js'
import { listOf } from '../servers/geo-api.js'
import { doc, gristRoutes, json } from '../servers/grist.js'
import { melodiPath, startMelodi } from '../servers/melodi.js'
import { startThings } from '../servers/sensorthings.js'
import { startTabularServer } from '../servers/tabular-api.js'
import { places } from './example.js'
import type { Geometry } from 'geojson'
import type { Backend } from '../equivalence/backend.js'
import type { CkanRecord, CkanTable } from '../servers/ckan.js'
import type { FaultServer, Route } from '../servers/fault-server.js'
import type { Example } from './example.js'

// Servers written from documentation, never compared with one on the wire.

type Places = readonly Readonly<Record<string, unknown>>[]

const standIn = (start: Example['start'], rows = 3): Example => ({ answers: 'stand-in', rows, shows: 'Strasbourg', start })
const evaluated = (backend: Backend) => standIn(() => backend.start(places))
const at = (server: FaultServer, path: string, more = {}) => ({ config: { src: server.origin + path, ...more }, stop: () => server.stop() })
const pointOf = (row: number) => (columnOf(places, 'geometry')[row] ?? null) as Extract<Geometry, { type: 'Point' }>
const plain = rowsOf(places).map((row) => plainRow(places, row) as CkanRecord)

const identifier = 'c0ffee00-1234-4abc-8def-0123456789ab'

export const opendatasoft = evaluated(exploreServer)

/** The page of the dataset, whose table PostgreSQL answers. */
export const ckan = standIn(async () => {
  const table: CkanTable = { id: identifier, columns: { code: 'text', nom: 'text', pop: 'int4', jour: 'date' }, records: plain }
  const database = await ckanDatabase(table)
  const server = await startCkanServer([table], { sql: database.sql })
  server.packages.set('essai', {
    name: 'essai', title: 'Essai', notes: 'Un **essai**', license_title: 'ODbL', license_url: 'https://opendatacommons.org/licenses/odbl/', organization: { title: 'Ville' },
    metadata_created: '2020-01-01T00:00:00', metadata_modified: '2024-05-06T07:08:09', extras: [{ key: 'frequency', value: 'annual' }],
    resources: [{ id: identifier, name: 'Communes', format: 'CSV', url: 'https://example.org/communes.csv', datastore_active: true }],
  })
  return {
    config: { src: `${server.origin}/dataset/essai` },
    stop: async () => {
      await server.stop()
      await database.close()
    },
  }
})
export const dataFair = evaluated(dataFairServer)
export const socrata = evaluated(socrataServer)

export const dataGouv = standIn(async () => {
  const server = await startTabularServer([{ id: identifier, columns: { code: 'string', nom: 'string', pop: 'int', jour: 'date' }, rows: plain, aggregates: true }])
  const resource = { id: identifier, title: 'Communes', type: 'main', format: 'csv', url: `${server.origin}/communes.csv`, last_modified: '2026-01-02T03:04:05Z', extras: { 'analysis:parsing:finished_at': '2026-01-02' } }
  server.pages.set('/api/2/datasets/essai/', {
    id: 'abc', title: 'Essai', description: 'Un **essai**', organization: { name: 'Ville' }, license: 'lov2', last_update: '2026-01-02T00:00:00Z', created_at: '2020-01-01T00:00:00Z', frequency: 'annual', page: 'https://www.data.gouv.fr/datasets/essai/',
  })
  server.pages.set('/api/2/datasets/essai/resources/', { data: [resource], total: 1, page: 1, page_size: 50 })
  return { config: { src: `${server.origin}/fr/datasets/essai/` }, stop: () => server.stop() }
})

const kinds = { string: 'text', number: 'int', boolean: 'boolean', date: 'date', geometry: 'geo_point_2d' }

/** What the Search API v1 and its imitation have in common. */
function recordsApi(root: string): Readonly<Record<string, Route>> {
  const fields = places.schema.map(({ name, type }) => ({ name, label: name, type: kinds[type] }))
  const metas = { title: 'Essai', publisher: 'Région Grand Est', license: 'Licence Ouverte', modified: '2024-02-03', records_count: 3 }
  const records = plain.map((row, index) => {
    const [lon, lat] = pointOf(index).coordinates
    return { datasetid: 'essai', recordid: `r${index}`, fields: { ...row, geometry: [lat, lon] }, geometry: pointOf(index) }
  })
  return {
    [`${root}/datasets/1.0/essai/`]: json({ datasetid: 'essai', metas, fields, has_records: true }),
    [`${root}/records/1.0/search/`]: (_request, { searchParams }) => {
      const start = Number(searchParams.get('start') ?? 0)
      return json({ nhits: records.length, records: records.slice(start, start + Number(searchParams.get('rows') ?? 10)) })
    },
    [`${root}/records/1.0/download/`]: json(records),
  }
}

export const opendatasoftV1 = standIn(async () => at(await startFaultServer(recordsApi('/api')), '/api/records/1.0/search/?dataset=essai'))
export const data4citizen = standIn(async () => at(await startFaultServer(recordsApi('/data4citizen/d4c/api')), '/data4citizen/visualisation/information/?id=essai'))

export const grist = standIn(async () => at(await startFaultServer({ [doc]: json({ name: 'Essai', createdAt: '2020-01-01T00:00:00Z', updatedAt: '2026-01-02T03:04:05Z' }), ...gristRoutes(places) }), `${doc}/tables/T/records`))

const observations = ['67482', '54395', '01001'].map((code, index) => ({
  dimensions: { GEO: `2025-COM-${code}`, FREQ: 'A', TIME_PERIOD: '2023' },
  measures: { OBS_VALUE_NIVEAU: { value: 1000 * (index + 1) } },
}))

export const melodi: Example = { ...standIn(async () => at(await startMelodi(observations), melodiPath)), shows: '67482', vanishes: ['OBS_VALUE', 'OBS_VALUE_NIVEAU'] }

/** An answer of JSON-stat 2.0, written from the standard. */
const cube = {
  version: '2.0', class: 'dataset', label: 'Population des communes', source: 'INSEE', updated: '2026-01-02', id: ['geo', 'time'], size: [3, 1], role: { time: ['time'], geo: ['geo'] },
  dimension: {
    geo: { label: 'Commune', category: { index: { '67482': 0, '54395': 1, '01001': 2 }, label: { '67482': 'Strasbourg', '54395': 'Nancy', '01001': "L'Été" } } },
    time: { label: 'Année', category: { index: ['2023'] } },
  },
  value: [291_313, 104_885, 3],
}
export const jsonStat: Example = { ...standIn(async () => at(await startFaultServer({ '/cube': json(cube) }), '/cube')), vanishes: ['value', 'value'] }

export const sensorthings: Example = { ...standIn(async () => {
  const things = columnOf(places, 'nom')
  return at(await startThings({ Things: Array.from(things, (name, index) => ({ '@iot.id': index + 1, name, description: 'Station', properties: {}, Locations: [{ location: pointOf(index) }] })) }), '/v1.1/Things')
}), vanishes: ['description', 'description'] }

const communes: Places = plain.map(({ code, nom, pop }, index) => ({ code, nom, population: pop, codeDepartement: String(code).slice(0, 2), codeRegion: '44', centre: pointOf(index) }))

/** Recognised by its host, which is not this one. */
export const geoApi: Example = { ...standIn(async () => at(await startFaultServer({ '/communes': listOf(communes) }), '/communes', { provider: 'geo-api' })), vanishes: ['population', 'population'] }

export const geocoding: Example = { ...standIn(async () => {
  const features = plain.map(({ nom, code }, index) => ({ type: 'Feature', geometry: pointOf(index), properties: { label: nom, score: 0.9, id: code, type: 'municipality', citycode: code, city: nom } }))
  return at(await startFaultServer({ '/geocodage/search': { type: 'application/geo+json', body: JSON.stringify({ type: 'FeatureCollection', features, query: 'x' }) } }), '/geocodage/search?q=strasbourg')
}), vanishes: ['city', 'city'] }

const file: Route = { type: 'text/csv', body: `code;nom;pop\n${plain.map(({ code, nom, pop }) => `${code};${nom};${pop}`).join('\n')}\n` }

/** A record of ISO 19139 with a file. */
export const geonetwork = standIn(async () => {
  const record = readFileSync(new URL('../providers/fixtures/geonetwork/iso19139.xml', import.meta.url), 'utf8')
  const link = (origin: string) => `<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>${origin}/communes.csv</gmd:URL></gmd:linkage><gmd:protocol><gco:CharacterString>WWW:DOWNLOAD</gco:CharacterString></gmd:protocol><gmd:name><gco:CharacterString>Communes</gco:CharacterString></gmd:name></gmd:CI_OnlineResource></gmd:onLine>`
  return at(await startFaultServer({
    '/geonetwork/srv/api/records/fr-grand-est-communes/formatters/xml': (request) => ({ type: 'application/xml;charset=UTF-8', body: record.replace('{links}', link(`http://${request.headers.host}`)) }),
    '/communes.csv': file,
  }), '/geonetwork/srv/fre/catalog.search#/metadata/fr-grand-est-communes')
})

export const ogcApiRecords = standIn(async () => {
  const item = {
    id: 'a', type: 'Feature', geometry: { type: 'Polygon', coordinates: [[[6, 48], [7.75, 48], [7.75, 48.625], [6, 48]]] },
    properties: { title: 'Essai', description: 'Un <b>jeu</b>', updated: '2024-03-01T10:00:00Z', license: 'Licence Ouverte 2.0', contacts: [{ organization: 'Région Grand Est', roles: ['publisher'] }] },
    links: [{ rel: 'enclosure', type: 'text/csv', href: '/communes.csv', title: 'Fichier' }],
  }
  return at(await startFaultServer({ '/collections/main/items/a': json(item), '/communes.csv': file }), '/collections/main/items/a')
})
