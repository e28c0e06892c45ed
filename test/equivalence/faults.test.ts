import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, before, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { DataSource } from '../../src/data/source.js'
import { openDataset } from '../../src/providers/index.js'
import { startFaultProxy } from '../servers/fault-proxy.js'
import { backends } from './backends/index.js'
import { communes } from './communes.js'
import { difference } from './compare.js'
import { sixDisplays } from './costs.js'
import type { ErrorKind } from '../../src/data/errors.js'
import type { Table } from '../../src/data/table.js'
import type { Fault } from '../servers/fault-proxy.js'
import type { RunningBackend } from './backend.js'

/** Milliseconds without a byte that the source allows: short where it must run out, else beyond what a busy machine takes. */
const [short, long] = [2000, 20_000]
const html = '<!doctype html><html><title>Maintenance</title></html>'

/** A fault that passes must leave no trace; one that stays must be told. Dropped CORS headers are seen by browsers only: e2e. */
const passing: Readonly<Record<string, Fault>> = {
  '503': { status: 503 },
  '429, to be asked again at once': { status: 429, headers: { 'retry-after': '0' } },
  '502 with a web page': { status: 502, type: 'text/html', body: html },
  'late, but within the limit': { delay: 400 },
}
/** With the kinds of error that tell it. */
const lasting: Readonly<Record<string, readonly [Fault, readonly ErrorKind[]]>> = {
  '404': [{ status: 404, type: 'text/html', body: html }, ['http']],
  '500': [{ status: 500, body: 'java.lang.NullPointerException' }, ['http']],
  'a storm of 503': [{ status: 503, headers: { 'retry-after': '0' } }, ['http']],
  'a storm of 429 that asks to wait for a day': [{ status: 429, headers: { 'retry-after': '86400' } }, ['http']],
  'a web page with status 200': [{ status: 200, type: 'text/html', body: html }, ['format', 'unsupported']],
  'an empty body': [{ status: 200, type: 'application/json', body: '' }, ['format', 'empty', 'unsupported']],
  'JSON of another shape': [{ status: 200, type: 'application/json', body: '{"hello": 1}' }, ['format', 'empty', 'unsupported', 'http', 'query']],
  'silence': [{ delay: 60_000 }, ['timeout']],
  'a body that stalls': [{ stallAfter: 300 }, ['timeout']],
  'a body that is cut': [{ cutAfter: 300 }, ['network', 'format']],
  'gzip that is cut': [{ status: 200, headers: { 'content-encoding': 'gzip' }, body: gzipSync('code;nom\n'.repeat(99)).subarray(0, 40).toString('latin1') }, ['network', 'format', 'unsupported']],
  'a redirection in circles': [{ status: 302, headers: { location: '?again' } }, ['network']],
}

/** A busy machine may be late more than once. */
async function untilInTime(ask: () => Promise<Table>, attempts = 8): Promise<Table> {
  return ask().catch((late: unknown) => (late instanceof DgeError && late.kind === 'timeout' && attempts > 0 ? untilInTime(ask, attempts - 1) : Promise.reject(late)))
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

    const through = async (fault: (count: number) => Fault | undefined, timeout = long) => {
      const { src } = running.config
      const { origin } = new URL(src)
      const proxy = await startFaultProxy(origin, (_url, count) => fault(count))
      const config = { ...running.config, src: src.replace(origin, proxy.origin), timeout }
      return { proxy, source: new DataSource(config, (settings, options) => openDataset(settings, options)) }
    }

    for (const [name, fault] of Object.entries(passing)) {
      it(`${name}, every second time: the answers are right`, async () => {
        const { proxy, source } = await through((count) => (count % 2 === 1 ? fault : undefined))
        try {
          for (const query of sixDisplays) assert.equal(difference(await source.query(query), execute(query, table), query), undefined)
        } finally {
          await proxy.stop()
        }
      })
    }

    for (const [name, [fault, kinds]] of Object.entries(lasting)) {
      it(`${name}: a typed error in time, and all is well afterwards`, async () => {
        let broken = true
        const { proxy, source } = await through(() => (broken ? fault : undefined), kinds.includes('timeout') ? short : long)
        try {
          const [query] = sixDisplays
          assert.ok(query)
          const before = Date.now()
          const error = await source.query(query).then(() => undefined, (thrown: unknown) => thrown)
          assert.ok(error instanceof DgeError, String(error))
          assert.ok(kinds.includes(error.kind) || (backend.elsewhere && error.status === 404), `${error.kind}: ${error.message}`)
          // What failed is named: the address, or that of the way to it.
          assert.ok(`${error.message} ${error.url}`.includes('127.0.0.1'), error.message)
          // Four attempts at most, and their pauses: nothing hangs.
          assert.ok(Date.now() - before < long, `${Date.now() - before} ms`)
          broken = false
          const answer = await untilInTime(() => source.query(query))
          assert.equal(difference(answer, execute(query, table), query), undefined)
        } finally {
          await proxy.stop()
        }
      })
    }
  })
}
