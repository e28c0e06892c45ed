import { troubleWordsOf } from '../locale/trouble-words.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'

/** Why there is nothing to show: no row, or rows without a value. One row is what a sum over no rows gives too, which a filter (`narrowed`) may have left. */
export function emptyWords(table: Table | undefined, narrowed: boolean, locale: Locale): string {
  const words = troubleWordsOf(locale)
  return (table?.numRows ?? 0) > (narrowed ? 1 : 0) ? words.blank : words.empty
}
