import { DgeError } from '../data/errors.js'
import { heightOf, isFlat } from './bars.js'
import { compose, isTurned } from './compose.js'
import { dotLayers, withSpans } from './dots.js'
import { rolesOf } from './roles.js'
import type { ChartType } from './chart-type.js'

/**
 * One dot per category and series, on a scale that need not begin at zero. Several series of a category are joined by a
 * line: how far they are apart is what is read.
 */
export const dot: ChartType = {
  name: 'dot',
  title: { fr: 'Graphique en points', en: 'Dot plot', de: 'Dotplot' },
  light: true,
  example: 'y="commune" x="min(prix), max(prix)"',
  bands: true,
  channels: {
    x: { required: true, scales: ['quantitative', 'nominal', 'ordinal'], several: 'series' },
    y: { required: true, scales: ['quantitative', 'nominal', 'ordinal'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  arrange: withSpans,

  spec(picture, look) {
    const { dimension, measure } = rolesOf(picture)
    if (measure?.scale !== 'quantitative' || !dimension) throw new DgeError('query', 'type="dot" needs categories and a number', { hint: dot.example })
    const flat = isFlat(picture, look)
    const size = picture.channels.facet ? look : { ...look, ...heightOf(picture, look, flat, 'zero') }
    return compose(picture, size, dotLayers(picture, look, { flat, stems: 'span' }), { turned: isTurned(picture, flat) })
  },
}
