import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { chromium } from 'playwright-core'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import { bigCsv, bigRows } from '../bench/big-csv.js'
import { waitForState } from './browser.js'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import type { Browser, Page } from 'playwright-core'

const rows = 60_000
const tag = '<dge-chart id="it" type="bar" x="categorie" y="sum(valeur)" src="/data.csv"></dge-chart>'

/** The sums of the file, added up here. */
function expectedSums(): Map<string, number> {
  const cents = new Map<string, number>()
  for (const cells of bigRows(rows)) cents.set(cells[3] ?? '', (cents.get(cells[3] ?? '') ?? 0) + Math.round(Number(cells[5]) * 100))
  return new Map([...cents].map(([name, sum]) => [name, sum / 100]))
}

/** Five megabytes of CSV, and pages of one display under several policies. */
describe('a large file in a page', () => {
  let server: Server
  let browser: Browser
  let origin: string
  /** The policy of the library's files, its worker's included. */
  let policyOfFiles = ''
  /** Files of the library that were asked for. */
  const asked: string[] = []
  const endless = { sent: 0, closed: false, most: Infinity }

  before(async () => {
    const csv = bigCsv(rows)
    const line = Buffer.from(csv.slice(csv.indexOf('\n') + 1, csv.indexOf('\n', 200_000) + 1))
    server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      if (url.pathname === '/page') {
        const policy = url.searchParams.get('policy')
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...(policy ? { 'content-security-policy': policy } : {}) })
        return response.end(`<!doctype html><html lang="fr"><meta charset="utf-8"><title>Essai</title><script type="module" src="/dge.js"></script><body>${url.searchParams.get('body') ?? tag}`)
      }
      if (url.pathname === '/data.csv') return response.writeHead(200, { 'content-type': 'text/csv' }).end(csv)
      if (url.pathname === '/endless.csv') {
        Object.assign(endless, { sent: 0, closed: false })
        response.writeHead(200, { 'content-type': 'text/csv' })
        response.on('close', () => (endless.closed = true))
        response.write(csv.slice(0, csv.indexOf('\n') + 1))
        while (!endless.closed && endless.sent < endless.most) {
          if (!response.writableNeedDrain) {
            endless.sent += line.length
            response.write(line)
          }
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
        return response.end()
      }
      asked.push(url.pathname)
      const file = await readFile(`dist${url.pathname}`).catch(() => undefined)
      if (!file) return response.writeHead(404).end()
      response.writeHead(200, { 'content-type': /css$/.test(url.pathname) ? 'text/css' : 'text/javascript', ...(policyOfFiles ? { 'content-security-policy': policyOfFiles } : {}) }).end(file)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    origin = `http://localhost:${(server.address() as AddressInfo).port}`
    browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  })
  after(async () => {
    await browser?.close()
    server?.closeAllConnections()
    server?.close()
  })

  const open = async (policy: string, body = tag) => {
    const page = await browser.newPage()
    const refusals: string[] = []
    page.on('console', (message) => void (/Content Security Policy/.test(message.text()) && refusals.push(message.text())))
    await page.addInitScript('globalThis.longest = 0; new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration) }).observe({ type: "longtask", buffered: true })')
    await page.goto(`${origin}/page?${new URLSearchParams({ policy, body }).toString()}`)
    return { page, refusals }
  }

  const answerOf = (page: Page) =>
    page.evaluate(async () => {
      const { sourceInUse } = document.querySelector('#it') as unknown as { sourceInUse: { query(query: unknown): Promise<{ columns: Map<string, ArrayLike<unknown>> }> } }
      const { columns } = await sourceInUse.query({ groupBy: [{ as: 'k', expr: { property: 'categorie' } }], aggregate: [{ as: 'v', op: 'sum', expr: { property: 'valeur' } }] })
      return Array.from(columns.get('k') ?? [], (name, index) => [name, Number(columns.get('v')?.[index]).toFixed(2)] as const)
    })

  const strict = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self'; require-trusted-types-for 'script'"
  for (const [title, policy, ofFiles, workers] of [
    ['in a worker under a strict policy', strict, '', 1],
    ['in a worker without WebAssembly, where the policy holds for the worker too', strict, strict, 1],
    ['by the page itself where the policy refuses workers', strict.replace("worker-src 'self'", "worker-src 'none'"), '', 0],
  ] as const) {
    it(`is read ${title}, with the same sums`, { timeout: 120_000 }, async (test) => {
      policyOfFiles = ofFiles
      const { page, refusals } = await open(policy)
      await waitForState(page, '#it', 'ready', 'error', 'empty')
      assert.deepEqual(new Map((await answerOf(page)).map(([name, sum]) => [name, sum])), new Map([...expectedSums()].map(([name, sum]) => [name, sum.toFixed(2)])))
      assert.equal(page.workers().length, workers)
      assert.equal(refusals.some((text) => /worker/i.test(text)), workers === 0, refusals.join('\n'))
      assert.equal(asked.splice(0).some((path) => path.includes('worker-kernel-script')), ofFiles !== '', 'the kernel as JavaScript is loaded where the worker may have no WebAssembly')
      policyOfFiles = ''
      test.diagnostic(`longest task of the page: ${Math.round(await page.evaluate<number>('longest'))} ms`)
      await page.close()
    })
  }

  it('is no longer downloaded once its display leaves the page, and its worker ends', { timeout: 120_000 }, async () => {
    const { page } = await open('', tag.replace('data.csv', 'endless.csv'))
    const until = async (what: () => boolean) => {
      for (let tries = 0; tries < 200 && !what(); tries++) await new Promise((resolve) => setTimeout(resolve, 100))
      return what()
    }
    assert.ok(await until(() => page.workers().length === 1 && endless.sent > 4_000_000), 'the file is being read')
    assert.equal(endless.closed, false)
    await page.locator('#it').evaluate((element) => element.remove())
    assert.ok(await until(() => endless.closed), 'the server sees that the connection is closed')
    assert.ok(await until(() => page.workers().length === 0), 'the worker ends')
    await page.close()
  })

  it('tells readers how far it is while it comes', { timeout: 120_000 }, async () => {
    endless.most = 48_000_000
    const { page } = await open('', tag.replace('data.csv', 'endless.csv'))
    const said: number[] = []
    for (let tries = 0; tries < 300 && said.length < 4; tries++) {
      const text = await page.locator('#it').evaluate((element) => element.shadowRoot?.textContent ?? '')
      const rows = Number(/(\d[\d\s\u00a0\u202f]*)\s+lignes/.exec(text)?.[1]?.replace(/\D/g, ''))
      if (rows > 0 && rows !== said.at(-1)) said.push(rows)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    assert.ok(said.length >= 3, `told ${said.join(', ')}`)
    assert.deepEqual(said, said.toSorted((left, right) => left - right))
    await page.close()
    endless.most = Infinity
  })
})
