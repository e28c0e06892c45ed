/**
 * `npm run screenshots`: the README's picture (demo/screenshot.png), and every demo page at 320, 768 and 1440 px, light and dark,
 * in test/output/screenshots for a person to look at. Needs a build.
 */
import { mkdir } from 'node:fs/promises'
import { startStage } from './e2e/browser.js'
import type { OpenPage } from './e2e/browser.js'

const folder = 'test/output/screenshots'
const displays = 'dge-chart, dge-map, dge-table, dge-figure'

async function settle({ page }: OpenPage) {
  const found = page.locator(displays)
  for (let index = 0; index < (await found.count()); index++) {
    const display = found.nth(index)
    await display.scrollIntoViewIfNeeded()
    await page.waitForFunction((element) => ['ready', 'empty', 'error'].includes(element?.getAttribute('state') ?? ''), await display.elementHandle())
  }
  await page.evaluate(() => scrollTo(0, 0))
}

await mkdir(folder, { recursive: true })
const stage = await startStage()
const readme = await stage.open('cas-usage.html', { viewport: { width: 1100, height: 1500 } })
await settle(readme)
await readme.page.screenshot({ path: 'demo/screenshot.png' })
await readme.context.close()
for (const path of ['index.html', 'cas-usage.html']) {
  for (const width of [320, 768, 1440]) {
    for (const dark of [false, true]) {
      const opened = await stage.open(path, { viewport: { width, height: 900 }, dark })
      await settle(opened)
      await opened.page.screenshot({ path: `${folder}/${path.replace('.html', '')}-${width}${dark ? '-dark' : ''}.png`, fullPage: true })
      await opened.context.close()
    }
  }
}
await stage.stop()
console.log(`demo/screenshot.png and ${folder} are written.`)
