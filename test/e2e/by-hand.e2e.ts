import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startStage, waitForState } from './browser.js'
import type { Page } from 'playwright-core'
import type { Stage } from './browser.js'

const bars = (origin: string) => `<dge-chart id="it" src="${origin}/data/communes-grand-est.csv" type="bar" x="sum(population)" y="departement" order="-x" heading="Population"></dge-chart>`

const tooltip = (page: Page) => page.locator('#it [part="tooltip"]')
/** The middle of a drawn mark, in the window. */
async function middleOf(page: Page, rank: number) {
  const box = await page.locator('#it .role-mark > path').nth(rank).boundingBox()
  assert.ok(box)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
/** The conditions that displays told the page. */
const told = (page: Page) => page.evaluate(() => (window as unknown as { seen: { name: string; text: string }[] }).seen.flatMap(({ name, text }) => (name === 'dge-select' ? [text] : [])))

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
    const { page, context } = await stage.open(bars(stage.origin), { viewport: { width: 360, height: 640 }, touch: true })
    await waitForState(page, '#it', 'ready')
    const { x, y } = await middleOf(page, 1)
    await page.touchscreen.tap(x, y)
    await tooltip(page).filter({ hasText: 'Moselle' }).waitFor()
    await context.close()
  })
})
