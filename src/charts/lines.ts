import { amountScale } from './axes.js'
import { colorOf, inksOf, plainColor } from './colors.js'
import { cellLook } from './compose.js'
import { hasDirectNames } from './series-ends.js'
import { axisOf } from './time-axis.js'
import type { Channel, Look, Picture } from './chart-type.js'
import type { Layer } from './compose.js'

/** Points are drawn on lines with at most this many values, and listen to the pointer up to `mostListening`. */
const mostPoints = 40
const mostListening = 1500

/** How the author wants lines to go from value to value, in Vega's word. */
export function curveOf({ touches }: Look) {
  return touches.curve === 'step' ? { interpolate: 'step-after' } : touches.curve === 'smooth' ? { interpolate: 'monotone' } : {}
}

/** One line per series, and the names of series beside their ends where they fit. */
export function lineLayers(picture: Picture, whole: Look, { dimension, measure }: { dimension: Channel; measure: Channel }): readonly Layer[] {
  const look = cellLook(picture, whole)
  const [along, across] = dimension.name === 'x' ? (['y', 'x'] as const) : (['x', 'y'] as const)
  const count = picture.rows.length
  const point = count <= mostPoints ? { filled: true, size: 45 } : count <= mostListening ? 'transparent' : false
  const direct = across === 'x' && hasDirectNames(picture, look)
  const color = picture.channels.color ? colorOf(picture, whole, { direct, lines: true }) : plainColor(undefined, look)
  const amount = { ...axisOf(measure, along, look), scale: amountScale(measure, look) }
  const place = { [across]: axisOf(dimension, across, look), [along]: amount }
  const lines: Layer = { mark: { type: 'line', point, invalid: 'break-paths-show-domains', ...curveOf(look) }, encoding: { ...place, ...color } }
  const trends = look.touches.trending?.trendLayers(picture, look, color) ?? []
  if (!direct) return [lines, ...trends]
  const names: Layer = {
    mark: { type: 'text', align: 'left', dx: 8, fontSize: look.theme.fontSize - 1 },
    encoding: { ...place, [along]: { ...amount, field: 'place' }, ...inksOf(picture, look), text: { field: 'label', type: 'nominal' } },
  }
  return [lines, ...trends, names]
}
