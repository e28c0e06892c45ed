import { loadWords, makePicture, measures } from '../charts/index.js'
import { withUnit } from '../data/with-unit.js'
import { loadWholeChart } from './chart-query.js'
import type { ChartType, Encoding, EncodingText, Picture, Touches } from '../charts/index.js'
import type { Query } from '../data/query.js'
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
  /** What was asked. */
  readonly query?: Query
  readonly unit: string | undefined
  readonly touches: Touches
  readonly order: 'data' | 'largest' | 'smallest' | undefined
  readonly limit: number | undefined
}

/** What is drawn of an encoding: the type (the author's, the one that suits the data, or the one instead of it) and its picture. */
export interface ChartDrawing {
  readonly type: ChartType
  readonly picture: Picture
  /** The drawn data, with the author's unit on what is measured. */
  readonly table: Table
  /** The colours of series, kept for the whole page; where there are none, undefined. */
  readonly colors?: (labels: readonly string[], palette: readonly string[]) => readonly string[]
  /** Why this type, in one sentence for readers, when the author named none. */
  readonly why: string | undefined
}

/** Makes the picture of an input’s encoding; what the author should know goes to the console. @throws DgeError `query` or `network` */
export async function makeDrawing(input: PictureInput, encoding: Encoding): Promise<ChartDrawing> {
  const { type, table, unit } = input
  await loadWords(input.locale)
  // Text may be meant as numbers, where none are.
  const drawing = type?.isPlain && table.schema.some(measures)
    ? { type, picture: makePicture(table, encoding, { ...input, type }), why: undefined }
    : await (await loadWholeChart()).makeWholeDrawing(input, encoding)
  const measured = Object.values(drawing.picture.channels).filter(({ field }) => field.unit === unit?.trim())
  return { ...drawing, table: withUnit(table, unit, measured.flatMap(({ name }) => encoding[name]?.map(({ as }) => as))) }
}
