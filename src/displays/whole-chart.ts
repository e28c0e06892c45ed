import { makePicture } from '../charts/index.js'
import { isMappable, unreadChannels } from '../charts/encoding.js'
import { readEncoding as readTerms } from '../charts/read-encoding.js'
import { chartTypeOf } from '../charts/registry.js'
import { touchesOf } from '../charts/touches-of.js'
import * as drafting from '../charts/whole-drafts.js'
import { rowAt } from '../data/table.js'
import { channelsOf } from './chart-query.js'
import { pageColors } from './page-colors.js'
import { tellAuthor } from './tell-author.js'
import type { ChartType, Encoding, EncodingText, Touches } from '../charts/index.js'
import type { Query } from '../data/query.js'
import type { AggregateExpr, Term } from '../data/term.js'
import type { ChartDrawing, PictureInput } from './chart-drawing.js'
import type { ChartQuestion, ChartWords } from './chart-query.js'
import type { QueryContext } from './query-context.js'

export { chartTypeOf, tellAuthor, touchesOf }

/** What a chart that is not plain shows: its type, its channels, what the author adds. @throws DgeError */
export async function readQuestion(words: ChartWords, named: ChartType | undefined, context: QueryContext, queryOf: (terms: readonly Term[]) => Query): Promise<Pick<ChartQuestion, 'type' | 'mapped' | 'encoding' | 'touches'>> {
  const mapped = !named && isUnsaid(words) && isMappable(context.dataset)
  const type = mapped ? await chartTypeOf('choropleth') : named
  return { type, mapped, touches: await touchesOf(words), encoding: await readEncoding(words, type, context, queryOf) }
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

/** Makes the picture of an input's encoding; what the author should know goes to the console. @throws DgeError `query` or `network` */
export async function makeWholeDrawing(input: PictureInput, encoding: Encoding): Promise<Omit<ChartDrawing, 'table'>> {
  const { table, query, locale, unit, order, limit, touches, schema } = input
  const whole = table.complete && query !== undefined && query.having === undefined && query.limit === undefined
  const options = { locale, unit, order, limit, touches, whole, drafting }
  const suggestion = input.type ? undefined : (await import('../charts/suggest.js')).suggest(table, encoding, schema, options)
  const suggested = await chartTypeOf(suggestion?.type ?? 'bar')
  // Of a chart that nobody asked for, what is left out of the largest would be larger than all of them.
  const wanted = input.type ?? (input.written && isUnsaid(input.written) ? { ...suggested, tail: 'out' as const } : suggested)
  const made = makePicture(table, encoding, { ...options, type: wanted })
  const other = wanted.instead?.(made, { locale, touches, encoding })
  const type = other ? await chartTypeOf(other.type) : wanted
  const shown = other ? makePicture(table, other.encoding, { ...options, type }) : made
  const picture = suggestion?.told?.(shown) ?? shown
  if (query?.limit !== undefined) (await import('./chart-order.js')).refuseTextOrder(query, picture, schema)
  const unread = input.type && input.written ? unreadChannels(input.written, input.type) : []
  tellAuthor('dge-chart', [...touches.faults, ...unread, ...(other ? [other.hint] : []), ...picture.hints])
  if (looksFor(touches)) import('../charts/touch-hints.js').then(({ touchHints }) => tellAuthor('dge-chart', touchHints(picture, touches, type))).catch(() => {})
  return { type, picture, colors: pageColors, why: input.mapped ? (await import('../charts/why-words.js')).whyWordsOf(locale).areas : suggestion?.why }
}

/** Whether the author named nothing to show. */
function isUnsaid(words: EncodingText): boolean {
  return !Object.values(channelsOf(words)).some(Boolean)
}

/** Whether a touch names something that the picture may lack. */
function looksFor({ highlight, annotations, colors, sort, stack, target, trend, format }: Touches): boolean {
  return highlight.length + annotations.length + colors.size > 0 || typeof sort === 'object' || stack === 'normalize' || format === 'percent' || target !== undefined || trend !== undefined
}

