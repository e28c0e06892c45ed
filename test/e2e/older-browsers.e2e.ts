import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { transform } from 'esbuild'
import { servePages } from './served-pages.js'
import type { ServedPages } from './served-pages.js'

const displays = `<div lang="fr">
  <dge-chart src="/data.csv" type="bar" x="mois" y="montant" loading="eager" theme="dsfr"></dge-chart>
  <dge-chart src="/data.csv" type="line" x="mois" y="sum(montant)" loading="eager"></dge-chart>
  <dge-figure src="/data.csv" value="sum(montant)" loading="eager"></dge-figure>
  <dge-table src="/data.csv" loading="eager"></dge-table></div>`

/** What Safari 15.4 and Chrome 97 don't have yet, of all that scripts may be tempted to use. */
const younger = `
  for (const owner of [Document, ShadowRoot]) delete owner.prototype.adoptedStyleSheets
  for (const name of ['replace', 'replaceSync']) delete CSSStyleSheet.prototype[name]
  for (const name of ['toSorted', 'toReversed', 'toSpliced', 'with', 'fromAsync']) { delete Array.prototype[name]; delete Array[name] }
  for (const [owner, name] of [[Object, 'groupBy'], [Map, 'groupBy'], [Promise, 'withResolvers'], [Promise, 'try'], [URL, 'canParse'], [URL, 'parse'], [AbortSignal, 'any'], [AbortSignal, 'timeout'], [Element.prototype, 'checkVisibility']]) delete owner[name]
  for (const name of ['union', 'intersection', 'difference', 'isSubsetOf']) delete Set.prototype[name]
  for (const name of ['requestIdleCallback', 'scheduler', 'Iterator', 'DecompressionStream', 'CompressionStream', 'navigation']) delete globalThis[name]`

/** In the page: the boxes of all elements of the displays, in whole pixels. */
const boxes = `(() => {
  const found = []
  const look = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.localName === 'style') continue
      const { x, y, width, height } = element.getBoundingClientRect()
      found.push([element.localName, ...[x, y, width, height].map(Math.round)].join(' '))
      if (element.shadowRoot) look(element.shadowRoot)
    }
  }
  look(document.body)
  return found
})()`

describe('older browsers', { skip: existsSync('dist/dge.js') ? false : 'dist/dge.js is not there: npm run build' }, () => {
  let served: ServedPages
  before(async () => {
    served = await servePages({ displays }, ['data'])
  })
  after(() => served.stop())

  it('every script is called .js: web servers give .mjs no type that browsers run', () => {
    const files = ['', 'chunks/'].flatMap((folder) => readdirSync(`dist/${folder}`).map((name) => folder + name))
    assert.deepEqual(files.filter((name) => /\.[mc]js$/.test(name)), [])
    assert.ok(files.includes('chunks/maplibre-gl-worker.js'))
    // The engine asks for it by that name wherever Trusted Types don't give it an address.
    const engine = files.find((name) => /^chunks\/maplibre-gl-[\w-]+\.js$/.test(name) && name !== 'chunks/maplibre-gl-worker.js') ?? ''
    assert.doesNotMatch(readFileSync(`dist/${engine}`, 'utf8'), /maplibre-gl-worker\.mjs/)
  })

  it('Safari 15.4 reads every script but the engine of maps', async () => {
    const files = ['dge.js', 'early.js', ...readdirSync('dist/chunks').filter((name) => name.endsWith('.js') && !name.startsWith('maplibre')).map((name) => `chunks/${name}`)]
    assert.ok(files.length > 80)
    const missing = { 'class-static-blocks': false, 'regexp-lookbehind-assertions': false, 'regexp-match-indices': false, 'regexp-set-notation': false, 'import-attributes': false, using: false }
    const rewritten = await Promise.all(files.map(async (file) => {
      const code = readFileSync(`dist/${file}`, 'utf8')
      const [given, lowered] = await Promise.all([{}, missing].map(async (supported) => (await transform(code, { target: 'esnext', format: 'esm', supported })).code))
      return given === lowered ? [] : [file]
    }))
    assert.deepEqual(rewritten.flat(), [])
  })

  it('show the same without shared style sheets and what else came after 2022', async () => {
    const [now, before] = await Promise.all(['', younger].map(async (script) => {
      const context = await served.browser.newContext({ viewport: { width: 900, height: 700 } })
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      await page.addInitScript(script)
      await page.goto(`${served.origin}/displays.html`)
      await page.waitForFunction(`[...document.querySelectorAll('dge-chart, dge-figure, dge-table')].every(({ state }) => state === 'ready')`)
      await page.waitForTimeout(500)
      const found = await page.evaluate<readonly string[]>(boxes)
      await context.close()
      return { errors, found }
    }))
    assert.ok((now?.found.length ?? 0) > 100)
    assert.deepEqual(before, now)
  })
})
