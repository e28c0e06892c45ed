import { bigCsv } from './big-csv.js'
import { Bodies, dgeScript } from './pages.js'
import { unthrottled } from './scenario.js'
import type { Page } from 'playwright-core'
import type { Contestant, Scenario, Stage } from './scenario.js'

/** Bars of the sums, as little as there can be. */
const draw = `
const draw = (sums) => {
  const max = Math.max(...sums.values()), ns = 'http://www.w3.org/2000/svg', svg = document.createElementNS(ns, 'svg')
  svg.setAttribute('viewBox', '0 0 600 300')
  ;[...sums].forEach(([, value], i) => {
    const bar = document.createElementNS(ns, 'rect'), height = value / max * 260
    for (const [name, v] of Object.entries({ x: i * 50 + 5, y: 270 - height, width: 40, height, fill: '#2a6fb0' })) bar.setAttribute(name, v)
    svg.append(bar)
  })
  document.body.append(svg)
}`

const rawFetch = `${draw}
const bytes = await (await fetch('/data.csv')).arrayBuffer()
draw(new Map(Array.from({ length: 12 }, (_, i) => [i, bytes.byteLength])))`

/** Knows the file: no quotes before the sixth column, no types to find out. */
const scanner = `
const sums = new Map(), names = new Map(), decoder = new TextDecoder()
const reader = (await fetch('/data.csv')).body.getReader()
let rest = new Uint8Array(), header = true
for (;;) {
  const { done, value } = await reader.read()
  if (done) break
  let bytes = value
  if (rest.length) { bytes = new Uint8Array(rest.length + value.length); bytes.set(rest); bytes.set(value, rest.length) }
  let at = 0
  if (header) { at = bytes.indexOf(10) + 1; header = false }
  for (;;) {
    const end = bytes.indexOf(10, at)
    if (end < 0) break
    let p = at, commas = 0, hash = 0, start = 0
    while (commas < 3) if (bytes[p++] === 44) commas++
    start = p
    while (bytes[p] !== 44) hash = Math.imul(hash, 31) + bytes[p++] | 0
    let entry = names.get(hash)
    if (!entry) names.set(hash, entry = { name: decoder.decode(bytes.subarray(start, p)), sum: 0 })
    p++
    while (bytes[p++] !== 44);
    let m = 0
    for (; bytes[p] !== 44; p++) if (bytes[p] !== 46) m = m * 10 + bytes[p] - 48
    entry.sum += m
    at = end + 1
  }
  rest = bytes.slice(at)
}
for (const { name, sum } of names.values()) sums.set(name, sum / 100)
postMessage(sums)`

const floor = `${draw}
new Worker('/scan.js', { type: 'module' }).onmessage = ({ data }) => draw(data)`

const vegaEmbed = `
import embed from 'vega-embed'
embed('#chart', { data: { url: '/data.csv', format: { type: 'csv' } }, mark: 'bar', width: 600, height: 300,
  encoding: { x: { field: 'categorie', type: 'nominal' }, y: { aggregate: 'sum', field: 'valeur', type: 'quantitative' } } }, { renderer: 'svg' })`

const papaparse = `${draw}
import Papa from 'papaparse'
import { rollup, sum } from 'd3-array'
const { data } = Papa.parse(await (await fetch('/data.csv')).text(), { header: true, skipEmptyLines: true })
draw(rollup(data, (rows) => sum(rows, (row) => +row.valeur), (row) => row.categorie))`

const udsv = `${draw}
import { inferSchema, initParser } from 'udsv'
import { rollup, sum } from 'd3-array'
const text = await (await fetch('/data.csv')).text()
const rows = initParser(inferSchema(text)).stringArrs(text)
draw(rollup(rows, (group) => sum(group, (row) => +row[5]), (row) => row[3]))`

const bars = "sized('svg rect', 12)"

/** A question about the same file: other columns. */
function ask(group: string, value: string) {
  return async (page: Page): Promise<number> =>
    page.evaluate(async ([group, value]) => {
      const chart = document.querySelector('dge-chart') as unknown as { sourceInUse: { query(query: unknown): Promise<unknown> } }
      const started = performance.now()
      await chart.sourceInUse.query({ groupBy: [{ as: 'k', expr: { property: group } }], aggregate: [{ as: 'v', op: 'sum', expr: { property: value } }] })
      return performance.now() - started
    }, [group, value] as const)
}

async function secondQuestions(page: Page): Promise<Readonly<Record<string, number>>> {
  const second = await ask('categorie', 'entier')(page)
  const third = await ask('date', 'valeur_fr')(page)
  return { 'second question': second, 'third, by day': third }
}

const contestants: readonly Contestant[] = [
  { name: 'raw fetch', path: '/raw.html', done: bars },
  { name: 'floor: byte scan in a worker', path: '/floor.html', done: bars },
  { name: 'dge-chart', path: '/dge.html', done: `deep('dge-chart').every((e) => e.state === 'ready') && sized('[part="chart"] svg path, [part="chart"] svg rect', 12)`, after: secondQuestions },
  { name: 'papaparse + d3-array', path: '/papaparse.html', done: bars },
  { name: 'uDSV + d3-array', path: '/udsv.html', done: bars },
  { name: 'vega-embed', path: '/vega-embed.html', done: "sized('.mark-rect > path', 12)" },
]

async function prepare(rows: number): Promise<Stage> {
  const bodies = new Bodies()
  bodies.csv('/data.csv', bigCsv(rows))
  bodies.script('raw', rawFetch)
  bodies.page('raw', '<script type="module" src="/raw.js"></script>')
  bodies.script('scan', scanner)
  bodies.script('floor', floor)
  bodies.page('floor', '<script type="module" src="/floor.js"></script>')
  await bodies.bundled('vega-embed', vegaEmbed, '<div id="chart"></div>')
  await bodies.bundled('papaparse', papaparse, '')
  await bodies.bundled('udsv', udsv, '')
  await bodies.library()
  bodies.page('dge', '<dge-chart src="/data.csv" type="bar" x="categorie" y="sum(valeur)"></dge-chart>', dgeScript)
  return { bodies, contestants }
}

/** A bar chart of sums from a large CSV, and further questions about it. */
function bigFile(id: string, title: string, rows: number): Scenario {
  return {
    id,
    title,
    conditions: [{ ...unthrottled, memory: true }],
    columns: ['visible', 'processors', 'longest', 'blocking', 'memory', 'second question', 'third, by day'],
    note: 'Raw fetch reads the body into an ArrayBuffer and draws nothing of it; the floor knows the columns, their types and that no cell before the sixth has quotes. On processors = what all threads of the browser took together until then, the network’s and the compiler’s included: half of it is the least time that a page can take on two cores. Longest = the longest task of the main thread; peak MB = of the page’s process, its worker included. Further questions go to the source by other columns, from asking to the answer.',
    packages: ['vega-embed', 'vega', 'vega-lite', 'papaparse', 'udsv'],
    prepare: () => prepare(rows),
  }
}

export const s2: Scenario = bigFile('S2', 'a bar chart of sums from 1,000,000 rows × 8 of CSV (90 MB)', 1_000_000)
export const s2Medium: Scenario = bigFile('S2-100k', 'the same from 100,000 rows (9 MB)', 100_000)
