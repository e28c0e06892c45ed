import { isExpr } from './spec.js'
import type { Config } from './config.js'
import type { Filled } from './data.js'
import type { Formats } from './format.js'
import type { Datum, Props, ScaleChannel } from './spec.js'
import type { Scales } from './scales.js'

/** What a mark is placed with. */
export interface Place {
  readonly unit: Filled
  readonly scales: Scales
  readonly config: Config
  readonly formats: Formats
  readonly width: number
  readonly height: number
}

/** One drawn item, by Vega's words. */
export interface Item {
  readonly datum: Datum
  readonly x: number
  readonly y: number
  readonly x2?: number
  readonly y2?: number
  readonly width?: number
  readonly height?: number
  /** Of texts around a centre. */
  readonly theta?: number
  readonly radius?: number
  readonly startAngle?: number
  readonly endAngle?: number
  /** Radii of a sector that brings its own. */
  readonly inner?: number
  readonly outer?: number
  readonly size?: number
  readonly shape?: string
  readonly text?: string
  readonly defined?: boolean
  readonly look: Look
}

/** Paint of an item. */
export interface Look {
  readonly fill: string | undefined
  readonly stroke: string | undefined
  readonly opacity: number | undefined
  readonly fillOpacity: number | undefined
  readonly strokeOpacity: number | undefined
  readonly strokeWidth: number | undefined
  readonly strokeDash: readonly number[] | undefined
}

/** The value of a mark's property: its own, the configuration's or the default; expressions are worked out. */
export function property({ unit, config, width, height, formats }: Place, name: string, datum: Datum = {}): unknown {
  const value = config.mark(unit.type, unit.mark, name)
  return isExpr(value) ? config.expression(value.expr)?.({ datum, width, height, formats }) : value
}

export function numberOf(place: Place, name: string, datum?: Datum): number | undefined {
  const value = property(place, name, datum)
  return value == null ? undefined : Number(value)
}

/** Through the channel's scale, or as it is when the channel has none. */
export function scaled({ unit, scales }: Place, channel: ScaleChannel, value: unknown): unknown {
  return unit.encoding[channel]?.scale === null ? value : scales[channel]?.map(value)
}

/** A channel that is no position: undefined when the mark does not use it. */
export function valueOf(place: Place, channel: ScaleChannel, row: Datum): unknown {
  const def = place.unit.encoding[channel]
  if (!def) return undefined
  const met = def.condition && [def.condition].flat().find(({ test: { field, equal, oneOf = [equal], gt } }) => (gt === undefined ? oneOf.includes(row[field]) : Number(row[field]) > gt))
  if (met) return met.value
  if (def.field !== undefined) return scaled(place, channel, row[def.field])
  return def.datum !== undefined ? scaled(place, channel, def.datum) : def.value
}

/** Paint of a row's item. */
export function lookOf(place: Place, row: Datum): Look {
  const { unit, config } = place
  const { type, mark, filled } = unit
  const color = mark['color'] ?? config.color(type)
  const see = ['bar', 'point', 'circle', 'square'].includes(type) ? 'transparent' : undefined
  const fill = mark['fill'] ?? (filled ? color : config.markConfig(type, 'fill')) ?? see
  const stroke = mark['stroke'] ?? (filled ? config.markConfig(type, 'stroke') : color)
  const encoded = unit.encoding.color ? valueOf(place, 'color', row) : undefined
  const given = (name: string) => config.mark(type, mark, name)
  const faint = ['point', 'circle', 'square'].includes(type) && given('opacity') === undefined && given('fillOpacity') === undefined ? 0.7 : undefined
  const dash = valueOf(place, 'strokeDash', row) ?? property(place, 'strokeDash')
  const text = (value: unknown) => (value == null ? undefined : String(value))
  const number = (value: unknown) => (value == null ? undefined : Number(value))
  return {
    fill: text(unit.encoding.color && filled ? encoded : fill),
    stroke: text(unit.encoding.color && !filled ? encoded : stroke),
    opacity: number(unit.encoding.opacity ? valueOf(place, 'opacity', row) : (faint ?? property(place, 'opacity'))),
    fillOpacity: numberOf(place, 'fillOpacity'),
    strokeOpacity: numberOf(place, 'strokeOpacity'),
    strokeWidth: number(unit.encoding.size && (type === 'line' || type === 'rule') ? valueOf(place, 'size', row) : property(place, 'strokeWidth')),
    strokeDash: Array.isArray(dash) ? dash.map(Number) : undefined,
  }
}

/** How far a stroke reaches beyond its path. */
export function reach({ stroke, strokeWidth, opacity, strokeOpacity }: Look, pointed: boolean): number {
  if (!stroke || opacity === 0 || strokeOpacity === 0) return 0
  const width = strokeWidth ?? 1
  return pointed ? Math.max(width / 2, 2 * width) : width / 2
}

export type Style = Props
