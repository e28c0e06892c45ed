import { barLayers, heightOf, isFlat, labelled, stackingOf } from './bars.js'
import { compose, isTurned } from './compose.js'
import { completed } from './encoding.js'
import { barMeasure, plainBar } from './plain-bar.js'
import { rolesOf } from './roles.js'
import type { ChartType } from './chart-type.js'

const { isPlain: _plain, ...usual } = plainBar

/**
 * Bars: one per category, from zero. Series stand side by side (`stack="none"`), on top of each other where sums mean
 * something, or as shares (`stack="normalize"`). Names that would not fit under the bars turn the chart on its side.
 */
export const bar: ChartType = {
  ...usual,
  fillsBins: true,

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
    const measure = barMeasure(picture)
    const stack = stackingOf(picture, look.touches)
    const flat = isFlat(picture, look)
    const size = picture.channels.facet ? look : { ...look, ...heightOf(picture, look, flat, stack) }
    return compose(picture, size, barLayers(picture, look, measure, flat, stack), { turned: isTurned(picture, flat) })
  },
}
