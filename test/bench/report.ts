import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { render } from '../../src/cli/render.js'

/** Where the report stands; git ignores it. */
const folder = 'bench-report'

/** A table of BENCHMARKS.md. */
interface Measured {
  /** "phone (CPU ×4, 1.6 Mb/s, 150 ms)"; empty for a section's only table. */
  readonly title: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A section of BENCHMARKS.md that has tables. */
interface Section {
  /** "S1" */
  readonly id: string
  readonly title: string
  readonly tables: readonly Measured[]
  /** How it was measured, on what. */
  readonly notes: readonly string[]
}

/**
 * Writes `bench-report/index.html` from BENCHMARKS.md: its tables as charts of our own, drawn beforehand, so that the page can be opened
 * from the disk; served with `dist/` beside it they live. Gives the path of the page.
 */
export async function writeReport(): Promise<string> {
  const sections = sectionsOf(await readFile('BENCHMARKS.md', 'utf8'))
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'data'), { recursive: true })
  const parts: string[] = []
  for (const section of sections) parts.push(await sectionHtml(section))
  const page = join(folder, 'index.html')
  await writeFile(page, pageHtml(parts))
  await render(page, { out: folder, root: '.' })
  return page
}

/** The sections between marks (`<!-- S1 -->`), each with its tables. */
function sectionsOf(text: string): Section[] {
  return [...text.matchAll(/<!-- ([\w-]+) -->\n([^]*?)<!-- \/\1 -->/g)].flatMap(([, id = '', body = '']) => {
    const tables: Measured[] = []
    const notes: string[] = []
    let [title, part] = ['', '']
    for (const block of body.trim().split(/\n{2,}/)) {
      if (block.startsWith('## ')) title = block.slice(3)
      else if (block.startsWith('### ')) part = block.slice(4)
      else if (block.startsWith('|')) tables.push(tableOf(part, block))
      else notes.push(block)
    }
    return title && tables.length ? [{ id, title, tables, notes }] : []
  }).sort((a, b) => rankOf(a) - rankOf(b))
}

/** Scenarios first, by their numbers. */
function rankOf({ title }: Section): number {
  return Number(/^S(\d)/.exec(title)?.[1] ?? 10)
}

function tableOf(title: string, block: string): Measured {
  const [heads = [], , ...rows] = block.split('\n').map((line) => line.replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim()))
  return { title, heads, rows }
}

/** "411 (354–490)" as fastest, median and slowest; undefined for anything else. */
function rangeOf(cell: string): readonly [least: string, median: string, most: string] | undefined {
  const [, median, least, most] = /^([\d.]+) \(([\d.]+)–([\d.]+)\)$/.exec(cell) ?? []
  return median && least && most ? [least, median, most] : undefined
}

const isNumber = (cell: string) => /^-?[\d,]+(\.\d+)?$/.test(cell)

async function sectionHtml({ id, title, tables, notes }: Section): Promise<string> {
  const charts: string[] = []
  for (const [at, table] of tables.entries()) charts.push(await chartsHtml(table, `${id}-${at + 1}`))
  const drawn = charts.filter(Boolean).join('\n')
  if (!drawn) return ''
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escaped(title)}</h2>\n${drawn}\n${notes.map((note) => `<p class="note">${escaped(note)}</p>`).join('\n')}</section>`
}

/** The first times of a table with their spread, and its kilobytes. */
async function chartsHtml({ title, heads, rows }: Measured, id: string): Promise<string> {
  const named = rows.filter(([name]) => name)
  const times = heads.findIndex((_, at) => at > 0 && named.some((row) => rangeOf(row[at] ?? '')))
  const bytes = heads.findIndex((head, at) => /\bkB\b/.test(head) && named.some((row) => isNumber(row[at] ?? '')))
  const charts: string[] = []
  if (times > 0) {
    const lines = named.flatMap((row) => {
      const range = rangeOf(row[times] ?? '')
      return range ? [[row[0] ?? '', ...range]] : []
    })
    await saveCsv(`${id}-times`, ['page', 'fastest', 'median', 'slowest'], lines)
    charts.push(chartHtml(`${id}-times`, `type="dot" y="page" x="fastest, median, slowest" sort="data" unit="ms"`, titled(title, (heads[times] ?? '').replace(/, ms.*/, ''))))
  }
  if (bytes > 0) {
    const what = heads[bytes] ?? ''
    const lines = named.filter((row) => isNumber(row[bytes] ?? '')).map((row) => [row[0] ?? '', (row[bytes] ?? '').replace(/,/g, '')])
    await saveCsv(`${id}-amounts`, ['page', what], lines)
    charts.push(chartHtml(`${id}-amounts`, `type="bar" y="page" x="${quoted(what)}" sort="data"`, titled(title, what)))
  }
  return charts.length ? `<div class="charts">${charts.join('\n')}</div>` : ''
}

function titled(title: string, what: string): string {
  const words = /^kB\b/.test(what) ? what : what.charAt(0).toUpperCase() + what.slice(1)
  return title ? `${words}, ${title}` : words
}

/** Names with commas or brackets are quoted in the shorthand of attributes. */
function quoted(name: string): string {
  return escaped(/[,():]/.test(name) ? `"${name}"` : name)
}

function chartHtml(name: string, attributes: string, heading: string): string {
  return `<dge-chart src="data/${name}.csv" ${attributes} heading="${escaped(heading)}" x-title="" y-title="" credits="BENCHMARKS.md"></dge-chart>`
}

async function saveCsv(name: string, heads: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
  const cell = (text: string) => `"${text.replace(/"/g, '""')}"`
  await writeFile(join(folder, 'data', `${name}.csv`), `${[heads, ...rows].map((row) => row.map((text) => (isNumber(text) ? text : cell(text))).join(',')).join('\n')}\n`)
}

/** Text in an attribute or an element, without Markdown's marks of code. */
function escaped(text: string): string {
  return text.replace(/`/g, '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-inline-size: 72rem; padding: 1rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1.5rem; margin-block: 1rem; }
.note { max-inline-size: 60rem; font-size: 0.875rem; }`

function pageHtml(parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Benchmarks of dge</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<script type="module" src="../dist/dge.js"></script>
</head>
<body>
<h1>Benchmarks of dge</h1>
<p>Made of <code>BENCHMARKS.md</code>, where all numbers and the peers' versions are. Only ratios within one run say something.</p>
<main>
${parts.filter(Boolean).join('\n')}
</main>
</body>
</html>
`
}
