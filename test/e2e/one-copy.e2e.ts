import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { dgeScript } from '../bench/pages.js'
import { visibleText, waitForState } from './browser.js'
import { servePages } from './served-pages.js'
import type { ServedPages } from './served-pages.js'

const bars = (file: string) => `<dge-chart id="it" type="bar" x="mois" y="montant" src="/${file}.csv"></dge-chart>`

/** As content management systems write it, so that browsers take what is new. */
const versioned = dgeScript.replace('dge.js', 'dge.js?ver=6.7')

describe('dge.js under an address with a query', { skip: existsSync('dist/dge.js') ? false : 'dist/dge.js is not there: npm run build' }, () => {
  let served: ServedPages
  before(async () => {
    assert.match(versioned, /ver=/)
    served = await servePages({ good: bars('data'), missing: bars('none') }, ['data'], versioned)
  })
  after(() => served?.stop())

  const open = async (name: string, state: string) => {
    const page = await served.browser.newPage({ locale: 'fr-FR' })
    await page.addInitScript('globalThis.__name ??= (value) => value')
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${served.origin}/${name}.html`)
    await waitForState(page, '#it', state)
    return { page, asked }
  }

  it('draws, with one copy of the code at work: the data are asked for once', async () => {
    const { page, asked } = await open('good', 'ready')
    assert.equal(asked.filter((path) => path === '/data.csv').length, 1)
    await page.close()
  })

  it('says what went wrong as it does without one: an answer of 404 is the server’s, not ours', async () => {
    const { page } = await open('missing', 'error')
    assert.match(await visibleText(page, '#it'), /Les données ne se trouvent pas/)
    await page.close()
  })
})
