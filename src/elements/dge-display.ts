import { html } from 'lit'
import { DgeError, isAbort } from '../data/errors.js'
import { early } from '../locale/early.js'
import { keyOf } from '../data/query.js'
import { LocaleController } from '../controllers/locale.js'
import { SourceController } from '../controllers/source.js'
import { TaskController } from '../controllers/task.js'
import { toPicture, turn } from '../controllers/turns.js'
import { VisibilityController } from '../controllers/visibility.js'
import { loadAsking } from './asking.js'
import { DisplayHooks } from './display-hooks.js'
import { LookController } from './look-controller.js'
import { DgeErrorEvent, DgeReadyEvent, DgeSelectEvent } from './events.js'
import { frameStyles } from './frame/frame-styles.js'
import { Frame } from './frame/frame.js'
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit'
import type { Query } from '../data/query.js'
import type { Metadata } from '../data/dataset.js'
import type { CommonWords } from '../displays/query-context.js'
import type { DataSource } from '../data/source.js'
import type { Table } from '../data/table.js'
import type { Term } from '../data/term.js'
import type { Locale, Messages } from '../locale/index.js'
import type { EarlyMessages } from '../locale/early.js'
import type { SelectDetail } from './events.js'
import type { DrawContext, QueryContext } from './display-contract.js'

export type { DisplayAction, DisplayState, DrawContext, FileExport, QueryContext } from './display-contract.js'

/** Properties that change words around the drawing, not the drawing. */
const wordsOnly = new Set<PropertyKey>(['heading', 'headingLevel', 'description', 'credits', 'state', 'partial', 'height', 'offers', 'theme', 'snapshotAge'])

/**
 * The base of every element that shows data. It owns the way from attributes to a drawing, and all that stands around
 * the drawing: source lookup, lazy start, state, events, language, title, attribution, menu, data table, loading, empty
 * and error states. An element says what it needs and how to draw it through `DisplayHooks`.
 *
 * @fires {DgeReadyEvent} dge-ready - The drawing is on screen: `detail {rows, total, partial}`.
 * @fires {DgeErrorEvent} dge-error - It cannot be shown: `detail {kind, message, cause}`.
 * @fires {DgeSelectEvent} dge-select - The reader picked something: `detail {rows, filter, text}`, the filter in CQL2's JSON and text.
 * @slot - What stands there until the drawing is on screen, and when it fails.
 * @slot heading - Title with markup, in place of `heading`.
 * @slot description - Text under the title, in place of `description`.
 * @csspart frame - Everything.
 * @csspart heading - The title.
 * @csspart description - The text under the title.
 * @csspart content - The drawing.
 * @csspart attribution - The line with source, licence and date.
 * @csspart menu - The buttons.
 * @cssprop [--dge-height] - Height reserved for the display.
 */
export abstract class DgeDisplay extends DisplayHooks {
  static override styles: CSSResultGroup = frameStyles

  readonly #frame = new Frame(this)
  readonly #visibility = new VisibilityController(this, () => this.reload())
  readonly #source = new SourceController(this, () => this.reload())
  readonly #locale = new LocaleController(this, () => this.reload())
  readonly #look = new LookController(this, () => this.lookChanged())
  readonly #task = new TaskController(this, (signal) => this.#run(signal), (error) => this.#fail(error))
  /** The source of the drawing, and whether the question changed since: an old drawing stays only for the same one. */
  #drawn: { readonly source: DataSource | undefined; readonly key: string | undefined } | undefined
  #changed = false
  #wanted = false
  #asking: Awaited<ReturnType<typeof loadAsking>> | undefined
  #asked: string | undefined
  /** The source whose publisher's words the frame has. */
  #described: DataSource | undefined
  /** Readers who come out of a tunnel need not press a button. */
  readonly #online = () => {
    if (this.state === 'error') this.reload()
  }

  /** The container of the drawing; it persists. */
  protected get content(): HTMLElement {
    const element = this.renderRoot.querySelector<HTMLElement>('[part~="content"]')
    if (!element) throw new DgeError('internal', 'The display is not rendered yet')
    return element
  }

  /** The language of the display. @throws DgeError `internal` before its words are there */
  override get locale(): Locale {
    const { current } = this.#locale
    if (!current) throw new DgeError('internal', 'The display does not speak yet')
    return current
  }

  /** The words that a display needs before all else, in French until its own are there. */
  get words(): EarlyMessages & Partial<Messages> {
    return this.#locale.current?.messages ?? early
  }

  /** For Intl, known before the words are there. */
  get tag(): string {
    return this.#locale.tag
  }

  /** The locale once its words are there. @throws DgeError `network` */
  speaking(): Promise<Locale> {
    return this.#locale.ready()
  }

  /** Asks the source. */
  protected ask(query: Query, { source, signal }: QueryContext): Promise<Table> {
    return source.query(query, { signal, onProgress: this.onProgress, turn })
  }

  /** The source of the data: the display's own, a shared one, or an ancestor's. */
  override get sourceInUse(): DataSource | undefined {
    return this.#source.current
  }

  /** The query of terms with the attributes that every display has; `order` and `limit` may be given otherwise. */
  protected queryOf(
    terms: readonly Term[],
    context: QueryContext,
    { order, limit }: Pick<CommonWords, 'order' | 'limit'> = this
  ): Query {
    if (!this.#asking) throw new DgeError('internal', 'The display was asked for a query before it was loaded')
    return this.#asking.queryOf(terms, context, { where: this.where, search: this.search, order, limit })
  }

  /** The title as it is shown: the author's, the drawing's or the dataset's. */
  protected override get shownTitle(): string {
    return this.#frame.title
  }

  protected override get metadata(): Metadata | undefined {
    return this.#frame.metadata
  }

  protected override async attributed(): Promise<void> {
    await this.#frame.attributed()
    await this.updateComplete
  }

  /** Reports what the reader picked. */
  protected select(detail: SelectDetail): void {
    this.dispatchEvent(new DgeSelectEvent(detail))
  }

  /** Passed to requests: shows how many rows have come. */
  protected readonly onProgress = (rows: number, total?: number): void => this.#frame.progress(rows, total)

  /** Asks and draws again; what is cached is not asked twice (`source.refresh()` forgets it). */
  reload(): void {
    if (this.hasUpdated && this.isConnected) this.#task.run()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('online', this.#online)
    if (this.state === 'loading') this.state = 'idle'
  }

  /** What the page brings, when it was rendered before it was published. */
  get prerendered(): Element | null {
    return this.querySelector(':scope > .dge-prerendered')
  }

  override connectedCallback(): void {
    // Its size is that of what the page brings until it draws itself.
    if (!this.hasUpdated && this.prerendered) this.style.setProperty('--_kept', '0px')
    super.connectedCallback()
    if (this.hasUpdated) this.reload()
    else this.keepPlace()
  }

  /**
   * What is first seen is rendered in turn: the place is kept without it. What authors put inside is never away meanwhile.
   */
  protected override scheduleUpdate(): void | Promise<unknown> {
    return this.hasUpdated || this.hasChildNodes() ? super.scheduleUpdate() : this.#begin()
  }

  async #begin(): Promise<void> {
    await turn()
    await super.scheduleUpdate()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.loading === 'eager') this.#visibility.show()
    super.willUpdate(changed)
  }

  protected override updated(changed: PropertyValues): void {
    if (![...changed.keys()].some((name) => !wordsOnly.has(name))) return
    this.#changed = true
    this.reload()
  }

  protected override render(): TemplateResult {
    return this.#frame.render(html`${this.renderContent()}`, this.renderControls(), this.headingOf(this.table))
  }

  async #run(signal: AbortSignal, again = true): Promise<void> {
    try {
      await this.#load(signal)
    } catch (error) {
      if (!isAbort(error) && (await this.#frame.bringTrouble(error)) && again && !signal.aborted) return this.#run(signal, false)
      throw error
    }
  }

  async #load(signal: AbortSignal): Promise<void> {
    if (!this.#visibility.near) return
    this.#source.update()
    const source = this.#source.current
    if (this.#source.error) throw this.#source.error
    const own = source ? undefined : this.withoutSource(signal)
    if (!source && !own) {
      this.state = 'idle'
      await this.#missing(signal)
      return
    }
    if (this.prerendered && !this.#wanted && !this.#source.picked) {
      // It can be read as it is: what brings it to life waits until the browser or the reader has time for it.
      await import('./snapshot.js').then(({ wanted }) => wanted(this, signal), () => {})
      signal.throwIfAborted()
    }
    this.#wanted = true
    await toPicture(this.#make(source, own, signal))
  }

  /** From the source, or the answer of its own, to the picture. */
  async #make(source: DataSource | undefined, own: Promise<Table> | undefined, signal: AbortSignal): Promise<void> {
    this.state = 'loading'
    this.#asked = undefined
    // The data are asked for before the code that draws them: their answer is short, and is read while the code arrives.
    const coming = source && this.#context(source, signal)
    coming?.catch(() => {})
    this.#frame.start()
    this.preload()
    let context: QueryContext | undefined
    let query: Query | undefined
    let table: Table
    if (coming) {
      context = await coming
      await turn()
      signal.throwIfAborted()
      await this.#frame.describe(context.dataset.metadata, context.source.tellsAge)
      this.#described = source
      this.#asking = await loadAsking()
      const { selected, withRuntime } = this.#asking
      const built = await withRuntime(context, (each) => this.buildQuery(each))
      context = built.context
      query = selected(built.query, this.#source.picked)
      this.#asked = keyOf(query)
      table = await this.loadTable(query, context)
    } else {
      table = await (own as Promise<Table>)
    }
    const [locale] = await Promise.all([this.speaking(), this.#look.ready()])
    await turn()
    signal.throwIfAborted()
    await this.#show(table, { locale, signal, query, context })
  }

  /** A source may still come; when it takes long, the author has probably forgotten it. */
  async #missing(signal: AbortSignal): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 3000))
    if (signal.aborted) return
    const error = await (await import('./author-log.js')).missing(this)
    if (error) throw error
  }

  async #context(given: DataSource, signal: AbortSignal): Promise<QueryContext> {
    const source = this.prerendered ? (await import('./snapshot.js')).withSnapshot(this, given) : given.config.cache === undefined ? given : await (await import('./kept.js')).withKept(this, given)
    const runtimeComing = loadAsking().then(({ runtimeFor }) => runtimeFor(this.attributes))
    const opening = source.dataset({ signal, onProgress: this.onProgress })
    const [wording, dataset, locale] = await Promise.all([runtimeComing, opening, this.speaking()])
    return { source, dataset, schema: dataset.schema, ...wording, locale, signal }
  }

  async #show(table: Table, draw: DrawContext): Promise<void> {
    this.query = draw.query
    this.table = table
    const partial = !table.complete
    const empty = this.isEmpty(table)
    // Before the drawing holds its place: what comes with the state must not find another one.
    if (empty || partial) await this.#frame.bringTrouble()
    if (!empty) {
      await this.updateComplete
      await this.draw(table, draw)
    }
    draw.signal.throwIfAborted()
    this.partial = partial
    this.style.removeProperty('--_kept')
    // What the page brought keeps the place of the same question only.
    const another = this.#drawn !== undefined && this.#drawn.key !== this.#asked
    this.#drawn = { source: this.#source.current, key: this.#asked }
    this.#changed = false
    // What was drawn of a specification with data of its own is known now.
    const shown = this.table ?? table
    if (another) this.#frame.release()
    const { source } = draw.context ?? {}
    this.#frame.done(shown, empty, draw.query && source?.takenAt(draw.query), source?.tellsAge)
    this.state = empty ? 'empty' : 'ready'
    await this.updateComplete
    if (draw.signal.aborted) return
    void this.#look.follow()
    this.dispatchEvent(new DgeReadyEvent({ rows: shown.numRows, total: shown.total, partial: this.partial }))
  }

  #fail(thrown: unknown): void {
    const error = this.#frame.explained(DgeError.from(thrown))
    const { source, key } = this.#drawn ?? {}
    const sameQuery = !this.#changed && (this.#asked === undefined || this.#asked === key)
    const same = this.#drawn !== undefined && sameQuery && source === this.#source.current
    this.style.removeProperty('--_kept')
    if (this.#described !== this.#source.current) this.#frame.forget()
    this.#frame.fail(error, same)
    if (error.kind === 'network') addEventListener('online', this.#online, { once: true })
    this.state = 'error'
    this.#frame.report(error)
    this.dispatchEvent(new DgeErrorEvent({ kind: error.kind, message: error.message, cause: error.cause }))
  }
}
