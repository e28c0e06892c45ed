import { parseNumber, readings, readsComma, readsPoint } from '../data/parse-value.js'
import { textOrder } from '../data/text-order.js'
import { formatNumber } from '../locale/index.js'
import { withBins } from './bin-drafts.js'
import { withoutPlaceless } from './placeless.js'
import { measures } from './terms.js'
import { wordsOf } from './words.js'
import type { ChannelName, Encoding, Picture } from './chart-type.js'
import type { PictureOptions } from './picture.js'
import type { Draft, Drafts, DraftType } from './drafts.js'
import type { Touches } from './touches.js'
import type { Column, Value } from '../data/table.js'
import type { Locale } from '../locale/index.js'

export { foldSeries } from './fold-series.js'

/**
 * Reads text in the place of what is measured as numbers, where most of it is; undefined where there is none.
 * @throws DgeError `query` for the least or greatest text: of "9" and "10" it is another than that of the numbers
 */
export function readNumbers(drafts: readonly Draft[], type: DraftType): { readonly draft: Draft; readonly made: Draft; readonly ignored: number } | undefined {
  const draft = measuredText(drafts, type)
  if (!draft) return undefined
  if (draft.aggregated) throw textOrder(draft.field.name)
  const { column, ignored } = numbersOf(draft)
  return { draft, made: { ...draft, field: { ...draft.field, type: 'number' }, column }, ignored }
}

/** Intervals named and filled, of what is joined no rows without a place, and no more rows than the type can show. */
export function finished(drafts: Drafts, encoding: Encoding, options: PictureOptions): Drafts {
  const { type, locale } = options
  const binned = withBins(drafts, encoding, options)
  return thinned(type.joins ? withoutPlaceless(binned, locale) : binned, type, locale)
}

/** More rows than the type can show are drawn evenly. */
function thinned(drafts: Drafts, { most }: DraftType, locale: Locale): Drafts {
  const { channels, from, notes } = drafts
  const rows = most?.rows ?? Infinity
  if (from.length <= rows) return drafts
  const count = (value: number) => formatNumber(value, locale)
  const kept = Array.from({ length: rows }, (_, at) => Math.floor((at * from.length) / rows))
  const pick = (column: Column): Column => kept.map((row) => column[row] ?? null)
  return { channels: channels.map((draft) => ({ ...draft, column: pick(draft.column) })), from: kept.map((row) => from[row] ?? row), notes: [...notes, wordsOf(locale).sampled(count(rows), count(from.length))] }
}

/** What the author should know of a scale that the values are not for. */
export function scaleHints(touches: Touches | undefined, channels: Picture['channels']): readonly string[] {
  if (touches?.scale !== 'log') return []
  const low = Object.values(channels).filter(({ name, extent }) => extent && extent[0] <= 0 && (name === 'x' || name === 'y'))
  return low.map(({ name }) => `scale="log": ${name} has values of zero or less, which have no logarithm: symlog is used`)
}

/** The text that stands where the type measures, when most of it reads as numbers (or none is there) and nothing else is measured. */
function measuredText(drafts: readonly Draft[], type: DraftType): Draft | undefined {
  if (drafts.some(({ name, field }) => (name === 'x' || name === 'y' || name === 'theta') && measures(field))) return undefined
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
