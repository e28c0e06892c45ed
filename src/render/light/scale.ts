import { tickIncrement, ticks, tickStep } from 'd3-array'
import { ramp } from './color.js'
import { momentsBetween, tenthOf } from './time.js'

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
  /** Values for about `count` ticks; the whole domain of a discrete scale. */
  ticks(count: number): readonly unknown[]
}

export interface ContinuousOptions {
  readonly base: number
  readonly exponent: number
  readonly constant: number
  readonly clamp: boolean
}

type Transform = (value: number) => number

/** The function that makes the scale linear, and its inverse. */
export function transformOf(type: ScaleType, { exponent, constant }: ContinuousOptions): readonly [Transform, Transform] {
  const power = type === 'sqrt' ? 0.5 : exponent
  switch (type) {
    case 'log':
      return [Math.log, Math.exp]
    case 'pow':
    case 'sqrt':
      return [(x) => Math.sign(x) * Math.abs(x) ** power, (x) => Math.sign(x) * Math.abs(x) ** (1 / power)]
    case 'symlog':
      return [(x) => Math.sign(x) * Math.log1p(Math.abs(x / constant)), (x) => Math.sign(x) * Math.expm1(Math.abs(x)) * constant]
    default:
      return [(x) => x, (x) => x]
  }
}

export const isTime = (type: ScaleType): boolean => type === 'time' || type === 'utc'
export const isContinuous = (type: ScaleType): boolean => !['band', 'point', 'ordinal', 'threshold'].includes(type)

/** A share of the way between two values of the domain; 0.5 when they are the same. */
export function shareOf(type: ScaleType, [from, to]: readonly number[], options: ContinuousOptions): Transform {
  const [forward] = transformOf(type, options)
  const [low, high] = [forward(Number(from)), forward(Number(to))]
  const span = high - low
  return span ? (value) => (forward(value) - low) / span : () => (Number.isNaN(span) ? NaN : 0.5)
}

/** Two ends of numbers or moments to two ends of pixels, or to a ramp of colours. */
export function continuousScale(type: ScaleType, domain: readonly number[], range: readonly (number | string)[], options: ContinuousOptions): Scale {
  const share = shareOf(type, domain, options)
  const [low = NaN, high = NaN] = domain
  const between = (value: unknown) => {
    const number = value == null ? NaN : Number(value)
    return share(options.clamp ? Math.max(Math.min(low, high), Math.min(Math.max(low, high), number)) : number)
  }
  const colors = range.every((end) => typeof end === 'string') ? ramp(range as readonly string[]) : undefined
  const [from, to] = [Number(range[0]), Number(range.at(-1))]
  return {
    type, domain, range, bandwidth: 0,
    map: colors ? (value) => colors(between(value)) : (value) => from * (1 - between(value)) + to * between(value),
    ticks: (count) => ticksOf(type, domain, count, options.base),
  }
}

function ticksOf(type: ScaleType, [from = NaN, to = NaN]: readonly number[], count: number, base: number): readonly unknown[] {
  if (type === 'log') return logTicks(from, to, count, base)
  if (!isTime(type)) return ticks(from, to, count)
  return momentsBetween(from, to, count, type === 'utc')
}

/** Powers of the base, with their multiples while there is room. */
function logTicks(from: number, to: number, count: number, base: number): readonly number[] {
  if (to < from) return [...logTicks(to, from, count, base)].reverse()
  const [sign, low, high] = from < 0 ? ([-1, -to, -from] as const) : ([1, from, to] as const)
  const log = (value: number) => (base === 10 ? Math.log10(value) : base === 2 ? Math.log2(value) : Math.log(value) / Math.log(base))
  const power = (value: number) => (base === 10 ? (Number.isFinite(value) ? Number(`1e${value}`) : value < 0 ? 0 : value) : base ** value)
  let [first, last] = [log(low), log(high)]
  if (base % 1 || last - first >= count) return ticks(first, last, Math.min(last - first, count)).map((value) => sign * power(value))
  first = Math.floor(first)
  last = Math.ceil(last)
  const found: number[] = []
  for (let exponent = first; exponent <= last; exponent++) {
    for (let times = 1; times < base; times++) {
      const value = exponent < 0 ? times / power(-exponent) : times * power(exponent)
      if (value >= low && value <= high) found.push(value)
    }
  }
  const enough = found.length * 2 < count ? ticks(low, high, count) : found
  return sign < 0 ? enough.map((value) => -value).reverse() : enough
}

/** The domain widened to round values. */
export function nice(type: ScaleType, domain: readonly number[], base: number): readonly number[] {
  const [from = NaN, to = NaN] = domain
  if (to < from) return [...nice(type, [to, from], base)].reverse()
  if (type === 'log') {
    const power = (round: (value: number) => number, value: number) => Math.sign(value) * base ** round(Math.log(Math.abs(value)) / Math.log(base))
    return from > 0 ? [power(Math.floor, from), power(Math.ceil, to)] : [power(Math.ceil, from), power(Math.floor, to)]
  }
  if (isTime(type)) {
    const interval = tenthOf(from, to, type === 'utc')
    return interval ? [interval.floor(new Date(from)).getTime(), interval.ceil(new Date(to)).getTime()] : domain
  }
  let [start, stop, before] = [from, to, NaN]
  for (let turn = 0; turn < 10; turn++) {
    const step = tickIncrement(start, stop, 10)
    if (step === before) return [start, stop]
    if (!(step > 0 || step < 0)) break
    start = step > 0 ? Math.floor(start / step) * step : Math.ceil(start * step) / step
    stop = step > 0 ? Math.ceil(stop / step) * step : Math.floor(stop * step) / step
    before = step
  }
  return domain
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

/** One entry of the range for each value, starting over when there are more. */
export function ordinalScale(domain: readonly unknown[], range: readonly unknown[]): Scale {
  const ranks = new Map(domain.map((value, at) => [keyOf(value), at]))
  return {
    type: 'ordinal', domain, range, bandwidth: 0,
    map: (value) => {
      const rank = ranks.get(keyOf(value))
      return rank === undefined ? undefined : (range[rank % range.length] as string | undefined)
    },
    ticks: () => domain,
  }
}

export function thresholdScale(domain: readonly number[], range: readonly unknown[]): Scale {
  return {
    type: 'threshold', domain, range, bandwidth: 0,
    map: (value) => (value == null ? undefined : (range[domain.filter((limit) => Number(value) >= limit).length] as string | undefined)),
    ticks: () => domain,
  }
}

function keyOf(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value
}
