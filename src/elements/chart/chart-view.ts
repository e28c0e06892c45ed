import { html, nothing } from 'lit'
import { DgeError } from '../../data/errors.js'
import { rowAt, rowsOf } from '../../data/table.js'
import { cellsOf, configOf, describe, sayRow, wordsOf } from '../../charts/index.js'
import { makeChartRenderer } from '../../render/chart-renderer.js'
import { makeDrawing } from './chart-drawing.js'
import { chartStyles } from './chart-styles.js'
import { readChartTheme } from './chart-theme.js'
import { pageColors } from './page-colors.js'
import type { TemplateResult } from 'lit'
import type { ChartSpec, ChartType, Encoding, EncodingText, Look, Picture, PictureRow, Touches } from '../../charts/index.js'
import type { Schema } from '../../data/schema.js'
import type { Row, Table } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'
import type { ChartFrame, ChartRenderer } from '../../render/chart-renderer.js'
import type { DgeChart } from '../dge-chart.js'

export { fieldsOfSpec, isAuthorsOwn, readSpec } from './author-spec.js'
export { preloadRenderer } from '../../render/chart-renderer.js'
export { orderOf, readEncoding, readTouches, termsOf, typeOf } from './chart-query.js'

/** What one drawing is made of: a table, and either an encoding of it or an author's own specification. */
export interface ChartInput {
  readonly table: Table
  readonly title: string
  readonly locale: Locale
  readonly encoding?: Encoding
  readonly spec?: ChartSpec
  /** The channels as written, to tell the author of those that are not read. */
  readonly written?: EncodingText
  readonly schema: Schema
  /** Undefined = what suits the data. */
  readonly type: ChartType | undefined
  readonly unit: string | undefined
  readonly touches: Touches
  readonly order: 'data' | 'largest' | 'smallest' | undefined
  readonly limit: number | undefined
}

/** The inside of a `dge-chart`: the drawing, its marks by pointer, touch and keyboard, and its words. */
export class ChartView {
  readonly #host: DgeChart
  readonly #report: (rows: readonly Row[]) => void
  #renderer: ChartRenderer | undefined
  #resize: ResizeObserver | undefined
  #width = 0
  #input: ChartInput | undefined
  #picture: Picture | undefined
  #type: ChartType | undefined
  #why: string | undefined
  #spec: ChartSpec | undefined
  #drawn: ChartFrame | undefined
  #current: number | undefined
  #hovered: { readonly row: PictureRow; readonly x: number; readonly y: number } | undefined
  #said = ''

  constructor(host: DgeChart, report: (rows: readonly Row[]) => void) {
    this.#host = host
    this.#report = report
    const sheet = chartStyles.styleSheet
    const root = host.shadowRoot
    if (sheet && root && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  }

  /** The drawn Vega-Lite specification, its data being the named dataset `table`. */
  get spec(): ChartSpec | undefined {
    return this.#spec
  }

  /** What is on screen: the specification and the rows of its dataset. */
  get drawn(): ChartFrame | undefined {
    return this.#drawn
  }

  get renderer(): ChartRenderer | undefined {
    return this.#renderer
  }

  /** Why the data got this chart, when the author named none. */
  get why(): string | undefined {
    return this.#why
  }

  get picture(): Picture | undefined {
    return this.#picture
  }

  async draw(input: ChartInput, signal: AbortSignal): Promise<void> {
    this.#input = input
    this.#current = undefined
    this.#hovered = undefined
    this.#said = ''
    const drawing = input.encoding ? await makeDrawing(input, input.encoding) : undefined
    signal.throwIfAborted()
    this.#picture = drawing?.picture
    this.#type = drawing?.type
    this.#why = drawing?.why
    this.#host.requestUpdate()
    await this.#host.updateComplete
    signal.throwIfAborted()
    await this.#paint()
    signal.throwIfAborted()
    this.#host.requestUpdate()
    await this.#host.updateComplete
    this.#observe()
  }

  /** Draws again with the page's present colours and size. */
  async redraw(): Promise<void> {
    if (!this.#input || !this.#renderer) return
    await this.#paint()
  }

  /** The drawing in words. */
  summary(locale: Locale): string {
    return this.#picture ? this.#describe(this.#picture, locale).summary : ''
  }

  destroy(): void {
    this.#resize?.disconnect()
    this.#resize = undefined
    this.#renderer?.destroy()
    this.#renderer = undefined
  }

  render(): TemplateResult {
    const input = this.#input
    if (!input) return html``
    const { locale, title } = input
    const words = wordsOf(locale)
    const name = this.#picture && !this.#host.heading?.trim() ? this.#describe(this.#picture, locale).name : title
    return html`<div
        part="chart"
        role="application"
        tabindex="0"
        aria-label=${name}
        aria-roledescription=${words.chart}
        aria-describedby="words keys"
        @keydown=${this.#onKey}
        @blur=${this.#onBlur}
        @pointerleave=${this.#onLeave}
      >
        <div class="drawing"></div>
        ${this.#hovered ? this.#tooltip(this.#hovered.row, locale) : nothing}
      </div>
      <p id="words" class="sr">${this.summary(locale) || name}</p>
      ${this.#picture ? html`<p id="keys" class="sr">${words.keys}</p>` : nothing}
      <div class="sr" role="status">${this.#said}</div>
      ${(this.#picture?.notes ?? []).map((note) => html`<p class="note">${note}</p>`)}`
  }

  /** After each rendering: the tooltip stands beside the pointer, inside the drawing. */
  updated(): void {
    const tooltip = this.#find('[part="tooltip"]')
    const stage = this.#find('[part="chart"]')
    if (!tooltip || !stage || !this.#hovered) return
    const { x, y } = this.#hovered
    const { offsetWidth: width, offsetHeight: height } = tooltip
    const left = Math.max(0, x + 14 + width > stage.clientWidth ? x - width - 14 : x + 14)
    const top = Math.max(stage.scrollTop, y - height - 10)
    tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
  }

  #describe(picture: Picture, locale: Locale) {
    return describe(picture, this.#type ?? { name: 'custom' }, locale)
  }

  async #paint(): Promise<void> {
    const input = this.#input
    const stage = this.#find('[part="chart"]')
    const drawing = this.#find('.drawing')
    if (!input || !stage || !drawing) throw new DgeError('internal', 'The chart has no container')
    this.#width = stage.clientWidth
    const theme = readChartTheme(this.#host)
    const look: Look = {
      theme,
      locale: input.locale,
      touches: input.touches,
      colors: (labels) => pageColors(labels, theme.palette),
      width: Math.max(120, stage.clientWidth),
      height: Math.max(120, stage.clientHeight),
    }
    const picture = this.#picture
    this.#spec = picture && this.#type ? this.#type.spec(picture, look) : dress(input.spec, look)
    this.#renderer ??= makeChartRenderer(drawing, { onHover: this.#onHover, onPick: this.#onPick })
    const drawn = { spec: this.#spec, rows: picture ? picture.rows : rowsOf(input.table) }
    await this.#renderer.update(drawn)
    this.#drawn = drawn
    this.#ring()
  }

  /** The drawing is as wide as its place: it is made anew, without a request, when the place changes. */
  #observe(): void {
    const stage = this.#find('[part="chart"]')
    if (!stage || this.#resize) return
    this.#resize = new ResizeObserver(() => {
      if (Math.abs(stage.clientWidth - this.#width) < 2 || stage.clientWidth === 0) return
      this.redraw().catch((error: unknown) => console.error('[dge]', error))
    })
    this.#resize.observe(stage)
  }

  #tooltip(row: PictureRow, locale: Locale): TemplateResult {
    const cells = this.#picture ? cellsOf(this.#picture, row, locale) : []
    const colon = locale.language === 'fr' ? '\u00a0: ' : ': '
    return html`<div part="tooltip" aria-hidden="true">
      ${cells.map(([title, value], at) => (at === 0 ? html`<strong>${value}</strong>` : html`<div>${title ? `${title}${colon}` : ''}${value}</div>`))}
    </div>`
  }

  readonly #onHover = (datum: object | undefined, x: number, y: number) => {
    const row = this.#rowOf(datum)
    if (!row && !this.#hovered) return
    this.#hovered = row ? { row, x, y } : undefined
    this.#host.requestUpdate()
  }

  readonly #onPick = (datum: object) => {
    const row = this.#rowOf(datum)
    if (row) this.#pick(row)
  }

  readonly #onLeave = () => this.#onHover(undefined, 0, 0)

  readonly #onBlur = () => {
    this.#current = undefined
    this.#hovered = undefined
    this.#ring()
    this.#host.requestUpdate()
  }

  #rowOf(datum: object | undefined): PictureRow | undefined {
    const rank = datum && 'row' in datum ? datum.row : undefined
    return typeof rank === 'number' ? this.#picture?.rows[rank] : undefined
  }

  #pick({ from }: PictureRow): void {
    const table = this.#input?.table
    if (table && from >= 0) this.#report([rowAt(table, from)])
  }

  readonly #onKey = (event: KeyboardEvent) => {
    const rows = this.#picture?.rows ?? []
    if (rows.length === 0 || event.ctrlKey || event.altKey || event.metaKey) return
    const steps: Readonly<Record<string, () => number | undefined>> = {
      ArrowRight: () => (this.#current === undefined ? 0 : Math.min(rows.length - 1, this.#current + 1)),
      ArrowDown: () => (this.#current === undefined ? 0 : Math.min(rows.length - 1, this.#current + 1)),
      ArrowLeft: () => Math.max(0, (this.#current ?? 1) - 1),
      ArrowUp: () => Math.max(0, (this.#current ?? 1) - 1),
      Home: () => 0,
      End: () => rows.length - 1,
      Escape: () => undefined,
    }
    if (event.key === 'Enter' || event.key === ' ') {
      const row = this.#current === undefined ? undefined : rows[this.#current]
      if (row) this.#pick(row)
    } else {
      const step = steps[event.key]
      if (!step || (event.key === 'Escape' && this.#current === undefined && !this.#hovered)) return
      this.#step(step())
    }
    event.preventDefault()
    event.stopPropagation()
  }

  /** Marks the row's place, shows its tooltip and tells it to screen readers. */
  #step(rank: number | undefined): void {
    this.#current = rank
    const row = rank === undefined ? undefined : this.#picture?.rows[rank]
    const locale = this.#input?.locale
    this.#said = row && this.#picture && locale ? sayRow(this.#picture, row, locale) : ''
    const box = this.#ring()
    this.#hovered = row && box ? { row, x: box.x + box.width, y: box.y } : undefined
    this.#host.requestUpdate()
  }

  /** The frame around the mark that the keyboard is on. */
  #ring() {
    const drawing = this.#find('.drawing')
    const old = this.#find('.ring')
    const rank = this.#current
    const box = rank === undefined ? undefined : this.#renderer?.locate((datum) => 'row' in datum && datum.row === rank)
    if (!drawing || !box) {
      old?.remove()
      return undefined
    }
    const ring = old ?? document.createElement('div')
    ring.className = 'ring'
    ring.style.transform = `translate(${box.x - 3}px, ${box.y - 3}px)`
    ring.style.width = `${box.width + 6}px`
    ring.style.height = `${box.height + 6}px`
    if (!old) drawing.append(ring)
    ring.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    return box
  }

  #find(selector: string): HTMLElement | undefined {
    return this.#host.renderRoot.querySelector<HTMLElement>(selector) ?? undefined
  }
}

/** An author's specification with the page's size, words and colours where it says nothing of them. */
function dress(spec: ChartSpec | undefined, look: Look): ChartSpec {
  if (!spec) throw new DgeError('internal', 'There is nothing to draw')
  const own: Readonly<Record<string, unknown>> = { ...spec }
  const isUnit = 'mark' in own || 'layer' in own
  const isNamed = own['data'] === undefined || (typeof own['data'] === 'object' && own['data'] !== null && 'name' in own['data'])
  const size = isUnit
    ? { width: look.width, height: Math.min(look.height ?? 320, 600), autosize: { type: 'fit', contains: 'padding' }, padding: 4 }
    : {}
  const dressed: object = {
    ...size,
    ...own,
    ...(own['width'] === 'container' ? { width: look.width } : {}),
    ...(isNamed ? { data: { name: 'table' } } : {}),
    config: merged({ ...configOf(look.theme, look.locale) }, own['config']),
  }
  return dressed as ChartSpec
}

function merged(base: Readonly<Record<string, unknown>>, over: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = { ...base }
  if (typeof over !== 'object' || over === null) return result
  for (const [key, value] of Object.entries(over)) {
    const old = result[key]
    const both = typeof old === 'object' && old !== null && !Array.isArray(old) && typeof value === 'object' && value !== null && !Array.isArray(value)
    result[key] = both ? merged({ ...old }, value) : value
  }
  return result
}
