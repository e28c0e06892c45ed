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

const drawn = 'dge-chart, dge-figure, dge-table, dge-map'

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
    const tags = await render(file(), { out: join(folder, 'demo') })
    assert.deepEqual(tags.map(({ outcome }) => outcome), Array(8).fill('rendered'))
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
      assert.equal(await page.getByText('Source').locator('visible=true').count(), 8)
      await page.locator('dge-chart summary').first().click()
      assert.ok(await page.locator('dge-chart table').first().isVisible())
      await context.close()
    })
  }

  for (const width of [320, 390, 768, 1280]) {
    it(`is brought to life without a request for data, nothing moves and no frame is blank, ${width} px wide`, async (t) => {
      const first = await live(width)
      // A race that comes once in a hundred loads is told; what moves each time fails.
      if (first.shift > 0) t.diagnostic(`moved once by ${first.shift}: ${first.moved}`)
      const { states, shift, moved, requests, frames } = first.shift > 0 ? await live(width) : first
      assert.deepEqual(states, Array(8).fill('ready'))
      assert.deepEqual(requests, [])
      assert.equal(shift, 0, moved)
      // In each frame each display that was painted shows either what the page brought or what it drew itself.
      assert.ok(frames.brought > 20 && frames.live > 20, JSON.stringify(frames))
      assert.equal(frames.blank, 0)
      assert.equal(frames.both, 0)
    })
  }

  it('draws the same bars at the same places when the picture is as wide as its place', async () => {
    const out = join(folder, 'demo/same')
    mkdirSync(out)
    symlinkSync(resolve('demo/data'), join(out, 'data'))
    const chart = '<dge-chart src="data/epci-grand-est.csv" type="bar" y="nom" x="sum(population)" order="-x" limit="10" heading="Titre"></dge-chart>'
    const place = (width: number) => `<div style="width:${width}px;font:16px sans-serif">${chart}</div>`
    writeFileSync(join(out, 'page.html'), `<!doctype html><html lang="fr"><head><meta charset="utf-8"><script type="module" src="../../dist/dge.js"></script></head><body>${[343, 600].map(place).join('')}</body></html>`)
    await render(join(out, 'page.html'), { out, widths: [343, 600] })
    const page = await browser.newPage({ viewport: { width: 700, height: 1200 } })
    let wake = () => {}
    const asleep = new Promise<void>((done) => (wake = done))
    await page.route('**/dist/dge.js', async (route) => asleep.then(() => route.continue()))
    await page.goto(`${server.origin}/demo/same/page.html`, { waitUntil: 'commit' })
    const places = (shown: string) => page.locator(shown).evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect()).map(({ x, y, width, height }) => [x, y, width, height]))
    await page.waitForFunction(() => [...document.querySelectorAll('.dge-picture')].filter((each) => each.checkVisibility()).length === 2)
    const before = await places('.dge-picture:visible .mark-rect path')
    wake()
    await page.locator('dge-chart[state=ready]').nth(1).waitFor()
    const after = await places('[part=chart] .mark-rect path')
    await page.close()
    assert.equal(before.length, 20)
    assert.equal(after.length, 20)
    before.forEach((box, bar) => box.forEach((value, at) => assert.ok(Math.abs(value - (after[bar]?.[at] ?? NaN)) < 1, `bar ${bar}: ${box.join(' ')} became ${after[bar]?.join(' ')}`)))
  })

  it('goes on with what the reader does while it comes to life: the open table, the place of the keyboard', async () => {
    const page = await browser.newPage({ viewport: { width: 1000, height: 800 } })
    let wake = () => {}
    const asleep = new Promise<void>((done) => (wake = done))
    await page.route('**/dist/dge.js', async (route) => asleep.then(() => route.continue()))
    await page.goto(`${server.origin}/demo/cas-usage.html`, { waitUntil: 'commit' })
    const chart = page.locator('dge-chart').first()
    await chart.locator('summary').focus()
    await page.keyboard.press('Enter')
    wake()
    // Another chart may be ready before this one.
    await chart.locator('[part=data-button][aria-expanded=true]').waitFor()
    assert.equal(await chart.evaluate((element) => element.shadowRoot?.activeElement?.getAttribute('part')), 'data-button')
    await chart.locator('[part=data]').waitFor()
    await page.close()
  })

  it('a map whose data are too many to be in the page asks for them when a reader comes to it, and does not move', async () => {
    const out = join(folder, 'demo/large')
    mkdirSync(out)
    symlinkSync(resolve('demo/data'), join(out, 'data'))
    const chart = '<dge-chart src="data/departements.geojson" type="choropleth" color="population" heading="Population"></dge-chart><p>Après</p>'
    writeFileSync(join(out, 'page.html'), `<!doctype html><html lang="fr"><head><meta charset="utf-8"><script type="module" src="../../dist/dge.js"></script></head><body style="font-family:sans-serif">${chart}</body></html>`)
    const tags = await render(join(out, 'page.html'), { out })
    assert.deepEqual(tags.map(({ outcome, note }) => [outcome, note]), [['rendered', '101 rows, too many to carry their data']])
    const page = await browser.newPage({ viewport: { width: 360, height: 700 } })
    await page.addInitScript(`window.shift = 0
      new PerformanceObserver((list) => { for (const each of list.getEntries()) window.shift += each.value }).observe({ type: 'layout-shift', buffered: true })`)
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const data = () => asked.filter((path) => path.includes('/data/'))
    await page.goto(`${server.origin}/demo/large/page.html`)
    await page.waitForLoadState('networkidle')
    // 101 areas, and no code of charts.
    assert.equal(await page.locator('.dge-picture:visible .mark-symbol path[d*="l"]').count(), 101)
    assert.deepEqual([data(), asked.filter((path) => path.includes('chart'))], [[], []])
    await page.locator('dge-chart').hover()
    await page.locator('dge-chart[state=ready]').waitFor()
    assert.equal(await page.locator('[part=chart] .mark-symbol path[d*="l"]').count(), 101)
    assert.deepEqual(data(), ['/demo/large/data/departements.geojson'])
    assert.equal(await page.evaluate('window.shift'), 0)
    await page.close()
  })

  it('asks anew for data older than a day, once for all', async () => {
    const text = readFileSync(file(), 'utf8')
    writeFileSync(file(), text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2020-03-01T10:00:00.000Z'))
    const { states, requests } = await live(1000)
    writeFileSync(file(), text)
    assert.deepEqual(states, Array(8).fill('ready'))
    assert.deepEqual([...requests].sort(), ['/demo/data/communes-grand-est.csv', '/demo/data/departements.geojson', '/demo/data/epci-grand-est.csv'])
  })

  /** Opens the page, brings every display into view, and waits until all is quiet. */
  async function live(width: number) {
    const context = await browser.newContext({ viewport: { width, height: 800 } })
    const page = await context.newPage()
    await page.addInitScript(`window.shift = 0; window.moved = []; window.ready = 0
      const named = ({ node }) => [node?.getRootNode().host?.localName, node?.localName ?? node?.nodeName, node?.textContent?.trim().slice(0, 40)].join(' ')
      new PerformanceObserver((list) => { for (const each of list.getEntries()) { window.shift += each.value; window.moved.push(...each.sources.map(named)) } }).observe({ type: 'layout-shift', buffered: true })
      document.addEventListener('dge-ready', () => window.ready++)
      window.shown = { brought: 0, live: 0, blank: 0, both: 0 }
      const seen = (element) => element !== null && element !== undefined && element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1
      const look = () => {
        for (const display of document.querySelectorAll('${drawn}')) {
          const brought = [...display.querySelectorAll('.dge-picture svg, .dge-value, tbody')].some((each) => !each.closest('details') && seen(each))
          const live = [...(display.shadowRoot?.querySelectorAll('.drawing svg, [part=value], [part=table], canvas') ?? [])].some(seen)
          window.shown[brought ? (live ? 'both' : 'brought') : live ? 'live' : 'blank']++
        }
        requestAnimationFrame(look)
      }
      addEventListener('DOMContentLoaded', () => requestAnimationFrame(look))`)
    // The page is read before the scripts are there, as on a phone.
    await page.route('**/dist/**', async (route) => {
      await new Promise((done) => setTimeout(done, route.request().url().endsWith('/dge.js') ? 400 : 50))
      await route.continue()
    })
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
    await page.waitForFunction(`document.querySelectorAll('[state=loading]').length === 0 && window.ready >= 8`)
    const states = await page.locator(drawn).evaluateAll((elements) => elements.map((element) => element.getAttribute('state')))
    const shift = Number(await page.evaluate('window.shift'))
    const moved = await page.evaluate<string>(`window.moved.join(', ')`)
    const frames = (await page.evaluate('window.shown')) as Readonly<Record<'brought' | 'live' | 'blank' | 'both', number>>
    await context.close()
    return { states, shift, moved, requests, frames }
  }
})
