import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { TestContext } from 'node:test'
import { afterAll, inTurns, together, toPicture, turn } from '../../src/controllers/turns.js'

/** Resolves when nobody works or waits any more. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 20))

/** A clock on which nothing takes time but `work`, longer than displays may without a break: what else the machine does is no part of it. */
async function clockOf(t: TestContext) {
  await quiet()
  let now = performance.now()
  t.mock.method(performance, 'now', () => now)
  return { work: () => void (now += 25) }
}

/** Counts tasks: messages are one each. */
function counter() {
  const { port1, port2 } = new MessageChannel()
  const count = { tasks: 0, stop: () => port1.close() }
  port1.onmessage = () => {
    count.tasks++
    port2.postMessage(undefined)
  }
  port2.postMessage(undefined)
  return count
}

describe('turns of displays', () => {
  it('lets one that is alone go on at once', async (t) => {
    await clockOf(t)
    const count = counter()
    for (let step = 0; step < 5; step++) await turn()
    count.stop()
    assert.equal(count.tasks, 0)
  })

  it('gives each a task of its own after a long stretch, in the order of asking', async (t) => {
    const { work } = await clockOf(t)
    const count = counter()
    const seen: [name: string, task: number][] = []
    const display = async (name: string) => {
      await turn()
      seen.push([name, count.tasks])
      work()
    }
    // They ask at the same moment, as displays do that waited for the same code.
    await Promise.all(['a', 'b', 'c'].map(display))
    count.stop()
    assert.deepEqual(seen.map(([name]) => name), ['a', 'b', 'c'])
    assert.equal(new Set(seen.map(([, task]) => task)).size, 3, JSON.stringify(seen))
  })

  it('runs steps at once until the stretch is long, the others later', async (t) => {
    const { work } = await clockOf(t)
    const seen: string[] = []
    const steps = (...names: readonly string[]) => names.map((name) => () => void seen.push(name))
    assert.equal(inTurns(steps('a', 'b')), undefined)
    const coming = inTurns([...steps('c'), work, ...steps('d', 'e')])
    assert.deepEqual(seen, ['a', 'b', 'c'])
    await coming
    assert.deepEqual(seen, ['a', 'b', 'c', 'd', 'e'])
  })

  it('has all read in one task, after those who wait', async (t) => {
    const { work } = await clockOf(t)
    const count = counter()
    const seen: string[] = []
    const tasks = new Set<number>()
    await turn()
    work()
    const read = async (name: string) => {
      await together()
      seen.push(name)
      tasks.add(count.tasks)
    }
    await Promise.all([turn().then(() => seen.push('ask')), read('read 1'), turn().then(() => seen.push('ask too')), read('read 2')])
    count.stop()
    assert.deepEqual(seen, ['ask', 'read 1', 'read 2', 'ask too'])
    assert.equal(tasks.size, 1)
  })

  it('leaves what is no picture until all pictures are drawn', async () => {
    await quiet()
    const seen: string[] = []
    const draw = async (name: string, turns: number) => {
      for (let step = 0; step < turns; step++) {
        await turn()
        // Timers end in their order where the machine is busy too: a turn is never late for the moment that it puts off.
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      seen.push(name)
    }
    const rest = draw('short', 1).then(afterAll).then(() => seen.push('rest'))
    await Promise.all([draw('long', 30), rest])
    assert.deepEqual(seen, ['short', 'long', 'rest'])
  })

  it('leaves what is no picture until those are drawn that wait for their data, but not for long', async () => {
    await quiet()
    const seen: string[] = []
    const draw = (name: string, ms: number) => toPicture(new Promise<void>((resolve) => setTimeout(resolve, ms)).then(turn).then(() => void seen.push(name)))
    const rest = draw('short', 1).then(afterAll).then(() => seen.push('rest'))
    const endless = draw('slow', 4000)
    await Promise.all([draw('long', 400), rest])
    assert.deepEqual(seen, ['short', 'long', 'rest'])
    await endless
  })
})
