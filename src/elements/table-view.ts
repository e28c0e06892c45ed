import { html } from 'lit'
import { together } from '../controllers/turns.js'
import { isGrouped } from '../data/query.js'
import { pageSizeOf } from '../displays/kept-height.js'
import { tablePage, tableQuery, tableTerms } from '../displays/table-query.js'
import { rowsWordsOf } from '../locale/rows-words.js'
import { holding } from './frame/hold-place.js'
import { adoptRowsStyles, pager, rowsView } from './frame/rows-view.js'
import type { PropertyValues, TemplateResult } from 'lit'
import type { Order, Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'
import type { DgeTable } from './dge-table.js'
import type { DisplayInside, DisplayView, QueryContext } from './display-contract.js'

/** Attributes that ask for other rows: what is shown begins anew. */
const asking: readonly PropertyKey[] = ['columns', 'where', 'search', 'order', 'limit', 'pageSize', 'src', 'source']
/** Those after which the reader's order makes no sense. */
const reordering: readonly PropertyKey[] = ['columns', 'order', 'src', 'source']

/** The inside of a `dge-table`: the rows of one page, and the way to the others. */
export class TableView implements DisplayView {
  readonly #host: DgeTable
  readonly #inside: DisplayInside
  /** First row of the page that is wanted. */
  #from = 0
  /** The order that the reader chose. */
  #sort: Order | undefined
  #context: QueryContext | undefined
  /** Fields of the dataset when not all of them are shown, else 0. */
  #fieldsInAll = 0

  constructor(host: DgeTable, inside: DisplayInside) {
    this.#host = host
    this.#inside = inside
  }

  /** Attributes changed. */
  changed(changed: PropertyValues): void {
    if (asking.some((name) => changed.has(name))) this.#from = 0
    if (reordering.some((name) => changed.has(name))) this.#sort = undefined
  }

  query(context: QueryContext): Query {
    this.#context = context
    const { terms, fieldsInAll } = tableTerms(this.#host.columns, context)
    this.#fieldsInAll = fieldsInAll
    return tableQuery(this.#inside.queryOf(terms, context), { from: this.#from, size: this.#size, sort: this.#sort })
  }

  load(query: Query, context: QueryContext, ask: (query: Query) => Promise<Table>): Promise<Table> {
    return tablePage(query, context, this.#host.limit, ask)
  }

  /** All rows that match, not only the page in view. */
  async whole(): Promise<Table | undefined> {
    const { query, limit } = this.#host
    if (!query || !this.#context) return undefined
    const { offset: _offset, limit: _limit, ...all } = query
    return this.#context.source.query(limit != null && limit >= 0 ? { ...all, limit } : all)
  }

  summary({ total, numRows, schema }: Table, { messages }: Locale): string {
    return messages.tableSummary(total ?? numRows, schema.length)
  }

  /** The rows are rendered with the state, which follows. */
  async draw(): Promise<void> {
    adoptRowsStyles(this.#host)
    await together()
    holding(this.#host)()
  }

  render(): TemplateResult | undefined {
    const { table, query, heading } = this.#host
    if (!table?.numRows || !query) return undefined
    const { locale } = this.#host
    const grouped = isGrouped(query)
    const size = this.#size
    // What is drawn, not what is asked: the old page stays until the next one is there.
    const from = grouped ? this.#from : 0
    const first = grouped ? this.#from : (query.offset ?? 0)
    const count = Math.min(size, table.numRows - from)
    const sorted = query.orderBy?.[0]
    const fields = this.#context?.schema ?? []
    const rows = rowsView({
      table, locale, caption: heading?.trim() || rowsWordsOf(locale).table, from, to: from + size, fieldsInAll: this.#fieldsInAll,
      isRaw: ({ name }) => !grouped && fields.some((field) => field.name === name),
      sort: {
        field: sorted?.field, desc: sorted?.desc ?? false,
        toggle: ({ name }) => this.#reorder({ field: name, desc: sorted?.field === name ? !sorted.desc : false }),
      },
    })
    return html`${rows} ${pager({ locale, from: first, count, size, total: grouped ? table.numRows : table.total, go: (target) => this.#go(target, grouped) })}`
  }

  #go(from: number, isAtHand: boolean): void {
    this.#from = from
    if (isAtHand) this.#host.requestUpdate()
    else this.#host.reload()
  }

  #reorder(order: Order): void {
    this.#sort = order
    this.#from = 0
    this.#host.reload()
  }

  get #size(): number {
    return pageSizeOf(this.#host.pageSize)
  }
}
