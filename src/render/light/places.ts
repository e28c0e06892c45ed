import { endOf, startOf } from './compare.js'
import { property, scaled, valueOf } from './encode.js'
import type { Place } from './encode.js'
import type { Datum } from './spec.js'

const size = { x: 'width', y: 'height' } as const

/** Pixels of `value: "width"` and of numbers. */
function pixels(place: Place, value: unknown): number {
  return value === 'width' || value === 'height' ? place[value] : Number(value)
}

/** Where a row stands on an axis; `band` is the share of a band's width that is added. */
export function pointAt(place: Place, channel: 'x' | 'y', row: Datum, fallback: number, band?: number): number {
  const { unit, scales } = place
  const def = unit.encoding[channel]
  const offset = offsetAt(place, channel, row, 0.5)
  const moved = offset.encoded ? 0 : band
  if (def?.field !== undefined && unit.stack?.channel === channel) {
    const [start, end] = [row[startOf(def.field)], row[endOf(def.field)]]
    const value = def.bandPosition === undefined ? end : Number(start) * (1 - def.bandPosition) + Number(end) * def.bandPosition
    return Number(scales[channel]?.map(value)) + offset.pixels
  }
  if (def && (def.field !== undefined || def.datum !== undefined)) {
    const value = Number(scaled(place, channel, def.field === undefined ? def.datum : row[def.field]))
    const bandwidth = def.scale === null ? 0 : (scales[channel]?.bandwidth ?? 0)
    return value + bandwidth * (moved ?? def.bandPosition ?? 0.5) + offset.pixels
  }
  if (def?.value !== undefined) return pixels(place, def.value) + offset.pixels
  const own = property(place, channel)
  return own === undefined ? fallback + offset.pixels : pixels(place, own)
}

/** What `xOffset` and `yOffset` add: within a band by their own scale, or pixels of the mark. */
export function offsetAt(place: Place, channel: 'x' | 'y', row: Datum, band: number): { readonly encoded: boolean; readonly pixels: number } {
  const name = `${channel}Offset` as const
  const def = place.unit.encoding[name]
  const value = valueOf(place, name, row)
  if (def && value !== undefined) return { encoded: true, pixels: Number(value) + (def.value === undefined ? (place.scales[name]?.bandwidth ?? 0) * band : 0) }
  return { encoded: false, pixels: Number(place.unit.mark[name] ?? 0) }
}

/** The other end of a range: the second channel, the bottom of a stack, a pixel of the mark, or the fallback. */
export function secondAt(place: Place, channel: 'x' | 'y', row: Datum, fallback: () => number): number {
  const { unit, scales } = place
  const def = unit.encoding[channel]
  const second = unit.encoding[`${channel}2`]
  const offset = offsetAt(place, channel, row, 0.5).pixels
  if (def?.field !== undefined && unit.stack?.channel === channel) return Number(scales[channel]?.map(row[startOf(def.field)])) + offset
  if (second) {
    if (second.value !== undefined) return pixels(place, second.value) + offset
    const value = second.field === undefined ? second.datum : row[second.field]
    return Number(scales[channel]?.map(value)) + (scales[channel]?.bandwidth ?? 0) * 0.5 + offset
  }
  const own = property(place, `${channel}2`)
  return own === undefined ? fallback() : pixels(place, own)
}

/** Pixel of zero, or of the end of the domain that is nearest in Vega-Lite's mind. */
export function baseline(place: Place, channel: 'x' | 'y', end: 'low' | 'high'): number {
  const scale = place.unit.encoding[channel] ? place.scales[channel] : undefined
  if (!scale) return (channel === 'x') === (end === 'low') ? 0 : place[size[channel]]
  const [low, high] = [Number(scale.domain[0]), Number(scale.domain.at(-1))]
  const hasZero = !['log', 'time', 'utc'].includes(scale.type) && Math.min(low, high) <= 0 && Math.max(low, high) >= 0
  return Number(scale.map(hasZero ? 0 : end === 'low' ? low : high))
}
