/** Text looked at before the separator is decided, always so much: how a file arrives changes nothing. Enough for hundreds of lines. */
export const sampleLength = 65_536

interface Score {
  readonly separator: string
  /** Cells of most lines. */
  readonly width: number
  /** Part of the lines that have so many. */
  readonly share: number
}

/** Commas come last: they also stand in numbers and sentences. */
const separators = ['\t', ';', '|', ',']

/**
 * The separator of a sample, which `cut` cuts into records with each: the right one gives the same number of cells on (nearly) every
 * line. A file of one column gets ','.
 */
export function separatorOf(sample: string, cut: (separator: string) => readonly (readonly string[])[]): string {
  // What isn't there cuts nothing.
  const scores = separators.filter((separator) => sample.includes(separator)).map((separator) => score(separator, cut(separator))).filter(({ width }) => width > 1)
  const comma = scores.find(({ separator }) => separator === ',')
  const best = scores.filter(({ separator }) => separator !== ',').sort(better)[0]
  return best && (best.share >= 0.98 || !comma || best.share >= comma.share) ? best.separator : ','
}

function better(a: Score, b: Score): number {
  return Math.abs(b.share - a.share) > 0.02 ? b.share - a.share : b.width - a.width
}

function score(separator: string, records: readonly (readonly string[])[]): Score {
  const filled = records.filter((cells) => cells.some((cell) => cell !== ''))
  const counts = new Map<number, number>()
  // Trailing empty cells count: most lines of a sparse table end in some.
  for (const { length } of filled) counts.set(length, (counts.get(length) ?? 0) + 1)
  const [width, most] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])
  return { separator, width, share: most / filled.length }
}
