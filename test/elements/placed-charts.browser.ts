import { expect } from 'chai'
import { supports } from '../../src/render/light/supports.js'
import { placesSource } from './fake-places.js'
import { fakeSource } from './fake-source.js'
import { clear, heard, listOf, mount, part, plain, readable, state, until, violations } from './stage.js'
import type { ChartSpec } from '../../src/charts/chart-type.js'
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
      await readable(element)
      listOf(element).dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }))
      await element.updateComplete
      expect(heard(element)).to.match(first)
      expect(element.shadowRoot?.querySelector('.ring')).to.not.equal(null)
    })
  }

  it('treemap: needs no Vega, and tells under the pointer what is there', async () => {
    const element = mount<DgeChart>('<dge-chart loading="eager" type="treemap" color="commune" size="sum(montant)" where="montant > 0"></dge-chart>')
    element.source = fakeSource()
    await state(element, 'ready')
    await readable(element)
    const tile = [...(element.shadowRoot?.querySelectorAll<SVGGraphicsElement>('.drawing .mark-rect path') ?? [])].at(-1)
    const { left = 0, top = 0, width = 0, height = 0 } = tile?.getBoundingClientRect() ?? {}
    // Strasbourg 2,250.5, Metz 700: the smaller tile comes last.
    tile?.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true, clientX: left + width / 2, clientY: top + height / 2 }))
    await until(() => part(element, 'tooltip') !== null, 'tooltip')
    expect(plain(part(element, 'tooltip')?.textContent ?? '')).to.match(/Metz.*700 €/)
    expect(supports(element.spec as ChartSpec)).to.equal(true)
  })

  it('choropleth: accessible, read by keyboard from the largest on, without the whole of Vega, and taken away whole', async () => {
    const element = mount<DgeChart>('<dge-chart loading="eager" type="choropleth" text="nom" color="pop" classes="2"></dge-chart>')
    element.source = placesSource()
    await state(element, 'ready')
    expect(await violations(element)).to.deep.equal([])
    const list = listOf(await readable(element))
    const press = async (key: string) => {
      list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      await element.updateComplete
      return heard(element)
    }
    expect(await press('Home')).to.match(/^Epsilon.*500 hab\./)
    const ring = element.shadowRoot?.querySelector('.ring')?.getBoundingClientRect()
    expect(ring?.width).to.be.greaterThan(30)
    expect(await press('ArrowRight')).to.match(/^Delta.*400 hab\./)
    // Six areas, two classes, and what has no number.
    expect(element.shadowRoot?.querySelectorAll('.drawing .mark-symbol path')).to.have.length(6 + 3)
    expect(await element.toSVG()).to.contain('100 à 300').and.to.contain('non renseigné')
    expect(performance.getEntriesByType('resource').filter(({ name }) => name.includes('vega-full'))).to.have.length(0)
    expect(JSON.stringify(JSON.parse(element.toSpec()))).to.contain('"path":"M')
  })
})
