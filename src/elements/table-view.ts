import { html } from 'lit'
import { isGrouped } from '../data/query.js'
import { pager, rowsView } from './frame/rows-view.js'
import type { TemplateResult } from 'lit'
import type { Order, Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'

export { tablePage, tableQuery, tableTerms } from '../displays/table-query.js'
export { adoptRowsStyles } from './frame/rows-view.js'

export interface TableInput {
  readonly table: Table
  /** What was asked for it. */
  readonly query: Query
  readonly locale: Locale
  readonly caption: string
  /** First row of the page that is wanted. */
  readonly from: number
  /** Rows per page. */
  readonly size: number
  /** Of the dataset. */
  readonly fields: Schema
  /** How many there are when not all are shown, else 0. */
  readonly fieldsInAll: number
  /** Goes to another page, whose rows may be at hand. */
  readonly go: (from: number, isAtHand: boolean) => void
  readonly sort: (order: Order) => void
}

/** The rows of one page, and the way to the others. */
export function tableView({ table, query, locale, caption, from: wanted, size, fields, fieldsInAll, go, sort }: TableInput): TemplateResult {
  const grouped = isGrouped(query)
  // What is drawn, not what is asked: the old page stays until the next one is there.
  const from = grouped ? wanted : 0
  const first = grouped ? wanted : (query.offset ?? 0)
  const count = Math.min(size, table.numRows - from)
  const sorted = query.orderBy?.[0]
  const rows = rowsView({
    table, locale, caption, from, to: from + size, fieldsInAll,
    isRaw: ({ name }) => !grouped && fields.some((field) => field.name === name),
    sort: {
      field: sorted?.field, desc: sorted?.desc ?? false,
      toggle: ({ name }) => sort({ field: name, desc: sorted?.field === name ? !sorted.desc : false }),
    },
  })
  return html`${rows} ${pager({ locale, from: first, count, size, total: grouped ? table.numRows : table.total, go: (target) => go(target, grouped) })}`
}
