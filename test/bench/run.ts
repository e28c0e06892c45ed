/**
 * `npm run bench`: S1, one bar chart from a CSV of 12 rows, cold, beside a hand-written floor, vega-embed and Chart.js in the
 * same interleaved run. Writes BENCHMARKS.md. `ROUNDS=3 npm run bench` for a quick look (7 by default).
 */
import { readFileSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { build } from 'esbuild'
import { chromiumVersion, requireChromium } from '../setup/chromium.js'
import { conditions, measure, spread } from './harness.js'
import { bodyOf, serveBodies } from './server.js'
import type { Contestant, Run } from './harness.js'
import type { Body } from './server.js'

const rounds = Number(process.env['ROUNDS'] ?? 7)
/** Read from the file: not every package exports its package.json. */
const version = (name: string) => (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version

const data = 'mois;montant\n' + ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.']
  .map((month, index) => `${month};${120 + ((index * 53) % 97)}`).join('\n') + '\n'

const page = (head: string, body: string) =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>S1</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`

const floor = `
const text = await (await fetch('/data.csv')).text()
const rows = text.trim().split('\\n').slice(1).map((line) => line.split(';'))
const max = Math.max(...rows.map((row) => +row[1])), ns = 'http://www.w3.org/2000/svg', svg = document.createElementNS(ns, 'svg')
svg.setAttribute('viewBox', '0 0 600 300')
rows.forEach(([month, value], i) => {
  const bar = document.createElementNS(ns, 'rect'), height = value / max * 260
  for (const [name, v] of Object.entries({ x: i * 50 + 5, y: 270 - height, width: 40, height, fill: '#2a6fb0' })) bar.setAttribute(name, v)
  const label = document.createElementNS(ns, 'text')
  label.setAttribute('x', i * 50 + 25); label.setAttribute('y', 288); label.setAttribute('text-anchor', 'middle'); label.textContent = month
  svg.append(bar, label)
})
document.body.append(svg)`

const vegaEmbed = `
import embed from 'vega-embed'
embed('#chart', { data: { url: '/data.csv', format: { type: 'dsv', delimiter: ';' } }, mark: 'bar', width: 600, height: 300,
  encoding: { x: { field: 'mois', type: 'nominal', sort: null }, y: { field: 'montant', type: 'quantitative' } } }, { renderer: 'svg' })`

const chartJs = `
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js'
Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip)
const rows = (await (await fetch('/data.csv')).text()).trim().split('\\n').slice(1).map((line) => line.split(';'))
new Chart(document.querySelector('canvas'), { type: 'bar', options: { animation: false },
  data: { labels: rows.map(([month]) => month), datasets: [{ label: 'montant', data: rows.map(([, value]) => +value), backgroundColor: '#2a6fb0' }] } })`

const contestants: readonly Contestant[] = [
  { name: 'floor (hand-written)', path: '/floor.html', done: "sized('svg rect', 12)" },
  { name: 'Chart.js', path: '/chartjs.html', done: "coloured(document.querySelector('canvas')) > 150" },
  { name: 'dge-chart', path: '/dge.html', done: "deep('dge-chart').every((e) => e.state === 'ready') && sized('svg .mark-rect > path, svg .mark-rect path', 12)" },
  { name: 'vega-embed', path: '/vega-embed.html', done: "sized('.mark-rect > path', 12)" },
]

/** All bodies of the run, by path. */
async function bodies(): Promise<Map<string, Body>> {
  const files = new Map<string, Body>()
  const script = (name: string, code: string | Buffer) => files.set(`/${name}`, bodyOf('text/javascript', code))
  const html = (name: string, head: string, body: string) => files.set(`/${name}.html`, bodyOf('text/html; charset=utf-8', page(head, body)))
  files.set('/data.csv', bodyOf('text/csv; charset=utf-8', data))
  script('floor.js', floor)
  script('vega-embed.js', await bundle(vegaEmbed))
  script('chartjs.js', await bundle(chartJs))
  script('dge.js', await readFile('dist/dge.js'))
  for (const name of await readdir('dist/chunks')) script(`chunks/${name}`, await readFile(`dist/chunks/${name}`))
  html('floor', '', '<script type="module" src="/floor.js"></script>')
  html('vega-embed', '', '<div id="chart"></div><script type="module" src="/vega-embed.js"></script>')
  html('chartjs', '', '<div style="width:600px;height:300px"><canvas></canvas></div><script type="module" src="/chartjs.js"></script>')
  html('dge', '<script type="module" src="/dge.js"></script>', '<dge-chart src="/data.csv" type="bar" x="mois" y="montant"></dge-chart>')
  return files
}

async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: process.cwd() }, bundle: true, minify: true, format: 'esm', write: false, target: 'es2022',
  })
  return outputFiles[0]?.text ?? ''
}

function table(runs: readonly Run[]): string {
  const of = (name: string, read: (run: Run) => number) => spread(runs.filter((run) => run.name === name).map(read))
  const base = of(contestants[0]?.name ?? '', (run) => run.visible).median
  const kb = (bytes: number) => (bytes / 1000).toFixed(1)
  const rows = contestants.map(({ name }) => {
    const visible = of(name, (run) => run.visible)
    const cells = [
      name,
      `${Math.round(visible.median)} (${Math.round(visible.min)}–${Math.round(visible.max)})`,
      (visible.median / base).toFixed(2),
      kb(of(name, (run) => run.bytes).median),
      kb(of(name, (run) => run.scriptBytes).median),
      String(of(name, (run) => run.requests).median),
      String(Math.round(of(name, (run) => run.blocking).median)),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return ['| page | chart visible, ms: median (min–max) | × floor | kB | kB script | requests | blocking ms |', '|---|---|---|---|---|---|---|', ...rows].join('\n')
}

const server = await serveBodies(await bodies())
const sections: string[] = []
for (const condition of conditions) sections.push(`### ${condition.name}\n\n${table(await measure(server.origin, contestants, condition, rounds))}`)
await server.stop()

const text = `## S1: one bar chart from a CSV of 12 rows

${sections.join('\n\n')}

Medians of ${rounds} cold loads each, interleaved, bodies in brotli over HTTP/1.1 from the same machine, cache off. "Visible" is the first frame in which
12 bars have a size (or the canvas has colour). Only ratios within one run say something: absolute times are those of this machine on that day.
${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.version}, ${chromiumVersion(requireChromium())}; vega-embed ${version('vega-embed')}, vega ${version('vega')}, vega-lite ${version('vega-lite')}, Chart.js ${version('chart.js')}.
`
const file = 'BENCHMARKS.md'
const old = await readFile(file, 'utf8').catch(() => '# Benchmarks\n\n`npm run build && npm run bench` writes this section anew.\n\n<!-- S1 -->\n<!-- /S1 -->\n')
await writeFile(file, old.replace(/<!-- S1 -->[^]*<!-- \/S1 -->/, `<!-- S1 -->\n${text}<!-- /S1 -->`))
console.log(text)
