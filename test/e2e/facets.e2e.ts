import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startFaultServer } from '../servers/fault-server.js'
import { startStage, waitForState } from './browser.js'
import type { Stage } from './browser.js'
import type { FaultServer } from '../servers/fault-server.js'

/** What is drawn by Vega of which parts were left out of the built files: a scale that must hold given values too. */
const displays = [
  '<dge-chart id="bars" type="bar" x="commune" y="sum(montant)" facet="sens" target="30"></dge-chart>',
  '<dge-chart id="lines" type="line" x="annee" y="sum(montant)" facet="sens" target="90"></dge-chart>',
  '<dge-chart id="stems" type="lollipop" x="commune" y="sum(montant)" facet="sens"></dge-chart>',
  `<dge-chart id="own" spec='{"facet": {"field": "sens", "type": "nominal"}, "columns": 2, "spec": {"layer": [
    {"mark": "bar", "encoding": {"x": {"field": "commune"}, "y": {"aggregate": "sum", "field": "montant"}}},
    {"mark": "rule", "encoding": {"y": {"datum": 90}}}]}}'></dge-chart>`,
]

describe('small multiples of the built files', () => {
  let stage: Stage
  let server: FaultServer
  before(async () => {
    stage = await startStage()
    const rows = ['Metz', 'Nancy', 'Toul'].flatMap((commune, at) => ['R', 'D'].flatMap((sens) => [2023, 2024].map((annee) => `${commune};${sens};${annee};${at * 7 + 5}`)))
    server = await startFaultServer({ '/a.csv': { type: 'text/csv; charset=utf-8', body: `commune;sens;annee;montant\n${rows.join('\n')}\n` } })
  })
  after(async () => {
    await server.stop()
    await stage.stop()
  })

  it('values that a scale must hold are drawn', async () => {
    const { page, context, errors } = await stage.open(displays.map((tag) => tag.replace('<dge-chart', `<dge-chart src="${server.origin}/a.csv"`)).join('\n'), { viewport: { width: 1000, height: 3000 } })
    for (const id of ['bars', 'lines', 'stems', 'own']) {
      await waitForState(page, `#${id}`, 'ready', 'error')
      assert.equal(await page.getAttribute(`#${id}`, 'state'), 'ready', `${id} ${errors.join()}`)
    }
    await context.close()
  })
})
