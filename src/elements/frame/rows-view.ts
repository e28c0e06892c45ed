import { html, nothing } from 'lit'
import { columnOf } from '../../data/table.js'
import { formatNumber, formatValue, titleOf } from '../../locale/index.js'
import { headerUnit } from '../../locale/header-unit.js'
import { rowsWordsOf } from '../../locale/rows-words.js'
import { addStyles } from '../adopt-styles.js'
import { beginningOf } from '../../displays/long-text.js'
import { isWebAddress } from '../../displays/web-address.js'
import { link } from './link.js'
import { rowsStyles } from './rows-styles.js'
import type { TemplateResult } from 'lit'
import type { Field } from '../../data/schema.js'
import type { Table, Value } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'

/** A column beyond this is not shown: thousands of columns freeze phones. */
const mostColumns = 200

export interface RowsView {
  readonly table: Table
  readonly locale: Locale
  /** Says what the table holds; read first by screen readers. */
  readonly caption: string
  /** Rows to show, [from, to). */
  readonly from: number
  readonly to: number
  /** Columns that there are, when the table holds only some. */
  readonly fieldsInAll?: number
  /** Columns as published, shown with all their digits; the others are rounded for reading. */
  readonly isRaw?: (field: Field) => boolean
  /** Makes the headers buttons; absent = not sortable. */
  readonly sort?: {
    readonly field: string | undefined
    readonly desc: boolean
    readonly toggle: (field: Field) => void
  }
}

/** Rows of a table as a real HTML table in a region that scrolls by keyboard. */
export function rowsView(view: RowsView): TemplateResult {
  const { table, locale, caption, from, to, sort, isRaw = () => false } = view
  const fields = table.schema.slice(0, mostColumns)
  const inAll = Math.max(view.fieldsInAll ?? 0, table.schema.length)
  const raw = fields.map((field) => isRaw(field))
  const columns = fields.map((field) => columnOf(table, field.name))
  const rows = Array.from({ length: Math.max(0, Math.min(to, table.numRows) - from) }, (_, index) => from + index)
  return html`<div class="scroll" part="scroll" role="region" tabindex="0" aria-label=${caption}>
      <table part="table">
        <caption class="sr" .textContent=${caption}></caption>
        <thead>
          <tr>${fields.map((field) => header(field, locale, sort))}</tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>${fields.map((field, index) => cell(columns[index]?.[row] ?? null, field, locale, raw[index]))}</tr>`
          )}
        </tbody>
      </table>
    </div>
    ${fields.length < inAll
      ? html`<p class="note">
          ${rowsWordsOf(locale).columnsHidden(formatNumber(fields.length, locale), formatNumber(inAll, locale))}
        </p>`
      : nothing}`
}

function header(field: Field, locale: Locale, sort: RowsView['sort']): TemplateResult {
  const title = titleOf(field, locale)
  const beside = headerUnit(field, locale)
  const unit = beside ? html` <span class="unit">(${beside})</span>` : nothing
  const side = isQuantity(field) ? 'number' : ''
  if (!sort) return html`<th scope="col" class=${side}>${title}${unit}</th>`
  const sorted = sort.field === field.name
  const direction = sorted ? (sort.desc ? 'descending' : 'ascending') : 'none'
  const { sortAscending, sortDescending } = rowsWordsOf(locale)
  const next = sorted && !sort.desc ? sortDescending(title) : sortAscending(title)
  return html`<th scope="col" class=${side} aria-sort=${direction}>
    <button type="button" title=${next} @click=${() => sort.toggle(field)}>
      ${title}${unit} <span aria-hidden="true" class="arrow">${sorted ? (sort.desc ? '▼' : '▲') : '↕'}</span>
    </button>
  </th>`
}

function cell(value: Value, field: Field, locale: Locale, exact = false): TemplateResult {
  if (value === null || value === '') {
    return html`<td class=${isQuantity(field) ? 'number' : ''}>
      <span aria-hidden="true">—</span><span class="sr">${locale.messages.missing}</span>
    </td>`
  }
  if (typeof value === 'string' && isWebAddress(value)) return html`<td>${link(value, value)}</td>`
  const text = formatValue(value, field, locale, { unit: field.unit === '%', exact })
  const beginning = beginningOf(text)
  if (beginning) return html`<td><details><summary .textContent=${`${beginning}…`}></summary><div .textContent=${text.slice(beginning.length)}></div></details></td>`
  // As a property: a browser that translates the page puts other nodes in place of the text, and what is not there cannot be changed.
  return html`<td class=${isQuantity(field) ? 'number' : ''} .textContent=${text}></td>`
}

/** Numbers stand right so that digits line up; years and months are labels. */
function isQuantity(field: Field): boolean {
  return field.type === 'number' && !field.timeUnit
}

export interface Pager {
  readonly locale: Locale
  readonly from: number
  /** Rows on this page. */
  readonly count: number
  readonly size: number
  /** Rows in all; undefined when unknown. */
  readonly total: number | undefined
  readonly go: (from: number) => void
}

/** Previous, next and where the reader is; nothing when one page holds all. */
export function pager({ locale, from, count, size, total, go }: Pager): TemplateResult | typeof nothing {
  const last = total === undefined ? count < size : from + count >= total
  if (from === 0 && last) return nothing
  const words = rowsWordsOf(locale)
  const format = (rows: number) => formatNumber(rows, locale)
  const range = words.range(format(from + 1), format(from + count), total === undefined ? undefined : format(total))
  // The title is the name: beside an equal one it would be heard twice.
  const step = (text: string, symbol: string, target: number, off: boolean) =>
    html`<button
      type="button"
      title=${text}
      aria-disabled=${off}
      @click=${() => {
        if (!off) go(target)
      }}
    >
      <span aria-hidden="true">${symbol}</span>
    </button>`
  return html`<nav class="pager" part="pager" aria-label=${words.pages}>
    ${step(words.firstPage, '«', 0, from === 0)}
    ${step(words.previousPage, '‹', Math.max(0, from - size), from === 0)}
    ${step(words.nextPage, '›', from + size, last)}
    <span role="status" .textContent=${range}></span>
  </nav>`
}

/** Gives a display the look of data tables, before it shows its first one. */
export function adoptRowsStyles({ shadowRoot: root }: Element): void {
  // First, so that the display's own styles win.
  addStyles(root, rowsStyles, 0)
}
