import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { chromium } from 'playwright-core'
import { startStaticServer } from '../servers/static-server.js'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import type { Browser, Page } from 'playwright-core'
import type { StaticServer } from '../servers/static-server.js'

const folder = 'test/output/storybook'
const displays = 'dge-chart, dge-map, dge-table, dge-figure'
const tags = ['dge-chart', 'dge-figure', 'dge-map', 'dge-source', 'dge-table']

/** The static Storybook as it is published, with whatever it asks for that it should not. */
describe('the static Storybook', { skip: existsSync('dist/custom-elements.json') ? false : 'dist is not there: npm run build' }, () => {
  let server: StaticServer
  let browser: Browser
  before(async () => {
    execFileSync('node_modules/.bin/storybook', ['build', '--quiet', '-c', 'stories/.storybook', '-o', folder], { stdio: 'pipe' })
    server = await startStaticServer(folder)
    browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function visit(path: string, look: (page: Page) => Promise<void>) {
    const page = await browser.newPage()
    const wrong: string[] = []
    page.on('pageerror', (error) => wrong.push(String(error)))
    page.on('request', (request) => {
      if (!request.url().startsWith(server.origin) && !/^(data|blob):/.test(request.url())) wrong.push(`asks elsewhere: ${request.url()}`)
    })
    page.on('response', (response) => {
      if (response.status() >= 400 && !response.url().endsWith('/favicon.ico')) wrong.push(`${response.status()} ${response.url()}`)
    })
    await page.goto(server.origin + path)
    await look(page)
    assert.deepEqual(wrong, [])
    await page.close()
  }

  it('has the pages for authors, and one for each element with all its stories', () => {
    const { entries } = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) as { entries: Record<string, { type: string; title: string }> }
    const titles = Object.values(entries).filter(({ type }) => type === 'docs').map(({ title }) => title)
    assert.deepEqual(titles.sort(), ['Accessibilité (RGAA)', 'Guide', 'Thèmes', 'Venir de la version 4', 'dge-chart/types', ...tags].sort())
  })

  it('shows the tables of its pages of text as tables', async () => {
    for (const id of ['guide--docs', 'accessibilité-rgaa--docs', 'venir-de-la-version-4--docs']) {
      await visit(`/iframe.html?viewMode=docs&id=${encodeURIComponent(id)}`, async (page) => {
        // The first cells of the page are those of Storybook's own placeholder.
        await page.locator('#storybook-docs td').first().waitFor()
        assert.doesNotMatch(await page.locator('body').innerText(), /\|---\|/, id)
      })
    }
  })

  it('shows the guide in French', async () => {
    await visit('/iframe.html?viewMode=docs&id=guide--docs', async (page) => {
      await page.getByRole('heading', { level: 1, name: 'Guide' }).waitFor()
      assert.equal(await page.locator('html').getAttribute('lang'), 'fr')
    })
  })

  for (const tag of tags) {
    it(`draws the first story of ${tag} and lists its attributes from the manifest`, async () => {
      await visit(`/iframe.html?viewMode=docs&id=${tag}--docs`, async (page) => {
        const first = page.locator(displays).first()
        await first.scrollIntoViewIfNeeded()
        await page.waitForFunction((element) => element?.getAttribute('state') === 'ready', await first.elementHandle())
        assert.equal(await first.evaluate((element) => element.closest('[lang]')?.getAttribute('lang')), 'fr')
        const { modules } = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8')) as Manifest
        const element = modules.flatMap(({ declarations = [] }) => declarations).find(({ tagName }) => tagName === tag)
        const listed = await page.locator('.docblock-argstable-body td:first-child').allTextContents()
        assert.ok(element?.attributes?.length)
        for (const { name } of element.attributes) assert.ok(listed.some((text) => text.startsWith(name)), `${tag}: ${name}`)
      })
    })
  }
})

interface Manifest {
  readonly modules: readonly { readonly declarations?: readonly { readonly tagName?: string; readonly attributes?: readonly { readonly name: string }[] }[] }[]
}
