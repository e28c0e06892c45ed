import { expect } from 'chai'
import { fakeSource } from './fake-source.js'
import { clear, mount, part, state, until } from './stage.js'
import type { Row } from '../../src/data/table.js'
import type { Schema } from '../../src/data/schema.js'
import type { DgeChart } from '../../src/elements/dge-chart.js'

const schema: Schema = [
  { name: 'lieu', type: 'string', title: 'Département' },
  { name: 'annee', type: 'number', title: 'Année', timeUnit: 'year' },
  { name: 'habitants', type: 'number', unit: 'hab.', title: 'Population' },
  { name: 'surface', type: 'number', unit: 'km²', title: 'Superficie' },
  { name: 'geom', type: 'geometry' },
]
const names = ['Bas-Rhin', 'Meurthe-et-Moselle', 'Haute-Marne', 'Territoire de Belfort']
const square = (at: number) => ({ type: 'Polygon' as const, coordinates: [[[at, 48], [at + 1, 48], [at + 1, 49], [at, 49], [at, 48]]] })
const rows: Row[] = names.flatMap((lieu, at) => [2020, 2021, 2022].map((annee, year) => ({ lieu, annee, habitants: 1_150_000 / (at + 1) + year * 1000, surface: 4000 + at * 700 + year, geom: square(at + 4) })))

const kinds: Readonly<Record<string, string>> = {
  bar: 'type="bar" x="lieu" y="sum(habitants) as Population"',
  line: 'type="line" x="annee" y="sum(habitants) as Population" color="lieu"',
  point: 'type="point" x="surface" y="habitants" color="lieu"',
  arc: 'type="arc" color="lieu" y="sum(habitants) as Population"',
  choropleth: 'type="choropleth" color="habitants" text="lieu" where="annee = 2022"',
  facets: 'type="line" x="annee" y="sum(habitants) as Population" facet="lieu"',
}

const svg = (element: DgeChart) => element.shadowRoot?.querySelector('.drawing svg') as SVGSVGElement

/** A chart in a place so wide, whatever the window is. */
async function drawn(attributes: string, width: number): Promise<DgeChart> {
  const stage = mount<HTMLElement>(`<div style="width: ${width}px"><dge-chart ${attributes} heading="Titre" loading="eager"></dge-chart></div>`)
  const element = stage.firstElementChild as DgeChart
  element.source = fakeSource(rows, schema)
  return state(element, 'ready')
}

function boxesOf(element: DgeChart, role: string) {
  return [...svg(element).querySelectorAll<SVGTextElement>(role)].filter(({ textContent, style }) => textContent?.trim() && style.opacity !== '0' && style.display !== 'none')
    .filter((label) => getComputedStyle(label).opacity !== '0').map((label) => ({ text: label.textContent ?? '', box: label.getBoundingClientRect() }))
}

function expectWhole(element: DgeChart) {
  const stage = (part(element, 'chart') as HTMLElement).getBoundingClientRect()
  for (const { text, box } of boxesOf(element, 'text')) {
    expect(box.left, `${text} begins in the place`).to.be.at.least(stage.left - 1)
    expect(box.right, `${text} ends in the place`).to.be.at.most(stage.right + 1)
    expect(box.bottom, `${text} ends above the source`).to.be.at.most(stage.bottom + 1)
  }
}

function expectApart(element: DgeChart) {
  const labels = boxesOf(element, 'text')
  labels.forEach(({ text, box }, at) => {
    for (const other of labels.slice(at + 1)) {
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
      // Line boxes are higher than their letters.
      expect(Math.min(across, down), `${text} and ${other.text} overlap`).to.be.at.most(4)
    }
  })
}

describe('from a narrow column to a wall', () => {
  afterEach(clear)

  for (const [kind, attributes] of Object.entries(kinds)) {
    for (const width of [280, 3840]) {
      it(`${kind} at ${width} px: no word is cut or lies on another, the drawing fills its place`, async () => {
        const element = await drawn(attributes, width)
        expectWhole(element)
        expectApart(element)
        expect(Number(svg(element).getAttribute('width'))).to.be.at.most(width + 1)
        expect(svg(element).querySelectorAll('.role-mark path:not([d=""])').length).to.be.greaterThan(0)
        if (kind === 'bar' || kind === 'line' || kind === 'point') {
          expect(Number(svg(element).getAttribute('width'))).to.be.greaterThan(width * 0.9)
        }
      })
    }
  }

  it('areas with a number are a map when the author says nothing, bars when one word is said, or rows have no known shape', async () => {
    const fields = schema.filter(({ name }) => name !== 'annee')
    const places = rows.filter(({ annee }) => annee === 2022)
    const show = async (attributes: string, geometryType?: string) => {
      const element = mount<DgeChart>(`<dge-chart ${attributes} loading="eager"></dge-chart>`)
      element.source = fakeSource(places, fields, undefined, { total: 4, ...(geometryType ? { geometryType } : {}) })
      return state(element, 'ready')
    }
    const map = await show('', 'MultiPolygon')
    expect(map.why).to.equal('Une carte, parce que chaque ligne est une surface qui porte un nombre.')
    expect(svg(map).querySelectorAll('.role-mark path:not([d=""])').length).to.be.at.least(4)
    expect((await show('x="lieu" y="habitants"', 'MultiPolygon')).why).to.match(/^Des barres/)
    expect((await show('')).why).to.match(/^Des barres.*<dge-map>/)
    expect((await show('', 'Point')).why).to.match(/^Des barres/)
  })

  it('is laid out anew from 900 to 320 px and back, without a question or another element', async () => {
    const element = await drawn(kinds['line'] ?? '', 900)
    const { asked } = element.source as unknown as { asked: number }
    const wide = svg(element).outerHTML
    const width = () => Number(svg(element).getAttribute('width'))
    const place = element.parentElement as HTMLElement
    place.style.width = '320px'
    await until(() => width() <= 320, 'narrow')
    expectWhole(element)
    place.style.width = '900px'
    await until(() => width() > 800, 'wide again')
    expect(svg(element).outerHTML).to.equal(wide)
    expect((element.source as unknown as { asked: number }).asked).to.equal(asked)
  })

  it('fills a place that only becomes higher, once, and is as it was when that is lower again', async () => {
    const element = await drawn(kinds['line'] ?? '', 600)
    const place = element.parentElement as HTMLElement
    const height = () => Number(svg(element).getAttribute('height'))
    const pause = () => new Promise((resolve) => setTimeout(resolve, 500))
    await pause() // what stands under it is there
    const [before, first] = [height(), svg(element)]
    await pause()
    expect(svg(element), 'nothing changed').to.equal(first)
    place.style.setProperty('--dge-height', '800px')
    await until(() => height() > before + 200, 'higher')
    const higher = svg(element)
    await pause()
    expect(svg(element), 'drawn once').to.equal(higher)
    expectWhole(element)
    place.style.removeProperty('--dge-height')
    await until(() => height() === before, 'as before')
  })

  it('has its sizes on a page with small letters at its root, and its words as they are written, in the letters that were measured', async () => {
    const root = document.documentElement
    root.style.fontSize = '62.5%'
    try {
      const style = 'width: 600px; font-size: 16px; font-weight: 700; text-transform: uppercase; letter-spacing: 4px'
      const stage = mount<HTMLElement>(`<div style="${style}"><dge-chart ${kinds['bar']} heading="Titre" loading="eager"></dge-chart></div>`)
      const element = stage.firstElementChild as DgeChart
      element.source = fakeSource(rows, schema)
      await state(element, 'ready')
      expect(element.offsetHeight).to.equal(500)
      expect(getComputedStyle(part(element, 'heading') as Element).fontSize).to.equal('18px')
      expect(part(element, 'more-button')?.offsetHeight).to.be.at.least(31)
      const { letterSpacing, textTransform, fontWeight } = getComputedStyle(svg(element).querySelector('text') as Element)
      expect([letterSpacing, textTransform, fontWeight]).to.deep.equal(['normal', 'none', '400'])
    } finally {
      root.style.removeProperty('font-size')
    }
  })
})
