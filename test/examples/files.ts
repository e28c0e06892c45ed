import { strToU8 } from 'fflate'
import { csv as csvFile, geojson as geojsonFile, json as jsonFile, serve } from '../equivalence/backends/files.js'
import { gzip as gzipFile, xlsx, zip as zipFile } from '../equivalence/backends/archives.js'
import { flatGeobuf } from '../equivalence/backends/flatgeobuf.js'
import { kml as kmlFile } from '../equivalence/backends/gdal.js'
import { parquet as parquetFile } from '../equivalence/backends/parquet.js'
import { startRangeServer } from '../servers/range-server.js'
import { places } from './example.js'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { Backend } from '../equivalence/backend.js'
import type { Example } from './example.js'

/** `types`: what a format has no type for, as the author gives it. */
const file = (backend: Backend, types?: NonNullable<SourceConfig['types']>): Example => ({
  answers: 'file', ...(backend.missing ? { missing: backend.missing } : {}), rows: 3, shows: 'Strasbourg',
  start: async () => {
    const { config: { src }, stop } = await backend.start(places)
    return { config: { src, ...(types ? { types } : {}) }, stop }
  },
})

export const csv = file(csvFile)
export const json = file(jsonFile)
export const geojson = file(geojsonFile)
export const spreadsheet = file(xlsx)
export const zip = file(zipFile)
export const gzip = file(gzipFile)
export const kml = file(kmlFile, { jour: 'date' })
export const parquet = file(parquetFile)
export const flatgeobuf = file(flatGeobuf, { jour: 'date' })

const track = `<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>Sortie</name><desc>Dimanche</desc></metadata>
  <wpt lat="48" lon="6"><name>Nancy</name></wpt><wpt lat="48.5" lon="6.125"><name>Toul</name></wpt><wpt lat="48.625" lon="7.75"><name>Strasbourg</name></wpt></gpx>`

export const gpx: Example = { answers: 'file', rows: 3, shows: 'Strasbourg', vanishes: ['name', 'name'], start: () => serve('/sortie.gpx', 'application/gpx+xml', track) }

export const pmtiles: Example = {
  answers: 'file',
  start: async () => {
    const server = await startRangeServer('/tuiles.pmtiles', tiles())
    return { config: { src: server.src }, stop: () => server.stop() }
  },
}

/** An archive of version 3 without a tile, by its specification. @see https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md */
function tiles(): Uint8Array {
  const described = strToU8(JSON.stringify({ name: 'Communes', description: 'Essai', attribution: 'IGN', vector_layers: [{ id: 'communes', fields: { nom: 'String', pop: 'Number' } }] }))
  const header = new DataView(new ArrayBuffer(127))
  strToU8('PMTiles').forEach((byte, at) => header.setUint8(at, byte))
  header.setUint8(7, 3)
  // Root directory (one byte: no entry), metadata, leaves, tiles: where each begins, and its length.
  const parts = [127, 1, 128, described.length, 128 + described.length, 0, 128 + described.length, 0]
  parts.forEach((value, at) => header.setBigUint64(8 + 8 * at, BigInt(value), true))
  // Clustered, nothing compressed, vector tiles, zoom 4 to 9.
  const kinds = [1, 1, 1, 1, 4, 9]
  kinds.forEach((value, at) => header.setUint8(96 + at, value))
  const bounds = [6, 48, 7.75, 48.625]
  bounds.forEach((degrees, at) => header.setInt32(102 + 4 * at, degrees * 1e7, true))
  return Uint8Array.from([...new Uint8Array(header.buffer), 0, ...described])
}
