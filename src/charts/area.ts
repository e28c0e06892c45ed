import { areaLayers, barsOfOnePlace, ranked } from './areas.js'
import { compose } from './compose.js'
import { withGaps } from './gaps.js'
import { requireOneValuePerPlace } from './one-value.js'
import { stackOf } from './shares.js'
import { titles } from './titles.js'
import type { ChartType } from './chart-type.js'

/** Filled areas from zero, series on top of each other (or as shares with `stack="normalize"`). */
export const area: ChartType = {
  name: 'area',
  title: titles.area,
  light: true,
  example: 'x="date" y="sum(montant)" color="type"',
  joins: true,
  stacks: true,
  withGaps,
  channels: {
    x: { required: true, scales: ['temporal', 'ordinal', 'quantitative', 'nominal'], several: 'series' },
    y: { required: true, scales: ['quantitative'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  arrange: ranked,

  instead: barsOfOnePlace,

  spec(picture, look) {
    const roles = requireOneValuePerPlace(picture, 'area')
    return compose(picture, look, areaLayers(picture, look, { ...roles, stack: stackOf(roles.measure, look.touches.stack) ?? 'zero' }))
  },
}
