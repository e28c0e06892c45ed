/**
 * `npm test`: everything, in order, from a bare machine. Prints one last line `N passed, N failed[, N skipped]`.
 * Lint, types and build count as one test each.
 */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { requireChromium } from './setup/chromium.js'
import { setUpMapServer } from './setup/mapserver.js'

interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const started = Date.now()
const totals = { passed: 0, failed: 0, skipped: 0 }
const failures: string[] = []

/** Runs a command, shows what it prints, and gives its exit code and output. */
function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ code: number; output: string }>((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        process.stdout.write(chunk)
      })
    }
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
  })
}

async function step(name: string, command: string, args: readonly string[], count: (code: number, output: string) => Outcome) {
  console.log(`\n== ${name}`)
  const before = Date.now()
  const { code, output } = await run(command, args)
  const outcome = count(code, output)
  // A runner that died without counting a failure has failed all the same.
  const failed = outcome.failed === 0 && code !== 0 ? 1 : outcome.failed
  totals.passed += outcome.passed
  totals.failed += failed
  totals.skipped += outcome.skipped
  if (failed > 0) failures.push(name)
  console.log(`== ${name}: ${outcome.passed} passed, ${failed} failed (${Math.round((Date.now() - before) / 1000)} s)`)
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

try {
  process.env['CHROME_PATH'] = requireChromium()
  console.log(setUpMapServer())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.log('0 passed, 1 failed')
  process.exit(1)
}

await step('lint', bin('eslint'), ['-c', 'test/eslint.config.js', 'src', 'demo', 'test', 'stories', 'rollup.config.js'], single)
await step('types', bin('tsc'), ['--noEmit', '-p', '.'], single)
await step('demo data', node, ['demo/prepare-data.js'], single)
await step('build', 'npm', ['run', '--silent', 'build'], single)
await step('unit', node, nodeArgs('.test.ts'), nodeTest)
await step('browser', bin('wtr'), ['--config', 'test/web-test-runner.config.js'], webTestRunner)
await step('pages', node, nodeArgs('.e2e.ts'), nodeTest)

const seconds = Math.round((Date.now() - started) / 1000)
console.log(`\nDone in ${seconds} s.${failures.length ? ` Failed: ${failures.join(', ')}.` : ''}`)
console.log(`${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ''}`)
process.exit(totals.failed ? 1 : 0)

/** Node 20's runner knows no globs: the files are listed here. */
function nodeArgs(suffix: string): string[] {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(suffix))
  const paths = files.map((name) => join('test', name)).sort()
  return ['--import', 'tsx', '--test', '--test-concurrency=2', '--test-reporter=spec', ...paths]
}
