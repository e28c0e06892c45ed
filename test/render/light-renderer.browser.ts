import { expect } from 'chai'
import { LightRenderer } from '../../src/render/light-renderer.js'
import { makeChartRenderer } from '../../src/render/chart-renderer.js'
import { supports } from '../../src/render/light/supports.js'
import { VegaRenderer } from '../../src/render/vega-renderer.js'
import { differences } from './difference.js'
import { gallery } from './gallery.js'
import type { ChartRenderer } from '../../src/render/chart-renderer.js'
import type { SvgElement } from './primitives.js'
import type { ChartSpec } from '../../src/charts/chart-type.js'

/** The same reading of a drawing in the page as of one in text. */
function read(element: Element): SvgElement {
  return {
    tag: element.localName,
    attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    children: [...element.childNodes].flatMap((child): (SvgElement | string)[] => (child instanceof Element ? [read(child)] : child.textContent ? [child.textContent] : [])),
  }
}

const engines: Readonly<Record<string, (container: HTMLElement) => ChartRenderer>> = {
  light: (container) => new LightRenderer(container),
  Vega: (container) => new VegaRenderer(container),
}
const example = (name: string) => gallery[name]?.spec as ChartSpec
const rows: readonly object[] = []

describe('both chart renderers', () => {
  let container: HTMLElement
  beforeEach(() => document.body.append((container = document.createElement('div'))))
  afterEach(() => container.remove())

  it('draw alike with the fonts of a browser', async () => {
    const failed: string[] = []
    for (const [name, { spec, light }] of Object.entries(gallery)) {
      if (!light) continue
      const drawings: SvgElement[] = []
      for (const make of [engines['light'], engines['Vega']]) {
        const renderer = (make as (typeof engines)[string])(container)
        await renderer.update({ spec, rows })
        drawings.push(read(renderer.drawing))
        renderer.destroy()
      }
      const found = differences(drawings[0] as SvgElement, drawings[1] as SvgElement)
      if (found.length > 0) failed.push(`${name}: ${found.slice(0, 3).join('; ')}`)
    }
    expect(failed).to.deep.equal([])
  })

  for (const [name, make] of Object.entries(engines)) {
    it(`${name}: tells marks, legend, plot and scales`, async () => {
      const renderer = make(container)
      await renderer.update({ spec: example('a grouped bar chart'), rows })
      const { plot } = renderer
      expect(renderer.size).to.deep.equal({ width: 420, height: 260 })
      expect(renderer.marks().length).to.equal(9)
      expect(renderer.legend().map(({ value }) => value)).to.deep.equal(['x', 'y', 'z'])
      expect(renderer.scale('color')?.domain).to.deep.equal(['x', 'y', 'z'])
      // The tallest value, 1.1, ends the axis (it is round in steps of a tenth): its bar fills the height.
      const tallest = renderer.marks().find(({ datum }) => 'value' in datum && datum.value === 1.1)?.box
      expect(renderer.scale('y')?.domain).to.deep.equal([0, 1.1])
      expect(tallest?.height).to.be.closeTo(plot?.height ?? NaN, 0.5)
      expect(renderer.marks()[0]?.element?.getBoundingClientRect().width).to.be.greaterThan(5)
      renderer.destroy()
      expect(container.childElementCount).to.equal(0)
    })
  }

  it('the one that fits is chosen, and the other takes over without leaving anything behind', async () => {
    const renderer = makeChartRenderer(container)
    const [light, vega] = [example('a pie chart'), example('aggregates')]
    expect([supports(light), supports(vega)]).to.deep.equal([true, false])
    await renderer.update({ spec: light, rows })
    expect(container.querySelectorAll('.mark-arc.role-mark > path').length).to.equal(9)
    await renderer.update({ spec: vega, rows })
    expect(container.querySelectorAll('svg').length).to.equal(1)
    expect(container.querySelectorAll('.mark-rect.role-mark > path').length).to.equal(3)
    await renderer.update({ spec: light, rows })
    expect(container.querySelectorAll('svg').length).to.equal(1)
    expect(renderer.current?.drawing.getAttribute('aria-hidden')).to.equal('true')
    renderer.destroy()
    expect(container.childElementCount).to.equal(0)
  })
})
