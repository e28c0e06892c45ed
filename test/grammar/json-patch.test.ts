import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { jsonPatch, mergePatch } from '../../src/grammar/json-patch.js'

describe('JSON Merge Patch', () => {
  // The examples of RFC 7396, appendix A.
  const examples: readonly [unknown, unknown, unknown][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [['a', 'b'], ['c', 'd'], ['c', 'd']],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ]
  for (const [target, patch, result] of examples) {
    it(`${JSON.stringify(target)} with ${JSON.stringify(patch)}`, () => assert.deepEqual(mergePatch(target, patch), result))
  }

  it('never reaches a prototype', () => {
    mergePatch({}, JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'))
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
  })
})

describe('JSON Patch', () => {
  // The examples of RFC 6902, appendix A.
  const examples: readonly [string, unknown, readonly unknown[], unknown][] = [
    ['adds a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
    ['adds to a list', { foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    ['removes a member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    ['removes from a list', { foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
    ['replaces', { baz: 'qux', foo: 'bar' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo', foo: 'bar' }],
    ['moves', { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } }, [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }], { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } }],
    ['moves in a list', { foo: ['all', 'grass', 'cows', 'eat'] }, [{ op: 'move', from: '/foo/1', path: '/foo/3' }], { foo: ['all', 'cows', 'eat', 'grass'] }],
    ['tests', { baz: 'qux', foo: ['a', 2, 'c'] }, [{ op: 'test', path: '/baz', value: 'qux' }, { op: 'test', path: '/foo/1', value: 2 }], { baz: 'qux', foo: ['a', 2, 'c'] }],
    ['adds what is nested', { foo: 'bar' }, [{ op: 'add', path: '/child', value: { grandchild: {} } }], { foo: 'bar', child: { grandchild: {} } }],
    ['ignores what it does not know', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }], { foo: 'bar', baz: 'qux' }],
    ['reads escapes', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    ['adds a list to a list', { foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }], { foo: ['bar', ['abc', 'def']] }],
    ['copies, and the copy is another', { a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }, { op: 'replace', path: '/c/b', value: 2 }], { a: { b: 1 }, c: { b: 2 } }],
    ['replaces the whole', { a: 1 }, [{ op: 'replace', path: '', value: [1] }], [1]],
  ]
  for (const [what, target, patch, result] of examples) {
    it(what, () => {
      const before = structuredClone(target)
      assert.deepEqual(jsonPatch(target, patch), result)
      assert.deepEqual(target, before)
    })
  }

  const faults: readonly [string, unknown][] = [
    ['a test that fails', { op: 'test', path: '/baz', value: 'bar' }],
    ['a parent that is not there', { op: 'add', path: '/none/bat', value: 1 }],
    ['nothing to remove', { op: 'remove', path: '/none' }],
    ['nothing to replace', { op: 'replace', path: '/none', value: 1 }],
    ['an index that is no number', { op: 'add', path: '/list/1e0', value: 1 }],
    ['an index beyond the end', { op: 'add', path: '/list/9', value: 1 }],
    ['an unknown operation', { op: 'spam', path: '/baz' }],
    ['the prototype', { op: 'add', path: '/__proto__/polluted', value: 1 }],
    ['a part into itself', { op: 'move', from: '/list', path: '/list/0' }],
    ['no operation', 'remove everything'],
  ]
  for (const [what, operation] of faults) {
    it(`refuses ${what}`, () => assert.throws(() => jsonPatch({ baz: 'qux', list: [1, 2] }, [operation]), { name: 'DgeError', kind: 'query' }))
  }
})
