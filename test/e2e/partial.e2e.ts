import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { communes } from '../equivalence/communes.js'
import { koopMissing, startKoop } from '../servers/koop.js'
import { startStage, visibleText, waitForState } from './browser.js'
import type { RunningKoop } from '../servers/koop.js'
import type { Stage } from './browser.js'

/** A real ArcGIS server of 5,115 communes that gives a thousand rows an answer, the same ones whichever page is asked for. */
describe('rows that a server keeps back are told where readers see the result', { skip: koopMissing() ?? false }, () => {
  let stage: Stage
  let server: RunningKoop
  before(async () => {
    server = await startKoop([{ name: 'Communes', table: await communes() }], { deaf: true })
    stage = await startStage()
  })
  after(async () => {
    await stage?.stop()
    await server?.stop()
  })

  const show = async (tag: string, attributes: string) => {
    const opened = await stage.open(`<${tag} id="it" src="${server.url}/0" ${attributes}></${tag}>`)
    await waitForState(opened.page, '#it', 'ready', 'empty', 'error')
    const partial = await opened.page.locator('#it').evaluate((element) => element.hasAttribute('partial'))
    const text = await visibleText(opened.page, '#it')
    await opened.context.close()
    return { partial, text }
  }

  // Medians are computed from all rows, and the server gives a thousand of them.
  for (const [tag, attributes] of [
    ['dge-chart', 'x="dept" y="median(population)"'],
    ['dge-figure', 'value="median(population)"'],
    ['dge-table', 'columns="dept, median(population)"'],
  ] as const) {
    it(`<${tag}> says of how many rows of how many it was made`, async () => {
      const { partial, text } = await show(tag, attributes)
      assert.equal(partial, true)
      assert.match(text, /Résultat partiel : 1 000 lignes sur 5 115\./)
    })
  }

  it('an author’s max-rows is told the same way', async () => {
    const { partial, text } = await show('dge-chart', 'x="dept" y="median(population)" max-rows="700"')
    assert.equal(partial, true)
    assert.match(text, /Résultat partiel : 700 lignes sur 5 115\./)
  })

  it('what the server computes from all rows, and a page of a table, are whole', async () => {
    const sums = await show('dge-chart', 'x="dept" y="sum(population)"')
    const page = await show('dge-table', 'columns="code, nom"')
    for (const { partial, text } of [sums, page]) {
      assert.equal(partial, false)
      assert.doesNotMatch(text, /partiel/)
    }
  })
})
