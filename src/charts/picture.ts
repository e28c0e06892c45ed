import { DgeError } from '../data/errors.js'
import { fieldOf, titleOf } from '../data/schema.js'
import { hasAggregate } from '../data/term.js'
import { columnOf } from '../data/table.js'
import { formatNumber } from '../locale/index.js'
import { categoriesOf } from './categories.js'
import { channelNames } from './chart-type.js'
import { isYear } from './defaults.js'
import { isAdditive } from './encoding.js'
import { gather } from './gather.js'
import { untouched } from './touches.js'
import { wordsOf } from './words.js'
import type { CategoryOrder } from './categories.js'
import type { Channel, ChannelName, ChartType, Encoding, Picture, PictureRow, Scale } from './chart-type.js'
import type { Touches } from './touches.js'
import type { Field } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'
import type { Term } from '../data/term.js'
import type { Locale } from '../locale/index.js'

export interface PictureOptions {
  readonly locale: Locale
  /** The traits of the chart type: bars and sectors stand for categories, lines for moments. */
  readonly type: Pick<ChartType, 'channels' | 'bands' | 'keepsOrder' | 'joins' | 'most' | 'roles' | 'arrange'>
  readonly touches?: Touches | undefined
  /** Unit of what is measured, when the author gives one. */
  readonly unit?: string | undefined
  /** How the author sorts: rows come in order (`data`), or by the size of each category. */
  readonly order?: 'data' | 'largest' | 'smallest' | undefined
  /** Most categories; the author's `limit`. */
  readonly limit?: number | undefined
}

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

/** Categories beyond this are grouped or left out: more bars or colours cannot be read. */
const mostCategories = 30
const mostSeries = 8

/**
 * Makes a table ready to draw: several measures become series (long form), categories get their names and order,
 * a long tail is grouped ("Autres (12)") when sums allow it, and columns are called after their channels.
 * @throws DgeError `query` for encodings that cannot be drawn
 */
export function makePicture(table: Table, encoding: Encoding, options: PictureOptions): Picture {
  const drafts = draftsOf(table, encoding, options)
  const { from } = drafts
  const get = (name: ChannelName) => drafts.channels.find((draft) => draft.name === name)
  const scales = new Map(drafts.channels.map((draft) => [draft.name, scaleOf(draft, get, options.type)]))
  const measure = get(options.type.roles?.measure ?? 'theta') ?? measureOf(drafts.channels, scales)
  const columns = new Map<ChannelName, Column>()
  const channels: Partial<Record<ChannelName, Channel>> = {}
  for (const draft of drafts.channels) {
    const scale = scales.get(draft.name) ?? 'nominal'
    const { column, ...channel } = finish(draft, scale, measure, options)
    columns.set(draft.name, column)
    channels[draft.name] = channel
  }
  const rows = from.map((source, row): PictureRow => {
    const cells: Partial<Record<ChannelName, Value>> = {}
    for (const [name, column] of columns) cells[name] = column[row] ?? null
    return { row, from: source, ...cells }
  })
  const { roles } = options.type
  const picture = gather({ rows, channels, ...(roles ? { roles } : {}) }, limitsOf(options), options.type)
  const { locale, touches = untouched } = options
  return options.type.arrange?.(picture, { locale, touches, encoding }) ?? picture
}

function limitsOf({ type, limit, locale }: PictureOptions) {
  const words = wordsOf(locale)
  const count = (value: number) => formatNumber(value, locale)
  const most = type.most?.categories ?? mostCategories
  return {
    categories: most === Infinity ? most : Math.min(limit ?? most, Math.max(100, most)),
    series: type.most?.series ?? mostSeries,
    authors: limit !== undefined,
    others: (number: number) => words.others(count(number)),
    grouped: (kept: number, others: number) => words.grouped(count(kept), count(others)),
    left: (kept: number, total: number) => words.left(count(kept), count(total)),
  }
}

/** The columns by channel; several terms on x or y are stacked into one column with the series beside it. */
function draftsOf(table: Table, encoding: Encoding, options: PictureOptions) {
  const single = (name: ChannelName, term: Term): Draft => {
    const field = fieldOf(table.schema, term.as) ?? { name: term.as, type: 'number' }
    const title = titleFor(term, field, options.locale)
    return { name, field, title, additive: isAdditive(term), aggregated: hasAggregate(term.expr), column: columnOf(table, term.as) }
  }
  const own = Array.from({ length: table.numRows }, (_, row) => row)
  const folded = channelNames.find((name) => (encoding[name]?.length ?? 0) > 1)
  const plain = channelNames.flatMap((name) => {
    const term = encoding[name]?.[0]
    return term && name !== folded ? [single(name, term)] : []
  })
  if (!folded) return { channels: plain, from: own }
  if (encoding.color) {
    throw new DgeError('query', `color cannot be added to several ${folded}: they already are the series`)
  }
  const parts = (encoding[folded] ?? []).map((term) => single(folded, term))
  const times = parts.length
  const repeat = (column: Column): Column => own.flatMap((row) => parts.map(() => column[row] ?? null))
  const units = new Set(parts.map(({ field }) => field.unit))
  const [unit] = units
  const measured: Draft = {
    name: folded,
    field: { name: folded, type: 'number', ...(units.size === 1 && unit ? { unit } : {}) },
    title: '',
    aggregated: parts.some(({ aggregated }) => aggregated),
    additive: units.size === 1 && parts.every(({ additive }) => additive),
    column: own.flatMap((row) => parts.map(({ column }) => column[row] ?? null)),
  }
  const series: Draft = {
    name: 'color',
    field: { name: 'color', type: 'string' },
    title: '',
    additive: false,
    column: own.flatMap(() => parts.map(({ title }) => title)),
    written: true,
  }
  const rest = plain.map((draft) => ({ ...draft, column: repeat(draft.column) }))
  return { channels: [...rest, measured, series], from: Array.from({ length: own.length * times }, (_, at) => Math.floor(at / times)) }
}

function titleFor(term: Term, field: Field, locale: Locale): string {
  if (term.title) return term.title
  if (term.as === 'count()' && !field.title) return wordsOf(locale).rows
  return titleOf(field)
}

/** How the values are placed; bars, sectors and colours of lines make categories of numbers and dates. */
function scaleOf({ name, field, aggregated = false }: Draft, get: (name: ChannelName) => Draft | undefined, type: PictureOptions['type']): Scale {
  if (field.type === 'geometry') throw new DgeError('query', `${name}: a geometry cannot be drawn on a chart`)
  if (field.type === 'string' || field.type === 'boolean') return 'nominal'
  if (measures.has(name)) return 'quantitative'
  const part = field.type === 'number' && (field.timeUnit !== undefined || isYear(field))
  if (colored.has(name)) {
    const amount = field.type === 'number' && !part && name === 'color' && type.channels.color?.scales.includes('quantitative')
    return amount ? 'quantitative' : 'ordinal'
  }
  if (field.type === 'date') return type.bands ? 'ordinal' : 'temporal'
  if (part) return type.bands || (field.timeUnit && field.timeUnit !== 'year') ? 'ordinal' : 'temporal'
  // Of two numbers on a bar chart the one of each row, else the horizontal one, is what bars are counted for.
  const other = get(name === 'x' ? 'y' : 'x')
  const pair = other?.field.type === 'number' && !other.field.timeUnit && !isYear(other.field)
  const isDimension = other?.aggregated === aggregated ? name === (type.roles?.dimension ?? 'x') : !aggregated
  return type.bands && pair && isDimension ? 'ordinal' : 'quantitative'
}

/** Channels of amounts, and of what tells marks apart. */
const measures: ReadonlySet<ChannelName> = new Set(['size', 'theta', 'low', 'q1', 'q3', 'high'])
const colored: ReadonlySet<ChannelName> = new Set(['color', 'facet', 'color2', 'color3', 'color4', 'color5'])

function measureOf(drafts: readonly Draft[], scales: ReadonlyMap<ChannelName, Scale>): Draft | undefined {
  return (['y', 'x'] as const)
    .map((name) => drafts.find((draft) => draft.name === name))
    .find((draft) => draft && scales.get(draft.name) === 'quantitative')
}

/** The channel with its reader's values: labels for categories, milliseconds for moments, numbers for amounts. */
function finish(draft: Draft, scale: Scale, measure: Draft | undefined, options: PictureOptions): Channel & { column: Column } {
  const { name, title, additive } = draft
  const unit = options.unit?.trim()
  const field = unit && sharesUnit(draft, measure) ? { ...draft.field, unit } : draft.field
  const base = { name, title, additive, field, scale, ...(sharesUnit(draft, measure) ? formatOf(options.touches) : {}) }
  if (scale === 'nominal' || scale === 'ordinal') {
    const natural = scale === 'ordinal' || field.type === 'boolean'
    const written = draft.written || options.order === 'data' || (options.type.keepsOrder && !colored.has(name))
    const usual = natural && !options.order ? 'natural' : written ? 'data' : (options.order ?? 'largest')
    const order = sortOf(draft, options.touches?.sort) ?? usual
    const sorted = categoriesOf(draft.column, field, options.locale, order, measure?.column)
    const column = sorted.ranks.map((rank) => sorted.labels[rank] ?? null)
    return { ...base, labels: sorted.labels, ...(sorted.missing === undefined ? {} : { missing: sorted.missing }), column }
  }
  const column = scale === 'temporal' && isYear(field) ? Array.from(draft.column, yearStart) : draft.column
  const moment: Field = scale === 'temporal' && field.type === 'number' ? { ...plainField(field), type: 'date', precision: 'year' } : field
  return { ...base, field: moment, column, ...extentOf(column) }
}

/** The author's `sort`: categories by name sort what they name, the other words the dimension alone. */
function sortOf({ name }: Draft, sort: Touches['sort']): CategoryOrder | undefined {
  if (sort === undefined || (typeof sort === 'string' && colored.has(name))) return undefined
  return sort === 'value' ? 'smallest' : sort === '-value' ? 'largest' : sort
}

function formatOf({ format, digits }: Touches = untouched): Pick<Channel, 'format'> {
  if (format === undefined && digits === undefined) return {}
  return { format: { ...(format === undefined ? {} : { format }), ...(digits === undefined ? {} : { digits }) } }
}

/** The author's unit is the measure's and that of its other ends. */
function sharesUnit({ name }: Draft, measure: Draft | undefined): boolean {
  return name === measure?.name || name === `${measure?.name}2` || ['low', 'q1', 'q3', 'high'].includes(name)
}

function plainField({ name, title, unit }: Field): Field {
  return { name, type: 'date', ...(title ? { title } : {}), ...(unit ? { unit } : {}) }
}

function yearStart(value: Value): Value {
  return typeof value === 'number' ? new Date(0).setUTCFullYear(value, 0, 1) : null
}

function extentOf(column: Column): { extent?: readonly [number, number] } {
  let [low, high] = [Infinity, -Infinity]
  for (let row = 0; row < column.length; row++) {
    const value = column[row]
    if (typeof value !== 'number' || !Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? { extent: [low, high] } : {}
}
