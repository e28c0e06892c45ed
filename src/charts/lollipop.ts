import { DgeError } from '../data/errors.js'
import { heightOf, isFlat } from './bars.js'
import { compose, isTurned } from './compose.js'
import { dotLayers, withSpans } from './dots.js'
import { rolesOf } from './roles.js'
import type { ChartType } from './chart-type.js'

/** Bars with less ink: a line from zero to a dot. */
export const lollipop: ChartType = {
  name: 'lollipop',
  title: { fr: 'Graphique en sucettes', en: 'Lollipop chart', de: 'Lollipop-Diagramm' },
  light: true,
  example: 'y="commune" x="sum(montant)"',
  bands: true,
  fillsBins: true,
  channels: {
    x: { required: true, scales: ['quantitative', 'nominal', 'ordinal'] },
    y: { required: true, scales: ['quantitative', 'nominal', 'ordinal'] },
  },

  arrange: withSpans,

  spec(picture, look) {
    const { dimension, measure } = rolesOf(picture)
    if (measure?.scale !== 'quantitative' || !dimension) throw new DgeError('query', 'type="lollipop" needs categories and a number', { hint: lollipop.example })
    const flat = isFlat(picture, look)
    const size = picture.channels.facet ? look : { ...look, ...heightOf(picture, look, flat, 'zero') }
    return compose(picture, size, dotLayers(picture, look, { flat, stems: 'zero' }), { turned: isTurned(picture, flat) })
  },
}
