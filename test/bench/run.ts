/**
 * `npm run bench`: every scenario and study, or those named (`npm run bench -- S1 S3`), each beside its peers in one interleaved
 * run. Writes BENCHMARKS.md, and bench-report/index.html of it. `ROUNDS=3 npm run bench` for a quick look (5 by default).
 */
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { chromiumVersion, requireChromium } from '../setup/chromium.js'
import { localCertificate } from './certificate.js'
import { measure } from './harness.js'
import { versionOf } from './pages.js'
import { scenarios, studies } from './scenarios.js'
import { writeReport } from './report.js'
import { serveBodies } from './server.js'
import { tableOf } from './table.js'
import type { Scenario, Study } from './scenario.js'

const rounds = Number(process.env['ROUNDS'] ?? 5)
const wanted = process.argv.slice(2).map((id) => id.toUpperCase())
const all = [...scenarios, ...studies]
const unknown = wanted.filter((id) => !all.some((one) => one.id.toUpperCase() === id))
if (unknown.length) {
  console.error(`No scenario ${unknown.join(', ')}: there are ${all.map(({ id }) => id).join(', ')}`)
  process.exit(1)
}
const chosen = all.filter(({ id }) => wanted.length === 0 || wanted.includes(id.toUpperCase()))

// What else runs on the machine does not count where the system gives a real-time class (Linux, root); servers and browsers inherit it.
const isUndisturbed = process.platform === 'linux' && spawnSync('chrt', ['--all-tasks', '--rr', '--pid', '5', String(process.pid)]).status === 0

for (const one of chosen) {
  const started = Date.now()
  const body = 'prepare' in one ? await compare(one) : await one.run(rounds)
  const seconds = Math.round((Date.now() - started) / 1000)
  await replaceSection(one, `${body}\n\n${machine(one)}`)
  console.log(`${one.id}: ${one.title}, ${seconds} s\n\n${body}\n`)
}

console.log(`Charts of all sections: ${await writeReport()}`)

async function compare({ conditions, columns, http2, note, lists, prepare }: Scenario): Promise<string> {
  const { bodies, contestants } = await prepare()
  const certificate = http2 ? localCertificate() : undefined
  const server = await serveBodies(bodies, 'no-store', certificate)
  const parts: string[] = []
  try {
    for (const condition of conditions) {
      const runs = await measure(server.origin, contestants, condition, rounds)
      parts.push(`### ${condition.name}\n\n${tableOf(runs, contestants, columns)}`)
      const listed = runs.find(({ name }) => name === lists)
      if (listed) parts.push(`Requests of ${listed.name}: ${listed.requests.slice(0, listed.values['requests']).map(([path, bytes]) => `${withoutHash(path)} ${(bytes / 1000).toFixed(1)} kB`).join(', ')}.`)
    }
  } finally {
    await server.stop()
  }
  const how = `Medians of ${rounds} cold loads each, interleaved; bodies in brotli over ${certificate ? 'HTTP/2' : 'HTTP/1.1'} from the same machine, cache off. ${note}`
  return [...parts, how].join('\n\n')
}

/** Names of chunks change with every build. */
function withoutHash(path: string): string {
  return path.replace(/-[\w-]{8}\.js$/, '.js')
}

function machine({ packages }: Scenario | Study): string {
  const versions = packages.map((name) => `${name} ${versionOf(name)}`)
  const day = new Date().toISOString().slice(0, 10)
  const processors = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}${isUndisturbed ? ' in a real-time class' : ''}`
  return `${[`${day}, ${processors}`, `Node ${process.version}`, chromiumVersion(requireChromium()), ...versions].join(', ')}.`
}

/** Puts the section in the place of the old one, or at the end. */
async function replaceSection({ id, title }: Scenario | Study, body: string): Promise<void> {
  const file = 'BENCHMARKS.md'
  const text = await readFile(file, 'utf8')
  const section = `<!-- ${id} -->\n## ${id}: ${title}\n\n${body}\n<!-- /${id} -->`
  const place = new RegExp(`<!-- ${id} -->[^]*<!-- /${id} -->`)
  await writeFile(file, place.test(text) ? text.replace(place, () => section) : `${text.trimEnd()}\n\n${section}\n`)
}
