import assert from 'node:assert/strict'
import { it } from 'node:test'
import { startReplayServer } from './replay-server.js'

it('gives recorded answers to their own requests, and 501 to all others', async () => {
  const server = await startReplayServer([
    { label: 'recorded', request: { path: '/a?b=1&c=é x' }, response: { status: 404, headers: { 'x-test': 'yes' }, body: { d: 1 } } },
    { label: 'recorded', request: { path: '/turns' }, response: { body: 'one' } },
    { label: 'recorded', request: { path: '/turns' }, response: { body: 'two' } },
  ])
  try {
    const found = await fetch(`${server.origin}/a?c=%C3%A9%20x&b=1`)
    assert.deepEqual([found.status, found.headers.get('x-test'), await found.json()], [404, 'yes', { d: 1 }])
    for (const path of ['/a?b=1', '/a?b=1&c=y', '/a?b=1&c=%C3%A9+x', '/']) assert.equal((await fetch(server.origin + path)).status, 501, path)
    assert.equal((await fetch(`${server.origin}/turns`, { method: 'POST' })).status, 501)
    const turns = []
    for (let turn = 0; turn < 3; turn++) turns.push(await (await fetch(`${server.origin}/turns`)).text())
    assert.deepEqual(turns, ['one', 'two', 'two'])
    assert.equal(server.refused.length, 5)
  } finally {
    await server.stop()
  }
})
