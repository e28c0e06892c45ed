import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { mapServerMissing } from '../../servers/mapserver.js'
import { serve, toGeoJson } from './files.js'
import type { Table } from '../../../src/data/table.js'
import type { Backend } from '../backend.js'

/** In Lambert-93, with its .prj and .cpg, in an archive. */
export const shapefile: Backend = {
  name: 'Shapefile in an archive (GDAL)',
  variant: true,
  missing: mapServerMissing,
  start: (table) => {
    const parts = convert(table, 'communes.shp', ['-f', 'ESRI Shapefile', '-t_srs', 'EPSG:2154', '-lco', 'ENCODING=UTF-8'])
    return serve('/communes.zip', 'application/zip', zipSync(parts))
  },
}

/** Typed extended data; a schema of KML has no days, so that the author gives them. */
export const kml: Backend = {
  name: 'KML (GDAL)',
  missing: mapServerMissing,
  start: async (table) => {
    const file = convert(table, 'communes.kml', ['-f', 'KML'])['communes.kml'] ?? new Uint8Array()
    const running = await serve('/communes.kml', 'application/vnd.google-earth.kml+xml', file)
    return { ...running, config: { ...running.config, types: { releve: 'date' } } }
  },
}

/** The files that ogr2ogr makes of the table, by name. */
function convert(table: Table, name: string, options: readonly string[]): Record<string, Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'dge-equivalence-gdal-'))
  try {
    writeFileSync(join(folder, 'source.geojson'), JSON.stringify(toGeoJson(table)))
    execFileSync('/usr/bin/ogr2ogr', [...options, join(folder, name), join(folder, 'source.geojson')], { stdio: 'pipe' })
    const made = readdirSync(folder).filter((file) => file !== 'source.geojson')
    return Object.fromEntries(made.map((file) => [file, new Uint8Array(readFileSync(join(folder, file)))]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
