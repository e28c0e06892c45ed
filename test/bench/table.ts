import { spread } from './harness.js'
import { measures } from './scenario.js'
import type { Run } from './harness.js'
import type { Contestant, Measure } from './scenario.js'

/** How numbers of a measure are written; those of `after` are milliseconds, with their spread. */
const written: Readonly<Record<string, (value: number) => string>> = {
  bytes: (bytes) => (bytes / 1000).toFixed(1),
  scriptBytes: (bytes) => (bytes / 1000).toFixed(1),
  requests: String,
  blocking: (ms) => String(Math.round(ms)),
  longest: (ms) => String(Math.round(ms)),
  shift: (score) => score.toFixed(3),
  memory: (megabytes) => String(Math.round(megabytes)),
}

/** The Markdown table of one condition: a row per contestant; the first column also as ratio to the first contestant. */
export function tableOf(runs: readonly Run[], contestants: readonly Contestant[], columns: readonly Measure[]): string {
  const of = (name: string, column: string) => spread(runs.filter((run) => run.name === name).map(({ values }) => values[column]))
  const [main = 'visible'] = columns
  const base = of(contestants[0]?.name ?? '', main).median
  const cell = (name: string, column: string) => {
    const { median, min, max } = of(name, column)
    if (Number.isNaN(median)) return '–'
    const write = written[column]
    return write ? write(median) : `${Math.round(median)} (${Math.round(min)}–${Math.round(max)})`
  }
  const ratio = (name: string) => {
    const { median } = of(name, main)
    return Number.isNaN(median) ? 'failed' : (median / base).toFixed(2)
  }
  const title = (column: string) => (measures as Readonly<Record<string, string>>)[column] ?? `${column}, ms`
  const heads = ['page', title(main), `× ${contestants[0]?.name ?? ''}`, ...columns.slice(1).map(title)]
  const rows = contestants.map(({ name }) => [name, cell(name, main), ratio(name), ...columns.slice(1).map((column) => cell(name, column))])
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
