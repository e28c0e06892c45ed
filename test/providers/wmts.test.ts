import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DgeError } from '../../src/data/errors.js'
import { parseRoot } from '../../src/providers/wfs-xml.js'
import { getTileUrl, parseWmtsCapabilities, webMercatorZooms } from '../../src/providers/wmts-capabilities.js'

const url = 'https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetCapabilities'
const parse = (text: string) => parseWmtsCapabilities(parseRoot(text, url), url)
/** The scale denominator of zoom 0 in the standard's GoogleMapsCompatible set. */
const matrix = (id: string, zoom: number, corner = '-20037508.3427892 20037508.3427892') => `<TileMatrix><ows:Identifier>${id}</ows:Identifier>
  <ScaleDenominator>${559082264.0287178 / 2 ** zoom}</ScaleDenominator><TopLeftCorner>${corner}</TopLeftCorner>
  <TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>${2 ** zoom}</MatrixWidth><MatrixHeight>${2 ** zoom}</MatrixHeight></TileMatrix>`
const set = (id: string, crs: string, matrices: string) => `<TileMatrixSet><ows:Identifier>${id}</ows:Identifier><ows:SupportedCRS>${crs}</ows:SupportedCRS>${matrices}</TileMatrixSet>`
const text = `<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">
  <ows:ServiceIdentification><ows:Title>Service de tuiles</ows:Title><ows:AccessConstraints>None</ows:AccessConstraints></ows:ServiceIdentification>
  <ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP><ows:Get xlink:href="https://data.geopf.fr/wmts?"><ows:Constraint name="GetEncoding"><ows:AllowedValues><ows:Value>KVP</ows:Value></ows:AllowedValues></ows:Constraint></ows:Get></ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata>
  <Contents>
    <Layer><ows:Title>Plan IGN</ows:Title><ows:WGS84BoundingBox><ows:LowerCorner>-175 -85</ows:LowerCorner><ows:UpperCorner>175 85</ows:UpperCorner></ows:WGS84BoundingBox>
      <ows:Identifier>GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2</ows:Identifier><Style isDefault="true"><ows:Identifier>normal</ows:Identifier><LegendURL xlink:href="javascript:x"/></Style>
      <Format>image/png</Format><TileMatrixSetLink><TileMatrixSet>PM</TileMatrixSet></TileMatrixSetLink></Layer>
    <Layer><ows:Identifier>jour</ows:Identifier><Style><ows:Identifier>a b</ows:Identifier></Style><Format>image/jpeg</Format>
      <Dimension><ows:Identifier>Time</ows:Identifier><Default>2024-01-01</Default><Value>2024-01-01</Value></Dimension>
      <TileMatrixSetLink><TileMatrixSet>D</TileMatrixSet></TileMatrixSetLink>
      <ResourceURL format="image/jpeg" resourceType="tile" template="https://a.fr/{Style}/{Time}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.jpg"/></Layer>
    ${set('PM', 'EPSG:3857', matrix('1', 1) + matrix('0', 0) + matrix('10', 10))}
    ${set('GS', 'urn:ogc:def:crs:EPSG::900913', matrix('EPSG:900913:0', 0) + matrix('EPSG:900913:1', 1))}
    ${set('D', 'urn:ogc:def:crs:EPSG::4326', matrix('0', 0, '90 -180'))}
  </Contents></Capabilities>`

describe('WMTS: written after the standard and the Géoplateforme’s documentation', () => {
  it('reads layers and tile matrix sets', () => {
    const service = parse(text)
    const [plan, day] = service.layers
    assert.deepEqual([service.title, service.licence, service.tileUrl], ['Service de tuiles', undefined, 'https://data.geopf.fr/wmts?'])
    assert.deepEqual([plan?.title, plan?.extent, plan?.sets, plan?.styles], ['Plan IGN', [-175, -85, 175, 85], ['PM'], [{ name: 'normal', isDefault: true }]])
    assert.deepEqual([day?.title, day?.times], ['jour', { values: ['2024-01-01'], initial: '2024-01-01' }])
    assert.deepEqual(service.sets.get('PM')?.matrices.map(({ id }) => id), ['0', '1', '10'])
    // Written latitude first.
    assert.deepEqual(service.sets.get('D')?.matrices[0]?.topLeft, [-180, 90])
  })

  it('knows the tiles of web maps', () => {
    const { sets } = parse(text)
    const zooms = (id: string) => {
      const found = sets.get(id)
      return found && webMercatorZooms(found)
    }
    assert.deepEqual(zooms('PM'), { prefix: '', min: 0, max: 10 })
    assert.deepEqual(zooms('GS'), { prefix: 'EPSG:900913:', min: 0, max: 1 })
    assert.equal(zooms('D'), undefined)
  })

  it('writes addresses of tiles, with parameters or by template', () => {
    const service = parse(text)
    const [plan, day] = service.layers
    assert.ok(plan && day)
    assert.equal(
      getTileUrl(service, plan, { set: 'PM', matrix: '{z}', row: '{y}', column: '{x}' }),
      'https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}'
    )
    assert.equal(getTileUrl(service, day, { set: 'D', matrix: 'EPSG:4326:3', row: 2, column: 1 }), 'https://a.fr/a%20b/2024-01-01/D/EPSG:4326:3/2/1.jpg')
    const { tileUrl: _tileUrl, ...rest } = service
    assert.throws(() => getTileUrl(rest, plan, { set: 'PM', matrix: '0', row: 0, column: 0 }), (error: unknown) => error instanceof DgeError && error.kind === 'unsupported')
  })

  it('tells bad answers', () => {
    assert.throws(() => parse('<Capabilities/>'), (error: unknown) => error instanceof DgeError && error.kind === 'format')
    assert.throws(() => parse('<ows:ExceptionReport xmlns:ows="x"><ows:Exception exceptionCode="X"/></ows:ExceptionReport>'), (error: unknown) => error instanceof DgeError && error.kind === 'http')
  })
})
