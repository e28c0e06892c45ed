import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isAbort } from '../../src/data/errors.js'
import { Proofs } from '../../src/providers/proofs.js'

describe('a proof', () => {
  it('is made once, by the first who needs it, for all', async () => {
    const proofs = new Proofs()
    const by: string[] = []
    const prove = (name: string) => async () => {
      by.push(name)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return true
    }
    assert.deepEqual(await Promise.all([proofs.once('sorts', prove('first')), proofs.once('sorts', prove('second'))]), [true, true])
    assert.equal(await proofs.once('sorts', prove('third')), true)
    assert.deepEqual(by, ['first'])
    assert.equal(await proofs.once('filters', async () => false), false)
    assert.equal(await proofs.once('filters', async () => true), false, 'no is an outcome too')
  })

  it('that told nothing, failed or was given up is made anew', async () => {
    const proofs = new Proofs()
    assert.equal(await proofs.once('a', async () => undefined), undefined)
    assert.equal(await proofs.once('a', async () => true), true)
    await assert.rejects(proofs.once('b', async () => Promise.reject(new Error('gone'))), /gone/)
    assert.equal(await proofs.once('b', async () => false), false)
    const controller = new AbortController()
    const given = proofs.once('c', ({ signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))), { signal: controller.signal })
    controller.abort()
    await assert.rejects(given, isAbort)
    assert.equal(await proofs.once('c', async () => true), true)
  })
})
