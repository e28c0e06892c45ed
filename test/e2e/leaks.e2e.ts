import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { held, mounting, updating } from '../bench/leaks.js'
import { startStage } from './browser.js'
import type { Stage } from './browser.js'

/** Enough that what stays of each is seen; `npm run bench -- Leaks` measures 1,000 and the heap. */
const rounds = 60
const chart = '<dge-chart loading="eager" type="bar" x="type" y="count()"></dge-chart>'
const own = `<dge-chart loading="eager" spec='{"mark":"boxplot","encoding":{"y":{"field":"population","type":"quantitative"}}}'></dge-chart>`

describe('what leaves the page, or is replaced, leaves nothing behind', () => {
  let stage: Stage
  before(async () => {
    stage = await startStage()
  })
  after(() => stage.stop())

  for (const [name, tag] of Object.entries({ 'a chart of the light renderer': chart, 'a chart of Vega': own, 'a table': '<dge-table loading="eager"></dge-table>' })) {
    for (const [what, code] of Object.entries({ 'mounts and unmounts': mounting, 'data updates': updating })) {
      it(`${name}: ${rounds} ${what}`, async () => {
        const { page, context } = await stage.open(`<dge-source src="${stage.origin}/data/epci-grand-est.csv"></dge-source>`)
        const session = await context.newCDPSession(page)
        const run = () => page.evaluate(`(${code})(${JSON.stringify(tag)}, ${rounds})`)
        await run()
        const first = await held(session, page)
        await run()
        const { nodes, listeners } = await held(session, page)
        // Less than one for each round: the engines may hold the last drawing.
        assert.ok(nodes - first.nodes < rounds, `${first.nodes} nodes, then ${nodes}`)
        assert.ok(listeners - first.listeners < rounds / 2, `${first.listeners} listeners, then ${listeners}`)
        await context.close()
      })
    }
  }
})
