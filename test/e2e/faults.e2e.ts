import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, before, describe, it } from 'node:test'
import { registry } from '../../src/providers/index.js'
import { examples } from '../examples/index.js'
import { startFaultProxy } from '../servers/fault-proxy.js'
import { startStage, visibleText, waitForState } from './browser.js'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { ErrorKind } from '../../src/data/errors.js'
import type { Fault, FaultProxy } from '../servers/fault-proxy.js'
import type { Stage } from './browser.js'

/** The reader's sentence of each kind. */
const sentences: Partial<Record<ErrorKind, RegExp>> = {
  network: /Le serveur de données ne répond pas/,
  cors: /n’autorise pas ce site à lire les données/,
  timeout: /met trop de temps à répondre/,
  http: /a refusé ou n’a pas pu traiter la demande/,
  format: /Les données reçues sont illisibles/,
  unsupported: /Ce type de données n’est pas pris en charge/,
}
const cutGzip = gzipSync('code;nom\n'.repeat(99)).subarray(0, 40).toString('latin1')

/** What a page meets from the start. All kinds of trouble, without a browser, are in `test/providers/faults.test.ts`. */
const troubles: Readonly<Record<string, readonly [Fault, readonly ErrorKind[]]>> = {
  'no CORS headers': [{ cors: false }, ['cors']],
  'a web page with status 200': [{ status: 200, type: 'text/html', body: '<!doctype html><title>Maintenance</title>' }, ['format', 'unsupported']],
  '429 for a day': [{ status: 429, headers: { 'retry-after': '86400' } }, ['http']],
  'a body that stalls': [{ stallAfter: 20 }, ['timeout']],
  'gzip that is cut': [{ status: 200, headers: { 'content-encoding': 'gzip' }, body: cutGzip }, ['network', 'format', 'unsupported']],
}

interface Seen {
  readonly name: string
  readonly id: string
  readonly kind?: ErrorKind
  readonly message?: string
}

describe('every provider, in a page, when its server is in trouble', { concurrency: 2 }, () => {
  let stage: Stage
  before(async () => {
    stage = await startStage()
  })
  after(() => stage.stop())

  for (const { name } of registry) {
    const example = examples[name]
    it(name, { skip: example?.missing?.() ?? false }, async () => {
      assert.ok(example, 'no example of this provider: test/examples/index.ts')
      const { config, stop } = await example.start()
      const proxies: FaultProxy[] = []
      const behind = async (fault: () => Fault | undefined) => {
        const { origin } = new URL(config.src)
        const proxy = await startFaultProxy(origin, fault)
        proxies.push(proxy)
        return config.src.replace(origin, proxy.origin)
      }
      try {
        const tags: string[] = []
        for (const [at, [fault, kinds]] of Object.values(troubles).entries()) {
          const limit = kinds.includes('timeout') ? 1000 : 20_000
          tags.push(`<dge-table id="t${at}" ${attributes({ ...config, src: await behind(() => fault), timeout: limit })}>Texte de secours</dge-table>`)
        }
        let broken: Fault | undefined
        const src = await behind(() => broken)
        tags.push(`<dge-source ${attributes({ ...config, src })}><dge-table id="kept"></dge-table></dge-source>`)
        // All is in view: displays start when they come near.
        const { page, context, crashes } = await stage.open(tags.join('\n'), { viewport: { width: 800, height: 6000 } })
        for (const [at, [trouble, [, kinds]]] of Object.entries(troubles).entries()) {
          await waitForState(page, `#t${at}`, 'error')
          const seen = (await page.evaluate(() => (window as unknown as { seen: Seen[] }).seen)).find((event) => event.id === `t${at}` && event.name === 'dge-error')
          assert.ok(seen?.kind && kinds.includes(seen.kind), `${trouble}: ${seen?.kind} ${seen?.message}`)
          const text = await visibleText(page, `#t${at}`)
          assert.match(text, sentences[seen.kind] ?? /$^/, trouble)
          assert.match(text, /Texte de secours/, trouble)
        }
        if (example.rows !== undefined) {
          await waitForState(page, '#kept', 'ready')
          const refresh = () => page.evaluate(() => (document.querySelector('dge-source') as unknown as { dataSource: { refresh(): void } }).dataSource.refresh())
          for (const fault of [{ cors: false }, { status: 503, headers: { 'retry-after': '600' } }]) {
            broken = fault
            await refresh()
            await waitForState(page, '#kept', 'error')
            const text = await visibleText(page, '#kept')
            assert.match(text, /Actualisation impossible/)
            assert.match(text, new RegExp(example.shows ?? '$^'), 'what was shown stays')
          }
          broken = undefined
          await refresh()
          await waitForState(page, '#kept', 'ready')
          assert.doesNotMatch(await visibleText(page, '#kept'), /Actualisation impossible/)
        }
        assert.deepEqual(crashes, [])
        await context.close()
      } finally {
        await Promise.all(proxies.map((proxy) => proxy.stop()))
        await stop()
      }
    })
  }
})

/** The settings of a source as an author writes them. */
function attributes({ src, provider, layer, types, timeout }: SourceConfig): string {
  const written = { src, provider, layer, timeout, types: types && Object.entries(types).map(([field, type]) => `${field}:${type}`).join(', ') }
  return Object.entries(written).flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${String(value).replaceAll('&', '&amp;')}"`])).join(' ')
}
