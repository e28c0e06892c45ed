import { nothing } from 'lit'
import { inWindow, windowOf, withWindow } from '../../charts/window.js'
import { zoomBar } from './zoom-bar.js'
import type { TemplateResult } from 'lit'
import type { ChartSpec, Picture, Window } from '../../charts/index.js'
import type { Scene } from './scene.js'
import type { ZoomStep } from './zoom-bar.js'

/** How much nearer one step goes. */
const step = 1.6
/** How far one step moves, of what is in view. */
const stride = 0.4

const stepOfKey: Readonly<Record<string, ZoomStep>> = { '+': 'nearer', '=': 'nearer', '-': 'farther', 0: 'all', PageUp: 'earlier', PageDown: 'later' }

/** Zooms into the calendar axis of a chart and moves along it, by new domains in the specification: any engine draws them. */
export class Zoom {
  readonly #scene: Scene
  /** The whole axis; undefined when the chart has none to zoom into. */
  #whole: Window | undefined
  #window: Window | undefined
  #frame: number | undefined

  constructor(scene: Scene) {
    this.#scene = scene
  }

  get offered(): boolean {
    return this.#whole !== undefined
  }

  get zoomed(): boolean {
    return this.#window !== undefined
  }

  /** A new drawing: the part in view stays when it still lies on the axis. */
  reset(picture: Picture | undefined): void {
    const before = this.#whole
    this.#whole = picture && windowOf(picture)
    if (!before || !this.#whole || before[0] !== this.#whole[0] || before[1] !== this.#whole[1]) this.#window = undefined
  }

  picture(picture: Picture): Picture {
    return this.#window ? inWindow(picture, this.#window) : picture
  }

  spec(spec: ChartSpec): ChartSpec {
    return this.#window ? withWindow(spec, this.#window) : spec
  }

  /** Nearer (`factor` above 1) or farther, around a point of the drawing in pixels; the middle when absent. */
  by(factor: number, x?: number): void {
    const view = this.#window ?? this.#whole
    if (!view) return
    const around = (x === undefined ? undefined : this.#valueAt(x)) ?? (view[0] + view[1]) / 2
    this.#show([around - (around - view[0]) / factor, around + (view[1] - around) / factor])
  }

  /** Along the axis, by a part of what is in view. */
  move(part: number): void {
    const view = this.#window
    if (!view) return
    const by = (view[1] - view[0]) * part
    this.#show([view[0] + by, view[1] + by])
  }

  /** Shows just these values. */
  to(low: number, high: number): void {
    if (low < high) this.#show([low, high])
  }

  all(): void {
    if (!this.#window) return
    this.#window = undefined
    this.#draw()
  }

  /** True when the key was for the zoom. */
  press(key: string): boolean {
    if (!this.#whole) return false
    const wanted = stepOfKey[key]
    if (wanted) this.step(wanted)
    return wanted !== undefined
  }

  /** With Ctrl (which a pinch on a touchpad is, too), so that the page still scrolls over the chart. */
  wheel(event: WheelEvent, x: number): void {
    if (!this.#whole || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    this.by(event.deltaY < 0 ? 1.2 : 1 / 1.2, x)
  }

  render(): TemplateResult | typeof nothing {
    const { locale, whole: drawn } = this.#scene
    const whole = this.#whole
    const field = drawn?.channels.x?.field
    if (!whole || !field) return nothing
    const view = this.#window ?? whole
    return zoomBar({ whole, view, field, nearest: view[1] - view[0] <= this.#least() }, locale, (each) => this.step(each))
  }

  /** One step of the buttons. */
  step(each: ZoomStep): void {
    const run: Readonly<Record<ZoomStep, () => void>> = {
      nearer: () => this.by(step), farther: () => this.by(1 / step), earlier: () => this.move(-stride), later: () => this.move(stride), all: () => this.all(),
    }
    run[each]()
  }

  /** The value of the axis at a pixel of the drawing. */
  #valueAt(x: number): number | undefined {
    const { renderer } = this.#scene
    const plot = renderer?.plot
    const view = this.#window ?? this.#whole
    if (!plot || !view || plot.width === 0) return undefined
    const part = Math.min(1, Math.max(0, (x - plot.x) / plot.width))
    return view[0] + part * (view[1] - view[0])
  }

  /** Two moments, about, are the least that is shown. */
  #least(): number {
    const [low, high] = this.#whole ?? [0, 0]
    const moments = new Set(this.#scene.whole?.rows.map((row) => row.x)).size
    return ((high - low) / Math.max(1, moments - 1)) * 2
  }

  #show([from, to]: Window): void {
    if (!this.#whole) return
    const [low, high] = this.#whole
    const width = Math.max(this.#least(), to - from)
    if (width >= high - low) return this.all()
    const start = Math.min(Math.max(low, from), high - width)
    this.#window = [start, start + width]
    this.#draw()
  }

  /** Several steps within a frame are one drawing. */
  #draw(): void {
    if (this.#frame !== undefined) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = undefined
      this.#scene.repaint().catch((error: unknown) => console.error('[dge]', error))
    })
  }
}
