import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, failure, noShared, open, openShared, sum } from './open-file.js'
import { assertAlike } from './streamed-files.js'
import type { SourceConfig } from '../../src/data/dataset.js'

const json = (value: unknown, config: Partial<SourceConfig> = {}) => open('json', typeof value === 'string' ? value : JSON.stringify(value), { config })

test('an array of objects: the union of keys, nested objects spread, arrays as text', async () => {
  const file = await json([
    { nom: 'A', n: 1, adresse: { ville: 'Metz', cp: '57000' }, themes: ['eau', 'air'], deep: { a: { b: 1 } } },
    { nom: 'B', adresse: { ville: 'Nancy' }, ouvert: true, deep: null },
  ])
  assert.deepEqual(file.types, [
    'nom:string', 'n:number', 'adresse.ville:string', 'adresse.cp:string', 'themes:string', 'deep.a:string', 'ouvert:boolean',
  ])
  assert.deepEqual(file.column('n'), [1, null])
  assert.deepEqual(file.column('adresse.cp'), ['57000', null])
  assert.deepEqual(file.column('themes'), ['eau, air', null])
  assert.deepEqual(file.column('deep.a'), ['{"b":1}', null])
  assert.deepEqual(file.column('ouvert'), [null, true])
})

test('numbers as text are numbers unless others are real ones; codes are text either way', async () => {
  const allText = await json([{ n: '12', x: '1,5', code_insee: '01001' }, { n: '7', x: '2', code_insee: '67482' }])
  assert.deepEqual(allText.types, ['n:number', 'x:number', 'code_insee:string'])
  const mixed = await json([{ status: '200', bytes: 15, annee: '2024', siren: 130025265 }])
  assert.deepEqual(mixed.types, ['status:string', 'bytes:number', 'annee:number year', 'siren:string'])
  assert.deepEqual(mixed.column('siren'), ['130025265'])
})

test('JSON numbers have a decimal point, whatever the texts beside them, and other numbers, are written with', async () => {
  const files: [rows: readonly Record<string, unknown>[], n: readonly unknown[]][] = [
    [[{ taux: '1,5', n: 1.234 }, { taux: '2,5', n: 12.345 }], [1.234, 12.345]],
    [[{ n: 1.234 }, { n: 12.345 }, { n: 999 }], [1.234, 12.345, 999]],
    [[{ taux: '1.5', n: '1,5' }, { taux: '2.5', n: 12 }], [1.5, 12]],
  ]
  for (const [rows, n] of files) {
    const text = JSON.stringify(rows)
    assert.deepEqual((await json(text)).column('n'), n, text)
    await assertAlike('json', new TextEncoder().encode(text), 16)
    const features = JSON.stringify({ type: 'FeatureCollection', features: rows.map((properties) => ({ type: 'Feature', properties, geometry: null })) })
    assert.deepEqual((await open('geojson', features)).column('n'), n, features)
    await assertAlike('geojson', new TextEncoder().encode(features), 16)
  }
})

test('the rows: at a path, under usual names first, outer levels first', async () => {
  const body = { meta: { links: [{ rel: 'self' }] }, extras: [{ x: 1 }], results: [{ n: 1 }, { n: 2 }] }
  assert.deepEqual((await json(body)).column('n'), [1, 2])
  assert.deepEqual((await json(body, { path: 'meta.links' })).column('rel'), ['self'])
  assert.deepEqual((await json({ a: { deep: [{ n: 3 }] } })).column('n'), [3])
  await assert.rejects(json(body, { path: 'meta.nope' }), failure('format', /path="meta\.nope": there is no “nope” in “meta”/))
  await assert.rejects(json({ a: 3 }, { path: 'a' }), failure('format', /no array of rows/))
  assert.deepEqual((await json({ a: { n: 3 } }, { path: 'a' })).column('n'), [3])
})

test('other shapes: arrays under a header, columns, plain values, one object, none', async () => {
  assert.deepEqual((await json([['nom', 'n'], ['A', 1], ['B', 2]])).column('n'), [1, 2])
  assert.deepEqual((await json({ nom: ['A', 'B'], n: [1, 2] })).column('nom'), ['A', 'B'])
  assert.deepEqual((await json([3, 4])).column('value'), [3, 4])
  await assert.rejects(json({ status: 'ok', count: 3 }), failure('format', /no array of rows/))
  const none = await json([])
  assert.deepEqual([none.table.numRows, none.types], [0, []])
  assert.equal((await json({ total_count: 0, results: [] })).table.numRows, 0)
  await assert.rejects(json('"texte"'), failure('format', /no array of rows, only a string/))
})

test('objects alike by their keys, and columns by the numbers of rows, are rows; whatever else is an object is none', async () => {
  const towns = { '01001': { nom: 'A', pop: 10 }, '67482': { nom: 'B', pop: 20, note: 'x' } }
  for (const file of [await json(towns), await json({ meta: { source: 'INSEE' }, data: towns }), await json({ data: towns }, { path: 'data' })]) {
    assert.deepEqual(file.types.slice(0, 3), ['key:string', 'nom:string', 'pop:number'])
    assert.deepEqual(new Set(file.column('key')), new Set(['01001', '67482']))
    assert.equal(sum(file.column('pop')), 30)
  }
  const pandas = await json({ nom: { 0: 'A', 1: 'B' }, pop: { 0: 1, 1: 2 } })
  assert.deepEqual([pandas.column('nom'), pandas.column('pop')], [['A', 'B'], [1, 2]])
  await assert.rejects(json({ error: { code: 4, message: 'x' }, links: { self: 'y' } }), failure('format', /no array of rows/))
  // Numbers alone are no rows, and there are some.
  await assert.rejects(json({ id: ['geo'], size: [2], value: [1, 2] }), failure('format', /no array of rows/))
})

test('identifiers beyond 2^53 keep their digits; texts and smaller numbers stay as they are', async () => {
  const file = await json('[{"id":9007199254740993,"n":900719925474099,"x":3.9007199254740993,"t":"a: 9007199254740993,"},{"id":-12345678901234567890,"n":2,"t":"\\"x\\": 9007199254740993"}]')
  assert.deepEqual(file.column('id'), ['9007199254740993', '-12345678901234567890'])
  assert.deepEqual(file.column('n'), [900719925474099, 2])
  assert.deepEqual(file.column('t'), ['a: 9007199254740993,', '"x": 9007199254740993'])
})

test('a row that is the total of the others is left out, as in CSV', async () => {
  const file = await json([{ nom: 'A', v: 1 }, { nom: 'B', v: 2 }, { nom: 'C', v: 4 }, { nom: 'Total', v: 7 }])
  assert.deepEqual(file.column('v'), [1, 2, 4])
  assert.equal(file.table.total, 3)
})

test('one object a line', async () => {
  const file = await json('{"a":1}\n{"a":2,"b":"x"}\n\n')
  assert.deepEqual([file.column('a'), file.column('b')], [[1, 2], [null, 'x']])
  await assert.rejects(json('{"a":1}\n{"a":2]\n{"a":3}\n'), failure('format', /^Line 2, column 7: broken JSON/))
})

test('faults are told with their place, in every browser alike', async () => {
  await assert.rejects(json('[\n  {"a": 1},\n  {"a": 2,}\n]'), failure('format', /^Line 3, column 11: broken JSON/))
  await assert.rejects(json('[{"a": 1}, {"a": "b'), failure('format', /^Line 1, column 18: /))
  await assert.rejects(json('[{"a": 1}, '), failure('format', /^Line 1, column 12: the JSON ends too early/))
  await assert.rejects(json("[{'a': 1}]"), failure('format', /^Line 1, column 3/))
  await assert.rejects(json('<!doctype html><p>404'), failure('format', /web page/))
  await assert.rejects(json('<?xml version="1.0"?><a/>'), failure('format', /XML/))
  await assert.rejects(json(' \n'), failure('format', /^An empty answer/))
})

test('places: {lon, lat}, geometries, features, columns of coordinates, GeoJSON under another name', async () => {
  const file = await json([
    { geo_point_2d: { lon: 7.7, lat: 48.5 }, geo_shape: { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [7, 48] } } },
    { geo_point_2d: null, geo_shape: null },
  ])
  assert.deepEqual(file.column('geo_point_2d'), [{ type: 'Point', coordinates: [7.7, 48.5] }, null])
  assert.deepEqual(file.column('geo_shape'), [{ type: 'Point', coordinates: [7, 48] }, null])
  assert.deepEqual((await json([{ latitude: '48.5', longitude: '7.7' }])).column('geometry'), [{ type: 'Point', coordinates: [7.7, 48.5] }])
  const features = await json({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: { n: 1 }, geometry: { type: 'Point', coordinates: [7, 48] } }] })
  assert.deepEqual(features.types, ['n:number', 'geometry:geometry'])
  await assert.rejects(json({ type: 'Topology', objects: {}, arcs: [] }), failure('unsupported', /TopoJSON/))
})

test('maxRows, types and hostile keys', async () => {
  const cut = await json([{ n: 1 }, { n: 2 }, { n: 3 }], { maxRows: 2 })
  assert.deepEqual([cut.table.numRows, cut.table.complete, cut.table.total], [2, false, 3])
  assert.deepEqual((await json([{ n: 1 }], { types: { n: 'string' } })).column('n'), ['1'])
  const hostile = await json('[{"__proto__": 1, "constructor": 2, "toString": "<b>"}]')
  assert.deepEqual(hostile.types, ['__proto__:number', 'constructor:number', 'toString:string'])
})

// ── Published files ──────────────────────────────────────────────────────────────────────────────────────────────────

const shared = (name: string, body: () => Promise<void>) => test(name, { skip: noShared }, body)

shared('ddt95_consommation: years as text are years, codes are text', async () => {
  const file = await openShared('json', 'json/ddt95_consommation.json')
  assert.equal(file.table.numRows, 6120)
  assert.deepEqual(file.types, [
    'code_commune:string', 'nom_commune:string', 'annee:number year', 'filiere:string', 'code_grand_secteur:string', 'conso_mwh:number', 'sites:number',
  ])
  assert.ok(Math.abs(sum(file.column('conso_mwh')) - 54631579.469887435) < 1e-4)
  assert.equal(file.column('annee').filter((year) => year === 2020).length, 1263)
})

shared('access_log: NDJSON, instants in French time', async () => {
  const file = await openShared('json', 'json/access_log.ndjson')
  assert.deepEqual([file.table.numRows, sum(file.column('bytes'))], [20, 546_249])
  // 2020-11-02T15:19:50Z in winter
  assert.equal(file.column('date')[0], Date.parse('2020-11-02T16:19:50Z'))
  assert.equal(file.column('status')[0], '200')
  assert.deepEqual(file.column('geometry')[0], { type: 'Point', coordinates: [2.3387, 48.8582] })
})

shared('decp: the first array inside, or the one at the path', async () => {
  const first = await openShared('json', 'json/decp.json')
  assert.equal(first.table.numRows, 2)
  assert.equal(first.column('id')[0], '0612202306122024')
  assert.deepEqual([first.column('autoriteConcedante.id')[0], first.column('dateSignature')[0]], ['12345678901234', day('2024-04-02')])
  assert.deepEqual(first.dataset.metadata.notes, ['The rows are those at “marches.contrat-concession”; path="marches.marche" would give others'])
  const marche = await openShared('json', 'json/decp.json', { path: 'marches.marche' })
  assert.equal(marche.table.numRows, 2)
})

shared('datatourisme: a thing described in JSON-LD is one row', async () => {
  const file = await openShared('json', 'json/datatourisme_32-00638229-3cba-3311-ba75-b75077e31212.json')
  assert.equal(file.table.numRows, 1)
  assert.deepEqual(file.column('dc:identifier'), ['DEGLAR034V51N5DK'])
  assert.match(String(file.column('@type')[0]), /^schema:LocalBusiness, PlaceOfInterest, /)
  for (const name of ['49-00037bcf-28e4-3322-b72f-377587204703', '58-004729f1-24e7-3d50-875a-eb24f0f15a43']) {
    assert.equal((await openShared('json', `json/datatourisme_${name}.json`)).table.numRows, 1)
  }
})

shared('ods_export_dcat.rdf: XML is refused by name', async () => {
  await assert.rejects(openShared('json', 'json/ods_export_dcat.rdf'), failure('format', /XML in place of JSON/))
  await assert.rejects(openShared('csv', 'json/ods_export_dcat.rdf'), failure('format', /XML in place of CSV/))
})
