import { authorChannels, chartTypeOf, loadEncoding, loadTouchHints, loadWords, makePicture, loadWhy } from '../charts/index.js'
import type { ChartType, Encoding, EncodingText, Picture, Touches } from '../charts/index.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'

/** What a picture is made of beside its encoding. */
export interface PictureInput {
  readonly table: Table
  readonly locale: Locale
  /** The channels as written, to tell the author of those that are not read. */
  readonly written?: EncodingText
  /** Of the dataset. */
  readonly schema: Schema
  /** Undefined = what suits the data. */
  readonly type: ChartType | undefined
  /** The type is a map of areas that the author did not name. */
  readonly mapped?: boolean
  readonly unit: string | undefined
  readonly touches: Touches
  readonly order: 'data' | 'largest' | 'smallest' | undefined
  readonly limit: number | undefined
}

/** What is drawn of an encoding: the type (the author's, the one that suits the data, or the one instead of it) and its picture. */
export interface ChartDrawing {
  readonly type: ChartType
  readonly picture: Picture
  /** Why this type, in one sentence for readers, when the author named none. */
  readonly why: string | undefined
}

/** Makes the picture of an input's encoding; what the author should know goes to the console. @throws DgeError `query` or `network` */
export async function makeDrawing(input: PictureInput, encoding: Encoding): Promise<ChartDrawing> {
  const { table, locale, unit, order, limit, touches, schema } = input
  await loadWords(locale)
  const isFolded = Object.values(encoding).some(({ length }) => length > 1)
  const options = { locale, unit, order, limit, touches, fold: isFolded ? (await loadEncoding()).foldSeries : undefined }
  const suggestion = input.type ? undefined : (await import('../charts/suggest.js')).suggest(table, encoding, schema, options)
  const wanted = input.type ?? (await chartTypeOf(suggestion?.type ?? 'bar'))
  const made = makePicture(table, encoding, { ...options, type: wanted })
  const other = wanted.instead?.(made, { locale, touches, encoding })
  const type = other ? await chartTypeOf(other.type) : wanted
  const picture = other ? makePicture(table, other.encoding, { ...options, type }) : made
  const unread = input.type && input.written ? await unreadOf(input.written, input.type) : []
  tellAuthor([...touches.faults, ...unread, ...(other ? [other.hint] : []), ...picture.hints])
  if (looksFor(touches)) loadTouchHints().then(({ touchHints }) => tellAuthor(touchHints(picture, touches, type))).catch(() => {})
  return { type, picture, why: input.mapped ? (await loadWhy(locale)).areas : suggestion?.why }
}

/** What the author should know of channels that the type does not read. */
async function unreadOf(written: EncodingText, type: ChartType): Promise<readonly string[]> {
  const isUnread = authorChannels.some((name) => written[name]?.trim() && !(name in type.channels))
  return isUnread ? (await loadEncoding()).unreadChannels(written, type) : []
}

const told = new Set<string>()

/** Whether a touch names something that the picture may lack. */
function looksFor({ highlight, annotations, colors, sort, target, trend }: Touches): boolean {
  return highlight.length + annotations.length + colors.size > 0 || typeof sort === 'object' || target !== undefined || trend !== undefined
}

/** Tells the author of the page, in the console, each hint once. */
export function tellAuthor(hints: readonly string[]): void {
  for (const hint of hints.filter((each) => !told.has(each))) {
    told.add(hint)
    console.warn(`[dge] <dge-chart> ${hint}`)
  }
}
