import { isLonLat } from '../data/crs.js'
import { authorCrs, toLonLat } from './projection.js'
import type { Geometry } from 'geojson'
import type { SourceConfig } from '../data/dataset.js'
import type { Pacer } from '../data/pacer.js'
import type { Column } from '../data/table.js'
import type { FileMetaData } from 'hyparquet'

/** The geometries that GeoParquet declares in the file's metadata. */
export interface GeoColumns {
  readonly names: ReadonlySet<string>
  /** Geometries, as decoded, in longitude and latitude. */
  toLonLat(name: string, cells: readonly unknown[], pacer: Pacer): Promise<Column>
}

/** Reads the "geo" entry. @see https://geoparquet.org/releases/v1.1.0/ */
export function geoColumns(metadata: FileMetaData, config: SourceConfig): GeoColumns {
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'geo')?.value
  const described = columnsOf(text)
  return {
    names: new Set(described.keys()),
    async toLonLat(name, cells, pacer) {
      const geometries = cells.map((cell) => (typeof cell === 'object' && cell !== null && 'type' in cell ? (cell as Geometry) : null))
      const crs = authorCrs(config) ?? crsOf(described.get(name))
      if (crs !== undefined && isLonLat(crs)) return geometries
      return (await toLonLat(geometries, crs, pacer)).geometries
    },
  }
}

function columnsOf(text: string | undefined): ReadonlyMap<string, unknown> {
  if (!text) return new Map()
  try {
    const { columns } = JSON.parse(text) as { columns?: unknown }
    return new Map(typeof columns === 'object' && columns !== null ? Object.entries(columns) : [])
  } catch {
    return new Map()
  }
}

/** No CRS means longitude and latitude; `null`, that nobody knows. PROJJSON names its authority. */
function crsOf(column: unknown): string | undefined {
  if (typeof column !== 'object' || column === null || !('crs' in column)) return 'OGC:CRS84'
  const { crs } = column
  if (typeof crs !== 'object' || crs === null || !('id' in crs)) return undefined
  const { authority, code } = crs.id as { authority?: unknown; code?: unknown }
  return typeof authority === 'string' ? `${authority}:${String(code)}` : undefined
}
