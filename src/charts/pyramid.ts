import { DgeError } from '../data/errors.js'
import { amountAxis, nameAxis } from './axes.js'
import { colorOf } from './colors.js'
import { cellLook, compose } from './compose.js'
import { isDiscrete } from './roles.js'
import { refuseShared } from './one-value.js'
import type { ChartType } from './chart-type.js'

/** Two series back to back, as the ages of women and men: the first goes left, the second right, oldest on top. */
export const pyramid: ChartType = {
  name: 'pyramid',
  title: { fr: 'Pyramide', en: 'Pyramid', de: 'Pyramide' },
  example: 'y="age" x="sum(habitants)" color="sexe"',
  bands: true,
  most: { categories: 120, series: 2 },
  roles: { measure: 'x', dimension: 'y', series: 'color' },
  channels: {
    y: { required: true, scales: ['ordinal', 'nominal'] },
    x: { required: true, scales: ['quantitative'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  /** `end` is the value, to the left for the first series. */
  arrange(picture) {
    const { x, y, color } = picture.channels
    const [left] = color?.labels ?? []
    const rows = picture.rows.map((row) => ({ ...row, end: typeof row.x === 'number' ? (row.color === left ? -row.x : row.x) : null }))
    const labels = y?.scale === 'ordinal' ? [...(y.labels ?? [])].reverse() : y?.labels
    return { ...picture, rows, channels: { ...picture.channels, ...(x ? { x } : {}), ...(y && labels ? { y: { ...y, labels } } : {}) } }
  },

  spec(picture, whole) {
    const look = cellLook(picture, whole)
    const { x, y, color } = picture.channels
    if (!x || !y || !isDiscrete(y) || color?.labels?.length !== 2) {
      throw new DgeError('query', 'type="pyramid" needs categories on y, a number on x and two series on color', { hint: pyramid.example })
    }
    refuseShared(picture)
    const far = Math.max(Math.abs(x.extent?.[0] ?? 0), Math.abs(x.extent?.[1] ?? 1))
    const { axis, ...amount } = amountAxis({ ...x, extent: [-far, far] }, 'x', look)
    // Both sides count from zero: ticks have no sign.
    const labelExpr = axis && 'labelExpr' in axis && axis.labelExpr ? axis.labelExpr.replaceAll('datum.value', 'abs(datum.value)') : `format(abs(datum.value), ',~f')`
    const { format: _format, ...ticks } = { format: undefined, ...axis }
    const place = {
      y: nameAxis(y, 'y', look),
      x: { ...amount, field: 'end', stack: null, axis: { ...ticks, labelExpr }, scale: { domain: [-far, far], nice: true } },
    }
    const rows = y.labels?.length ?? 0
    const size = picture.channels.facet || whole.height === undefined ? whole : { ...whole, height: Math.max(whole.height, rows * 13 + 90) }
    return compose(picture, size, [{ mark: { type: 'bar' }, encoding: { ...place, ...colorOf(picture, whole) } }])
  },
}
