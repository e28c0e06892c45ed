import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mapServerMissing, startMapServer } from '../../servers/mapserver.js'
import { postGisMissing, startPostGis } from '../../servers/postgis.js'
import { toGeoJson } from './files.js'
import type { MapServerOptions, RunningMapServer } from '../../servers/mapserver.js'
import type { Table } from '../../../src/data/table.js'
import type { Backend, RunningBackend } from '../backend.js'

/** MapServer over the table in Lambert-93, which GDAL puts into a GeoPackage or, where a connection is given, into PostGIS. */
async function serve(table: Table, src: (server: RunningMapServer) => string, { postgis, ...options }: Omit<MapServerOptions, 'layers'> & { postgis?: string } = {}): Promise<RunningBackend> {
  const folder = mkdtempSync(join(tmpdir(), 'dge-equivalence-mapserver-'))
  const file = join(folder, 'communes.geojson')
  writeFileSync(file, JSON.stringify(toGeoJson(table)))
  const server = await startMapServer({ layers: [{ name: 'communes', type: 'POINT', file, ...(postgis === undefined ? {} : { postgis }) }], ...options })
  return {
    config: { src: src(server) },
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const wfsOf = ({ url }: RunningMapServer) => `${url}&service=WFS`
const ogcApiOf = ({ ogcApi }: RunningMapServer) => ogcApi

export const wfs: Backend = {
  name: 'WFS (MapServer)',
  missing: mapServerMissing,
  start: (table) => serve(table, wfsOf),
}

/** No GeoJSON, and at most 1,000 features an answer. */
export const wfsGml: Backend = {
  name: 'WFS in GML, in pages (MapServer)',
  variant: true,
  missing: mapServerMissing,
  // The one download takes six pages.
  requestsOfSix: 6 + 5,
  start: (table) => serve(table, wfsOf, { geojson: false, maxFeatures: 1000 }),
}

export const wfsPostGis: Backend = {
  name: 'WFS (MapServer on PostGIS)',
  variant: true,
  missing: () => mapServerMissing() ?? postGisMissing(),
  start: (table) => withPostGis((postgis) => serve(table, wfsOf, { postgis })),
}

/** It does boxes, pages and counts, no filters. */
export const ogcApiFeatures: Backend = {
  name: 'OGC API Features (MapServer)',
  missing: mapServerMissing,
  start: (table) => serve(table, ogcApiOf),
}

export const ogcApiPostGis: Backend = {
  name: 'OGC API Features (MapServer on PostGIS)',
  variant: true,
  missing: () => mapServerMissing() ?? postGisMissing(),
  start: (table) => withPostGis((postgis) => serve(table, ogcApiOf, { postgis })),
}

async function withPostGis(start: (connection: string) => Promise<RunningBackend>): Promise<RunningBackend> {
  const database = await startPostGis()
  const running = await start(database.connection).catch(async (error: unknown) => {
    await database.stop()
    throw error
  })
  return {
    ...running,
    stop: async () => {
      await running.stop()
      await database.stop()
    },
  }
}
