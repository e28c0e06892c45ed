import { areaLayers, barsOfOnePlace, ranked } from './areas.js'
import { compose } from './compose.js'
import { withGaps } from './gaps.js'
import { requireOneValuePerPlace } from './one-value.js'
import type { ChartType } from './chart-type.js'

/** Areas around a middle: how the parts of a whole swell and shrink over time, without an axis. */
export const stream: ChartType = {
  name: 'stream',
  title: { fr: 'Flux d’aires', en: 'Streamgraph', de: 'Stromdiagramm' },
  light: true,
  example: 'x="date" y="sum(montant)" color="type"',
  joins: true,
  stacks: true,
  withGaps,
  channels: {
    x: { required: true, scales: ['temporal', 'ordinal', 'quantitative', 'nominal'] },
    y: { required: true, scales: ['quantitative'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  arrange: ranked,

  instead: barsOfOnePlace,

  spec(picture, look) {
    const roles = requireOneValuePerPlace(picture, 'stream')
    return compose(picture, look, areaLayers(picture, look, { ...roles, stack: 'center' }))
  },
}
