import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failure, noShared, nulls, open, openShared, sum } from './open-file.js'
import type { Geometry, Position } from 'geojson'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { Value } from '../../src/data/table.js'

const geojson = (value: unknown, config: Partial<SourceConfig> = {}) => open('geojson', JSON.stringify(value), { config })
const point = (x: unknown, y: unknown) => ({ type: 'Point', coordinates: [x, y] })
const feature = (geometry: unknown, properties: unknown = {}) => ({ type: 'Feature', properties, geometry })
const collection = (features: unknown[], extra = {}) => ({ type: 'FeatureCollection', ...extra, features })
const named = (name: string) => ({ crs: { type: 'name', properties: { name } } })

function positions(value: Value | undefined): Position[] {
  const found: Position[] = []
  const walk = (part: unknown) => {
    if (!Array.isArray(part)) return
    if (typeof part[0] === 'number') found.push(part as Position)
    else part.forEach(walk)
  }
  const visit = (geometry: Geometry) => (geometry.type === 'GeometryCollection' ? geometry.geometries.forEach(visit) : walk(geometry.coordinates))
  if (value && typeof value === 'object') visit(value)
  return found
}

/** Metres between two places, good enough at this scale. */
function metres([lon1 = NaN, lat1 = NaN]: Position, [lon2 = NaN, lat2 = NaN]: Position): number {
  return Math.hypot((lon1 - lon2) * Math.cos((lat1 * Math.PI) / 180), lat1 - lat2) * 111_320
}

test('features: properties are columns, the geometry one more, ids kept', async () => {
  const file = await geojson(collection([feature(point(7, 48), { nom: 'A', geometry: 'rond', pop: 3 }), feature(null, { nom: 'B' })]))
  assert.deepEqual(file.types, ['nom:string', 'geometry:string', 'pop:number', 'geometry_2:geometry'])
  assert.deepEqual(file.column('geometry_2'), [point(7, 48), null])
  const ids = await geojson(collection([{ ...feature(point(7, 48), { n: 1 }), id: '67' }]))
  assert.deepEqual(ids.types, ['id:string', 'n:number', 'geometry:geometry'])
})

test('a single feature, bare geometries, a collection of them, an empty file', async () => {
  assert.deepEqual((await geojson(feature(point(7, 48), { n: 1 }))).column('n'), [1])
  assert.deepEqual((await geojson(point(7, 48))).column('geometry'), [point(7, 48)])
  const parts = { type: 'GeometryCollection', geometries: [point(7, 48), point(8, 49)] }
  assert.deepEqual((await geojson(parts)).column('geometry'), [point(7, 48), point(8, 49)])
  assert.equal((await geojson(collection([]))).table.numRows, 0)
})

test('rings are closed; geometries that are none fall out, counted', async () => {
  const open = { type: 'Polygon', coordinates: [[[7, 48], [8, 48], [8, 49]]] }
  const line = { type: 'LineString', coordinates: [[7, 48]] }
  const file = await geojson(collection([feature(open), feature(point('7', 48)), feature(point(7, null)), feature(line), feature({ type: 'Cube' })]))
  assert.deepEqual(file.column('geometry')[0], { type: 'Polygon', coordinates: [[[7, 48], [8, 48], [8, 49], [7, 48]]] })
  assert.equal(nulls(file.column('geometry')), 4)
  assert.deepEqual(file.dataset.metadata.notes, ['4 of 5 geometries are broken and left out'])
})

// The same corner of Berstheim by IGN (2018) in each system.
const degrees: Position = [7.66182, 48.79635]
const lambert93 = point(1042251.8, 6865246.9)

test('the CRS: by the old member in its spellings, by the author, by the values', async () => {
  const spellings = ['urn:ogc:def:crs:EPSG::2154', 'EPSG:2154', 'http://www.opengis.net/def/crs/EPSG/0/2154']
  for (const name of spellings) {
    const [found] = (await geojson(collection([feature(lambert93)], named(name)))).column('geometry')
    assert.ok(metres(positions(found)[0] ?? [], degrees) < 1, name)
  }
  const author = await geojson(collection([feature(lambert93)]), { crs: 'EPSG:2154' })
  assert.ok(metres(positions(author.column('geometry')[0])[0] ?? [], degrees) < 1)
  assert.equal(author.dataset.metadata.notes, undefined)
  const guessed = await geojson(collection([feature(lambert93)]))
  assert.ok(metres(positions(guessed.column('geometry')[0])[0] ?? [], degrees) < 1)
  assert.match(guessed.dataset.metadata.notes?.join() ?? '', /EPSG:2154, by their values/)
  const conic = await geojson(collection([feature(point(2042297.3, 7298899.9))]))
  assert.ok(metres(positions(conic.column('geometry')[0])[0] ?? [], degrees) < 1)
})

test('the CRS: what cannot be told is asked for, what is unknown is named', async () => {
  await assert.rejects(geojson(collection([feature(point(600000, 6300000))])), (error: Error & { hint?: string }) =>
    failure('format', /not in degrees/)(error) && /crs="EPSG:2154"/.test(error.hint ?? ''))
  await assert.rejects(geojson(collection([feature(lambert93)], named('urn:ogc:def:crs:OGC:1.3:CRS84'))), failure('format', /not in degrees/))
  await assert.rejects(geojson(collection([feature(lambert93)], named('EPSG:31370'))), failure('unsupported', /EPSG:31370/))
})

test('a stray among many is left out and said; many strays are another CRS', async () => {
  const many = Array.from({ length: 40 }, (_, index) => feature(point(7 + index / 100, 48)))
  const file = await geojson(collection([...many, feature(point(7, 4800))]))
  assert.deepEqual([file.table.numRows, nulls(file.column('geometry'))], [41, 1])
  assert.deepEqual(file.dataset.metadata.notes, ['1 geometries are nowhere on Earth and left out'])
  const ten = await geojson(collection([...many.slice(0, 9), feature(point(7, 4800))]))
  assert.deepEqual([ten.table.numRows, nulls(ten.column('geometry'))], [10, 1])
  await assert.rejects(geojson(collection([...many.slice(0, 4), feature(point(7, 4800))])), failure('format', /not in degrees/))
})

test('degrees stay degrees, whatever CRS an export left behind', async () => {
  for (const name of ['urn:ogc:def:crs:EPSG::4326', 'EPSG:4326', 'urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:2154']) {
    assert.deepEqual((await geojson(collection([feature(point(7.5, 48.5))], named(name)))).column('geometry'), [point(7.5, 48.5)], name)
  }
})

// ── Published files ──────────────────────────────────────────────────────────────────────────────────────────────────

const shared = (name: string, body: () => Promise<void>) => test(name, { skip: noShared }, body)

shared('rows of every file', async () => {
  const expected: Record<string, number> = {
    'geo/communes-2A-corse-du-sud.geojson': 124,
    'geo/communes-67-bas-rhin.geojson': 516,
    'geo/communes-68-haut-rhin.geojson': 366,
    'geo/cyclable_exemple.geojson': 1,
    'geo/ddt95_communes.geojson': 183,
    'geo/departements.geojson': 96,
    'geo/epci_contrat_ville.geojson': 37,
    'geo/lyon_pistes_cyclables.geojson': 30,
    'geo/osm_72_highways.geojson': 1210,
    'geo/quartiers_prioritaires.geojson': 105,
    'geo/regions-version-simplifiee.geojson': 13,
    'derived/communes_ge.geojson': 5132,
  }
  for (const [path, rows] of Object.entries(expected)) {
    const { table, column } = await openShared('geojson', path)
    assert.equal(table.numRows, rows, path)
    assert.equal(nulls(column('geometry')), 0, path)
  }
})

shared('communes: codes with letters and zeros, an unknown population is null', async () => {
  const corsica = await openShared('geojson', 'geo/communes-2A-corse-du-sud.geojson')
  assert.deepEqual(corsica.types, ['code:string', 'nom:string', 'geometry:geometry'])
  assert.equal(corsica.column('code')[0], '2A041')
  const east = await openShared('geojson', 'derived/communes_ge.geojson')
  assert.equal(sum(east.column('population')), 5_563_378)
  assert.equal(nulls(east.column('population')), 17)
  const row = east.column('code').indexOf('67482')
  assert.deepEqual([east.column('nom')[row], east.column('epci')[row], east.column('population')[row]], ['Strasbourg', '246700488', 293_771])
  assert.equal(east.column('code')[0], '08490')
})

shared('Lambert-93 and CC48 are the outlines in degrees, to the metre', async () => {
  const truth = await openShared('geojson', 'geo/communes-67-bas-rhin.geojson')
  const expected = new Map(truth.column('code').map((code, row) => [code, positions(truth.column('geometry')[row])]))
  for (const name of ['communes_67_lambert93', 'communes_67_epsg3948']) {
    const file = await openShared('geojson', `derived/${name}.geojson`)
    let worst = 0
    let compared = 0
    file.column('code').forEach((code, row) => {
      const found = positions(file.column('geometry')[row])
      const outline = expected.get(code) ?? []
      assert.equal(found.length, outline.length, String(code))
      found.forEach((position, index) => (worst = Math.max(worst, metres(position, outline[index] ?? []))))
      compared += found.length
    })
    assert.ok(compared > 10_000 && worst < 1, `${name}: ${worst} m over ${compared} positions`)
  }
})

shared('lieux_publics: the file called 4326 is in Lambert-93, the one called 3857 in degrees; both are the same places', async () => {
  const metric = await openShared('json', 'geo/lieux_publics_4326.json')
  const plain = await openShared('json', 'geo/lieux_publics_3857.json')
  assert.deepEqual([metric.table.numRows, plain.table.numRows], [562, 562])
  const byId = new Map(plain.column('FID').map((id, row) => [id, positions(plain.column('geometry')[row])[0]]))
  metric.column('FID').forEach((id, row) => {
    const found = positions(metric.column('geometry')[row])[0] ?? []
    assert.ok(metres(found, byId.get(id) ?? []) < 5, `FID ${id}`)
  })
  assert.equal(metric.column('COD_INSEE')[0], '72181')
})

shared('geojson_crs: Lambert II extended', async () => {
  const file = await openShared('geojson', 'geo/geojson_crs.geojson')
  // By IGN's algorithms (ALG0004, then three parameters NTF → WGS 84), worked out apart from proj4.
  const [start = []] = positions(file.column('geometry')[0])
  assert.ok(metres(start, [2.47044969, 46.19424852]) < 1, String(start))
  assert.deepEqual(file.column('prop'), [1873])
})

shared('twins: quartiers_prioritaires as CSV and as GeoJSON', async () => {
  const shapes = await openShared('geojson', 'geo/quartiers_prioritaires.geojson')
  const figures = await openShared('csv', 'csv/quartiers_prioritaires.csv')
  assert.deepEqual(shapes.column('code_qp').sort(), figures.column('code_qp').sort())
  assert.ok(shapes.types.includes('code_departement:string'))
  const epciCsv = await openShared('csv', 'csv/epci_contrat_ville.csv')
  const epciShapes = await openShared('geojson', 'geo/epci_contrat_ville.geojson')
  for (const name of ['code_epci', 'nom_epci', 'code_dep', 'objectid']) assert.deepEqual(epciShapes.column(name), epciCsv.column(name), name)
  assert.deepEqual(epciShapes.column('geometry'), epciCsv.column('geo_point_2d'))
})

shared('nasty: broken geometries and broken files', async () => {
  const rows = async (file: string) => openShared('geojson', `nasty/${file}.geojson`)
  await assert.rejects(rows('gj_bad-json'), failure('format', /^Line 3, column 5: broken JSON/))
  await assert.rejects(rows('gj_bad-featurelist'), failure('format', /^No Polygon/))
  await assert.rejects(rows('gj_badcoord'), failure('format', /^No Point/))
  assert.equal((await rows('gj_bad-duplicate-properties')).table.numRows, 0)
  const noProperties = await rows('gj_bad-properties-as-array')
  assert.deepEqual([noProperties.table.numRows, noProperties.column('geometry')], [1, [null]])
  const loop = await rows('gj_bad-polygonloop')
  assert.deepEqual([loop.column('service'), loop.column('geometry')], [['FM'], [null]])
  const several = await rows('gj_multiple_problems')
  assert.deepEqual(several.column('geometry'), [null, point(20.390625, 41.508577), point(20.390625, 41.508577), null])
  assert.deepEqual((await rows('gj_nofeaturetype')).column('geometry'), [point(-73.828125, 38.548165)])
  assert.deepEqual((await rows('gj_stringcoord')).column('geometry'), [null, point(20.390625, 41.508577)])
  assert.equal((await rows('geojson_broken')).column('prop1')[0], 'value4')
  const kinked = await rows('kinked_multipolygons')
  assert.deepEqual([kinked.table.numRows, nulls(kinked.column('geometry')), kinked.column('ZP_COMMUNE')[0]], [1, 0, 'PLEVENON FREHEL'])
})
