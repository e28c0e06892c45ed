import { chromium } from 'playwright-core'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import { Bodies, dgeScript } from './pages.js'
import { bodyOf, serveBodies } from './server.js'
import type { CDPSession, Page } from 'playwright-core'
import type { Body } from './server.js'
import type { Study } from './scenario.js'

/** The same file with other numbers each time that it is asked for: a refresh brings new data. */
class LiveBodies extends Bodies {
  #asked = 0

  override get(path: string): Body | undefined {
    if (path !== '/live.csv') return super.get(path)
    const start = this.#asked++
    const rows = Array.from({ length: 24 }, (_, index) => `2024-${String((index % 12) + 1).padStart(2, '0')}-01;${index < 12 ? 'Aube' : 'Marne'};${100 + ((start * 37 + index * 53) % 97)}`)
    return bodyOf('text/csv; charset=utf-8', `mois;departement;montant\n${rows.join('\n')}\n`)
  }
}

/** What is mounted and updated so many times. */
interface LeakCase {
  readonly name: string
  readonly tag: string
  readonly rounds: number
}

const boxes = `spec='{"mark":"boxplot","encoding":{"x":{"field":"departement"},"y":{"field":"montant","type":"quantitative"}}}'`
const places = Array.from({ length: 20 }, (_, index) => ({ type: 'Feature', properties: { nom: `Lieu ${index}`, montant: index }, geometry: { type: 'Point', coordinates: [7 + index / 50, 48.5] } }))

const cases: readonly LeakCase[] = [
  { name: 'dge-chart, bars (light renderer)', tag: '<dge-chart type="bar" x="departement" y="sum(montant)"></dge-chart>', rounds: 1000 },
  { name: 'dge-chart, box plot of an author’s spec (Vega)', tag: `<dge-chart ${boxes}></dge-chart>`, rounds: 1000 },
  { name: 'dge-table', tag: '<dge-table></dge-table>', rounds: 1000 },
  { name: 'dge-figure', tag: '<dge-figure value="sum(montant)"></dge-figure>', rounds: 1000 },
  { name: 'dge-map of points', tag: '<dge-map></dge-map>', rounds: 100 },
]

/** What the page holds. */
export interface Held {
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
}

/** After a forced collection. */
export async function held(session: CDPSession, page: Page): Promise<Held> {
  await page.evaluate(() => new Promise((done) => setTimeout(done, 500)))
  for (let times = 0; times < 3; times++) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  return { heap: usedSize, nodes, listeners: jsEventListeners }
}

/** In the page: a display comes, draws and goes. */
export const mounting = `async (tag, rounds) => {
  for (let round = 0; round < rounds; round++) {
    const place = document.createElement('div')
    const ready = new Promise((done, fail) => {
      place.addEventListener('dge-ready', done)
      place.addEventListener('dge-error', ({ detail }) => fail(new Error(detail.message)))
    })
    place.innerHTML = tag
    document.querySelector('dge-source').append(place)
    await ready
    place.remove()
  }
}`

/** In the page: the source of the display that is there forgets and asks again. */
export const updating = `async (tag, rounds) => {
  const source = document.querySelector('dge-source')
  source.innerHTML = tag
  let next
  const told = ({ type, detail }) => (type === 'dge-ready' ? next.done() : next.fail(new Error(detail.message)))
  for (const type of ['dge-ready', 'dge-error']) source.addEventListener(type, told)
  for (let round = 0; round <= rounds; round++) {
    await new Promise((done, fail) => {
      next = { done, fail }
      if (round > 0) source.dataSource.refresh()
    })
  }
  for (const type of ['dge-ready', 'dge-error']) source.removeEventListener(type, told)
}`

/** Warms up by as many rounds (the engine compiles and optimises what it sees often), then compares before and after all of them. */
async function compare(page: Page, session: CDPSession, code: string, { tag, rounds }: LeakCase): Promise<readonly [Held, Held]> {
  const eager = JSON.stringify(tag.replace('>', ' loading="eager">'))
  const run = async (times: number) => {
    for (let left = times; left > 0; left -= 100) await page.evaluate(`(${code})(${eager}, ${Math.min(100, left)})`)
  }
  await run(rounds)
  const before = await held(session, page)
  await run(rounds)
  return [before, await held(session, page)]
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(2)
const change = (from: number, to: number) => `${to >= from ? '+' : '−'}${Math.abs((to / from - 1) * 100).toFixed(1)} %`

async function run(): Promise<string> {
  const bodies = new LiveBodies()
  await bodies.library()
  bodies.json('/points.geojson', { type: 'FeatureCollection', features: places })
  for (const name of ['live', 'points']) bodies.page(name, `<dge-source src="/${name === 'live' ? 'live.csv' : 'points.geojson'}"></dge-source>`, dgeScript)
  const server = await serveBodies(bodies)
  const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  const rows: string[] = []
  try {
    for (const one of cases) {
      for (const [what, code] of Object.entries({ 'mounts and unmounts': mounting, 'data updates': updating })) {
        const page = await browser.newPage()
        await page.goto(`${server.origin}/${one.tag.includes('dge-map') ? 'points' : 'live'}.html`)
        await page.waitForFunction(`customElements.get('dge-chart')`)
        const session = await page.context().newCDPSession(page)
        const [before, after] = await compare(page, session, code, one)
        const cells = [one.name, `${one.rounds} ${what}`, megabytes(before.heap), megabytes(after.heap), change(before.heap, after.heap), `${before.nodes} → ${after.nodes}`, `${before.listeners} → ${after.listeners}`]
        rows.push(`| ${cells.join(' | ')} |`)
        console.error(rows.at(-1))
        await page.close()
      }
    }
  } finally {
    await browser.close()
    await server.stop()
  }
  return `| display | rounds | heap before, MB | after, MB | change | DOM nodes | listeners |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

Before = after as many rounds to warm up, in which the engine compiles and optimises what it sees often. Both after a forced collection; nodes and listeners as Chromium counts them, those in its memory but out of the page
included. An update is a refresh of the source that brings other numbers. The map's heap is without what the GPU holds.`
}

/** What stays in memory of displays that went, and of data that were replaced. */
export const leaks: Study = { id: 'Leaks', title: 'memory over mounts and updates', packages: [], run }
