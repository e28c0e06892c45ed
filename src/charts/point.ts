import { DgeError } from '../data/errors.js'
import { amountScale, compactTicks, titleOf } from './axes.js'
import { colorOf, plainColor } from './colors.js'
import { cellLook, compose } from './compose.js'
import { pointParts } from './point-parts.js'
import { paired } from './encoding.js'
import { configOf } from './theme.js'
import { titles } from './titles.js'
import { axisOf } from './time-axis.js'
import type { Channel, ChartType, Look, Picture } from './chart-type.js'

/** Points placed by two values; `size` makes bubbles whose area is the value; `text` names them. */
export const point: ChartType = {
  name: 'point',
  title: titles.point,
  light: true,
  example: 'x="surface" y="population"',
  most: { categories: Infinity, rows: 20_000 },
  tail: 'renamed',
  channels: {
    x: { required: true, scales: ['quantitative', 'temporal', 'ordinal', 'nominal'] },
    y: { required: true, scales: ['quantitative', 'temporal', 'ordinal', 'nominal'] },
    color: { required: false, scales: ['nominal', 'ordinal', 'quantitative'] },
    size: { required: false, scales: ['quantitative'] },
    text: { required: false, scales: ['nominal', 'ordinal', 'quantitative', 'temporal'] },
  },

  encode: (given, { schema }) => paired(given, schema),

  sentences: pointParts,

  arrange(picture, context) {
    const told = hasNegativeSizes(picture) ? { ...picture, hints: [...picture.hints, 'size: negative values have no area: all points have one size'] } : picture
    return context.touches.trending?.withTrend(told, context) ?? told
  },

  spec(picture, whole) {
    const look = cellLook(picture, whole)
    const { x, y, size: sized, color, text } = picture.channels
    const size = hasNegativeSizes(picture) ? undefined : sized
    if (!x || !y) throw new DgeError('query', 'type="point" needs x and y', { hint: 'x="surface" y="population"' })
    const crowded = picture.rows.length > 500
    const place = { x: placed(x, 'x', look), y: placed(y, 'y', look) }
    const largest = Math.max(300, Math.min(1600, (look.width * (look.height ?? 320)) / 160))
    const area = size ? { size: { field: 'size', type: 'quantitative', title: titleOf(size), scale: { type: 'linear', range: [0, largest], zero: true }, legend: sizeLegend(size, look) } } : {}
    const tint = color ? colorOf(picture, whole) : plainColor(text, look)
    const marks = {
      mark: { type: 'point', filled: true, opacity: crowded ? 0.5 : 0.75, size: crowded ? 24 : 55 },
      encoding: { ...place, ...area, ...tint },
    }
    const names = text && picture.rows.length <= 40 && look.touches.labels !== 'none'
      ? [{ mark: { type: 'text', color: look.theme.text, align: 'left', dx: 9, fontSize: look.theme.fontSize - 2 }, encoding: { ...place, text: { field: 'text', type: 'nominal' } } }]
      : []
    return compose(picture, whole, [marks, ...(look.touches.trending?.trendLayers(picture, look, tint) ?? []), ...names], size && !picture.channels.facet ? { config: withSymbols(look) } : {})
  },
}

/** On a scale from the least to the most, zero would have an area. */
function hasNegativeSizes({ channels: { size } }: Picture): boolean {
  return (size?.extent?.[0] ?? 0) < 0
}

/** Vega's symbols of sizes are black: on a dark page nobody sees them. */
function withSymbols({ theme, locale }: Look) {
  const config = configOf(theme, locale)
  return { ...config, legend: { ...config.legend, symbolBaseFillColor: theme.muted } }
}

function sizeLegend(size: Channel, look: Look) {
  return look.touches.legend === 'none' || look.width < 360 ? null : { symbolType: 'circle', tickCount: 3, labelExpr: compactTicks(look.locale, size.extent), offset: 28 }
}

function placed(channel: Channel, side: 'x' | 'y', look: Look) {
  const axis = axisOf(channel, side, look)
  return channel.scale === 'quantitative' ? { ...axis, scale: amountScale(channel, look) } : axis
}
