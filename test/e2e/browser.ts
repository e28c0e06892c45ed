import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import { startFaultServer } from '../servers/fault-server.js'
import { startDemo } from '../../demo/serve.js'

/** A Chromium and the demo's server, for the pages of one test file. */
export interface Stage {
  readonly origin: string
  readonly browser: Browser
  /** Opens `path` of the demo, or the given HTML body in an empty page of an origin of its own that loads dge.js. */
  open(pathOrBody: string, options?: { readonly viewport?: { width: number; height: number }; readonly dark?: boolean; readonly touch?: boolean }): Promise<OpenPage>
  stop(): Promise<void>
}

export interface OpenPage {
  readonly page: Page
  readonly context: BrowserContext
  /** Messages of console.error and uncaught errors. */
  readonly errors: string[]
  /** Unhandled rejections and uncaught exceptions only: there must never be one. */
  readonly crashes: string[]
}

export async function startStage(): Promise<Stage> {
  const demo = await startDemo(0)
  const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  return {
    origin: demo.page,
    browser,
    open: (pathOrBody, options) => openPage(browser, demo.page, pathOrBody, options),
    stop: async () => {
      await browser.close()
      await demo.stop()
    },
  }
}

async function openPage(browser: Browser, origin: string, pathOrBody: string, options: Parameters<Stage['open']>[1] = {}) {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1000, height: 800 },
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'fr-FR',
    hasTouch: options.touch === true,
  })
  // tsx keeps the names of functions by a helper that a page doesn't have.
  await context.addInitScript('globalThis.__name ??= (value) => value')
  const page = await context.newPage()
  const errors: string[] = []
  const crashes: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => {
    crashes.push(String(error))
    errors.push(String(error))
  })
  if (pathOrBody.trimStart().startsWith('<')) {
    // A page that did come from a server: Chromium lets no made-up one ask other local addresses.
    const server = await startFaultServer({ '/page.html': { type: 'text/html; charset=utf-8', body: pageWith(pathOrBody, origin) } })
    context.once('close', () => void server.stop())
    await page.goto(`${server.origin}/page.html`)
  } else await page.goto(`${origin}/${pathOrBody}`)
  return { page, context, errors, crashes }
}

/** Events of all displays are kept in `window.seen` for the tests to read. */
function pageWith(body: string, origin: string) {
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title><link rel="icon" href="data:,">
<script>
  window.seen = []
  for (const name of ['dge-ready', 'dge-error', 'dge-select']) {
    addEventListener(name, ({ detail, target }) => window.seen.push({ name, id: target.id, ...detail, cause: undefined }))
  }
</script>
<script type="module" src="${origin}/dist/dge.js"></script></head><body>${body}</body></html>`
}

/** Waits until the element's `state` is one of the given. */
export async function waitForState(page: Page, selector: string, ...states: string[]) {
  await page.waitForFunction(
    ([query, wanted]) => wanted?.includes(document.querySelector(query ?? '')?.getAttribute('state') ?? ''),
    [selector, states] as const,
    { timeout: 30_000 }
  ).catch(async (error: unknown) => {
    const state = await page.locator(selector).getAttribute('state', { timeout: 1000 }).catch(() => 'no answer of the page')
    throw new Error(`${selector} is ${state ?? 'without a state'} and never ${states.join(' or ')}`, { cause: error })
  })
}

/** What a reader of the element sees, hidden parts left out. */
export async function visibleText(page: Page, selector: string): Promise<string> {
  return page.locator(selector).evaluate((element) => {
    const texts: string[] = []
    const walk = (node: Node) => {
      if (node instanceof HTMLSlotElement) node.assignedNodes({ flatten: true }).forEach(walk)
      else if (node instanceof Element && !(node as HTMLElement).checkVisibility?.()) return
      else if (node instanceof Text) texts.push(node.data)
      else if (node instanceof Element && node.shadowRoot) node.shadowRoot.childNodes.forEach(walk)
      else node.childNodes.forEach(walk)
    }
    walk(element)
    return texts.join(' ').replace(/\s+/g, ' ')
  })
}
