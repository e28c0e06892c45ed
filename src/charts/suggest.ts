import { titleOf } from '../locale/index.js'
import { binWidth } from './bin-width.js'
import { countTerm } from './defaults.js'
import { withGaps } from './gaps.js'
import { sharesHourOfOctober } from './one-value.js'
import { makePicture } from './picture.js'
import { isDiscrete, rolesOf } from './roles.js'
import { whyWordsOf } from './why-words.js'
import type { Encoding, Picture } from './chart-type.js'
import type { PictureOptions } from './picture.js'
import type { Schema } from '../data/schema.js'
import type { Locale } from '../locale/index.js'
import type { Table } from '../data/table.js'

/** The chart that suits the data, and why, in one sentence of the reader's language. */
export interface Suggestion {
  readonly type: string
  readonly why: string
  /** The picture with what readers and author should know of a chart that says little. */
  readonly told?: ((picture: Picture) => Picture) | undefined
}

/** The chart type that suits the data when the author names none: time → line, two measures → points, intervals of a measure and all else → bars. */
export function suggest(table: Table, encoding: Encoding, schema: Schema, options: Omit<PictureOptions, 'type'>): Suggestion {
  const [type, reason] = choose(table, encoding, options)
  const map = mapSuggestion(schema, options.locale)
  return { type, why: map ? `${reason} ${map}` : reason, told: isCounted(encoding) ? (picture) => ({ ...picture, notes: [...picture.notes, reason], hints: [...picture.hints, tabular] }) : undefined }
}

/** For the author, in the console. */
const tabular = 'Nothing in the data measures or groups their rows: <dge-table> shows them better, or x and y say what to draw'

/** Nothing but the number of rows is left to show (`encodingByStatistics`). */
function isCounted({ x, y }: Encoding): boolean {
  return !x && y?.[0] === countTerm
}

function choose(table: Table, encoding: Encoding, options: Omit<PictureOptions, 'type'>): readonly [type: string, why: string] {
  const why = whyWordsOf(options.locale)
  if (isCounted(encoding)) return ['bar', why.rows]
  if (encoding.theta) return ['arc', why.shares]
  if (encoding.size) return ['point', why.points]
  if ((encoding.x?.length ?? 0) > 1 && !encoding.y) return ['bar', why.measures]
  // A neutral type: nothing is made a category that is a number or a date.
  const picture = makePicture(table, encoding, { ...options, type: { channels: {}, withGaps } })
  const { dimension, measure } = rolesOf(picture)
  if (!dimension || !measure) return ['bar', why.measures]
  if (isDiscrete(dimension)) {
    const categories = dimension.labels?.length ?? 0
    return isDiscrete(measure) || measure.scale !== 'quantitative' ? ['point', why.places] : ['bar', why.categories(dimension.title, categories)]
  }
  const isPair = dimension.scale === 'quantitative'
  const cut = isPair && [dimension, measure].find(({ name }) => binWidth(encoding[name]?.[0]))
  if (cut) return ['bar', why.intervals(cut.title)]
  if (isPair) return picture.overlaps || table.numRows > 2 ? ['point', why.points] : ['bar', why.categories(dimension.title, table.numRows)]
  if (picture.overlaps && !sharesHourOfOctober(picture)) return ['point', why.moments(dimension.title)]
  const moments = dimension.extent && dimension.extent[0] < dimension.extent[1]
  return moments ? ['line', why.time(dimension.title)] : ['bar', why.oneMoment(dimension.title)]
}

/** That a map could show the data, where they have geometries or codes of communes, départements…, and with which tag. */
function mapSuggestion(schema: Schema, locale: Locale): string | undefined {
  const shape = schema.find(({ type }) => type === 'geometry')
  const field = shape ?? schema.find(({ name, type }) => type === 'string' && codes.test(name))
  return field && whyWordsOf(locale).map(titleOf(field, locale), shape !== undefined)
}

const codes = /^(code_?(insee|commune|com|departement|dep|region|reg|epci|iris|geo)\w*|insee(_\w+)?|depcom|codgeo|num_?dep\w*)$/i
