import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DgeError } from '../../src/data/errors.js'

describe('DgeError', () => {
  it('knows the errors of another copy of the library, whose source a display may use', () => {
    const theirs = Object.assign(new Error('HTTP 404'), { name: 'DgeError', kind: 'http', status: 404, choices: [] })
    assert.ok(theirs instanceof DgeError)
    assert.equal(DgeError.from(theirs), theirs)
  })

  it('takes all else for a fault of ours, with its cause', () => {
    for (const other of [new TypeError('no'), Object.assign(new Error('no'), { kind: 'http' }), { name: 'DgeError', kind: 'http', message: 'no' }, 'no', null]) {
      const wrapped = DgeError.from(other)
      assert.equal(wrapped.kind, 'internal')
      assert.equal(wrapped.cause, other)
    }
  })
})
