import { noCapabilities } from '../data/capabilities.js'
import { checkTypes } from '../data/check-types.js'
import { inferColumns } from '../data/infer-table.js'
import { createTable } from '../data/table.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { freeName } from './geometry-columns.js'
import { authorCrs, toLonLat } from './projection.js'
import type { Geometry } from 'geojson'
import type { Dataset, SourceConfig } from '../data/dataset.js'
import type { UntypedColumn } from '../data/infer-table.js'
import type { TypedColumn } from '../data/infer.js'
import type { Pacer } from '../data/pacer.js'

/** What a file of places holds: columns of text, and a geometry for each row. */
export interface Features {
  readonly columns: readonly UntypedColumn[]
  /** Absent for a table without places. */
  readonly geometries?: readonly (Geometry | null)[]
  /** CRS that the file names; longitude and latitude, or what the coordinates fit, when it names none. */
  readonly crs?: string | undefined
  readonly numRows: number
  /** Rows of the file, those beyond `maxRows` included. */
  readonly total: number
  readonly titles?: readonly string[]
  /** More lines of description. */
  readonly footnotes?: readonly string[]
  readonly notes?: readonly string[]
}

/**
 * The dataset of a file of places: columns typed by the rules of all files, geometries in longitude and latitude in one
 * more column.
 * @throws DgeError `field`, `format`, `unsupported` (a CRS that is not known)
 */
export async function featureDataset(
  features: Features,
  config: SourceConfig,
  response: Response,
  format: string,
  pacer: Pacer
): Promise<Dataset> {
  const { columns, geometries, numRows, total, titles = [], footnotes = [] } = features
  checkTypes(config.types, columns.map(({ name }) => name))
  const notes = [...(features.notes ?? [])]
  const typed: TypedColumn[] = await inferColumns(columns, { types: config.types, pacer })
  if (geometries) {
    const lonLat = await toLonLat(geometries, authorCrs(config) ?? features.crs, pacer)
    if (lonLat.dropped > 0) notes.push(`${lonLat.dropped} geometries are nowhere on Earth and left out`)
    if (lonLat.guessed) notes.push(`The coordinates are taken to be in ${lonLat.crs}, by their values`)
    typed.push({ field: { name: freeName(typed), type: 'geometry' }, values: lonLat.geometries })
  }
  const table = createTable(
    typed.map(({ field }) => field),
    new Map(typed.map(({ field, values }) => [field.name, values])),
    { numRows, complete: numRows === total, total }
  )
  return {
    schema: table.schema,
    metadata: fileMetadata(config.src, response, { titles, footnotes, notes }),
    capabilities: noCapabilities,
    total,
    downloads: [fileDownload(config.src, format)],
    execute: async () => table,
  }
}
