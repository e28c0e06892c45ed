import { DgeError } from '../data/errors.js'
import { circular } from './encoding.js'
import { colorOf, frameOf } from './axes.js'
import type { ChartSpec, ChartType } from './chart-type.js'

/** A ring of a few shares of a whole, from the largest. */
export const arc: ChartType = {
  name: 'arc',
  example: 'color="type" theta="count()"',
  bands: true,
  most: { categories: 7 },
  channels: {
    x: { required: false, scales: ['nominal', 'ordinal'] },
    y: { required: false, scales: ['quantitative'] },
    theta: { required: true, scales: ['quantitative'] },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  encode: (given, { schema }) => circular(given, schema),

  spec(picture, look) {
    const { theta } = picture.channels
    if (!theta) throw new DgeError('query', 'type="arc" needs a measure', { hint: 'color="type" y="count()"' })
    if (theta.extent && theta.extent[0] < 0) {
      throw new DgeError('query', `“${theta.title}” has negative values: shares of a whole cannot be`, { hint: 'Use type="bar".' })
    }
    const wide = look.width >= 480
    const { color } = colorOf(picture, look)
    const legend = wide ? { orient: 'right', direction: 'vertical', columns: 1, labelLimit: Math.floor(look.width * 0.35) } : { columns: 1 }
    return {
      ...frameOf(look),
      mark: { type: 'arc', innerRadius: { expr: 'min(width, height) * 0.27' }, ...(picture.rows.length > 1 ? { stroke: look.theme.dark ? '#0008' : '#fff', strokeWidth: 1.5 } : {}) },
      encoding: {
        theta: { field: 'theta', type: 'quantitative', stack: true },
        order: { field: 'row', type: 'quantitative' },
        ...(color ? { color: { ...color, legend } } : {}),
      },
    } as ChartSpec
  },
}
