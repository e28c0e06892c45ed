import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { render } from '../../src/cli/render.js'
import { Bodies, dgeScript, earlyScript } from './pages.js'
import { phone, unthrottled } from './scenario.js'
import { bodyOf } from './server.js'
import type { Contestant, Scenario, Stage } from './scenario.js'

const months = ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.']
const data = `mois;montant\n${months.map((month, index) => `${month};${120 + ((index * 53) % 97)}`).join('\n')}\n`

/** What every script does with the file first. */
const rows = `const rows = (await (await fetch('/data.csv')).text()).trim().split('\\n').slice(1).map((line) => line.split(';'))`

const floor = `
${rows}
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
${rows}
new Chart(document.querySelector('canvas'), { type: 'bar', options: { animation: false },
  data: { labels: rows.map(([month]) => month), datasets: [{ label: 'montant', data: rows.map(([, value]) => +value), backgroundColor: '#2a6fb0' }] } })`

const echarts = `
import { BarChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
use([BarChart, GridComponent, TooltipComponent, SVGRenderer])
${rows}
init(document.querySelector('#chart'), null, { renderer: 'svg' }).setOption({ animation: false, tooltip: {}, xAxis: { type: 'category', data: rows.map(([month]) => month) },
  yAxis: {}, series: [{ type: 'bar', color: '#2a6fb0', data: rows.map(([, value]) => +value) }] })`

const plot = `
import { barY, plot } from '@observablehq/plot'
${rows}
document.querySelector('#chart').append(plot({ width: 600, height: 300, x: { domain: rows.map(([month]) => month) }, marks: [barY(rows, { x: '0', y: (row) => +row[1], fill: '#2a6fb0' })] }))`

// Bars are counted once the tag says that it is ready: to go through the page in each frame would be measured too.
const ready = `document.querySelector('dge-chart').state === 'ready' && sized('[part="chart"] svg path, [part="chart"] svg rect', 12)`
const contestants: readonly Contestant[] = [
  { name: 'floor (hand-written)', path: '/floor.html', done: "sized('svg rect', 12)" },
  { name: 'dge-chart', path: '/dge.html', done: ready },
  { name: 'dge-chart, with early.js', path: '/dge-early.html', done: ready },
  { name: 'dge-chart, rendered before', path: '/dge-rendered.html', done: "sized('.dge-prerendered svg path, .dge-prerendered svg rect', 12)" },
  { name: 'Chart.js', path: '/chartjs.html', done: "coloured(document.querySelector('canvas')) > 150" },
  { name: 'Observable Plot', path: '/plot.html', done: "sized('svg rect', 12)" },
  { name: 'ECharts', path: '/echarts.html', done: "sized('svg path[fill=\"#2a6fb0\"]', 12)" },
  { name: 'vega-embed', path: '/vega-embed.html', done: "sized('.mark-rect > path', 12)" },
]

async function prepare(): Promise<Stage> {
  const bodies = new Bodies()
  const box = '<div id="chart" style="width:600px;height:300px"></div>'
  const tag = '<dge-chart src="/data.csv" type="bar" x="mois" y="montant"></dge-chart>'
  bodies.csv('/data.csv', data)
  bodies.script('floor', floor)
  bodies.page('floor', '<script type="module" src="/floor.js"></script>')
  await bodies.bundled('vega-embed', vegaEmbed, '<div id="chart"></div>')
  await bodies.bundled('chartjs', chartJs, '<div style="width:600px;height:300px"><canvas></canvas></div>')
  await bodies.bundled('echarts', echarts, box)
  await bodies.bundled('plot', plot, box)
  await bodies.library()
  bodies.page('dge', tag, dgeScript)
  bodies.page('dge-early', tag, earlyScript + dgeScript)
  await rendered(bodies, tag)
  return { bodies, contestants }
}

/** The page as `dge-dataviz render` writes it, with its style sheet. */
async function rendered(bodies: Bodies, tag: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 's1-'))
  try {
    await writeFile(join(folder, 'data.csv'), data)
    await writeFile(join(folder, 'dge-rendered.html'), `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>S1</title><link rel="icon" href="data:,">${dgeScript}</head><body>${tag}</body></html>`)
    await render(join(folder, 'dge-rendered.html'), { out: join(folder, 'out'), root: folder })
    bodies.set('/dge-rendered.html', bodyOf('text/html; charset=utf-8', await readFile(join(folder, 'out/dge-rendered.html'))))
    bodies.set('/dge-rendered.dge.css', bodyOf('text/css', await readFile(join(folder, 'out/dge-rendered.dge.css'))))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** One bar chart from a CSV of 12 rows, cold. */
export const s1: Scenario = {
  id: 'S1',
  title: 'one bar chart from a CSV of 12 rows',
  conditions: [unthrottled, phone],
  http2: true,
  columns: ['visible', 'bytes', 'scriptBytes', 'requests', 'blocking', 'longest', 'shift'],
  note: 'Visible = the first frame in which 12 bars have a size (or the canvas has colour).',
  packages: ['vega-embed', 'vega', 'vega-lite', 'chart.js', 'echarts', '@observablehq/plot'],
  prepare,
}
