import { html, nothing } from 'lit'
import { inWindow, readingWordsOf, windowOf, withWindow } from '../../charts/index.js'
import { formatDate } from '../../locale/index.js'
import type { TemplateResult } from 'lit'
import type { ChartSpec, Picture, Window } from '../../charts/index.js'
import type { Scene } from './scene.js'

/** How much nearer one step goes. */
const step = 1.6
/** How far one step moves, of what is in view. */
const stride = 0.4

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
    const run = { '+': () => this.by(step), '=': () => this.by(step), '-': () => this.by(1 / step), 0: () => this.all(), PageUp: () => this.move(-stride), PageDown: () => this.move(stride) }[key]
    run?.()
    return run !== undefined
  }

  /** With Ctrl (which a pinch on a touchpad is, too), so that the page still scrolls over the chart. */
  wheel(event: WheelEvent, x: number): void {
    if (!this.#whole || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    this.by(event.deltaY < 0 ? 1.2 : 1 / 1.2, x)
  }

  render(): TemplateResult | typeof nothing {
    const { locale, picture } = this.#scene
    const view = this.#window ?? this.#whole
    const field = picture?.channels.x?.field
    if (!view || !field) return nothing
    const words = readingWordsOf(locale)
    const button = (label: string, path: string, run: () => void, off: boolean) =>
      html`<button type="button" aria-label=${label} title=${label} aria-disabled=${off} @click=${() => !off && run()}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>
      </button>`
    const { zoomed } = this
    const [low, high] = this.#whole ?? view
    return html`<div part="zoom" role="group" aria-label=${words.zoom}>
      ${button(words.zoomIn, 'M8 3v10M3 8h10', () => this.by(step), view[1] - view[0] <= this.#least())}
      ${button(words.zoomOut, 'M3 8h10', () => this.by(1 / step), !zoomed)}
      ${button(words.earlier, 'M10 3L5 8l5 5', () => this.move(-stride), !zoomed || view[0] <= low)}
      ${button(words.later, 'M6 3l5 5-5 5', () => this.move(stride), !zoomed || view[1] >= high)}
      ${button(words.all, 'M2 3v10M14 3v10M5 8h6M7 6L5 8l2 2M9 6l2 2-2 2', () => this.all(), !zoomed)}
      <output>${words.inView(formatDate(view[0], field, locale), formatDate(view[1], field, locale))}</output>
    </div>`
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
