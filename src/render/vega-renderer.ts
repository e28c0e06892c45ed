import { DgeError } from '../data/errors.js'
import { compileSpec, undrawable, vegaLogger } from './compile-spec.js'
import { isVega } from './is-vega.js'
import { needOf } from './vega-needs.js'
import { restrictedLoader } from './vega-loader.js'
import type { Spec, View } from 'vega'
import type { Box, ChartEvents, ChartFrame, ChartRenderer, DrawnMark, DrawnScale, LegendEntry } from './chart-renderer.js'

type Slim = typeof import('./vega-slim.js')
interface Engine {
  readonly View: typeof View
  readonly parse: Slim['parse']
  readonly expressionInterpreter: Slim['expressionInterpreter']
  readonly loader?: typeof import('vega').loader
}
interface Item {
  readonly datum?: object
  readonly bounds?: { x1: number; y1: number; x2: number; y2: number }
  readonly items?: readonly Item[]
  readonly x?: number
  readonly y?: number
  readonly mark?: { readonly marktype?: string; readonly role?: string; readonly items?: readonly Item[] }
  /** The element that draws it; lines have one for all items, at the first. */
  readonly _svg?: SVGElement
  readonly marktype?: string
  readonly role?: string
}

/** Starts the download of compiler and engine; calling again is free. */
export async function loadVega(): Promise<Slim> {
  try {
    const [slim] = await Promise.all([import('./vega-slim.js'), import('./vega-lite-compiler.js')])
    return slim
  } catch (cause) {
    throw new DgeError('network', 'The code of the chart engine could not be loaded', { cause })
  }
}

/**
 * Draws Vega-Lite as SVG into a container: compiler and engine are loaded when first needed, expressions run in the
 * interpreter (no `eval`), and a specification that needs more than the slim engine gets the whole one.
 */
export class VegaRenderer implements ChartRenderer {
  readonly #container: HTMLElement
  readonly #events: ChartEvents
  #view: View | undefined
  #drawn: string | undefined
  /** The datasets that take the frame's rows. */
  #names: readonly string[] = []
  #turn = 0

  constructor(container: HTMLElement, events: ChartEvents = {}) {
    this.#container = container
    this.#events = events
  }

  /** @throws DgeError `query` for a specification that cannot be compiled or drawn, `network` when the engine cannot be loaded */
  async update(frame: ChartFrame): Promise<void> {
    const turn = ++this.#turn
    const slim = await loadVega()
    if (turn !== this.#turn) return
    const text = JSON.stringify(frame.spec)
    if (this.#view && this.#drawn === text) {
      for (const name of this.#names) this.#view.data(name, copies(frame.rows))
      await this.#view.runAsync()
      return
    }
    // Vega writes into the data of its specification (links of a force layout lead to their ends): the author's stays as it was.
    const compiled = await compileSpec(isVega(frame.spec) ? structuredClone(frame.spec) : frame.spec)
    const need = needOf(compiled, slim.knownTransforms)
    const engine: Engine = need ? await loadFull() : slim
    if (turn !== this.#turn) return
    await this.#draw(engine, compiled, frame, turn)
    this.#drawn = text
  }

  async #draw(engine: Engine, compiled: Spec, { spec, rows, names }: ChartFrame, turn: number): Promise<void> {
    // The new drawing is made beside the old one, which stays until the new one is there.
    const stage = document.createElement('div')
    const failures: unknown[] = []
    const bound = namesIn(compiled, names ?? ['table'])
    let view: View | undefined
    try {
      const runtime = engine.parse(compiled, {}, { ast: true })
      view = new engine.View(runtime, {
        expr: engine.expressionInterpreter,
        loader: restrictedLoader(engine.loader?.(), (error) => failures.unshift(error)),
        logger: vegaLogger((error) => failures.push(error)),
        renderer: 'svg',
        hover: false,
        tooltip: this.#tooltip,
      })
      for (const name of bound) view.data(name, copies(rows))
      view.initialize(stage)
      await view.runAsync()
      // Vega lays out twice; a label may stand nearer to the edge in the smaller plot than in the larger one, and be cut there.
      for (let tries = 0; tries < 2 && isCut(view, stage, compiled); tries++) await view.resize().runAsync()
      if (failures.length > 0) throw failures[0]
    } catch (cause) {
      view?.finalize()
      throw await undrawable(failures[0] ?? cause, spec)
    }
    if (turn !== this.#turn) {
      view.finalize()
      return
    }
    this.#view?.finalize()
    this.#view = view
    this.#names = bound
    this.#container.replaceChildren(stage)
    // Vega names its stage in English and puts a form into it; what the chart is, its own element says.
    for (const name of ['role', 'aria-roledescription', 'aria-label']) stage.removeAttribute(name)
    stage.querySelector('form:empty')?.remove()
    const svg = stage.querySelector('svg')
    svg?.setAttribute('aria-hidden', 'true')
    svg?.setAttribute('focusable', 'false')
  }

  /** Vega's own tooltips, of an author's specification: their value is handed on, and shown as text. */
  readonly #tooltip = (_handler: unknown, event: MouseEvent | null, _item: unknown, value: unknown): void => {
    if (!event) return // the view is being taken away
    this.#events.onTooltip?.(value === '' || value === null ? undefined : value, event)
  }


  marks(): readonly DrawnMark[] {
    const marks: DrawnMark[] = []
    this.#visit((item, dx, dy) => {
      if (!item.datum || item.mark?.role !== 'mark' || item.mark.marktype === 'group') return
      const box = placed(lineOf(item) ?? item.bounds, dx, dy)
      if (box) marks.push({ datum: item.datum, box, element: item._svg ?? item.mark.items?.[0]?._svg })
    })
    return marks
  }

  legend(): readonly LegendEntry[] {
    const entries = new Map<unknown, Box>()
    this.#visit((item, dx, dy) => {
      const entry = /^legend-(symbol|label)$/.test(item.mark?.role ?? '') ? legendEntry(item) : undefined
      const box = entry && placed(item.bounds, dx, dy)
      if (entry && box) entries.set(entry.value, around(entries.get(entry.value), box))
    })
    return [...entries].map(([value, box]) => ({ value, box }))
  }

  /** Every item of the scenegraph, with the offset of its bounds in pixels of the container. */
  #visit(see: (item: Item, dx: number, dy: number) => void): void {
    if (!this.#view) return
    const [left, top] = this.#origin()
    const visit = (item: Item, dx: number, dy: number) => {
      see(item, dx, dy)
      const inGroup = item.mark?.marktype === 'group'
      for (const child of item.items ?? []) visit(child, dx + (inGroup ? (item.x ?? 0) : 0), dy + (inGroup ? (item.y ?? 0) : 0))
    }
    visit((this.#view.scenegraph() as unknown as { root: Item }).root, left, top)
  }

  /** What is drawn, still in the page. @throws DgeError `internal` before it is drawn */
  get drawing(): SVGSVGElement {
    const svg = this.#container.querySelector('svg')
    if (!svg) throw new DgeError('internal', 'The chart is not drawn: there is no picture to take')
    return svg
  }

  /** Size of the drawing in pixels, with the inputs under it. */
  get size(): { readonly width: number; readonly height: number } {
    const [svg, inputs] = [this.#container.querySelector('svg'), this.#container.querySelector('form')]
    return { width: Number(svg?.getAttribute('width') ?? 0), height: Number(svg?.getAttribute('height') ?? 0) + (inputs?.offsetHeight ?? 0) }
  }

  get plot(): Box | undefined {
    if (!this.#view) return undefined
    const [x, y] = this.#origin()
    return { x, y, width: Number(this.#signal('width')), height: Number(this.#signal('height')) }
  }

  /** Where the plot begins: Vega's own origin leaves the padding out. */
  #origin(): [number, number] {
    const [x, y] = this.#view?.origin() ?? [0, 0]
    const { left = 0, top = 0 } = (this.#view?.padding() ?? {}) as { left?: number; top?: number }
    return [x + left, y + top]
  }

  #signal(name: string): unknown {
    try {
      return this.#view?.signal(name) ?? 0
    } catch {
      return 0 // a drawing of several views has no size of its own
    }
  }

  scale(channel: string): DrawnScale | undefined {
    let found: { readonly type?: string; domain(): unknown[]; range(): unknown[] } | undefined
    try {
      found = this.#view?.scale(channel) as typeof found
    } catch {
      return undefined
    }
    const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value)
    return found && { type: found.type ?? '', domain: found.domain().map(plain), range: found.range() }
  }

  destroy(): void {
    this.#turn++
    this.#view?.finalize()
    this.#view = undefined
    this.#drawn = undefined
    this.#container.replaceChildren()
  }
}

/** Points of lines and areas have no outline of their own: a small box around their place stands for them. */
function lineOf({ mark, x, y }: Item) {
  if (mark?.marktype !== 'line' && mark?.marktype !== 'area') return undefined
  return { x1: (x ?? NaN) - 6, y1: (y ?? NaN) - 6, x2: (x ?? NaN) + 6, y2: (y ?? NaN) + 6 }
}

/** The bounds as a box of the container; undefined for what has no place. */
function placed(bounds: Item['bounds'], dx: number, dy: number): Box | undefined {
  if (!bounds) return undefined
  const { x1, y1, x2, y2 } = bounds
  const box = { x: x1 + dx, y: y1 + dy, width: x2 - x1, height: y2 - y1 }
  return Number.isFinite(box.x + box.y + box.width + box.height) ? box : undefined
}

/** The smallest box around both. */
function around(a: Box | undefined, b: Box): Box {
  if (!a) return b
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y }
}

/** The datum of the legend's entry under the pointer. */
function legendEntry(item: Item | null | undefined): { readonly value: unknown } | undefined {
  const isLegend = /^legend-(symbol|label|entry)/.test(item?.mark?.role ?? '') || item?.mark?.role === 'scope'
  const datum = isLegend ? item?.datum : undefined
  return datum && 'value' in datum ? { value: datum.value } : undefined
}

/** Vega adds a symbol to each row it gets: ours stay as they are. */
function copies(rows: readonly object[]): object[] {
  return rows.map((row) => ({ ...row }))
}

function namesIn(spec: Spec, names: readonly string[]): readonly string[] {
  const there = new Set([spec.data ?? []].flat().map((data) => ('name' in data ? data.name : undefined)))
  return names.filter((name) => there.has(name))
}

async function loadFull(): Promise<Engine> {
  try {
    return await import('./vega-full.js')
  } catch (cause) {
    throw new DgeError('network', 'The code of the whole chart engine could not be loaded', { cause })
  }
}

/** Whether something is beyond the right edge of a drawing that is to fit its place. */
function isCut(view: View, stage: HTMLElement, { autosize }: Spec): boolean {
  const { bounds } = (view.scenegraph() as unknown as { root: Item }).root.items?.[0] ?? {}
  const { left = 0 } = view.padding() as { left?: number }
  return JSON.stringify(autosize)?.includes('"fit') && (bounds?.x2 ?? 0) + view.origin()[0] + left > Number(stage.querySelector('svg')?.getAttribute('width'))
}
