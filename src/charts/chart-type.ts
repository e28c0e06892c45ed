import type { Theme } from './theme.js'
import type { Field } from '../data/schema.js'
import type { Value } from '../data/table.js'
import type { Term } from '../data/term.js'
import type { Locale } from '../locale/index.js'
import type { TopLevelSpec } from 'vega-lite'

/** A Vega-Lite specification, whose data are the named dataset `table`. */
export type ChartSpec = TopLevelSpec

/** Visual channels that authors write. */
export const channelNames = ['x', 'y', 'color', 'size', 'theta'] as const
export type ChannelName = (typeof channelNames)[number]

/** What the author wants on each channel. Several terms on `x` or `y` become several series. */
export interface Encoding {
  readonly x: readonly Term[]
  readonly y: readonly Term[]
  readonly color?: Term
  readonly size?: Term
  readonly theta?: Term
}

export const stackings = ['zero', 'normalize', 'none'] as const
export type Stacking = (typeof stackings)[number]

/** How a channel's values are placed: by magnitude, on a calendar, or one by one (with or without an order of their own). */
export type Scale = 'quantitative' | 'temporal' | 'ordinal' | 'nominal'

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
  /** Continuous channels: smallest and largest value; undefined when all are missing. */
  readonly extent?: readonly [number, number]
}

/**
 * One drawn mark's values by channel; discrete ones are the reader's labels. `row` is its rank in the picture,
 * `from` the row of the table it came from, -1 for a mark that stands for several rows or for a gap.
 */
export interface PictureRow {
  readonly row: number
  readonly from: number
  readonly x?: Value
  readonly y?: Value
  readonly color?: Value
  readonly size?: Value
  readonly theta?: Value
}

/** The data of a chart made ready for drawing: long form, canonical column names, labels in words. */
export interface Picture {
  readonly rows: readonly PictureRow[]
  readonly channels: Readonly<Partial<Record<ChannelName, Channel>>>
  /** Several rows share the same place (dimension and series). */
  readonly overlaps: boolean
  /** What was done to the data that readers must know, in their language. */
  readonly notes: readonly string[]
}

/** Everything but the data that decides how a chart looks. */
export interface Look {
  readonly theme: Theme
  readonly locale: Locale
  readonly stack: Stacking | undefined
  /** Pixels for the whole drawing. */
  readonly width: number
  readonly height?: number
}

export interface ChannelNeed {
  readonly required: boolean
  readonly scales: readonly Scale[]
}

/** One kind of chart. `spec` depends on the channels and never on single rows: new rows don't need a new spec. */
export interface ChartType {
  readonly name: string
  readonly channels: Readonly<Partial<Record<ChannelName, ChannelNeed>>>
  spec(picture: Picture, look: Look): ChartSpec
}
