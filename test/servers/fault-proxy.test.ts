import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startFaultProxy } from './fault-proxy.js'
import { startFaultServer } from './fault-server.js'
import type { FaultServer } from './fault-server.js'
import type { Faults } from './fault-proxy.js'

const body = 'a;b\n' + '1;2\n'.repeat(1000)

describe('the proxy that spoils answers', () => {
  let real: FaultServer
  before(async () => {
    real = await startFaultServer({ '/data.csv': { type: 'text/csv', body }, '/ows': ({ url }) => ({ body: url ?? '' }) })
  })
  after(() => real.stop())

  async function through<T>(faults: Faults, use: (origin: string) => Promise<T>): Promise<T> {
    const proxy = await startFaultProxy(real.origin, faults)
    try {
      return await use(proxy.origin)
    } finally {
      await proxy.stop()
    }
  }

  it('passes everything on when nothing is to go wrong', async () => {
    await through([], async (origin) => {
      const answer = await fetch(`${origin}/data.csv`)
      assert.equal(answer.headers.get('content-type'), 'text/csv')
      assert.equal(await answer.text(), body)
      assert.equal(await (await fetch(`${origin}/ows?map=ge&REQUEST=GetFeature`)).text(), '/ows?map=ge&REQUEST=GetFeature')
    })
  })

  it('fails in turn, then lets the real answer through', async () => {
    await through([{ status: 500 }, { status: 429, headers: { 'retry-after': '1' } }], async (origin) => {
      assert.equal((await fetch(`${origin}/data.csv`)).status, 500)
      const limited = await fetch(`${origin}/data.csv`)
      assert.equal(limited.status, 429)
      assert.equal(limited.headers.get('retry-after'), '1')
      assert.equal(await (await fetch(`${origin}/data.csv`)).text(), body)
    })
  })

  it('changes the type and takes CORS away', async () => {
    await through(() => ({ type: 'text/html', cors: false }), async (origin) => {
      const { headers } = await fetch(`${origin}/data.csv`)
      assert.equal(headers.get('content-type'), 'text/html')
      assert.equal(headers.get('access-control-allow-origin'), null)
    })
  })

  it('cuts a body in the middle', async () => {
    await through([{ cutAfter: 100 }], async (origin) => {
      const answer = await fetch(`${origin}/data.csv`)
      await assert.rejects(answer.text())
    })
  })

  it('stalls in the middle of a body: what was sent arrives, the end never does', async () => {
    await through([{ stallAfter: 100 }], async (origin) => {
      const giveUp = new AbortController()
      const { body: stream } = await fetch(`${origin}/data.csv`, { signal: giveUp.signal })
      let length = 0
      await assert.rejects(async () => {
        for await (const chunk of stream ?? []) {
          length += (chunk as Uint8Array).length
          if (length === 100) setTimeout(() => giveUp.abort(), 300)
        }
      }, { name: 'AbortError' })
      assert.equal(length, 100)
    })
  })

  it('waits before it answers', async () => {
    await through([{ delay: 200 }], async (origin) => {
      const start = performance.now()
      await (await fetch(`${origin}/data.csv`)).text()
      assert.ok(performance.now() - start >= 195)
    })
  })
})
