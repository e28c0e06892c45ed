import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { visibleText, waitForState } from './browser.js'
import { servePages } from './served-pages.js'
import type { Page } from 'playwright-core'
import type { ServedPages } from './served-pages.js'

const bars = 'id="it" type="bar" x="mois" y="sum(montant)" src="/data.csv"'
const pages = {
  drawn: `<dge-chart ${bars} credits="moi"></dge-chart>`,
  cut: `<dge-chart ${bars} max-rows="2"></dge-chart>`,
  empty: `<dge-chart ${bars} where="montant > 1000"></dge-chart>`,
  kept: `<dge-chart ${bars} cache="1 h"></dge-chart>`,
  failed: `<dge-chart ${bars.replace('data', 'none')}></dge-chart>`,
}

describe('without the code of the words for it', { skip: existsSync('dist/dge.js') ? false : 'dist/dge.js is not there: npm run build' }, () => {
  let served: ServedPages
  before(async () => {
    served = await servePages(pages, ['data'])
  })
  after(() => served.stop())

  /** A page to which code does not come. */
  async function without(code: RegExp, name: keyof typeof pages): Promise<Page> {
    const context = await served.browser.newContext({ locale: 'fr-FR' })
    // tsx keeps the names of functions by a helper that a page doesn't have.
    await context.addInitScript('globalThis.__name ??= (value) => value')
    const page = await context.newPage()
    await page.route(code, (route) => route.abort())
    await page.goto(`${served.origin}/${name}.html`)
    return page
  }

  it('a drawing stands over the name of its data without the code of source and licence', async () => {
    const page = await without(/chunks\/afterwards-/, 'drawn')
    await waitForState(page, '#it', 'ready')
    const attribution = page.locator('#it [part="attribution"]')
    await attribution.filter({ hasText: 'data – moi' }).waitFor({ timeout: 10_000 })
    assert.equal(await attribution.textContent(), 'data – moi')
    await page.context().close()
  })

  it('what keeps answers is asked for again once the reader is online', async () => {
    const page = await without(/chunks\/kept-/, 'kept')
    await waitForState(page, '#it', 'error')
    await page.locator('#it').getByText('Le serveur de données ne répond pas.').waitFor({ timeout: 10_000 })
    await page.unroute(/chunks\/kept-/)
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await waitForState(page, '#it', 'ready')
    await page.context().close()
  })

  for (const [name, state, words] of [['cut', 'ready', /Résultat partiel\./], ['empty', 'empty', /Aucune donnée\./], ['failed', 'error', /ne répond pas\./]] as const) {
    it(`${name}: a reader is told all the same`, async () => {
      const page = await without(/chunks\/trouble-/, name)
      await waitForState(page, '#it', state)
      assert.match(await visibleText(page, '#it'), words)
      await page.context().close()
    })
  }
})
