import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { readFile } from 'node:fs/promises'
import { hasMapServer } from '../setup/mapserver.js'
import { startStage, waitForState } from './browser.js'
import type { OpenPage, Stage } from './browser.js'

const displays = 'dge-chart, dge-map, dge-table, dge-figure'

/** Scrolls through the page until every display has come into view and is ready (or has failed: the caller looks). */
async function settle({ page }: OpenPage) {
  const count = await page.locator(displays).count()
  assert.ok(count > 0, 'the page has displays')
  for (let index = 0; index < count; index++) {
    const display = page.locator(displays).nth(index)
    await display.scrollIntoViewIfNeeded()
    await page.waitForFunction(
      (element) => ['ready', 'empty', 'error'].includes(element?.getAttribute('state') ?? ''),
      await display.elementHandle(),
      { timeout: 30_000 }
    )
  }
  return page.locator(displays).evaluateAll((elements) =>
    elements.map((element) => `${element.localName} ${element.getAttribute('heading')}: ${element.getAttribute('state')}`)
  )
}

describe('demo pages', () => {
  let stage: Stage
  before(async () => {
    stage = await startStage()
  })
  after(() => stage.stop())

  for (const path of ['index.html', 'cas-usage.html', 'csp.html', 'embed.html', ...(hasMapServer() ? ['wfs.html'] : [])]) {
    it(`${path}: every display is ready, nothing is logged as an error`, async () => {
      const opened = await stage.open(path)
      const states = await settle(opened)
      assert.deepEqual(states.filter((state) => !state.endsWith(': ready')), [])
      assert.deepEqual(opened.errors, [])
      await opened.context.close()
    })
  }

  it('csp.html: zero violations of a policy with Trusted Types, also when menus, data tables, dialogs and pop-ups are opened, files saved and charts heard', async () => {
    const opened = await stage.open('csp.html')
    const { page } = opened
    await page.evaluate(() => {
      const found: string[] = []
      Object.assign(window, { violations: found })
      document.addEventListener('securitypolicyviolation', (event) => found.push(`${event.violatedDirective} ${event.sourceFile}`))
    })
    await settle(opened)
    for (const display of await page.locator(displays).all()) {
      const [data, download, more] = ['Données', 'Télécharger', 'Plus'].map((name) => display.getByRole('button', { name, exact: true }))
      if (await data?.isVisible()) {
        await data?.click()
        await display.getByRole('table').waitFor()
        await data?.click()
      }
      await download?.click()
      await display.locator('[part="menu"] li').first().waitFor()
      for (const item of await display.locator('[part="menu"] li button').all()) {
        const saved = page.waitForEvent('download')
        await item.click()
        await saved
        await download?.click()
      }
      await page.keyboard.press('Escape')
      await page.evaluate(() => {
        window.print = () => dispatchEvent(new Event('afterprint'))
      })
      await more?.click()
      await display.locator('[part="menu"] li').first().waitFor()
      for (const name of await display.locator('[part="menu"] li button').allInnerTexts()) {
        await display.locator('[part="menu"]').getByRole('button', { name: name.replace('✓', '').trim() }).click()
        if (/Intégrer|Écouter|Pourquoi/.test(name)) {
          await display.locator('dialog[open]').waitFor()
          await page.keyboard.press('Escape')
        }
        await more?.click()
      }
      await page.keyboard.press('Escape')
    }
    const violations = await page.evaluate(() => (window as unknown as { violations: string[] }).violations)
    assert.deepEqual(violations, [])
    const policy = await page.locator('meta[http-equiv]').getAttribute('content')
    assert.match(policy ?? '', /require-trusted-types-for 'script'/)
    assert.doesNotMatch(policy ?? '', /unsafe|blob/)
    await opened.context.close()
  })

  it('the figures of the page are those of the data', async () => {
    // Computed here from the file, independently of the library.
    const csv = await readFile(new URL('../../demo/data/communes-grand-est.csv', import.meta.url), 'utf8')
    const [header = '', ...lines] = csv.trim().split('\n')
    const at = header.split(';').indexOf('population')
    const populations = lines.map((line) => Number(line.split(';')[at]))
    const total = populations.reduce((sum, value) => sum + value, 0)
    const small = populations.filter((value) => value < 500).length

    const opened = await stage.open('cas-usage.html')
    await settle(opened)
    const text = async (heading: string) =>
      (await opened.page.locator(`dge-figure[heading="${heading}"]`).evaluate((element) => element.shadowRoot?.textContent ?? ''))
        .replace(/[\u202f\u00a0]/g, ' ')
    const french = (value: number) => value.toLocaleString('fr-FR').replace(/[\u202f\u00a0]/g, ' ')
    assert.ok((await text('Communes')).includes(french(lines.length)))
    assert.ok((await text('Habitants')).includes(french(total)))
    assert.ok((await text('Communes de moins de 500 habitants')).includes(french(small)))
    await opened.context.close()
  })

  it('one request serves all the displays of one file', async () => {
    const opened = await stage.open('<p></p>')
    const asked: string[] = []
    opened.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await opened.page.goto(`${stage.origin}/cas-usage.html`)
    await settle(opened)
    const data = asked.filter((path) => path.startsWith('/data/'))
    assert.deepEqual([...data].sort(), ['/data/communes-grand-est.csv', '/data/departements.geojson', '/data/epci-grand-est.csv'])
    await opened.context.close()
  })

  for (const viewport of [{ width: 360, height: 640 }, { width: 1280, height: 800 }]) {
    it(`nothing of the page jumps while the displays arrive, on ${viewport.width} pixels`, async () => {
      const opened = await stage.open('<p></p>', { viewport })
      await opened.page.addInitScript(() => {
        const shifts: string[] = []
        Object.assign(window, { shifts })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { value, hadRecentInput, sources } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[] }
            const moved = sources.map(({ node, previousRect, currentRect }) => `${node ? `${node.nodeName} ${(node as Element).getAttribute?.('heading') ?? node.textContent?.trim().slice(0, 30)}` : 'what is gone'} ${previousRect.y} → ${currentRect.y} at ${scrollY}`)
            if (!hadRecentInput && value > 0.0005) shifts.push(`${value}: ${moved.join('; ')}`)
          }
        }).observe({ type: 'layout-shift', buffered: true })
      })
      // Slow enough that each step of an arrival is a frame of its own.
      const devtools = await opened.context.newCDPSession(opened.page)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
      await opened.page.goto(`${stage.origin}/cas-usage.html`)
      await settle(opened)
      assert.deepEqual(await opened.page.evaluate('shifts'), [])
      await opened.context.close()
    })
  }

  it('without JavaScript the content of a tag stays', async () => {
    const opened = await stage.open('<dge-figure src="data/nothing.csv" value="count()">5 115 communes</dge-figure>')
    await waitForState(opened.page, 'dge-figure', 'error')
    assert.ok(await opened.page.getByText('5 115 communes').isVisible())
    await opened.context.close()
  })
})
