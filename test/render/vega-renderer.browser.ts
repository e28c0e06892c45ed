import { expect } from 'chai'
import { makeChartRenderer } from '../../src/render/chart-renderer.js'
import type { ChartRenderer } from '../../src/render/chart-renderer.js'
import type { ChartSpec } from '../../src/charts/chart-type.js'

const rows = [
  { k: 'a', s: 'u', v: 10 },
  { k: 'b', s: 'v', v: 20 },
]
/** The channel `description` is one that only Vega draws. */
const spec: ChartSpec = {
  data: { name: 'table' },
  width: 300, height: 200, autosize: { type: 'fit', contains: 'padding' }, padding: 5,
  mark: 'bar',
  encoding: {
    x: { field: 'k', type: 'nominal' },
    y: { field: 'v', type: 'quantitative' },
    color: { field: 's', type: 'nominal' },
    description: { value: 'Vega' },
  },
}

describe('the chart renderer on Vega', () => {
  const container = document.createElement('div')
  before(() => document.body.append(container))
  after(() => container.remove())

  it('tells where the plot area and the marks are, and its scales', async () => {
    const renderer = makeChartRenderer(container)
    await renderer.update({ spec, rows })
    const drawn = renderer.current as ChartRenderer
    const plot = drawn.plot
    const box = drawn.marks().find(({ datum }) => 'k' in datum && datum.k === 'b')?.box
    if (!plot || !box) throw new Error('nothing is drawn')
    expect(drawn.size).to.deep.equal({ width: 300, height: 200 })
    // b has the largest value and the domain ends there: its bar fills the height.
    expect(box.y).to.be.closeTo(plot.y, 1)
    expect(box.height).to.be.closeTo(plot.height, 1.5)
    expect(box.x).to.be.greaterThan(plot.x + plot.width / 2 - 1)
    expect(drawn.scale('y')).to.deep.equal({ type: 'linear', domain: [0, 20], range: [plot.height, 0] })
    expect(drawn.scale('color')?.domain).to.deep.equal(['u', 'v'])
    expect(drawn.scale('size')).to.equal(undefined)
    renderer.destroy()
    expect(container.childElementCount).to.equal(0)
  })

  it('cuts no label at its edge, where Vega’s two layouts do', async () => {
    const renderer = makeChartRenderer(container)
    const names = ['Impôts et taxes', 'Écoles et petite enfance', 'Équipement'].map((k, at) => ({ k, v: 500_000 + at * 870_000 }))
    const encoding = { y: { field: 'k', type: 'nominal' }, x: { field: 'v', type: 'quantitative' }, description: { value: 'Vega' } }
    const padding = 4
    for (let width = 240; width < 340; width += 4) {
      await renderer.update({ spec: { ...spec, width, padding, mark: 'point', encoding, config: { axis: { labelFontSize: 12 } } } as ChartSpec, rows: names })
      const svg = container.querySelector('svg')
      const edge = svg?.getBoundingClientRect().right ?? 0
      const rights = [...(svg?.querySelectorAll('.role-axis-label text') ?? [])].filter((text) => text.getAttribute('opacity') !== '0').map((text) => text.getBoundingClientRect().right)
      expect(Math.max(...rights), `${width} px`).to.be.lessThan(edge + 1)
    }
    renderer.destroy()
  })

  it('leaves no English name, role or empty form of Vega around the drawing', async () => {
    const renderer = makeChartRenderer(container)
    await renderer.update({ spec, rows })
    const [stage] = container.querySelectorAll('div')
    expect(stage?.getAttributeNames().filter((name) => name.startsWith('aria') || name === 'role').join()).to.equal('')
    expect(container.querySelectorAll('form').length).to.equal(0)
    expect(container.querySelectorAll('svg').length).to.equal(1)
    renderer.destroy()
  })

  it('lists its marks and the entries of its legend where they are drawn', async () => {
    const renderer = makeChartRenderer(container)
    await renderer.update({ spec, rows })
    const drawn = renderer.current as ChartRenderer
    const frame = container.getBoundingClientRect()
    const marks = drawn.marks()
    expect(marks.map(({ datum }) => 'k' in datum && datum.k)).to.deep.equal(['a', 'b'])
    for (const { box, element } of marks) {
      const drawn = element?.getBoundingClientRect()
      expect(drawn?.x).to.be.closeTo(box.x + frame.x, 1.5)
      expect(drawn?.width).to.be.closeTo(box.width, 2)
    }
    const entries = drawn.legend()
    expect(entries.map(({ value }) => value)).to.deep.equal(['u', 'v'])
    const label = [...container.querySelectorAll('.role-legend-label text')].find((node) => node.textContent === 'v')?.getBoundingClientRect()
    const box = entries[1]?.box
    if (!label || !box) throw new Error('no legend')
    expect(label.x - frame.x).to.be.within(box.x, box.x + box.width)
    expect(label.y - frame.y + label.height / 2).to.be.within(box.y, box.y + box.height)
    renderer.destroy()
  })
})
