import { addStyles } from '../adopt-styles.js'
import { Brush } from './brush.js'
import { Keyboard } from './keyboard.js'
import { LegendToggle } from './legend-toggle.js'
import { MarkIndex } from './mark-index.js'
import { Picks } from './picks.js'
import { Pointer } from './pointer.js'
import { readingStyles } from './reading-styles.js'
import { Tooltip } from './tooltip.js'
import { tooltipLines } from './tooltip-lines.js'
import { Zoom } from './zoom.js'
import type { Picture } from '../../charts/index.js'
import type { SelectDetail } from '../events.js'
import type { ChartInput } from './chart-look.js'
import type { Scene } from './scene.js'

/** All that readers do with a drawn chart: a lazy chunk, which comes with the first event on the drawing. */
export class Reading {
  readonly marks: MarkIndex
  readonly tooltip: Tooltip
  readonly legend: LegendToggle
  readonly zoom: Zoom
  readonly brush: Brush
  readonly keyboard: Keyboard
  readonly #scene: Scene
  readonly #picks: Picks
  readonly #pointer: Pointer

  constructor(scene: Scene, report: (detail: SelectDetail) => void) {
    this.#scene = scene
    this.marks = new MarkIndex(scene)
    this.tooltip = new Tooltip(scene)
    this.legend = new LegendToggle(scene)
    this.zoom = new Zoom(scene)
    this.#picks = new Picks(scene, report)
    this.brush = new Brush(scene, this.#picks, this.zoom)
    this.keyboard = new Keyboard(scene, this.tooltip, this.#picks)
    this.#pointer = new Pointer(scene, this.tooltip, this.#picks, this.brush)
    this.zoom.reset(scene.input?.author ? undefined : scene.whole)
    addStyles(scene.host.shadowRoot, readingStyles)
    scene.host.addEventListener('dge-unselect', () => {
      this.brush.clear()
      this.#picks.clear()
    })
  }

  /** What readers did to the last drawing does not hold for other data; what they chose is looked for in it. The same data, which were asked for anew, are read on. */
  forget({ locale }: ChartInput, picture: Picture | undefined): void {
    const { input, whole } = this.#scene
    if (picture && input?.locale === locale && JSON.stringify(whole) === JSON.stringify(picture)) return
    this.tooltip.hide()
    this.keyboard.leave()
    this.#picks.leave()
    this.brush.clear()
  }

  /** After each drawing: its marks are others. */
  drawn(): void {
    this.marks.clear()
    this.legend.forget()
    this.legend.hideMarks()
    this.#picks.mark()
    this.tooltip.mark()
    this.keyboard.ring()
  }

  /** After each rendering: what lies over the drawing takes its place there. */
  place(): void {
    this.tooltip.place()
    this.legend.place()
    this.brush.place()
  }

  /** What an author's specification tells of a mark itself; undefined = of none. */
  tell(value: unknown, event: MouseEvent): void {
    if (value === undefined) this.tooltip.hideSoon()
    else {
      const { x, y } = this.#pointer.at(event)
      this.tooltip.tell(tooltipLines(value, this.#scene.locale), x, y)
    }
  }

  /** An event of the place of the drawing, first heard by `target`. */
  hear(event: Event, target: EventTarget | undefined): void {
    if (this.#scene.input?.author?.isInteractive && /^(focusin|pointerenter|click)$/.test(event.type)) {
      this.#scene.reread()
      this.marks.clear()
    }
    if (event instanceof KeyboardEvent) this.#key(event, target)
    else if (event instanceof WheelEvent) this.zoom.wheel(event, this.#pointer.at(event).x)
    else if (event.type === 'focusout') this.keyboard.leave()
    else if (event.type === 'click') this.#pointer.click(event as MouseEvent, target)
    else if (event.type === 'dblclick') this.zoom.all()
    else if (event.type === 'pointerleave') this.#pointer.leave(event as PointerEvent)
    else if (event instanceof PointerEvent && event.type !== 'pointerenter') this.#pointer.on(event, target)
  }

  #key(event: KeyboardEvent, target: EventTarget | undefined): void {
    if (target !== this.#scene.find('.list') || event.ctrlKey || event.altKey || event.metaKey) return
    const tools = event.key === 'Escape' && this.keyboard.current === undefined
    if (tools) this.brush.clear()
    if (!this.keyboard.press(event) && !this.zoom.press(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
}
