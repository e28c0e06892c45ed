import { expect } from 'chai'
import { DgeLayer } from '../../src/elements/dge-layer.js'
import { DgeMap } from '../../src/elements/dge-map.js'
import { fakeSource } from './fake-source.js'
import { clear, mount, part, plain, state, text, until, violations } from './stage.js'
import type { DgeChart } from '../../src/elements/dge-chart.js'
import type { DgeDisplay } from '../../src/elements/dge-display.js'
import type { DgeTable } from '../../src/elements/dge-table.js'

const button = (element: Element, words: string) =>
  [...(element.shadowRoot?.querySelectorAll('button') ?? [])].find((it) => plain(it.innerText) === words)

async function shown<T extends DgeDisplay>(markup: string): Promise<T> {
  const element = mount<T>(markup)
  element.source = fakeSource()
  return state(element, 'ready')
}

/** Opens a list of the menu and gives its entries. */
async function entries(element: Element, name: string): Promise<string[]> {
  button(element, name)?.click()
  const items = () => [...(element.shadowRoot?.querySelectorAll<HTMLElement>('[part="menu"] li button') ?? [])]
  await until(() => items().length > 0, name)
  return items().map((item) => plain(item.innerText))
}

describe('taking a display away', () => {
  afterEach(clear)

  it('every display offers its data as CSV, XLSX and JSON, its tag and its print', async () => {
    const table = await shown<DgeTable>('<dge-table heading="Budget"></dge-table>')
    expect(await entries(table, 'Télécharger')).to.deep.equal(['CSV', 'XLSX', 'JSON'])
    expect(await entries(table, 'Plus')).to.deep.equal(['Intégrer', 'Imprimer'])
    expect(await violations(table)).to.deep.equal([])
    clear()
    const chart = await shown<DgeChart>('<dge-chart type="bar" x="commune" y="sum(montant)" where="montant > 0"></dge-chart>')
    expect(await entries(chart, 'Télécharger')).to.deep.equal(['CSV', 'XLSX', 'JSON', 'SVG', 'PNG', 'Vega-Lite'])
  })

  it('files are named after the title that is shown, the author’s or the dataset’s', async () => {
    const names: string[] = []
    const { click } = HTMLAnchorElement.prototype
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      names.push(this.download)
    }
    try {
      for (const heading of ['heading="Dépenses 2022"', '']) {
        const element = await shown<DgeTable>(`<dge-table ${heading}></dge-table>`)
        await entries(element, 'Télécharger')
        button(element, 'XLSX')?.click()
        const count = names.length
        await until(() => names.length > count, 'a file')
      }
    } finally {
      HTMLAnchorElement.prototype.click = click
    }
    expect(names).to.deep.equal(['depenses-2022.xlsx', 'budget-des-communes.xlsx'])
  })

  it('gives the data as JSON and XLSX too, all rows of a table and not only the page', async () => {
    const element = await shown<DgeTable>('<dge-table columns="commune, montant" page-size="2"></dge-table>')
    expect(JSON.parse(await element.toJSON())).to.have.length(5)
    const bytes = new Uint8Array(await (await element.toXLSX()).arrayBuffer())
    expect(String.fromCharCode(...bytes.slice(0, 2))).to.equal('PK')
  })

  it('the tag to paste stands alone: the lines that load the library, the source written out, properties as attributes', async () => {
    const stage = mount<HTMLElement>('<div><dge-source id="s" src="budget.csv" types="annee:number"></dge-source><dge-chart source="s" type="bar" x="commune" heading="A &quot;b&quot; &lt;c&gt;" style="color: red">En attente</dge-chart></div>')
    const chart = stage.querySelector('dge-chart') as DgeChart
    chart.y = 'sum(montant)'
    chart.limit = 3
    await until(() => chart.state === 'error', 'no such file')
    const html = await chart.toHTML()
    expect(html).to.match(/^<link rel="stylesheet" href="([^"]+\/)dge\.css">\n<script type="module" async src="\1early\.js"><\/script>\n<script type="module" src="\1dge\.js"><\/script>\n<dge-chart\s/)
    const pasted = new DOMParser().parseFromString(html, 'text/html').querySelector('dge-chart')
    const attributes = Object.fromEntries([...(pasted?.attributes ?? [])].map(({ name, value }) => [name, value]))
    expect(attributes).to.deep.equal({
      src: new URL('budget.csv', document.baseURI).href, types: 'annee:number', type: 'bar', x: 'commune', y: 'sum(montant)', limit: '3', heading: 'A "b" <c>',
    })
    expect(pasted?.textContent?.trim()).to.equal('')
  })

  it('the tag to paste holds a specification that was set as an object, and cannot be broken by its texts', async () => {
    const spec = { mark: 'point', title: '</script><img src=x>', encoding: { x: { field: 'annee', type: 'quantitative' } } }
    const chart = mount<DgeChart>('<dge-chart></dge-chart>')
    chart.spec = spec
    chart.source = fakeSource()
    await state(chart, 'ready')
    const pasted = new DOMParser().parseFromString(await chart.toHTML(), 'text/html')
    expect(JSON.parse(pasted.querySelector('dge-chart > script')?.textContent ?? '')).to.deep.equal(spec)
    expect(pasted.querySelector('img')).to.equal(null)
  })

  it('the tag of a map holds its layers, their addresses absolute', async () => {
    for (const [tag, type] of [['dge-map', DgeMap], ['dge-layer', DgeLayer]] as const) if (!customElements.get(tag)) customElements.define(tag, type)
    const map = mount<DgeMap>('<dge-map value="sum(pop)" classes="4"><p>Attendez</p><dge-layer src="a.geojson" color="nom"></dge-layer></dge-map>')
    await map.updateComplete
    const pasted = new DOMParser().parseFromString(await map.toHTML(), 'text/html').querySelector('dge-map')
    expect(pasted?.getAttribute('classes')).to.equal('4')
    expect(pasted?.querySelector('p')).to.equal(null)
    const layer = pasted?.querySelector('dge-layer')
    expect([layer?.getAttribute('src'), layer?.getAttribute('color')]).to.deep.equal([new URL('a.geojson', document.baseURI).href, 'nom'])
  })

  it('shows the tag in a dialog that copies it, says so, and gives the focus back', async () => {
    const element = await shown<DgeTable>('<dge-table heading="Budget"></dge-table>')
    await entries(element, 'Plus')
    button(element, 'Intégrer')?.click()
    await until(() => element.shadowRoot?.querySelector('dialog[open]') !== null, 'dialog')
    const dialog = element.shadowRoot?.querySelector('dialog')
    expect(dialog?.querySelector('textarea')?.value).to.contain('heading="Budget"')
    expect(await violations(element)).to.deep.equal([])
    button(element, 'Copier')?.click()
    await until(() => /Copié|sélectionné/.test(dialog?.querySelector('[role="status"]')?.textContent ?? ''), 'said')
    button(element, 'Fermer')?.click()
    await until(() => element.shadowRoot?.querySelector('dialog') === null, 'closed')
    expect(element.shadowRoot?.activeElement?.textContent?.trim()).to.equal('Plus')
  })

  it('prints alone, and leaves the page as it was', async () => {
    const stage = mount<HTMLElement>('<div><p id="beside">x</p><section><dge-table></dge-table></section></div>')
    const element = stage.querySelector('dge-table') as DgeTable
    element.source = fakeSource()
    await state(element, 'ready')
    const { print } = window
    const hidden: boolean[] = []
    window.print = () => {
      hidden.push(stage.querySelector('#beside')?.hasAttribute('data-dge-not-printed') ?? false, element.closest('[data-dge-not-printed]') !== null)
      dispatchEvent(new Event('afterprint'))
    }
    try {
      await element.print()
    } finally {
      window.print = print
    }
    expect(hidden).to.deep.equal([true, false])
    expect(document.querySelector('[data-dge-not-printed]')).to.equal(null)
    expect(document.adoptedStyleSheets.length).to.equal(0)
  })

  it('pictures carry title, source, licence and the days of the data and of the visit', async () => {
    const element = await shown<DgeChart>('<dge-chart type="bar" x="commune" y="sum(montant)" where="montant > 0"></dge-chart>')
    const drawing = new DOMParser().parseFromString(await element.toSVG(), 'image/svg+xml')
    const words = plain([...drawing.querySelectorAll('text')].map(({ textContent }) => textContent).join(' '))
    const today = plain(new Date().toLocaleDateString('fr-FR', { day: 'numeric', month: 'long', year: 'numeric' })).replace(/^1 /, '1er ')
    expect(words).to.match(/Budget des communes.*Région Grand Est.*Licence Ouverte 2.0.*5 mars 2024/)
    expect(words).to.contain(`consulté le ${today}`)
  })

  it('gives a specification that holds its data', async () => {
    const element = await shown<DgeChart>('<dge-chart type="bar" x="commune" y="sum(montant)" where="montant > 0 AND annee = 2022"></dge-chart>')
    const spec = JSON.parse(element.toSpec()) as { $schema: string; data: { values: { y: number }[] } }
    expect(spec.$schema).to.match(/vega-lite/)
    expect(spec.data.values.map(({ y }) => y).sort()).to.deep.equal([1250.5, 300])
    expect(text(element, 'heading')).to.equal('Budget des communes')
    expect(part(element, 'dialog')).to.equal(null)
  })
})
