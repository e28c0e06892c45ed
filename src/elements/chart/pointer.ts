import type { Brush } from './brush.js'
import type { Picks } from './picks.js'
import type { Scene } from './scene.js'
import type { Tooltip } from './tooltip.js'

/** Reads a chart by mouse, pen and finger: hovering tells, clicking picks, dragging chooses a range. */
export class Pointer {
  readonly #scene: Scene
  readonly #tooltip: Tooltip
  readonly #picks: Picks
  readonly #brush: Brush

  constructor(scene: Scene, tooltip: Tooltip, picks: Picks, brush: Brush) {
    this.#scene = scene
    this.#tooltip = tooltip
    this.#picks = picks
    this.#brush = brush
  }

  /** The place of an event in pixels of the drawing, also where the page is enlarged by its styles (`zoom`, `scale`). */
  at({ clientX, clientY }: MouseEvent): { x: number; y: number } {
    const drawing = this.#scene.find('.drawing')
    if (!drawing) return { x: 0, y: 0 }
    const { left, top, width } = drawing.getBoundingClientRect()
    const scale = width / drawing.offsetWidth || 1
    return { x: (clientX - left) / scale, y: (clientY - top) / scale }
  }

  /** A pointer event that was first heard by `target`. */
  on(event: PointerEvent, target: EventTarget | undefined): void {
    const { whole, marks, type, input } = this.#scene
    if (!whole || !isOnDrawing(target) || input?.author?.tells) return
    if (event.type === 'pointercancel') {
      this.#brush.cancel()
      return this.#tooltip.hide()
    }
    const { x, y } = this.at(event)
    // What a press does on an author's own drawing is his.
    if (input?.author) {
      if (event.buttons > 0 && event.type === 'pointermove') return this.#tooltip.hide()
    } else if (event.type === 'pointerdown') this.#brush.down(event, x, y)
    else if (event.type === 'pointermove') this.#brush.move(event, x, y)
    else this.#brush.up(event)
    if (this.#brush.active) return this.#tooltip.hide()
    this.#tooltip.moved()
    if (event.type === 'pointerup') return
    const row = marks.at(target, x, y)
    if (!row) return this.#tooltip.hideSoon()
    const box = type?.joins ? marks.boxOf(row.row) : undefined
    this.#tooltip.show(row, box ? box.x + box.width / 2 : x, box ? Math.max(0, box.y) : y)
  }

  /** A finger leaves with every tap: what it showed stays until the next one. */
  leave({ pointerType }: PointerEvent): void {
    if (pointerType !== 'touch') this.#tooltip.hideSoon()
  }

  click(event: MouseEvent, target: EventTarget | undefined): void {
    // What is clicked has the keyboard from then on.
    if (isOnDrawing(target)) this.#scene.find('.list')?.focus({ preventScroll: true })
    if (this.#scene.input?.author || this.#brush.takeDrag() || !this.#scene.whole || !isOnDrawing(target)) return
    const { x, y } = this.at(event)
    const row = this.#scene.marks.at(target, x, y)
    this.#brush.clear()
    if (row) this.#picks.toggle(row, event.shiftKey || event.ctrlKey || event.metaKey)
    else this.#picks.clear()
  }
}

/** Whether the event is on the drawing itself, not on what lies over it. */
function isOnDrawing(target: EventTarget | undefined): boolean {
  return !(target instanceof Element && target.closest('[part="tooltip"], button'))
}
