import { baseline, offsetAt, pointAt, secondAt } from './places.js'
import { property, valueOf } from './encode.js'
import { isObject } from './spec.js'
import type { Place } from './encode.js'
import type { Datum } from './spec.js'

/** Start and length of a rectangle on an axis. */
export function extent(place: Place, channel: 'x' | 'y', row: Datum): readonly [number, number] {
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

/** A rectangle from the start to the end of its interval, with a pixel between two. */
function binned(place: Place, channel: 'x' | 'y', row: Datum): readonly [number, number] {
  const at = (name: 'x' | 'y' | 'x2' | 'y2') => Number(place.scales[channel]?.map(row[place.unit.encoding[name]?.field ?? '']))
  const [start, end] = [at(channel), at(`${channel}2`)]
  const [first, second] = channel === 'x' ? [start + 1, end] : [end + 1, start]
  return [Math.min(first, second), Math.abs(second - first)]
}
