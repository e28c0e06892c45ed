import { once } from '../data/once.js'
import { authorChannels, chartTypeOf, isPlain, isTouched, loadEncoding, plainBar, readEncoding as readTerms, termsOf, touchesOf } from '../charts/index.js'
import { rowAt } from '../data/table.js'
import type { ChartType, Encoding, EncodingText, Touches, TouchText } from '../charts/index.js'
import type { Query } from '../data/query.js'
import type { AggregateExpr, Term } from '../data/term.js'
import type { ChartOrder } from './chart-order.js'
import type { CommonWords, QueryContext } from './query-context.js'

/** The type that the author names; undefined when the data are to choose. @throws DgeError `query` for an unknown one */
export async function typeOf(words: EncodingText & TouchText & { readonly type?: string | undefined }): Promise<ChartType | undefined> {
  const { type } = words
  if (!type?.trim()) return undefined
  return isPlain({ type, ...channelsOf(words) }) && !isTouched(words) ? plainBar : chartTypeOf(type)
}

function channelsOf(words: EncodingText): EncodingText {
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
  const mapped = !named && !Object.values(channelsOf(words)).some(Boolean) && (await loadEncoding()).isMappable(context.dataset)
  const type = mapped ? await chartTypeOf('choropleth') : named
  const touches = await touchesOf(words)
  const limit = words.limit != null && words.limit >= 0 ? words.limit : undefined
  const encoding = await readEncoding(words, type, context, (terms) => queryOf(terms, {}))
  const cuts = isCut(encoding, type?.gathers)
  const order: ChartOrder = words.order?.trim() || limit !== undefined ? (await loadOrder()).orderOf(words.order, limit, encoding) : {}
  const query = queryOf(termsOf(encoding), { order: order.text, limit: cuts ? limit : undefined })
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

const loadOrder = once(() => import('./chart-order.js'), 'that orders charts')

/** Whether the server may cut rows: with series it would cut into categories. */
function isCut(encoding: Encoding, gathers = false): boolean {
  const split = (encoding.color !== undefined && encoding.theta === undefined) || encoding.facet !== undefined
  return !split && !gathers && Object.values(encoding).every((list) => list.length <= 1)
}
