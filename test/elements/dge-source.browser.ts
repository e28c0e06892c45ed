import { expect } from 'chai'
import { DgeSelectEvent } from '../../src/elements/events.js'
import { link } from '../../src/elements/linked.js'
import { clear, mount, state, text, until, violations } from './stage.js'
import type { DgeFigure } from '../../src/elements/dge-figure.js'
import type { DgeSource } from '../../src/elements/dge-source.js'

/** Files that the browser serves to itself: three rows and two rows. */
const three = URL.createObjectURL(new Blob(['a;b\n1;x\n2;y\n3;z\n'], { type: 'text/csv' }))
const { fetch: realFetch } = window
let asked: string[] = []

const figure = (root: ParentNode, selector = 'dge-figure') => root.querySelector(selector) as DgeFigure
const value = async (element: DgeFigure) => text(await state(element, 'ready'), 'value')

describe('dge-source', () => {
  before(() => {
    // The network door takes only http(s): the answers of two addresses are given here, everything else is real.
    window.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      asked.push(url)
      if (url === 'https://data.test/three.csv') return realFetch(three, init)
      if (url === 'https://data.test/two.csv') {
        return Promise.resolve(new Response('a;b\n1;x\n2;y\n', { headers: { 'content-type': 'text/csv' } }))
      }
      return realFetch(input, init)
    }
  })
  after(() => {
    window.fetch = realFetch
  })
  beforeEach(() => {
    asked = []
  })
  afterEach(clear)

  it('is accessible', async () => {
    const element = mount<DgeSource>('<dge-source src="https://data.test/three.csv"><dge-figure></dge-figure></dge-source>')
    await state(figure(element), 'ready')
    expect(await violations(element)).to.deep.equal([])
  })

  it('lends its dataset to what is inside it', async () => {
    const element = mount<DgeSource>('<dge-source src="https://data.test/three.csv"><p><dge-figure></dge-figure></p></dge-source>')
    expect(await value(figure(element))).to.equal('3')
  })

  it('lets what readers pick in one display filter the others, where it is linked', async () => {
    const element = mount<DgeSource>('<dge-source linked src="https://data.test/three.csv"><dge-figure></dge-figure><dge-figure></dge-figure></dge-source>')
    const apart = mount<DgeFigure>('<dge-figure src="https://data.test/two.csv"></dge-figure>')
    const [one, other] = [...element.children] as [DgeFigure, DgeFigure]
    for (const display of [one, other, apart]) await state(display, 'ready')
    link(element)
    const pick = (from: Element, value: string | undefined) =>
      from.dispatchEvent(new DgeSelectEvent({ rows: [], filter: value === undefined ? undefined : { op: '=', args: [{ property: 'b' }, value] }, text: '' }))
    const shown = () => [one, other, apart].map((display) => text(display, 'value')).join()
    pick(one, 'x')
    await until(() => shown() === '3,1,2', 'the other one is filtered')
    pick(apart, 'y')
    pick(one, undefined)
    await until(() => shown() === '3,3,2', 'nothing is')
    element.linked = false
    pick(one, 'x')
    await element.updateComplete
    expect(shown()).to.equal('3,3,2')
  })

  const pickIn = (from: Element, ...values: readonly string[]) => {
    const args = values.map((value) => ({ op: '=' as const, args: [{ property: 'b' }, value] as const }))
    from.dispatchEvent(new DgeSelectEvent({ rows: [], filter: args.length === 0 ? undefined : { op: 'or', args }, text: '' }))
  }

  it('links its own displays alone: those of another tag are not filtered, with the same address too', async () => {
    const source = '<dge-source linked src="https://data.test/three.csv"><dge-figure></dge-figure><dge-figure></dge-figure></dge-source>'
    const page = mount(`<div>${source}${source}<dge-figure src="https://data.test/three.csv"></dge-figure></div>`)
    for (const element of page.querySelectorAll('dge-source')) link(element)
    const figures = [...page.querySelectorAll('dge-figure')]
    for (const display of figures) await state(display, 'ready')
    const [one] = figures as [DgeFigure]
    pickIn(one, 'x')
    const shown = () => figures.map((display) => text(display, 'value')).join()
    await until(() => shown() === '3,1,3,3,3', `the other one alone is filtered: ${shown()}`)
    pickIn(figures[4] as DgeFigure, 'y')
    pickIn(figures[2] as DgeFigure, 'y', 'z')
    await until(() => shown() === '3,1,3,2,3', `each has its own: ${shown()}`)
  })

  it('forgets what was picked in a display that leaves the page, not in one that moves', async () => {
    const element = mount<DgeSource>('<dge-source linked src="https://data.test/three.csv"><dge-figure></dge-figure><dge-figure></dge-figure></dge-source>')
    link(element)
    const [one, other] = [...element.children] as [DgeFigure, DgeFigure]
    for (const display of [one, other]) await state(display, 'ready')
    pickIn(one, 'x')
    await until(() => text(other, 'value') === '1', 'it is filtered')
    element.append(one)
    await state(one, 'ready')
    expect(text(other, 'value')).to.equal('1')
    one.remove()
    await until(() => text(other, 'value') === '3', 'nothing is picked')
  })

  it('has displays tell what they show by a choice, with a way back', async () => {
    const element = mount<DgeSource>('<dge-source linked src="https://data.test/three.csv"><dge-figure></dge-figure><dge-figure></dge-figure><dge-figure lang="en"></dge-figure></dge-source>')
    link(element)
    const [one, other, english] = [...element.children] as [DgeFigure, DgeFigure, DgeFigure]
    for (const display of [one, other, english]) await state(display, 'ready')
    pickIn(one, 'x', 'y')
    await until(() => text(other, 'picked') !== '' && text(english, 'picked') !== '', 'it is told')
    expect([one, other, english].map((display) => text(display, 'picked'))).to.deep.equal(['', 'Selon votre choix : x, y Tout afficher', 'By your choice: x, y Show all'])
    expect(await violations(element)).to.deep.equal([])
    let undone = 0
    one.addEventListener('dge-unselect', () => undone++)
    other.shadowRoot?.querySelector<HTMLElement>('[part="picked"] button')?.click()
    await until(() => text(other, 'value') === '3' && text(english, 'value') === '3', 'all is shown')
    await until(() => [other, english].every((display) => text(display, 'picked') === ''), 'nothing is told')
    expect([undone, other.shadowRoot?.activeElement?.localName]).to.deep.equal([1, 'figure'])
  })

  it('lends it by id, before or after it arrives', async () => {
    const page = mount('<div><dge-figure source="s"></dge-figure></div>')
    const display = figure(page)
    await display.updateComplete
    expect(display.state).to.equal('idle')
    const source = document.createElement('dge-source')
    source.id = 's'
    source.src = 'https://data.test/three.csv'
    page.append(source)
    expect(await value(display)).to.equal('3')
  })

  it('is looked for in outer roots', async () => {
    const page = mount('<div><dge-source id="outer" src="https://data.test/two.csv"></dge-source><section></section></div>')
    const root = (page.querySelector('section') as HTMLElement).attachShadow({ mode: 'open' })
    const display = document.createElement('dge-figure')
    display.source = 'outer'
    root.append(display)
    expect(await value(display)).to.equal('2')
  })

  it('around a slot serves what is slotted, and the innermost wins', async () => {
    const page = mount('<section><dge-figure></dge-figure></section>')
    const root = page.attachShadow({ mode: 'open' })
    root.innerHTML = `<dge-source src="https://data.test/three.csv"><dge-source src="https://data.test/two.csv"><slot></slot></dge-source></dge-source>`
    expect(await value(figure(page))).to.equal('2')
  })

  it('changed, replaced and moved sources are followed', async () => {
    const page = mount('<div><dge-source src="https://data.test/three.csv"><dge-figure></dge-figure></dge-source></div>')
    const display = figure(page)
    expect(await value(display)).to.equal('3')
    ;(page.firstElementChild as DgeSource).src = 'https://data.test/two.csv'
    await until(() => text(display, 'value') === '2', 'the changed source')

    const other = document.createElement('dge-source')
    other.src = 'https://data.test/three.csv'
    page.append(other)
    other.append(display)
    await until(() => text(display, 'value') === '3', 'the source around the new place')

    page.append(display)
    display.source = 'late'
    const late = document.createElement('dge-source')
    late.id = 'late'
    late.src = 'https://data.test/two.csv'
    page.prepend(late)
    await until(() => text(display, 'value') === '2', 'the late one')
  })

  it('equal settings share one request without any id', async () => {
    const page = mount('<div><dge-figure src="https://data.test/two.csv"></dge-figure><dge-figure src="https://data.test/two.csv" value="sum(a)"></dge-figure></div>')
    const [first, second] = [...page.children] as [DgeFigure, DgeFigure]
    first.sourceConfig()
    const before = asked.length
    expect(await value(first)).to.equal('2')
    expect(await value(second)).to.equal('3')
    expect(asked.length - before).to.be.at.most(1)
  })

  it('asks nothing before a display does', async () => {
    const element = mount<DgeSource>('<dge-source src="https://data.test/three.csv" max-rows="7"></dge-source>')
    await element.updateComplete
    expect(asked).to.deep.equal([])
  })
})
