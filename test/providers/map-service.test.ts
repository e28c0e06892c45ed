import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { DgeError } from '../../src/data/errors.js'
import { openDataset, entryOf } from '../../src/providers/index.js'
import { readMapService } from '../../src/providers/map-service.js'
import { startFaultServer } from '../servers/fault-server.js'
import type { FaultServer, Reply } from '../servers/fault-server.js'

// What a WMS says is tested on a real MapServer in test/describe.test.ts.

const tiles: Reply = {
  type: 'application/xml',
  body: `<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">
    <ows:ServiceIdentification><ows:Title>Tuiles</ows:Title></ows:ServiceIdentification>
    <Contents><Layer><ows:Title>Plan</ows:Title><ows:Identifier>plan</ows:Identifier>
      <ows:WGS84BoundingBox><ows:LowerCorner>6 48</ows:LowerCorner><ows:UpperCorner>8 49</ows:UpperCorner></ows:WGS84BoundingBox>
      <Style isDefault="true"><ows:Identifier>normal</ows:Identifier><LegendURL xlink:href="https://x.org/l.png"/></Style><Format>image/png</Format><InfoFormat>application/json</InfoFormat>
      <TileMatrixSetLink><TileMatrixSet>PM</TileMatrixSet></TileMatrixSetLink></Layer></Contents></Capabilities>`,
}

let server: FaultServer | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})
const failing = (kind: string, pattern: RegExp) => (error: unknown) =>
  error instanceof DgeError && error.kind === kind && pattern.test(error.message) ? true : assert.fail(String(error))

describe('services of pictures', () => {
  it('a WMTS: its layers, by any of its addresses', async () => {
    server = await startFaultServer({ '/wmts': tiles, '/wmts/1.0.0/WMTSCapabilities.xml': tiles })
    const layers = [{ name: 'plan', title: 'Plan', legendUrl: 'https://x.org/l.png', extent: [6, 48, 8, 49], infoFormats: ['application/json'] }]
    for (const path of ['/wmts', '/wmts?SERVICE=WMTS&REQUEST=GetTile&LAYER=plan', '/wmts/1.0.0/WMTSCapabilities.xml']) {
      assert.deepEqual(await readMapService(server.origin + path), { service: 'WMTS', title: 'Tuiles', layers }, path)
    }
    assert.ok(server.requests.includes('/wmts?SERVICE=WMTS&REQUEST=GetCapabilities'))
  })

  it('say that they have no rows, and what they draw', async () => {
    server = await startFaultServer({ '/wmts': tiles })
    await assert.rejects(openDataset({ src: `${server.origin}/wmts` }), (error) => failing('unsupported', /WMTS “Tuiles” draws pictures/)(error) && error instanceof DgeError && error.choices[0]?.layer === 'plan')
  })

  it('tell bad answers', async () => {
    server = await startFaultServer({ '/a/wms': { status: 500, body: 'x' }, '/b/wms': { type: 'text/html', body: '<!doctype html><p>x' }, '/c/wms': { body: '{"a":1}' }, '/d/wms': { ...tiles, delay: 3000 } })
    const at = (path: string, timeout?: number) => readMapService(`${server?.origin}${path}/wms`, { timeout })
    await assert.rejects(at('/a'), failing('http', /500/))
    await assert.rejects(at('/b'), failing('format', /No capabilities/))
    await assert.rejects(at('/c'), failing('format', /No capabilities/))
    await assert.rejects(at('/d', 200), failing('timeout', /0\.2 s/))
    await assert.rejects(at('/e'), failing('http', /404/))
  })

  it('are known by their addresses', () => {
    const match = (address: string) => entryOf(new URL(address))?.name
    for (const address of ['https://x.fr/ows?service=WMS&request=GetCapabilities', 'https://data.geopf.fr/wmts', 'https://x.fr/geoserver/wms', 'https://x.fr/cgi-bin/mapserv?map=a&SERVICE=WMTS']) assert.equal(match(address), 'wms', address)
    assert.equal(match('https://x.fr/geoserver/wms?service=WFS'), 'wfs')
    assert.equal(match('https://x.fr/geoserver/ows'), 'wfs')
  })
})
