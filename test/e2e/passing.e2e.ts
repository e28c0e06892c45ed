import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { startFaultServer } from '../servers/fault-server.js'
import { waitForState } from './browser.js'
import { servePages } from './served-pages.js'
import type { Page } from 'playwright-core'
import type { FaultServer } from '../servers/fault-server.js'
import type { ServedPages } from './served-pages.js'

const whole = { type: 'text/csv; charset=utf-8', body: 'mois;montant\njanvier;12\nfévrier;15\nmars;9\n' }
const cut = { ...whole, cutAfter: 20 }

describe('what breaks off on the way is asked for once more before readers are told', { skip: existsSync('dist/dge.js') ? false : 'dist/dge.js is not there: npm run build' }, () => {
  let served: ServedPages
  let data: FaultServer
  before(async () => {
    data = await startFaultServer({ '/once.csv': [cut, whole], '/always.csv': cut, '/whole.csv': whole })
    const page = (name: string) => `<script>window.told = []; for (const name of ['dge-ready', 'dge-error']) addEventListener(name, ({ type }) => window.told.push(type))</script>
<dge-chart id="it" type="bar" x="mois" y="sum(montant)" src="${data.origin}/${name}.csv"></dge-chart>`
    served = await servePages(Object.fromEntries(['once', 'always', 'whole'].map((name) => [name, page(name)])), [])
  })
  after(async () => {
    await served.stop()
    await data.stop()
  })

  async function opened(name: string, prepare: (page: Page) => Promise<unknown> = async () => {}): Promise<Page> {
    const page = await served.browser.newPage()
    await prepare(page)
    await page.goto(`${served.origin}/${name}.html`)
    await waitForState(page, '#it', 'ready', 'error')
    return page
  }
  const told = (page: Page) => page.evaluate('window.told')

  it('an answer', async () => {
    const page = await opened('once')
    assert.deepEqual(await told(page), ['dge-ready'])
    assert.equal(data.hits('/once.csv'), 2)
    await page.close()
  })

  it('one that breaks off again is told of', async () => {
    const page = await opened('always')
    assert.deepEqual(await told(page), ['dge-error'])
    assert.equal(data.hits('/always.csv'), 2)
    await page.close()
  })

  it('a file of code', async () => {
    let refused = 0
    const page = await opened('whole', (each) => each.route(/chunks\/chart-/, (route) => (refused++ === 0 ? route.abort() : route.continue())))
    assert.equal(refused, 2)
    assert.deepEqual(await told(page), ['dge-ready'])
    await page.close()
  })
})
