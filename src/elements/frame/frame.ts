import { html, nothing } from 'lit'
import { once } from '../../data/once.js'
import { afterAll, turn } from '../../controllers/turns.js'
import { offersOf } from '../../displays/offers.js'
import { noAnswer, noRows, notWhole } from '../../locale/early.js'
import type { TemplateResult } from 'lit'
import type { Metadata } from '../../data/dataset.js'
import type { DgeError } from '../../data/errors.js'
import type { Table } from '../../data/table.js'
import type { DgeDisplay } from '../dge-display.js'
import type { DataView } from './data-view.js'
import type { Menu } from './menu.js'
import type { ListName } from './menu-lists.js'

/** The lazy chunk: what stands around the drawing once it is there. */
type States = typeof import('./states.js')
const loadStates = once(() => import('./states.js'))
/** What is said when not all is well. */
type Trouble = typeof import('./trouble.js')

/** Loading is told in words only when it takes long enough to be noticed. */
const patience = 400

/** All that stands around a display's drawing: title, states, data table, menu and attribution. */
export class Frame {
  readonly #host: DgeDisplay
  #menu: Menu | undefined
  #metadata: Metadata | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The publisher's words are not rendered yet. */
  #untold = false
  #slow = false
  /** What a button opens could not be loaded. */
  #stuck = false
  #rows: readonly [rows: number, total: number | undefined] | undefined
  #error: DgeError | undefined
  #drawn = false
  #drawnAt: Date | undefined
  /** When data were read that readers are told the age of. */
  #readAt: Date | undefined
  #dataView: DataView | undefined
  #states: States | undefined
  /** It could not be loaded. */
  #isBare = false
  #trouble: Trouble | undefined
  #ownHeading: string | undefined
  #released = false

  constructor(host: DgeDisplay) {
    this.#host = host
  }

  /** Takes the publisher's words: the title comes with the drawing, the attribution, whose place is kept, right after it. */
  async describe(metadata: Metadata, tellsAge = false): Promise<void> {
    // What the page brought has its attribution, which does not go away for a moment; old data never stand without their age.
    if (tellsAge || this.#host.prerendered) await this.attributed()
    if (metadata === this.#metadata) return
    this.#metadata = metadata
    this.#states?.tell(this.#host, metadata)
    this.#untold = true
    // Most often the drawing is rendered with them, at once.
    void afterAll().then(turn).then(() => this.#untold && this.#host.requestUpdate())
  }

  /** What the publisher says of the data. */
  get metadata(): Metadata | undefined {
    return this.#metadata
  }

  /** The publisher's words are of another source than the one that is asked. */
  forget(): void {
    this.#metadata = undefined
  }

  /** What the display is called. */
  get title(): string {
    return this.#host.heading?.trim() || (this.#ownHeading ?? this.#metadata?.title ?? '')
  }

  /** What the page brought is of another question. */
  release(): void {
    this.#released = true
  }

  /** The data are asked for. */
  start(): void {
    clearTimeout(this.#timer)
    this.#slow = false
    this.#rows = undefined
    this.#timer = setTimeout(() => {
      this.#slow = this.#host.state === 'loading'
      if (this.#slow) this.#host.requestUpdate()
    }, patience)
  }

  /** Rows have come. */
  progress(rows: number, total?: number): void {
    this.#rows = [rows, total]
    if (this.#slow) this.#host.requestUpdate()
  }

  /** The drawing is there, or there is nothing to draw. */
  done(table: Table, empty: boolean, takenAt?: Date, tellsAge = false): void {
    clearTimeout(this.#timer)
    this.#error = undefined
    this.#drawn = !empty
    this.#drawnAt = takenAt ?? new Date()
    this.#readAt = tellsAge ? takenAt : undefined
    if (empty) {
      this.#dataView = undefined
      this.#trouble?.holding(this.#host)()
    } else if (this.#dataView) this.#dataView.table = table
    this.#host.requestUpdate()
    void afterAll().then(async () => {
      if (!this.#states) await this.attributed()
      this.#states?.letGoLater(this.#host)
      const { prefetchNext } = await import('./prefetch.js')
      prefetchNext(this.#host)
    }).catch(() => {})
  }

  /**
   * Brings the words for what went wrong or is not all there; where they cannot come, the reader's sentence stands alone. Says of a failure whether it may pass, once it is time to
   * ask again.
   */
  async bringTrouble(thrown?: unknown): Promise<unknown> {
    const [trouble] = await Promise.all([import('./trouble.js'), this.#host.speaking()]).catch(() => [])
    trouble?.adoptTroubleStyles(this.#host)
    this.#trouble ??= trouble
    return thrown && trouble?.isPassing(this.#host, thrown)
  }

  /** The failure, with what its author may do about it where the words of the tag tell. */
  explained(error: DgeError): DgeError {
    return this.#trouble?.explained(this.#host, error) ?? error
  }

  /** Tells the author what failed. */
  report(error: DgeError): void {
    if (this.#trouble) this.#trouble.report(this.#host, error)
    else console.error('[dge]', error)
  }

  /** It failed; `keep` leaves the old drawing, with its age. */
  fail(error: DgeError, keep: boolean): void {
    clearTimeout(this.#timer)
    this.#trouble?.holding(this.#host)()
    this.#error = error
    this.#drawn &&= keep
    if (!this.#drawn) this.#dataView = this.#readAt = undefined
    this.#host.requestUpdate()
    void this.attributed().then(() => this.#states?.letGoLater(this.#host))
  }

  /** Brings what tells where the data come from, once the words for it are there; where it cannot come, their names stand alone. */
  async attributed(): Promise<void> {
    const [states] = await Promise.all([this.#states ?? loadStates(), this.#host.speaking()]).catch(() => [])
    await turn()
    this.#isBare = !states
    if (states && !this.#states) {
      this.#states = states
      states.adoptLateStyles(this.#host)
      if (this.#metadata) states.tell(this.#host, this.#metadata)
    }
    // While it waits, nothing of theirs is seen before the publisher's words come.
    if (this.#host.state !== 'loading') this.#host.requestUpdate()
  }

  /** Shows the drawn data as a table in place of the drawing, or the drawing again. */
  async toggleData(): Promise<void> {
    if (this.#dataView) this.#dataView = undefined
    else if (this.#host.table && this.#drawn) {
      const { DataView } = await import('./data-view.js')
      this.#dataView = new DataView(this.#host, this.#host.table)
    }
    this.#host.requestUpdate()
  }

  render(content: TemplateResult, controls: TemplateResult | undefined, heading: string | undefined): TemplateResult {
    this.#untold = false
    this.#ownHeading = heading
    const { state, partial, table } = this.#host
    const drawn = this.#drawn && state !== 'empty' && state !== 'idle'
    const waiting = !drawn && (state === 'loading' || state === 'idle')
    const failed = state === 'error' ? this.#error : undefined
    const fallback = this.#hasFallback()
    const off = !drawn || this.#dataView !== undefined
    // What the page brings lies over the frame until the drawing is there, and keeps its place after that: nothing moves.
    const kept = (waiting || drawn) && !this.#released && this.#host.prerendered !== null
    return html`<figure part="frame" class=${kept && waiting ? 'whole' : ''} role="figure" aria-label=${this.title || nothing} tabindex="-1" aria-busy=${state === 'loading'}>
      ${this.#caption(drawn && table ? this.#host.summary(table, this.#host.locale) : '')}
      <div class="controls" ?hidden=${!controls}>${controls}</div>
      <div class="body">
        <div part="content" class=${off ? 'off' : ''}>${content}</div>
        ${waiting && !fallback ? html`<div class="skeleton"></div>` : nothing}
        <div class=${drawn ? 'sr' : waiting && !fallback ? 'words over' : 'words'}>
          <div ?hidden=${drawn || state === 'empty'}>${kept ? nothing : html`<slot></slot>`}</div>
          ${this.#status()} ${state === 'empty' ? (this.#trouble?.empty(this.#host) ?? sentence(noRows)) : nothing}
          ${failed && !drawn ? (this.#trouble?.failure(this.#host, failed) ?? sentence(noAnswer)) : nothing}
        </div>
        ${this.#dataView?.render(this.title || this.#host.locale.messages.untitled) ?? nothing}
      </div>
      <div class=${this.#isBare || this.#states || failed || partial ? 'foot' : 'foot late'}>
        ${failed && drawn ? (this.#trouble?.stale(this.#host, failed, this.#drawnAt) ?? sentence(noAnswer)) : nothing}
        ${partial && drawn && table ? (this.#trouble?.partial(table, this.#host.locale) ?? sentence(notWhole)) : nothing}
        <div class="footer" ?hidden=${failed && !drawn}>
          <p part="attribution">${this.#attribution()}</p>
          ${state === 'empty' ? nothing : this.#buttons(drawn)}
        </div>
      </div>
      ${kept ? html`<div class=${waiting ? 'kept' : 'kept off'}><slot></slot></div>` : nothing}
    </figure>`
  }

  #attribution(): TemplateResult | string | undefined {
    const { title, publisher, licence } = this.#metadata ?? {}
    const { credits } = this.#host
    if (this.#isBare) return [title, publisher, licence, credits].filter(Boolean).join(' – ')
    return this.#states?.attribution(this.#metadata, credits, this.#host.locale, this.#readAt)
  }

  /** They keep their place before they can be used: nothing moves when they appear. What they open comes with the first click. */
  #buttons(usable: boolean): TemplateResult {
    const { offersData, offers, words } = this.#host
    const offered = offersOf(offers)
    const button = (part: string, label: string, expanded: boolean, press: () => unknown) =>
      html`<button type="button" part=${part} aria-expanded=${expanded} @click=${press}>${label}</button>`
    const list = (name: ListName, part: string, label: string) => button(part, label, this.#menu?.open === name, () => this.#toggle(name))
    return html`<div part="menu" class=${usable ? '' : 'off'}>
      ${offersData ? button('data-button', words.data, this.#dataView !== undefined, () => this.toggleData()) : nothing}
      ${offered?.every((word) => word === 'more') ? nothing : list('files', 'download-button', words.download)}
      ${offered?.includes('more') === false ? nothing : list('more', 'more-button', words.actions)}
      ${(usable && this.#menu?.render()) || nothing}
      ${this.#stuck ? sentence(noAnswer) : nothing}
    </div>`
  }

  async #toggle(name: ListName): Promise<void> {
    if (!this.#menu) {
      const menu = await import('./menu.js').catch(() => undefined)
      this.#stuck = menu === undefined
      this.#menu ??= menu && new menu.Menu(this.#host, () => this.title)
    }
    this.#menu?.toggle(name)
    this.#host.requestUpdate()
  }

  #caption(summary: string): TemplateResult {
    const { heading, description, headingLevel } = this.#host
    const title = this.title
    const slotted = this.#host.querySelector(':scope > [slot="heading"]') !== null
    const named = title !== '' || slotted
    const described = description?.trim() || this.#host.querySelector(':scope > [slot="description"]') !== null
    return html`<figcaption>
      <div part="heading" role=${named ? 'heading' : nothing} aria-level=${named ? headingLevel || 3 : nothing}>
        <slot name="heading" .textContent=${heading?.trim() || title}></slot>
      </div>
      <p part="description" ?hidden=${!described}><slot name="description" .textContent=${description ?? ''}></slot></p>
      ${summary ? html`<p class="sr" .textContent=${summary}></p>` : nothing}
    </figcaption>`
  }

  /** The live region exists from the start: screen readers miss regions that arrive with their text. */
  #status(): TemplateResult {
    const { state, words } = this.#host
    const { loading, rowsLoaded } = words
    const slow = this.#slow && state === 'loading'
    const [rows, total] = this.#rows ?? []
    // The line has its place before there are rows to tell of: nothing moves.
    const progress = slow && rows ? rowsLoaded(rows, total) : slow ? '\u00a0' : ''
    return html`<div class="status">
      <div aria-live="polite" aria-atomic="true">${slow ? loading : ''}</div>
      <div aria-hidden="true">${progress}</div>
    </div>`
  }

  /** Content of the author for the time before the drawing; layers of a map are not that. */
  #hasFallback(): boolean {
    return [...this.#host.childNodes].some((node) =>
      node instanceof Element ? !node.slot && node.localName !== 'dge-layer' : node instanceof Text && node.data.trim() !== ''
    )
  }
}

/** Where no other words can be had. */
const sentence = (words: string) => html`<p role="alert">${words}</p>`
