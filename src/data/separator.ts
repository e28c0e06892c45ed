import { DelimitedTokenizer } from './delimited.js'

/** How a delimited file is cut: what stands between cells, and between lines. */
export interface Dialect {
  readonly separator: string
  readonly lineBreak: '\n' | '\r'
}

interface Score extends Dialect {
  /** Cells of most lines. */
  readonly width: number
  /** Part of the lines that have so many. */
  readonly share: number
}

/** Commas come last: they also stand in numbers and sentences. */
const separators = ['\t', ';', '|', ',']

/**
 * Finds the separator by cutting the sample with each: the right one gives the same number of cells on (nearly) every
 * line, with quotes respected. A file of one column gets ',' or what the caller prefers.
 * @param whole true when the sample is the whole file, else its last line is taken as cut off
 */
export function sniffDialect(sample: string, whole: boolean): Dialect {
  const lineBreak = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r'
  // What isn't there cuts nothing.
  const scores = separators.filter((separator) => sample.includes(separator)).map((separator) => score(sample, { separator, lineBreak }, whole)).filter(({ width }) => width > 1)
  const [comma] = scores.filter(({ separator }) => separator === ',')
  const others = scores.filter(({ separator }) => separator !== ',').sort(better)
  const best = others[0]
  if (best && (best.share >= 0.98 || !comma || best.share >= comma.share)) return best
  return comma ?? { separator: ',', lineBreak }
}

function better(a: Score, b: Score): number {
  return Math.abs(b.share - a.share) > 0.02 ? b.share - a.share : b.width - a.width
}

function score(sample: string, dialect: Dialect, whole: boolean): Score {
  const counts = new Map<number, number>()
  let lines = 0
  const tokenizer = new DelimitedTokenizer(dialect.separator, dialect.lineBreak, (cells) => {
    let width = cells.length
    while (width > 0 && cells[width - 1] === '') width--
    if (width === 0) return
    lines++
    // Trailing empty cells count: most lines of a sparse table end in some.
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  })
  try {
    tokenizer.push(sample)
    if (whole) tokenizer.end()
  } catch {
    // A quote left open cuts the sample short; what came before still tells.
  }
  const [width, most] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])
  return { ...dialect, width, share: lines === 0 ? 0 : most / lines }
}
