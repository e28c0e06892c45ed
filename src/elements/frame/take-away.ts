import { partialWords } from '../../displays/partial-words.js'
import { formatDate } from '../../locale/index.js'
import { menuWordsOf } from '../../locale/menu-words.js'
import { toCSV } from './csv.js'
import { toJSON } from './json.js'
import type { Metadata } from '../../data/dataset.js'
import type { Table } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'

export { embedCode } from './embed.js'
export { printAlone } from './print.js'

/** The table as CSV text; empty without a table. */
export function csvOf(table: Table | undefined, locale: Locale): string {
  return table ? toCSV(table, locale) : ''
}

/** The table as JSON text; an empty array without a table. */
export function jsonOf(table: Table | undefined): string {
  return table ? toJSON(table) : '[]\n'
}

/** The table as an Excel workbook with a sheet that names title, publisher, licence and dates. @throws Error without a table */
export async function workbookOf(table: Table | undefined, title: string, metadata: Metadata | undefined, locale: Locale): Promise<Blob> {
  if (!table) throw new Error('Nothing is drawn yet')
  const { toXLSX } = await import('./xlsx.js')
  const { messages } = locale
  const { origin } = menuWordsOf(locale)
  const lines: readonly (readonly [string, string | undefined])[] = [
    [origin.title, title],
    [origin.dataset, metadata?.title],
    [origin.publisher, metadata?.publisher],
    [origin.licence, [metadata?.licence, metadata?.licenceUrl].filter(Boolean).join(' – ')],
    [origin.page, metadata?.page],
    [origin.modified, dayOf(metadata?.modified, locale)],
    [origin.accessed, today(locale)],
    [origin.partial, table.complete ? '' : partialWords(table, locale)],
  ]
  const bytes = toXLSX(table, {
    data: messages.data,
    source: messages.source,
    lines: lines.flatMap(([label, text]) => (text ? [[label, text] as const] : [])),
  })
  return new Blob([bytes as BlobPart], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' })
}

function dayOf(date: string | undefined, locale: Locale): string {
  const time = Date.parse(date?.slice(0, 10) ?? '')
  return Number.isNaN(time) ? '' : formatDate(time, { precision: 'day' }, locale)
}

/** The reader's calendar day, in words. */
export function today(locale: Locale, now = new Date()): string {
  return formatDate(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()), { precision: 'day' }, locale)
}
