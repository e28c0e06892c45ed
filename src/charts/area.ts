import { axisOf, amountAxis, colorOf, frameOf } from './axes.js'
import { requireOneValuePerPlace, rolesOf } from './roles.js'
import type { ChartSpec, ChartType } from './chart-type.js'

/** Filled areas from zero, series on top of each other (or as shares with `stack="normalize"`). */
export const area: ChartType = {
  name: 'area',
  example: 'x="date" y="sum(montant)"',
  joins: true,
  channels: {
    x: { required: true, scales: ['temporal', 'ordinal', 'quantitative', 'nominal'], several: 'series' },
    y: { required: true, scales: ['quantitative'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  spec(picture, look) {
    const { dimension, measure } = requireOneValuePerPlace(picture, 'area')
    const { series } = rolesOf(picture)
    const share = series !== undefined && look.touches.stack === 'normalize'
    const [along, across] = dimension.name === 'x' ? (['y', 'x'] as const) : (['x', 'y'] as const)
    const stack = series ? (look.touches.stack === 'none' ? null : share ? 'normalize' : 'zero') : null
    return {
      ...frameOf(look),
      mark: { type: 'area', invalid: 'break-paths-show-domains', ...(stack === null ? { fillOpacity: 0.35, line: true } : {}) },
      encoding: {
        [across]: axisOf(dimension, across, look),
        [along]: { ...amountAxis(measure, along, look, share), stack, scale: { zero: true, nice: true } },
        ...colorOf(picture, look),
        ...(stack === null ? {} : { order: { field: 'row', type: 'quantitative' } }),
      },
    } as ChartSpec
  },
}
