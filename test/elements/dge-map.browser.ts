import { expect } from 'chai'
import '../../src/elements/dge-layer.js'
import { DgeLayer } from '../../src/elements/dge-layer.js'
import { DgeMap } from '../../src/elements/dge-map.js'
import { clear, mount, state } from './stage.js'
import { cells } from './fake-places.js'

if (!customElements.get('dge-layer')) customElements.define('dge-layer', DgeLayer)
if (!customElements.get('dge-map')) customElements.define('dge-map', DgeMap)

describe('dge-map', () => {
  afterEach(clear)
  it('draws', async () => {
    const element = mount<DgeMap>(`<dge-map value="pop" heading="Carrés"></dge-map>`)
    element.source = cells()
    await state(element, 'ready')
    expect(element.table?.numRows).to.equal(6)
  })
})
