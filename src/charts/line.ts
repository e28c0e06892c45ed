import { withEmptyBins } from './bins.js'
import { compose } from './compose.js'
import { lineLayers } from './lines.js'
import { withGapsOfSeries } from './gaps.js'
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
  withGaps: withGapsOfSeries,
  most: { rows: 20_000 },
  channels: {
    x: { required: true, scales: ['temporal', 'ordinal', 'quantitative', 'nominal'], several: 'series' },
    y: { required: true, scales: ['quantitative', 'temporal', 'ordinal', 'nominal'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  arrange(picture, context) {
    const ended = withEnds(withEmptyBins(picture, context), context)
    return context.touches.trending?.withTrend(ended, context) ?? ended
  },

  spec(picture, look) {
    const { dimension, measure } = requireOneValuePerPlace(picture, 'line')
    return compose(picture, look, lineLayers(picture, look, { dimension, measure }))
  },
}
