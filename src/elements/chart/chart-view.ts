import { html, nothing } from 'lit'
import { DgeError } from '../../data/errors.js'
import { french } from '../../locale/index.js'
import { describe, readingWordsOf, rolesOf, wordsOf } from '../../charts/index.js'
import { makeChartRenderer } from '../../render/chart-renderer.js'
import { Brush } from './brush.js'
import { makeDrawing, tellAuthor } from '../../displays/chart-drawing.js'
import { pageColors } from '../../displays/page-colors.js'
import { chartStyles } from './chart-styles.js'
import { readChartTheme } from './chart-theme.js'
import { Keyboard } from './keyboard.js'
import { LegendToggle } from './legend-toggle.js'
import { MarkIndex } from './mark-index.js'
import { appear, grown, shaped } from './chart-shape.js'
import { Picks } from './picks.js'
import { Pointer } from './pointer.js'
import { readingStyles } from './reading-styles.js'
import { withRows } from './spec-with-rows.js'
import { Tooltip } from './tooltip.js'
import { tooltipLines } from './tooltip-lines.js'
import { Zoom } from './zoom.js'
import type { TemplateResult } from 'lit'
import type { ChartSpec, ChartType, Encoding, Look, Picture, PictureRow } from '../../charts/index.js'
import type { PictureInput } from '../../displays/chart-drawing.js'
import type { Locale } from '../../locale/index.js'
import type { ChartFrame, ChartRenderer } from '../../render/chart-renderer.js'
import type { DgeChart } from '../dge-chart.js'
import type { DisplayAction } from '../display-contract.js'
import type { SelectDetail } from '../events.js'
import type { AuthorChart } from './author-chart.js'
import type { Scene } from './scene.js'

export { preloadRenderer } from '../../render/chart-renderer.js'
export { readTouches } from '../../charts/index.js'
export { chartQuestion, typeOf } from '../../displays/chart-query.js'

/** What one drawing is made of: a table, and either an encoding of it or an author's own specification. */
export interface ChartInput extends PictureInput {
  readonly title: string
  readonly encoding?: Encoding
  readonly author?: AuthorChart
}

/** The inside of a `dge-chart`: the drawing and its words; how it is read is in the parts that it is made of. */
export class ChartView implements Scene {
  readonly host: DgeChart
  readonly marks = new MarkIndex(this)
  readonly #tooltip = new Tooltip(this)
  readonly #legend = new LegendToggle(this)
  readonly #zoom = new Zoom(this)
  readonly #picks: Picks
  readonly #brush: Brush
  readonly #keyboard: Keyboard
  readonly #pointer: Pointer
  #renderer: ChartRenderer | undefined
  #resize: ResizeObserver | undefined
  #width = 0
  #input: ChartInput | undefined
  #whole: Picture | undefined
  #picture: Picture | undefined
  #type: ChartType | undefined
  #why: string | undefined
  #spec: ChartSpec | undefined
  #drawn: ChartFrame | undefined
  #said = ''

  constructor(host: DgeChart, report: (detail: SelectDetail) => void) {
    this.host = host
    this.#picks = new Picks(this, report)
    this.#brush = new Brush(this, this.#picks, this.#zoom)
    this.#keyboard = new Keyboard(this, this.#tooltip, this.#picks)
    this.#pointer = new Pointer(this, this.#tooltip, this.#picks, this.#brush)
    const root = host.shadowRoot
    const sheets = [chartStyles.styleSheet, readingStyles.styleSheet].filter((sheet) => sheet !== undefined)
    if (root) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets.filter((sheet) => !root.adoptedStyleSheets.includes(sheet))]
  }

  /** The drawn Vega-Lite specification, its data being the named dataset `table`. */
  get spec(): ChartSpec | undefined {
    return this.#spec
  }

  /** What is on screen as a specification with its rows inside; undefined before it is drawn. */
  get portable(): object | undefined {
    return this.#drawn && withRows(this.#drawn)
  }

  get renderer(): ChartRenderer | undefined {
    return this.#renderer
  }

  /** Why the data got this chart, when the author named none. */
  get why(): string | undefined {
    return this.#why
  }

  /** What else can be done with the chart: heard, and drawn with patterns. */
  menuActions(): readonly DisplayAction[] {
    const words = readingWordsOf(this.locale)
    const { host } = this
    if (!this.#picture) return []
    const title = host.heading?.trim() || this.#describe(this.#picture, this.locale).name
    const hear = async () => (await import('./listen.js')).listen(this, title)
    const several = (this.#renderer?.scale('color')?.domain.length ?? 0) > 1
    return [
      ...(rolesOf(this.#picture).dimension && rolesOf(this.#picture).measure ? [{ label: words.listen, run: hear }] : []),
      ...(several ? [{ label: words.patterns, pressed: host.patterns, run: () => void (host.patterns = !host.patterns) }] : []),
    ]
  }

  /** The text of the page is light: its ground is dark. */
  get isDark(): boolean {
    return readChartTheme(this.host).dark
  }

  get locale(): Locale {
    return this.#input?.locale ?? french
  }

  get input(): ChartInput | undefined {
    return this.#input
  }

  get type(): ChartType | undefined {
    return this.#type
  }

  get whole(): Picture | undefined {
    return this.#whole
  }

  get picture(): Picture | undefined {
    return this.#picture
  }

  rowOf(rank: number | undefined): PictureRow | undefined {
    return rank === undefined ? undefined : this.#whole?.rows[rank]
  }

  async draw(input: ChartInput, signal: AbortSignal): Promise<void> {
    const drawing = input.encoding ? await makeDrawing(input, input.encoding) : undefined
    if (input.author) tellAuthor(input.touches.faults)
    signal.throwIfAborted()
    this.#forget()
    this.#input = input
    this.#whole = drawing?.picture
    this.#picture = this.#whole && this.#legend.visible(this.#whole)
    this.#type = drawing?.type
    this.#why = drawing?.why
    this.#zoom.reset(this.#whole)
    this.host.requestUpdate()
    await this.host.updateComplete
    signal.throwIfAborted()
    await this.#paint()
    signal.throwIfAborted()
    this.host.requestUpdate()
    await this.host.updateComplete
    this.#observe()
  }

  /** Draws again with the page's present colours and size. */
  async redraw(): Promise<void> {
    if (this.#input && this.#renderer) await this.repaint()
  }

  async repaint(): Promise<void> {
    this.#tooltip.hide()
    await this.#paint()
    this.#brush.follow()
    this.host.requestUpdate()
  }

  /** The drawing in words. */
  summary(locale: Locale): string {
    return this.#picture ? this.#describe(this.#picture, locale).summary : ''
  }

  destroy(): void {
    this.#tooltip.hide()
    this.#resize?.disconnect()
    this.#resize = undefined
    this.#renderer?.destroy()
    this.#renderer = undefined
    this.marks.clear()
  }

  say(words: string): void {
    this.#said = words
    this.host.requestUpdate()
  }

  refresh(): void {
    this.host.requestUpdate()
  }

  find(selector: string): HTMLElement | undefined {
    return this.host.renderRoot.querySelector<HTMLElement>(selector) ?? undefined
  }

  render(): TemplateResult {
    const input = this.#input
    if (!input) return html``
    const { locale, title } = input
    const name = this.#whole && !this.host.heading?.trim() ? this.#describe(this.#whole, locale).name : title
    return html`<div
        part="chart"
        role="application"
        tabindex="0"
        aria-label=${name}
        aria-roledescription=${wordsOf(locale).chart}
        aria-describedby="words keys"
        class=${this.#zoom.zoomed ? 'zoomed' : ''}
        @keydown=${this.#onKey}
        @blur=${() => this.#keyboard.leave()}
        @pointermove=${this.#pointer.on}
        @pointerdown=${this.#pointer.on}
        @pointerup=${this.#pointer.on}
        @pointercancel=${this.#pointer.on}
        @pointerleave=${this.#pointer.leave}
        @click=${this.#pointer.click}
        @wheel=${this.#onWheel}
        @dblclick=${() => this.#zoom.all()}
      >
        <div class="drawing"></div>
        <div class="overlay">${this.#tooltip.renderPoint()} ${this.#brush.render()} ${this.#legend.render()}</div>
        ${this.#tooltip.render()}
      </div>
      ${this.#legend.renderHidden()} ${this.#zoom.render()}
      <p id="words" class="sr">${this.summary(locale) || name}</p>
      ${this.#picture ? html`<p id="keys" class="sr">${readingWordsOf(locale).keys(this.#zoom.offered)}</p>` : nothing}
      <div class="sr" role="status">${this.#said}</div>
      ${(this.#picture?.notes ?? []).map((note) => html`<p class="note">${note}</p>`)}`
  }

  /** After each rendering: what lies over the drawing takes its place there. */
  updated(): void {
    this.#tooltip.place()
    this.#legend.place()
    this.#brush.place()
  }

  #describe(picture: Picture, locale: Locale) {
    return describe(picture, this.#type ?? { name: 'custom' }, locale)
  }

  /** What readers did to the last drawing does not hold for other data. */
  #forget(): void {
    this.#tooltip.hide()
    this.#keyboard.leave()
    this.#picks.forget()
    this.#brush.clear()
    this.#said = ''
  }

  async #paint(): Promise<void> {
    const input = this.#input
    const stage = this.find('[part="chart"]')
    const drawing = this.find('.drawing')
    if (!input || !stage || !drawing) throw new DgeError('internal', 'The chart has no container')
    this.#width = stage.clientWidth
    const theme = readChartTheme(this.host)
    const look: Look = {
      theme,
      locale: input.locale,
      touches: input.touches,
      colors: (labels) => pageColors(labels, theme.palette),
      width: Math.max(120, stage.clientWidth),
      height: Math.max(120, shaped(this.host, stage, input.touches.aspect)),
    }
    const picture = this.#whole && this.#legend.visible(this.#whole)
    const own = await input.author?.frame(input.table, look)
    const spec = own?.shown ?? (picture && this.#type && this.#zoom.spec(this.#type.spec(this.#zoom.picture(picture), look)))
    if (!spec) throw new DgeError('internal', 'There is nothing to draw')
    drawing.classList.toggle('own', own !== undefined)
    this.#renderer ??= makeChartRenderer(drawing, { onTooltip: this.#onTooltip })
    const drawn = own ?? { spec, rows: picture?.rows ?? [] }
    const renderer = this.#renderer
    await renderer.update(drawn)
    if (this.#renderer !== renderer) return // the chart has left the page
    if (this.host.patterns && renderer.size.width > 0) (await import('./patterns.js')).addPatterns(renderer)
    grown(this.host, stage, renderer.size.height)
    appear(drawing, input.touches.animate)
    this.#drawn = drawn
    this.#spec = spec
    this.#picture = picture
    this.marks.clear()
    this.#legend.forget()
    this.#picks.mark()
    this.#keyboard.ring()
  }

  /** The drawing is as wide as its place: it is made anew, without a request, when the place changes. */
  #observe(): void {
    const stage = this.find('[part="chart"]')
    if (!stage || this.#resize) return
    this.#resize = new ResizeObserver(() => {
      if (Math.abs(stage.clientWidth - this.#width) < 2 || stage.clientWidth === 0) return
      this.redraw().catch((error: unknown) => console.error('[dge]', error))
    })
    this.#resize.observe(stage)
  }

  /** What an author's specification tells of a mark itself. */
  readonly #onTooltip = (value: unknown, x: number, y: number) => {
    if (!this.#input?.author) return
    if (value === undefined) this.#tooltip.hideSoon()
    else this.#tooltip.tell(tooltipLines(value, this.#input.locale), x, y)
  }

  readonly #onWheel = { handleEvent: (event: WheelEvent) => this.#zoom.wheel(event, this.#pointer.at(event).x), passive: false }

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return
    const tools = event.key === 'Escape' && this.#keyboard.current === undefined
    if (tools) this.#brush.clear()
    if (!this.#keyboard.press(event) && !this.#zoom.press(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
}
