import { columnOf } from '../../data/table.js'
import type { LayerData } from '../../maps/layer-data.js'
import type { Table } from '../../data/table.js'
import type { Feature, FeatureCollection, Geometry } from 'geojson'

/** The layer's rows as a file. */
export function geojsonOf(layer: LayerData | undefined): Blob {
  const features = layer ? toGeoJSON(layer.table, layer.encoding.geometry) : { type: 'FeatureCollection', features: [] }
  return new Blob([JSON.stringify(features)], { type: 'application/geo+json' })
}

/** The drawn data as GeoJSON (RFC 7946): fields by their names, dates in ISO 8601. */
function toGeoJSON(table: Table, geometryField: string): FeatureCollection<Geometry | null> {
  const fields = table.schema.filter(({ type }) => type !== 'geometry')
  const geometries = columnOf(table, geometryField)
  const features = Array.from({ length: table.numRows }, (_, row): Feature<Geometry | null> => {
    const properties = fields.map(({ name, type }) => {
      const value = columnOf(table, name)[row] ?? null
      return [name, type === 'date' && typeof value === 'number' ? new Date(value).toISOString() : value] as const
    })
    const geometry = geometries[row]
    return {
      type: 'Feature',
      geometry: typeof geometry === 'object' ? geometry : null,
      properties: Object.fromEntries(properties),
    }
  })
  return { type: 'FeatureCollection', features }
}
