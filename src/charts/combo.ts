import { DgeError } from '../data/errors.js'
import { amountAxis, amountScale, titleOf } from './axes.js'
import { colorsFor, legendOf } from './colors.js'
import { cellLook, compose } from './compose.js'
import { comparedParts } from './describe.js'
import { inkOf } from './ink.js'
import { isDiscrete } from './roles.js'
import { axisOf } from './time-axis.js'
import { refuseShared } from './one-value.js'
import { untouched } from './untouched.js'
import type { Channel, ChartType } from './chart-type.js'
import type { Touches } from './touches.js'

/**
 * Bars for one measure and a line for another along the same moments or categories. Both share one axis; only measures of
 * different units, or of none and far apart, get an axis each, in the colour of their marks.
 */
export const combo: ChartType = {
  name: 'combo',
  title: { fr: 'Barres et courbe', en: 'Bars and line', de: 'Balken und Linie' },
  example: 'x="year(date)" y="sum(montant), mean(taux)"',
  bands: true,
  roles: { measure: 'y', dimension: 'x' },
  channels: {
    x: { required: true, scales: ['ordinal', 'nominal'] },
    y: { required: true, scales: ['quantitative'], several: 'levels' },
    y2: { required: false, scales: ['quantitative'] },
  },

  sentences: comparedParts,

  spec(picture, whole) {
    const look = cellLook(picture, whole)
    const { x, y, y2 } = picture.channels
    if (!x || !y || !y2 || !isDiscrete(x)) {
      throw new DgeError('query', 'type="combo" needs what it runs along on x and two measures on y', { hint: combo.example })
    }
    refuseShared(picture)
    const apart = y.field.unit !== y2.field.unit || y.additive !== y2.additive || areFar(y, y2)
    const labels = [titleOf(y) ?? 'y', titleOf(y2) ?? 'y2']
    const key: Channel = { name: 'color', scale: 'nominal', title: '', field: { name: 'color', type: 'string' }, additive: false, labels }
    const colors = colorsFor(key, whole)
    const color = (at: number) => ({ color: { datum: labels[at], type: 'nominal', title: null, scale: { domain: labels, range: [...colors] }, legend: legendOf(labels, whole) } })
    const place = { x: axisOf(x, 'x', look) }
    const axis = (channel: Channel, at: number) => {
      const amount = amountAxis(channel, 'y', look)
      const own = apart ? { axis: { ...amount.axis, labelColor: inkOf(colors[at] ?? '', whole.theme), ...(at === 1 ? { orient: 'right', grid: false } : {}) } } : {}
      // The legend names both measures: a title would say it twice.
      const scale = at === 0 || !apart ? { zero: true, nice: true } : amountScale(channel, look)
      return { ...amount, ...own, title: null, scale: apart && picture.channels.facet ? { ...wholeDomain(channel, at === 0 ? whole.touches : untouched), ...scale } : scale }
    }
    const bars = { mark: { type: 'bar' }, encoding: { ...place, y: axis(y, 0), ...color(0) } }
    const line = { mark: { type: 'line', point: { filled: true, size: 45 }, invalid: 'break-paths-show-domains' }, encoding: { ...place, y: axis({ ...y2, name: 'y2' }, 1), ...color(1) } }
    return apart ? compose(picture, whole, [bars], { beside: [line], resolve: { scale: { y: 'independent' } } }) : compose(picture, whole, [bars, line])
  },
}

/** Small multiples whose layers have scales of their own share them by the values of all, and by the author's lines. */
function wholeDomain({ extent }: Channel, { target, annotations }: Touches): object {
  const lines = [target?.value, ...annotations.flatMap(({ y = [] }) => y)].filter((value) => typeof value === 'number')
  return extent ? { domain: { unionWith: [...extent, ...lines] } } : {}
}

/** Without units, measures of which one would lie flat at the other's foot are taken for different things. */
function areFar(one: Channel, other: Channel): boolean {
  const [a = 0, b = 0] = [one, other].map(({ extent }) => (extent ? Math.max(Math.abs(extent[0]), Math.abs(extent[1])) : 0))
  return !one.field.unit && !other.field.unit && Math.min(a, b) > 0 && Math.max(a, b) >= 10 * Math.min(a, b)
}
