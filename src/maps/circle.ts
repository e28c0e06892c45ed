import { geometryFilter, plainRadius } from './layer-type.js'
import type { LayerType } from './layer-type.js'

const geometries = ['Point', 'MultiPoint']

/** Points; their area is proportional to the value, small ones lie on top. */
export const circle: LayerType = {
  name: 'circle',
  geometries,
  layers({ source, color, sized, features, theme }) {
    // Thousands hide each other, and their outlines the colours.
    const isCrowded = features > 20_000
    const shrunk = features > 2000 ? 0.6 : 1
    const [far, small, near] = isCrowded ? [8, plainRadius / 2, 14] : [5, plainRadius * shrunk, 12]
    return [
      {
        id: `${source}-circle`,
        type: 'circle',
        source,
        filter: geometryFilter(geometries),
        ...(sized ? { layout: { 'circle-sort-key': ['-', ['coalesce', ['get', 's'], 0]] as ['-', ['coalesce', ['get', string], number]] } } : {}),
        paint: {
          'circle-color': color,
          'circle-opacity': sized ? 0.8 : 0.9,
          'circle-radius': sized ? ['coalesce', ['get', 's'], 3] : ['interpolate', ['linear'], ['zoom'], far, small, near, plainRadius * 1.4],
          'circle-stroke-color': theme.dark ? '#101214' : '#ffffff',
          'circle-stroke-width': isCrowded ? 0 : shrunk === 1 ? 1 : 0.5,
        },
      },
    ]
  },
}
