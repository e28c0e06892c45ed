import { DgeError } from '../data/errors.js'
import { amountAxis, amountScale, nameAxis } from './axes.js'
import { heightOf, isFlat } from './bars.js'
import { plainColor } from './colors.js'
import { cellLook, compose, isTurned, sidesOf } from './compose.js'
import { dimensionTerm, fieldTerm, isAmount, isMeasure } from './defaults.js'
import { present } from './encoding.js'
import { isDiscrete, rolesOf } from './roles.js'
import { wordsOf } from './words.js'
import type { ChartType, Encoding } from './chart-type.js'
import type { Expr } from '../data/expression.js'
import type { Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'

/** How the values of each category spread: a box from the first to the third quartile, the median, whiskers to both extremes. */
export const box: ChartType = {
  name: 'box',
  example: 'x="departement" y="population"',
  bands: true,
  roles: { measure: 'y', dimension: 'x' },
  channels: {
    x: { required: false, scales: ['nominal', 'ordinal'] },
    y: { required: true, scales: ['quantitative'] },
  },

  encode(given, { schema }) {
    const [measure, dimension] = partsOf(given, schema)
    if (!measure || typeof measure.expr === 'object' && 'aggregate' in measure.expr) {
      throw new DgeError('query', 'type="box" needs a number of each row, not an aggregate', { hint: box.example })
    }
    const expr = measure.expr as Expr
    const title = measure.title === undefined ? {} : { title: measure.title }
    const quantile = (p: number): Term => ({ as: `q${p}(${measure.as})`, expr: { aggregate: 'quantile', expr, p } })
    return present({
      ...given,
      x: [dimension],
      y: [{ as: `median(${measure.as})`, expr: { aggregate: 'median', expr }, ...title }],
      low: [{ as: `min(${measure.as})`, expr: { aggregate: 'min', expr } }],
      q1: [quantile(0.25)],
      q3: [quantile(0.75)],
      high: [{ as: `max(${measure.as})`, expr: { aggregate: 'max', expr } }],
    })
  },

  /** Every part has a name of its own in words, and the axis spans them all. */
  arrange(picture, { locale }) {
    const words = wordsOf(locale)
    const { y, low, q1, q3, high } = picture.channels
    if (!y || !low || !q1 || !q3 || !high) return picture
    const extent = low.extent && high.extent ? { extent: [low.extent[0], high.extent[1]] as const } : {}
    const [min, lower, upper, max] = words.box
    const channels = {
      ...picture.channels, y: { ...y, ...extent },
      low: { ...low, title: min }, q1: { ...q1, title: lower }, q3: { ...q3, title: upper }, high: { ...high, title: max },
    }
    return { ...picture, channels, notes: [...picture.notes, words.boxNote] }
  },

  spec(picture, whole) {
    const look = cellLook(picture, whole)
    const { dimension, measure } = rolesOf(picture)
    if (!measure) throw new DgeError('query', 'type="box" needs a number', { hint: box.example })
    const flat = isFlat(picture, whole)
    const [along, across] = sidesOf(flat)
    const names = dimension && isDiscrete(dimension) ? { [across]: nameAxis(dimension, across, look) } : {}
    const amount = { ...amountAxis(measure, along, look), scale: amountScale(measure, look) }
    const end = (from: string, to: string) => ({ ...names, [along]: { ...amount, field: from }, [`${along}2`]: { field: to } })
    const color = plainColor(dimension, look)
    const size = picture.channels.facet ? whole : { ...whole, ...heightOf(picture, whole, flat, 'none') }
    return compose(picture, size, [
      { mark: { type: 'rule', color: look.theme.muted }, encoding: end('low', 'high') },
      { mark: { type: 'bar', ...(dimension ? {} : { size: 60 }), opacity: 0.55 }, encoding: { ...end('q1', 'q3'), ...color } },
      { mark: { type: 'tick', color: look.theme.text, thickness: 2.5, ...(dimension ? {} : { size: 60 }) }, encoding: { ...names, [along]: { ...amount, field: 'y' } } },
    ], { turned: isTurned(picture, flat) })
  },
}

/** The measure, wherever the author wrote it, and the categories. */
function partsOf({ x = [], y = [] }: Encoding, schema: Schema): readonly [measure: Term | undefined, dimension: Term | undefined] {
  const written = [...y, ...x]
  const first = schema.find((field) => isAmount(field))
  const measure = written.find((term) => isMeasure(term, schema)) ?? (first && fieldTerm(first))
  const groups = schema.find((field) => field.type === 'boolean')
  return [measure, written.find((term) => term !== measure) ?? (written.length === 0 ? dimensionTerm(groups) : undefined)]
}
