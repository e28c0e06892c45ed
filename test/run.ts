/**
 * `npm test`: everything from a bare machine, what keeps one core busy beside the rest; `tsx test/run.ts build e2e` runs only the named steps. Prints one last
 * line `N passed, N failed[, N skipped]`. Lint, types, demo data and build count as one test each.
 */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { bundleTests } from './setup/bundle.js'
import { requireChromium } from './setup/chromium.js'
import { setUpClickHouse } from './setup/clickhouse.js'
import { setUpKoop } from './setup/koop.js'
import { setUpMapServer } from './setup/mapserver.js'
import { setUpPostGis } from './setup/postgis.js'

interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const started = Date.now()
const totals = { passed: 0, failed: 0, skipped: 0 }
const failures: string[] = []

/** Runs a command, shows what it prints as it comes or, `atOnce`, when it has ended, and gives its exit code and output. */
function run(command: string, args: readonly string[], atOnce: boolean) {
  return new Promise<{ code: number; output: string }>((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        if (!atOnce) process.stdout.write(chunk)
      })
    }
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
  })
}

interface Step {
  readonly command: string
  readonly args: readonly string[] | (() => Promise<readonly string[]>)
  readonly count: (code: number, output: string) => Outcome
  /** What it needs on the machine. */
  readonly needs?: readonly ('chromium' | 'mapserver' | 'postgis' | 'clickhouse' | 'koop')[]
  /** Runs beside the steps after it, in one row with others of its kind, and is shown when it has ended: it uses one core. */
  readonly beside?: boolean
}

async function runStep(name: string, { command, args, count, beside = false }: Step) {
  const heading = `\n== ${name}`
  if (!beside) console.log(heading)
  const before = Date.now()
  const { code, output } = typeof args === 'function' ? await args().then((made) => run(command, made, beside), (error) => ({ code: 1, output: String(error) })) : await run(command, args, beside)
  if (beside) console.log(`${heading}\n${output}`)
  const outcome = count(code, stripVTControlCharacters(output))
  // A runner that died without counting a failure, or that found nothing to run, has failed all the same.
  const nothing = outcome.passed + outcome.skipped === 0
  const failed = outcome.failed === 0 && (code !== 0 || nothing) ? 1 : outcome.failed
  totals.passed += outcome.passed
  totals.failed += failed
  totals.skipped += outcome.skipped
  if (failed > 0) failures.push(name)
  const skipped = outcome.skipped ? `, ${outcome.skipped} skipped` : ''
  console.log(`== ${name}: ${outcome.passed} passed, ${failed} failed${skipped} (${Math.round((Date.now() - before) / 1000)} s)`)
}

const single = (code: number): Outcome => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 })

/** The closing lines of node's test runner: `# pass 12` or `ℹ pass 12`. */
function nodeTest(_code: number, output: string): Outcome {
  const read = (word: string) => Number(output.match(new RegExp(`^(?:#|ℹ) ${word} (\\d+)`, 'm'))?.[1] ?? 0)
  return { passed: read('pass'), failed: read('fail') + read('cancelled'), skipped: read('skipped') + read('todo') }
}

/** The last progress line of @web/test-runner: `12 passed, 0 failed`. */
function webTestRunner(_code: number, output: string): Outcome {
  const last = [...output.matchAll(/(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/g)].at(-1)
  return { passed: Number(last?.[1] ?? 0), failed: Number(last?.[2] ?? (last ? 0 : 1)), skipped: Number(last?.[3] ?? 0) }
}

const node = process.execPath
const bin = (name: string) => `node_modules/.bin/${name}`
const wtr = (group: string): Step => ({
  command: bin('wtr'),
  args: ['--config', 'test/web-test-runner.config.js', '--group', group, '--static-logging'],
  count: webTestRunner,
  needs: ['chromium'],
  beside: true,
})

/** In this order: stories show the data, `unit` has a test of the built package, `e2e` opens built pages. */
const steps: Readonly<Record<string, Step>> = {
  lint: { command: 'npm', args: ['run', '--silent', 'lint'], count: single, beside: true },
  types: { command: 'npm', args: ['run', '--silent', 'types'], count: single },
  data: { command: node, args: ['demo/prepare-data.js'], count: single },
  browser: wtr('default'),
  stories: wtr('stories'),
  build: { command: 'npm', args: ['run', '--silent', 'build'], count: single },
  unit: { command: node, args: () => nodeArgs('.test.ts', 3), count: nodeTest, needs: ['mapserver', 'postgis', 'clickhouse', 'koop'] },
  e2e: { command: node, args: () => nodeArgs('.e2e.ts', 2), count: nodeTest, needs: ['chromium', 'mapserver'] },
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in steps))
if (unknown.length > 0) end(`No step ${unknown.join(', ')}: there are ${Object.keys(steps).join(', ')}`)
const chosen = Object.entries(steps).filter(([name]) => wanted.length === 0 || wanted.includes(name))

try {
  const needs = new Set(chosen.flatMap(([, step]) => step.needs ?? []))
  if (needs.has('chromium')) process.env['CHROME_PATH'] = requireChromium()
  if (needs.has('mapserver')) console.log(setUpMapServer())
  if (needs.has('postgis')) console.log(setUpPostGis())
  if (needs.has('clickhouse')) console.log(setUpClickHouse())
  if (needs.has('koop')) console.log(setUpKoop())
} catch (error) {
  end(error instanceof Error ? error.message : String(error))
}

let beside = Promise.resolve()
for (const [name, step] of chosen) {
  if (step.beside) beside = beside.then(() => runStep(name, step))
  else await runStep(name, step)
}
await beside

const seconds = Math.round((Date.now() - started) / 1000)
console.log(`\nDone in ${seconds} s.${failures.length ? ` Failed: ${failures.join(', ')}.` : ''}`)
console.log(`${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ''}`)
process.exit(totals.failed ? 1 : 0)

/** Nothing could be run. */
function end(message: string): never {
  console.error(message)
  console.log('0 passed, 1 failed')
  process.exit(1)
}

/** Node 20's runner knows no globs: the files are listed here, put together with what they import. No test may hang for ever; those that wait for servers leave time to others. */
async function nodeArgs(suffix: string, atOnce: number): Promise<string[]> {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(suffix) && !name.includes('node_modules'))
  const paths = await bundleTests(files.map((name) => join('test', name)), suffix.slice(0, -'.ts'.length))
  return ['--test', `--test-concurrency=${atOnce}`, '--test-timeout=300000', '--test-reporter=spec', ...paths]
}
