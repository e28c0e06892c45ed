import { loadWords, makePicture } from '../charts/index.js'
import { loadWholeChart } from './chart-query.js'
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
  /** The colours of series, kept for the whole page; where there are none, undefined. */
  readonly colors?: (labels: readonly string[], palette: readonly string[]) => readonly string[]
  /** Why this type, in one sentence for readers, when the author named none. */
  readonly why: string | undefined
}

/** Makes the picture of an input’s encoding; what the author should know goes to the console. @throws DgeError `query` or `network` */
export async function makeDrawing(input: PictureInput, encoding: Encoding): Promise<ChartDrawing> {
  const { type, table } = input
  await loadWords(input.locale)
  if (!type?.isPlain) return (await loadWholeChart()).makeWholeDrawing(input, encoding)
  return { type, picture: makePicture(table, encoding, { ...input, type }), why: undefined }
}
