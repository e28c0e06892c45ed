import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startStage, waitForState } from './browser.js'
import type { Page } from 'playwright-core'
import type { Stage } from './browser.js'

const phone = { width: 360, height: 640 }
/** Pictures under each other, that need more height than a chart keeps. */
const multiples = (origin: string) => `<dge-chart id="it" src="${origin}/data/communes-grand-est.csv" type="bar" x="taille" y="count()" facet="departement" heading="Communes"></dge-chart>`
/** Bars that do. */
const bars = (origin: string) => `<dge-chart id="it" src="${origin}/data/communes-grand-est.csv" type="bar" x="count()" y="epci" heading="Communes"></dge-chart>`
const between = (display: string) => `<p style="block-size: 900px">Avant</p>${display}<p id="after" style="block-size: 900px">Après</p>`

const topOf = (page: Page, selector: string) => page.locator(selector).evaluate((element) => Math.round(element.getBoundingClientRect().top))
const heightOf = (page: Page) => page.locator('#it').evaluate((element) => Math.round(element.getBoundingClientRect().height))
/** Brings the end of the display to the middle of the window. */
const readEnd = (page: Page) => page.evaluate(() => scrollBy(0, (document.getElementById('after')?.getBoundingClientRect().top ?? 0) - innerHeight / 2))

describe('what is read stays where it is', () => {
  let stage: Stage
  before(async () => {
    stage = await startStage()
  })
  after(() => stage.stop())

  it('under a chart that needs more height, scrolled to while its engine comes', async () => {
    const { page, context } = await stage.open('<p></p>', { viewport: phone })
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    await page.route(/chunks\/vega-(slim|full)/, async (route) => {
      await released
      await route.continue()
    })
    await page.evaluate((body) => (document.body.innerHTML = body), between(multiples(stage.origin)))
    await page.evaluate(() => scrollTo(0, 450))
    await waitForState(page, '#it', 'loading')
    await page.waitForTimeout(1500)
    await readEnd(page)
    const [kept, before] = [await heightOf(page), await topOf(page, '#after')]
    release()
    await waitForState(page, '#it', 'ready')
    assert.equal(await topOf(page, '#after'), before)
    assert.equal(await heightOf(page), kept)
    // Out of view it takes the height that it needs.
    await page.evaluate(() => scrollTo(0, 0))
    await page.waitForFunction((height) => (document.getElementById('it')?.offsetHeight ?? 0) > height + 100, kept)
    await context.close()
  })

  it('under a chart that would take its height while it is out of view, read again before it did', async () => {
    const { page, context } = await stage.open('<p></p>', { viewport: phone })
    await page.evaluate((body) => (document.body.innerHTML = body), between(bars(stage.origin)))
    await readEnd(page)
    await waitForState(page, '#it', 'ready')
    await page.locator('#it [part="whole"]').waitFor()
    await readEnd(page)
    const [kept, before] = [await heightOf(page), await topOf(page, '#after')]
    // Back before those who watch are told that it left.
    await page.evaluate(() => new Promise<void>((resolve) => {
      const there = scrollY
      const { scheduler } = globalThis as unknown as { scheduler: { postTask(run: () => void, options: object): void } }
      requestAnimationFrame(() => {
        scrollTo(0, 0)
        scheduler.postTask(() => scrollTo(0, there), { priority: 'user-blocking' })
        setTimeout(resolve, 300)
      })
    }))
    assert.equal(await topOf(page, '#after'), before)
    assert.equal(await heightOf(page), kept)
    await context.close()
  })

  const [title, description] = ['Un titre qui prend sans le moindre doute possible trois lignes de ce petit écran étroit', 'Une description de deux lignes, qui se tient sous le titre.']
  for (const [name, attributes] of [
    ['dge-chart', `type="bar" x="taille" y="count()" description="${description}"`],
    ['dge-chart', 'type="bar" x="taille" y="count()"'],
    ['dge-figure', 'value="count()"'],
  ] as const) {
    it(`under a <${name}> with a long title${/description/.test(attributes) ? ' and a description' : ''}, whose page has its styles before its script`, async () => {
      const { page, context } = await stage.open('<p></p>', { viewport: phone })
      let release = () => {}
      const released = new Promise<void>((resolve) => (release = resolve))
      await page.route('**/dge.js', async (route) => {
        await released
        await route.continue()
      })
      const body = `<${name} id="it" src="data/communes-grand-est.csv" ${attributes} heading="${title}"></${name}><p id="after">Après</p>`
      await page.route('**/page.html', (route) => route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<!doctype html><html lang="fr"><link rel="stylesheet" href="dist/dge.css"><script type="module" src="dist/dge.js"></script>${body}`,
      }))
      await page.goto(`${stage.origin}/page.html`, { waitUntil: 'commit' })
      await page.locator('#after').waitFor()
      await page.waitForFunction(() => document.styleSheets.length > 0)
      const before = await topOf(page, '#after')
      release()
      await waitForState(page, '#it', 'ready')
      assert.ok(Math.abs((await topOf(page, '#after')) - before) <= 1, `${before} → ${await topOf(page, '#after')}`)
      await context.close()
    })
  }
})
