import { attributionParts, isWebAddress } from '../displays/attribution.js'
import { columnOf } from '../data/table.js'
import { formatValue, titleOf } from '../locale/index.js'
import type { Metadata } from '../data/dataset.js'
import type { Snapshot } from '../data/snapshot.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** The text as HTML, in an element or in a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign).replaceAll('\u0000', '')
}

/** Most rows of a data table in a page; the whole table is in the element's menu. */
const mostRows = 50

/** The rows as an HTML table; `caption` says what it holds. */
export function tableHtml(table: Table, caption: string, locale: Locale): string {
  const fields = table.schema.filter(({ type }) => type !== 'geometry').slice(0, 60)
  const columns = fields.map((field) => columnOf(table, field.name))
  const side = fields.map(({ type, timeUnit }) => (type === 'number' && !timeUnit ? ' class="dge-number"' : ''))
  const head = fields.map((field, at) => {
    const unit = field.unit && field.unit !== '%' ? ` (${field.unit})` : ''
    return `<th scope="col"${side[at]}>${escaped(titleOf(field, locale) + unit)}</th>`
  })
  const rows = Array.from({ length: Math.min(mostRows, table.numRows) }, (_, row) => {
    const cells = fields.map((field, at) => {
      const value = columns[at]?.[row] ?? null
      const text = value === null || value === '' ? '—' : formatValue(value, field, locale, { unit: field.unit === '%' })
      return `<td${side[at]}>${escaped(text)}</td>`
    })
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table><caption class="dge-hidden">${escaped(caption)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

/** Source, licence, date and credits; links lead to web addresses only. */
export function attributionHtml(metadata: Metadata, credits: string | undefined, locale: Locale): string {
  return attributionParts(metadata, credits, locale)
    .map(({ before, text, url }) => escaped(before) + (isWebAddress(url) ? `<a href="${escaped(url)}" rel="noopener external">${escaped(text)}</a>` : escaped(text)))
    .join(' – ')
}

/** A larger snapshot costs readers more than the request that it saves. */
const largestSnapshot = 200_000

/** The snapshot as an inert script, which no value can leave; "" when it is too large to carry. */
export function snapshotHtml(snapshot: Snapshot): string {
  const text = JSON.stringify(snapshot).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return text.length > largestSnapshot ? '' : `<script type="application/json" data-dge-snapshot>${text}</script>`
}
