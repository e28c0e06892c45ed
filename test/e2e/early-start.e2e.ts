import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { earlyScript } from '../bench/pages.js'
import { servePages } from './served-pages.js'
import type { ServedPages } from './served-pages.js'

const chart = (file: string, more = '') => `<dge-chart src="/${file}.csv" type="bar" x="mois" y="montant" ${more}></dge-chart>`
const settled = 'document.querySelector("dge-chart, dge-map")?.state === "ready"'

/** What is told in the order in which it happens: `fetch /a.csv`, `module chart` (asked for by a link), `define dge-chart`. */
const log = `
  globalThis.__name ??= (value) => value
  window.told = []
  const { fetch } = window
  window.fetch = (address, ...rest) => (told.push('fetch ' + new URL(address, location.href).pathname), fetch.call(window, address, ...rest))
  const { define } = customElements
  customElements.define = (tag, ...rest) => (told.push('define ' + tag), define.call(customElements, tag, ...rest))`

const pages: Readonly<Record<string, string>> = {
  one: chart('a'),
  far: `${chart('a')}<div style="height:3000px"></div>${chart('b')}${chart('c', 'loading="eager"')}`,
  // Without heights all of them stand at the top.
  many: ['a', 'b', 'c', 'd', 'e', 'f'].map((file) => chart(file)).join(''),
  hidden: `<div style="display:none">${chart('a')}</div>${chart('b')}`,
  lent: '<dge-source id="lent" src="/a.csv"></dge-source><dge-chart source="lent" type="bar" x="mois" y="montant"></dge-chart>',
  inside: '<dge-source src="/a.csv"><dge-chart type="bar" x="mois" y="montant"></dge-chart></dge-source>',
  wrong: chart('a', 'types="montant:nothing"'),
  hinted: `${earlyScript}${chart('a')}${chart('a')}<div style="height:3000px"></div><dge-table src="/b.csv"></dge-table>`,
  // Nothing is there: what matters is asked before.
  service: `${earlyScript}<dge-chart src="https://data.exemple.invalid/explore/dataset/budget/" type="bar" x="mois" y="montant"></dge-chart>`,
  kept: `${earlyScript}${chart('a', 'cache="1 h"')}`,
}

describe('tags in view ask for their data before the classes are made', { skip: existsSync('dist/dge.js') ? false : 'dist/dge.js is not there: npm run build' }, () => {
  let served: ServedPages
  before(async () => {
    served = await servePages(pages, [...'abcdef'])
  })
  after(() => served?.stop())

  /** What was told until the first display is ready, and the half second after. */
  const open = async (name: string, done = settled) => {
    const context = await served.browser.newContext({ viewport: { width: 800, height: 600 } })
    const page = await context.newPage()
    await page.addInitScript(log)
    await page.goto(`${served.origin}/${name}.html`)
    await page.waitForFunction(done)
    await page.waitForTimeout(500)
    const told = await page.evaluate<string[]>('told')
    const early = told.slice(0, told.findIndex((each) => each.startsWith('define')))
    await context.close()
    return { told, early, asked: told.filter((each) => each.startsWith('fetch')).sort() }
  }

  for (const name of ['one', 'lent', 'inside']) {
    it(`${name}: the file is asked for first, and once`, async () => {
      const { early, asked } = await open(name)
      assert.deepEqual(early, ['fetch /a.csv'])
      assert.deepEqual(asked, ['fetch /a.csv'])
    })
  }

  it('what is far below waits for the reader; what is eager does not', async () => {
    const { early, asked } = await open('far')
    // The others where there is time, else right after.
    assert.equal(early[0], 'fetch /a.csv')
    assert.deepEqual(asked, ['fetch /a.csv', 'fetch /c.csv'])
  })

  it('tags that have no height yet do not all count as in view: 600 px and 300 ahead show two charts of 480', async () => {
    const { early, asked } = await open('many')
    assert.equal(early[0], 'fetch /a.csv')
    assert.deepEqual(asked, ['fetch /a.csv', 'fetch /b.csv'])
  })

  it('what is not shown is not asked for', async () => {
    const { early, asked } = await open('hidden', 'document.querySelectorAll("dge-chart")[1].state === "ready"')
    assert.deepEqual(early, ['fetch /b.csv'])
    assert.deepEqual(asked, ['fetch /b.csv'])
  })

  it('a setting that cannot be is told by the display', async () => {
    const { told } = await open('wrong', 'document.querySelector("dge-chart").state === "error"')
    assert.deepEqual(told.filter((each) => each.startsWith('fetch')), [])
  })

  /** What `early.js` asks for while `dge.js` is held up, and all that is asked for until the display is ready. */
  const openHinted = async (name: string) => {
    const context = await served.browser.newContext({ viewport: { width: 800, height: 600 } })
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace(/-[\w-]{8}\.js$/, '.js')))
    const told: string[] = []
    page.on('console', (message) => told.push(message.text()))
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/dge.js', async (route) => (await held, route.continue()))
    await page.goto(`${served.origin}/${name}.html`, { waitUntil: 'commit' })
    await page.waitForFunction("document.querySelectorAll('link[rel=modulepreload]').length > 0")
    await page.waitForTimeout(200)
    const connected = await page.evaluate<string[]>("[...document.querySelectorAll('link[rel=preconnect]')].map(({ href }) => href)")
    const early = asked.filter((path) => !/html$|dge\.js$|early\.js$|^,/.test(path)).sort()
    release()
    await page.waitForFunction("['ready', 'error'].includes(document.querySelector('dge-chart').state)")
    await page.waitForTimeout(500)
    await context.close()
    return { early, connected, asked, told }
  }

  it('early.js asks for the data and the code of the tags in view while the core comes; nothing is asked for twice', async () => {
    const { early, asked, told } = await openHinted('hinted')
    assert.deepEqual(early, ['/a.csv', '/chunks/chart.js', '/chunks/frame.js'])
    assert.deepEqual(asked.filter((path, at) => asked.indexOf(path) !== at), [])
    assert.deepEqual(told, [])
  })

  it('early.js has the browser connect to a service, whose own code the core asks for', async () => {
    const { early, connected } = await openHinted('service')
    assert.deepEqual(connected, ['https://data.exemple.invalid/explore/dataset/budget/'])
    assert.deepEqual(early, ['/chunks/chart.js', '/chunks/frame.js'])
  })

  it('early.js leaves data that the browser keeps to the core', async () => {
    assert.deepEqual((await openHinted('kept')).early, ['/chunks/chart.js', '/chunks/frame.js'])
  })
})
