import { DelimitedTokenizer } from './delimited.js'
import { separatorOf } from './separator.js'

/** How a delimited file is cut: what stands between cells, and between lines. */
export interface Dialect {
  readonly separator: string
  readonly lineBreak: '\n' | '\r'
}

/**
 * Finds how a file is cut by cutting a sample with each separator, with quotes respected.
 * @param whole true when the sample is the whole file, else its last line is taken as cut off
 */
export function sniffDialect(sample: string, whole: boolean): Dialect {
  const lineBreak = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r'
  const cut = (separator: string) => {
    const records: string[][] = []
    const tokenizer = new DelimitedTokenizer(separator, lineBreak, (cells) => records.push(cells))
    try {
      tokenizer.push(sample)
      if (whole) tokenizer.end()
    } catch {
      // A quote left open cuts the sample short; what came before still tells.
    }
    return records
  }
  return { separator: separatorOf(sample, cut), lineBreak }
}
