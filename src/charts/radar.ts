import { DgeError } from '../data/errors.js'
import { nice, ticks } from 'd3-array'
import { channelText } from './channel-text.js'
import { charWidth } from './axes.js'
import { colorsFor } from './colors.js'
import { completed } from './encoding.js'
import { amountOf, fitted, ownFill, ownText, placed, plotOf } from './placed.js'
import { isDiscrete } from './roles.js'
import type { ChartType, Look, PictureRow } from './chart-type.js'

/** One measure along several axes that start from one point, a closed line per series: profiles that are compared. */
export const radar: ChartType = {
  name: 'radar',
  title: { fr: 'Radar', en: 'Radar chart', de: 'Netzdiagramm' },
  example: 'x="critère" y="mean(note)" color="commune"',
  alone: true,
  bands: true,
  most: { categories: 12, series: 5 },
  tail: 'out',
  roles: { measure: 'y', dimension: 'x', series: 'color' },
  channels: {
    x: { required: true, scales: ['nominal', 'ordinal'] },
    y: { required: true, scales: ['quantitative'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  encode: (given, { schema }) => completed(given, schema),

  instead({ channels: { x, y } }, { encoding }) {
    const why = (x?.labels?.length ?? 0) < 3 ? 'fewer than three axes span nothing' : y?.extent && y.extent[0] < 0 ? 'values below zero lie on the other side of the centre' : ''
    return why ? { type: 'bar', encoding, hint: `type="radar": ${why}. Bars are drawn instead.` } : undefined
  },

  spec(picture, look) {
    const { x, y, color } = picture.channels
    if (!x || !y || !isDiscrete(x) || y.scale !== 'quantitative' || picture.overlaps) {
      throw new DgeError('query', 'type="radar" needs axes on x, one number per axis and series on y', { hint: radar.example })
    }
    const { width, height } = plotOf(look)
    const names = x.labels ?? []
    const series = color?.labels ?? ['']
    const head = color ? 26 : 0
    const radius = Math.max(40, Math.min(width / 2 - 80, (height - head) / 2 - 30))
    const [cx, cy] = [width / 2, head + (height - head) / 2]
    // The last ring is around all profiles; small ones have few.
    const [, most] = nice(0, Math.max(...picture.rows.map((row) => amountOf(row, y)), 0) || 1, 4)
    const grid = ticks(0, most, radius < 80 ? 2 : 4).filter((tick) => tick > 0)
    const at = (axis: number, value: number) => {
      const angle = (2 * Math.PI * axis) / names.length
      const out = (radius * value) / most
      return { x: cx + Math.sin(angle) * out, y: cy - Math.cos(angle) * out }
    }
    const colors = color ? colorsFor(color, look) : [look.theme.palette[0] ?? look.theme.text]
    const around = (value: number, of: string) => [...names, names[0]].map((_, rank) => ({ ...at(rank % names.length, value), of, rank }))
    const points = series.flatMap((name, which) =>
      names.flatMap((label, axis) => {
        const row = picture.rows.find((each) => each.x === label && (!color || each.color === name))
        return row && typeof row.y === 'number' ? [{ ...at(axis, row.y), of: name, rank: axis, fill: colors[which] ?? look.theme.text, row: row.row }] : []
      })
    )
    // A profile is closed only where all its axes have a value: a gap is no zero.
    const closing = series.flatMap((name) => {
      const own = points.filter(({ of }) => of === name)
      const [first] = own
      return first && own.length === names.length ? [...own, { ...first, rank: names.length, row: -1 }] : own
    })
    const line = { detail: { field: 'of', type: 'nominal' }, order: { field: 'rank', type: 'quantitative' } }
    return placed(look, [
      { values: grid.flatMap((tick) => around(tick, String(tick))), mark: { type: 'line', color: look.theme.grid, strokeWidth: 1 }, encoding: line },
      { values: names.map((_, axis) => ({ x: cx, y: cy, x2: at(axis, most).x, y2: at(axis, most).y })), mark: { type: 'rule', color: look.theme.grid }, encoding: { x2: { field: 'x2' }, y2: { field: 'y2' } } },
      { values: grid.map((tick) => ({ ...at(0, tick), label: channelText(tick, y, look.locale, { compact: true }) })), mark: { type: 'text', align: 'left', dx: 4, dy: 8, fontSize: look.theme.fontSize - 2, color: look.theme.muted }, encoding: ownText },
      { values: closing, mark: { type: 'line', strokeWidth: 2.5 }, encoding: { ...line, ...ownFill } },
      { values: points, mark: { type: 'point', filled: true, size: 60, opacity: 1 }, encoding: ownFill },
      ...names.flatMap((name, axis) => axisName(name, at(axis, most), cx, radius, look)),
      ...keyOf(color ? series : [], colors, look),
    ])
  },
}

function axisName(name: string, end: { x: number; y: number }, cx: number, radius: number, look: Look) {
  const [dx, far] = [end.x - cx, 10]
  const align = dx > radius * 0.3 ? 'left' : dx < -radius * 0.3 ? 'right' : 'center'
  const room = align === 'center' ? 160 : plotOf(look).width / 2 - Math.abs(dx) - far
  const above = align === 'center' ? (end.y < plotOf(look).height / 2 ? -far - 8 : far + 4) : 0
  const value: Partial<PictureRow> & object = { x: end.x + (align === 'left' ? far : align === 'right' ? -far : 0), y: end.y + above, label: fitted(name, room, charWidth) }
  return [{ values: [value], mark: { type: 'text', align, fontSize: look.theme.fontSize - 1, color: look.theme.text }, encoding: ownText }]
}

/** The names of the series above the drawing, each with its colour. */
function keyOf(series: readonly string[], colors: readonly string[], look: Look) {
  if (look.touches.legend === 'none' || series.length === 0) return []
  const room = Math.min(180, plotOf(look).width / series.length)
  const labels = series.map((name) => fitted(name, room - 26, charWidth))
  const widths = labels.map((label) => Math.min(room, label.length * (charWidth + 1) + 40))
  const entries = labels.map((label, at) => ({ x: widths.slice(0, at).reduce((sum, width) => sum + width, 8), y: 8, fill: colors[at] ?? look.theme.text, label }))
  return [
    { values: entries, mark: { type: 'point', shape: 'square', filled: true, size: 110, opacity: 1 }, encoding: ownFill },
    { values: entries, mark: { type: 'text', align: 'left', dx: 12, fontSize: look.theme.fontSize - 1, color: look.theme.text }, encoding: ownText },
  ]
}
