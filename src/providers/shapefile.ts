import { crsDefinition, crsNamed } from '../data/crs.js'
import { DgeError } from '../data/errors.js'
import { Pacer } from '../data/pacer.js'
import { encodingInCpg, readDbf } from './dbf.js'
import { featureDataset } from './feature-table.js'
import { readShapes } from './shapefile-geometry.js'
import type { Dataset, OpenOptions, SourceConfig } from '../data/dataset.js'

/** The files that make up a shapefile. */
export interface ShapefileParts {
  readonly shp: Uint8Array
  readonly dbf: Uint8Array | undefined
  readonly prj: Uint8Array | undefined
  readonly cpg: Uint8Array | undefined
}

/**
 * Opens a shapefile: attributes typed as those of all files (codes that are text stay text), geometries in longitude and
 * latitude by its .prj, else by `crs="…"`, else by the values.
 * @param response its headers date the data
 * @throws DgeError `format` for broken parts, `unsupported` for a projection that is not known
 */
export async function openShapefile(parts: ShapefileParts, config: SourceConfig, response: Response, options: OpenOptions): Promise<Dataset> {
  const pacer = new Pacer(options.signal)
  const { geometries, broken } = await readShapes(parts.shp, pacer)
  const encoding = config.encoding ?? (parts.cpg && encodingInCpg(new TextDecoder().decode(parts.cpg)))
  const dbf = parts.dbf && (await readDbf(parts.dbf, encoding, pacer))
  const notes = [...(dbf?.notes ?? [])]
  const kept = dbf ? geometries.filter((_, row) => !dbf.deleted.has(row)) : geometries
  if (dbf && kept.length !== dbf.numRows) {
    throw new DgeError('format', `The .shp file has ${geometries.length} records, its .dbf ${dbf.numRows + dbf.deleted.size}`, { url: config.src })
  }
  if (!dbf) notes.push('The shapefile has no .dbf: there is nothing but its geometries')
  if (broken > 0) notes.push(`${broken} geometries are broken and left out`)
  const numRows = Math.min(kept.length, config.maxRows ?? Infinity)
  options.onProgress?.(numRows, kept.length)
  return featureDataset(
    {
      columns: (dbf?.columns ?? []).map((column) => ({ ...column, cells: column.cells.slice(0, numRows) })),
      geometries: kept.slice(0, numRows),
      crs: config.crs ? undefined : parts.prj && crsOfWkt(new TextDecoder().decode(parts.prj)),
      numRows,
      total: kept.length,
      notes,
    },
    config,
    response,
    'shp',
    pacer
  )
}

/** Names of projections as the programs of the field write them, without punctuation. */
const projections: readonly (readonly [RegExp, (zone: string) => string])[] = [
  [/^(?:rgf(?:19)?93(?:v1|v2b?|)|francerural|)lambert93/, () => 'EPSG:2154'],
  [/^rgf(?:19)?93(?:v1|v2b?|)cc(4[2-9]|50)/, (zone) => `EPSG:${3900 + Number(zone)}`],
  [/^wgs(?:19)?84(?:webmercator|pseudomercator)|popularvisualisation|^webmercator/, () => 'EPSG:3857'],
  [/^ntf(?:paris)?(?:lambertiietendu|lambertzoneii$|francei?ietendu|lambertii?etendu)|^ntf(?:paris)?lambert(?:2|ii)(?:e|etendu|extended)/, () => 'EPSG:27572'],
  [/^wgs(?:19)?84utmzone(\d{1,2})n/, (zone) => `EPSG:${32600 + Number(zone)}`],
  [/^wgs(?:19)?84utmzone(\d{1,2})s/, (zone) => `EPSG:${32700 + Number(zone)}`],
  [/^etrs(?:19)?89utmzone(\d{1,2})n/, (zone) => `EPSG:${25800 + Number(zone)}`],
  [/^rgaf09.*utmzone20/, () => 'EPSG:5490'],
  [/^rgfg95.*utmzone22/, () => 'EPSG:2972'],
  [/^rgr92.*utm(?:zone)?40/, () => 'EPSG:2975'],
  [/^rgm04.*utmzone38/, () => 'EPSG:4471'],
]

/**
 * The CRS that a .prj file describes in well-known text: by its EPSG code, else its name.
 * @throws DgeError `unsupported` for a projection that is not known (never guessed: the places would be wrong)
 */
export function crsOfWkt(wkt: string): string | undefined {
  const text = wkt.replace(/^\ufeff/, '').trim()
  const [, kind = '', name = ''] = /^(\w+)\s*\[\s*"([^"]*)"/.exec(text) ?? []
  if (!kind) return undefined
  const code = /(?:AUTHORITY\s*\[\s*"EPSG"\s*,\s*"?(\d+)"?\s*\]|ID\s*\[\s*"EPSG"\s*,\s*(\d+)\s*\])\s*\]\s*$/i.exec(text)
  const coded = code && crsNamed(code[1] ?? code[2] ?? '')
  if (coded && crsDefinition(coded)) return coded
  if (/^GEOG/i.test(kind)) {
    if (/paris|gra[dn]/i.test(name)) throw unknown(name)
    return 'OGC:CRS84'
  }
  const plain = name.normalize('NFD').replace(/[^a-z\d]/gi, '').toLowerCase()
  for (const [pattern, crs] of projections) {
    const match = pattern.exec(plain)
    if (match) return crs(match[1] ?? '')
  }
  throw unknown(name)
}

function unknown(name: string): DgeError {
  return new DgeError('unsupported', `The .prj file names the projection “${name}”, which is not known`, {
    hint: 'Name it with crs="EPSG:…", or publish the data in longitude and latitude.',
  })
}
