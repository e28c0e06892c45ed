import { geometryFilter, plainWidth } from './layer-type.js'
import type { LayerType } from './layer-type.js'

const geometries = ['LineString', 'MultiLineString']

/** Routes, rivers, pipes: the wider the more. */
export const line: LayerType = {
  name: 'line',
  geometries,
  layers({ source, color, sized }) {
    return [
      {
        id: `${source}-line`,
        type: 'line',
        source,
        filter: geometryFilter(geometries),
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': color, 'line-width': sized ? ['coalesce', ['get', 's'], 1] : plainWidth },
      },
    ]
  },
}
