import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startStage, waitForState } from './browser.js'
import type { Stage } from './browser.js'

describe('a display that the page makes fill the screen', () => {
  let stage: Stage
  before(async () => {
    stage = await startStage()
  })
  after(() => stage.stop())

  it('stands on the ground of its page, all of it within reach', async () => {
    const { page, context } = await stage.open(
      `<style>body { background: #101820; color: #eee }</style><button onclick="it.requestFullscreen()">Plein écran</button>
      <dge-table id="it" src="${stage.origin}/data/communes-grand-est.csv" page-size="30" heading="Communes"></dge-table>`,
      { viewport: { width: 360, height: 640 } }
    )
    await waitForState(page, '#it', 'ready')
    // What comes after the table is there.
    await page.locator('#it [part="attribution"]').filter({ hasText: 'communes' }).waitFor()
    await page.getByRole('button', { name: 'Plein écran' }).click()
    await page.waitForFunction(() => document.fullscreenElement?.id === 'it')
    await page.waitForFunction(() => getComputedStyle(document.getElementById('it') as Element).backgroundColor === 'rgb(16, 24, 32)', undefined, { timeout: 5000 })
    const end = await page.locator('#it').evaluate((host) => {
      host.scrollTo(0, 1e6)
      return (host.shadowRoot?.querySelector('.foot')?.getBoundingClientRect().bottom ?? Infinity) <= innerHeight
    })
    assert.equal(end, true)
    await context.close()
  })
})
