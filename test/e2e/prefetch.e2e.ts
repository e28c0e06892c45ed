import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { servePages } from './served-pages.js'
import type { ServedPages } from './served-pages.js'

const chart = '<dge-chart src="/a.csv" type="bar" x="mois" y="montant"></dge-chart>'
const pages: Readonly<Record<string, string>> = {
  one: chart,
  two: `${chart}<dge-chart src="/late.csv" type="bar" x="mois" y="montant"></dge-chart>`,
  below: `${chart}<div style="height:3000px"></div><dge-table src="/b.csv"></dge-table>`,
}

describe('what comes next is brought when the browser is idle', { skip: existsSync('dist/dge.js') ? false : 'dist/dge.js is not there: npm run build' }, () => {
  let served: ServedPages
  before(async () => {
    served = await servePages(pages, [...'ab'])
  })
  after(() => served?.stop())

  /** Names of the files that were asked for, the first display being ready, until a second and a half later. */
  const open = async (name: string, connection: object | undefined) => {
    const context = await served.browser.newContext({ viewport: { width: 800, height: 600 } })
    const page = await context.newPage()
    await page.addInitScript(`Object.defineProperty(navigator, 'connection', { value: ${JSON.stringify(connection)} })
      addEventListener('dge-ready', () => (window.readyAt ??= performance.now()), true)`)
    await page.goto(`${served.origin}/${name}.html`)
    await page.waitForFunction('window.readyAt')
    await page.waitForTimeout(1500)
    const asked = await page.evaluate<[name: string, later: boolean][]>(
      `performance.getEntriesByType('resource').map(({ name, startTime }) => [name.replace(/^.*\\/|-[\\w-]{8}\\.js$/g, ''), startTime > readyAt])`
    )
    await context.close()
    return { at: asked.filter(([, later]) => !later).map(([file]) => file), later: asked.filter(([, later]) => later).map(([file]) => file) }
  }

  it('the code that answers to the first touch of a chart', async () => {
    const { at, later } = await open('one', undefined)
    assert.ok(!at.includes('reading'), at.join())
    assert.ok(later.includes('reading'), later.join())
    assert.ok(!later.includes('rows'), 'no table is on the page')
  })

  it('the code of displays further down, not their data', async () => {
    const { at, later } = await open('below', { effectiveType: '4g' })
    assert.ok(!at.includes('rows'), at.join())
    assert.ok(later.includes('rows'), later.join())
    assert.ok(![...at, ...later].includes('b.csv'))
  })

  it('nothing while another display waits for its data; for both once it has them', async () => {
    const context = await served.browser.newContext({ viewport: { width: 800, height: 1200 } })
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace(/^.*\/|-[\w-]{8}\.js$/g, '')))
    let answer = () => {}
    await page.route('**/late.csv', (route) => (answer = () => void route.fulfill({ contentType: 'text/csv', body: 'mois;montant\nmai;1\n' })))
    await page.goto(`${served.origin}/two.html`)
    await page.waitForFunction('document.querySelector("dge-chart").state === "ready"')
    await page.waitForTimeout(1500)
    assert.ok(asked.includes('late.csv') && !asked.includes('reading'), asked.join())
    answer()
    await page.waitForFunction('document.querySelectorAll("dge-chart")[1].state === "ready"')
    await page.waitForTimeout(1500)
    assert.ok(asked.includes('reading'), asked.join())
    await context.close()
  })

  for (const connection of [{ saveData: true }, { effectiveType: 'slow-2g' }, { effectiveType: '2g' }]) {
    it(`nothing where ${JSON.stringify(connection)}`, async () => {
      const { later } = await open('below', connection)
      // What follows the look of the page, and what tells the chart in words, are needed, not brought ahead.
      assert.deepEqual([...later].sort(), ['afterwards', 'summary'])
    })
  }
})
