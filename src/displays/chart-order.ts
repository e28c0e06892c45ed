import { authorChannels, measures, termsOf } from '../charts/index.js'
import { isYear } from '../charts/year.js'
import { hasAggregate } from '../data/term.js'
import { textOrder } from '../data/text-order.js'
import type { AuthorChannel, Encoding, Picture } from '../charts/index.js'
import type { Query } from '../data/query.js'
import type { Field, Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'

/** In which order a chart asks its rows and shows its categories. */
export interface ChartOrder {
  /** For the query: `-sum(montant)`. */
  readonly text?: string
  /** For the categories of the picture. */
  readonly categories?: 'data' | 'largest' | 'smallest'
}

/** What an order is read by: `cuts` = the limit is one of rows, `joins` = these are joined by a line. */
export interface OrderContext {
  readonly schema: Schema
  readonly cuts: boolean
  readonly joins: boolean
}

/**
 * The author's order, where `-y` stands for what is on y. An order by the measure sorts categories by size; a limit
 * without an order keeps the largest, of a line over time its last moments.
 */
export function orderOf(order: string | undefined, limit: number | undefined, encoding: Encoding, { schema, cuts, joins }: OrderContext): ChartOrder {
  const terms = termsOf(encoding)
  const amounts = cuts ? terms.filter((term) => isAmount(fieldOf(term, schema))) : []
  const measure = terms.find(({ expr }) => hasAggregate(expr)) ?? (amounts.length === 1 ? amounts[0] : undefined)
  const kept = (cuts && joins && terms.find((term) => isMoment(term, schema))) || measure
  const written = order?.trim() || (limit !== undefined && kept ? `-${quoted(kept)}` : '')
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

/** Text that is read as numbers was cut in the order of letters: what is left is not the largest. @throws DgeError */
export function refuseTextOrder({ orderBy = [] }: Query, { channels }: Picture, schema: Schema): void {
  const texts = new Set(schema.flatMap(({ name, type }) => (type === 'string' ? [name] : [])))
  const wrong = Object.values(channels).find(({ scale, field: { name } }) => scale === 'quantitative' && texts.has(name) && orderBy.some(({ field }) => field === name))
  if (wrong) throw textOrder(wrong.field.name)
}

function channelTerm(name: string, encoding: Encoding): Term | undefined {
  const channel = authorChannels.find((each): each is AuthorChannel => each === name)
  return channel && encoding[channel]?.[0]
}

function fieldOf({ expr }: Term, schema: Schema): Field | undefined {
  return typeof expr === 'object' && 'property' in expr ? schema.find(({ name }) => name === expr.property) : undefined
}

function isAmount(field: Field | undefined): boolean {
  return field !== undefined && measures(field) && !isYear(field)
}

/** A date, a year, or a calendar function that keeps the year: `yearmonth(date)`. */
function isMoment(term: Term, schema: Schema): boolean {
  const field = fieldOf(term, schema)
  const { expr } = term
  return field ? field.type === 'date' || isYear(field) : typeof expr === 'object' && 'op' in expr && expr.op.startsWith('year')
}

function quoted({ as }: Term): string {
  return /[,"()]/.test(as) && !as.includes('"') ? `"${as}"` : as
}
