import { DgeError } from '../data/errors.js'
import { charWidth, linesOf, nameAxis, nameLimit, roomOf } from './axes.js'
import { longest } from './bars.js'
import { channelText } from './channel-text.js'
import { amountColors, colorOf } from './colors.js'
import { cellLook, compose } from './compose.js'
import { countTerm, defaultMeasure, isMeasure } from './defaults.js'
import { completed } from './encoding.js'
import { inkOn, mixed } from './ink.js'
import { isDiscrete } from './roles.js'
import { titles } from './titles.js'
import { refuseShared } from './one-value.js'
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
    refuseShared(picture)
    const beside = { ...look, width: look.width - Math.min(nameLimit(look), longest(y) * charWidth) - 16 }
    const place = { x: tight(tilted(x, nameAxis(x, 'x', beside), beside)), y: tight(nameAxis(y, 'y', look)) }
    const cells = { mark: { type: 'rect', stroke: look.theme.ground, strokeWidth: 1 }, encoding: { ...place, ...colorOf(picture, whole) } }
    const under = place.x.axis?.labelAngle ? 140 : 90
    const height = Math.max(look.height ?? 0, (y.labels?.length ?? 0) * cell + under)
    const size = picture.channels.facet || look.height === undefined ? whole : { ...whole, height }
    return compose(picture, size, showsText(picture, look) ? [cells, textLayer(color, whole, place)] : [cells])
  },
}

/** Names that three lines as wide as their cells don't hold stand aslant. */
function tilted(channel: Channel, axis: ReturnType<typeof nameAxis>, look: Look) {
  const room = roomOf(channel, look) - 6
  const fits = (label: string) => linesOf(label, Math.floor(room / charWidth), 3).every(({ length }) => length * charWidth <= room)
  if (channel.scale === 'ordinal' || (channel.labels ?? []).every(fits)) return axis
  const { labelExpr: _lines, ...rest } = { labelExpr: undefined, ...axis.axis }
  return { ...axis, axis: { ...rest, labelAngle: 320, labelAlign: 'right' as const, labelLimit: 130, labelOverlap: false } }
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

/** Amounts in the cells, in black on pale ones and in white on dark ones. */
function textLayer(color: Channel, look: Look, place: object) {
  const { range, domain = color.extent ?? [] } = amountColors(color, look, 'linear').scale
  const [from = 0, to = 0] = domain
  const inks = Array.from({ length: steps + 1 }, (_, at) => inkOn(colorAt(range, at / steps)))
  const turns = inks.flatMap((ink, at) => (at > 0 && ink !== inks[at - 1] ? [{ test: { field: 'color', gte: from + ((at - 0.5) / steps) * (to - from) }, value: ink }] : []))
  return {
    mark: { type: 'text', fontSize: look.theme.fontSize - 2 },
    encoding: { ...place, text: { field: 'label', type: 'nominal' }, color: { condition: turns.reverse(), value: inks[0] } },
  }
}

/** Along a ramp, so many places are looked at: where it passes from pale to dark, letters change. */
const steps = 64

function colorAt(range: readonly string[], part: number): string {
  const place = part * (range.length - 1)
  const before = Math.min(Math.floor(place), range.length - 2)
  return mixed(range[before] ?? '', range[before + 1] ?? '', place - before)
}
