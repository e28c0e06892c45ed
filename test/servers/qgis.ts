import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.js'

export interface RunningQgis {
  /** The landing page of OGC API Features. */
  readonly ogcApi: string
  stop(): Promise<void>
}

const program = '/usr/bin/qgis_mapserver'
const environment = { ...process.env, QT_QPA_PLATFORM: 'offscreen', QGIS_SERVER_LOG_LEVEL: '2' }

/** Why there is no QGIS Server here. It is never installed by the tests: 224 MB to download. */
export function qgisMissing(): string | undefined {
  return existsSync(program) ? undefined : 'QGIS Server is not here (Debian: apt-get install --no-install-recommends qgis-server)'
}

/** Starts a real QGIS Server on a free loopback port over one layer of GeoJSON. */
export async function startQgis(name: string, geojson: object): Promise<RunningQgis> {
  const folder = mkdtempSync(join(tmpdir(), 'dge-qgis-'))
  const [data, project] = [join(folder, `${name}.geojson`), join(folder, 'essai.qgs')]
  writeFileSync(data, JSON.stringify(geojson))
  // Only QGIS itself writes projects that it reads.
  const script = `
from qgis.core import *
QgsApplication.setPrefixPath('/usr', True); app = QgsApplication([], False); app.initQgis()
project = QgsProject.instance(); project.setCrs(QgsCoordinateReferenceSystem('EPSG:4326'))
layer = QgsVectorLayer('${data}', '${name}', 'ogr'); assert layer.isValid()
layer.setShortName('${name}'); project.addMapLayer(layer)
project.writeEntry('WFSLayers', '/', [layer.id()]); project.writeEntry('WFSLayersPrecision', '/' + layer.id(), 6)
project.write('${project}'); app.exitQgis()
`
  execFileSync('/usr/bin/python3', ['-c', script], { env: environment, stdio: 'pipe' })
  const port = await freePort()
  // The shell waits for the end of its input, which comes with the end of this process however it ends: no server is left.
  const server = spawn('/bin/sh', ['-c', `${program} -p "$0" 127.0.0.1:${port} & pid=$!; cat > /dev/null; kill $pid; wait $pid`, project], { stdio: ['pipe', 'ignore', 'ignore'], env: environment })
  const stop = async () => {
    const end = new Promise((done) => server.once('exit', done))
    server.stdin?.end()
    await end
    rmSync(folder, { recursive: true, force: true })
  }
  const ogcApi = `http://127.0.0.1:${port}/wfs3`
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await fetch(`${ogcApi}.json`).then(({ ok }) => ok, () => false)) return { ogcApi, stop }
    await sleep(200)
  }
  await stop()
  throw new Error('QGIS Server does not answer')
}
