import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { chromium } from 'playwright-core'
import { Bodies, dgeScript } from '../bench/pages.js'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'

const pages: Readonly<Record<string, string>> = {
  hour: '<dge-chart src="/data.csv" type="bar" x="mois" y="montant" cache="1 h"></dge-chart>',
  second: '<dge-chart src="/data.csv" type="bar" x="mois" y="montant" cache="1 s"></dge-chart>',
  plain: '<dge-chart src="/data.csv" type="bar" x="mois" y="montant"></dge-chart>',
  secret: '<dge-figure src="/data.csv?api_key=abc" value="sum(montant)" cache></dge-figure>',
  framed: '<iframe sandbox="allow-scripts" src="/hour.html" width="700" height="600"></iframe>',
  wrong: '<dge-figure src="/data.csv" value="sum(montant)" cache="soon"></dge-figure>',
  many: `<dge-source id="s" src="/data.csv" cache="1 s"></dge-source><dge-figure source="s" value="sum(montant)" compare="mois = 'mars'"></dge-figure>
    <dge-table source="s" page-size="2"></dge-table><dge-chart source="s" type="line" x="mois" y="montant"></dge-chart>`,
}
const displays = 'dge-chart, dge-table, dge-figure'
/** A sandboxed frame is of no origin. */
const anyone = { 'access-control-allow-origin': '*' }

/** Counts what is asked of the data, and may be down. */
class DataServer {
  asked = 0
  rows = 'janvier;12\nfévrier;15\nmars;9\n'
  cacheControl = 'no-cache'
  isDown = false
  readonly #server: Server
  origin = ''

  constructor(bodies: Bodies) {
    this.#server = createServer((request, response) => {
      const path = (request.url ?? '/').split('?')[0] ?? '/'
      if (path === '/data.csv') {
        this.asked++
        if (this.isDown) return void request.socket.destroy()
        return void response.writeHead(200, { ...anyone, 'content-type': 'text/csv; charset=utf-8', 'cache-control': this.cacheControl }).end(`mois;montant\n${this.rows}`)
      }
      const body = bodies.get(path)
      if (!body) return void response.writeHead(404).end()
      response.writeHead(200, { ...anyone, 'content-type': body.type }).end(body.bytes)
    })
  }

  async start(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done))
    this.origin = `http://localhost:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }
}

describe('answers that the browser keeps', { skip: existsSync('dist/dge.js') ? false : 'dist/dge.js is not there: npm run build' }, () => {
  let browser: Browser
  let server: DataServer
  let context: BrowserContext

  before(async () => {
    const bodies = new Bodies()
    await bodies.library()
    for (const [name, body] of Object.entries(pages)) bodies.page(name, body, dgeScript)
    server = new DataServer(bodies)
    await server.start()
    browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })
  beforeEach(async () => {
    Object.assign(server, { asked: 0, rows: 'janvier;12\nfévrier;15\nmars;9\n', cacheControl: 'no-cache', isDown: false })
    context = await browser.newContext({ viewport: { width: 1000, height: 2000 }, locale: 'fr-FR' })
    await context.addInitScript(`globalThis.__name ??= (value) => value
      window.ready = []
      addEventListener('dge-ready', ({ target }) => ready.push([target.localName, target.shadowRoot.querySelector('figure').textContent]))`)
  })
  afterEach(() => context.close())

  async function visit(name: string, state = 'ready'): Promise<Page> {
    const page = await context.newPage()
    await page.goto(`${server.origin}/${name}.html`)
    await page.waitForFunction(([wanted, tags]) => [...document.querySelectorAll<HTMLElement & { state: string }>(tags ?? '')].every((each) => each.state === wanted), [state, displays])
    return page
  }

  /** Everything is written half a second after the last answer. */
  async function leave(page: Page): Promise<void> {
    await page.waitForTimeout(900)
    await page.close()
  }

  const kept = (page: Page) => page.evaluate(async () => (await (await caches.open('dge-answers')).keys()).length)
  const text = async (page: Page, tag = displays) => (await page.locator(`:is(${tag}) figure`).first().textContent())?.replace(/\s+/g, ' ') ?? ''

  it('a second visit draws without a request, and says how old the data are', async () => {
    const first = await visit('hour')
    assert.doesNotMatch(await text(first), /données lues/)
    await leave(first)
    assert.equal(server.asked, 1)
    server.rows = 'janvier;1000\n'
    const second = await visit('hour')
    await second.waitForTimeout(500)
    assert.equal(server.asked, 1)
    assert.match(await text(second), /données lues il y a 1 minute/)
    assert.match(await text(second), /15/)
    const picture = (page: Page) => page.evaluate(() => document.querySelector('dge-chart')?.shadowRoot?.querySelector('.drawing svg')?.querySelectorAll('.mark-rect.role-mark > *').length)
    assert.equal(await picture(second), 3)
  })

  it('a frame that may keep nothing draws all the same', async () => {
    const page = await visit('framed')
    await page.frameLocator('iframe').locator('dge-chart[state="ready"]').waitFor()
  })

  it('an old answer is drawn before anything is asked, then asked anew, once for all displays', async () => {
    await leave(await visit('many'))
    assert.equal(server.asked, 1)
    await new Promise((done) => setTimeout(done, 1100))
    server.rows = 'janvier;100\nfévrier;200\nmars;400\n'
    const page = await visit('many')
    const wait = () => page.waitForFunction(() => (window as unknown as { ready: unknown[] }).ready.length >= 6)
    await wait()
    const ready = await page.evaluate(() => (window as unknown as { ready: [string, string][] }).ready)
    const figures = ready.filter(([tag]) => tag === 'dge-figure').map(([, words]) => words.replace(/\s+/g, ' '))
    assert.equal(figures.length, 2)
    // 12 + 15 + 9, then 100 + 200 + 400.
    assert.match(figures[0] ?? '', /36/)
    assert.match(figures[0] ?? '', /données lues il y a 1 minute/)
    assert.match(figures[1] ?? '', /700/)
    assert.doesNotMatch(figures[1] ?? '', /données lues/)
    assert.equal(server.asked, 2)
    const table = await text(page, 'dge-table')
    assert.match(table, /100/)
    assert.doesNotMatch(table, /12/)
  })

  it('what is shown stays, with its age, when the server is down', async () => {
    await leave(await visit('second'))
    await new Promise((done) => setTimeout(done, 1100))
    server.isDown = true
    const page = await visit('second', 'error')
    const words = await text(page)
    assert.match(words, /Actualisation impossible\. Données chargées : \d+ \S+ \d{4}/)
    assert.match(words, /données lues il y a 1 minute/)
    assert.equal(await page.evaluate(() => document.querySelector('dge-chart')?.shadowRoot?.querySelector('.drawing svg')?.checkVisibility()), true)
    // The message takes of the drawing's place: it is drawn anew, and not cut.
    await page.waitForFunction(() => {
      const [place, svg] = ['[part="chart"]', '.drawing svg'].map((part) => document.querySelector('dge-chart')?.shadowRoot?.querySelector(part)?.getBoundingClientRect())
      return place && svg && svg.bottom <= place.bottom + 2
    })
  })

  it('keeps nothing that its server wants private, nor behind a key in the address, and needs no code without the attribute', async () => {
    server.cacheControl = 'private, max-age=60'
    const closed = await visit('hour')
    await closed.waitForTimeout(900)
    assert.equal(await kept(closed), 0)
    await closed.close()
    server.cacheControl = 'no-cache'
    const secret = await visit('secret')
    await secret.waitForTimeout(900)
    assert.equal(await kept(secret), 0)
    await secret.close()
    const page = await context.newPage()
    const scripts: string[] = []
    page.on('request', (request) => scripts.push(request.url()))
    await page.goto(`${server.origin}/plain.html`)
    await page.waitForFunction('document.querySelector("dge-chart").state === "ready"')
    await page.waitForTimeout(900)
    assert.equal(await kept(page), 0)
    assert.deepEqual(scripts.filter((url) => /kept|snapshot/.test(url)), [])
  })

  it('once the server wants them private, what was kept is thrown away', async () => {
    await leave(await visit('second'))
    await new Promise((done) => setTimeout(done, 1100))
    server.cacheControl = 'no-store'
    const page = await visit('second')
    await page.waitForFunction(() => (window as unknown as { ready: unknown[] }).ready.length >= 2)
    await page.waitForTimeout(900)
    assert.equal(await kept(page), 0)
  })

  it('where nothing can be kept, all is as without', async () => {
    await context.addInitScript('delete globalThis.caches')
    for (const visits of [1, 2]) {
      const page = await visit('hour')
      assert.doesNotMatch(await text(page), /données lues/)
      assert.equal(server.asked, visits)
      await leave(page)
    }
  })

  it('a time that is none is told to the author', async () => {
    const page = await visit('wrong', 'error')
    assert.match(await text(page), /cache: “soon” is no time/)
  })
})
