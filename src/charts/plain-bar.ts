import { DgeError } from '../data/errors.js'
import { amountAxis, frameOf, roomBeyond } from './plain-axes.js'
import { barColor, barLayers, barSize, heightOf, isFlat, longest, sidesOf, valuesFit, widest, withTexts } from './plain-bars.js'
import { rolesOf } from './roles.js'
import type { Channel, ChartType, Picture } from './chart-type.js'

/** Rows that are not aggregated may share a bar up to this many; beyond it nobody can tell them apart. */
const mostSegments = 400

/** Bars of one thing along another, both named by the author, who adds nothing (`isPlain`): what `bar` draws then, without the code of all that it can do. */
export const plainBar: ChartType = {
  name: 'bar',
  title: { fr: 'Graphique en barres', en: 'Bar chart', de: 'Balkendiagramm' },
  light: true,
  example: 'x="commune" y="sum(montant)"',
  bands: true,
  piles: true,
  channels: {
    x: { required: false, scales: ['nominal', 'ordinal', 'quantitative'], several: 'series' },
    y: { required: false, scales: ['nominal', 'ordinal', 'quantitative'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal', 'quantitative'] },
  },

  encode: (given) => given,

  arrange: (picture, { locale }) => withTexts(picture, locale),

  isPlain: (picture) => !picture.overlaps,

  spec(picture, look) {
    const { dimension } = rolesOf(picture)
    const measure = barMeasure(picture)
    const flat = isFlat(picture, look)
    const layers = barLayers(picture, look, {
      flat,
      stack: picture.overlaps ? 'zero' : null,
      axis: amountAxis(measure, sidesOf(flat)[0], look),
      room: () => roomBeyond(measure, look, widest(picture), dimension ? longest(dimension) : 0),
      color: barColor(dimension, look.theme),
      size: barSize(picture),
      texts: !picture.overlaps && valuesFit(picture, look, flat),
    })
    const [only] = layers
    return { ...frameOf({ ...look, ...heightOf(picture, look, flat) }), ...(layers.length === 1 ? only : { layer: layers }) }
  },
}

/** What bars measure. @throws DgeError `query` when there is no such thing, or too many rows share bars */
export function barMeasure(picture: Picture): Channel {
  const { measure } = rolesOf(picture)
  if (measure?.scale !== 'quantitative') throw new DgeError('query', 'type="bar" needs something measured on x or y', { hint: 'y="count()" counts rows.' })
  if (picture.overlaps && picture.rows.length > mostSegments) {
    throw new DgeError('query', `Several rows share a bar, ${picture.rows.length} in all`, {
      hint: `Say how they add up: sum(${measure.field.name}), mean(${measure.field.name})…`,
    })
  }
  return measure
}
