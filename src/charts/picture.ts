import { DgeError } from '../data/errors.js'
import { formatNumber } from '../locale/index.js'
import { categoriesOf } from './categories.js'
import { isYear } from './year.js'
import { draftsOf } from './drafts.js'
import { extentOf } from './extent.js'
import { gather } from './gather.js'
import { untouched } from './untouched.js'
import { wordsOf } from './words.js'
import type { CategoryOrder } from './categories.js'
import type { Draft, WholeDrafts } from './drafts.js'
import type { Channel, ChannelName, ChartType, Encoding, Picture, PictureRow, Scale } from './chart-type.js'
import type { Touches } from './touches.js'
import type { Field } from '../data/schema.js'
import type { Column, Table, Value } from '../data/table.js'
import type { Locale } from '../locale/index.js'

export interface PictureOptions {
  readonly locale: Locale
  /** The traits of the chart type: bars and sectors stand for categories, lines for moments. */
  readonly type: Pick<ChartType, 'channels' | 'bands' | 'keepsOrder' | 'joins' | 'withGaps' | 'fillsBins' | 'most' | 'tail' | 'stacks' | 'roles' | 'arrange'>
  readonly touches?: Touches | undefined
  /** Where it is not plain. */
  readonly drafting?: WholeDrafts | undefined
  /** Unit of what is measured, when the author gives one. */
  readonly unit?: string | undefined
  /** How the author sorts: rows come in order (`data`), or by the size of each category. */
  readonly order?: 'data' | 'largest' | 'smallest' | undefined
  /** No group is missing (`ArrangeContext`). */
  readonly whole?: boolean | undefined
  /** Most categories; the author's `limit`. */
  readonly limit?: number | undefined
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
  const { from, notes } = drafts
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
  const gathered = gather({ rows, channels, ...(roles ? { roles } : {}) }, limitsOf(options, measure), options.type)
  const picture = { ...gathered, notes: [...notes, ...gathered.notes], hints: options.drafting?.scaleHints(options.touches, channels) ?? [] }
  const { locale, touches = untouched, whole } = options
  return options.type.arrange?.(picture, { locale, touches, encoding, whole }) ?? picture
}

function limitsOf({ type, limit, locale, touches }: PictureOptions, measure: Draft | undefined) {
  const words = wordsOf(locale)
  const count = (value: number) => formatNumber(value, locale)
  const most = type.most?.categories ?? mostCategories
  return {
    categories: most === Infinity ? most : Math.min(limit ?? most, Math.max(100, most)),
    series: type.most?.series ?? mostSeries,
    authors: limit !== undefined,
    stacked: (touches?.stack ?? (type.stacks ? 'zero' : 'none')) !== 'none',
    summable: measure?.additive === true || !measure?.aggregated,
    others: (number: number) => words.others(count(number)),
    grouped: (others: number) => words.grouped(count(others)),
    left: (kept: number, total: number) => words.left(count(kept), count(total)),
  }
}

/** How the values are placed; bars, sectors and colours of lines make categories of numbers and dates. */
function scaleOf({ name, field, aggregated = false }: Draft, get: (name: ChannelName) => Draft | undefined, type: PictureOptions['type']): Scale {
  if (field.type === 'geometry') {
    if (name === 'shape') return 'geographic'
    throw new DgeError('query', `${name}: a geometry cannot be drawn here`, { hint: 'type="choropleth" draws areas by a number on color.' })
  }
  const isWords = field.type === 'string' || field.type === 'boolean'
  if (isWords && amounts.has(name)) throw new DgeError('query', `${name} needs a number, “${field.name}” holds words`, { hint: `${name}="count()" counts rows.` })
  if (isWords) return 'nominal'
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

/** Amounts that the author chooses, channels of amounts, and of what tells marks apart. */
const amounts: ReadonlySet<ChannelName> = new Set(['size', 'theta'])
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
    const written = draft.written || options.order === 'data' || ((options.type.keepsOrder || options.type.joins) && !colored.has(name))
    const usual = natural && !options.order ? 'natural' : written ? 'data' : (options.order ?? 'own')
    const order = sortOf(draft, options.touches?.sort) ?? usual
    const sorted = categoriesOf(draft.column, field, options.locale, order, measure?.column, draft.nameOf)
    const column = sorted.ranks.map((rank) => sorted.labels[rank] ?? null)
    return { ...base, labels: sorted.labels, ...(sorted.missing === undefined ? {} : { missing: sorted.missing }), column }
  }
  const column = scale === 'temporal' && isYear(field) ? Array.from(draft.column, yearStart) : draft.column
  const moment: Field = scale === 'temporal' && field.type === 'number' ? { ...plainField(field), type: 'date', precision: 'year' } : field
  return { ...base, field: moment, column, ...extentOf(Array.from(column)) }
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
