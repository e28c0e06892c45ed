import { compose } from './compose.js'
import { lineLayers } from './lines.js'
import { withGaps } from './gaps.js'
import { requireOneValuePerPlace } from './one-value.js'
import { withEnds } from './series-ends.js'
import { titles } from './titles.js'
import type { ChartType } from './chart-type.js'

/** Lines over time or along an order: one per series, broken where values are missing. */
export const line: ChartType = {
  name: 'line',
  title: titles.line,
  light: true,
  example: 'x="date" y="sum(montant)"',
  joins: true,
  withGaps,
  most: { rows: 20_000 },
  channels: {
    x: { required: true, scales: ['temporal', 'ordinal', 'quantitative', 'nominal'], several: 'series' },
    y: { required: true, scales: ['quantitative', 'temporal', 'ordinal', 'nominal'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  arrange: (picture, context) => context.touches.trending?.withTrend(withEnds(picture, context), context) ?? withEnds(picture, context),

  spec(picture, look) {
    const { dimension, measure } = requireOneValuePerPlace(picture, 'line')
    return compose(picture, look, lineLayers(picture, look, { dimension, measure }))
  },
}
