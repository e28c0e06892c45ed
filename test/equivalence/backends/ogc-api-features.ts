import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mapServerMissing, startMapServer } from '../../servers/mapserver.js'
import { toGeoJson } from './files.js'
import type { Backend } from '../backend.js'

/** MapServer's OGC API over a GeoPackage in Lambert-93 that GDAL makes of the table; it does boxes, pages and counts, no filters. */
export const ogcApiFeatures: Backend = {
  name: 'OGC API Features (MapServer)',
  missing: mapServerMissing,
  async start(table) {
    const folder = mkdtempSync(join(tmpdir(), 'dge-equivalence-ogc-'))
    const file = join(folder, 'communes.geojson')
    writeFileSync(file, JSON.stringify(toGeoJson(table)))
    const server = await startMapServer({ layers: [{ name: 'communes', type: 'POINT', file }] })
    return {
      config: { src: server.ogcApi },
      stop: async () => {
        await server.stop()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}
