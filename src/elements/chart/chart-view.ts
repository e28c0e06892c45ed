import { nothing } from 'lit'
import { DgeError } from '../../data/errors.js'
import { once } from '../../data/once.js'
import { french } from '../../locale/index.js'
import { chartName, isLight, loadWords, wordsOf } from '../../charts/index.js'
import { makeChartRenderer } from '../../render/chart-renderer.js'
import { makeDrawing } from '../../displays/chart-drawing.js'
import { afterAll, together, turn } from '../../controllers/turns.js'
import { addStyles } from '../adopt-styles.js'
import { fillBlock, holding } from '../frame/hold-place.js'
import { chartFiles } from './chart-files.js'
import { chartLook } from './chart-look.js'
import { chartMarkup } from './chart-markup.js'
import { chartStyles } from './chart-styles.js'
import { appear, grown, isFixed, setApart, shaped } from './chart-shape.js'
import { Hearing } from './hearing.js'
import type { TemplateResult } from 'lit'
import type { ChartSpec, ChartType, Picture, PictureRow } from '../../charts/index.js'
import type { ChartDrawing } from '../../displays/chart-drawing.js'
import type { Locale } from '../../locale/index.js'
import type { ChartFrame, ChartRenderer, SwitchedRenderer } from '../../render/chart-renderer.js'
import type { DgeChart } from '../dge-chart.js'
import type { DisplayAction, FileExport } from '../display-contract.js'
import type { SelectDetail } from '../events.js'
import type { AuthorReading } from './author-reading.js'
import type { ChartInput } from './chart-look.js'
import type { MarkIndex } from './mark-index.js'
import type { Reading } from './reading.js'
import type { Scene } from './scene.js'
import type { Summary } from './summary.js'

const loadAfter = once(() => import('./after-picture.js'))
const loadZoomBar = once(() => import('./zoom-bar.js'))
const loadEnlarged = once(() => import('./enlarged.js'))

/** What comes once a chart is seen; charts do without until it is there. */
let after: typeof import('./after-picture.js') | undefined

/** The inside of a `dge-chart`: the drawing and its words; what readers do with it comes with `Reading`. */
export class ChartView implements Scene {
  readonly host: DgeChart
  readonly #hearing: Hearing
  #renderer: SwitchedRenderer | undefined
  /** What is seen, in pixels of the page. */
  #shown: ChartRenderer | undefined
  #resize: ResizeObserver | undefined
  #width = 0
  /** The drawing needs more than its place, which is not to grow. */
  #cut = false
  #input: ChartInput | undefined
  #whole: Picture | undefined
  #colors: ChartDrawing['colors']
  #bar: ReturnType<typeof import('./zoom-bar.js').wholeZoomBar>
  #picture: Picture | undefined
  #type: ChartType | undefined
  #why: string | undefined
  #spec: ChartSpec | undefined
  #drawn: ChartFrame | undefined
  #told: AuthorReading | undefined
  #said = ''
  #summary: Summary | undefined

  constructor(host: DgeChart, report: (detail: SelectDetail) => void) {
    this.host = host
    this.#hearing = new Hearing(this, report)
    addStyles(host.shadowRoot, chartStyles)
  }

  /** The drawn Vega-Lite specification, its data being the named dataset `table`. */
  get spec(): ChartSpec | undefined {
    return this.#spec
  }

  /** What is on screen as a specification with its rows inside; undefined before it is drawn. */
  get portable(): object | undefined {
    const [drawn, author] = [this.#drawn, this.#input?.author]
    return drawn && (author ? author.portable(drawn) : { ...drawn.spec, data: { values: drawn.rows } })
  }

  get renderer(): ChartRenderer | undefined {
    return this.#shown
  }

  /** Why the data got this chart, when the author named none. */
  get why(): string | undefined {
    return this.#why
  }

  /** What else can be done with the chart. */
  menuActions(): readonly DisplayAction[] {
    return after?.chartActions(this) ?? []
  }

  exports(): readonly FileExport[] {
    return this.renderer ? chartFiles(this.host) : []
  }

  get locale(): Locale {
    return this.#input?.locale ?? french
  }

  get input(): ChartInput | undefined {
    return this.#input
  }

  get type(): Scene['type'] {
    return this.#told?.type ?? this.#type
  }

  get whole(): Picture | undefined {
    return this.#whole
  }

  get picture(): Picture | undefined {
    return this.#picture
  }

  get marks(): MarkIndex {
    if (!this.#reading) throw new DgeError('internal', 'Nobody reads the chart yet')
    return this.#reading.marks
  }

  rankOf(datum: object): number | undefined {
    if (this.#told) return this.#told.rankOf(datum)
    return 'row' in datum && typeof datum.row === 'number' ? datum.row : undefined
  }

  rowOf(rank: number | undefined): PictureRow | undefined {
    return rank === undefined ? undefined : this.#whole?.rows[rank]
  }

  /** Draws what was answered. @throws DgeError `query` or `network` */
  async show(input: ChartInput, signal: AbortSignal): Promise<void> {
    if (!input.encoding) await loadWords(input.locale)
    const drawing = input.encoding && (await makeDrawing(input, input.encoding))
    const bar = drawing?.picture.channels.x?.scale === 'temporal' ? await loadZoomBar() : undefined
    if (bar) addStyles(this.host.shadowRoot, bar.zoomStyles)
    if (input.author) addStyles(this.host.shadowRoot, input.author.styles)
    signal.throwIfAborted()
    if (drawing) this.host.table = drawing.table
    this.#reading?.forget(input, drawing?.picture)
    this.#said = ''
    this.#input = input
    this.#told = undefined
    this.#whole = drawing?.picture
    this.#colors = drawing?.colors
    this.#bar = drawing && bar?.wholeZoomBar(drawing.picture)
    this.#picture = this.#visible
    this.#type = drawing?.type
    this.#why = drawing?.why
    this.#reading?.zoom.reset(this.#whole)
    this.host.requestUpdate()
    await this.host.updateComplete
    await together()
    signal.throwIfAborted()
    await this.#paint(signal)
    signal.throwIfAborted()
    // What is known now is rendered with the state, which follows.
    void afterAll().then(() => {
      this.#rest().catch((error: unknown) => console.error('[dge]', error))
      // Series are shown and hidden by buttons, which readers may look for before they touch the drawing.
      if ((this.#whole?.channels.color?.labels?.length ?? 0) > 1) this.#hearing.soon(() => {})
    })
  }

  /** Draws again with the page's present colours and size. */
  async redraw(): Promise<void> {
    if (this.#input && this.#renderer) await this.repaint()
  }

  async repaint(): Promise<void> {
    this.#reading?.tooltip.hide()
    await this.#paint()
    this.#reading?.brush.follow()
    this.host.requestUpdate()
  }

  /** The drawing in words; until their code is there, its name. */
  words(locale: Locale): string {
    const told = this.#told?.main ?? this.#picture
    if (!told) return ''
    return after ? (this.#summary ??= new after.Summary()).of(told, this.type, locale) : chartName(told, this.type ?? {}, locale)
  }

  destroy(): void {
    this.#reading?.tooltip.hide()
    this.#resize?.disconnect()
    this.#resize = undefined
    this.#renderer?.destroy()
    this.#renderer = this.#shown = undefined
    this.#reading?.marks.clear()
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

  render(): TemplateResult | undefined {
    const input = this.#input
    if (!input) return undefined
    const { locale, title, author } = input
    const reading = this.#reading
    const words = wordsOf(locale)
    const name = this.#whole && !author && !this.host.heading?.trim() ? chartName(this.#whole, this.type ?? {}, locale) : title
    return chartMarkup({
      name,
      kind: words.chart,
      summary: this.words(locale) || name,
      keys: this.#picture && after?.summaryWordsOf(locale).keys(this.#bar !== undefined, !author),
      said: this.#said,
      notes: this.#picture?.notes ?? [],
      reading,
      option: reading ? reading.keyboard.renderOption() : this.#picture && after?.firstOption(this.#picture, locale),
      zoomBar: reading ? reading.zoom.render() : (this.#bar?.(locale, (step) => this.#hearing.soon(({ zoom }) => zoom.step(step))) ?? nothing),
    })
  }

  /** After each rendering: what lies over the drawing takes its place there. */
  updated(): void {
    this.#reading?.place()
  }

  /** The whole picture without the series that readers hid. */
  get #visible(): Picture | undefined {
    return this.#whole && (this.#reading?.legend.visible(this.#whole) ?? this.#whole)
  }

  get #reading(): Reading | undefined {
    return this.#hearing.reading
  }

  async #paint(signal?: AbortSignal): Promise<void> {
    const input = this.#input
    const stage = this.find('[part="chart"]')
    const drawing = this.find('.drawing')
    if (!input || !stage || !drawing) throw new DgeError('internal', 'The chart has no container')
    fillBlock(this.host)
    this.#width = stage.clientWidth
    const height = shaped(stage, input.touches.aspect)
    // Read before colours are, whose probe has the page laid out again.
    const hold = signal && holding(this.host)
    const look = chartLook(this.host, input, this.#colors, this.#width, height)
    const larger = look.scale > 1 ? await loadEnlarged() : undefined
    await turn()
    signal?.throwIfAborted()
    if (!this.host.isConnected) return
    hold?.()
    const picture = this.#visible
    const zoom = this.#reading?.zoom
    const own = await input.author?.frame(input.table, look)
    const made = own?.shown ?? (picture && this.#type && this.#type.spec(zoom?.picture(picture) ?? picture, look))
    if (!made) throw new DgeError('internal', 'There is nothing to draw')
    const spec = own ? made : (zoom?.spec(made) ?? made)
    drawing.classList.toggle('own', own !== undefined)
    this.#renderer ??= makeChartRenderer(drawing, { onTooltip: this.#onTooltip, turn })
    this.#hearing.listen(stage)
    const drawn = own ?? { spec, rows: picture?.rows ?? [], ...(spec === made && this.#type && picture ? { isLight: isLight(this.#type, picture), isPlain: this.#type.isPlain?.(picture) === true } : {}) }
    const renderer = this.#renderer
    await renderer.update(drawn)
    if (this.#renderer !== renderer) return // the chart has left the page
    const { current } = renderer
    if (!current) return // another drawing came first
    this.#shown = larger?.enlarged(current, look.scale) ?? current
    if (this.host.patterns) (await import('./patterns.js')).addPatterns(current)
    const { size } = this.#shown
    const isLow = size.height > height + 1
    // The reader may have come to its end while the engine was on its way.
    if (signal && isLow) holding(this.host)()
    this.#cut = isLow && isFixed(this.host)
    // An author's drawing makes its place grow, and a wide one has a scroll bar under it.
    const isNarrow = size.width <= this.#width
    const isWithin = !own && isNarrow
    grown(this.host, stage, size.height, isNarrow, isWithin ? height : undefined, input.touches.aspect)
    setApart(drawing, isWithin ? size.height : undefined)
    appear(drawing, input.touches.animate)
    this.#drawn = drawn
    this.#spec = spec
    this.reread()
    this.#picture = this.#visible
    this.#reading?.drawn()
  }

  /** Of an author's specification, what is drawn is known once it is drawn, and anew after what its own selections do. */
  reread(): void {
    const { author, locale } = this.#input ?? {}
    const { renderer } = this
    if (!author || !locale || !renderer) return
    this.#told = author.read(renderer.marks(), locale)
    this.#whole = this.#told.picture
    if (!author.usesSource) this.host.table = this.#told.table
  }

  /** What the picture does not wait for: words, a menu, a place that changes. */
  async #rest(): Promise<void> {
    const isNew = !after
    after = await loadAfter()
    addStyles(this.host.shadowRoot, after.printStyles)
    await turn()
    if (isNew) this.host.requestUpdate()
    const stage = this.find('[part="chart"]')
    if (!stage || !this.#renderer) return
    this.#resize ??= after.followPlace(stage, () => ({ width: this.#width, height: this.renderer?.size.height ?? 0, isFixed: this.#cut }), () => this.redraw())
  }

  /** What an author's specification tells of a mark itself. */
  readonly #onTooltip = (value: unknown, event: MouseEvent) => {
    if (this.#input?.author) this.#hearing.soon((reading) => reading.tell(value, event))
  }
}
