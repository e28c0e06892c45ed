import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DataSource } from '../../src/data/source.js'
import { openDataset } from '../../src/providers/index.js'
import { startFaultProxy } from '../servers/fault-proxy.js'
import { backends } from './backends/index.js'
import { communes } from './communes.js'
import { difference } from './compare.js'
import { sixDisplays } from './costs.js'
import type { Table } from '../../src/data/table.js'
import type { Fault } from '../servers/fault-proxy.js'
import type { RunningBackend } from './backend.js'

/** Milliseconds without a byte that the source allows: beyond what a busy machine takes. */
const timeout = 20_000
const html = '<!doctype html><html><title>Maintenance</title></html>'

/** A fault that passes must leave no trace. Those that last are tried on every provider in `test/providers/faults.test.ts`. */
const passing: Readonly<Record<string, Fault>> = {
  '503': { status: 503 },
  '429, to be asked again at once': { status: 429, headers: { 'retry-after': '0' } },
  '502 with a web page': { status: 502, type: 'text/html', body: html },
  'late, but within the limit': { delay: 400 },
}
for (const backend of backends.filter(({ variant }) => !variant)) {
  const missing = backend.missing?.()
  describe(`${backend.name} behind a proxy that spoils answers`, { skip: missing ?? false, concurrency: backend.serial ? 1 : 7 }, () => {
    let table: Table
    let running: RunningBackend
    before(async () => {
      table = await communes()
      running = await backend.start(table)
    })
    after(() => running?.stop())

    const through = async (fault: (address: string) => Fault | undefined) => {
      const { src } = running.config
      const { origin } = new URL(src)
      const proxy = await startFaultProxy(origin, ({ href }) => fault(href))
      const config = { ...running.config, src: src.replace(origin, proxy.origin), timeout }
      return { proxy, source: new DataSource(config, (settings, options) => openDataset(settings, options)) }
    }

    for (const [name, fault] of Object.entries(passing)) {
      it(`${name}, the first time of each request: the answers are right`, async () => {
        // Not every second answer: of pages asked for at the same time, one could fail each time.
        const seen = new Set<string>()
        const { proxy, source } = await through((address) => (seen.size < seen.add(address).size ? fault : undefined))
        try {
          for (const query of sixDisplays) assert.equal(difference(await source.query(query), execute(query, table), query), undefined)
        } finally {
          await proxy.stop()
        }
      })
    }
  })
}
