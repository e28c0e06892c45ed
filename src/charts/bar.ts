import { DgeError } from '../data/errors.js'
import { barLayers, barSize, heightOf, isFlat, labelled, stackingOf } from './bars.js'
import { compose, isTurned } from './compose.js'
import { completed } from './encoding.js'
import { rolesOf } from './roles.js'
import type { ChartType } from './chart-type.js'

/** Rows that are not aggregated may share a bar up to this many; beyond it nobody can tell them apart. */
const mostSegments = 400

/**
 * Bars: one per category, from zero. Series stand side by side (`stack="none"`), on top of each other where sums mean
 * something, or as shares (`stack="normalize"`). Names that would not fit under the bars turn the chart on its side.
 */
export const bar: ChartType = {
  name: 'bar',
  title: { fr: 'Graphique en barres', en: 'Bar chart', de: 'Balkendiagramm' },
  light: true,
  example: 'x="commune" y="sum(montant)"',
  bands: true,
  channels: {
    x: { required: false, scales: ['nominal', 'ordinal', 'quantitative'], several: 'series' },
    y: { required: false, scales: ['nominal', 'ordinal', 'quantitative'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal', 'quantitative'] },
  },

  /** An angle is a measure, too: a pie that cannot be one becomes bars. */
  encode({ theta, color, ...given }, { schema }) {
    if (!theta) return completed({ ...given, ...(color ? { color } : {}) }, schema)
    return completed({ ...given, y: theta, ...(color ? { x: color } : {}) }, schema)
  },

  arrange: labelled,

  instead(picture, { touches, encoding }) {
    if (touches.scale !== 'log' || !rolesOf(picture).measure) return undefined
    return { type: 'dot', encoding, hint: 'scale="log" has no zero from which bars could start: dots are drawn (type="dot")' }
  },

  spec(picture, look) {
    const { measure } = rolesOf(picture)
    if (measure?.scale !== 'quantitative') throw new DgeError('query', 'type="bar" needs something measured on x or y', { hint: 'y="count()" counts rows.' })
    if (picture.overlaps && picture.rows.length > mostSegments) {
      throw new DgeError('query', `Several rows share a bar, ${picture.rows.length} in all`, {
        hint: `Say how they add up: sum(${measure.field.name}), mean(${measure.field.name})…`,
      })
    }
    const stack = stackingOf(picture, look.touches)
    const flat = isFlat(picture, look)
    const size = picture.channels.facet ? look : { ...look, ...heightOf(picture, look, flat, stack) }
    return compose(picture, size, barLayers(picture, look, { flat, stack, size: barSize(picture) }), { turned: isTurned(picture, flat) })
  },
}
