import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { matchedOf, parseCapabilities, parseFeatureType, throwException } from '../../src/providers/wfs-capabilities.js'
import { parseGml } from '../../src/providers/wfs-gml.js'
import { decodeXml, parseRoot } from '../../src/providers/wfs-xml.js'
import { DgeError } from '../../src/data/errors.js'

const url = 'https://example.org/wfs'
const shared = new URL('../../../shared/', import.meta.url)
const here = (path: string) => existsSync(new URL(path, shared))
const read = (path: string) => parseRoot(readFileSync(new URL(path, shared), 'utf8'), url)
const skip = (path: string) => ({ skip: here(path) ? false : 'the shared samples are not here' })

describe('capabilities of real services', () => {
  const pigma2 = 'data/ogc/wfs_capabilities-pigma-2-0-0.xml'
  it('GeoServer 2.0 (PIGMA)', skip(pigma2), () => {
    const info = parseCapabilities(read(pigma2), url)
    assert.equal(info.version, '2.0.0')
    assert.equal(info.cql, true)
    assert.equal(info.sorting, true)
    assert.equal(info.pageLimit, 1_000_000)
    assert.ok(info.formats.includes('application/json'))
    const layer = info.layers.find(({ name }) => name === 'asp:asp_rpg2010')
    assert.equal(layer?.title, 'ASP - RPG 2010')
    assert.equal(layer?.crs, 'urn:ogc:def:crs:EPSG::2154')
    assert.deepEqual(layer?.extent, [-1.9540704007796161, 42.73286181824404, 1.496463327812538, 45.717071228823876])
    assert.equal(layer?.page, 'https://www.pigma.org/geonetwork/?uuid=cbcae9a4-7fc0-4fc8-bd78-089af3af4e8a')
  })

  const pigma1 = 'data/ogc/wfs_capabilities-pigma-1-1-0.xml'
  it('GeoServer 1.1 (PIGMA)', skip(pigma1), () => {
    const info = parseCapabilities(read(pigma1), url)
    assert.equal(info.version, '1.1.0')
    assert.equal(info.layers[0]?.crs, 'urn:x-ogc:def:crs:EPSG:2154')
    assert.equal(info.layers[0]?.page, 'https://www.pigma.org/geonetwork/?uuid=cbcae9a4-7fc0-4fc8-bd78-089af3af4e8a')
    assert.ok(info.formats.includes('json'))
  })

  const insee = 'data/ogc/insee_wfs_capabilities.xml'
  it('geo2france', skip(insee), () => {
    const info = parseCapabilities(read(insee), url)
    const layer = info.layers.find(({ name }) => name === 'insee:rectangles_200m_menage_erbm')
    assert.ok(layer, 'the recorded layer is listed')
    assert.equal(info.layers[0]?.title, 'INSEE - Densité de population (2010)')
    assert.equal(info.cql, true)
  })

  const described = 'recorded/wfs/insee-wfs-describe-feature-type.xml'
  it('DescribeFeatureType of GeoServer', skip(described), () => {
    const fields = parseFeatureType(read(described), 'insee:rectangles_200m_menage_erbm', url)
    assert.deepEqual(
      fields.map(({ name, type }) => `${name}:${type}`),
      ['oid:number', 'idk:string', 'men:number', 'men_occ5:number', 'pt_men_occ5:number', 'geometry:geometry']
    )
  })

  const hits = 'recorded/wfs/insee-wfs-hits.xml'
  it('hits', skip(hits), () => assert.equal(matchedOf(read(hits)), 63172))

  const gml = 'data/ogc/wfs_gml.xml'
  it('GML 3.2 of MapServer: latitude first is turned round, "unknown" is no count', skip(gml), () => {
    const root = read(gml)
    assert.equal(matchedOf(root), undefined)
    const { features, crs } = parseGml(root)
    assert.equal(features.length, 10)
    assert.equal(crs, 'urn:ogc:def:crs:EPSG::4326')
    assert.deepEqual(features[0]?.geometry, { type: 'Point', coordinates: [1.548145, 50.054755] })
    assert.equal(features[0]?.properties['nom_parc'], 'PARC EOLIEN DE CHASSE MAREE II')
    assert.equal(features[0]?.properties['code_com'], '80360')
    assert.equal(features[0]?.properties['code_icpe'], '')
  })

  const properties = 'data/ogc/wfs_getfeature-props-pigma-2-0-0.xml'
  it('GML without geometry', skip(properties), () => {
    const root = read(properties)
    assert.equal(matchedOf(root), 1693)
    const { features } = parseGml(root)
    assert.equal(features.length, 10)
    assert.deepEqual({ ...features[0]?.properties }, {
      axe: 'D941', cumuld: '19363', cumulf: '23565', plod: '38', absd: '904', plof: '43', absf: '99', categorie: '2',
    })
    assert.equal(features[0]?.geometry, null)
  })

  const latin = 'data/ogc/wms_capabilities-brgm-1-1-1-iso-8859-15.xml'
  it('the declared encoding is honoured', skip(latin), () => {
    const text = decodeXml(readFileSync(new URL(latin, shared)))
    assert.match(text, /géologique/)
    assert.doesNotMatch(text, /\ufffd/)
  })
})

describe('WFS 1.0', () => {
  it('formats are elements, extents attributes', () => {
    const info = parseCapabilities(
      parseRoot(
        `<WFS_Capabilities version="1.0.0"><Service><Title>T</Title><Fees>NONE</Fees></Service>
        <Capability><Request><GetFeature><ResultFormat><GML2/><geojson/></ResultFormat></GetFeature></Request></Capability>
        <FeatureTypeList><FeatureType><Name>a</Name><Title>A</Title><SRS>EPSG:2154</SRS>
        <LatLongBoundingBox minx="3" miny="47" maxx="8" maxy="50"/></FeatureType></FeatureTypeList></WFS_Capabilities>`,
        url
      ),
      url
    )
    assert.equal(info.version, '1.0.0')
    assert.deepEqual(info.formats, ['GML2', 'geojson'])
    assert.equal(info.licence, undefined)
    assert.deepEqual(info.layers, [{ name: 'a', title: 'A', crs: 'EPSG:2154', extent: [3, 47, 8, 50] }])
  })
})

describe('GML geometries', () => {
  const geometryOf = (inner: string) =>
    parseGml(parseRoot(`<c><gml:featureMember><f><g>${inner}</g><n>1</n></f></gml:featureMember></c>`, url)).features[0]?.geometry

  it('GML 2 coordinates are x,y', () => {
    assert.deepEqual(geometryOf('<gml:Point srsName="EPSG:4326"><gml:coordinates>7.75,48.58</gml:coordinates></gml:Point>'), {
      type: 'Point',
      coordinates: [7.75, 48.58],
    })
  })
  it('lines, with a third dimension left out', () => {
    assert.deepEqual(geometryOf('<gml:LineString><gml:posList srsDimension="3">1 2 9 3 4 9</gml:posList></gml:LineString>'), {
      type: 'LineString',
      coordinates: [[1, 2], [3, 4]],
    })
  })
  it('polygons with holes, several surfaces', () => {
    const ring = (name: string, list: string) =>
      `<gml:${name}><gml:LinearRing><gml:posList>${list}</gml:posList></gml:LinearRing></gml:${name}>`
    const polygon = `<gml:Polygon>${ring('exterior', '0 0 9 0 9 9 0 0')}${ring('interior', '1 1 2 1 2 2 1 1')}</gml:Polygon>`
    const expected = [[[0, 0], [9, 0], [9, 9], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 1]]]
    assert.deepEqual(geometryOf(polygon), { type: 'Polygon', coordinates: expected })
    const member = `<gml:surfaceMember>${polygon}</gml:surfaceMember>`
    assert.deepEqual(geometryOf(`<gml:MultiSurface>${member}${member}</gml:MultiSurface>`), {
      type: 'MultiPolygon',
      coordinates: [expected, expected],
    })
  })
  it('the order of axes follows the way the system is named', () => {
    const point = (srs: string) => geometryOf(`<gml:Point srsName="${srs}"><gml:pos>48 7</gml:pos></gml:Point>`)
    assert.deepEqual(point('urn:ogc:def:crs:EPSG::4326'), { type: 'Point', coordinates: [7, 48] })
    assert.deepEqual(point('http://www.opengis.net/def/crs/EPSG/0/4326'), { type: 'Point', coordinates: [7, 48] })
    assert.deepEqual(point('http://www.opengis.net/gml/srs/epsg.xml#4326'), { type: 'Point', coordinates: [48, 7] })
    assert.deepEqual(point('urn:ogc:def:crs:EPSG::2154'), { type: 'Point', coordinates: [48, 7] })
  })
})

describe('exceptions and other surprises', () => {
  const refuses = (xml: string, pattern: RegExp) =>
    assert.throws(
      () => throwException(parseRoot(xml, url), url),
      (error) => error instanceof DgeError && error.kind === 'http' && pattern.test(error.message)
    )
  it('of 2.0 and 1.1, with code, locator and text on one line', () => {
    refuses(
      `<ows:ExceptionReport><ows:Exception exceptionCode="InvalidParameterValue" locator="typename">
       <ows:ExceptionText>TYPENAME 'nope'\n   doesn't exist</ows:ExceptionText></ows:Exception></ows:ExceptionReport>`,
      /\(InvalidParameterValue, typename\): TYPENAME 'nope' doesn't exist$/
    )
  })
  it('of 1.0', () => {
    refuses(
      '<ServiceExceptionReport><ServiceException code="Oops">Feature type unknown</ServiceException></ServiceExceptionReport>',
      /\(Oops\): Feature type unknown$/
    )
  })
  it('empty, a web page, broken XML', () => {
    for (const text of ['', '  ', '<!DOCTYPE html><html></html>', '<a><b></a>']) {
      assert.throws(() => parseRoot(text, url), (error) => error instanceof DgeError && error.kind === 'format')
    }
  })
})
