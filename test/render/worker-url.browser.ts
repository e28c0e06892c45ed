import { expect } from 'chai'
import { trustedWorkerUrl } from '../../src/render/worker-url.js'

describe('the address of the map’s worker', () => {
  it('is trusted and still reads as text, on the page’s own origin', () => {
    const url = `${location.origin}/chunks/maplibre-gl-worker.js?v=1`
    const trusted = trustedWorkerUrl(url, '1')
    expect(typeof trusted).to.equal('object')
    expect(String(trusted)).to.equal(url)
    expect(trusted?.endsWith('.cjs')).to.equal(false)
    expect(trusted?.split(/[?#]/)[0]).to.equal(`${location.origin}/chunks/maplibre-gl-worker.js`)
  })

  it('is a blob of this origin that imports it, from another origin', async () => {
    const url = 'https://cdn.example.org/dge/chunks/maplibre-gl-worker.js'
    const trusted = String(trustedWorkerUrl(url, '1'))
    expect(new URL(trusted).protocol).to.equal('blob:')
    expect(new URL(trusted).origin).to.equal(location.origin)
    expect(await (await fetch(trusted)).text()).to.equal(`import ${JSON.stringify(url)}`)
  })

  it('is left to the engine while modules are not built', () => {
    expect(trustedWorkerUrl('', '1')).to.equal(undefined)
  })
})
