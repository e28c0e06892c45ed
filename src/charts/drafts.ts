import { DgeError } from '../data/errors.js'
import { fieldOf } from '../data/schema.js'
import { columnOf } from '../data/table.js'
import { hasAggregate } from '../data/term.js'
import { formatNumber, titleOf } from '../locale/index.js'
import { channelNames } from './chart-type.js'
import { isAdditive } from './terms.js'
import { wordsOf } from './words.js'
import type { ChannelName, ChartType, Encoding } from './chart-type.js'
import type { PictureOptions } from './picture.js'
import type { Field } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'
import type { Term } from '../data/term.js'
import type { Locale } from '../locale/index.js'

/** A column under construction: values, what they are, and the rows of the table that they came from. */
export interface Draft {
  readonly name: ChannelName
  readonly field: Field
  readonly title: string
  readonly additive: boolean
  /** It is an aggregate, not a value of each row. */
  readonly aggregated?: boolean
  readonly column: Column
  /** What readers call a value, where it is not written as others of its field. */
  readonly nameOf?: (value: Value) => string | undefined
  /** Set for the series that several measures make: their titles, in the author's order. */
  readonly written?: boolean
}

/** What the drafts of charts that are not plain may need. */
export type WholeDrafts = typeof import('./whole-drafts.js')

/** The traits of the chart type that they depend on. */
export type DraftType = Pick<ChartType, 'channels' | 'most' | 'roles'>

export interface Drafts {
  readonly channels: readonly Draft[]
  /** The row of the table that each row came from. */
  readonly from: readonly number[]
  /** What readers must know: values that are no numbers, rows that are not drawn. */
  readonly notes: readonly string[]
}

/** The columns of a chart by channel. What is no finite number is counted and left out; text that is measured, more rows than a type can show, and intervals, are for `drafting`. */
export function draftsOf(table: Table, encoding: Encoding, options: PictureOptions): Drafts {
  const { type, locale, drafting } = options
  const all = columnsOf(table, encoding, locale, drafting)
  const notes: string[] = []
  const read = drafting?.readNumbers(all.channels, type)
  const channels = all.channels.map((draft) => {
    const { made, ignored } = draft === read?.draft ? read : finite(draft)
    if (ignored > 0) notes.push(wordsOf(locale).ignored(ignored, formatNumber(ignored, locale), draft.title))
    return made
  })
  const drafts = { channels, from: all.from, notes }
  return drafting?.finished(drafts, encoding, options) ?? drafts
}

/** The columns by channel; several terms on x or y are stacked into one column with the series beside it. */
function columnsOf(table: Table, encoding: Encoding, locale: Locale, drafting: WholeDrafts | undefined): Pick<Drafts, 'channels' | 'from'> {
  const single = (name: ChannelName, term: Term): Draft => {
    const field = fieldOf(table.schema, term.as) ?? { name: term.as, type: 'number' }
    const title = titleFor(term, field, locale)
    return { name, field, title, additive: isAdditive(term), aggregated: hasAggregate(term.expr), column: columnOf(table, term.as) }
  }
  const own = Array.from({ length: table.numRows }, (_, row) => row)
  const folded = channelNames.find((name) => (encoding[name]?.length ?? 0) > 1)
  const plain = channelNames.flatMap((name) => {
    const term = encoding[name]?.[0]
    return term && name !== folded ? [single(name, term)] : []
  })
  if (!folded) return { channels: plain, from: own }
  if (!drafting) throw new DgeError('internal', `Nothing puts the terms on ${folded} together`)
  return drafting.foldSeries(folded, (encoding[folded] ?? []).map((term) => single(folded, term)), plain, own)
}

function titleFor(term: Term, field: Field, locale: Locale): string {
  if (term.title) return term.title
  if (term.as === 'count()' && !field.title) return wordsOf(locale).rows
  return titleOf(field, locale)
}

/** Infinity and NaN are no values. */
function finite(draft: Draft): { readonly made: Draft; readonly ignored: number } {
  const { column, field: { type } } = draft
  if (type !== 'number' && type !== 'date') return { made: draft, ignored: 0 }
  // Beyond this there are no dates.
  const last = type === 'date' ? 8.64e15 : Number.MAX_VALUE
  const isBad = (value: Value | undefined) => typeof value === 'number' ? !(Math.abs(value) <= last) : typeof value === 'string'
  const ignored = Array.from(column).filter((value) => isBad(value)).length
  return { made: ignored === 0 ? draft : { ...draft, column: Array.from(column, (value) => (isBad(value) ? null : value)) }, ignored }
}
