import { expect } from 'chai'
import { fakeSource } from './fake-source.js'
import { clear, listOf, mount, part, readable, state, until } from './stage.js'
import type { Row } from '../../src/data/table.js'
import type { Schema } from '../../src/data/schema.js'
import type { DgeChart } from '../../src/elements/dge-chart.js'

const schema: Schema = [
  { name: 'lieu', type: 'string', title: 'Département' },
  { name: 'annee', type: 'number', title: 'Année', timeUnit: 'year' },
  { name: 'habitants', type: 'number', unit: 'hab.', title: 'Population' },
  { name: 'surface', type: 'number', unit: 'km²', title: 'Superficie' },
]
const names = ['Bas-Rhin', 'Meurthe-et-Moselle', 'Haute-Marne', 'Territoire de Belfort']
const rows: Row[] = names.flatMap((lieu, at) => [2020, 2021, 2022].map((annee, year) => ({ lieu, annee, habitants: 1_150_000 / (at + 1) + year * 1000, surface: 4000 + at * 700 + year })))

const kinds: Readonly<Record<string, string>> = {
  'plain bars': 'type="bar" x="lieu" y="habitants" where="annee = 2022"',
  bars: 'type="bar" x="lieu" y="sum(habitants) as Population" color="annee"',
  ranking: 'type="bar" y="lieu" x="sum(habitants) as Population" order="-Population" limit="4"',
  line: 'type="line" x="annee" y="sum(habitants) as Population" color="lieu"',
  point: 'type="point" x="surface" y="habitants" color="lieu"',
  arc: 'type="arc" color="lieu" y="sum(habitants) as Population"',
  'facets (Vega)': 'type="line" x="annee" y="sum(habitants) as Population" facet="lieu"',
}
const author = JSON.stringify({ mark: 'bar', encoding: { x: { field: 'lieu', type: 'nominal' }, y: { field: 'habitants', type: 'quantitative' } } })

const root = document.documentElement
const svg = (element: Element) => element.shadowRoot?.querySelector('.drawing svg') as SVGSVGElement
/** How high capitals and digits of the drawing are, against those of 12 pixels. */
const lettersOf = (element: Element) => {
  const label = svg(element).querySelector<SVGTextElement>('.role-axis-label text, .role-legend-label text, .role-mark text') as SVGTextElement
  const { a = 0, b = 0 } = label.getScreenCTM() ?? {}
  return parseFloat(getComputedStyle(label).fontSize) * Math.hypot(a, b)
}

async function drawn(attributes: string, width: number, inside = '', style = ''): Promise<DgeChart> {
  const stage = mount<HTMLElement>(`<div style="width: ${width}px; ${style}"><dge-chart ${attributes} heading="Titre" loading="eager">${inside}</dge-chart></div>`)
  const element = stage.firstElementChild as DgeChart
  element.source = fakeSource(rows, schema)
  return state(element, 'ready')
}

function labels(element: Element) {
  return [...svg(element).querySelectorAll('text')].filter((label) => label.textContent?.trim() && getComputedStyle(label).opacity !== '0').map((label) => ({ text: label.textContent ?? '', box: label.getBoundingClientRect() }))
}

function expectReadable(element: Element, letters: number) {
  const stage = (part(element, 'chart') as HTMLElement).getBoundingClientRect()
  const all = labels(element)
  all.forEach(({ text, box }, at) => {
    expect(box.left, `${text} begins in the place`).to.be.at.least(stage.left - 1)
    expect(box.right, `${text} ends in the place`).to.be.at.most(stage.right + 1)
    expect(box.bottom, `${text} ends above the source`).to.be.at.most(stage.bottom + 1)
    for (const other of all.slice(at + 1)) {
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
      // Line boxes are higher than their letters.
      expect(Math.min(across, down), `${text} and ${other.text} overlap`).to.be.at.most(letters / 3)
    }
  })
}

describe('letters of another size than 16 pixels', () => {
  afterEach(() => {
    root.style.removeProperty('font-size')
    clear()
  })

  for (const [kind, attributes] of Object.entries(kinds)) {
    for (const [size, width] of [[24, 360], [24, 1200], [32, 360], [32, 1200]] as const) {
      it(`${kind} at ${width} px: words grow with letters of ${size} px, none is cut or lies on another`, async () => {
        const usual = lettersOf(await drawn(attributes, width))
        clear()
        root.style.fontSize = `${size}px`
        const element = await drawn(attributes, width)
        // As large as leaves the drawing 240 pixels of the usual size.
        expect(lettersOf(element)).to.be.closeTo(usual * Math.min(size / 16, width / 240), 0.6)
        expectReadable(element, lettersOf(element))
        expect(Number(svg(element).getAttribute('width'))).to.be.within(width * 0.88, width)
      })
    }
  }

  it('what lies over the drawing lies where it is drawn, and the file is as large', async () => {
    root.style.fontSize = '32px'
    const element = await readable(await drawn(kinds['bars'] ?? '', 1200))
    const near = (box: DOMRect, other: DOMRect) => {
      expect(box.left + box.width / 2).to.be.closeTo(other.left + other.width / 2, other.width / 2 + 30)
      expect(box.top + box.height / 2).to.be.closeTo(other.top + other.height / 2, 6)
    }
    const entry = element.shadowRoot?.querySelector<HTMLElement>('.entry[data-value="2021"]') as HTMLElement
    near(entry.getBoundingClientRect(), labels(element).find(({ text }) => text === '2021')?.box as DOMRect)
    expect(entry.offsetHeight).to.be.at.least(28)
    const mark = [...svg(element).querySelectorAll<SVGElement>('.role-mark path')].at(-1) as SVGElement
    const box = mark.getBoundingClientRect()
    const [clientX, clientY] = [box.left + box.width / 2, box.top + box.height / 2]
    mark.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true, clientX, clientY }))
    await until(() => part(element, 'tooltip') !== null, 'a tooltip')
    const list = listOf(element)
    list.focus()
    list.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }))
    await until(() => element.shadowRoot?.querySelector('.ring') != null, 'a ring')
    const ring = element.shadowRoot?.querySelector('.ring')?.getBoundingClientRect() as DOMRect
    expect([...svg(element).querySelectorAll<SVGElement>('.role-mark path')].some((each) => {
      const at = each.getBoundingClientRect()
      return Math.abs(at.left - 5 - ring.left) < 3 && Math.abs(at.top - 5 - ring.top) < 3 && Math.abs(at.width + 10 - ring.width) < 3
    }), 'around a bar').to.equal(true)
    const file = new DOMParser().parseFromString(await element.toSVG(), 'image/svg+xml')
    expect(file.documentElement.getAttribute('width')).to.equal(svg(element).getAttribute('width'))
    expect(file.querySelector('svg svg')?.getAttribute('viewBox')).to.equal(svg(element).getAttribute('viewBox'))
  })

  it('the words of an author’s own specification grow, what it places in pixels stays', async () => {
    const small = await drawn('', 1200, `<script type="application/json">${author}</script>`)
    const before = lettersOf(small)
    clear()
    root.style.fontSize = '32px'
    const large = await drawn('', 1200, `<script type="application/json">${author}</script>`)
    expect(lettersOf(large) / before).to.be.closeTo(25 / 12, 0.2)
    expect(svg(large).viewBox.baseVal.width).to.equal(Number(svg(large).getAttribute('width')))
  })

  it('grow and shrink while the chart is seen', async () => {
    const element = await drawn(kinds['plain bars'] ?? '', 900)
    const [before, drawing] = [lettersOf(element), svg(element).outerHTML]
    await element.updateComplete
    await new Promise((resolve) => setTimeout(resolve, 1200)) // followed once the page stands still
    root.style.fontSize = '32px'
    await until(() => Math.abs(lettersOf(element) - 2 * before) < 0.5, 'twice as large')
    root.style.removeProperty('font-size')
    await until(() => svg(element).outerHTML === drawing, 'as it was')
  })

  it('a root that counts in tens, or with small letters, makes none smaller; nor does a large text around the chart make any larger', async () => {
    const usual = await drawn(kinds['bars'] ?? '', 900)
    const letters = lettersOf(usual)
    clear()
    for (const [size, around] of [['62.5%', 'font-size: 1.6rem'], ['62.5%', 'font-size: 12px'], ['16px', 'font-size: 30px']] as const) {
      root.style.fontSize = size
      const element = await drawn(kinds['bars'] ?? '', 900, '', around)
      expect(lettersOf(element)).to.equal(letters)
      expect(svg(element).viewBox.baseVal.width).to.equal(Number(svg(element).getAttribute('width')))
      clear()
    }
  })
})
