import { chromium } from 'playwright-core'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import { spread, twoFrames } from './harness.js'
import { Bodies, dgeScript } from './pages.js'
import { serveBodies } from './server.js'
import type { Page } from 'playwright-core'
import type { Study } from './scenario.js'

const kinds = [
  'type="bar" x="chapitre" y="sum(montant)"', 'type="line" x="mois" y="sum(montant)"', 'type="area" x="mois" y="sum(montant)" color="sens"',
  'type="bar" x="chapitre" y="sum(montant)" color="sens"', 'type="arc" theta="sum(montant)" color="chapitre"',
]
const charts = 50

function budget(): string {
  const rows = Array.from({ length: 1200 }, (_, row) => `20${20 + (row % 5)}-${String((row % 12) + 1).padStart(2, '0')}-01;Chapitre ${'ABCDEFGH'[row % 8] ?? ''};${row % 3 ? 'Dépenses' : 'Recettes'};${(row * 7919) % 10_000}`)
  return `mois;chapitre;sens;montant\n${rows.join('\n')}\n`
}

function cloud(count: number): string {
  return `surface;population;type\n${Array.from({ length: count }, (_, row) => `${(row * 7919) % 9973};${(row * row * 31) % 99_991};${'ABC'[row % 3] ?? ''}`).join('\n')}\n`
}

/** In the page: scrolls to the other end at so many pixels a second, and tells the time of each frame in milliseconds. */
const scrolling = `(speed) => new Promise((done) => {
  const down = scrollY === 0, frames = []
  const started = performance.now()
  let last = started
  const most = document.documentElement.scrollHeight - innerHeight
  const frame = (now) => {
    frames.push(now - last)
    last = now
    const way = Math.min(most, ((now - started) / 1000) * speed)
    scrollTo(0, down ? way : most - way)
    if (way < most) requestAnimationFrame(frame)
    else done(frames.slice(1))
  }
  requestAnimationFrame(frame)
})`

/** In the page: how long after it came into view each chart was there. */
const watching = `(() => {
  window.seen = new Map(); window.waits = []
  const observer = new IntersectionObserver((entries) => { for (const { isIntersecting, target } of entries) if (isIntersecting && !seen.has(target)) seen.set(target, target.state === 'ready' ? undefined : performance.now()) })
  for (const chart of document.querySelectorAll('dge-chart')) observer.observe(chart)
  document.addEventListener('dge-ready', ({ target }) => { const since = seen.get(target); waits.push(since === undefined ? 0 : performance.now() - since) })
})()`

/** In the page: milliseconds from each event of a kind to the picture that follows it. */
const latencies = `(type) => {
  window.latency = []
  addEventListener(type, (event) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => latency.push(performance.now() - event.timeStamp); port2.postMessage(0) }), { capture: true })
}`

const ready = (count: number) => `[...document.querySelectorAll('dge-chart')].filter((chart) => chart.state === 'ready').length >= ${count}`
const ms = (values: readonly number[]) => {
  const { median, max } = spread(values)
  const sorted = [...values].sort((a, b) => a - b)
  return `${median.toFixed(1)} | ${(sorted[Math.floor(sorted.length * 0.95)] ?? NaN).toFixed(1)} | ${max.toFixed(1)}`
}

async function scroll(page: Page): Promise<string> {
  await page.waitForFunction(ready(1))
  await page.evaluate(watching)
  const first = await page.evaluate(`[...document.querySelectorAll('dge-chart')].filter((chart) => chart.state === 'ready').length`)
  const down = (await page.evaluate(`(${scrolling})(1500)`)) as number[]
  await page.waitForFunction(ready(charts), undefined, { timeout: 60_000 })
  const waits = (await page.evaluate('waits')) as number[]
  const up = (await page.evaluate(`(${scrolling})(3000)`)) as number[]
  const late = (frames: readonly number[]) => `${((frames.filter((each) => each > 25).length / frames.length) * 100).toFixed(1)} %`
  return `${charts} charts of one source, one under the other (${String(first)} were drawn before the reader scrolled), in a window of 1000 × 700:

| | frames | median, ms | 95 %, ms | longest, ms | late (> 25 ms) |
| --- | --- | --- | --- | --- | --- |
| scrolling down at 1,500 px/s, charts are drawn as they come near | ${down.length} | ${ms(down)} | ${late(down)} |
| scrolling up at 3,000 px/s, all are there | ${up.length} | ${ms(up)} | ${late(up)} |

Of ${waits.length} charts drawn while scrolling, ${waits.filter((wait) => wait === 0).length} were there before they came into view; the others ${Math.round(spread(waits.filter((wait) => wait > 0)).median || 0)} ms after it (median), ${Math.round(spread(waits).max || 0)} ms at most.`
}

async function live(page: Page): Promise<string> {
  await page.waitForFunction(ready(1))
  const box = await page.locator('dge-chart').boundingBox()
  if (!box) throw new Error('The chart has no place')
  const rows: string[] = []
  await page.evaluate(`(${latencies})('pointermove')`)
  for (let step = 0; step < 60; step++) {
    await page.mouse.move(box.x + 80 + step * 10, box.y + 120 + (step % 20) * 8)
    await twoFrames(page)
  }
  rows.push(`| pointer: tooltip of the point under it | ${ms((await page.evaluate('latency')) as number[])} |`)
  await page.evaluate(`document.querySelector('dge-chart').shadowRoot.querySelector('[part="chart"]').focus()`)
  await page.evaluate(`(${latencies})('keydown')`)
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('ArrowRight')
    await twoFrames(page)
  }
  rows.push(`| arrow key: the next point is marked and told | ${ms((await page.evaluate('latency')) as number[])} |`)
  return `A chart of 2,000 points in three colours, from the event to the picture after it:\n\n| | median, ms | 95 %, ms | longest, ms |\n| --- | --- | --- | --- |\n${rows.join('\n')}`
}

async function sampled(page: Page): Promise<string> {
  await page.waitForFunction(ready(1), undefined, { timeout: 60_000 })
  const { marks, notes } = (await page.evaluate(`(() => {
    const root = document.querySelector('dge-chart').shadowRoot
    return { marks: root.querySelectorAll('.role-mark path').length, notes: [...root.querySelectorAll('.note')].map((note) => note.textContent.trim()) }
  })()`)) as { marks: number; notes: string[] }
  return `Of 25,000 points ${marks.toLocaleString('en')} are drawn, and the chart says: “${notes.join(' ')}”`
}

async function run(): Promise<string> {
  const bodies = new Bodies()
  await bodies.library()
  bodies.csv('/budget.csv', budget())
  bodies.csv('/points.csv', cloud(2000))
  bodies.csv('/many.csv', cloud(25_000))
  bodies.page('fifty', Array.from({ length: charts }, (_, at) => `<dge-chart src="/budget.csv" heading="${at + 1}" ${kinds[at % kinds.length] ?? ''}></dge-chart>`).join(''), dgeScript)
  for (const name of ['points', 'many']) bodies.page(name, `<dge-chart src="/${name}.csv" type="point" x="surface" y="population" color="type"></dge-chart>`, dgeScript)
  const server = await serveBodies(bodies)
  const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  try {
    const parts: string[] = []
    for (const [name, look] of [['fifty', scroll], ['points', live], ['many', sampled]] as const) {
      const page = await browser.newPage({ viewport: { width: 1000, height: 700 }, locale: 'fr-FR' })
      await page.goto(`${server.origin}/${name}.html`)
      parts.push(await look(page))
      await page.close()
    }
    return parts.join('\n\n')
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** How a page of many charts scrolls, and how a chart of many points answers. */
export const manyCharts: Study = { id: 'Many', title: '50 charts on a page, 2,000 points in a chart', packages: [], run }
