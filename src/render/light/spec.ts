import type { ScaleChannel } from './vocabulary.js'

export type { CurveName, IntervalName, ScaleChannel } from './vocabulary.js'
/** A row of data, and anything in a specification that is read by name. */
export type Datum = Readonly<Record<string, unknown>>
export type Props = Readonly<Record<string, unknown>>

export type MeasureType = 'quantitative' | 'temporal' | 'ordinal' | 'nominal'
export type MarkType = 'bar' | 'line' | 'area' | 'point' | 'circle' | 'square' | 'arc' | 'rule' | 'text' | 'rect'

export type Channel = ScaleChannel | 'x2' | 'y2' | 'theta2' | 'radius' | 'radius2' | 'text' | 'order' | 'detail' | 'tooltip'

/** A channel definition of Vega-Lite: a field, a datum or a value. */
export interface ChannelDef {
  readonly field?: string
  readonly datum?: unknown
  readonly value?: unknown
  readonly type?: MeasureType
  readonly title?: string | null
  readonly scale?: ScaleDef | null
  readonly axis?: Props | null
  readonly legend?: Props | null
  readonly sort?: unknown
  readonly stack?: boolean | 'zero' | 'normalize' | 'center' | null
  /** The field and that of the second channel are the ends of an interval. */
  readonly bin?: 'binned'
  readonly format?: string
  readonly bandPosition?: number
  readonly condition?: Condition | readonly Condition[]
}

/** A value for the rows whose field is one of some values, or more than a number. */
export interface Condition {
  readonly test: { readonly field: string; readonly equal?: unknown; readonly oneOf?: readonly unknown[]; readonly gt?: number }
  readonly value: unknown
}

export interface ScaleDef extends Props {
  readonly type?: string
  readonly domain?: readonly unknown[]
  readonly range?: readonly unknown[]
}

export type Encoding = Readonly<Partial<Record<Channel, ChannelDef>>>

/** A unit or layered specification, after `supports`. */
export interface LightSpec extends Props {
  readonly width: number
  readonly height: number
  readonly padding?: number
  /** `fit` = width and height are the drawing's; `fit-x` = the height is the plot area's. */
  readonly autosize?: { readonly type: string }
  readonly background?: string
  readonly title?: string | Props
  readonly mark?: MarkType | Props
  readonly encoding?: Encoding
  readonly layer?: readonly LightSpec[]
  readonly data?: Props
  /** Each of its layers has a vertical scale of its own; nothing else can be said. */
  readonly resolve?: Props
  readonly config?: Props
}

export function isObject(value: unknown): value is Props {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The part of an object called `name`, when that is an object. */
export function partOf(props: Props | undefined, name: string): Props | undefined {
  const value = props?.[name]
  return isObject(value) ? value : undefined
}

export const isExpr = (value: unknown): value is { readonly expr: string } => isObject(value) && typeof value['expr'] === 'string'
