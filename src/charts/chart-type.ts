import type { Theme } from './plain-theme.js'
import type { Touches } from './touches.js'
import type { Field, Schema } from '../data/schema.js'
import type { Row, Value } from '../data/table.js'
import type { AggregateExpr, Term } from '../data/term.js'
import type { Language, Locale } from '../locale/index.js'

/** A Vega-Lite (or an author's Vega) specification as JSON, whose data are the named dataset `table`. Its compiler says what is wrong with it. */
export type ChartSpec = Readonly<Record<string, unknown>>

/** Visual channels that authors write, each an attribute of `dge-chart`. */
export const authorChannels = ['x', 'y', 'x2', 'y2', 'color', 'size', 'theta', 'facet', 'text'] as const
/** Channels that only chart types make: the parts of a box and what lies beyond it, the deeper levels of a hierarchy, outlines on earth. */
const derivedChannels = ['low', 'q1', 'q3', 'high', 'out', 'color2', 'color3', 'color4', 'color5', 'shape'] as const
export const channelNames = [...authorChannels, ...derivedChannels] as const
export type AuthorChannel = (typeof authorChannels)[number]
export type ChannelName = (typeof channelNames)[number]

/** What is on each channel. Several terms on one become several series, or the levels of a hierarchy (see `ChannelNeed`). */
export type Encoding = Readonly<Partial<Record<ChannelName, readonly Term[]>>>

export const stackings = ['zero', 'normalize', 'none', 'center'] as const
export type Stacking = (typeof stackings)[number]

/** How a channel's values are placed: by magnitude, on a calendar, one by one (with or without an order of their own), or on earth. */
export type Scale = 'quantitative' | 'temporal' | 'ordinal' | 'nominal' | 'geographic'

/** One channel of a picture. Its values are in the column of the same name of the picture's rows. */
export interface Channel {
  readonly name: ChannelName
  readonly scale: Scale
  readonly title: string
  readonly field: Field
  /** Whether adding values up means something (sums and counts, not means and ratios). */
  readonly additive: boolean
  /** Discrete channels: what readers see, in the order of drawing. */
  readonly labels?: readonly string[]
  /** The label that stands for several categories ("Autres (12)"), and the one of missing values. */
  readonly others?: string
  readonly missing?: string
  /** Each value begins an interval of this width. */
  readonly interval?: number
  /** The author's way of writing its numbers. */
  readonly format?: Pick<Touches, 'format' | 'digits'>
  /** Continuous channels: smallest and largest value; undefined when all are missing. */
  readonly extent?: readonly [number, number]
  /** Its values are whole and so near to each other that ticks between them would be halves: nobody counts those. */
  readonly few?: boolean
}

/**
 * One drawn mark's values by channel; discrete ones are the reader's labels. `row` is its rank in the picture,
 * `from` the row of the table it came from, -1 for a mark that stands for several rows or for a gap.
 */
export type PictureRow = { readonly row: number; readonly from: number } & Readonly<Partial<Record<ChannelName | DrawnColumn, Value>>>

/**
 * What types add for drawing: both ends of a mark that starts elsewhere than at zero, the text beside it, its share of the
 * whole in words ("33,4 %"), where its text stands when not at the mark, the place of its series among the others, the value of the line that it follows,
 * and the name of its series where that is written once.
 */
export type DrawnColumn = 'start' | 'end' | 'label' | 'share' | 'place' | 'rank' | 'trend' | 'name'

/** The channels by what they mean. */
export interface RoleNames {
  readonly measure?: ChannelName
  readonly dimension?: ChannelName
  readonly series?: ChannelName
}

/** The data of a chart made ready for drawing: long form, canonical column names, labels in words. */
export interface Picture {
  readonly rows: readonly PictureRow[]
  readonly channels: Readonly<Partial<Record<ChannelName, Channel>>>
  /** Set by types whose measure, dimension and series are not found by `rolesOf`'s general rule. */
  readonly roles?: RoleNames
  /** What is told of a row, where its channels do not say it: titles and values, the place first. */
  readonly cells?: ((row: PictureRow) => readonly (readonly [title: string, value: string])[]) | undefined
  /** Several rows share the same place (dimension, series and facet). */
  readonly overlaps: boolean
  /** What was done to the data that readers must know, in their language. */
  readonly notes: readonly string[]
  /** What the author of the page should know, in English: for the console. */
  readonly hints: readonly string[]
}

/** Everything but the data that decides how a chart looks. */
export interface Look {
  readonly theme: Theme
  readonly locale: Locale
  readonly touches: Touches
  /** Pixels for the whole drawing. */
  readonly width: number
  readonly height?: number
  /** The colour of each category in the palette, kept for the whole page; the palette in order when absent. */
  readonly colors?: (labels: readonly string[]) => readonly string[]
  /** Units of the longer side of outlines: fewer make a smaller drawing; as many as screens show when absent. */
  readonly detail?: number
}

export interface ChannelNeed {
  readonly required: boolean
  readonly scales: readonly Scale[]
  /** What several terms make: one series each (one column, names on `color`), or levels of a hierarchy (`color`, `color2`…). */
  readonly several?: 'series' | 'levels'
}

/** What a type may know when it completes an encoding. */
export interface EncodeContext {
  readonly schema: Schema
  /** Reads shorthand: `bin(population, 500)`. @throws DgeError `field` or `query` */
  readonly parse: (text: string) => readonly Term[]
  /** One row of aggregates over the rows of the display: extents, numbers of values. Costs a question. */
  readonly ask: (terms: readonly Term[]) => Promise<Row>
  /** Whether the source computes an aggregate itself. */
  readonly computes: (aggregate: AggregateExpr) => boolean
  /** Whether a question is answered without fetching all rows for it alone. */
  readonly canAsk: boolean
}

/** What a type may know when it rearranges a picture. */
export interface ArrangeContext {
  readonly locale: Locale
  readonly touches: Touches
  readonly encoding: Encoding
  /** No group is missing: none was cut off, none left out by a condition on groups. */
  readonly whole?: boolean | undefined
}

/** How many can be told apart; more are gathered or left out. */
export interface Most {
  readonly categories?: number
  readonly series?: number
  /** Rows: more are sampled. */
  readonly rows?: number
}

/**
 * One kind of chart. `spec` depends on the channels and never on single rows, so that new rows don't need a new spec; only marks
 * that are laid out one by one (`placed.ts`) bring their places in it. What sets a type apart is said by these traits; nobody else asks for its name.
 */
export interface ChartType {
  readonly name: string
  /** What readers call it. */
  readonly title: Readonly<Record<Language, string>>
  readonly channels: Readonly<Partial<Record<AuthorChannel, ChannelNeed>>>
  /** An example for authors whose channels don't do: `x="date" y="sum(montant)"`. */
  readonly example: string
  /** Numbers and dates on x or y are categories, too (bars, sectors). */
  readonly bands?: boolean
  /** Categories stand as the data give them, not by size (the steps of a sum). */
  readonly keepsOrder?: boolean
  /** Several rows make one mark: a limit counts categories. */
  readonly gathers?: boolean
  /** Rows that share a place stand on top of each other there. */
  readonly piles?: boolean
  /** Values are joined along their places, in the order of the data: each place of a series has one. */
  readonly joins?: boolean
  /** Bars of intervals (`bin(f, 10)`) show those in between that no row falls in. */
  readonly fillsBins?: boolean
  /** Gives a series a gap where it has no value (`gaps.ts`). */
  readonly withGaps?: (picture: Pick<Picture, 'rows' | 'channels' | 'roles'>) => readonly PictureRow[]
  /** One picture without axes: it is not cut into small multiples, and nothing stands at places of its axes. */
  readonly alone?: boolean
  /** Its specifications are in the light renderer's subset by their making (`isLight` says which are not); others are looked at one by one. */
  readonly light?: boolean
  /** Whether the specification of a picture needs none of the light renderer's parts; they are looked for in it (`render/light/needs.ts`) when absent. */
  isPlain?(picture: Picture): boolean
  readonly most?: Most
  /** What becomes of categories beyond `most`: summed up where sums mean something, else left out (when absent); left out always; renamed, each row staying a mark; summed up, for marks are the parts of a whole. */
  readonly tail?: 'out' | 'renamed' | 'summed'
  /** Series lie on top of each other unless the author says otherwise: none may be left out. */
  readonly stacks?: boolean
  readonly roles?: RoleNames
  /** Completes what the author wrote; the general rule (`completed`) when absent. */
  encode?(given: Encoding, context: EncodeContext): Encoding | Promise<Encoding>
  /** Rearranges the finished picture: running totals, ranks, texts. Sampling and gathering are done. */
  arrange?(picture: Picture, context: ArrangeContext): Picture
  /** Another type, where this one would mislead: a pie of negative values. `hint` tells the author why. */
  instead?(picture: Picture, context: ArrangeContext): { readonly type: string; readonly encoding: Encoding; readonly hint: string } | undefined
  /** The sentences of the summary after the chart's name; the general ones (how many, highest, lowest, trend) when absent. */
  sentences?(picture: Picture, locale: Locale): readonly string[]
  spec(picture: Picture, look: Look): ChartSpec
}

/** Whether the type's specification of a picture needs no look to be drawn by the light renderer: small multiples and an author's ramps do. */
export function isLight({ light = false }: ChartType, { channels: { facet, color } }: Picture): boolean {
  return light && !facet && color?.scale !== 'quantitative'
}
