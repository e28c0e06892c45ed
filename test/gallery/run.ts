/**
 * `npm run gallery [-- folder…]`: draws every specification of the folders (our own when none is named; `GALLERY=folder` too) with
 * vega-embed and with `<dge-chart config="none">` in Chromium and says which SVGs are not the same. Data are those of the package
 * vega-datasets at `data/…`. For Vega-Lite's public gallery, give `examples/specs` of a checkout of vega/vega-lite.
 */
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import type { AddressInfo } from 'node:net'
import type { Comparison } from './page.js'

export interface GalleryResult extends Comparison {
  readonly name: string
}

const data = 'node_modules/vega-datasets/data'
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.json': 'application/json', '.csv': 'text/csv', '.tsv': 'text/tab-separated-values', '.png': 'image/png' }

/** Specifications of a folder by name: `*.json`, `*.vl.json`, `*.vg.json`. */
export function specsIn(folder: string): ReadonlyMap<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json') && statSync(join(folder, name)).isFile()).sort() : []
  // Public examples name the data by the address of a copy of the same package.
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8').replaceAll(/https:\/\/cdn\.jsdelivr\.net\/npm\/vega-datasets@[^/]*\/data\//g, 'data/')]))
}

/** Draws each specification both ways. */
export async function runGallery(specs: ReadonlyMap<string, string>, onResult: (result: GalleryResult) => void = () => {}): Promise<readonly GalleryResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dge-gallery-'))
  await build({
    entryPoints: ['test/gallery/page.ts'], bundle: true, splitting: true, format: 'esm', outdir: folder, target: 'es2022', tsconfig: 'tsconfig.json',
    logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' },
  })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html lang="en"><meta charset="utf-8"><title>gallery</title><body><script>let seed = 1; Math.random = () => (seed = (seed * 48271) % 2147483647) / 2147483647; globalThis.reseed = () => (seed = 1)</script><script type="module"src="/page.js"></script>')
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    const file = path.startsWith('/data/') ? join(data, basename(path)) : join(folder, path === '/' ? 'index.html' : basename(path))
    if (!existsSync(file)) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/html; charset=utf-8' }).end(readFileSync(file))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  const results: GalleryResult[] = []
  try {
    const names = [...specs.keys()]
    for (let at = 0; at < names.length; at += 40) {
      // A new page now and then: what leaks in one library must not count against the other.
      const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, locale: 'en-US', timezoneId: 'Europe/Paris' })
      await page.goto(address)
      await page.waitForFunction(() => 'compare' in globalThis)
      for (const name of names.slice(at, at + 40)) {
        const comparison = await page.evaluate((text) => (globalThis as unknown as { compare(text: string): Promise<Comparison> }).compare(text), specs.get(name) ?? '')
          .catch((error: unknown): Comparison => ({ outcome: 'differs', detail: String(error) }))
        const result = { name, ...comparison }
        results.push(result)
        onResult(result)
      }
      await page.close()
    }
  } finally {
    await browser.close()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return results
}

if (process.argv[1]?.endsWith('gallery/run.ts')) {
  const named = [...process.argv.slice(2), ...(process.env['GALLERY'] ? [process.env['GALLERY']] : [])]
  let failed = 0
  for (const folder of named.length ? named : ['test/gallery/specs']) {
    const specs = specsIn(folder)
    const counts = new Map<string, number>()
    for (const { name, outcome, detail } of await runGallery(specs, ({ name, outcome }) => process.stderr.write(`${outcome} ${name}\n`))) {
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      if (outcome !== 'same') console.log(`${outcome}  ${name}\n     ${detail}`)
    }
    const others = [...counts].filter(([outcome]) => outcome !== 'same')
    failed += others.reduce((total, [, count]) => total + count, 0)
    console.log(`${folder}: ${specs.size} specifications, ${counts.get('same') ?? 0} the same${others.map(([outcome, count]) => `, ${count} ${outcome}`).join('')}`)
  }
  process.exitCode = failed > 0 ? 1 : 0
}
