import { chromium } from 'playwright-core'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import { spread } from './harness.js'
import { Bodies, dgeScript } from './pages.js'
import { departments } from './s5-page.js'
import { phone } from './scenario.js'
import { serveBodies } from './server.js'
import type { Page } from 'playwright-core'
import type { Study } from './scenario.js'

function towns(count: number): string {
  const rows = Array.from({ length: count }, (_, row) => `${String(row).padStart(5, '0')};Commune ${(row * 7919) % count};${departments[row % 10] ?? ''};${(row * row * 31) % 20_011};${(row * 7919) % 9973};${['Petite', 'Moyenne', 'Grande'][row % 3] ?? ''}`)
  return `code;nom;departement;population;surface;taille\n${rows.join('\n')}\n`
}

const all = '/communes.csv'
const few = '/petites.csv'
const bars = (data: string) => `<dge-chart src="${data}" loading="eager" linked type="bar" y="departement" x="sum(population)"></dge-chart>`
const board = bars(few) + Array.from({ length: 19 }, (_, at) => `<dge-chart src="${few}" loading="eager" linked type="${at % 2 ? 'bar' : 'line'}" x="departement" y="${at % 3 ? 'sum(population)' : 'mean(surface)'}"></dge-chart>`).join('')

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).first().click()
const sort = (column: number) => (page: Page) => page.locator('dge-table th button').nth(column).click()
const tap = (shape: string) => async (page: Page) => {
  const box = await page.locator(`dge-chart .role-mark ${shape}`).nth(2).boundingBox()
  if (!box) throw new Error('Nothing to tap')
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2)
}

/** What a reader does, and on which page. */
const acts: readonly (readonly [what: string, body: string, act: (page: Page) => Promise<void>])[] = [
  ['sorts a table of 35,000 rows by a text', `<dge-table src="${all}" loading="eager"></dge-table>`, sort(1)],
  ['sorts it by a number', `<dge-table src="${all}" loading="eager"></dge-table>`, sort(3)],
  ['types a letter into its search', `<dge-table src="${all}" loading="eager" search></dge-table>`, async (page) => {
    await page.locator('dge-table input').focus()
    await page.keyboard.press('7')
  }],
  ['taps a bar (35,000 rows)', bars(all), tap('path')],
  ['opens the data of these bars', bars(all), press('Données')],
  ['opens a menu', bars(all), press('Plus')],
  ['taps one of 2,000 points', `<dge-chart src="${few}" loading="eager" type="point" x="surface" y="population"></dge-chart>`, tap('path')],
  ['opens the data of these points', `<dge-chart src="${few}" loading="eager" type="point" x="surface" y="population"></dge-chart>`, press('Données')],
  ['hides a series by the legend', `<dge-chart src="${few}" loading="eager" type="bar" x="departement" y="sum(population)" color="taille"></dge-chart>`, press('Moyenne')],
  ['chooses a bar that filters 20 charts', board, tap('path')],
]

/** In the page: the slowest event of an interaction, in milliseconds to the next paint; the browser tells multiples of 8. */
const watching = `(() => {
  window.slowest = 0
  new PerformanceObserver((list) => { for (const { interactionId, duration } of list.getEntries()) if (interactionId) slowest = Math.max(slowest, duration) }).observe({ type: 'event', durationThreshold: 16 })
})()`

async function measured(page: Page, act: (page: Page) => Promise<void>): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await page.waitForFunction(`[...document.querySelectorAll('dge-chart, dge-table')].every(({ state }) => state === 'ready')`, undefined, { timeout: 60_000 })
  // What is brought when the browser is idle is there when a reader has looked at it for a moment.
  await page.waitForTimeout(1500)
  await page.evaluate(watching)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: phone.cpu })
  await act(page)
  await page.waitForTimeout(1500)
  return page.evaluate<number>('slowest')
}

async function run(rounds: number): Promise<string> {
  const bodies = new Bodies()
  await bodies.library()
  bodies.csv(all, towns(35_000))
  bodies.csv(few, towns(2000))
  acts.forEach(([, body], at) => bodies.page(`act-${at}`, body, dgeScript))
  const server = await serveBodies(bodies)
  const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  try {
    const times = acts.map((): number[] => [])
    for (let round = 0; round < rounds; round++) {
      for (const [at, [, , act]] of acts.entries()) {
        const context = await browser.newContext({ viewport: { width: 400, height: 800 }, hasTouch: true, locale: 'fr-FR' })
        const page = await context.newPage()
        await page.goto(`${server.origin}/act-${at}.html`)
        times[at]?.push(await measured(page, act))
        await context.close()
      }
    }
    const rows = acts.map(([what], at) => {
      const { median, min, max } = spread(times[at] ?? [])
      return `| ${what} | ${median} (${min}–${max}) |`
    })
    return `From a touch, a click or a key to the next picture (“interaction to next paint”), CPU ×4, each in a new page; the first touch of its kind. The browser tells times from 16 ms on, in steps of 8; 200 ms are good for it.\n\n| a reader… | ms: median (min–max) |\n| --- | --- |\n${rows.join('\n')}`
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** How soon the page answers what readers do. */
export const interactions: Study = { id: 'INP', title: 'what readers do, until the page shows it', packages: [], run }
