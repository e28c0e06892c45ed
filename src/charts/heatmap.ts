import { DgeError } from '../data/errors.js'
import { charWidth, nameAxis, nameLimit } from './axes.js'
import { longest } from './bars.js'
import { channelText } from './channel-text.js'
import { colorOf } from './colors.js'
import { cellLook, compose } from './compose.js'
import { countTerm, defaultMeasure, isMeasure } from './defaults.js'
import { completed } from './encoding.js'
import { isDiscrete } from './roles.js'
import { luminance } from './luminance.js'
import { titles } from './titles.js'
import type { Channel, ChartType, Look, Picture } from './chart-type.js'

/** Pixels of a row of cells. */
const cell = 24

/** A table of coloured cells: two dimensions and an amount. */
export const heatmap: ChartType = {
  name: 'heatmap',
  title: titles.heatmap,
  example: 'x="month(date)" y="day(date)" color="mean(valeur)"',
  bands: true,
  most: { categories: 60, series: 60 },
  roles: { measure: 'color', dimension: 'x', series: 'y' },
  channels: {
    x: { required: true, scales: ['nominal', 'ordinal'] },
    y: { required: true, scales: ['nominal', 'ordinal'] },
    color: { required: false, scales: ['quantitative'] },
  },

  encode(given, { schema }) {
    const { x, y, color, ...rest } = given
    if (!x || !y) return completed(given, schema)
    const measured = color ?? [schema.some((field) => isMeasure({ as: field.name, expr: { property: field.name } }, schema)) ? defaultMeasure(schema) : countTerm]
    return { ...rest, x, y, color: measured }
  },

  arrange(picture, { locale }) {
    const { color } = picture.channels
    if (!color) return picture
    return { ...picture, rows: picture.rows.map((row) => ({ ...row, label: row.color == null ? '' : channelText(row.color, color, locale, { compact: true }) })) }
  },

  spec(picture, whole) {
    const look = cellLook(picture, whole)
    const { x, y, color } = picture.channels
    if (!x || !y || !isDiscrete(x) || !isDiscrete(y) || color?.scale !== 'quantitative') {
      throw new DgeError('query', 'type="heatmap" needs categories on x and y and a number on color', { hint: heatmap.example })
    }
    const beside = { ...look, width: look.width - Math.min(nameLimit(look), longest(y) * charWidth) - 16 }
    const place = { x: tight(tilted(x, nameAxis(x, 'x', beside), beside)), y: tight(nameAxis(y, 'y', look)) }
    const cells = { mark: { type: 'rect', stroke: look.theme.ground, strokeWidth: 1 }, encoding: { ...place, ...colorOf(picture, whole) } }
    const height = Math.max(look.height ?? 0, (y.labels?.length ?? 0) * cell + 90)
    const size = picture.channels.facet || look.height === undefined ? whole : { ...whole, height }
    return compose(picture, size, showsText(picture, look) ? [cells, textLayer(picture, look, place)] : [cells])
  },
}

/** Names whose words are wider than their cells stand aslant. */
function tilted(channel: Channel, axis: ReturnType<typeof nameAxis>, { width }: Look) {
  const { labels = [] } = channel
  const word = Math.max(0, ...labels.flatMap((label) => label.split(/\s+/)).map(({ length }) => length))
  if (channel.scale === 'ordinal' || Math.max(word, Math.ceil(longest(channel) / 3)) * charWidth <= width / Math.max(1, labels.length)) return axis
  const { labelExpr: _lines, ...rest } = { labelExpr: undefined, ...axis.axis }
  return { ...axis, axis: { ...rest, labelAngle: 320, labelAlign: 'right' as const, labelLimit: 110, labelOverlap: false } }
}

/** Cells touch. */
function tight<T extends { readonly scale?: unknown }>(axis: T) {
  return { ...axis, scale: { ...(axis.scale as object), padding: 0 } }
}

function showsText({ rows, channels: { x } }: Picture, { width, touches }: Look): boolean {
  if (touches.labels !== 'auto') return touches.labels === 'all'
  const longest = Math.max(0, ...rows.map(({ label }) => String(label ?? '').length))
  return rows.length <= 150 && (width - 90) / Math.max(1, x?.labels?.length ?? 1) >= longest * 6.2 + 4
}

/** Amounts in the cells, dark on pale ones and pale on dark ones. */
function textLayer({ channels: { color } }: Picture, { theme }: Look, place: object) {
  const [low = 0, high = 0] = color?.extent ?? []
  const pale = luminance(theme.ramp[0] ?? '#fff') > luminance(theme.ramp.at(-1) ?? '#000')
  const middle = (low + high) / 2
  const [over, under] = pale ? ['#ffffff', '#14202b'] : ['#14202b', '#ffffff']
  return {
    mark: { type: 'text', fontSize: theme.fontSize - 2 },
    encoding: { ...place, text: { field: 'label', type: 'nominal' }, color: { condition: { test: { field: 'color', gt: middle }, value: over }, value: under } },
  }
}
