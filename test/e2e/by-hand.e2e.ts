import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startStage, waitForState } from './browser.js'
import type { Page } from 'playwright-core'
import type { Stage } from './browser.js'

const bars = (origin: string) => `<dge-chart id="it" src="${origin}/data/communes-grand-est.csv" type="bar" x="sum(population)" y="departement" order="-x" heading="Population"></dge-chart>`

const lines = (origin: string) => `<dge-chart id="it" src="${origin}/data/emploi-etats-unis.csv" type="line" x="mois" y="emplois" heading="Emplois"></dge-chart>`
const wide = (origin: string) => `<dge-chart id="it" src="${origin}/data/epci-grand-est.csv" heading="Large"
  spec='{"width": 900, "mark": "point", "encoding": {"x": {"field": "communes", "type": "quantitative"}, "y": {"field": "population", "type": "quantitative"}}}'></dge-chart>`
const phone = { viewport: { width: 360, height: 640 }, touch: true }

const tooltip = (page: Page) => page.locator('#it [part="tooltip"]')
/** The middle of a drawn mark, in the window. */
async function middleOf(page: Page, rank: number) {
  const box = await page.locator('#it .role-mark > path').nth(rank).boundingBox()
  assert.ok(box)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
/** The conditions that displays told the page. */
const told = (page: Page) => page.evaluate(() => (window as unknown as { seen: { name: string; text: string }[] }).seen.flatMap(({ name, text }) => (name === 'dge-select' ? [text] : [])))

/** A finger goes from one point of the window to another. */
async function swipe(page: Page, [fromX, fromY]: readonly [number, number], [toX, toY]: readonly [number, number]) {
  const tools = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) => tools.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', { x: fromX, y: fromY })
  for (let step = 1; step <= 10; step++) await touch('touchMove', { x: fromX + ((toX - fromX) * step) / 10, y: fromY + ((toY - fromY) * step) / 10 })
  await touch('touchEnd')
  await tools.detach()
}

/** What the browser's own mouse and fingers meet: events that a test makes reach what it names, whatever lies over it. */
describe('a chart read by hand', () => {
  let stage: Stage
  before(async () => {
    stage = await startStage()
  })
  after(() => stage.stop())

  it('tells of the bar under the mouse, and a click picks it', async () => {
    const { page, context } = await stage.open(bars(stage.origin))
    await waitForState(page, '#it', 'ready')
    const { x, y } = await middleOf(page, 0)
    await page.mouse.move(x, y)
    await tooltip(page).filter({ hasText: 'Bas-Rhin' }).waitFor()
    await page.mouse.click(x, y)
    assert.deepEqual(await told(page), ["departement = 'Bas-Rhin'"])
    await context.close()
  })

  it('tells of the bar under a finger', async () => {
    const { page, context } = await stage.open(bars(stage.origin), phone)
    await waitForState(page, '#it', 'ready')
    const { x, y } = await middleOf(page, 1)
    await page.touchscreen.tap(x, y)
    await tooltip(page).filter({ hasText: 'Moselle' }).waitFor()
    // What it tells may lie over the next one: a tap takes it away.
    await page.locator('#it [part="tooltip"].rest').tap()
    await tooltip(page).waitFor({ state: 'detached' })
    await context.close()
  })

  it('chooses a range with a finger that goes across, and nothing with one that scrolls the page', async () => {
    const { page, context } = await stage.open(`${lines(stage.origin)}<p style="block-size: 2000px"></p>`, phone)
    await waitForState(page, '#it', 'ready')
    const { x, y } = await middleOf(page, 0)
    await swipe(page, [x, y], [x + 100, y + 4])
    await page.locator('#it .brush-tools').waitFor()
    const chosen = await told(page)
    assert.equal(chosen.length, 1)
    assert.match(chosen[0] ?? '', /^mois BETWEEN/)
    await swipe(page, [x, y + 40], [x + 10, y - 160])
    await page.waitForFunction(() => scrollY > 100)
    // The choice is as it was, with its frame; no tooltip goes along.
    assert.deepEqual(await told(page), chosen)
    assert.equal(await page.locator('#it .brush').count(), 1)
    assert.equal(await tooltip(page).count(), 0)
    await context.close()
  })

  it('moves with a finger where it is wider than its place', async () => {
    const { page, context } = await stage.open(wide(stage.origin), phone)
    await waitForState(page, '#it', 'ready')
    const place = page.locator('#it [part="chart"]')
    const box = await place.boundingBox()
    assert.ok(box)
    await swipe(page, [300, box.y + 150], [60, box.y + 152])
    await page.waitForFunction(() => (document.getElementById('it')?.shadowRoot?.querySelector('[part="chart"]')?.scrollLeft ?? 0) > 100, undefined, { timeout: 5000 })
    await context.close()
  })
})
