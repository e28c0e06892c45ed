import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strToU8, zipSync } from 'fflate'
import kml from '../../src/providers/kml.js'
import { failure, noShared, openAny, openShared, openSharedAny } from './open-file.js'
import type { SourceConfig } from '../../src/data/dataset.js'

const open = (body: string, config: Partial<SourceConfig> = {}) => openAny(`<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">${body}</kml>`, { name: 'a.kml', config })
const place = (inner: string) => `<Placemark>${inner}</Placemark>`
const point = '<Point><coordinates>7.75,48.58,140</coordinates></Point>'

test('communes that GDAL wrote as KML are those of the GeoJSON file', { skip: noShared }, async () => {
  const [file, original] = [await openSharedAny('derived/communes_2A.kml'), await openShared('geojson', 'geo/communes-2A-corse-du-sud.geojson')]
  assert.deepEqual(file.types, ['code:string', 'nom:string', 'geometry:geometry'])
  assert.equal(file.table.numRows, 124)
  assert.equal(file.dataset.metadata.title, 'communes 2A')
  for (const name of ['code', 'nom', 'geometry']) assert.ok(JSON.stringify(file.column(name)) === JSON.stringify(original.column(name)), name)
})

test('typed extended data; the schema says what is a number', { skip: noShared }, async () => {
  const file = await openSharedAny('geo/simpledata.kml')
  assert.deepEqual(file.types, ['name:string', 'TrailHeadName:string', 'TrailLength:number', 'ElevationGain:number', 'geometry:geometry'])
  assert.deepEqual(file.column('TrailLength'), [3.14159, 347.45])
  assert.deepEqual(file.column('geometry')[1], { type: 'Point', coordinates: [-121.998, 37.0078] })
})

test('lines together are a multi-line; heights are left out', { skip: noShared }, async () => {
  const file = await openSharedAny('geo/multigeometry.kml')
  assert.deepEqual(file.column('geometry'), [{
    type: 'MultiLineString',
    coordinates: [
      [[-122.4425587930444, 37.80666418607323], [-122.4428379594768, 37.80663578323093]],
      [[-122.4425509770566, 37.80662588061205], [-122.4428340530617, 37.8065999493009]],
    ],
  }])
})

test('folders are a column, and layers; descriptions lose their HTML', async () => {
  const body = `<Document><name>Lieux</name><description>Tous les lieux</description>
    <Folder><name>Musées</name><Folder><name>Strasbourg</name>${place(`<name>A</name><description><![CDATA[<b>Ouvert</b> &amp; gratuit<br/>le lundi<script>x()</script>]]></description>${point}`)}</Folder></Folder>
    <Folder><name>Parcs</name>${place(`<name>B</name>${point}`)}${place('<name>C</name>')}</Folder></Document>`
  const file = await open(body)
  assert.deepEqual(file.types, ['name:string', 'description:string', 'folder:string', 'geometry:geometry'])
  assert.deepEqual(file.column('folder'), ['Musées / Strasbourg', 'Parcs', 'Parcs'])
  assert.deepEqual(file.column('description'), ['Ouvert & gratuit\nle lundi', null, null])
  assert.deepEqual(file.column('geometry'), [{ type: 'Point', coordinates: [7.75, 48.58] }, { type: 'Point', coordinates: [7.75, 48.58] }, null])
  assert.equal(file.dataset.metadata.title, 'Lieux')
  assert.equal(file.dataset.metadata.description, 'Tous les lieux')
  const parks = await open(body, { layer: 'parcs', maxRows: 1 })
  assert.deepEqual([parks.column('name'), parks.table.total, parks.table.complete], [['B'], 2, false])
  await assert.rejects(open(body, { layer: 'Cafés' }), failure('query', /No folder “Cafés”/))
})

test('extended data, dates, names that come twice, codes', async () => {
  const data = (name: string, value: string) => `<Data name="${name}"><value>${value}</value></Data>`
  const file = await open(
    place(`<name>a</name><TimeStamp><when>2024-01-31</when></TimeStamp><ExtendedData>${data('name', 'x')}${data('insee', '01001')}${data('n', '3')}</ExtendedData>${point}`) +
    place(`<name>b</name><ExtendedData>${data('insee', '67482')}${data('__proto__', 'y')}</ExtendedData>${point}`)
  )
  assert.deepEqual(file.types, ['name:string', 'time:date', 'name_2:string', 'insee:string', 'n:number', '__proto__:string', 'geometry:geometry'])
  assert.deepEqual([file.column('insee'), file.column('n'), file.column('__proto__')], [['01001', '67482'], [3, null], [null, 'y']])
})

test('polygons with holes, tracks, blanks around commas, broken coordinates', async () => {
  const ring = (text: string) => `<LinearRing><coordinates>${text}</coordinates></LinearRing>`
  const file = await open(
    place(`<name>p</name><Polygon><outerBoundaryIs>${ring('0,0 4,0 4,4 0,4 0,0')}</outerBoundaryIs><innerBoundaryIs>${ring('1,1 1,2 2,2 1,1')}</innerBoundaryIs></Polygon>`) +
    place('<name>t</name><gx:Track><when>2024-01-01</when><gx:coord>7 48 100</gx:coord><gx:coord>7.5 48.5 100</gx:coord></gx:Track>') +
    place('<name>s</name><LineString><coordinates>\n 7 , 48, 0 \n 8,49,0 </coordinates></LineString>') +
    place('<name>x</name><Point><coordinates>est,nord</coordinates></Point>')
  )
  assert.deepEqual(file.column('geometry'), [
    { type: 'Polygon', coordinates: [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [1, 2], [2, 2], [1, 1]]] },
    { type: 'LineString', coordinates: [[7, 48], [7.5, 48.5]] },
    { type: 'LineString', coordinates: [[7, 48], [8, 49]] },
    null,
  ])
  assert.deepEqual(file.dataset.metadata.notes, ['1 geometries are broken and left out'])
})

test('KMZ, and KML known by its content', async () => {
  const text = `<kml>${place(`<name>A</name>${point}`)}</kml>`
  const kmz = zipSync({ 'doc.kml': strToU8(text), 'images/a.png': strToU8('x') })
  for (const [name, body] of [['a.kmz', kmz], ['export?f=1', text]] as const) assert.deepEqual((await openAny(body, { name })).column('name'), ['A'])
})

test('a file that only links leads there; without a place it is empty', async () => {
  const linked = '<kml><NetworkLink><Link><href>autre.kml</href></Link></NetworkLink></kml>'
  const opened = await kml.open({ src: 'https://example.org/x/a.kml' }, { response: new Response(linked) })
  assert.ok('to' in opened)
  assert.deepEqual(opened.to, { src: 'https://example.org/x/autre.kml' })
  assert.equal((await open('<Document/>')).table.numRows, 0)
})

test('no KML: told what is there instead', async () => {
  const raw = (body: string) => openAny(body, { name: 'a.kml' })
  await assert.rejects(raw('<!DOCTYPE html><html>Perdu'), failure('format', /A web page/))
  await assert.rejects(raw('<rss><channel/></rss>'), failure('format', /another kind \(rss\)/))
  await assert.rejects(raw('<kml><Placemark>'), failure('format', /Broken XML/))
  await assert.rejects(raw(''), failure('format', /An empty answer/))
})
