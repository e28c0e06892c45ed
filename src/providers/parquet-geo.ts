import { isLonLat } from '../data/crs.js'
import { authorCrs, toLonLat } from './projection.js'
import type { Geometry } from 'geojson'
import type { Extent } from '../data/filter.js'
import type { SourceConfig } from '../data/dataset.js'
import type { Pacer } from '../data/pacer.js'
import type { Column } from '../data/table.js'
import type { FileMetaData } from 'hyparquet'

/** The geometries that GeoParquet declares in the file's metadata. */
export interface GeoColumns {
  readonly names: ReadonlySet<string>
  /** Of the first, when the file says it in longitude and latitude. */
  readonly extent?: Extent
  /** Geometries, as decoded, in longitude and latitude. */
  toLonLat(name: string, cells: readonly unknown[], pacer: Pacer): Promise<Column>
}

/** Reads the "geo" entry. @see https://geoparquet.org/releases/v1.1.0/ */
export function geoColumns(metadata: FileMetaData, config: SourceConfig): GeoColumns {
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'geo')?.value
  const described = columnsOf(text)
  const [first] = described.values()
  const extent = boxOf(first)
  return {
    names: new Set(described.keys()),
    ...(extent ? { extent } : {}),
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

/** `[west, south, east, north]`, with heights between them where there are any. */
function boxOf(column: unknown): Extent | undefined {
  if (typeof column !== 'object' || column === null || !('bbox' in column) || !Array.isArray(column.bbox) || !isLonLat(crsOf(column) ?? '')) return undefined
  const numbers = column.bbox.map(Number)
  const half = numbers.length / 2
  const [west = NaN, south = NaN, east = NaN, north = NaN] = [numbers[0], numbers[1], numbers[half], numbers[half + 1]]
  return [west, south, east, north].every(Number.isFinite) && west <= east && south <= north ? [west, south, east, north] : undefined
}

/** No CRS means longitude and latitude; `null`, that nobody knows. PROJJSON names its authority. */
function crsOf(column: unknown): string | undefined {
  if (typeof column !== 'object' || column === null || !('crs' in column)) return 'OGC:CRS84'
  const { crs } = column
  if (typeof crs !== 'object' || crs === null || !('id' in crs)) return undefined
  const { authority, code } = crs.id as { authority?: unknown; code?: unknown }
  return typeof authority === 'string' ? `${authority}:${String(code)}` : undefined
}
