import { attributionParts } from '../displays/attribution.js'
import { beginningOf } from '../displays/long-text.js'
import { isWebAddress } from '../displays/web-address.js'
import { columnOf } from '../data/table.js'
import { formatValue, titleOf } from '../locale/index.js'
import { headerUnit } from '../locale/header-unit.js'
import type { Metadata } from '../data/dataset.js'
import type { Snapshot } from '../data/snapshot.js'
import type { Field } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'
import type { Locale } from '../locale/index.js'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** The text as HTML, in an element or in a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign).replaceAll('\u0000', '')
}

/** Most rows of a data table in a page; the whole table is in the element's menu. */
const mostRows = 50

export interface TableOptions {
  /** Most rows; 50 when absent. */
  readonly most?: number
  /** The live table is sorted by its headers, which keep the place of that. */
  readonly sorted?: boolean
  /** Columns as published, shown with all their digits. */
  readonly isRaw?: (field: Field) => boolean
}

/** The rows as an HTML table; `caption` says what it holds. */
export function tableHtml(table: Table, caption: string, locale: Locale, { most = mostRows, sorted = false, isRaw = () => false }: TableOptions = {}): string {
  const fields = table.schema.filter(({ type }) => type !== 'geometry').slice(0, 60)
  const columns = fields.map((field) => columnOf(table, field.name))
  const raw = fields.map((field) => isRaw(field))
  const side = fields.map(({ type, timeUnit }) => (type === 'number' && !timeUnit ? ' class="dge-number"' : ''))
  const head = fields.map((field, at) => {
    const beside = headerUnit(field, locale)
    const unit = beside ? ` <span class="dge-unit">(${escaped(beside)})</span>` : ''
    const title = escaped(titleOf(field, locale)) + unit
    return `<th scope="col"${side[at]}>${sorted ? `<span class="dge-sort"><span>${title} <i aria-hidden="true">↕</i></span></span>` : title}</th>`
  })
  const rows = Array.from({ length: Math.min(most, table.numRows) }, (_, row) => {
    const cells = fields.map((field, at) => `<td${side[at]}>${cellHtml(columns[at]?.[row] ?? null, field, locale, raw[at])}</td>`)
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table><caption class="dge-hidden">${escaped(caption)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function cellHtml(value: Value, field: Field, locale: Locale, exact = false): string {
  if (value === null || value === '') return `<span aria-hidden="true">—</span><span class="dge-hidden">${escaped(locale.messages.missing)}</span>`
  if (typeof value === 'string' && isWebAddress(value)) return linkHtml(value, value)
  const text = formatValue(value, field, locale, { unit: field.unit === '%', exact })
  const beginning = beginningOf(text)
  return beginning ? `<details><summary>${escaped(beginning)}…</summary><div>${escaped(text.slice(beginning.length))}</div></details>` : escaped(text)
}

function linkHtml(url: string, text: string): string {
  return `<a href="${escaped(url)}" rel="noopener external">${escaped(text)}</a>`
}

/** Source, licence, date and credits; links lead to web addresses only. */
export function attributionHtml(metadata: Metadata, credits: string | undefined, locale: Locale): string {
  return attributionParts(metadata, credits, locale)
    .map(({ before, text, url }) => escaped(before) + (isWebAddress(url) ? linkHtml(url, text) : escaped(text)))
    .join(' – ')
}

/** The same as text. */
export function attributionText(metadata: Metadata, credits: string | undefined, locale: Locale): string {
  return attributionParts(metadata, credits, locale).map(({ before, text }) => before + text).join(' – ')
}

/** A larger snapshot costs readers more than the request that it saves. */
const largestSnapshot = 200_000

/** The snapshot as an inert script, which no value can leave; "" when it is too large to carry. */
export function snapshotHtml(snapshot: Snapshot): string {
  const text = JSON.stringify(snapshot).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return text.length > largestSnapshot ? '' : `<script type="application/json" data-dge-snapshot>${text}</script>`
}
