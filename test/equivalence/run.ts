/**
 * `npm run equivalence [-- --queries 1000 --seed 7 --only ClickHouse,DuckDB]`: random queries against everything that can serve the
 * communes, each answer compared with the engine's. Prints the differences and, with `--write`, puts the table into
 * BENCHMARKS.md. Ends with an error when anything differs. What is found is kept in test/output/equivalence.json: with
 * `--resume`, what was asked as often with the same seed is not asked again.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { backends } from './backends/index.js'
import { communes } from './communes.js'
import { costOf } from './costs.js'
import { measure } from './measure.js'
import { nastyTasks } from './tasks.js'
import { writeSection } from './write-section.js'
import type { Cost } from './costs.js'
import type { Measure } from './measure.js'

const { values } = parseArgs({
  options: {
    queries: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
  },
})
const queries = Number(values.queries)
const seed = Number(values.seed)
const asked = values.only.toLowerCase().split(',')
const chosen = backends.filter(({ name }) => asked.some((word) => name.toLowerCase().includes(word.trim())))
console.log(`seed ${seed}, ${queries} queries, ${chosen.length} backends`)

const table = await communes()
const kept = new URL('../output/equivalence.json', import.meta.url)
const findings: Finding[] = values.resume ? await earlier() : []
const absent: string[] = []
for (const backend of chosen) {
  const missing = backend.missing?.()
  if (missing) {
    absent.push(`${backend.name}: ${missing}`)
    continue
  }
  if (findings.some(({ measured }) => measured.name === backend.name)) continue
  const measured = await measure(backend, { table, unique: 'code', queries, seed })
  show(measured)
  const cost = await costOf(backend, table)
  for (const [name, { most = Infinity, ...task }] of Object.entries(nastyTasks(backend))) {
    show(await measure({ ...backend, name: `${backend.name}, ${name}` }, { ...task, queries: Math.min(queries, most), seed }))
  }
  findings.push({ seed, queries, measured, cost })
  await mkdir(new URL('.', kept), { recursive: true })
  await writeFile(kept, JSON.stringify(findings))
}
const inOrder = chosen.flatMap(({ name }) => findings.find(({ measured }) => measured.name === name) ?? [])
for (const line of absent) console.log(`not run: ${line}`)
const text = report()
console.log(`\n${text}`)
if (values.write) await writeSection('equivalence', text)

interface Finding {
  readonly seed: number
  readonly queries: number
  readonly measured: Measure
  readonly cost: Cost
}

/** Findings of earlier runs with this seed and number of queries. */
async function earlier(): Promise<Finding[]> {
  const text = await readFile(kept, 'utf8').catch(() => '[]')
  return (JSON.parse(text) as Finding[]).filter((one) => one.seed === seed && one.queries === queries)
}

function show(measured: Measure) {
  const { name, differences, milliseconds } = measured
  console.log(`${name}: ${measured.queries} queries, ${differences.length} differences, ${Math.round(milliseconds / 1000)} s`)
  for (const line of differences.slice(0, 20)) console.log(`  ${line}`)
  if (differences.length > 0) process.exitCode = 1
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} kB`
}

function report(): string {
  const percent = (part: number, whole: number) => `${Math.round((100 * part) / whole)} %`
  const lines = inOrder.map(({ measured: m }) => {
    const cells = [
      m.name, m.queries, m.differences.length, percent(m.pushed, m.queries), percent(m.partly, m.queries), m.refused,
      `${m.openingRequests}, ${kB(m.openingBytes)}`, (m.requests / m.queries).toFixed(2), kB(m.bytes / m.queries),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    `${queries} random queries each in pages of a hundred, seed ${seed}, ${table.numRows} communes, Node ${process.versions.node}, ${cpus().length} cores.`,
    '',
    '| served by | queries | differences | wholly by the server | partly | refused | opening: requests, bytes | requests a query | bytes a query |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...lines,
    ...absent.map((line) => `\nNot run: ${line}.`),
    '',
    'Six displays of one page at once (population by département, communes by year, two figures, the first page of a table, fifteen bars of one',
    'département), bytes before compression:',
    '',
    '| served by | opening: requests, bytes | six displays: requests, bytes |',
    '| --- | --: | --: |',
    ...inOrder.map(({ cost: { name, opening, displays } }) => `| ${name} | ${opening.requests}, ${kB(opening.bytes)} | ${displays.requests}, ${kB(displays.bytes)} |`),
  ].join('\n')
}
