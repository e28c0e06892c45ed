import { readEncoding as readTerms, termsOf } from '../../charts/index.js'
import { hasAggregate } from '../../data/term.js'
import type { Encoding, EncodingText } from '../../charts/index.js'
import type { Schema } from '../../data/schema.js'
import type { Runtime } from '../../data/source.js'
import type { Term } from '../../data/term.js'

export { termsOf }

/** The encoding of the attributes. @throws DgeError `field` or `query` */
export function readEncoding(text: EncodingText, type: string | undefined, schema: Schema, { parseTerms }: Runtime): Encoding {
  return readTerms(text, type?.trim().toLowerCase(), schema, parseTerms)
}

export interface ChartOrder {
  /** For the query: `-sum(montant)`. */
  readonly text: string | undefined
  /** For the categories of the picture. */
  readonly categories: 'data' | 'largest' | 'smallest' | undefined
  /** Whether the server may cut rows: with series it would cut into categories. */
  readonly cuts: boolean
}

/**
 * The author's order, where `-y` stands for what is on y. An order by the measure sorts categories by size; a limit
 * without an order keeps the largest.
 */
export function orderOf(order: string | undefined, limit: number | undefined, encoding: Encoding): ChartOrder {
  const terms = termsOf(encoding)
  const measure = terms.find(({ expr }) => hasAggregate(expr))
  const series = encoding.color !== undefined && encoding.theta === undefined && (encoding.x.length > 0 || encoding.y.length > 0)
  const cuts = !series && encoding.x.length <= 1 && encoding.y.length <= 1
  const written = order?.trim() || (limit !== undefined && measure ? `-${quoted(measure)}` : '')
  if (!written) return { text: undefined, categories: undefined, cuts }
  const parts = written.split(/,(?![^("]*[)"])/).map((part) => part.trim())
  const named = parts.map((part) => {
    const [, sign = '', name = ''] = /^([-+]?)\s*(.*)$/s.exec(part) ?? []
    const term = channelTerm(name, encoding)
    return { sign, term, text: `${sign}${term ? quoted(term) : name}` }
  })
  const [first] = named
  const byMeasure = first?.term ? hasAggregate(first.term.expr) : measure !== undefined && first?.text.replace(/^[-+]/, '').replace(/^"|"$/g, '') === measure.as
  const categories = byMeasure ? (first?.sign === '-' ? 'largest' : 'smallest') : 'data'
  return { text: named.map(({ text }) => text).join(', '), categories, cuts }
}

function channelTerm(name: string, encoding: Encoding): Term | undefined {
  if (name === 'x' || name === 'y') return encoding[name][0]
  return name === 'color' || name === 'size' || name === 'theta' ? encoding[name] : undefined
}

function quoted({ as }: Term): string {
  return /[,"()]/.test(as) && !as.includes('"') ? `"${as}"` : as
}
