/**
 * Lower bounds of the 2nd, 3rd… of `classes` groups of the sorted values that minimise the sum of squared distances to the
 * groups' means (Jenks's natural breaks, computed exactly as Ckmeans.1d.dp does, in O(classes · n log n)).
 * @see https://journal.r-project.org/archive/2011-2/RJournal_2011-2_Wang+Song.pdf
 */
export function naturalBreaks(sorted: readonly number[], classes: number): number[] {
  const count = sorted.length
  const groups = Math.min(classes, distinct(sorted))
  const within = scatterOf(sorted)
  // cost[i]: least scatter of sorted[0..i] in the groups so far; starts[g][i]: where the last group begins then.
  let cost = Float64Array.from({ length: count }, (_, index) => within(0, index))
  const starts: Int32Array[] = [new Int32Array(count)]
  for (let group = 1; group < groups; group++) {
    const next = new Float64Array(count)
    const start = new Int32Array(count)
    const fill = (from: number, to: number, low: number, high: number): void => {
      if (from > to) return
      const middle = (from + to) >> 1
      let [best, at] = [Infinity, Math.max(group, low)]
      for (let first = Math.max(group, low); first <= Math.min(middle, high); first++) {
        const total = (cost[first - 1] ?? Infinity) + within(first, middle)
        if (total < best) [best, at] = [total, first]
      }
      next[middle] = best
      start[middle] = at
      fill(from, middle - 1, low, at)
      fill(middle + 1, to, at, high)
    }
    fill(group, count - 1, group, count - 1)
    cost = next
    starts.push(start)
  }
  const breaks: number[] = []
  for (let group = groups - 1, end = count - 1; group > 0; group--) {
    const first = starts[group]?.[end] ?? 0
    breaks.unshift(sorted[first] ?? NaN)
    end = first - 1
  }
  return breaks
}

/** The sum of squared distances to the mean of sorted[from..to], in constant time by running sums. */
function scatterOf(sorted: readonly number[]): (from: number, to: number) => number {
  const shift = sorted[sorted.length >> 1] ?? 0 // numbers near 0 keep their digits
  const sums = new Float64Array(sorted.length + 1)
  const squares = new Float64Array(sorted.length + 1)
  sorted.forEach((value, index) => {
    const moved = value - shift
    sums[index + 1] = (sums[index] ?? 0) + moved
    squares[index + 1] = (squares[index] ?? 0) + moved * moved
  })
  return (from, to) => {
    const sum = (sums[to + 1] ?? 0) - (sums[from] ?? 0)
    return Math.max(0, (squares[to + 1] ?? 0) - (squares[from] ?? 0) - (sum * sum) / (to - from + 1))
  }
}

function distinct(sorted: readonly number[]): number {
  return sorted.reduce<number>((count, value, index) => count + (value === sorted[index - 1] ? 0 : 1), 0)
}
