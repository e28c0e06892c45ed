import { once } from '../data/once.js'
import { authorChannels, isPlain, isTouched, plainBar, termsOf, untouched } from '../charts/index.js'
import type { ChartType, Encoding, EncodingText, Touches, TouchText } from '../charts/index.js'
import type { Query } from '../data/query.js'
import type { Term } from '../data/term.js'
import type { ChartOrder } from './chart-order.js'
import type { CommonWords, QueryContext } from './query-context.js'

/** The code of charts that are not plain: other types, touches, and what an author leaves out. */
export const loadWholeChart = once(() => import('./whole-chart.js'))

/** The type that the author names; undefined when the data are to choose. @throws DgeError `query` for an unknown one */
export async function typeOf(words: EncodingText & TouchText & { readonly type?: string | undefined }): Promise<ChartType | undefined> {
  const { type } = words
  if (!type?.trim()) return undefined
  return isPlain({ type, ...channelsOf(words) }) && !isTouched(words) ? plainBar : (await loadWholeChart()).chartTypeOf(type)
}

/** The channels as written. */
export function channelsOf(words: EncodingText): EncodingText {
  return Object.fromEntries(authorChannels.map((name) => [name, words[name]?.trim()]))
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
  readonly order: 'data' | 'largest' | 'smallest' | undefined
  readonly limit: number | undefined
}

/** The question of a chart; `queryOf` makes a query that holds the display's own conditions. @throws DgeError */
export async function chartQuestion(
  words: ChartWords,
  named: ChartType | undefined,
  context: QueryContext,
  queryOf: (terms: readonly Term[], cut: Pick<CommonWords, 'order' | 'limit'>) => Query
): Promise<ChartQuestion> {
  const limit = words.limit != null && words.limit >= 0 ? words.limit : undefined
  const { type, mapped, encoding, touches } = named?.isPlain
    ? { type: named, mapped: false, touches: untouched, encoding: plainEncoding(channelsOf(words), context) }
    : await (await loadWholeChart()).readQuestion(words, named, context, (terms) => queryOf(terms, {}))
  const cuts = isCut(encoding, type?.gathers)
  const order: ChartOrder = words.order?.trim() || limit !== undefined ? (await loadOrder()).orderOf(words.order, limit, encoding, { schema: context.schema, cuts, joins: type?.joins === true }) : {}
  const query = queryOf(termsOf(encoding), { order: order.text, limit: cuts ? limit : undefined })
  return { query, type, mapped, encoding, touches, unit: words.unit, order: order.categories, limit }
}

/** One term on x and one on y (`isPlain`). @throws DgeError `field` or `query` of the shorthand */
function plainEncoding({ x = '', y = '' }: EncodingText, { runtime, schema }: QueryContext): Encoding {
  return { x: runtime.parseTerms(x, schema), y: runtime.parseTerms(y, schema) }
}

const loadOrder = once(() => import('./chart-order.js'))

/** Whether the server may cut rows: with series it would cut into categories. */
function isCut(encoding: Encoding, gathers = false): boolean {
  const split = (encoding.color !== undefined && encoding.theta === undefined) || encoding.facet !== undefined
  return !split && !gathers && Object.values(encoding).every((list) => list.length <= 1)
}
