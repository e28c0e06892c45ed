import { columnOf } from '../../data/table.js'
import { formatNumber } from '../../locale/index.js'
import { tellAuthor } from '../../displays/tell-author.js'
import type { DgeDisplay } from '../dge-display.js'

/**
 * Tells the author of a `limit` that cuts between rows of equal rank: which of them are shown is chance. Only where this page has the data: nothing is asked for it.
 */
export async function tellTies({ localName, locale, query, limit, table, sourceInUse: source }: DgeDisplay): Promise<void> {
  const keys = query?.orderBy ?? []
  if (!query || !limit || query.limit !== limit || table?.numRows !== limit || !source?.isOpen || keys.length === 0) return
  const { capabilities: { page, select } } = await source.dataset()
  if (page.rows || page.groups || select) return
  const next = await source.query({ ...query, offset: (query.offset ?? 0) + limit, limit: 1 })
  const cell = (of: typeof next, field: string, row: number) => (of.columns.has(field) ? columnOf(of, field)[row] : undefined)
  const isTie = next.numRows > 0 && keys.every(({ field }) => cell(table, field, limit - 1) !== undefined && cell(table, field, limit - 1) === cell(next, field, 0))
  if (!isTie) return
  const written = keys.map(({ field, desc }) => `${desc ? '-' : ''}${field}`).join(', ')
  const value = cell(next, keys[0]?.field ?? '', 0)
  tellAuthor(localName, [`limit="${limit}" cuts between equals: the next row has the same ${keys[0]?.field} (${typeof value === 'number' ? formatNumber(value, locale) : String(value)}). A second order says which come first: order="${written}, …"`])
}
