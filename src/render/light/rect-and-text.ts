import { Bounds } from './bounds.js'
import { numberOf, property, reach, valueOf } from './encode.js'
import { pointAt } from './places.js'
import { extent } from './rectangles.js'
import { roundedPath } from './corners.js'
import { around } from './turned.js'
import { node, rectangle } from './svg.js'
import { paint, strokes } from './paint.js'
import { textBounds, textNode } from './text.js'
import type { Item, Look, Place } from './encode.js'
import type { Datum } from './spec.js'
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
    const d = roundedPath(item, place) ?? rectangle(x, y, width, height)
    return node('path', { d, ...paint(look), ...strokes(place) }, [], { datum })
  },
}

/** Texts, also around a centre. */
export const text: Shape = {
  name: 'text',
  at: (place, row) => ({
    ...point(place, row), ...(place.unit.encoding.theta ? around(place, row) : {}),
    text: textAt(place, row), size: Number(valueOf(place, 'size', row) ?? numberOf(place, 'fontSize') ?? 11),
  }),
  bounds: (item, place, measure) => textBounds(textOf(item, place), measure),
  node: (item, place, measure) => textNode(textOf(item, place), measure, { datum: item.datum }),
}

/** Where a row stands. */
export function point(place: Place, row: Datum): { readonly x: number; readonly y: number } {
  return { x: pointAt(place, 'x', row, place.width / 2), y: pointAt(place, 'y', row, place.height / 2) }
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
