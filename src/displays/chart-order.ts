import { authorChannels, termsOf } from '../charts/index.js'
import { hasAggregate } from '../data/term.js'
import type { AuthorChannel, Encoding } from '../charts/index.js'
import type { Term } from '../data/term.js'

/** In which order a chart asks its rows and shows its categories. */
export interface ChartOrder {
  /** For the query: `-sum(montant)`. */
  readonly text?: string
  /** For the categories of the picture. */
  readonly categories?: 'data' | 'largest' | 'smallest'
}

/**
 * The author's order, where `-y` stands for what is on y. An order by the measure sorts categories by size; a limit
 * without an order keeps the largest.
 */
export function orderOf(order: string | undefined, limit: number | undefined, encoding: Encoding): ChartOrder {
  const measure = termsOf(encoding).find(({ expr }) => hasAggregate(expr))
  const written = order?.trim() || (limit !== undefined && measure ? `-${quoted(measure)}` : '')
  if (!written) return {}
  const parts = written.split(/,(?![^("]*[)"])/).map((part) => part.trim())
  const named = parts.map((part) => {
    const [, sign = '', name = ''] = /^([-+]?)\s*(.*)$/s.exec(part) ?? []
    const term = channelTerm(name, encoding)
    return { sign, term, text: `${sign}${term ? quoted(term) : name}` }
  })
  const [first] = named
  const byMeasure = first?.term ? hasAggregate(first.term.expr) : measure !== undefined && first?.text.replace(/^[-+]/, '').replace(/^"|"$/g, '') === measure.as
  return { text: named.map(({ text }) => text).join(', '), categories: byMeasure ? (first?.sign === '-' ? 'largest' : 'smallest') : 'data' }
}

function channelTerm(name: string, encoding: Encoding): Term | undefined {
  const channel = authorChannels.find((each): each is AuthorChannel => each === name)
  return channel && encoding[channel]?.[0]
}

function quoted({ as }: Term): string {
  return /[,"()]/.test(as) && !as.includes('"') ? `"${as}"` : as
}
