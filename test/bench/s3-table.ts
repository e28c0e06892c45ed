import { Bodies, dgeScript, packageFile } from './pages.js'
import { twoFrames } from './harness.js'
import { unthrottled } from './scenario.js'
import type { Page } from 'playwright-core'
import type { Contestant, Scenario, Stage } from './scenario.js'

const count = 100_000

/** 100,000 rows of 8 columns, always the same: codes with leading zeros, names, numbers, dates. */
export function rowsCsv(rows = count): string {
  const lines = ['code;nom;departement;population;surface;densite;date;actif']
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  for (let row = 0; row < rows; row++) {
    const [population, surface] = [random(90_000), 1 + random(4000)]
    const date = `20${10 + random(15)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`
    lines.push(`${String(row).padStart(6, '0')};Commune ${row};${String(1 + random(95)).padStart(2, '0')};${population};${surface};${(population / surface).toFixed(2)};${date};${random(2) ? 'Oui' : 'Non'}`)
  }
  return `${lines.join('\n')}\n`
}

const csvRows = `const [head, ...lines] = (await (await fetch('/rows.csv')).text()).trim().split('\\n'); const names = head.split(';')
const rows = lines.map((line) => { const cells = line.split(';'); return Object.fromEntries(names.map((name, i) => [name, /^(population|surface|densite)$/.test(name) ? +cells[i] : cells[i]])) })`

/** Shows 30 rows of a plain table, and sorts an index of the rows. */
const floor = `
${csvRows}
const body = document.querySelector('tbody'), index = rows.map((_, i) => i)
const show = () => body.replaceChildren(...index.slice(0, 30).map((i) => { const row = document.createElement('tr'); row.append(...names.map((name) => { const cell = document.createElement('td'); cell.textContent = rows[i][name]; return cell })); return row }))
document.querySelector('th').addEventListener('click', () => { index.sort((a, b) => rows[a].population - rows[b].population); show() })
show()`

const tabulator = `
import { FormatModule, PageModule, SortModule, Tabulator } from 'tabulator-tables'
Tabulator.registerModule([FormatModule, PageModule, SortModule])
${csvRows}
new Tabulator('#table', { data: rows, height: 600, columns: names.map((name) => ({ title: name, field: name, sorter: /^(population|surface|densite)$/.test(name) ? 'number' : 'string' })) })`

/** Clicks on the header of the population and waits until another row is first. */
const sortBy = (header: string, firstCell: string) => async (page: Page) => {
  const ms = await page.evaluate(
    async ([head, cell]) => {
      const { deep } = window as unknown as { deep: (selector: string) => HTMLElement[] }
      const before = deep(cell ?? '')[0]?.textContent
      const started = performance.now()
      const target = deep(head ?? '').find((each) => /population/i.test(each.textContent ?? ''))
      target?.click()
      while (deep(cell ?? '')[0]?.textContent === before) {
        if (performance.now() - started > 30_000) return NaN
        await new Promise(requestAnimationFrame)
      }
      return performance.now() - started
    },
    [header, firstCell]
  )
  await twoFrames(page)
  return { sort: ms }
}

const contestants: readonly Contestant[] = [
  { name: 'floor (hand-written)', path: '/floor.html', done: "sized('td', 100)", after: sortBy('th', 'td') },
  { name: 'dge-table', path: '/dge.html', done: "deep('dge-table').every((e) => e.state === 'ready') && sized('td', 100)", after: sortBy('th button', 'tbody tr > *') },
  { name: 'Tabulator', path: '/tabulator.html', done: "sized('.tabulator-cell', 100)", after: sortBy('.tabulator-col-title', '.tabulator-cell') },
]

async function prepare(): Promise<Stage> {
  const bodies = new Bodies()
  bodies.csv('/rows.csv', rowsCsv())
  bodies.script('floor', floor)
  bodies.page('floor', '<table><thead><tr><th>population</th></tr></thead><tbody></tbody></table><script type="module" src="/floor.js"></script>')
  await bodies.bundled('tabulator', tabulator, '<div id="table"></div>', `<style>${packageFile('tabulator-tables/dist/css/tabulator.min.css')}</style>`)
  await bodies.library()
  bodies.page('dge', '<dge-table src="/rows.csv" page-size="30"></dge-table>', dgeScript)
  return { bodies, contestants }
}

/** A table of 100,000 rows: the first ones, then a sort. */
export const s3: Scenario = {
  id: 'S3',
  title: 'a table of 100,000 rows × 8 columns (CSV, 7 MB)',
  conditions: [unthrottled],
  columns: ['visible', 'sort', 'longest', 'blocking', 'bytes', 'scriptBytes'],
  note: 'Visible = 100 cells have a size. Sort = from the click on the header of a numeric column to another first row. All types are inferred by dge-table (codes stay text); the others are told which columns are numbers.',
  packages: ['tabulator-tables'],
  prepare,
}
