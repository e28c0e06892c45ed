import { DgeError } from '../data/errors.js'
import { parseNumber, readings, readsComma, readsPoint } from '../data/parse-value.js'
import { fieldOf } from '../data/schema.js'
import { columnOf } from '../data/table.js'
import { hasAggregate } from '../data/term.js'
import { formatNumber, titleOf } from '../locale/index.js'
import { channelNames } from './chart-type.js'
import { isAdditive } from './terms.js'
import { wordsOf } from './words.js'
import type { ChannelName, ChartType, Encoding } from './chart-type.js'
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
  /** Set for the series that several measures make: their titles, in the author's order. */
  readonly written?: boolean
}

/** Puts several terms on one channel into one column, with the series beside it (`fold-series.ts`); `rows` are those of the table. */
export type FoldSeries = (name: ChannelName, parts: readonly Draft[], others: readonly Draft[], rows: readonly number[]) => Pick<Drafts, 'channels' | 'from'>

export interface Drafts {
  readonly channels: readonly Draft[]
  /** The row of the table that each row came from. */
  readonly from: readonly number[]
  /** What readers must know: values that are no numbers, rows that are not drawn. */
  readonly notes: readonly string[]
}

/**
 * The columns of a chart by channel. Text in the place of what is measured is read as numbers where most of it is; what is
 * no finite number is counted and left out; more rows than a type can show are drawn evenly.
 */
export function draftsOf(table: Table, encoding: Encoding, { type, locale, fold }: { readonly type: Pick<ChartType, 'channels' | 'most' | 'roles'>; readonly locale: Locale; readonly fold?: FoldSeries | undefined }): Drafts {
  const all = columnsOf(table, encoding, locale, fold)
  const notes: string[] = []
  const words = wordsOf(locale)
  const count = (value: number) => formatNumber(value, locale)
  const measured = measuredText(all.channels, type)
  const channels = all.channels.map((draft) => {
    const { column, ignored } = draft === measured ? numbersOf(draft) : finiteOf(draft)
    if (ignored > 0) notes.push(words.ignored(ignored, count(ignored), draft.title))
    return column === draft.column ? draft : { ...draft, field: { ...draft.field, type: draft === measured ? 'number' as const : draft.field.type }, column }
  })
  const most = type.most?.rows ?? Infinity
  if (all.from.length <= most) return { channels, from: all.from, notes }
  notes.push(words.sampled(count(most), count(all.from.length)))
  const kept = Array.from({ length: most }, (_, at) => Math.floor((at * all.from.length) / most))
  const pick = (column: Column): Column => kept.map((row) => column[row] ?? null)
  return { channels: channels.map((draft) => ({ ...draft, column: pick(draft.column) })), from: kept.map((row) => all.from[row] ?? row), notes }
}

/** The columns by channel; several terms on x or y are stacked into one column with the series beside it. */
function columnsOf(table: Table, encoding: Encoding, locale: Locale, fold: FoldSeries | undefined) {
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
  if (!fold) throw new DgeError('internal', `Nothing puts the terms on ${folded} together`)
  return fold(folded, (encoding[folded] ?? []).map((term) => single(folded, term)), plain, own)
}

function titleFor(term: Term, field: Field, locale: Locale): string {
  if (term.title) return term.title
  if (term.as === 'count()' && !field.title) return wordsOf(locale).rows
  return titleOf(field, locale)
}

/** The text that stands where the type measures, when most of it reads as numbers (or none is there) and nothing else is measured. */
function measuredText(drafts: readonly Draft[], type: Pick<ChartType, 'channels' | 'roles'>): Draft | undefined {
  const numeric = ({ name, field }: Draft) => (name === 'x' || name === 'y' || name === 'theta') && (field.type === 'number' && !field.timeUnit)
  if (drafts.some(numeric)) return undefined
  const names: readonly ChannelName[] = type.roles?.measure ? [type.roles.measure] : ['theta', 'y', 'x']
  const takes = (name: ChannelName) => name in type.channels && (type.channels as Readonly<Partial<Record<ChannelName, { scales: readonly string[] }>>>)[name]?.scales.includes('quantitative')
  return names.map((name) => drafts.find((draft) => draft.name === name && takes(name))).find((draft) => draft?.field.type === 'string' && mostlyNumbers(draft.column))
}

function mostlyNumbers(column: Column): boolean {
  let [numbers, texts] = [0, 0]
  for (let row = 0; row < column.length; row++) {
    const value = column[row]
    if (typeof value !== 'string' || value === '') continue
    texts++
    if (readings(value.trim()) > 0) numbers++
  }
  return numbers >= texts / 2
}

/** The texts as numbers, with the decimal mark that most of them can be read with. */
function numbersOf({ column }: Draft): { readonly column: Column; readonly ignored: number } {
  let [points, commas, ignored] = [0, 0, 0]
  const texts = Array.from(column, (value) => (typeof value === 'string' ? value.trim() : ''))
  for (const text of texts) {
    const bits = readings(text)
    if (bits & readsPoint) points++
    if (bits & readsComma) commas++
  }
  const decimal = commas > points ? ',' : '.'
  const numbers = texts.map((text): Value => {
    if (text === '') return null
    const value = readings(text) > 0 ? parseNumber(text, decimal) : undefined
    if (value === undefined) ignored++
    return value ?? null
  })
  return { column: numbers, ignored }
}

/** Infinity and NaN are no values. */
function finiteOf({ column, field }: Draft): { readonly column: Column; readonly ignored: number } {
  if (field.type !== 'number' && field.type !== 'date') return { column, ignored: 0 }
  // Beyond this there are no dates.
  const last = field.type === 'date' ? 8.64e15 : Number.MAX_VALUE
  const isBad = (value: Value | undefined) => typeof value === 'number' ? !(Math.abs(value) <= last) : typeof value === 'string'
  const ignored = Array.from(column).filter((value) => isBad(value)).length
  return ignored === 0 ? { column, ignored } : { column: Array.from(column, (value) => (isBad(value) ? null : value)), ignored }
}
