import { expect } from 'chai'
import { DgeMap } from '../../src/elements/dge-map.js'
import { placesSource } from '../elements/fake-places.js'
import { clear, mount, part, plain, violations } from '../elements/stage.js'

if (!customElements.get('dge-map')) customElements.define('dge-map', DgeMap)

/** A file of its own: whether the browser has WebGL is asked once per page. */
describe('a map without WebGL', () => {
  const { getContext } = HTMLCanvasElement.prototype
  const { warn } = console
  const warned: string[] = []
  before(() => {
    Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
      configurable: true,
      writable: true,
      value(this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.startsWith('webgl') ? null : Reflect.apply(getContext, this, [kind, ...rest])
      },
    })
    console.warn = (...words: unknown[]) => warned.push(words.join(' '))
  })
  after(() => {
    HTMLCanvasElement.prototype.getContext = getContext
    console.warn = warn
    clear()
  })

  it('says so and shows its data as a table', async () => {
    const element = mount<DgeMap>('<dge-map loading="eager" value="pop" heading="Carrés"></dge-map>')
    const ready = new Promise((resolve) => element.addEventListener('dge-ready', resolve, { once: true }))
    element.source = placesSource()
    await ready
    const shown = plain(part(element, 'content')?.innerText ?? '')
    expect(shown).to.include('Votre navigateur ne peut pas dessiner cette carte. Voici ses données.')
    expect(part(element, 'table')?.querySelectorAll('tbody tr')).to.have.length(6)
    expect(element.shadowRoot?.querySelector('canvas')).to.equal(null)
    expect(warned.join()).to.include('WebGL 2')
    expect(element.exports().map(({ name }) => name)).to.deep.equal(['GeoJSON'])
    expect(await violations(element)).to.deep.equal([])
  })
})
