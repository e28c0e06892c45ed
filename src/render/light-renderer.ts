import { DgeError } from '../data/errors.js'
import { drawPlain } from './light/plain-drawing.js'
import { loadNeeds } from './light/parts.js'
import type { Box, ChartFrame, ChartRenderer, DrawnMark, DrawnScale, LegendEntry } from './chart-renderer.js'
import type { Drawing } from './light/room.js'
import type { LightSpec } from './light/spec.js'
import type { MeasureText } from './light/text.js'
import type { Node } from './light/svg.js'

/** Draws the part of Vega-Lite that `supports` accepts straight to SVG, just as Vega would. */
export class LightRenderer implements ChartRenderer {
  readonly #container: HTMLElement
  readonly #ownTurn: (() => Promise<void>) | undefined
  /** The elements that draw each row, mark by mark; a path draws many rows. */
  #elements = new Map<object, SVGElement[]>()
  #drawing: Drawing | undefined
  #turn = 0
  #svg: SVGSVGElement | undefined

  constructor(container: HTMLElement, ownTurn?: () => Promise<void>) {
    this.#container = container
    this.#ownTurn = ownTurn
  }

  /** @throws DgeError `query` for a specification that cannot be drawn, `network` when a part of its code cannot be loaded */
  async update({ spec: given, rows, isPlain }: ChartFrame): Promise<void> {
    const turn = ++this.#turn
    const spec = given as LightSpec
    const draw = isPlain ? drawPlain : await (await loadNeeds()).loadDrawing(spec)
    await this.#ownTurn?.()
    if (turn !== this.#turn) return
    let drawing: Drawing
    try {
      drawing = draw(spec, rows, measureText)
    } catch (cause) {
      throw new DgeError('query', `The chart’s specification cannot be drawn: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    }
    this.#elements = new Map()
    const svg = this.#element(drawing.node()) as SVGSVGElement
    svg.setAttribute('aria-hidden', 'true')
    svg.setAttribute('focusable', 'false')
    this.#container.replaceChildren(svg)
    this.#drawing = drawing
    this.#svg = svg
  }

  /** Elements are made one by one: no text is ever parsed as markup. */
  #element(node: Node): SVGElement {
    const element = document.createElementNS('http://www.w3.org/2000/svg', node.tag)
    for (const [name, value] of Object.entries(node.attributes)) {
      if (value !== undefined && name !== 'xmlns') element.setAttribute(name, String(value))
    }
    for (const child of node.children) element.append(typeof child === 'string' ? child : this.#element(child))
    for (const datum of node.data ?? (node.datum ? [node.datum] : [])) {
      const drawn = this.#elements.get(datum)
      if (drawn) drawn.push(element)
      else this.#elements.set(datum, [element])
    }
    return element
  }

  marks(): readonly DrawnMark[] {
    const { marks = [], plot } = this.#drawing ?? {}
    if (!plot) return []
    // A row's marks come in the order of its elements.
    const seen = new Map<object, number>()
    return marks.flatMap((mark) => mark.spots()).flatMap(({ datum, bounds }) => {
      const nth = seen.get(datum) ?? 0
      seen.set(datum, nth + 1)
      const box = { x: bounds.x1 + plot.x, y: bounds.y1 + plot.y, width: bounds.width, height: bounds.height }
      const elements = this.#elements.get(datum)
      const element = elements?.[Math.min(nth, elements.length - 1)]
      return Number.isFinite(box.x + box.y + box.width + box.height) ? [{ datum, box, element }] : []
    })
  }

  legend(): readonly LegendEntry[] {
    return this.#drawing?.entries ?? []
  }

  get drawing(): SVGSVGElement {
    if (!this.#svg) throw new DgeError('internal', 'The chart is not drawn: there is no picture to take')
    return this.#svg
  }

  get size(): { readonly width: number; readonly height: number } {
    const { width = 0, height = 0 } = this.#drawing ?? {}
    return { width, height }
  }

  get plot(): Box | undefined {
    return this.#drawing?.plot
  }

  scale(channel: string): DrawnScale | undefined {
    const scale = (this.#drawing?.scales as Readonly<Record<string, DrawnScale>> | undefined)?.[channel]
    return scale && { type: scale.type, domain: scale.domain, range: scale.range }
  }

  destroy(): void {
    this.#turn++
    this.#drawing = undefined
    this.#svg = undefined
    this.#container.replaceChildren()
  }
}

const widths = new Map<string, number>()
let pen: CanvasRenderingContext2D | null | undefined
let penFont: string | undefined

/** As Vega measures: on a canvas, which has the page's fonts. */
const measureText: MeasureText = (text, font, size) => {
  const key = `${font} ${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  pen ??= document.createElement('canvas').getContext('2d')
  // The browser reads the font anew each time.
  if (pen && penFont !== font) pen.font = penFont = font
  const width = pen ? pen.measureText(text).width : Math.trunc(0.8 * text.length * size)
  if (widths.size > 5000) widths.clear()
  widths.set(key, width)
  return width
}
