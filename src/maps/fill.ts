import { geometryFilter } from './layer-type.js'
import { seamsOf } from './seams.js'
import type { LayerType, Paint } from './layer-type.js'

const geometries = ['Polygon', 'MultiPolygon']

/** Areas, with a fine outline so that neighbours of one class can be told apart; the specks that areas far apart are from afar have a wide one of their own colour. */
export const fill: LayerType = {
  name: 'fill',
  geometries,
  layers({ source, color, features, areas, overlay, theme }) {
    const { zoom, scattered } = areas
    const seams = seamsOf(color, theme)
    // Areas that all look alike are nothing but outlines: these are drawn on slow machines too where they are few, as is what makes specks visible.
    const isNeeded = scattered || (typeof color === 'string' && features <= 400)
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
        metadata: { outline: isNeeded ? 'needed' : 'spared' },
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': scattered ? (['step', ['zoom'], color, zoom, seams] as Paint) : seams,
          'line-width': scattered ? ['step', ['zoom'], 5, zoom, 1] : ['interpolate', ['linear'], ['zoom'], zoom - 1, 0.4, zoom + 1, 1],
          // Between areas of a few pixels outlines would be most of the picture.
          'line-opacity': scattered ? 1 : ['interpolate', ['linear'], ['zoom'], zoom - 2, 0, zoom, 1],
        },
      },
    ]
  },
}
