/**
 * `tsx test/stories-screenshots.ts [file…] [--only=Name,Name] [--widths=320,768,1440] [--letters=32]`: every story of stories/ at these widths,
 * light and dark, in test/output/stories for a person to look at. Served from the sources: needs no build.
 */
import { mkdir, readdir } from 'node:fs/promises'
import { startDevServer } from '@web/dev-server'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { chromium } from 'playwright-core'
import { chromiumArgs, requireChromium } from './setup/chromium.js'

const option = (name: string) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1]?.split(',')
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const files = named.length > 0 ? named : (await readdir('stories')).filter((name) => name.endsWith('.stories.ts'))
const widths = (option('widths') ?? ['320', '768', '1440']).map(Number)
const only = option('only')
/** Pixels of the reader's own letters, which are 16 for most. */
const letters = Number(option('letters')?.[0] ?? 16)
const folder = 'test/output/stories'

const page = (file: string) => `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>:root { color-scheme: light dark } body { margin: 0; padding: 1rem; font-family: system-ui, sans-serif; background: light-dark(#fff, #17181a); color: light-dark(#1f2933, #f0f3f6) } main { padding: 1px 0 }</style></head><body><main></main>
<script type="module">
import { render } from 'lit'
import '/src/define.ts'
import * as stories from '/stories/${file}'
const only = ${JSON.stringify(only ?? null)}
window.names = Object.keys(stories).filter((name) => name !== 'default' && (!only || only.includes(name)))
window.show = (name) => {
  const main = document.querySelector('main')
  render(null, main)
  const story = stories[name]
  const args = { ...stories.default.args, ...story.args }
  render((story.render ?? stories.default.render)(args), main)
  for (const element of main.querySelectorAll('dge-chart, dge-map, dge-table, dge-figure')) element.setAttribute('loading', 'eager')
}
</script></body></html>`

const server = await startDevServer({
  config: {
    rootDir: process.cwd(), port: 0, watch: false, nodeResolve: { browser: true, exportConditions: ['production'] },
    plugins: [
      { name: 'page', serve: ({ path }) => (path.startsWith('/story/') ? { body: page(path.slice('/story/'.length).replace('.html', '.ts')), type: 'html' } : undefined) },
      esbuildPlugin({ ts: true, target: 'es2022', tsconfig: new URL('../tsconfig.json', import.meta.url).pathname }),
    ],
  },
  readCliArgs: false, readFileConfig: false, logStartMessage: false, autoExitProcess: false,
})
const address = server.server?.address()
const base = `http://localhost:${typeof address === 'object' ? address?.port : ''}`
const browser = await chromium.launch({ executablePath: requireChromium(), args: [...chromiumArgs, `--blink-settings=defaultFontSize=${letters}`] })
await mkdir(folder, { recursive: true })
for (const file of files) {
  for (const dark of [false, true]) {
    for (const width of widths) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' })
      const tab = await context.newPage()
      tab.on('pageerror', (error) => console.error(file, error.message))
      tab.on('console', (message) => message.type() === 'error' && console.error(file, message.text()))
      await tab.goto(`${base}/story/${file.replace('.ts', '.html')}`)
      await tab.waitForFunction('window.names')
      for (const name of (await tab.evaluate('window.names')) as string[]) {
        await tab.evaluate(`window.show(${JSON.stringify(name)})`)
        await tab.waitForFunction(() => [...document.querySelectorAll('dge-chart, dge-map, dge-table, dge-figure')].every((element) => ['ready', 'empty', 'error'].includes(element.getAttribute('state') ?? '')), undefined, { timeout: 30_000 })
          .catch(() => console.error(file, name, width, 'is not ready'))
        // Source and licence come right after the drawing.
        await tab.waitForFunction(() => [...document.querySelectorAll('dge-chart, dge-map, dge-table, dge-figure')].every((element) => element.shadowRoot?.querySelector('[part="attribution"]')?.textContent?.trim()), undefined, { timeout: 3000 })
          .catch(() => console.error(file, name, width, 'names no source'))
        await tab.locator('main').screenshot({ path: `${folder}/${file.replace('.stories.ts', '')}-${name}-${width}${dark ? '-dark' : ''}.png` })
      }
      await context.close()
    }
  }
}
await browser.close()
await server.stop()
console.log(`${folder} is written.`)
