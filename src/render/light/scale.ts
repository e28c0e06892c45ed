import { tickIncrement, ticks, tickStep } from 'd3-array'

export { tickStep }

export type ScaleType = 'linear' | 'log' | 'pow' | 'sqrt' | 'symlog' | 'time' | 'utc' | 'band' | 'point' | 'ordinal' | 'threshold'

/** A scale that is ready to draw with. */
export interface Scale {
  readonly type: ScaleType
  readonly domain: readonly unknown[]
  readonly range: readonly unknown[]
  /** Undefined or NaN for a value that the scale does not know. */
  map(value: unknown): number | string | undefined
  /** 0 for scales without bands. */
  readonly bandwidth: number
  /** Continuous ones: how far along the domain a value is, from 0 to 1; 0.5 when both ends are the same. */
  readonly share?: (value: unknown) => number
  /** Values for about `count` ticks; the whole domain of a discrete scale. */
  ticks(count: number): readonly unknown[]
}

/** How a continuous scale places its values: all but the linear one are parts. */
export interface Kind {
  /** The function that makes the scale linear, and its inverse. */
  readonly forward: (value: number) => number
  readonly back: (value: number) => number
  /** About `count` round values between two. */
  readonly ticks: (from: number, to: number, count: number) => readonly unknown[]
  /** The domain widened to round values; it rises. */
  readonly nice: (from: number, to: number) => readonly number[]
}

const same = (value: number) => value
export const linear: Kind = { forward: same, back: same, ticks, nice: niceLinear }

export const isTime = (type: ScaleType): boolean => type === 'time' || type === 'utc'

/** Two ends of numbers or moments to two ends of pixels, or through `ramp` to colours. */
export function continuousScale(type: ScaleType, kind: Kind, domain: readonly number[], range: readonly (number | string)[], clamp = false, ramp?: (share: number) => string): Scale {
  const [low = NaN, high = NaN] = domain
  const [start, span] = [kind.forward(low), kind.forward(high) - kind.forward(low)]
  const share = (value: unknown) => {
    const number = value == null ? NaN : Number(value)
    const inside = clamp ? Math.max(Math.min(low, high), Math.min(Math.max(low, high), number)) : number
    return span ? (kind.forward(inside) - start) / span : Number.isNaN(span) ? NaN : 0.5
  }
  const [from, to] = [Number(range[0]), Number(range.at(-1))]
  return {
    type, domain, range, bandwidth: 0, share,
    map: ramp ? (value) => ramp(share(value)) : (value) => from * (1 - share(value)) + to * share(value),
    ticks: (count) => kind.ticks(low, high, count),
  }
}

/** How many of at most `count` ticks keep a step of at least `least`. */
export function byStep(scale: Scale, most: number, least: number): number {
  const [from, to] = [Number(scale.domain[0]), Number(scale.domain.at(-1))]
  const [low, high] = [Math.min(from, to), Math.max(from, to)]
  let count = Math.min(most, Math.floor((high - low) / least || 1) + 1)
  if (scale.type !== 'log' && !isTime(scale.type) && low < high) while (count > 1 && tickStep(low, high, count) < least) count--
  return count
}

/** The domain widened to round values. */
export function nice(kind: Kind, [from = NaN, to = NaN]: readonly number[]): readonly number[] {
  return to < from ? [...kind.nice(to, from)].reverse() : kind.nice(from, to)
}

function niceLinear(from: number, to: number): readonly number[] {
  let [start, stop, before] = [from, to, NaN]
  for (let turn = 0; turn < 10; turn++) {
    const step = tickIncrement(start, stop, 10)
    if (step === before) return [start, stop]
    if (!(step > 0 || step < 0)) break
    start = step > 0 ? Math.floor(start / step) * step : Math.ceil(start * step) / step
    stop = step > 0 ? Math.ceil(stop / step) * step : Math.floor(stop * step) / step
    before = step
  }
  return [from, to]
}

/** Names side by side. `point` is a band without width. */
export function bandScale(type: 'band' | 'point', domain: readonly unknown[], range: readonly [number, number], inner: number, outer: number, align = 0.5): Scale {
  const [from, to] = range
  const reverse = to < from
  const [low, high] = reverse ? [to, from] : [from, to]
  const space = domain.length ? Math.max(1, domain.length - inner + outer * 2) : 0
  const step = (high - low) / (space || 1)
  const start = low + (high - low - step * (domain.length - inner)) * align
  const ranks = new Map(domain.map((value, at) => [keyOf(value), reverse ? domain.length - 1 - at : at]))
  const bandwidth = step * (1 - inner)
  return {
    type, domain, range, bandwidth,
    map: (value) => {
      const rank = ranks.get(keyOf(value))
      return rank === undefined ? undefined : start + step * rank
    },
    ticks: () => domain,
  }
}

/** Moments are the same where their milliseconds are. */
export function keyOf(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value
}
