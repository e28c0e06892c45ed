import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, before, describe, it } from 'node:test'
import { DgeError } from '../../src/data/errors.js'
import { DataSource } from '../../src/data/source.js'
import { columnOf } from '../../src/data/table.js'
import { openDataset, registry } from '../../src/providers/index.js'
import { examples } from '../examples/index.js'
import { startFaultProxy } from '../servers/fault-proxy.js'
import type { ErrorKind } from '../../src/data/errors.js'
import type { Table } from '../../src/data/table.js'
import type { RunningBackend } from '../equivalence/backend.js'
import type { Fault } from '../servers/fault-proxy.js'

/** Milliseconds without a byte that the source allows: short where it must run out, else beyond what a busy machine takes. */
const [short, long] = [1500, 20_000]
const html = '<!doctype html><html><title>Maintenance</title></html>'
const cutGzip = gzipSync('code;nom\n'.repeat(99)).subarray(0, 40).toString('latin1')

/**
 * Troubles that last, with the kinds of error that tell them. Dropped CORS headers are seen by browsers alone: there, and what
 * a refresh leaves, are in `test/e2e/faults.e2e.ts`; troubles that pass in `test/equivalence/faults.test.ts`.
 */
const troubles: Readonly<Record<string, readonly [Fault, readonly ErrorKind[]]>> = {
  '404': [{ status: 404, type: 'text/html', body: html }, ['http']],
  '500': [{ status: 500, body: 'java.lang.NullPointerException' }, ['http']],
  'a storm of 503': [{ status: 503, headers: { 'retry-after': '0' } }, ['http']],
  'a storm of 429 that asks to wait for a day': [{ status: 429, headers: { 'retry-after': '86400' } }, ['http']],
  'a web page with status 200': [{ status: 200, type: 'text/html', body: html }, ['format', 'unsupported']],
  'an empty body': [{ status: 200, type: 'application/json', body: '' }, ['format', 'empty', 'unsupported']],
  'JSON of another shape': [{ status: 200, type: 'application/json', body: '{"hello": 1}' }, ['format', 'empty', 'unsupported', 'http', 'query']],
  'silence': [{ delay: 60_000 }, ['timeout']],
  'a body that stalls': [{ stallAfter: 20 }, ['timeout']],
  'a body that is cut': [{ cutAfter: 20 }, ['network', 'format']],
  'gzip that is cut': [{ status: 200, headers: { 'content-encoding': 'gzip' }, body: cutGzip }, ['network', 'format', 'unsupported']],
  'a redirection in circles': [{ status: 302, headers: { location: '?again' } }, ['network']],
}

/** A busy machine may be late more than once. */
async function untilInTime<T>(ask: () => Promise<T>, attempts = 8): Promise<T> {
  return ask().catch((late: unknown) => (late instanceof DgeError && late.kind === 'timeout' && attempts > 0 ? untilInTime(ask, attempts - 1) : Promise.reject(late)))
}

it('every provider of the registry is among those that are tried', () => {
  assert.deepEqual(registry.filter(({ name }) => !(name in examples)), [])
})

for (const { name } of registry) {
  const example = examples[name]
  // The test above says that it is missing.
  if (!example) continue
  describe(`${name} (${example.answers}) behind a proxy that spoils answers`, { skip: example.missing?.() ?? false, concurrency: 6 }, () => {
    let running: RunningBackend
    before(async () => {
      running = await example.start()
    })
    after(() => running?.stop())

    /** A source behind a proxy of its own that spoils everything while `broken`. */
    const behind = async (fault: Fault, timeout: number) => {
      const { origin } = new URL(running.config.src)
      const state = { broken: false, asked: 0 }
      const proxy = await startFaultProxy(origin, () => {
        state.asked++
        return state.broken ? fault : undefined
      })
      const config = { ...running.config, src: running.config.src.replace(origin, proxy.origin), timeout }
      return { proxy, state, source: new DataSource(config, openDataset) }
    }
    const isRight = (found: Table | DgeError) => (found instanceof DgeError ? example.rows === undefined && found.kind === 'unsupported' && /draws pictures|no rows/.test(found.message) : found.numRows === example.rows && found.complete)
    const ask = (source: DataSource) => source.query({}).catch((error: unknown) => (error instanceof DgeError && error.kind !== 'timeout' ? error : Promise.reject(error)))
    const failed = async (source: DataSource, kinds: readonly ErrorKind[], mayBeRight: () => boolean) => {
      const start = Date.now()
      const found = await source.query({}).catch((thrown: unknown) => thrown)
      // Four attempts at most, and their pauses: nothing hangs.
      assert.ok(Date.now() - start < long, `${Date.now() - start} ms`)
      if (mayBeRight() && (found instanceof DgeError || !(found instanceof Error)) && isRight(found as Table | DgeError)) return
      assert.ok(found instanceof DgeError, String(found))
      assert.ok(kinds.includes(found.kind), `${found.kind}: ${found.message}`)
      // What failed is named.
      assert.ok(`${found.message} ${found.url}`.includes('127.0.0.1'), found.message)
    }

    it('a field that is gone once it is open, and after a refresh: an error that says so, or no value of it', { skip: example.rows === undefined }, async () => {
      const [field, written] = example.vanishes ?? ['pop', 'pop']
      const { proxy, state, source } = await behind({ edit: (body) => body.replace(new RegExp(`\\b${written}\\b`, 'g'), 'disparu') }, long)
      try {
        const before = columnOf(await source.query({}), field)
        const again = new DataSource(source.config, openDataset)
        await again.dataset()
        state.broken = true
        for (const refreshed of [false, true]) {
          if (refreshed) again.refresh()
          const found = await again.query({ select: [field] }).catch((error: unknown) => error)
          if (found instanceof DgeError) {
            assert.ok(['field', 'format', 'query', 'http'].includes(found.kind), `${found.kind}: ${found.message}`)
            continue
          }
          assert.ok(!(found instanceof Error), String(found))
          const column = columnOf(found as Table, field)
          assert.equal(column.length, example.rows)
          for (const value of Array.from(column)) assert.ok(value === null || Array.from(before).includes(value), String(value))
        }
      } finally {
        await proxy.stop()
      }
    })

    for (const [trouble, [fault, kinds]] of Object.entries(troubles)) {
      const timeout = kinds.includes('timeout') ? short : long
      it(`${trouble}: a typed error in time, and all is well afterwards`, async () => {
        const { proxy, state, source } = await behind(fault, timeout)
        try {
          state.broken = true
          await failed(source, kinds, () => false)
          assert.ok(state.asked > 0)
          state.broken = false
          assert.ok(isRight(await untilInTime(() => ask(source))))
        } finally {
          await proxy.stop()
        }
      })

      it(`${trouble}, once it is open: the same, unless all is at hand`, async () => {
        const { proxy, state, source } = await behind(fault, timeout)
        try {
          // Pictures have nothing to open.
          await untilInTime(() => source.dataset()).catch((error: unknown) => assert.ok(error instanceof DgeError && isRight(error), String(error)))
          state.broken = true
          const { asked } = state
          await failed(source, kinds, () => asked === state.asked)
          state.broken = false
          assert.ok(isRight(await untilInTime(() => ask(source))))
        } finally {
          await proxy.stop()
        }
      })
    }
  })
}
