import { baseline, lookOf, numberOf, offsetAt, pointAt, property, secondAt, valueOf } from './encode.js'
import { compare, endOf, startOf } from './stack.js'
import { groupBy } from './group-by.js'
import { isObject } from './spec.js'
import { turned } from './turned.js'
import type { Item, Place } from './encode.js'
import type { Channel, Datum, MarkType } from './spec.js'

/** Vega's kind of mark for each of Vega-Lite's. */
export const shapes = {
  bar: 'rect', rect: 'rect', line: 'line', area: 'area', point: 'symbol', circle: 'symbol', square: 'symbol', arc: 'arc', rule: 'rule', text: 'text',
} as const satisfies Readonly<Record<MarkType, string>>

type Encode = (place: Place, row: Datum) => Omit<Item, 'datum' | 'look'>

const encoders: Readonly<Record<(typeof shapes)[MarkType], Encode>> = {
  rect: (place, row) => {
    const [x, width] = extent(place, 'x', row)
    const [y, height] = extent(place, 'y', row)
    return { x, y, width, height }
  },
  line: (place, row) => ({ ...point(place, row), defined: place.unit.defined(row) }),
  area: (place, row) => {
    const flat = place.unit.orient === 'horizontal'
    const x = pointAt(place, 'x', row, flat ? baseline(place, 'x', 'low') : place.width / 2)
    const y = pointAt(place, 'y', row, flat ? place.height / 2 : baseline(place, 'y', 'low'))
    const along = flat ? { x2: secondAt(place, 'x', row, () => baseline(place, 'x', 'low')) } : { y2: secondAt(place, 'y', row, () => baseline(place, 'y', 'low')) }
    return { x, y, ...along, defined: place.unit.defined(row) }
  },
  symbol: (place, row) => ({
    ...point(place, row),
    size: Number(valueOf(place, 'size', row) ?? property(place, 'size')),
    shape: String(valueOf(place, 'shape', row) ?? property(place, 'shape') ?? 'circle'),
  }),
  arc: (place, row) => {
    const { unit: { encoding: { theta }, stack }, scales } = place
    const angle = (value: unknown) => Number(scales.theta?.map(value))
    const field = theta?.field ?? ''
    const angles = turned(place, row) ?? (stack?.channel === 'theta'
      ? { startAngle: angle(row[endOf(field)]), endAngle: angle(row[startOf(field)]) } : { startAngle: 0, endAngle: 2 * Math.PI })
    return { x: pointAt(place, 'x', row, place.width / 2), y: pointAt(place, 'y', row, place.height / 2), ...angles }
  },
  rule: (place, row) => {
    const { orient } = place.unit
    const x = pointAt(place, 'x', row, orient === 'horizontal' ? baseline(place, 'x', 'high') : place.width / 2)
    const y = pointAt(place, 'y', row, orient === 'vertical' ? baseline(place, 'y', 'high') : place.height / 2)
    return {
      x, y,
      ...(orient === 'vertical' ? {} : { x2: secondAt(place, 'x', row, () => baseline(place, 'x', 'low')) }),
      ...(orient === 'horizontal' ? {} : { y2: secondAt(place, 'y', row, () => baseline(place, 'y', 'low')) }),
    }
  },
  text: (place, row) => ({ ...point(place, row), ...around(place, row), text: textAt(place, row), size: Number(valueOf(place, 'size', row) ?? numberOf(place, 'fontSize') ?? 11) }),
}

function point(place: Place, row: Datum): { readonly x: number; readonly y: number } {
  return { x: pointAt(place, 'x', row, place.width / 2), y: pointAt(place, 'y', row, place.height / 2) }
}

/** The middle of the row's sector. */
function around(place: Place, row: Datum): { readonly theta?: number; readonly radius?: number } {
  const own = turned(place, row)
  if (own) return own
  const { unit: { encoding: { theta }, stack }, scales } = place
  if (theta?.field === undefined || stack?.channel !== 'theta') return {}
  const middle = (Number(row[startOf(theta.field)]) + Number(row[endOf(theta.field)])) / 2
  return { theta: Number(scales.theta?.map(middle)), radius: numberOf(place, 'radius', row) ?? 0 }
}

/** Start and length of a rectangle on an axis. */
function extent(place: Place, channel: 'x' | 'y', row: Datum): readonly [number, number] {
  const { unit, scales } = place
  const def = unit.encoding[channel]
  if (def?.bin) return binned(place, channel, row)
  const across = channel === 'x' ? 'vertical' : 'horizontal'
  const type = def ? scales[channel]?.type : undefined
  const isNames = type === 'band' || type === 'point'
  if (!unit.encoding[`${channel}2`] && (isNames || (unit.type === 'bar' && unit.orient === across))) return sized(place, channel, row)
  const first = pointAt(place, channel, row, baseline(place, channel, 'high'))
  const second = secondAt(place, channel, row, () => baseline(place, channel, 'low'))
  return [Math.min(first, second), Math.abs(second - first)]
}

/** A rectangle from the start to the end of its interval, with a pixel between two. */
function binned(place: Place, channel: 'x' | 'y', row: Datum): readonly [number, number] {
  const at = (name: 'x' | 'y' | 'x2' | 'y2') => Number(place.scales[channel]?.map(row[place.unit.encoding[name]?.field ?? '']))
  const [start, end] = [at(channel), at(`${channel}2`)]
  const [first, second] = channel === 'x' ? [start + 1, end] : [end + 1, start]
  return [Math.min(first, second), Math.abs(second - first)]
}

/** A rectangle in a band, or of a given size around its place. */
function sized(place: Place, channel: 'x' | 'y', row: Datum): readonly [number, number] {
  const { unit, scales, config } = place
  const across = channel === 'x' ? 'vertical' : 'horizontal'
  const def = unit.encoding[channel]
  const scale = def ? scales[channel] : undefined
  const inner = unit.encoding[`${channel}Offset`] ? scales[`${channel}Offset`] : undefined
  const given = unit.orient === across ? (valueOf(place, 'size', row) ?? unit.mark['size']) : undefined
  const named = given ?? property(place, unit.orient === across ? 'size' : channel === 'x' ? 'width' : 'height') ?? (channel === 'x' ? property(place, 'width') : property(place, 'height'))
  const band = isObject(named) ? Number(named['band']) : named === undefined && (inner ?? scale)?.bandwidth ? 1 : undefined
  if (band !== undefined) {
    const whole = (inner ?? scale)?.bandwidth ?? 0
    const size = Math.max(Number(config.mark(unit.type, {}, 'minBandSize') ?? 0), band * whole)
    const offset = offsetAt(place, channel, row, 0)
    const start = Number(scale?.map(def?.field === undefined ? def?.datum : row[def.field]))
    return [start + (offset.encoded ? 0 : ((1 - band) / 2) * (scale?.bandwidth ?? 0)) + offset.pixels, size]
  }
  const length = channel === 'x' ? place.width : place.height
  const free = Number(config.scale('bandPaddingInner') ?? config.scale(unit.type === 'bar' ? 'barBandPaddingInner' : 'rectBandPaddingInner'))
  const size = Number(named ?? (scale && scale.type !== 'point' ? config.mark(unit.type, {}, 'continuousBandSize') : def ? 18 : (1 - free) * length))
  return [pointAt(place, channel, row, length / 2) - size / 2, size]
}

function textAt({ unit, formats }: Place, row: Datum): string {
  const def = unit.encoding.text
  if (!def) return String(unit.mark['text'] ?? '')
  const value = def.field === undefined ? (def.datum ?? def.value) : row[def.field]
  if (def.field === undefined && def.datum === undefined) return String(value ?? '')
  if (def.type === 'quantitative') return formats.number(def.format ?? '')(Number(value))
  if (def.type === 'temporal') return formats.time(def.format ?? '%b %d, %Y', false)(value)
  return def.format === undefined ? String(value) : formats.number(def.format)(Number(value))
}

/** Fields that tell the paths of a mark apart. */
function partsOf({ type, encoding }: Place['unit']): readonly string[] {
  const channels: readonly Channel[] = ['color', 'opacity', 'strokeDash', 'size', 'detail', ...(type === 'area' ? (['order'] as const) : [])]
  return channels.flatMap((name) => encoding[name]?.field ?? [])
}

export const isGrouped = (unit: Place['unit']): boolean => partsOf(unit).length > 0

/** The items of a mark in the order of drawing; those of paths in groups, one for each path. */
export function itemsOf(place: Place): readonly (readonly Item[])[] {
  const { unit } = place
  const shape = shapes[unit.type]
  const encode = encoders[shape]
  const items = unit.drawn.map((row): Item => ({ datum: row, ...encode(place, row), look: lookOf(place, row) }))
  const order = unit.encoding.order
  const byOrder = order?.field !== undefined && !unit.stack ? order : undefined
  const inOrder = (list: readonly Item[]) => byOrder
    ? [...list].sort((a, b) => (byOrder.sort === 'descending' ? -1 : 1) * compare(a.datum[byOrder.field ?? ''], b.datum[byOrder.field ?? '']))
    : list
  if (shape !== 'line' && shape !== 'area') return [inOrder(items)]
  const parts = partsOf(unit)
  // Paths lie on each other as their first rows come in the data, whatever the order along each.
  const groups = parts.length === 0 ? [inOrder(items)] : [...groupBy(items, ({ datum }) => JSON.stringify(parts.map((field) => datum[field]))).values()].map(inOrder)
  const along = unit.orient === 'horizontal' ? 'y' : 'x'
  const isAlong = unit.encoding[along]?.field !== undefined && !(order && (byOrder || order.value === null || order.value === false))
  return isAlong ? groups.map((group) => [...group].sort((a, b) => compare(a[along], b[along]))) : groups
}
