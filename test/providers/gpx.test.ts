import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failure, noShared, openAny, openSharedAny } from './open-file.js'
import type { SourceConfig } from '../../src/data/dataset.js'

const open = (body: string, config: Partial<SourceConfig> = {}) => openAny(`<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">${body}</gpx>`, { name: 'a.gpx', config })

test('three tracks of a GPS receiver: one row each, from begin to end by the clock in France', { skip: noShared }, async () => {
  const file = await openSharedAny('geo/multitrackgpx.gpx')
  assert.deepEqual(file.column('name'), ['Tag 1', 'Tag 2', 'Tag 3'])
  // 09:58:23Z in July is 11:58:23 in Paris.
  assert.equal(file.column('begin')[0], Date.parse('2008-07-12T11:58:23Z'))
  const [line] = file.column('geometry')
  assert.ok(line && typeof line === 'object' && line.type === 'LineString')
  assert.deepEqual(line.coordinates.slice(0, 2), [[8.1783223, 48.2805591], [8.1783221, 48.2805585]])
})

test('the points of tracks, with heights for a profile', { skip: noShared }, async () => {
  const file = await openSharedAny('geo/multitrackgpx.gpx', { layer: 'track_points' })
  assert.deepEqual(file.types, ['track:string', 'ele:number', 'time:date time', 'geometry:geometry'])
  assert.equal(file.table.numRows, 117)
  assert.deepEqual(file.column('ele').slice(0, 3), [258.7319336, 258.7319336, 260.654541])
})

test('waypoints, routes and tracks in one file', async () => {
  const body = `<metadata><name>Sortie</name><desc>Dimanche</desc></metadata>
    <wpt lat="48.5" lon="7.5"><ele>1.234</ele><name>Sommet</name><link href="https://example.org/"/><extensions><x:a><x:code>007</x:code></x:a></extensions></wpt>
    <rte><name>R</name><rtept lat="48" lon="7"/><rtept lat="49" lon="8"/></rte>
    <trk><name>T</name><trkseg><trkpt lat="48" lon="7"/><trkpt lat="48.1" lon="7.1"/></trkseg><trkseg><trkpt lat="48" lon="7"/></trkseg><trkseg><trkpt lat="1" lon="2"/><trkpt lat="3" lon="4"/></trkseg></trk>`
  const file = await open(body)
  assert.deepEqual(file.column('kind'), ['track', 'route', 'waypoint'])
  assert.deepEqual(file.column('ele'), [null, null, 1.234])
  assert.deepEqual(file.column('code'), [null, null, '007'])
  assert.deepEqual(file.column('geometry'), [
    { type: 'MultiLineString', coordinates: [[[7, 48], [7.1, 48.1]], [[2, 1], [4, 3]]] },
    { type: 'LineString', coordinates: [[7, 48], [8, 49]] },
    { type: 'Point', coordinates: [7.5, 48.5] },
  ])
  assert.deepEqual([file.dataset.metadata.title, file.dataset.metadata.description], ['Sortie', 'Dimanche'])
  assert.deepEqual((await open(body, { layer: 'routes' })).column('name'), ['R'])
  await assert.rejects(open(body, { layer: 'lieux' }), failure('query', /No layer “lieux”/))
  const cut = await open(body, { maxRows: 2 })
  assert.deepEqual([cut.table.numRows, cut.table.complete, cut.table.total], [2, false, 3])
})

test('empty, broken places, known by content, no GPX', async () => {
  assert.equal((await open('')).table.numRows, 0)
  const file = await open('<wpt lat="" lon="x"><name>a</name></wpt>')
  assert.deepEqual([file.column('geometry'), file.dataset.metadata.notes], [[null], ['1 geometries are broken and left out']])
  assert.deepEqual((await openAny('<?xml version="1.0"?>\n<gpx><wpt lat="1" lon="2"><name>a</name></wpt></gpx>', { name: 'export' })).column('name'), ['a'])
  await assert.rejects(openAny('<kml/>', { name: 'a.gpx' }), failure('format', /another kind/))
  await assert.rejects(openAny('<html>', { name: 'a.gpx' }), failure('format', /A web page/))
})
