/**
 * `npm run costs [-- --only WFS]`: what the first page of a table and a chart cost where the server has up to ten million
 * rows. Prints the table and, when everything was measured, puts it into BENCHMARKS.md.
 */
import { parseArgs } from 'node:util'
import { large, largeCost } from './large.js'
import { writeSection } from './write-section.js'
import type { Amount } from './costs.js'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const amount = ({ requests, bytes }: Amount) => `${requests}, ${(bytes / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} kB`
const lines: string[] = []
const absent: string[] = []
for (const one of large.filter(({ name }) => name.includes(values.only))) {
  const missing = one.missing?.()
  if (missing) {
    absent.push(`${one.name}: ${missing}`)
    continue
  }
  const { name, rows, opening, page, chart } = await largeCost(one)
  lines.push(`| ${[name, rows.toLocaleString('en'), amount(opening), amount(page), chart ? `${amount(chart)} (${chart.groups} bars)` : ''].join(' | ')} |`)
  console.log(lines.at(-1))
}
const text = [
  '| served by | rows | opening: requests, bytes | first page of 20 rows, with the number of all: requests, bytes | bar chart of sums: requests, bytes |',
  '| --- | --: | --: | --: | --: |',
  ...lines,
  ...absent.map((line) => `\nNot run: ${line}.`),
].join('\n')
console.log(`\n${text}`)
if (values.only === '') await writeSection('large', text)
process.exit(0)
