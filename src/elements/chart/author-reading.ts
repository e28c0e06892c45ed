import { channelText, rolesOf } from '../../charts/index.js'
import { pointParts } from '../../charts/point-parts.js'
import { titles } from '../../charts/titles.js'
import { createTable } from '../../data/table.js'
import { clockOf, viewsOf } from '../../grammar/index.js'
import { authorChannel } from './author-channel.js'
import { tooltipLines } from './tooltip-lines.js'
import type { Channel, ChannelName, ChartType, Picture, PictureRow } from '../../charts/index.js'
import type { AuthorSpec, SpecView } from '../../grammar/index.js'
import type { Schema } from '../../data/schema.js'
import type { Table, Value } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'
import type { DrawnMark } from '../../render/chart-renderer.js'
import type { AuthorChannel, ReadingContext } from './author-channel.js'

/** What is drawn of an author's specification, as readers go through it. */
export interface AuthorReading {
  /** Every mark of data, in the order of reading. */
  readonly picture: Picture
  /** The marks of the first view alone: what the summary tells of. */
  readonly main: Picture
  readonly type: Partial<Pick<ChartType, 'title' | 'joins' | 'sentences' | 'piles'>>
  rankOf(datum: object): number | undefined
  /** The marks of the first view as a table: the data of a specification that brings its own. */
  readonly table: Table
}

/** Our channels by Vega-Lite's. */
const names: Readonly<Record<string, ChannelName>> = {
  x: 'x', y: 'y', color: 'color', fill: 'color', stroke: 'color', size: 'size', theta: 'theta', facet: 'facet', row: 'facet', column: 'facet',
}
/** Told beside them, but no channels of pictures. */
const beside = new Set(['text', 'shape', 'opacity', 'detail', 'tooltip', 'key', 'radius', 'angle', 'strokeDash', 'x2', 'y2'])
const titleOf: Readonly<Record<string, ChartType['title']>> = { ...titles, trail: titles.line, circle: titles.point, square: titles.point, tick: titles.point, rect: titles.heatmap, geoshape: titles.choropleth }
/** Marks without values of their own beside those that they explain. */
const minor = new Set(['rule', 'text', 'errorbar', 'errorband'])

interface View {
  readonly mark: string
  readonly channels: Readonly<Partial<Record<ChannelName, AuthorChannel>>>
  readonly others: readonly AuthorChannel[]
}

interface Read {
  readonly view: View | undefined
  readonly datum: object
  readonly mark: DrawnMark
  readonly values: ReadonlyMap<AuthorChannel, Value>
}

/** Reads the drawn marks by what the specification says of them. */
export function readDrawing(author: AuthorSpec, marks: readonly DrawnMark[], schema: Schema, locale: Locale): AuthorReading {
  const context: ReadingContext = { schema, locale, isLocal: clockOf(author.spec) === 'local' }
  const views = viewsOf(author).map((view) => viewOf(view, context)).sort((a, b) => Number(minor.has(a.mark)) - Number(minor.has(b.mark)))
  const seen = new Set<object>()
  const read = marks.flatMap((mark): Read[] => {
    const { datum } = mark
    if (seen.has(datum)) return []
    seen.add(datum)
    const found = views.map((view) => ({ view, values: valuesOf(view, datum) })).find(({ values }) => values !== undefined)
    if (!found && views.length > 0 && !hasWords(mark)) return []
    return [{ view: found?.view, datum, mark, values: found?.values ?? new Map<AuthorChannel, Value>() }]
  })
  const first = views.find((view) => read.some((each) => each.view === view))
  const roles = rolesFor(first)
  const sorted = inOrder(read, views, roles.dimension)
  const rows = sorted.map(({ view, values }, row): PictureRow => ({ row, from: -1, ...cellsBy(view, values) }))
  const channels = channelsOf(first, sorted.filter(({ view }) => view === first))
  const cells = (row: PictureRow) => cellsOf(sorted[row.row], locale)
  const common = { channels, overlaps: true, notes: [], hints: [], ...(roles.own ? { roles: roles.own } : {}) }
  const ranks = new Map(sorted.map(({ datum }, at) => [datum, at]))
  const single = views.filter(({ mark }) => !minor.has(mark)).length === 1
  const isPair = channels.x?.scale === 'quantitative' && channels.y?.scale === 'quantitative'
  return {
    picture: { rows, cells, ...common },
    main: { rows: rows.filter((_, at) => sorted[at]?.view === first), cells, ...common },
    type: {
      ...(titleOf[first?.mark ?? ''] ? { title: titleOf[first?.mark ?? ''] as ChartType['title'] } : {}),
      joins: single && ['line', 'area', 'trail'].includes(first?.mark ?? ''),
      ...(isPair && !roles.own ? { sentences: pointParts } : {}),
    },
    rankOf: (datum) => ranks.get(datum),
    table: tableOf(first, sorted.filter(({ view }) => view === first)),
  }
}

function viewOf({ mark, channels }: SpecView, context: ReadingContext): View {
  const own: Partial<Record<ChannelName, AuthorChannel>> = {}
  const others: AuthorChannel[] = []
  for (const each of channels) {
    const name = names[each.channel]
    if (name && !own[name]) own[name] = authorChannel(name, each, context)
    else if (name || beside.has(each.channel)) others.push(authorChannel('text', each, context))
  }
  return { mark, channels: own, others }
}

/** The view's values of a datum; undefined when it has not all columns: it is of another view. */
function valuesOf({ channels, others }: View, datum: object): ReadonlyMap<AuthorChannel, Value> | undefined {
  const own = Object.values(channels)
  const values = new Map<AuthorChannel, Value>()
  for (const channel of [...own, ...others]) {
    const value = channel.valueOf(datum)
    if (value === undefined && own.includes(channel)) return undefined
    if (value !== undefined) values.set(channel, value)
  }
  return values.size > 0 ? values : undefined
}

/** The roles that the general rule does not find: an amount that is told by colour or size alone. */
function rolesFor(view: View | undefined) {
  const { x, y, color, size, theta } = view?.channels ?? {}
  const amount = [x, y, theta].some((channel) => channel?.scale === 'quantitative') ? undefined : [color, size].find((channel) => channel?.scale === 'quantitative')
  const channels = view?.channels ?? {}
  const usual = rolesOf({ channels })
  if (!amount) return { own: undefined, dimension: usual.dimension?.name }
  const own = { measure: amount.name, ...(x ? { dimension: 'x' as const } : {}), ...(y ? (x ? { series: 'y' as const } : { dimension: 'y' as const }) : {}) }
  return { own, dimension: own.dimension }
}

/** By view and small chart, then along the axis as it is drawn. */
function inOrder(read: readonly Read[], views: readonly View[], dimension: ChannelName | undefined): readonly Read[] {
  const facets = new Map<Value, number>()
  const keyed = read.map((each) => {
    const facet = (each.view?.channels.facet && each.values.get(each.view.channels.facet)) ?? null
    if (!facets.has(facet)) facets.set(facet, facets.size)
    const { box } = each.mark
    const along = dimension === 'x' ? box.x + box.width / 2 : dimension === 'y' ? box.y + box.height / 2 : 0
    return { each, keys: [each.view ? views.indexOf(each.view) : views.length, facets.get(facet) ?? 0, Math.round(along)] }
  })
  return keyed.sort((a, b) => a.keys.reduce((order, key, at) => order || key - (b.keys[at] ?? 0), 0)).map(({ each }) => each)
}

function cellsBy(view: View | undefined, values: Read['values']): Partial<Record<ChannelName, Value>> {
  return Object.fromEntries(Object.entries(view?.channels ?? {}).map(([name, channel]) => [name, values.get(channel) ?? null]))
}

/** The channels with the labels and extents of what is drawn. */
function channelsOf(view: View | undefined, read: readonly Read[]): Picture['channels'] {
  return Object.fromEntries(Object.entries(view?.channels ?? {}).map(([name, channel]) => {
    const { valueOf: _valueOf, ...base } = channel
    const values = read.map(({ values: own }) => own.get(channel) ?? null)
    if (channel.scale === 'nominal' || channel.scale === 'ordinal') return [name, { ...base, labels: [...new Set(values.map(String))] } satisfies Channel]
    const numbers = values.filter((value) => typeof value === 'number')
    const extent = numbers.length > 0 ? { extent: [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))] as const } : {}
    return [name, { ...base, ...extent } satisfies Channel]
  }))
}

/** What is said of a mark: its place first, without a title; what the specification does not say in words, by its own description or columns. */
function cellsOf(read: Read | undefined, locale: Locale): readonly (readonly [title: string, value: string])[] {
  if (!read) return []
  const { view, values, mark } = read
  if (!view || values.size === 0) return describedCells(mark, locale)
  const { own } = rolesFor(view)
  const { dimension, series, measure } = rolesOf({ channels: view.channels, ...(own ? { roles: own } : {}) })
  const { facet, x, y, color, size } = view.channels
  const all = [dimension, series, facet, measure, x, y, color, size, ...view.others] as readonly (AuthorChannel | undefined)[]
  const told = all.filter((channel, at): channel is AuthorChannel => channel !== undefined && all.indexOf(channel) === at && values.has(channel))
  const cells = told.map((channel) => [channel.title, channelText(values.get(channel) ?? null, channel, locale)] as const)
  const distinct = cells.filter(([title, value], at) => cells.findIndex((other) => other[0] === title && other[1] === value) === at)
  const [head, ...rest] = distinct
  return head && told[0]?.scale !== 'quantitative' ? [['', head[1]], ...rest] : [['', ''], ...distinct]
}

function hasWords({ element }: DrawnMark): boolean {
  return Boolean(element?.getAttribute('aria-label'))
}

function describedCells({ element, datum }: DrawnMark, locale: Locale): readonly (readonly [string, string])[] {
  const label = element?.getAttribute('aria-label')
  if (label) return [['', label]]
  const own = Object.entries(datum).filter(([key, value]) => !key.startsWith('_') && (typeof value !== 'object' || value instanceof Date)).slice(0, 6)
  return [['', ''], ...tooltipLines(Object.fromEntries(own), locale).slice(1).map(({ title, value }) => [title, value] as const)]
}

function tableOf(view: View | undefined, read: readonly Read[]): Table {
  const channels = [...Object.values(view?.channels ?? {}), ...(view?.others ?? [])]
  const used = channels.filter((channel, at) => channels.findIndex(({ title }) => title === channel.title) === at)
  const schema = used.map((channel, at) => ({ ...channel.field, name: channel.field.name && channels.filter(({ field }) => field.name === channel.field.name).length === 1 ? channel.field.name : `${channel.name}${at}`, title: channel.title }))
  return createTable(schema, new Map(schema.map(({ name }, at) => [name, read.map(({ values }) => values.get(used[at] as AuthorChannel) ?? null)])), { numRows: read.length })
}
