import { rowsRead } from '../data/table.js'
import { formatNumber } from '../locale/index.js'
import { troubleWordsOf } from '../locale/trouble-words.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'

/** How many of how many rows a table that is not complete shows, or was made from, in a sentence. */
export function partialWords(table: Table, locale: Locale): string {
  const { rows, total } = rowsRead(table)
  const count = (number: number) => formatNumber(number, locale)
  return troubleWordsOf(locale).partial(count(rows), total === undefined ? undefined : count(total))
}
