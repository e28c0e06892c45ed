import { property } from './encode.js'
import type { Look, Place } from './encode.js'

/** The attributes of an item's paint. */
export function paint({ fill, stroke, opacity, fillOpacity, strokeOpacity, strokeWidth, strokeDash }: Look) {
  return {
    fill: fill ?? 'none', stroke, opacity: opacity === 1 ? undefined : opacity, 'fill-opacity': fillOpacity, 'stroke-opacity': strokeOpacity,
    'stroke-width': stroke === undefined ? undefined : strokeWidth, 'stroke-dasharray': strokeDash?.length ? strokeDash.join(',') : undefined,
  }
}

/** Those of the ends and corners of its strokes. */
export function strokes(place: Place) {
  const text = (name: string) => {
    const value = property(place, name)
    return value == null ? undefined : String(value)
  }
  return { 'stroke-linecap': text('strokeCap'), 'stroke-linejoin': text('strokeJoin') }
}
