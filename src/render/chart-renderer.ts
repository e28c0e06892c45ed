import { once } from '../data/once.js'
import { LightRenderer } from './light-renderer.js'
import type { Props } from './light/spec.js'
import type { Renderer } from './renderer.js'

/** One drawing: a Vega-Lite specification (or a Vega one, which its `$schema` says) and the rows of its named datasets. */
export interface ChartFrame {
  readonly spec: Props
  readonly rows: readonly object[]
  /** The datasets that take the rows; `table` when absent. */
  readonly names?: readonly string[]
  /** It is known to be in the light renderer's subset; else the code that tells (`supports`) is loaded. */
  readonly isLight?: boolean
  /** It is known to need none of that renderer's parts; else they are looked for in it. */
  readonly isPlain?: boolean
}

/** A rectangle in pixels of the container. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A scale as it is drawn: ranges of `x` and `y` are pixels from the origin of the plot area. */
export interface DrawnScale {
  /** Vega's name: `linear`, `utc`, `band`, `ordinal`… */
  readonly type: string
  readonly domain: readonly unknown[]
  readonly range: readonly unknown[]
}

/** One drawn mark. */
export interface DrawnMark {
  readonly datum: object
  /** In pixels of the container; for a point of a line or an area, a small box around it. */
  readonly box: Box
  /** What draws it; a line or an area is drawn by one element for all its points. */
  readonly element: SVGElement | undefined
}

/** One entry of a legend: a value of its scale, and its place in pixels of the container. */
export interface LegendEntry {
  readonly value: unknown
  readonly box: Box
}

/** What a drawing tells the element of what readers do on it; all else is read on the page (`elements/chart/reading.ts`). */
export interface ChartEvents {
  /** What an author's specification says of the mark under the pointer, in its `tooltip` channel: text or an object of cells. */
  readonly onTooltip?: (value: unknown, event: MouseEvent) => void
  /** Awaited right before it draws: all that waited for the same code would draw in one task. */
  readonly turn?: () => Promise<void>
}

/** What draws Vega-Lite into a container of the page; both engines do the same. */
export interface ChartRenderer extends Renderer<ChartFrame> {
  /** Every mark of data, in the order of drawing; those of axes, legends and titles are not. */
  marks(): readonly DrawnMark[]
  /** The entries of the legends that list values one by one. */
  legend(): readonly LegendEntry[]
  /** What is drawn, still in the page. @throws DgeError `internal` before it is drawn */
  readonly drawing: SVGSVGElement
  /** Size of the whole drawing in pixels; 0 before it is drawn. */
  readonly size: { readonly width: number; readonly height: number }
  /** The area between the axes, in pixels of the container; undefined before it is drawn. */
  readonly plot: Box | undefined
  /** The scale of a channel (`x`, `y`, `color`, `size`…); undefined when the drawing has none. */
  scale(channel: string): DrawnScale | undefined
}

/** Draws each specification with the smallest engine that can. */
export interface SwitchedRenderer extends Renderer<ChartFrame> {
  /** The engine that drew what is seen; undefined before anything is. */
  readonly current: ChartRenderer | undefined
}

type MakeRenderer = (container: HTMLElement, events: ChartEvents) => ChartRenderer

const loadVegaRenderer = once(() => import('./vega-renderer.js'))
const loadEngineOf = once(() => import('./engine-of.js'))

/** The engines: Vega’s is a lazy chunk, and each loads what else it needs itself. */
const engines = {
  light: async (): Promise<MakeRenderer> => (container, { turn }) => new LightRenderer(container, turn),
  vega: async (): Promise<MakeRenderer> => {
    const { VegaRenderer, loadVega } = await loadVegaRenderer()
    loadVega().catch(() => {}) // told by update()
    return (container, events) => new VegaRenderer(container, events)
  },
}
type EngineName = keyof typeof engines

async function nameOf({ spec, isLight }: Pick<ChartFrame, 'spec' | 'isLight'>): Promise<EngineName> {
  return isLight ? 'light' : (await loadEngineOf()).engineOf(spec)
}

/**
 * A renderer that draws each specification with the smallest engine that can, loaded when first needed. The
 * old drawing stays until the new one is there, whichever engine makes it.
 */
export function makeChartRenderer(container: HTMLElement, events: ChartEvents = {}): SwitchedRenderer {
  return new SwitchingRenderer(container, events)
}

class SwitchingRenderer implements SwitchedRenderer {
  readonly #container: HTMLElement
  readonly #events: ChartEvents
  #current: { readonly name: EngineName; readonly renderer: ChartRenderer; readonly stage: HTMLElement } | undefined
  #turn = 0

  constructor(container: HTMLElement, events: ChartEvents) {
    this.#container = container
    this.#events = events
  }

  async update(frame: ChartFrame): Promise<void> {
    const turn = ++this.#turn
    const name = await nameOf(frame)
    if (turn !== this.#turn) return
    if (this.#current?.name === name) return this.#current.renderer.update(frame)
    const make = await engines[name]()
    if (turn !== this.#turn) return
    const stage = document.createElement('div')
    const renderer = make(stage, this.#events)
    try {
      await renderer.update(frame)
    } catch (error) {
      renderer.destroy()
      throw error
    }
    if (turn !== this.#turn) return renderer.destroy()
    const old = this.#current
    this.#current = { name, renderer, stage }
    if (old) old.stage.replaceWith(stage)
    else this.#container.prepend(stage)
    old?.renderer.destroy()
  }

  get current(): ChartRenderer | undefined {
    return this.#current?.renderer
  }

  destroy(): void {
    this.#turn++
    this.#current?.renderer.destroy()
    this.#current?.stage.remove()
    this.#current = undefined
  }
}
