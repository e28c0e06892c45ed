import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { DgeError } from '../../src/data/errors.js'
import { parseRoot } from '../../src/providers/wfs-xml.js'
import { parseWmsCapabilities, serviceAddress } from '../../src/providers/wms-capabilities.js'
import { getFeatureInfoUrl, getLegendUrl, getMapUrl, isNorthFirst, withParameters, writtenBox } from '../../src/providers/wms-requests.js'
import { mapServerMissing, startMapServer } from '../servers/mapserver.js'
import type { WmsService } from '../../src/providers/wms-capabilities.js'
import type { RunningMapServer } from '../servers/mapserver.js'

const recorded = new URL('../../../shared/recorded/wms/wallonie-wms-capabilities.xml', import.meta.url)
const parse = (text: string, url = 'https://a.fr/wms') => parseWmsCapabilities(parseRoot(text, url), url)

describe('WMS: recorded capabilities (Wallonie, ArcGIS Server)', { skip: existsSync(recorded) ? false : 'the recording is not here' }, () => {
  it('reads layers with what their folder says', () => {
    const service = parse(readFileSync(recorded, 'utf8'))
    assert.deepEqual([service.version, service.title, service.publisher], ['1.3.0', 'SIGEC_PARC_AGRI_ANON__2020', 'Service public de Wallonie'])
    assert.deepEqual([service.maxWidth, service.maxHeight, service.licence], [4096, 4096, undefined])
    assert.ok(service.mapFormats.includes('image/png') && service.infoFormats.includes('application/geo+json'))
    const [first] = service.layers
    assert.deepEqual([first?.name, first?.title, first?.queryable, first?.extent], ['0', 'Catégories de culture (2020)', true, [2.654318, 49.426123, 6.651396, 51.110623]])
    assert.ok(first?.crs.includes('EPSG:31370'))
    assert.equal(first?.crs.length, new Set(first?.crs).size)
    assert.equal(first?.styles[0]?.legendUrl, 'https://geoservices.wallonie.be/arcgis/services/AGRICULTURE/SIGEC_PARC_AGRI_ANON__2020/MapServer/WMSServer?request=GetLegendGraphic&version=1.3.0&format=image/png&layer=0')
    assert.deepEqual(service.layers.map(({ name }) => name), ['0', '1', '2'])
    assert.equal(isNorthFirst('EPSG:4258', first), true)
    assert.equal(isNorthFirst('EPSG:31370', first), false)
  })
})

const capabilities = (version: string, layer: string) => `<WMS_Capabilities version="${version}" xmlns:xlink="http://www.w3.org/1999/xlink"><Service><Title>A <b>b</b></Title></Service><Capability><Request>
  <GetMap><Format>image/png</Format><DCPType><HTTP><Get><OnlineResource xlink:href="http://localhost:8080/wms?map=/x&amp;"/></Get></HTTP></DCPType></GetMap></Request>${layer}</Capability></WMS_Capabilities>`

describe('WMS: written after the standard', () => {
  it('inherits, and overrides, from folder to layer', () => {
    const service = parse(capabilities('1.1.1', `<Layer queryable="1"><Title>Dossier</Title><SRS>EPSG:4326 EPSG:2154</SRS><LatLonBoundingBox minx="3" miny="47" maxx="8" maxy="50"/>
      <Style><Name>s</Name></Style><Dimension name="time" units="ISO8601"/><Extent name="time" default="2024">2022,2023,2024</Extent>
      <Layer><Name>a</Name><Title>Couche</Title><SRS>EPSG:3857</SRS><Style><Name>t</Name><LegendURL><OnlineResource xlink:href="javascript:alert(1)"/></LegendURL></Style></Layer>
      <Layer queryable="0"><Name>b</Name><MinScaleDenominator>1000</MinScaleDenominator><LatLonBoundingBox minx="4" miny="48" maxx="5" maxy="49"/></Layer></Layer>`))
    const [a, b] = service.layers
    assert.equal(service.title, 'A b')
    assert.deepEqual(a?.crs, ['EPSG:4326', 'EPSG:2154', 'EPSG:3857'])
    assert.deepEqual([a?.extent, a?.queryable, a?.time], [[3, 47, 8, 50], true, { values: ['2022', '2023', '2024'], initial: '2024' }])
    assert.deepEqual(a?.styles, [{ name: 's' }, { name: 't' }])
    assert.deepEqual([b?.title, b?.extent, b?.queryable, b?.minScale], ['b', [4, 48, 5, 49], false, 1000])
    assert.equal(service.layers.length, 2)
  })

  it('replaces addresses that only the server knows, and insecure ones', () => {
    assert.equal(parse(capabilities('1.3.0', ''), 'https://a.fr/wms?map=/x&SERVICE=WMS&REQUEST=GetCapabilities').mapUrl, 'https://a.fr/wms?map=%2Fx')
    assert.equal(serviceAddress('http://a.fr/ows', 'https://a.fr/wms'), 'https://a.fr/ows')
    assert.equal(serviceAddress('https://b.fr/ows?', 'https://a.fr/wms'), 'https://b.fr/ows?')
    assert.equal(serviceAddress('javascript:alert(1)', 'https://a.fr/wms'), 'https://a.fr/wms')
  })

  it('writes requests: axes, versions, parameters', () => {
    const service: WmsService = { ...parse(capabilities('1.3.0', '')), mapUrl: 'https://a.fr/wms?map=/x&styles=old' }
    const layers = [{ name: 'ns:été & co', boxes: new Map(), styles: [] }]
    const asked = { layers, crs: 'EPSG:4326', box: [3, 47, 8, 50] as const, width: 100.4, height: 50 }
    const url = getMapUrl(service, asked)
    assert.equal(url, 'https://a.fr/wms?map=/x&SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=ns:%C3%A9t%C3%A9%20%26%20co&STYLES=&CRS=EPSG:4326&BBOX=47,3,50,8&WIDTH=100&HEIGHT=50&FORMAT=image/png&TRANSPARENT=TRUE')
    assert.match(getMapUrl({ ...service, version: '1.1.1' }, { ...asked, crs: 'CRS:84' }), /SRS=EPSG:4326&BBOX=3,47,8,50/)
    assert.match(getMapUrl(service, { ...asked, crs: 'EPSG:3857', box: '{bbox-epsg-3857}' }), /CRS=EPSG:3857&BBOX=\{bbox-epsg-3857\}&/)
    assert.match(getFeatureInfoUrl({ ...service, version: '1.1.1' }, asked, { x: 3.6, y: 4, format: 'application/json' }), /QUERY_LAYERS=ns:%C3%A9.*&X=4&Y=4$/)
    assert.match(getLegendUrl(service, { name: 'a', styles: [] }), /REQUEST=GetLegendGraphic&SLD_VERSION=1.1.0&LAYER=a&STYLE=&FORMAT=image\/png$/)
    assert.deepEqual(writtenBox([1, 2, 3, 4], 'CRS:84', '1.3.0'), [1, 2, 3, 4])
    assert.deepEqual(writtenBox([1, 2, 3, 4], 'EPSG:3035', '1.3.0'), [2, 1, 4, 3])
    assert.deepEqual(writtenBox([1, 2, 3, 4], 'EPSG:4471', '1.3.0'), [1, 2, 3, 4])
    assert.equal(withParameters('https://a.fr/w', [['A', 1]]), 'https://a.fr/w?A=1')
  })

  it('tells bad answers', () => {
    const failing = (kind: string) => (error: unknown) => error instanceof DgeError && error.kind === kind
    assert.throws(() => parse('<html></html>'), failing('format'))
    assert.throws(() => parse('<WFS_Capabilities/>'), failing('format'))
    assert.throws(() => parse('<ServiceExceptionReport><ServiceException code="X">non</ServiceException></ServiceExceptionReport>'), failing('http'))
    assert.deepEqual(parse('<WMS_Capabilities/>').layers, [])
  })
})

const missing = mapServerMissing()

describe('WMS: a real MapServer', { skip: missing ? `MapServer ${missing}` : false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dge-wms-'))
  let server: RunningMapServer
  before(async () => {
    const square = (nom: string, west: number, south: number) => ({
      type: 'Feature', properties: { code: nom, nom },
      geometry: { type: 'Polygon', coordinates: [[[west, south], [west + 0.5, south], [west + 0.5, south + 0.5], [west, south + 0.5], [west, south]]] },
    })
    const file = join(folder, 'carres.geojson')
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: [square('nord-ouest', 6, 48.5), square('sud-est', 7, 48)] }))
    server = await startMapServer({ wms: true, layers: [{ name: 'carres', title: 'Carrés', type: 'POLYGON', file }] })
  })
  after(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  for (const version of ['1.3.0', '1.1.1'] as const) {
    it(`${version}: what is at a point is what the box says, in any CRS`, async () => {
      const url = `${server.url}&SERVICE=WMS&VERSION=${version}&REQUEST=GetCapabilities`
      const service = parse(await (await fetch(url)).text(), url)
      assert.deepEqual([service.version, service.title, service.publisher], [version, 'Service de test', 'Région Grand Est'])
      const layer = service.layers.find(({ name }) => name === 'carres')
      assert.ok(layer)
      assert.deepEqual([layer.title, layer.queryable, layer.styles.map(({ name }) => name)], ['Carrés', true, ['default']])
      const format = service.infoFormats.find((one) => one.includes('json'))
      assert.ok(format)
      // One pixel is 0.01 degree: 6.25 east, 48.75 north is 75 to the right and 75 down from 5.5 east, 49.5 north.
      const degrees = { layers: [layer], crs: 'EPSG:4326', box: [5.5, 47.5, 8, 49.5], width: 250, height: 200 } as const
      const radius = 6378137
      const x = (longitude: number) => (radius * longitude * Math.PI) / 180
      const y = (latitude: number) => radius * Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360))
      const metres = { ...degrees, crs: 'EPSG:3857', box: [x(5.5), y(47.5), x(8), y(49.5)] } as const
      const named = async (asked: typeof degrees | typeof metres, at: { x: number; y: number }) => {
        const response = await fetch(getFeatureInfoUrl(service, asked, { ...at, format }))
        const { features } = (await response.json()) as { features: { properties: { nom: string } }[] }
        return features.map(({ properties }) => properties.nom)
      }
      for (const asked of [degrees, metres]) {
        assert.deepEqual(await named(asked, { x: 75, y: 75 }), ['nord-ouest'], asked.crs)
        assert.deepEqual(await named(asked, { x: 175, y: 125 }), ['sud-est'], asked.crs)
        const picture = await fetch(getMapUrl(service, asked))
        assert.equal(picture.headers.get('content-type'), 'image/png')
      }
      assert.equal((await fetch(getLegendUrl(service, layer))).headers.get('content-type'), 'image/png')
    })
  }
})
