import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasMapServer, mapServerPackages, setUpMapServer } from '../setup/mapserver.js'
import { freePort } from './free-port.js'
import type { ChildProcess } from 'node:child_process'

/** One WFS layer: GeoJSON (longitude, latitude) that becomes a GeoPackage table. */
export interface MapServerLayer {
  readonly name: string
  readonly title?: string
  readonly type: 'POINT' | 'LINE' | 'POLYGON'
  /** Path of a GeoJSON file. */
  readonly file: string
  /** EPSG code that the table is stored in; 2154 when absent. */
  readonly crs?: number
  /** Describe the fields' types (`gml_types auto`); false = everything is text and the table is read directly, as often. */
  readonly typed?: boolean
  /** A PostGIS database to keep the rows in ("host=… dbname=… user=…"), in place of a GeoPackage. */
  readonly postgis?: string
}

export interface MapServerOptions {
  readonly layers: readonly MapServerLayer[]
  /** Features per answer at most (`wfs_maxfeatures`). */
  readonly maxFeatures?: number
  /** Reference systems offered (`ows_srs`); with longitude and latitude among them when absent. */
  readonly srs?: string
  /** Draw the layers too (WMS), in red, and answer what is at a point in JSON. */
  readonly wms?: boolean
  /** Offer GeoJSON; false leaves GML only. */
  readonly geojson?: boolean
  /** Features per page of OGC API Features at most (`oga_max_limit`); 10,000 when absent. */
  readonly ogcApiLimit?: number
}

/** A running MapServer. */
export interface RunningMapServer {
  /** "http://127.0.0.1:port/ows?map=test", without SERVICE. */
  readonly url: string
  /** The landing page of OGC API Features over the same layers. */
  readonly ogcApi: string
  readonly origin: string
  stop(): Promise<void>
}

/** Why there is no MapServer here, or undefined when there is one (installed now if it may be). */
export function mapServerMissing(): string | undefined {
  setUpMapServer()
  return hasMapServer() ? undefined : `needs MapServer (Debian: apt-get install ${mapServerPackages.join(' ')})`
}

/**
 * Starts a real MapServer (FastCGI behind lighttpd) on a free loopback port, with CORS, over the given layers. Everything
 * lives in a temporary folder that `stop` removes.
 */
export async function startMapServer(options: MapServerOptions): Promise<RunningMapServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dge-mapserver-'))
  mkdirSync(join(folder, 'www'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  for (const [index, layer] of options.layers.entries()) importLayer(folder, layer, index > 0)
  writeFileSync(join(folder, 'test.map'), mapFile(options, `${origin}/ows?map=test&`))
  writeFileSync(join(folder, 'mapserver.conf'), `CONFIG\n  MAPS\n    test "${folder}/test.map"\n  END\nEND\n`)
  writeFileSync(join(folder, 'lighttpd.conf'), lighttpdConf(folder, port))
  // The shell waits for the end of its input, which comes with the end of this process however it ends: no server is left.
  // A group of its own: lighttpd leaves its MapServers behind.
  const script = 'setsid /usr/sbin/lighttpd -D -f "$0" & pid=$!; cat > /dev/null; kill -- -$pid; wait $pid'
  const server = spawn('/bin/sh', ['-c', script, join(folder, 'lighttpd.conf')], { stdio: ['pipe', 'ignore', 'ignore'] })
  const stop = async () => {
    await ended(server)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await answers(`${origin}/ows?map=test&SERVICE=WFS&REQUEST=GetCapabilities`)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `${origin}/ows?map=test`, ogcApi: `${origin}/ows/test/ogcapi`, origin, stop }
}

function importLayer(folder: string, { name, file, type, crs = 2154, postgis }: MapServerLayer, append: boolean): void {
  const shape = type === 'POINT' ? [] : ['-nlt', 'PROMOTE_TO_MULTI']
  const [format, target] = postgis === undefined ? ['GPKG', join(folder, 'data.gpkg')] : ['PostgreSQL', `PG:${postgis}`]
  const into = [...(append && postgis === undefined ? ['-update'] : []), target, file, '-nln', name, '-lco', 'FID=fid', '-lco', 'GEOMETRY_NAME=geom']
  execFileSync('/usr/bin/ogr2ogr', ['-f', format, '-t_srs', `EPSG:${crs}`, ...shape, ...into], { stdio: 'pipe' })
}

function mapFile({ layers, maxFeatures, wms = false, geojson = true, srs = 'EPSG:2154 EPSG:4326 EPSG:3857', ogcApiLimit = 10_000 }: MapServerOptions, address: string): string {
  const formats = geojson ? '"wfs_getfeature_formatlist" "geojson"' : ''
  return `MAP
  NAME "test"
  PROJECTION "init=epsg:2154" END
  EXTENT 0 6000000 1300000 7200000
  SIZE 800 600
  UNITS METERS
  WEB
    METADATA
      "ows_title" "Service de test"
      "ows_abstract" "Couches de test"
      "ows_contactorganization" "Région Grand Est"
      "ows_accessconstraints" "Licence Ouverte 2.0"
      "ows_srs" "${srs}"
      "ows_enable_request" "*"
      "ows_encoding" "UTF-8"
      ${wms ? '"wms_getfeatureinfo_formatlist" "geojson,text/plain"' : ''}
      ${formats}
      ${maxFeatures === undefined ? '' : `"wfs_maxfeatures" "${maxFeatures}"`}
      "ows_onlineresource" "${address}"
      "oga_onlineresource" "${address.replace(/\?.*/, '/test/ogcapi')}"
      "oga_max_limit" "${ogcApiLimit}" "oga_geometry_precision" "9"
    END
  END
  OUTPUTFORMAT
    NAME "geojson" DRIVER "OGR/GEOJSON" MIMETYPE "application/json; subtype=geojson"
    FORMATOPTION "STORAGE=stream" FORMATOPTION "FORM=SIMPLE"
    FORMATOPTION "LCO:COORDINATE_PRECISION=6" FORMATOPTION "USE_FEATUREID=true"
  END
${layers.map((layer) => layerOf(layer, wms)).join('')}END
`
}

function layerOf({ name, title = name, type, crs = 2154, typed = true, postgis }: MapServerLayer, drawn: boolean): string {
  const connection = postgis === undefined
    ? `CONNECTIONTYPE OGR CONNECTION "data.gpkg" DATA "${typed ? `select * from ${name}` : name}"`
    : `CONNECTIONTYPE POSTGIS CONNECTION "${postgis}" DATA "geom from ${name} using unique fid using srid=${crs}" PROCESSING "CLOSE_CONNECTION=DEFER"`
  return `  LAYER
    NAME "${name}"
    TYPE ${type} STATUS ON
    ${connection}
    PROJECTION "init=epsg:${crs}" END
    TEMPLATE "unused.html"
    ${drawn ? 'CLASS NAME "tout" STYLE COLOR 255 0 0 END END' : ''}
    METADATA
      ${drawn ? '"wms_include_items" "all" "wms_getfeatureinfo_formatlist" "geojson,text/plain"' : ''}
      "ows_title" "${title}"
      "gml_include_items" "all" "gml_featureid" "code" ${typed ? '"gml_types" "auto"' : ''}
      "wfs_use_default_extent_for_getfeature" "false"
    END
  END
`
}

function lighttpdConf(folder: string, port: number): string {
  return `server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${folder}/www"
server.modules = ( "mod_setenv", "mod_fastcgi" )
setenv.add-response-header = ( "Access-Control-Allow-Origin" => "*" )
fastcgi.server = ( "/ows" => ( ( "bin-path" => "/usr/bin/mapserv", "socket" => "${folder}/fcgi.sock", "max-procs" => 2,
  "check-local" => "disable", "bin-environment" => ( "MAPSERVER_CONFIG_FILE" => "${folder}/mapserver.conf" ) ) ) )
`
}

async function answers(url: string): Promise<void> {
  let last: unknown
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      const response = await fetch(url)
      const text = await response.text()
      if (response.ok && text.includes('WFS_Capabilities')) return
      last = text.slice(0, 500)
    } catch (error) {
      last = error
    }
    await sleep(100)
  }
  throw new Error('MapServer did not start', { cause: last })
}

/** Ends the shell's input: it stops lighttpd, which stops its FastCGI children. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exit = new Promise((resolve) => server.once('exit', resolve))
  server.stdin?.end()
  await exit
}
