import type { Accumulator } from './aggregate.js'
import type { Aggregate } from './query.js'
import type { Value } from './table.js'

/** Writes the numbers of `count` rows of one segment from row `from` on, NaN for none. */
export type Fill = (from: number, count: number, into: Float64Array) => void

/** An accumulator that takes the rows of a block at once. */
export interface BlockAccumulator {
  /** Adds rows `from`… to the groups that `groups` numbers, -1 for none; there are `room` groups so far. */
  take(groups: Int32Array, from: number, count: number, room: number): void
  results: Accumulator['results']
}

/** Numbers of groups, which may become more. */
class PerGroup {
  #numbers: Float64Array
  readonly #initial: number

  constructor(initial: number) {
    this.#initial = initial
    this.#numbers = new Float64Array(64).fill(initial)
  }

  /** The numbers, with room for `groups` of them. */
  upTo(groups: number): Float64Array {
    const old = this.#numbers
    if (groups > old.length) {
      this.#numbers = new Float64Array(groups * 2).fill(this.#initial)
      this.#numbers.set(old)
    }
    return this.#numbers
  }
}

/** The accumulator of a column of numbers, as `accumulator` has it but by blocks; undefined where it has no such. */
export function blockAccumulator({ op }: Aggregate, fill: Fill, blockLength: number): BlockAccumulator | undefined {
  const block = new Float64Array(blockLength)
  const filled = (from: number, count: number) => {
    fill(from, count, block)
    return block
  }
  switch (op) {
    case 'sum':
      return sums(filled, (sum) => sum)
    case 'mean':
      return sums(filled, (sum, count) => sum / count)
    case 'min':
      return extreme(filled, 1)
    case 'max':
      return extreme(filled, -1)
    default:
      return undefined
  }
}

type Filled = (from: number, count: number) => Float64Array

/** Neumaier's compensated sums in the order of rows: the very figures of `aggregate.ts`. */
function sums(filled: Filled, finish: (sum: number, count: number) => number): BlockAccumulator {
  const [sum, lost, counts] = [new PerGroup(0), new PerGroup(0), new PerGroup(0)]
  return {
    take(groups, from, count, room) {
      const block = filled(from, count)
      const [sumOf, lostOf, countOf] = [sum.upTo(room), lost.upTo(room), counts.upTo(room)]
      for (let at = 0; at < count; at++) {
        const group = groups[at] as number
        const number = block[at] as number
        if (group < 0 || number !== number) continue
        const before = sumOf[group] as number
        const after = before + number
        const error = Math.abs(before) >= Math.abs(number) ? before - after + number : number - after + before
        sumOf[group] = after
        lostOf[group] = (lostOf[group] as number) + error
        countOf[group] = (countOf[group] as number) + 1
      }
    },
    results(groups) {
      const [sumOf, lostOf, countOf] = [sum.upTo(groups), lost.upTo(groups), counts.upTo(groups)]
      return Array.from({ length: groups }, (_, group): Value => {
        const count = countOf[group] as number
        const result = finish((sumOf[group] as number) + (lostOf[group] as number), count)
        return count > 0 && Number.isFinite(result) ? result + 0 : null
      })
    },
  }
}

function extreme(filled: Filled, sign: 1 | -1): BlockAccumulator {
  const best = new PerGroup(Infinity)
  return {
    take(groups, from, count, room) {
      const block = filled(from, count)
      const bestOf = best.upTo(room)
      for (let at = 0; at < count; at++) {
        const group = groups[at] as number
        const number = (block[at] as number) * sign
        if (group >= 0 && number < (bestOf[group] as number)) bestOf[group] = number
      }
    },
    results(groups) {
      const bestOf = best.upTo(groups)
      return Array.from({ length: groups }, (_, group): Value => (bestOf[group] === Infinity ? null : (bestOf[group] as number) * sign + 0))
    },
  }
}
