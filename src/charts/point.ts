import { DgeError } from '../data/errors.js'
import { pointParts } from './describe.js'
import { paired } from './encoding.js'
import { axisOf, colorOf, frameOf, startsAtZero, titleOf } from './axes.js'
import type { Channel, ChartSpec, ChartType, Look } from './chart-type.js'

/** Points placed by two values; `size` makes bubbles whose area is the value. */
export const point: ChartType = {
  name: 'point',
  example: 'x="surface" y="population"',
  most: { categories: Infinity },
  channels: {
    x: { required: true, scales: ['quantitative', 'temporal', 'ordinal', 'nominal'] },
    y: { required: true, scales: ['quantitative', 'temporal', 'ordinal', 'nominal'] },
    color: { required: false, scales: ['nominal', 'ordinal', 'quantitative'] },
    size: { required: false, scales: ['quantitative'] },
  },

  encode: (given, { schema }) => paired(given, schema),

  sentences: pointParts,

  spec(picture, look) {
    const { x, y, size } = picture.channels
    if (!x || !y) throw new DgeError('query', 'type="point" needs x and y', { hint: 'x="surface" y="population"' })
    const crowded = picture.rows.length > 500
    return {
      ...frameOf(look),
      mark: { type: 'point', filled: true, opacity: crowded ? 0.5 : 0.75, size: crowded ? 24 : 55, tooltip: null },
      encoding: {
        x: placed(x, 'x', look),
        y: placed(y, 'y', look),
        ...(size ? { size: { field: 'size', type: 'quantitative', title: titleOf(size), scale: { type: 'linear', range: [0, 900], zero: true } } } : {}),
        ...colorOf(picture, look),
      },
    } as ChartSpec
  },
}

function placed(channel: Channel, side: 'x' | 'y', look: Look) {
  const axis = axisOf(channel, side, look)
  return channel.scale === 'quantitative' ? { ...axis, scale: { zero: startsAtZero(channel), nice: true } } : axis
}
