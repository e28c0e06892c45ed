import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonFault } from '../../src/data/json-error.js'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('agrees with JSON.parse on what is JSON, over thousands of damaged texts', () => {
  const sound = '{"a": [1, -2.5e3, "x\\n\\u00e9", true, null], "b": {"c": []}, "d": {}}\n'
  let seed = 11
  const random = (limit: number) => (seed = (seed * 16807) % 2147483647) % limit
  const letters = ['"', ',', ':', '{', '}', '[', ']', '1', '0', '-', '.', 'e', '\\', ' ', '\n', 't', 'null', '']
  let broken = 0
  for (let round = 0; round < 20_000; round++) {
    const at = random(sound.length)
    const text = sound.slice(0, at) + letters[random(letters.length)] + sound.slice(at + random(3))
    const fault = jsonFault(text)
    assert.equal(fault === undefined, isJson(text), JSON.stringify(text))
    if (fault) broken++
  }
  assert.ok(broken > 5000 && broken < 20_000)
})

test('tells line and column, and a text cut short', () => {
  assert.deepEqual(jsonFault('{\n  "a": 1\n  "b": 2\n}'), { offset: 13, line: 3, column: 3, cut: false })
  assert.deepEqual(jsonFault('[1, 2'), { offset: 5, line: 1, column: 6, cut: true })
  assert.equal(jsonFault('[1] x')?.column, 5)
})

test('deep nesting is no danger', () => {
  assert.equal(jsonFault('[1,'.repeat(3000) + '1' + ']'.repeat(3000)), undefined)
  assert.equal(jsonFault('['.repeat(300_000))?.cut, true)
  assert.equal(jsonFault('{"a":'.repeat(300_000))?.column, 1_500_001)
})
