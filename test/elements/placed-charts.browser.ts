import { expect } from 'chai'
import { fakeSource } from './fake-source.js'
import { clear, mount, part, plain, state, violations } from './stage.js'
import type { DgeChart } from '../../src/elements/dge-chart.js'

const cases: Readonly<Record<string, readonly [attributes: string, first: RegExp]>> = {
  treemap: ['color="commune" size="sum(montant)"', /Strasbourg/],
  sunburst: ['color="commune, annee" size="sum(montant)"', /Strasbourg/],
  sankey: ['color="commune, annee" size="sum(montant)"', /Strasbourg/],
  wordcloud: ['text="commune" size="sum(montant)"', /Strasbourg/],
  gauge: ['theta="sum(montant)" target="4000 as But"', /2 950,5/],
  radar: ['x="commune" y="sum(montant), max(montant), min(montant)"', /Strasbourg|Graphique/],
  polar: ['x="commune" y="sum(montant)"', /Strasbourg/],
}

describe('charts that are laid out before they are drawn', () => {
  afterEach(clear)

  for (const [type, [attributes, first]] of Object.entries(cases)) {
    it(`${type}: accessible, and read by keyboard mark by mark`, async () => {
      const element = mount<DgeChart>(`<dge-chart loading="eager" type="${type}" ${attributes} where="montant > 0"></dge-chart>`)
      element.source = fakeSource()
      await state(element, 'ready')
      expect(await violations(element)).to.deep.equal([])
      part(element, 'chart')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }))
      await element.updateComplete
      expect(plain(element.shadowRoot?.querySelector('[role="status"].sr')?.textContent ?? '')).to.match(first)
      expect(element.shadowRoot?.querySelector('.ring')).to.not.equal(null)
    })
  }
})
