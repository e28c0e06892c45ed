import { css, html } from 'lit'
import { property } from 'lit/decorators.js'
import { isGrouped } from '../data/query.js'
import { pageSizeOf } from '../displays/page-size.js'
import { DgeDisplay } from './dge-display.js'
import { loadTableView, starts } from './starts.js'
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit'
import type { Order, Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'
import type { QueryContext } from './dge-display.js'

/** The lazy chunk: what is asked, and rows and pager. */
type View = typeof import('./table-view.js')

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
export class DgeTable extends DgeDisplay {
  static override styles: CSSResultGroup = [
    DgeDisplay.styles,
    css`
      :host {
        --_body: 0;
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
  @property({ type: Number, attribute: 'page-size' }) pageSize = 20

  #from = 0
  #sort: Order | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #context: QueryContext | undefined
  #view: View | undefined
  /** Fields of the dataset when not all of them are shown. */
  #fieldsInAll = 0
  /** All rows that match, of what was drawn last. */
  #rows = Infinity

  override get offersData(): boolean {
    return false
  }

  override summary(table: Table, locale: Locale): string {
    return locale.messages.tableSummary(table.total ?? table.numRows, table.schema.length)
  }

  /** All rows that match, not only the page in view. */
  protected override async tableToSave(): Promise<Table | undefined> {
    const { query } = this
    if (!query || !this.#context) return undefined
    const { offset: _offset, limit: _limit, ...all } = query
    const limit = this.limit
    return this.#context.source.query(limit != null && limit >= 0 ? { ...all, limit } : all)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed)
    this.style.setProperty('--_height', this.#reserved())
    const known = new Set<PropertyKey>(['columns', 'where', 'search', 'order', 'limit', 'pageSize', 'src', 'source'])
    if (![...changed.keys()].some((name) => known.has(name))) return
    this.#from = 0
    if (changed.has('columns') || changed.has('order') || changed.has('src') || changed.has('source')) this.#sort = undefined
  }

  protected override async buildQuery(context: QueryContext): Promise<Query> {
    this.#context = context
    this.#view = await loadTableView()
    const { tableQuery, tableTerms } = this.#view
    const { terms, fieldsInAll } = tableTerms(this.columns, context)
    this.#fieldsInAll = fieldsInAll
    return tableQuery(this.queryOf(terms, context), { from: this.#from, size: this.#size, sort: this.#sort })
  }

  protected override async loadTable(query: Query, context: QueryContext): Promise<Table> {
    const { tablePage } = await loadTableView()
    return tablePage(query, context, this.limit, (each) => super.loadTable(each, context))
  }

  override preload(): void {
    starts['dge-table'].preload({})
  }

  protected override async draw(): Promise<void> {
    const { adoptRowsStyles } = await loadTableView()
    adoptRowsStyles(this)
    this.requestUpdate()
    await this.updateComplete
  }

  protected override renderControls(): TemplateResult | undefined {
    // The attribute alone asks for the box; its value is what is searched first.
    if (this.search == null) return undefined
    return html`<div class="search">
      <label part="search-label" for="search">${this.words.search}</label>
      <input id="search" part="search" type="search" autocomplete="off" placeholder=" " .value=${this.search} @input=${this.#onSearch} />
    </div>`
  }

  protected override renderContent(): TemplateResult | undefined {
    const { table, query } = this
    if (!table || !query || !this.#view) return undefined
    const { locale } = this
    return this.#view.tableView({
      table, query, locale, from: this.#from, size: this.#size, caption: this.heading?.trim() || locale.messages.table,
      fields: this.#context?.schema ?? [], fieldsInAll: this.#fieldsInAll,
      go: (target, isAtHand) => {
        this.#from = target
        if (isAtHand) this.requestUpdate()
        else this.reload()
      },
      sort: (order) => {
        this.#sort = order
        this.#from = 0
        this.reload()
      },
    })
  }

  /**
   * The place of a full page before the first row is there; a table of fewer rows leaves none empty under it. What readers search
   * in keeps its place, so that nothing moves as they type.
   */
  #reserved(): string {
    const { state, table, query } = this
    if (state === 'ready' && table && query) this.#rows = isGrouped(query) ? table.numRows : (table.total ?? Infinity)
    else if (state === 'empty') this.#rows = 0
    if (this.search != null) return `${this.#size * 2.25 + 18}rem`
    return this.#rows <= this.#size ? `${this.#rows * 2.25 + 10}rem` : `${this.#size * 2.25 + 14}rem`
  }

  get #size(): number {
    return pageSizeOf(this.pageSize)
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
