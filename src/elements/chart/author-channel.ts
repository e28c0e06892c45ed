import { formatValue, titleOf } from '../../locale/index.js'
import type { Channel, ChannelName } from '../../charts/index.js'
import type { ViewChannel } from '../../grammar/index.js'
import type { TimeUnit } from '../../data/expression.js'
import type { Field, Schema } from '../../data/schema.js'
import type { Value } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'

type Json = Readonly<Record<string, unknown>>

/** What reads a channel's values from drawn data. */
export interface ReadingContext {
  readonly schema: Schema
  readonly locale: Locale
  /** Moments are on the reader's clock, not in UTC. */
  readonly isLocal: boolean
}

/** A channel of a view as its drawn data hold it. */
export interface AuthorChannel extends Channel {
  /** The datum's value as pictures have it: a label, a number, milliseconds of the wall clock. */
  readonly valueOf: (datum: object) => Value | undefined
}

/** Vega-Lite's parts of dates, by ours; each is a moment of the year 2012. */
const parts: Readonly<Record<string, TimeUnit>> = { quarter: 'quarter', month: 'month', week: 'week', day: 'day', date: 'date', hours: 'hour' }

/** What readers call a channel that the author gave no title: in words of their language. */
export function usualTitle(def: Json, { schema, locale }: Pick<ReadingContext, 'schema' | 'locale'>): string {
  const { messages } = locale
  const { field, known, part } = partsOf(def, schema)
  const own = titleOf(known ?? { name: field, type: 'string' }, locale)
  const aggregate = typeof def['aggregate'] === 'string' ? def['aggregate'] : undefined
  if (aggregate === 'count' && !field) return messages.count
  const words = aggregate === undefined ? part && messages.timeUnits[part] : (messages.aggregates as Readonly<Record<string, string>>)[aggregate === 'average' ? 'mean' : aggregate]
  return words ? `${own} (${words})` : own
}

function partsOf(def: Json, schema: Schema) {
  const field = typeof def['field'] === 'string' ? def['field'].replace(/\\(?=[.[\]])/g, '') : ''
  const unit = typeof def['timeUnit'] === 'string' ? def['timeUnit'].replace(/^utc/, '') : undefined
  return { field, unit, known: schema.find((each) => each.name === field), part: unit === undefined ? undefined : parts[unit] }
}

/** Reads Vega-Lite's definition of a channel. */
export function authorChannel(name: ChannelName, { def }: ViewChannel, context: ReadingContext): AuthorChannel {
  const { field, unit, known, part } = partsOf(def, context.schema)
  const aggregate = typeof def['aggregate'] === 'string' ? def['aggregate'] : undefined
  const scale = scaleOf(def, known, part)
  const read = readerOf(def, field)
  const type: Field = {
    name: field,
    type: scale === 'quantitative' ? 'number' : scale === 'temporal' ? 'date' : 'string',
    ...(scale === 'temporal' ? { precision: precisionOf(unit, known) } : {}),
    ...(scale === 'quantitative' && known?.unit && aggregate !== 'count' && aggregate !== 'distinct' ? { unit: known.unit } : {}),
  }
  const percent = [def['format'], axisOf(def)['format']].some((format) => typeof format === 'string' && format.endsWith('%'))
  return {
    name, scale, field: type, title: writtenTitle(def) ?? usualTitle(def, context), additive: aggregate === 'sum' || aggregate === 'count',
    ...(percent ? { format: { format: 'percent' } } : {}),
    valueOf: (datum) => valueOf(read(datum), { scale, part, known, ...context }),
  }
}

function axisOf(def: Json): Json {
  const guide = def['axis'] ?? def['legend'] ?? def['header']
  return typeof guide === 'object' && guide !== null ? (guide as Json) : {}
}

/** The author's title of the channel; none when he wants none. */
function writtenTitle(def: Json): string | undefined {
  const title = 'title' in def ? def['title'] : axisOf(def)['title']
  return typeof title === 'string' ? title : Array.isArray(title) ? title.join(' ') : undefined
}

function scaleOf(def: Json, known: Field | undefined, part: TimeUnit | undefined): Channel['scale'] {
  if (part) return 'ordinal'
  const { type } = def
  if (type === 'quantitative' || type === 'temporal' || type === 'ordinal') return def['timeUnit'] && type === 'ordinal' ? 'temporal' : type
  if (type !== undefined) return 'nominal'
  if (def['timeUnit'] !== undefined) return 'temporal'
  if (def['aggregate'] !== undefined || def['bin'] !== undefined) return 'quantitative'
  return known?.type === 'date' ? 'temporal' : 'nominal'
}

function precisionOf(unit: string | undefined, known: Field | undefined): NonNullable<Field['precision']> {
  if (unit === undefined) return known?.precision ?? 'day'
  if (/hours|minutes|seconds/.test(unit)) return 'time'
  return unit.endsWith('year') ? 'year' : unit.endsWith('quarter') ? 'quarter' : unit.endsWith('month') ? 'month' : unit.endsWith('week') ? 'week' : 'day'
}

/** The column that Vega-Lite's compiler makes of a definition: `sum_montant`, `yearmonth_date`, `bin_maxbins_10_age`. */
function readerOf(def: Json, field: string): (datum: object) => unknown {
  const { aggregate, timeUnit, bin } = def
  if (typeof aggregate === 'string') return (datum) => at(datum, aggregate === 'count' ? '__count' : `${aggregate}_${field}`) ?? at(datum, `${aggregate}_${field}`)
  if (typeof timeUnit === 'string') return (datum) => at(datum, `${timeUnit}_${field}`) ?? at(datum, field)
  if (bin !== undefined && bin !== null && bin !== false && bin !== 'binned') {
    return (datum) => {
      const key = Object.keys(datum).find((each) => each.startsWith('bin_') && each.endsWith(`_${field}`))
      return key === undefined ? at(datum, field) : at(datum, key)
    }
  }
  return (datum) => at(datum, field)
}

/** A column by its name, or a value inside one: `properties.rate`. */
function at(datum: object, path: string): unknown {
  if (path in datum) return (datum as Json)[path]
  return path.split(/[.[\]]+/).filter(Boolean).reduce<unknown>((node, key) => (typeof node === 'object' && node !== null && Object.hasOwn(node, key) ? (node as Json)[key] : undefined), datum)
}

function valueOf(value: unknown, { scale, part, known, locale, isLocal }: ReadingContext & { readonly scale: Channel['scale']; readonly part: TimeUnit | undefined; readonly known: Field | undefined }): Value | undefined {
  if (value === undefined) return undefined
  if (value === null || value === '') return scale === 'quantitative' || scale === 'temporal' ? null : locale.messages.missing
  const time = value instanceof Date ? value.getTime() : value
  if (scale === 'quantitative') return typeof time === 'number' && Number.isFinite(time) ? time : null
  if (part || scale === 'temporal') {
    const moment = typeof time === 'number' ? time : Date.parse(String(time))
    if (!Number.isFinite(moment)) return null
    const wall = isLocal ? wallOf(moment) : moment
    return part ? formatValue(partOf(wall, part), { name: '', type: 'number', timeUnit: part }, locale) : wall
  }
  if (typeof time === 'number' && known) return formatValue(time, known, locale)
  return typeof time === 'object' ? undefined : String(time)
}

/** The wall clock of the reader's machine, read as UTC. */
function wallOf(moment: number): number {
  const date = new Date(moment)
  return new Date(0).setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate()) + ((date.getHours() * 60 + date.getMinutes()) * 60 + date.getSeconds()) * 1000
}

function partOf(wall: number, part: TimeUnit): number {
  const date = new Date(wall)
  if (part === 'month') return date.getUTCMonth() + 1
  if (part === 'quarter') return Math.floor(date.getUTCMonth() / 3) + 1
  if (part === 'day') return ((date.getUTCDay() + 6) % 7) + 1
  if (part === 'hour') return date.getUTCHours()
  if (part === 'date') return date.getUTCDate()
  return Math.ceil((wall - Date.UTC(date.getUTCFullYear(), 0, 1)) / 604_800_000) + 1
}
