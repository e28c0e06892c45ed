import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { koopMissing, startKoop } from '../servers/koop.js'
import { clickHouse } from '../equivalence/backends/clickhouse.js'
import { duckDb } from '../equivalence/backends/duckdb.js'
import { toGeoJson } from '../equivalence/backends/files.js'
import { ogcApiFeatures, wfs as wfsServer } from '../equivalence/backends/mapserver.js'
import { startFaultProxy } from '../servers/fault-proxy.js'
import { mapServerMissing, startMapServer } from '../servers/mapserver.js'
import { places } from './example.js'
import type { Backend } from '../equivalence/backend.js'
import type { Example } from './example.js'

// Servers of the field.

const server = (backend: Backend): Example => ({ answers: 'server', ...(backend.missing ? { missing: backend.missing } : {}), rows: 3, shows: 'Strasbourg', start: () => backend.start(places) })

export const wfs = server(wfsServer)
export const ogcApi = server(ogcApiFeatures)
export const clickhouse = server(clickHouse)
export const duckdb = server(duckDb)

export const arcgis: Example = {
  answers: 'server', missing: koopMissing, rows: 3, shows: 'Strasbourg',
  start: async () => {
    const { url, stop } = await startKoop([{ name: 'Communes', table: places }])
    return { config: { src: `${url}/0` }, stop }
  },
}

const item = '0123456789abcdef0123456789abcdef'

/** The portal's item is written from documentation, the layer that it leads to is Koop's. */
export const hub: Example = {
  answers: 'stand-in', missing: koopMissing, rows: 3, shows: 'Strasbourg',
  start: async () => {
    const koop = await startKoop([{ name: 'Communes', table: places }])
    let url = ''
    const about = () => JSON.stringify({
      id: item, type: 'Feature Service', url, title: 'Communes', snippet: 'Un essai', owner: 'ge', accessInformation: 'Région Grand Est',
      licenseInfo: '<a href="https://www.etalab.gouv.fr/licence-ouverte-open-licence">Licence Ouverte</a>', created: Date.UTC(2020, 0, 1), modified: Date.UTC(2026, 0, 2),
    })
    const portal = await startFaultProxy(koop.origin, ({ pathname }) => (pathname.endsWith(item) ? { status: 200, type: 'application/json', body: about() } : undefined))
    url = koop.url.replace(koop.origin, portal.origin)
    return {
      config: { src: `${portal.origin}/portal/home/item.html?id=${item}&sublayer=0` },
      stop: async () => {
        await portal.stop()
        await koop.stop()
      },
    }
  },
}

export const wms: Example = {
  answers: 'server', missing: mapServerMissing,
  start: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dge-examples-'))
    const file = join(folder, 'communes.geojson')
    writeFileSync(file, JSON.stringify(toGeoJson(places)))
    const running = await startMapServer({ wms: true, layers: [{ name: 'communes', title: 'Communes', type: 'POINT', file }] })
    return {
      config: { src: `${running.url}&service=WMS` },
      stop: async () => {
        await running.stop()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}
