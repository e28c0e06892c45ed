import { Bounds } from './bounds.js'
import { baseline, numberOf, offsetAt, pointAt, property, reach, secondAt, valueOf } from './encode.js'
import { isObject } from './spec.js'
import { needed } from './parts.js'
import { node, round } from './svg.js'
import { paint, strokes } from './paint.js'
import { textBounds, textNode } from './text.js'
import type { Item, Look, Place } from './encode.js'
import type { Config } from './config.js'
import type { Datum, Props } from './spec.js'
import type { Shape } from './draw.js'
import type { TextItem } from './text.js'

/** Bars and other rectangles. */
export const rect: Shape = {
  name: 'rect',
  at(place, row) {
    const [x, width] = extent(place, 'x', row)
    const [y, height] = extent(place, 'y', row)
    return { x, y, width, height }
  },
  bounds: ({ x, y, width = 0, height = 0, look }) => Bounds.of(x, y, x + width, y + height).expand(reach(look, false)),
  node(item, place) {
    const { x, y, width = 0, height = 0, look, datum } = item
    const d = hasCorners(place.unit.type, place.unit.mark, place.config) ? needed(place.config.parts.beyond).roundedPath(item, place)
      : `M${round(x)},${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`
    return node('path', { d, ...paint(look), ...strokes(place) }, [], { datum })
  },
}

/** Texts, also around a centre. */
export const text: Shape = {
  name: 'text',
  at: (place, row) => ({
    ...point(place, row), ...(place.unit.encoding.theta ? needed(place.config.parts.beyond).around(place, row) : {}),
    text: textAt(place, row), size: Number(valueOf(place, 'size', row) ?? numberOf(place, 'fontSize') ?? 11),
  }),
  bounds: (item, place, measure) => textBounds(textOf(item, place), measure),
  node: (item, place, measure) => textNode(textOf(item, place), measure, { datum: item.datum }),
}

/** Whether a rectangle has round corners. */
export function hasCorners(type: string, mark: Props, config: Config): boolean {
  return [mark, config.part(type) ?? {}].some((part) => Object.keys(part).some((name) => name.startsWith('cornerRadius')))
}

export function point(place: Place, row: Datum): { readonly x: number; readonly y: number } {
  return { x: pointAt(place, 'x', row, place.width / 2), y: pointAt(place, 'y', row, place.height / 2) }
}

/** Start and length of a rectangle on an axis. */
function extent(place: Place, channel: 'x' | 'y', row: Datum): readonly [number, number] {
  const { unit, scales } = place
  const def = unit.encoding[channel]
  if (def?.bin) return needed(place.config.parts.beyond).binned(place, channel, row)
  const across = channel === 'x' ? 'vertical' : 'horizontal'
  const type = def ? scales[channel]?.type : undefined
  const isNames = type === 'band' || type === 'point'
  if (!unit.encoding[`${channel}2`] && (isNames || (unit.type === 'bar' && unit.orient === across))) return sized(place, channel, row)
  const first = pointAt(place, channel, row, baseline(place, channel, 'high'))
  const second = secondAt(place, channel, row, () => baseline(place, channel, 'low'))
  return [Math.min(first, second), Math.abs(second - first)]
}

/** A rectangle in a band, or of a given size around its place. */
function sized(place: Place, channel: 'x' | 'y', row: Datum): readonly [number, number] {
  const { unit, scales, config } = place
  const across = channel === 'x' ? 'vertical' : 'horizontal'
  const def = unit.encoding[channel]
  const scale = def ? scales[channel] : undefined
  const inner = unit.encoding[`${channel}Offset`] ? scales[`${channel}Offset`] : undefined
  const given = unit.orient === across ? (valueOf(place, 'size', row) ?? unit.mark['size']) : undefined
  const named = given ?? property(place, unit.orient === across ? 'size' : channel === 'x' ? 'width' : 'height') ?? (channel === 'x' ? property(place, 'width') : property(place, 'height'))
  const band = isObject(named) ? Number(named['band']) : named === undefined && (inner ?? scale)?.bandwidth ? 1 : undefined
  if (band !== undefined) {
    const whole = (inner ?? scale)?.bandwidth ?? 0
    const size = Math.max(Number(config.mark(unit.type, {}, 'minBandSize') ?? 0), band * whole)
    const offset = offsetAt(place, channel, row, 0)
    const start = Number(scale?.map(def?.field === undefined ? def?.datum : row[def.field]))
    return [start + (offset.encoded ? 0 : ((1 - band) / 2) * (scale?.bandwidth ?? 0)) + offset.pixels, size]
  }
  const length = channel === 'x' ? place.width : place.height
  const free = Number(config.scale('bandPaddingInner') ?? config.scale(unit.type === 'bar' ? 'barBandPaddingInner' : 'rectBandPaddingInner'))
  const size = Number(named ?? (scale && scale.type !== 'point' ? config.mark(unit.type, {}, 'continuousBandSize') : def ? 18 : (1 - free) * length))
  return [pointAt(place, channel, row, length / 2) - size / 2, size]
}

function textAt({ unit, formats }: Place, row: Datum): string {
  const def = unit.encoding.text
  if (!def) return String(unit.mark['text'] ?? '')
  const value = def.field === undefined ? (def.datum ?? def.value) : row[def.field]
  if (def.field === undefined && def.datum === undefined) return String(value ?? '')
  if (def.type === 'quantitative') return formats.number(def.format ?? '')(Number(value))
  if (def.type === 'temporal') return formats.time(def.format ?? '%b %d, %Y', false)(value)
  return def.format === undefined ? String(value) : formats.number(def.format)(Number(value))
}

/** Painted under the letters: over them it would thin them. */
function seamOf(look: Look, place: Place): TextItem['seam'] {
  const { stroke, 'stroke-width': width, 'stroke-opacity': opacity } = paint(look)
  return stroke ? { stroke, 'stroke-width': width, 'stroke-opacity': opacity, 'stroke-linejoin': strokes(place)['stroke-linejoin'], 'paint-order': 'stroke' } : undefined
}

function textOf(item: Item, place: Place): TextItem {
  const { look, datum, radius = 0, theta = 0 } = item
  const own = (name: string) => property(place, name, datum)
  const number = (name: string) => numberOf(place, name, datum) ?? 0
  const [x, y] = radius ? [item.x + radius * Math.sin(theta), item.y - radius * Math.cos(theta)] : [item.x, item.y]
  return {
    text: item.text ?? '', x, y, size: item.size ?? 11, font: String(own('font') ?? place.config.font), align: String(own('align') ?? 'center'),
    baseline: String(own('baseline') ?? 'middle'), angle: number('angle'), dx: number('dx'), dy: number('dy'),
    weight: own('fontWeight') as string | undefined, style: own('fontStyle') as string | undefined, limit: number('limit'),
    fill: look.fill, opacity: look.opacity === 1 ? undefined : look.opacity, fillOpacity: look.fillOpacity, lineHeight: numberOf(place, 'lineHeight'),
    seam: seamOf(look, place),
  }
}
