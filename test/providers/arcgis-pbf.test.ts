import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { PbfWriter } from 'pbf'
import { mapPositions } from '../../src/data/geojson.js'
import { columnOf, rowsOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { readPbf } from '../../src/providers/arcgis-pbf.js'
import { Random } from '../data/random.js'
import { startFaultProxy } from '../servers/fault-proxy.js'
import { koopMissing, startKoop } from '../servers/koop.js'
import { placesSchema, tableOf } from './arcgis-places.js'
import type { Geometry, Position } from 'geojson'
import type { Dataset } from '../../src/data/dataset.js'
import type { Table, Value } from '../../src/data/table.js'
import type { Fault, FaultProxy } from '../servers/fault-proxy.js'
import type { RunningKoop } from '../servers/koop.js'

const missing = koopMissing()

/** A ring around a centre, anticlockwise, of `count` uneven positions with seven decimals. */
function ring([x = 0, y = 0]: Position, radius: number, count: number, random: Random): Position[] {
  const around = Array.from({ length: count }, (_, index) => {
    const [angle, away] = [(index / count) * 2 * Math.PI, radius * (0.7 + random.int(300) / 1000)]
    return [x + away * Math.cos(angle), y + away * Math.sin(angle)].map((value) => Number(value.toFixed(7)))
  })
  return [...around, around[0] ?? []]
}

/** Areas of every kind (with holes, of several parts, of several parts with holes, none), on both sides of the equator and of Greenwich. */
function areas(): Table {
  const random = new Random(5)
  const hole = (centre: Position) => ring(centre, 0.03, 12, random).reverse()
  const at = (index: number): Position => [-170 + 17.013 * index, 80 - 8.07 * index]
  const shapes = (index: number): Geometry | null => {
    const [x = 0, y = 0] = at(index)
    switch (index % 5) {
      case 0: return { type: 'Polygon', coordinates: [ring([x, y], 0.2, 40, random)] }
      case 1: return { type: 'Polygon', coordinates: [ring([x, y], 0.2, 40, random), hole([x + 0.05, y]), hole([x - 0.05, y])] }
      case 2: return { type: 'MultiPolygon', coordinates: [[ring([x, y], 0.2, 9, random)], [ring([x + 1, y + 1], 0.1, 7, random)]] }
      case 3: return { type: 'MultiPolygon', coordinates: [[ring([x, y], 0.2, 9, random), hole([x, y])], [ring([x + 1, y - 1], 0.3, 70, random), hole([x + 1, y - 1])]] }
      default: return null
    }
  }
  const names = ['Épinal', '', null, "L'Isle 😀", 'un nom de plus de douze lettres, « accentué »', '0', '<b>']
  return tableOf(placesSchema, Array.from({ length: 21 }, (_, index) => [
    `0${index}`, names[index % names.length] ?? null, [0, null, -5, 2_147_483_647, -2_147_483_648, 127, 128][index % 7] ?? null,
    [0.1, null, -1e-9, 1e15 + 0.5, 0][index % 5] ?? null, [Date.UTC(2024, 1, 29), null, Date.UTC(1901, 11, 13)][index % 3] ?? null, shapes(index),
  ]))
}

function roads(): Table {
  const random = new Random(6)
  const line = (x: number, y: number, count: number): Position[] =>
    Array.from({ length: count }, () => [x + random.int(10_000_000) / 1e7, y + random.int(10_000_000) / 1e7])
  return tableOf(placesSchema, Array.from({ length: 6 }, (_, index) => [
    `r${index}`, null, index, null, null,
    index % 2 === 0 ? { type: 'LineString', coordinates: line(5, 48, 2 + index) } : { type: 'MultiLineString', coordinates: [line(6, 49, 3), line(-6, -49, 2), line(7, 48, 30)] },
  ]))
}

/** The same but for a millionth of a degree: every position beside its own one. */
function assertSame(found: Value, wanted: Value) {
  const positions: Position[] = []
  const keep = (position: Position) => (positions.push(position), position)
  if (!isGeometry(found) || !isGeometry(wanted)) return assert.equal(found, wanted)
  mapPositions(wanted, keep)
  // Ties between two millionths may go either way.
  const limit = 1.0001e-6 * Math.SQRT2
  let at = 0
  mapPositions(found, (position) => {
    const [x = NaN, y = NaN] = positions[at++] ?? []
    assert.ok(Math.hypot((position[0] ?? NaN) - x, (position[1] ?? NaN) - y) < limit, `${position.join()} where ${x},${y} is`)
    return position
  })
  const shapeOf = (geometry: Geometry) => mapPositions(geometry, () => [0, 0])
  assert.deepEqual(shapeOf(found), shapeOf(wanted))
}

function isGeometry(value: Value): value is Geometry {
  return typeof value === 'object' && value !== null
}

describe('ArcGIS as Protocol Buffers, on a real koop', { skip: missing ?? false }, () => {
  let koop: RunningKoop
  let plain: RunningKoop
  let proxy: FaultProxy
  /** What goes wrong with the answers of f=pbf. */
  let fault: Fault | undefined
  const whole = { type: 'Integer', sqlType: 'sqlTypeInteger' }
  const layers = [{ name: 'Zones', table: areas(), types: { pop: whole } }, { name: 'Routes', table: roads() }]
  const points = tableOf(placesSchema, [['a', 'A', 1, 2, 3, { type: 'Point', coordinates: [7, 48] }], ['b', 'B', 2, 3, 4, { type: 'Point', coordinates: [8, 49] }]])
  const long = tableOf(placesSchema, [['a', 'A', 1, 0, 0, { type: 'Polygon', coordinates: [ring([7, 48], 0.1, 5, new Random(1))] }], ['b', 'B', 12_345_678_901_234, 0, 0, null]])

  before(async () => {
    koop = await startKoop([...layers, { name: 'Points', table: points }, { name: 'Siret', table: long, types: { pop: whole } }, { name: 'Devinés', table: long, types: { prix: { type: 'Integer' } } }], { maxRecordCount: 8 })
    plain = await startKoop(layers, { maxRecordCount: 1000, quantization: false })
    proxy = await startFaultProxy(koop.origin, (url) => (url.searchParams.get('f') === 'pbf' ? fault : undefined))
  })
  after(async () => {
    await proxy?.stop()
    await koop?.stop()
    await plain?.stop()
  })

  const open = (layer: number): Promise<Dataset> => openDataset({ src: `${koop.url.replace(koop.origin, proxy.origin)}/${layer}` })
  /** Formats in which rows with geometry were asked for since `start`. */
  const formats = (start: number) =>
    proxy.requests.slice(start).map((line) => new URL(line.split(' ')[1] ?? '', 'http://a').searchParams).filter((params) => params.get('returnGeometry') === 'true').map((params) => params.get('f'))

  for (const [layer, name, pages] of [[0, 'areas', 3], [1, 'lines', 1]] as const) {
    it(`${name}: attributes of every type and geometry are those of GeoJSON, over all pages`, async () => {
      fault = undefined
      const dataset = await open(layer)
      const start = proxy.requests.length
      const table = await dataset.execute({})
      assert.deepEqual(formats(start), Array.from({ length: pages }, () => 'pbf'))
      const other = await (await openDataset({ src: `${plain.url}/${layer}` })).execute({})
      const source = layers[layer]?.table
      assert.ok(source)
      assert.deepEqual([table.numRows, table.complete], [source.numRows, true])
      for (const { name: field, type } of placesSchema) {
        const [found = [], geojson = [], published = []]: Value[][] = [table, other, source].map((one) => Array.from(columnOf(one, field)))
        if (type !== 'geometry') {
          assert.deepEqual(found, published, field)
          assert.deepEqual(found, geojson, field)
        } else {
          found.forEach((value, row) => assertSame(value, geojson[row] ?? null))
          found.forEach((value, row) => assertSame(value, published[row] ?? null))
        }
      }
    })
  }

  it('without geometry, and of points, rows come as before', async () => {
    fault = undefined
    const zones = await open(0)
    const spots = await open(2)
    await zones.execute({ select: ['code'] })
    const table = await spots.execute({})
    assert.deepEqual(columnOf(table, 'geometry')[1], { type: 'Point', coordinates: [8, 49] })
    assert.ok(!proxy.requests.slice(-12).some((line) => line.includes('f=pbf')))
  })

  it('whole numbers that Protocol Buffers would cut do not travel in them', async () => {
    fault = undefined
    const dataset = await open(3)
    const start = proxy.requests.length
    assert.deepEqual(Array.from(columnOf(await dataset.execute({ select: ['pop', 'geometry'] }), 'pop')), [1, 12_345_678_901_234])
    await dataset.execute({ select: ['code', 'geometry'] })
    // Nor those that nothing holds to be whole.
    await (await open(4)).execute({ select: ['prix', 'geometry'] })
    assert.deepEqual(formats(start), ['geojson', 'pbf', 'geojson'])
  })

  const json = 'application/json; charset=utf-8'
  const faults: Readonly<Record<string, Fault>> = {
    'an error inside HTTP 200': { status: 200, type: json, body: '{"error":{"code":400,"message":"Invalid format","details":[]}}' },
    'the web page of a proxy': { status: 200, type: 'text/html', body: '<!doctype html><title>Blocked</title>' },
    'JSON in place of it': { status: 200, type: json, body: '{"features":[],"transform":{"scale":[1,1]}}' },
    'JSON that calls itself otherwise': { status: 200, type: 'application/x-protobuf', body: '{"features":[]}' },
    'no bytes': { status: 200, type: 'application/x-protobuf', body: '' },
    'HTTP 415': { status: 415, body: 'no' },
    'HTTP 500': { status: 500, body: 'no' },
  }
  for (const [what, wrong] of Object.entries(faults)) {
    it(`${what}: GeoJSON, and f=pbf is asked for once`, async () => {
      fault = wrong
      const dataset = await open(0)
      const start = proxy.requests.length
      const tables = await Promise.all([dataset.execute({ select: ['code', 'geometry'] }), dataset.execute({ select: ['nom', 'geometry'] })])
      const last = await dataset.execute({ select: ['pop', 'geometry'] })
      for (const table of [...tables, last]) {
        assert.deepEqual([table.numRows, table.complete], [21, true])
        assertSame(columnOf(table, 'geometry')[3] ?? null, columnOf(layers[0]?.table ?? last, 'geometry')[3] ?? null)
      }
      // The one of HTTP 500 is sent once more by the rule for all requests.
      const packed = new Set(proxy.requests.slice(start).filter((line) => line.includes('f=pbf')))
      assert.equal(packed.size, 1)
      assert.equal(formats(start).filter((format) => format === 'geojson').length, 9)
    })
  }

  it('an answer that breaks off is no reason to leave the format', async () => {
    fault = { cutAfter: 200 }
    const dataset = await open(0)
    await assert.rejects(dataset.execute({}), { kind: 'network' })
    fault = undefined
    const start = proxy.requests.length
    assert.equal((await dataset.execute({})).numRows, 21)
    assert.deepEqual(formats(start), ['pbf', 'pbf', 'pbf'])
  })

  it('who leaves while the first answer is under way takes nothing from the others', async () => {
    fault = { delay: 100 }
    const dataset = await open(0)
    const leaving = new AbortController()
    const [left, stays] = [dataset.execute({ select: ['code', 'geometry'] }, { signal: leaving.signal }), dataset.execute({ select: ['nom', 'geometry'] })]
    setTimeout(() => leaving.abort(), 20)
    await assert.rejects(left, { name: 'AbortError' })
    assert.equal(rowsOf(await stays).length, 21)
  })

  it('the mark of a cut answer is read', async () => {
    const bytes = async (where: string) => new Uint8Array(await (await fetch(`${koop.url}/0/query?f=pbf&where=${encodeURIComponent(where)}&resultRecordCount=8&outSR=4326&returnGeometry=true&outFields=*`)).arrayBuffer())
    assert.equal(readPbf(await bytes('1=1'))['exceededTransferLimit'], true)
    assert.equal(readPbf(await bytes('OBJECTID < 3'))['exceededTransferLimit'], false)
  })
})

describe('Esri’s Protocol Buffers, byte by byte', () => {
  interface Made { readonly kind?: number; readonly lower?: boolean; readonly hasZ?: boolean; readonly step?: number; readonly lengths?: readonly number[]; readonly coords?: readonly number[] }

  /** A FeatureCollectionPBuffer of one row, as the published .proto says. */
  function made({ kind = 3, lower = false, hasZ = false, step = 1e-6, lengths = [5], coords = [7_000_000, -48_000_000, 0, -10, 10, 0, 0, 10, -10, 0] }: Made = {}): Uint8Array {
    const pbf = new PbfWriter()
    const pair = (tag: number, values: readonly number[]) => pbf.writeMessage(tag, () => values.forEach((value, index) => pbf.writeDoubleField(index + 1, value)), undefined)
    pbf.writeMessage(2, () => pbf.writeMessage(1, () => {
      pbf.writeStringField(1, 'OBJECTID')
      pbf.writeVarintField(7, kind)
      pbf.writeBooleanField(9, true)
      if (hasZ) pbf.writeBooleanField(10, true)
      pbf.writeMessage(12, () => {
        if (lower) pbf.writeVarintField(1, 1)
        pair(2, [step, step])
        pair(3, [0, 0])
      }, undefined)
      for (const name of ['a', 'b', 'c', 'd', 'e']) pbf.writeMessage(13, () => pbf.writeStringField(1, name), undefined)
      pbf.writeMessage(15, () => {
        pbf.writeMessage(1, () => pbf.writeFloatField(2, 0.5), undefined)
        pbf.writeMessage(1, () => pbf.writeVarintField(6, -3), undefined)
        pbf.writeMessage(1, () => pbf.writeVarintField(7, 2 ** 40), undefined)
        pbf.writeMessage(1, () => pbf.writeBooleanField(9, true), undefined)
        pbf.writeMessage(1, () => {}, undefined)
        pbf.writeMessage(2, () => {
          pbf.writePackedVarint(2, [...lengths])
          pbf.writePackedSVarint(3, [...coords])
        }, undefined)
      }, undefined)
    }, undefined), undefined)
    return pbf.finish()
  }
  const geometryOf = (what: Made) => (readPbf(made(what))['features'] as { geometry: unknown }[])[0]?.geometry

  it('steps add up from the first position of each part; y turns over from an upper left origin', () => {
    const square = [[7, 48], [7, 48.00001], [7.00001, 48.00001], [7.00001, 48], [7, 48]]
    assert.deepEqual(geometryOf({ lengths: [5], coords: [7_000_000, -48_000_000, 0, -10, 10, 0, 0, 10, -10, 0] }), { rings: [square] })
    assert.deepEqual(geometryOf({ lower: true, coords: [7_000_000, 48_000_000, 0, 10, 10, 0, 0, -10, -10, 0] }), { rings: [square] })
    assert.deepEqual(geometryOf({ kind: 2, lengths: [2, 2], coords: [1, 0, 1, 0, 5_000_000, -2, 1, 1] }), { paths: [[[0.000001, 0], [0.000002, 0]], [[5, 0.000002], [5.000001, 0.000001]]] })
    assert.deepEqual(geometryOf({ kind: 2, hasZ: true, lengths: [2], coords: [1, 0, 99, 1, 0, -99] }), { paths: [[[0.000001, 0], [0.000002, 0]]] })
    assert.equal(geometryOf({ lengths: [], coords: [] }), null)
  })

  it('values of the kinds that koop never writes; a value of no kind is null', () => {
    const { features, exceededTransferLimit, fields } = readPbf(made())
    assert.deepEqual((features as { attributes: unknown }[])[0]?.attributes, { a: 0.5, b: -3, c: 2 ** 40, d: true, e: null })
    assert.deepEqual([exceededTransferLimit, fields], [true, ['a', 'b', 'c', 'd', 'e']])
  })

  it('what is not as asked for is refused', () => {
    assert.throws(() => readPbf(made({ step: 1e-5 })), /coarser grid/)
    assert.throws(() => readPbf(made({ step: 0 })), /coarser grid/)
    assert.throws(() => readPbf(made({ kind: 0, lengths: [1], coords: [1, 1] })), /Other geometries/)
    assert.throws(() => readPbf(made({ lengths: [4] })), /Other geometries/)
    assert.throws(() => readPbf(made({ coords: [7_000_000, -148_000_000, 0, -10, 10, 0, 0, 10, -10, 0] })), /no degrees/)
  })

  it('cut or spoilt bytes end in an error or in rows, soon', () => {
    const whole = made()
    for (let length = 0; length < whole.length; length++) assert.throws(() => readPbf(whole.slice(0, length)), `${length} bytes`)
    const random = new Random(9)
    for (let round = 0; round < 3000; round++) {
      const spoilt = whole.slice()
      for (let times = 0; times < 3; times++) spoilt[random.int(spoilt.length)] = random.int(256)
      try {
        readPbf(spoilt)
      } catch (error) {
        assert.ok(error instanceof Error)
      }
    }
  })
})
