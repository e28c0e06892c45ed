import { geometryFilter } from './layer-type.js'
import type { LayerType } from './layer-type.js'

const geometries = ['Polygon', 'MultiPolygon']

/** Areas, with a fine outline so that neighbours of one class can be told apart. */
export const fill: LayerType = {
  name: 'fill',
  geometries,
  layers({ source, color, features, overlay, theme }) {
    const width = features > 3000 ? 0.2 : features > 400 ? 0.4 : 0.8
    return [
      {
        id: `${source}-fill`,
        type: 'fill',
        source,
        filter: geometryFilter(geometries),
        paint: { 'fill-color': color, 'fill-opacity': overlay ? 0.75 : 1 },
      },
      {
        id: `${source}-outline`,
        type: 'line',
        source,
        filter: geometryFilter(geometries),
        metadata: { outline: true },
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': theme.outline,
          'line-width': ['interpolate', ['linear'], ['zoom'], 5, width, 10, Math.max(width, 1)],
        },
      },
    ]
  },
}
