import { html } from 'lit'
import { property } from 'lit/decorators.js'
import { isGrouped } from '../data/query.js'
import { keptTableHeight, pageSizeOf } from '../displays/kept-height.js'
import { DrawnDisplay } from './drawn-display.js'
import { loadTableView, starts } from './starts.js'
import { numberAttribute } from './number-attribute.js'
import { css } from './css.js'
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit'
import type { Table } from '../data/table.js'
import type { DisplayInside } from './display-contract.js'
import type { TableView } from './table-view.js'

/** Milliseconds after the last key before a search is asked: a word typed at ease is one question. */
const typingPause = 300

/**
 * Rows or groups of a dataset as a paged, sortable table.
 *
 * @tag dge-table
 * @csspart table - The table.
 * @csspart pager - The page buttons.
 * @csspart search - The search box.
 */
export class DgeTable extends DrawnDisplay<TableView> {
  static override styles: CSSResultGroup = [
    DrawnDisplay.styles,
    css`
      :host {
        --_body: 0;
      }
      /* What is left of the place of a full page lies under all. */
      :host([state='ready']) figure,
      :host([state='empty']) figure {
        align-self: start;
        max-block-size: 100%;
      }
      /* Where its end will be is not known: it comes into the page with the rows, and does not move. */
      :host(:is([state='idle'], [state='loading'])) .late {
        block-size: 0;
        overflow: clip;
      }
      [part='search'] {
        inline-size: min(100%, 22rem);
        min-block-size: 2.25rem;
        padding: 0.25rem 0.5rem;
        border: 1px solid currentColor;
        border-radius: var(--dge-radius, 4px);
        background: transparent;
        color: inherit;
        font: inherit;
      }
      [part='search-label'] {
        display: block;
        margin-block-end: 0.25rem;
        font-size: var(--dge-small-size, 0.875rem);
      }
      /* A word that was searched for says which rows are printed. */
      @media print {
        .search:has(:placeholder-shown) {
          display: none;
        }
      }
    `,
  ]

  /** What to show, comma-separated: fields, calculations, aggregates, each with `as "Libellé"` if need be. All fields when absent. */
  @property() columns: string | undefined
  /** Rows per page. */
  @property({ converter: numberAttribute, attribute: 'page-size' }) pageSize = 20

  #timer: ReturnType<typeof setTimeout> | undefined
  /** All rows that match, of what was drawn last. */
  #rows = Infinity

  override get offersData(): boolean {
    return false
  }

  /** All rows that match, not only the page in view. */
  protected override async tableToSave(): Promise<Table | undefined> {
    return this.view?.whole()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed)
    this.#reserve()
    this.view?.changed(changed)
  }

  protected override keepPlace(): void {
    super.keepPlace()
    this.#reserve()
  }

  override preload(): void {
    starts['dge-table'].preload({})
  }

  protected override async loadView(): Promise<(inside: DisplayInside) => TableView> {
    const { TableView } = await loadTableView()
    return (inside) => new TableView(this, inside)
  }

  protected override renderControls(): TemplateResult | undefined {
    // The attribute alone asks for the box; its value is what is searched first.
    if (this.search == null) return undefined
    return html`<div class="search">
      <label part="search-label" for="search">${this.words.search}</label>
      <input id="search" part="search" type="search" autocomplete="off" placeholder=" " .value=${this.search} @input=${this.#onSearch} />
    </div>`
  }

  /**
   * The place of a full page before the first row is there; a table of fewer rows, or that fails, leaves none empty under it. What is
   * searched in keeps the place of all rows, so that nothing moves as readers type.
   */
  #reserve(): void {
    const { state, table, query } = this
    if (!this.search) {
      if (state === 'ready' && table && query) this.#rows = isGrouped(query) ? table.numRows : (table.total ?? Infinity)
      else if (state[0] === 'e') this.#rows = 0 // empty, error
    }
    const rows = Math.min(this.#rows, this.limit ?? Infinity)
    this.style.setProperty('--_height', `calc(${keptTableHeight(pageSizeOf(this.pageSize), rows, this.search != null)}*var(--_rem))`)
  }

  readonly #onSearch = (event: Event) => {
    const { value } = event.target as HTMLInputElement
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.search = value
    }, typingPause)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dge-table': DgeTable
  }
}
