import { authorChannels, chartTypeOf, isMappable, readEncoding as readTerms, termsOf, touchesOf } from '../charts/index.js'
import { hasAggregate } from '../data/term.js'
import { rowAt } from '../data/table.js'
import type { AuthorChannel, ChartType, Encoding, EncodingText, Touches, TouchText } from '../charts/index.js'
import type { Query } from '../data/query.js'
import type { AggregateExpr, Term } from '../data/term.js'
import type { CommonWords, QueryContext } from './query-context.js'

/** The type that the author names; undefined when the data are to choose. @throws DgeError `query` for an unknown one */
export async function typeOf(name: string | undefined): Promise<ChartType | undefined> {
  return name?.trim() ? chartTypeOf(name) : undefined
}

/** The attributes of a chart that ask something of the data or decide how it is drawn. */
export type ChartWords = EncodingText & TouchText & Pick<CommonWords, 'order' | 'limit'> & { readonly unit?: string | undefined }

/** What a chart asks, and what is known of its drawing before the answer. */
export interface ChartQuestion {
  readonly query: Query
  readonly type: ChartType | undefined
  /** The author named no type: the fields alone say that a map of areas suits. */
  readonly mapped: boolean
  readonly encoding: Encoding
  readonly touches: Touches
  readonly unit: string | undefined
  readonly order: ChartOrder['categories']
  readonly limit: number | undefined
}

/** The question of a chart; `queryOf` makes a query that holds the display's own conditions. @throws DgeError */
export async function chartQuestion(
  words: ChartWords,
  named: ChartType | undefined,
  context: QueryContext,
  queryOf: (terms: readonly Term[], cut: Pick<CommonWords, 'order' | 'limit'>) => Query
): Promise<ChartQuestion> {
  const mapped = !named && authorChannels.every((name) => !words[name]?.trim()) && isMappable(context.dataset)
  const type = mapped ? await chartTypeOf('choropleth') : named
  const touches = await touchesOf(words)
  const limit = words.limit != null && words.limit >= 0 ? words.limit : undefined
  const encoding = await readEncoding(words, type, context, (terms) => queryOf(terms, {}))
  const order = orderOf(words.order, limit, encoding, type?.gathers)
  const query = queryOf(termsOf(encoding), { order: order.text, limit: order.cuts ? limit : undefined })
  return { query, type, mapped, encoding, touches, unit: words.unit, order: order.categories, limit }
}

/** The encoding of the attributes; `queryOf` makes a question of terms that holds the display's own conditions. @throws DgeError */
function readEncoding(
  text: EncodingText,
  type: ChartType | undefined,
  { schema, runtime, source, dataset, signal }: QueryContext,
  queryOf: (terms: readonly Term[]) => Query
): Promise<Encoding> {
  const ask = async (terms: readonly Term[]) => rowAt(await source.query(queryOf(terms), { signal }), 0)
  // Files are at hand whole; of a server that cannot count values all rows would be fetched.
  const { aggregate, page, select } = dataset.capabilities
  const canAsk = (!page.rows && !select) || schema.some(({ name }) => aggregate({ as: 'n', op: 'distinct', expr: { property: name } }))
  const computes = ({ aggregate: op, expr, p }: AggregateExpr) => aggregate({ as: 'a', op, ...(expr === undefined ? {} : { expr }), ...(p === undefined ? {} : { p }) })
  return readTerms(text, type, { schema, canAsk, computes, parse: (written) => runtime.parseTerms(written, schema), ask })
}

interface ChartOrder {
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
function orderOf(order: string | undefined, limit: number | undefined, encoding: Encoding, gathers = false): ChartOrder {
  const terms = termsOf(encoding)
  const measure = terms.find(({ expr }) => hasAggregate(expr))
  const split = (encoding.color !== undefined && encoding.theta === undefined) || encoding.facet !== undefined
  const cuts = !split && !gathers && Object.values(encoding).every((list) => list.length <= 1)
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
  const channel = authorChannels.find((each): each is AuthorChannel => each === name)
  return channel && encoding[channel]?.[0]
}

function quoted({ as }: Term): string {
  return /[,"()]/.test(as) && !as.includes('"') ? `"${as}"` : as
}
