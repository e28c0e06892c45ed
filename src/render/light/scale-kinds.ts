import { ticks } from 'd3-array'
import { keyOf, linear } from './scale.js'
import type { Kind, Scale, ScaleType } from './scale.js'

/** Logarithms, powers and symmetric logarithms; `said` is what the specification says of the scale. */
export function kindOf(type: ScaleType, said: (name: string) => unknown): Kind {
  const number = (name: string, usual: number) => Number(said(name) ?? usual)
  const [base, exponent, constant] = [number('base', 10), number('exponent', 1), number('constant', 1)]
  const power = type === 'sqrt' ? 0.5 : exponent
  const signed = (of: (size: number) => number) => (value: number) => Math.sign(value) * of(Math.abs(value))
  switch (type) {
    case 'log':
      return { forward: Math.log, back: Math.exp, ticks: (from, to, count) => logTicks(from, to, count, base), nice: (from, to) => niceLog(from, to, base) }
    case 'pow':
    case 'sqrt':
      return { ...linear, forward: signed((size) => size ** power), back: signed((size) => size ** (1 / power)) }
    default:
      return { ...linear, forward: signed((size) => Math.log1p(Math.abs(size / constant))), back: signed((size) => Math.expm1(size) * constant) }
  }
}

function niceLog(from: number, to: number, base: number): readonly number[] {
  const power = (round: (value: number) => number, value: number) => Math.sign(value) * base ** round(Math.log(Math.abs(value)) / Math.log(base))
  return from > 0 ? [power(Math.floor, from), power(Math.ceil, to)] : [power(Math.ceil, from), power(Math.floor, to)]
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

/** One entry of the range for each class between limits. */
export function thresholdScale(domain: readonly number[], range: readonly unknown[]): Scale {
  return {
    type: 'threshold', domain, range, bandwidth: 0,
    map: (value) => (value == null ? undefined : (range[domain.filter((limit) => Number(value) >= limit).length] as string | undefined)),
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

/** Which ticks of a logarithmic scale have room for a label. */
export function logTest(scale: Scale, count: number, base: number): (value: number) => boolean {
  const most = Math.max(1, (base * count) / scale.ticks(count).length)
  return (value) => {
    let multiple = value / base ** Math.round(Math.log(value) / Math.log(base))
    if (multiple * base < base - 0.5) multiple *= base
    return multiple <= most
  }
}
