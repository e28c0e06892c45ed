import { html, nothing } from 'lit'
import { readingWordsOf } from '../../charts/reading-words.js'
import { rolesOf } from '../../charts/index.js'
import type { TemplateResult } from 'lit'
import type { Picture } from '../../charts/index.js'
import type { Box } from '../../render/chart-renderer.js'
import type { Picks } from './picks.js'
import type { Scene } from './scene.js'
import type { Zoom } from './zoom.js'

/** A pointer that moved less than this clicked. */
const slack = 6

/**
 * Chooses a range by dragging over the plot: along the axis of the chart, or a box where both axes measure. Where the chart
 * is zoomed in, a finger moves along the axis instead.
 */
export class Brush {
  readonly #scene: Scene
  readonly #picks: Picks
  readonly #zoom: Zoom
  #start: { readonly x: number; readonly y: number; readonly pointer: number; readonly pans: boolean; readonly before: Box | undefined } | undefined
  #last = 0
  #box: Box | undefined
  #dragged = false

  constructor(scene: Scene, picks: Picks, zoom: Zoom) {
    this.#scene = scene
    this.#picks = picks
    this.#zoom = zoom
  }

  /** A range is being dragged. */
  get active(): boolean {
    return this.#start !== undefined && this.#dragged
  }

  /** True once after a drag: the click that ends it picks nothing. */
  takeDrag(): boolean {
    const dragged = this.#dragged
    this.#dragged = false
    return dragged
  }

  clear(): void {
    this.#box = undefined
    this.#start = undefined
  }

  /** The drawing is another: the frame goes around the chosen marks again. */
  follow(): void {
    const plot = this.#scene.renderer?.plot
    const boxes = this.#box ? this.#picks.rows.flatMap(({ row }) => this.#scene.marks.boxOf(row) ?? []) : []
    const [first] = boxes
    if (!plot || !first) return this.clear()
    const low = { x: Math.min(...boxes.map(({ x }) => x)), y: Math.min(...boxes.map(({ y }) => y)) }
    const high = { x: Math.max(...boxes.map(({ x, width }) => x + width)), y: Math.max(...boxes.map(({ y, height }) => y + height)) }
    this.#box = limited(low, high, plot, this.#sides())
  }

  down(event: PointerEvent, x: number, y: number): void {
    this.#dragged = false
    const plot = this.#scene.renderer?.plot
    const sides = this.#sides()
    if (!event.isPrimary || event.button !== 0 || !plot || sides.length === 0 || !holds(plot, x, y)) return
    const touch = event.pointerType === 'touch'
    const pans = this.#zoom.zoomed && (touch || event.shiftKey)
    // A finger that goes up or down scrolls the page.
    if (touch && !pans && (sides.length > 1 || sides[0] === 'y')) return
    this.#start = { x, y, pointer: event.pointerId, pans, before: this.#box }
    this.#last = x
  }

  move(event: PointerEvent, x: number, y: number): void {
    const start = this.#start
    const plot = this.#scene.renderer?.plot
    if (!start || !plot || event.pointerId !== start.pointer) return
    if (!this.#dragged) {
      const [across, upright] = [Math.abs(x - start.x), Math.abs(y - start.y)]
      // A finger on its way up or down is the page's, which is told only later.
      if (Math.hypot(across, upright) < slack || (event.pointerType === 'touch' && upright > across)) return
      this.#dragged = true
      try {
        this.#scene.find('[part="chart"]')?.setPointerCapture?.(start.pointer)
      } catch {
        // A finger that went while the code was on its way.
      }
    }
    if (start.pans) {
      this.#zoom.move((this.#last - x) / plot.width)
      this.#last = x
      return
    }
    this.#box = limited(start, { x, y }, plot, this.#sides())
    this.#scene.refresh()
  }

  /** The browser took the finger, to scroll or to enlarge the page: what was chosen before stays. */
  cancel(): void {
    if (this.active) this.#box = this.#start?.before
    this.#start = undefined
    this.#dragged = false
    this.#scene.refresh()
  }

  up(event: PointerEvent): void {
    const start = this.#start
    this.#start = undefined
    if (!start || event.pointerId !== start.pointer || !this.#dragged || !this.#box || start.pans) return
    const sides = this.#sides()
    const rows = this.#scene.marks.within(this.#box, sides)
    if (rows.length === 0) {
      this.#box = undefined
      if (!this.#picks.clear()) this.#scene.refresh()
    } else this.#picks.range(rows, sides)
  }

  /** The frame of the range, and what can be done with it. */
  render(): TemplateResult | typeof nothing {
    if (!this.#box) return nothing
    const words = readingWordsOf(this.#scene.locale)
    const done = this.#start === undefined
    return html`<div class="brush"></div>
      ${done
        ? html`<div class="brush-tools">
            ${this.#zoom.offered ? html`<button type="button" @click=${this.#zoomIn}>${words.zoomSelection}</button>` : nothing}
            <button type="button" @click=${() => this.#picks.clear()}>${words.clearSelection}</button>
          </div>`
        : nothing}`
  }

  place(): void {
    const box = this.#box
    const frame = this.#scene.find('.brush')
    const tools = this.#scene.find('.brush-tools')
    if (!box || !frame) return
    frame.style.transform = `translate(${box.x}px, ${box.y}px)`
    frame.style.width = `${box.width}px`
    frame.style.height = `${box.height}px`
    const stage = this.#scene.find('[part="chart"]')
    if (!tools || !stage) return
    const left = Math.max(stage.scrollLeft, Math.min(box.x, stage.scrollLeft + stage.clientWidth - tools.offsetWidth))
    tools.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(0, box.y))}px)`
  }

  readonly #zoomIn = () => {
    const values = this.#picks.rows.map(({ x }) => x).filter((x) => typeof x === 'number')
    this.#box = undefined
    this.#picks.clear()
    if (values.length > 0) this.#zoom.to(Math.min(...values), Math.max(...values))
    this.#scene.find('.list')?.focus()
  }

  #sides(): readonly ('x' | 'y')[] {
    const { picture } = this.#scene
    return picture ? sidesOf(picture) : []
  }
}

/** The axes that a range limits. None for sectors, facets and whatever has no axis. */
function sidesOf(picture: Picture): readonly ('x' | 'y')[] {
  const { x, y, theta, facet } = picture.channels
  const { dimension, measure } = rolesOf(picture)
  if (theta || facet || !x || !y) return []
  if (dimension?.scale === 'quantitative' && measure?.scale === 'quantitative' && !dimension.labels) return ['x', 'y']
  return dimension?.name === 'y' ? ['y'] : dimension?.name === 'x' ? ['x'] : []
}

function holds(plot: Box, x: number, y: number): boolean {
  return x >= plot.x && x <= plot.x + plot.width && y >= plot.y && y <= plot.y + plot.height
}

type Point = { readonly x: number; readonly y: number }

/** The box between two points, inside the plot; as wide or as high as the plot where an axis is not limited. */
function limited(a: Point, b: Point, plot: Box, sides: readonly ('x' | 'y')[]): Box {
  const span = (side: 'x' | 'y', size: 'width' | 'height'): readonly [number, number] => {
    const [low, high] = [plot[side], plot[side] + plot[size]]
    if (!sides.includes(side)) return [low, high]
    const clamp = (value: number) => Math.min(high, Math.max(low, value))
    return [clamp(Math.min(a[side], b[side])), clamp(Math.max(a[side], b[side]))]
  }
  const [left, right] = span('x', 'width')
  const [top, bottom] = span('y', 'height')
  return { x: left, y: top, width: right - left, height: bottom - top }
}
