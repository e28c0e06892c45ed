import { axisOf, colorOf, frameOf, startsAtZero } from './axes.js'
import { requireOneValuePerPlace } from './roles.js'
import type { ChartSpec, ChartType } from './chart-type.js'

/** Points are drawn on lines with at most this many values, and listen to the pointer up to `mostListening`. */
const mostPoints = 40
const mostListening = 1500

/** Lines over time or along an order: one per series, broken where values are missing. */
export const line: ChartType = {
  name: 'line',
  example: 'x="date" y="sum(montant)"',
  joins: true,
  channels: {
    x: { required: true, scales: ['temporal', 'ordinal', 'quantitative', 'nominal'], several: 'series' },
    y: { required: true, scales: ['quantitative', 'temporal', 'ordinal', 'nominal'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  spec(picture, look) {
    const { dimension, measure } = requireOneValuePerPlace(picture, 'line')
    const [along, across] = dimension.name === 'x' ? (['y', 'x'] as const) : (['x', 'y'] as const)
    const count = picture.rows.length
    const point = count <= mostPoints ? { filled: true, size: 45 } : count <= mostListening ? 'transparent' : false
    return {
      ...frameOf(look),
      mark: { type: 'line', point, invalid: 'break-paths-show-domains' },
      encoding: {
        [across]: axisOf(dimension, across, look),
        [along]: { ...axisOf(measure, along, look), scale: { zero: startsAtZero(measure), nice: true } },
        ...colorOf(picture, look),
      },
    } as ChartSpec
  },
}
