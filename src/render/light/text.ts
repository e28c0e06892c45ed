import { Bounds } from './bounds.js'
import { node, round, translate } from './svg.js'
import type { Node } from './svg.js'

/** The width of a text in pixels; `font` is a CSS font. */
export type MeasureText = (text: string, font: string, size: number) => number

/** A text and its place, by Vega's words. */
export interface TextItem {
  readonly text: string | readonly string[]
  readonly x: number
  readonly y: number
  readonly size: number
  readonly font: string
  readonly align?: string | undefined
  readonly baseline?: string | undefined
  readonly angle?: number
  readonly dx?: number
  readonly dy?: number
  readonly weight?: string | number | undefined
  readonly style?: string | undefined
  readonly fill?: string | undefined
  readonly opacity?: number | undefined
  readonly fillOpacity?: number | undefined
  /** Attributes of a seam around the letters. */
  readonly seam?: Readonly<Record<string, string | number | undefined>> | undefined
  readonly limit?: number
  readonly lineHeight?: number | undefined
}

const fontOf = ({ style, weight, size, font }: TextItem) => `${style ? `${style} ` : ''}${weight ? `${weight} ` : ''}${size}px ${font}`
const lineHeightOf = ({ lineHeight, size }: TextItem) => lineHeight ?? size + 2

/** The lines as they are drawn: cut where they pass the limit. */
export function linesOf(item: TextItem, measure: MeasureText): readonly string[] {
  return [item.text].flat().map((line) => cut(String(line).trim(), item, measure))
}

function cut(text: string, item: TextItem, measure: MeasureText): string {
  const limit = item.limit ?? 0
  if (!(limit > 0) || !text) return text
  const width = (part: string) => measure(part, fontOf(item), item.size)
  if (width(text) < limit) return text
  const room = limit - width('…')
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = 1 + ((low + high) >>> 1)
    if (width(text.slice(0, middle)) < room) low = middle
    else high = middle - 1
  }
  return `${text.slice(0, low)}…`
}

/** Height of the lines after the first. */
export function extraHeight(item: TextItem): number {
  return ([item.text].flat().length - 1) * lineHeightOf(item)
}

function shift({ baseline, size, ...item }: TextItem): number {
  const line = 0.5 * (item.lineHeight ?? size + 2)
  const factors: Readonly<Record<string, number>> = { top: 0.79 * size, middle: 0.3 * size, bottom: -0.21 * size, 'line-top': 0.29 * size + line, 'line-bottom': 0.29 * size - line }
  return Math.round(factors[baseline ?? ''] ?? 0)
}

/** The box of a text. */
export function textBounds(item: TextItem, measure: MeasureText): Bounds {
  const { x, y, size, align, angle = 0 } = item
  const width = Math.max(0, ...linesOf(item, measure).map((line) => (line ? measure(line, fontOf(item), size) : 0)))
  const left = x + (item.dx ?? 0) - (align === 'center' ? width / 2 : align === 'right' ? width : 0)
  const top = y + (item.dy ?? 0) + shift(item) - Math.round(0.8 * size)
  const box = Bounds.of(left, top, left + width, top + size + extraHeight(item))
  return angle ? box.rotate(angle, x, y) : box
}

const anchors: Readonly<Record<string, string>> = { center: 'middle', right: 'end' }

export function textNode(item: TextItem, measure: MeasureText, extra: Partial<Node> = {}): Node {
  const { x, y, angle = 0, dx = 0, size } = item
  const dy = (item.dy ?? 0) + shift(item)
  const place = angle ? `${translate(x, y)} rotate(${round(angle)})${dx || dy ? ` ${translate(dx, dy)}` : ''}` : translate(x + dx, y + dy)
  const lines = linesOf(item, measure)
  const inside = lines.length === 1 ? lines : lines.map((line, at) => node('tspan', { x: 0, dy: at ? lineHeightOf(item) : 0 }, [line]))
  return node('text', {
    'text-anchor': anchors[item.align ?? ''] ?? 'start', transform: place, 'font-family': item.font, 'font-size': `${size}px`,
    'font-weight': item.weight === 'normal' ? undefined : item.weight, 'font-style': item.style, fill: item.fill,
    'fill-opacity': item.fillOpacity, opacity: item.opacity, ...item.seam,
  }, inside, extra)
}
