import { DgeError } from '../data/errors.js'
import { charWidth } from './axes.js'
import { colorsFor, plainColor } from './colors.js'
import { completed } from './encoding.js'
import { amountOf, amountText, fitted, ownFill, ownText, placed, plotOf } from './placed.js'
import { isDiscrete } from './roles.js'
import type { ChartType } from './chart-type.js'

/** Sectors of one angle each, as large in area as their values: what comes round (months, directions), or few categories. */
export const polar: ChartType = {
  name: 'polar',
  title: { fr: 'Aires polaires', en: 'Polar area chart', de: 'Polarflächendiagramm' },
  light: true,
  example: 'x="month(date)" y="sum(montant)"',
  alone: true,
  bands: true,
  most: { categories: 24 },
  roles: { measure: 'y', dimension: 'x' },
  channels: {
    x: { required: true, scales: ['nominal', 'ordinal'] },
    y: { required: true, scales: ['quantitative'] },
  },

  encode: (given, { schema }) => completed(given, schema),

  instead({ channels: { y } }, { encoding }) {
    const why = y?.extent && y.extent[0] < 0 ? 'has negative values: they have no area' : ''
    return why ? { type: 'bar', encoding, hint: `“${y?.title}” ${why}. Bars are drawn in place of type="polar".` } : undefined
  },

  spec(picture, look) {
    const { x, y } = picture.channels
    if (!x || !y || !isDiscrete(x) || y.scale !== 'quantitative') throw new DgeError('query', 'type="polar" needs categories on x and a number on y', { hint: polar.example })
    const { width, height } = plotOf(look)
    const { rows } = picture
    const side = 70
    const radius = Math.max(40, Math.min(width / 2 - side, height / 2 - 26))
    const most = Math.max(...rows.map((row) => amountOf(row, y)), 0) || 1
    const step = (2 * Math.PI) / Math.max(1, rows.length)
    const plain = plainColor(x, look)
    const single = 'value' in plain && typeof plain.value === 'string' ? plain.value : (look.theme.palette[0] ?? look.theme.text)
    const colors = (x.labels?.length ?? 0) <= look.theme.palette.length && x.scale === 'nominal' ? colorsFor(x, look) : undefined
    const sectors = rows.map((row, at) => {
      const [a0, a1] = [at * step, (at + 1) * step]
      // Areas compare, not radii: twice the value is √2 times as far out.
      const outer = radius * Math.sqrt(amountOf(row, y) / most)
      return { a0, a1, r0: 0, r1: outer, fill: colors?.[x.labels?.indexOf(String(row.x)) ?? -1] ?? single, row: row.row, source: row }
    })
    const rings = [0.25, 0.5, 0.75, 1].map((part) => ({ a0: 0, a1: 2 * Math.PI, r0: radius * Math.sqrt(part) - 0.5, r1: radius * Math.sqrt(part) + 0.5 }))
    const roomAt = (dx: number) => (Math.abs(dx) < 0.05 ? 2 * side : width / 2 - (radius + 8) * Math.abs(dx))
    const named = sectors.map(({ a0, a1, source }) => ({ name: String(source.x ?? ''), value: `\u00a0: ${amountText(source, y, look)}`, room: roomAt(Math.sin((a0 + a1) / 2)) }))
    // The value of each, or of none.
    const valued = look.touches.labels !== 'none' && step * radius >= 26 && named.every(({ name, value, room }) => (name.length + value.length) * charWidth <= room)
    const texts = sectors.map(({ a0, a1, source }, at) => {
      const angle = (a0 + a1) / 2
      const [dx, dy] = [Math.sin(angle), -Math.cos(angle)]
      const { name = '', value = '', room = 0 } = named[at] ?? {}
      return { x: width / 2 + dx * (radius + 8), y: height / 2 + dy * (radius + 10), label: valued ? `${name}${value}` : fitted(name, room, charWidth), row: source.row, side: dx > 0.05 ? 'left' : dx < -0.05 ? 'right' : 'center' }
    })
    const turn = (field: string) => ({ field, type: 'quantitative', scale: null, stack: null })
    const arc = { theta: turn('a0'), theta2: { field: 'a1' }, radius: turn('r1'), radius2: { field: 'r0' } }
    const text = (align: string) => ({
      values: texts.filter((each) => each.side === align && each.label), mark: { type: 'text', align, fontSize: look.theme.fontSize - 1, color: look.theme.text }, encoding: ownText,
    })
    return placed(look, [
      { values: rings, polar: true, mark: { type: 'arc', color: look.theme.grid }, encoding: arc },
      { values: sectors.map(({ source: _source, ...sector }) => sector), polar: true, mark: { type: 'arc', stroke: look.theme.ground, strokeWidth: 1.5 }, encoding: { ...arc, ...ownFill } },
      text('left'), text('center'), text('right'),
    ])
  },
}
