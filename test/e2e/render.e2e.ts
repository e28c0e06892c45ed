import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { chromium } from 'playwright-core'
import { render } from '../../src/cli/render.js'
import { startStaticServer } from '../servers/static-server.js'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import type { Browser } from 'playwright-core'
import type { StaticServer } from '../servers/static-server.js'

const drawn = 'dge-chart, dge-figure, dge-table'

describe('a page rendered before it is published', () => {
  let folder = ''
  let server: StaticServer
  let browser: Browser
  const file = () => join(folder, 'demo/cas-usage.html')

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rendered-'))
    mkdirSync(join(folder, 'demo'))
    for (const name of ['demo.css', 'cas-usage.html']) cpSync(`demo/${name}`, join(folder, 'demo', name))
    symlinkSync(resolve('demo/data'), join(folder, 'demo/data'))
    symlinkSync(resolve('dist'), join(folder, 'dist'))
    // The map asks for its data as ever: it is not rendered.
    writeFileSync(file(), readFileSync(file(), 'utf8').replace(/<dge-map[^>]*><\/dge-map>/, ''))
    const tags = await render(file(), { out: join(folder, 'demo') })
    assert.deepEqual(tags.map(({ outcome }) => outcome), Array(7).fill('rendered'))
    server = await startStaticServer(folder)
    browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  })
  after(async () => {
    await browser.close()
    await server.stop()
    rmSync(folder, { recursive: true })
  })

  for (const width of [1000, 320]) {
    it(`is complete without scripts, ${width} px wide`, async () => {
      const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 800 } })
      const page = await context.newPage()
      await page.goto(`${server.origin}/demo/cas-usage.html`)
      assert.equal(await page.locator('dge-chart svg:visible').count(), 2, 'one drawing of each chart fits')
      // 5,115 communes in the demo's data, as it counts them.
      assert.match(await page.locator('dge-figure').first().innerText(), /5\s115/)
      assert.equal(await page.locator('dge-table tbody tr').count(), 10)
      assert.equal(await page.getByText('Source').locator('visible=true').count(), 7)
      await page.locator('dge-chart summary').first().click()
      assert.ok(await page.locator('dge-chart table').first().isVisible())
      await context.close()
    })

    it(`is brought to life without a request for data, and nothing moves, ${width} px wide`, async () => {
      const { states, shift, requests } = await live(width)
      assert.deepEqual(states, Array(7).fill('ready'))
      assert.deepEqual(requests, [])
      // On a phone, charts and pagers that wrap need more height than is kept for them, as ever.
      assert.ok(width < 400 ? shift < 0.05 : shift === 0, `layout shift ${shift}`)
    })
  }

  it('asks anew for data older than a day, once for all', async () => {
    const text = readFileSync(file(), 'utf8')
    writeFileSync(file(), text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2020-03-01T10:00:00.000Z'))
    const { states, requests } = await live(1000)
    writeFileSync(file(), text)
    assert.deepEqual(states, Array(7).fill('ready'))
    assert.deepEqual([...requests].sort(), ['/demo/data/communes-grand-est.csv', '/demo/data/epci-grand-est.csv'])
  })

  /** Opens the page, brings every display into view, and waits until all is quiet. */
  async function live(width: number) {
    const context = await browser.newContext({ viewport: { width, height: 800 } })
    const page = await context.newPage()
    await page.addInitScript(`window.shift = 0; window.ready = 0
      new PerformanceObserver((list) => { for (const each of list.getEntries()) window.shift += each.value }).observe({ type: 'layout-shift', buffered: true })
      document.addEventListener('dge-ready', () => window.ready++)`)
    const requests: string[] = []
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname.includes('/data/')) requests.push(pathname)
    })
    await page.goto(`${server.origin}/demo/cas-usage.html`)
    for (const display of await page.locator(drawn).all()) {
      await display.scrollIntoViewIfNeeded()
      await page.waitForFunction((element) => element?.getAttribute('state') === 'ready', await display.elementHandle())
    }
    await page.waitForLoadState('networkidle')
    await page.waitForFunction(`document.querySelectorAll('[state=loading]').length === 0 && window.ready >= 7`)
    const states = await page.locator(drawn).evaluateAll((elements) => elements.map((element) => element.getAttribute('state')))
    const shift = Number(await page.evaluate('window.shift'))
    await context.close()
    return { states, shift, requests }
  }
})
