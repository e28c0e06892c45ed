import { chromium } from 'playwright-core'
import { Bodies, dgeScript } from '../bench/pages.js'
import { serveBodies } from '../bench/server.js'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import type { Browser } from 'playwright-core'

/** A browser, and a server of pages with the built library. */
export interface ServedPages {
  readonly browser: Browser
  /** "http://localhost:1234" */
  readonly origin: string
  stop(): Promise<void>
}

/** Serves each body as `/name.html` with the library's script (or another), and the same small CSV under each of the file names. */
export async function servePages(pages: Readonly<Record<string, string>>, files: readonly string[], script = dgeScript): Promise<ServedPages> {
  const bodies = new Bodies()
  for (const file of files) bodies.csv(`/${file}.csv`, 'mois;montant\njanvier;12\nfévrier;15\nmars;9\n')
  await bodies.library()
  for (const [name, body] of Object.entries(pages)) bodies.page(name, body, script)
  const server = await serveBodies(bodies)
  const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  return { browser, origin: server.origin, stop: async () => (await browser.close(), server.stop()) }
}
