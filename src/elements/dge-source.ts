import { html } from 'lit'
import { property } from 'lit/decorators.js'
import { DgeSourceEvent, sharedSource } from '../controllers/source.js'
import { DgeError } from '../data/errors.js'
import { refreshDelay } from '../data/refresh-delay.js'
import { DgeElement } from './dge-element.js'
import { DgeErrorEvent } from './events.js'
import { css } from './css.js'
import { numberAttribute } from './number-attribute.js'
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit'
import type { DataSource } from '../data/source.js'
import type { SourceOffer } from '../controllers/source.js'

/**
 * Lends one dataset to the displays inside it, and to those that name its `id` in `source`. Shows nothing itself, and
 * fetches nothing before a display asks.
 *
 * @tag dge-source
 * @fires {DgeSourceEvent} dge-source - The source arrived, changed or left; displays look again.
 * @fires {DgeErrorEvent} dge-error - Its attributes cannot make a source.
 * @slot - Displays and anything else.
 */
export class DgeSource extends DgeElement implements SourceOffer {
  static override styles: CSSResultGroup = css`
    :host {
      display: contents;
    }
    :host([hidden]) {
      display: none;
    }
  `

  /** Seconds between refreshes of data that change, more or less; never when absent, nor while the page is hidden. */
  @property({ converter: numberAttribute }) refresh: number | undefined

  /** What readers pick in one display of the data filters the others. */
  @property({ type: Boolean }) linked = false

  #source: DataSource | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #root: Node | undefined

  /** The source on offer; undefined while `src` is missing or wrong. */
  get dataSource(): DataSource | undefined {
    // A display may ask before the first update of this element: tags upgrade in any order.
    if (!this.hasUpdated) this.#remake()
    return this.#source
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#root = this.getRootNode({ composed: true })
    if (this.hasUpdated) this.#announce()
    this.#schedule()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    // The element is out of the tree already: what bubbles from it reaches nobody.
    this.#root?.dispatchEvent(new DgeSourceEvent())
  }

  protected override updated(changed: PropertyValues): void {
    this.#remake()
    this.#schedule()
    if (this.linked) import('./linked.js').then(({ link }) => link(this)).catch(() => {})
    if (changed.size > 0) this.#announce()
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`
  }

  #announce(): void {
    this.dispatchEvent(new DgeSourceEvent())
  }

  #remake(): void {
    try {
      const config = this.sourceConfig()
      this.#source = config && sharedSource(config)
    } catch (thrown) {
      this.#source = undefined
      if (!this.hasUpdated) return
      const error = DgeError.from(thrown)
      console.error(`[dge] <dge-source> ${error.message}${error.hint ? `\n${error.hint}` : ''}`)
      this.dispatchEvent(new DgeErrorEvent({ kind: error.kind, message: error.message, cause: error.cause }))
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    const seconds = this.refresh ?? 0
    if (!(seconds > 0) || !this.isConnected) return
    this.#timer = setTimeout(() => {
      if (!document.hidden) this.#source?.refresh()
      this.#schedule()
    }, refreshDelay(seconds))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dge-source': DgeSource
  }
}
