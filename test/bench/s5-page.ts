import { Bodies, dgeScript, earlyScript } from './pages.js'
import { phone, unthrottled } from './scenario.js'
import type { Page } from 'playwright-core'
import type { Contestant, Scenario, Stage } from './scenario.js'

function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => (state = (state * 48271) % 2147483647) % below
}

export const departments = ['Ardennes', 'Aube', 'Bas-Rhin', 'Haut-Rhin', 'Marne', 'Haute-Marne', 'Meurthe-et-Moselle', 'Meuse', 'Moselle', 'Vosges']
const chapters = ['Écoles', 'Voirie', 'Culture', 'Sport', 'Solidarité', 'Eau', 'Déchets', 'Administration']

/** Three datasets of a dashboard, with a field in common; `towns` is how many rows the largest has. */
function datasets(towns: number): Readonly<Record<string, string>> {
  const random = seeded(5)
  const budget = Array.from({ length: 6000 }, (_, row) => `${departments[row % 10]};${chapters[random(8)]};${2015 + random(10)};${random(900_000)}`)
  const communes = Array.from({ length: towns }, (_, row) => `${String(row).padStart(5, '0')};Commune ${row};${departments[random(10)]};${random(20_000)};${1 + random(90)}`)
  const months = departments.flatMap((name) => Array.from({ length: 60 }, (_, month) => `${name};20${20 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01;${500 + random(500)}`))
  return {
    '/budget.csv': `departement;chapitre;annee;montant\n${budget.join('\n')}\n`,
    '/communes.csv': `code;nom;departement;population;surface\n${communes.join('\n')}\n`,
    '/suivi.csv': `departement;mois;demandes\n${months.join('\n')}\n`,
  }
}

const attributes: readonly (readonly [source: string, tag: string])[] = [
  ['budget', 'dge-figure value="sum(montant)"'], ['budget', 'dge-figure value="mean(montant)"'], ['communes', 'dge-figure value="sum(population)"'],
  ['communes', 'dge-figure value="count()"'], ['suivi', 'dge-figure value="sum(demandes)"'], ['suivi', 'dge-figure value="max(demandes)"'],
  ['budget', 'dge-chart type="bar" x="chapitre" y="sum(montant)"'], ['budget', 'dge-chart type="bar" x="annee" y="sum(montant)"'],
  ['budget', 'dge-chart type="line" x="annee" y="mean(montant)"'], ['budget', 'dge-chart type="arc" theta="sum(montant)" color="chapitre"'],
  ['budget', 'dge-chart type="bar" x="departement" y="sum(montant)"'], ['communes', 'dge-chart type="bar" x="departement" y="sum(population)"'],
  ['communes', 'dge-chart type="bar" x="departement" y="count()"'], ['communes', 'dge-chart type="bar" x="departement" y="mean(surface)"'],
  ['suivi', 'dge-chart type="line" x="mois" y="sum(demandes)"'], ['suivi', 'dge-chart type="area" x="mois" y="mean(demandes)"'],
  ['suivi', 'dge-chart type="bar" x="departement" y="sum(demandes)"'], ['suivi', 'dge-chart type="bar" x="year(mois)" y="sum(demandes)"'],
  ['communes', 'dge-table page-size="10"'], ['budget', 'dge-table columns="chapitre, sum(montant)" page-size="10"'],
]

const widgets = attributes.map(([source, tag]) => `<${tag} source="${source}" loading="eager"></${tag.split(' ')[0]}>`).join('')
const sources = ['budget', 'communes', 'suivi'].map((name) => `<dge-source id="${name}" src="/${name}.csv"></dge-source>`).join('')

/** The largest file alone, shown as text. */
const floor = `
const text = await (await fetch('/communes.csv')).text()
document.body.append(text.split('\\n')[1])
window.drawn = true`

/** A chart per place, each with the address of its data, as people embed them. */
const vegaEmbed = `
import embed from 'vega-embed'
const specs = ${JSON.stringify(attributes.map(([source]) => source))}
const fields = { budget: ['chapitre', 'montant'], communes: ['departement', 'population'], suivi: ['departement', 'demandes'] }
await Promise.all(specs.map((source, i) => { const [x, y] = fields[source]; return embed('#c' + i, { data: { url: '/' + source + '.csv', format: { type: 'dsv', delimiter: ';' } }, mark: 'bar', width: 300, height: 150,
  encoding: { x: { field: x, type: 'nominal' }, y: { aggregate: 'sum', field: y, type: 'quantitative' } } }, { renderer: 'svg', actions: false }) }))
window.drawn = true`

/** A reader picks a department: the clause goes to every source, as a board does; until all widgets are drawn anew. */
async function filter(page: Page): Promise<Readonly<Record<string, number>>> {
  const ms = await page.evaluate(async () => {
    interface Source extends Element {
      readonly dataSource: { readonly selection: { set(owner: object, filter: unknown): void } }
    }
    const displays = document.querySelectorAll('dge-chart, dge-table, dge-figure')
    const drawn = new Set<Element>()
    document.addEventListener('dge-ready', (event) => drawn.add(event.target as Element))
    const started = performance.now()
    const clause = { op: '=', args: [{ property: 'departement' }, 'Vosges'] }
    for (const source of document.querySelectorAll<Source>('dge-source')) source.dataSource.selection.set(document, clause)
    while (drawn.size < displays.length) {
      if (performance.now() - started > 20_000) return NaN
      await new Promise(requestAnimationFrame)
    }
    return performance.now() - started
  })
  return { 'filter to 20 redrawn': ms }
}

/** Looks at the tags alone: to go through all that they have drawn, in each frame, would take a phone longer than the drawing. */
const dgeReady = "document.querySelectorAll(':is(dge-chart, dge-table, dge-figure)[state=ready]').length === 20"
const contestants: readonly Contestant[] = [
  { name: 'largest download alone', path: '/floor.html', done: 'window.drawn === true' },
  { name: 'dge, 20 widgets', path: '/dge.html', done: dgeReady, after: filter },
  { name: 'dge, 20 widgets, with early.js', path: '/dge-early.html', done: dgeReady, after: filter },
  { name: 'vega-embed, 20 charts', path: '/vega-embed.html', done: 'window.drawn === true' },
]

async function prepare(towns: number): Promise<Stage> {
  const bodies = new Bodies()
  for (const [path, text] of Object.entries(datasets(towns))) bodies.csv(path, text)
  bodies.script('floor', floor)
  bodies.page('floor', '<script type="module" src="/floor.js"></script>')
  await bodies.bundled('vega-embed', vegaEmbed, attributes.map((_, index) => `<div id="c${index}"></div>`).join(''))
  await bodies.library()
  bodies.page('dge', sources + widgets, dgeScript)
  bodies.page('dge-early', sources + widgets, earlyScript + dgeScript)
  return { bodies, contestants }
}

const page = {
  http2: true,
  columns: ['visible', 'filter to 20 redrawn', 'bytes', 'scriptBytes', 'requests', 'longest', 'shift'],
  note: 'Visible = all 20 are drawn (6 figures, 12 charts, 2 tables). Filter = from a clause in the selection of all sources to the last of the 20 drawn anew, on data that are there. vega-embed draws 20 bar charts, each from its address.',
  lists: 'dge, 20 widgets',
  packages: ['vega-embed', 'vega', 'vega-lite'],
}
const viewport = { width: 400, height: 800 }

/** A dashboard of 20 widgets over 3 files, all in view. */
export const s5: Scenario = {
  id: 'S5',
  title: 'a page of 20 widgets over 3 files',
  conditions: [phone, unthrottled].map((conditions) => ({ ...conditions, viewport })),
  prepare: () => prepare(5000),
  ...page,
}

/** The same where one of the files is large: every commune of France, ten years of each. */
export const s5Large: Scenario = {
  id: 'S5-large',
  title: 'the same, the largest file with 100,000 rows',
  conditions: [{ ...phone, viewport }],
  prepare: () => prepare(100_000),
  ...page,
}
