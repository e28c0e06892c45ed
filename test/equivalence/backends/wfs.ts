import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mapServerMissing, startMapServer } from '../../servers/mapserver.js'
import { toGeoJson } from './files.js'
import type { Backend } from '../backend.js'

/** MapServer reads a GeoPackage in Lambert-93 that GDAL makes of the table. */
export const wfs: Backend = {
  name: 'WFS (MapServer)',
  missing: mapServerMissing,
  // Five downloads (the number of all rows is known); the others count rows and prove, with one value each, that conditions and sorting work.
  requestsOfSix: 14,
  async start(table) {
    const folder = mkdtempSync(join(tmpdir(), 'dge-equivalence-wfs-'))
    const file = join(folder, 'communes.geojson')
    writeFileSync(file, JSON.stringify(toGeoJson(table)))
    const server = await startMapServer({ layers: [{ name: 'communes', type: 'POINT', file }] })
    return {
      config: { src: `${server.url}&service=WFS` },
      stop: async () => {
        await server.stop()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}
