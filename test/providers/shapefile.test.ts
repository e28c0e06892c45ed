import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { strToU8, zipSync } from 'fflate'
import { Pacer } from '../../src/data/pacer.js'
import { encodingInCpg, readDbf } from '../../src/providers/dbf.js'
import { crsOfWkt } from '../../src/providers/shapefile.js'
import { day, failure, noShared, openAny, openShared, openSharedAny, sharedBytes } from './open-file.js'
import type { Geometry, Position } from 'geojson'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { Value } from '../../src/data/table.js'

const positions = (geometry: Value | undefined): Position[] =>
  geometry && typeof geometry === 'object' && 'coordinates' in geometry ? ((geometry.coordinates as unknown[]).flat(3) as number[]).reduce<Position[]>((all, number, index) => {
    if (index % 2) all.at(-1)?.push(number)
    else all.push([number])
    return all
  }, []) : []

test('communes in Lambert-93 and Latin-1 are those of the GeoJSON file that they were made from', { skip: noShared }, async () => {
  const [file, original] = [await openSharedAny('derived/communes_68_l93_latin1_shp.zip'), await openShared('geojson', 'geo/communes-68-haut-rhin.geojson')]
  assert.deepEqual(file.types, ['code:string', 'nom:string', 'geometry:geometry'])
  assert.equal(file.table.numRows, 366)
  assert.deepEqual(file.column('code'), original.column('code'))
  // Latin-1 has no œ: the file says “K?tzingue”.
  assert.deepEqual(file.column('nom'), original.column('nom').map((name) => String(name).replaceAll('œ', '?')))
  assert.ok(file.column('nom').some((name) => /[éèêëïüç]/.test(String(name))))
  for (const [row, shape] of original.column('geometry').entries()) {
    const found = file.column('geometry')[row] as Geometry
    assert.equal(found.type, (shape as Geometry).type)
    // The order of points is the program's (clockwise in shapefiles); as sets they are the same to a centimetre.
    const key = ([x = 0, y = 0]: Position) => `${x.toFixed(5)} ${y.toFixed(5)}`
    assert.deepEqual([...new Set(positions(found).map(key))].sort(), [...new Set(positions(shape).map(key))].sort(), String(original.column('nom')[row]))
  }
})

test('an urban plan as CNIG prescribes it: windows-1252, days written together, heights left out', { skip: noShared }, async () => {
  const file = await openSharedAny('geo/plu_30014_zone_urba_shp.zip')
  assert.deepEqual(file.types, ['LIBELLE:string', 'LIBELONG:string', 'TYPEZONE:string', 'NOMFIC:string', 'URLFIC:string', 'IDURBA:string', 'DATVALID:date', 'geometry:geometry'])
  assert.equal(file.table.numRows, 90)
  assert.equal(file.column('LIBELONG')[0], 'Zone urbaine soumise à des prescriptions architecturales particulières')
  assert.equal(file.column('DATVALID')[0], day('2017-10-13'))
  // Its extent by ogrinfo in metres, put into degrees by gdaltransform, with room around it.
  for (const geometry of file.column('geometry')) {
    for (const [x = 0, y = 0] of positions(geometry)) assert.ok(x > 4.3 && x < 4.45 && y > 43.95 && y < 44.06, `${x} ${y}`)
  }
})

test('points in degrees; max-rows', { skip: noShared }, async () => {
  const file = await openSharedAny('geo/stations_shp.zip')
  assert.deepEqual(file.types, ['name:string', 'marker-col:string', 'marker-sym:string', 'line:string', 'geometry:geometry'])
  assert.equal(file.table.numRows, 86)
  assert.deepEqual(file.column('name').slice(0, 3), ['Van Dorn Street', 'Franconia-Springfield', 'Federal Center SW'])
  const cut = await openSharedAny('geo/stations_shp.zip', { maxRows: 10 })
  assert.deepEqual([cut.table.numRows, cut.table.complete, cut.table.total], [10, false, 86])
})

test('a .dbf with control characters in it', { skip: noShared }, async () => {
  const { columns, numRows } = await readDbf(sharedBytes('nasty/special_chars.dbf'), undefined, new Pacer())
  assert.equal(numRows, 85)
  assert.deepEqual(columns.map(({ name }) => name), ['LIBELLE', 'LIBELONG', 'TYPEZONE', 'DESTDOMI', 'NOMFIC', 'URLFIC', 'INSEE', 'DATAPPRO', 'DATVALID'])
  assert.deepEqual(columns.map(({ cells }) => cells[0]).filter((_, index) => [0, 3, 6, 7].includes(index)), ['UA', '01', '74124', '20130711'])
})

interface DbfColumn {
  readonly name: string
  readonly type: string
  readonly width: number
}

/** A .dbf file whose cells are written as they are given; a row that starts with `*` is deleted. */
function makeDbf(columns: readonly DbfColumn[], rows: readonly (readonly string[])[], page = 0): Uint8Array {
  const start = 32 + columns.length * 32 + 1
  const width = 1 + columns.reduce((all, column) => all + column.width, 0)
  const bytes = new Uint8Array(start + rows.length * width + 1).fill(0x20, start)
  const view = new DataView(bytes.buffer)
  const write = (text: string, at: number, length: number) => Array.from(text.slice(0, length)).forEach((letter, index) => (bytes[at + index] = letter.charCodeAt(0)))
  bytes[0] = 3
  bytes[29] = page
  view.setUint32(4, rows.length, true)
  view.setUint16(8, start, true)
  view.setUint16(10, width, true)
  columns.forEach(({ name, type, width: length }, index) => {
    write(name, 32 + index * 32, 11)
    write(type, 32 + index * 32 + 11, 1)
    bytes[32 + index * 32 + 16] = length
  })
  bytes[start - 1] = 0x0d
  rows.forEach((row, index) => {
    const [mark = ' ', ...cells] = row
    write(mark, start + index * width, 1)
    let at = start + index * width + 1
    columns.forEach(({ width: length }, column) => {
      write(cells[column] ?? '', at, length)
      at += length
    })
  })
  bytes[bytes.length - 1] = 0x1a
  return bytes
}

/** A .shp file of shapes given as their records' content. */
function makeShp(type: number, records: readonly (readonly [kind: 'i' | 'd', value: number][])[]): Uint8Array {
  const sizes = records.map((parts) => parts.reduce((all, [kind]) => all + (kind === 'i' ? 4 : 8), 0))
  const total = 100 + sizes.reduce((all, size) => all + size + 8, 0)
  const view = new DataView(new ArrayBuffer(total))
  view.setInt32(0, 9994)
  view.setInt32(24, total / 2)
  view.setInt32(32, type, true)
  let at = 100
  records.forEach((parts, index) => {
    view.setInt32(at, index + 1)
    view.setInt32(at + 4, (sizes[index] ?? 0) / 2)
    at += 8
    for (const [kind, value] of parts) {
      if (kind === 'i') view.setInt32(at, value, true)
      else view.setFloat64(at, value, true)
      at += kind === 'i' ? 4 : 8
    }
  })
  return new Uint8Array(view.buffer)
}

const point = (x: number, y: number): ['i' | 'd', number][] => [['i', 1], ['d', x], ['d', y]]
const polygon = (...rings: readonly (readonly (readonly [number, number])[])[]): ['i' | 'd', number][] => {
  const starts = rings.map((_, index) => rings.slice(0, index).reduce((all, ring) => all + ring.length, 0))
  const all = rings.flat()
  return [['i', 5], ['d', 0], ['d', 0], ['d', 0], ['d', 0], ['i', rings.length], ['i', all.length], ...starts.map((start): ['i', number] => ['i', start]), ...all.flatMap(([x, y]): ['d', number][] => [['d', x], ['d', y]])]
}
const open = (files: Record<string, Uint8Array | string>, config: Partial<SourceConfig> = {}) =>
  openAny(zipSync(Object.fromEntries(Object.entries(files).map(([name, body]) => [name, typeof body === 'string' ? strToU8(body) : body]))), { name: 'a.zip', config })

const attributes: readonly DbfColumn[] = [
  { name: 'insee', type: 'C', width: 5 }, { name: 'rang', type: 'C', width: 2 }, { name: 'pop', type: 'N', width: 8 }, { name: 'taux', type: 'N', width: 8 },
  { name: 'jour', type: 'D', width: 8 }, { name: 'actif', type: 'L', width: 1 },
]

test('whole numbers beyond 2^53 keep their digits', async () => {
  const wide = (value: string) => [' ', value.padStart(18)]
  const dbf = makeDbf([{ name: 'id', type: 'N', width: 18 }], [wide('900719925474099301'), wide('7')])
  const file = await open({ 'a.shp': makeShp(1, [point(7, 48), point(8, 49)]), 'a.dbf': dbf })
  assert.deepEqual([file.types[0], file.column('id')], ['id:string', ['900719925474099301', '7']])
})

test('attributes: codes that are text stay text, blanks and stars are null, deleted rows go with their shapes', async () => {
  const dbf = makeDbf(attributes, [
    [' ', '01001', '1', '     832', '   1.234', '20240131', 'T'],
    ['*', '99999', '9', '       9', '   9.000', '20240101', 'T'],
    [' ', '67482', '2', '        ', '********', '00000000', '?'],
  ])
  const file = await open({ 'x/a.SHP': makeShp(1, [point(7, 48), point(0, 0), point(8, 49)]), 'x/a.dbf': dbf })
  assert.deepEqual(file.types, ['insee:string', 'rang:string', 'pop:number', 'taux:number', 'jour:date', 'actif:boolean', 'geometry:geometry'])
  assert.deepEqual(attributes.map(({ name }) => file.column(name)), [['01001', '67482'], ['1', '2'], [832, null], [1.234, null], [day('2024-01-31'), null], [true, null]])
  assert.deepEqual(file.column('geometry'), [{ type: 'Point', coordinates: [7, 48] }, { type: 'Point', coordinates: [8, 49] }])
})

test('encodings: .cpg, byte 29, UTF-8 that nobody states, the author’s word', async () => {
  const column = [{ name: 'nom', type: 'C', width: 10 }]
  const shp = makeShp(1, [point(7, 48)])
  const named = async (cell: string, extra: Record<string, string> = {}, page = 0, config = {}) =>
    (await open({ 'a.shp': shp, 'a.dbf': makeDbf(column, [[' ', cell]], page), ...extra }, config)).column('nom')[0]
  assert.equal(await named('\xe9t\xe9'), 'été')
  assert.equal(await named('\xc3\xa9t\xc3\xa9', {}, 0x57), 'été')
  assert.equal(await named('\xe9', { 'a.cpg': 'ISO 88592' }), 'é')
  assert.equal(await named('\xb9', { 'a.cpg': 'ISO-8859-2' }), 'š')
  assert.equal(await named('\x80 c\x9cur', { 'a.cpg': '1252' }), '€ cœur')
  assert.equal(await named('\xe9', {}, 0xc9), 'й')
  assert.equal(await named('\xe9', {}, 0, { encoding: 'windows-1251' }), 'й')
  assert.deepEqual(['UTF-8', '65001', 'ANSI 1252', '88591', 'cp850', ''].map(encodingInCpg), ['utf-8', 'utf-8', 'windows-1252', 'windows-1252', undefined, undefined])
  await assert.rejects(named('a', {}, 0, { encoding: 'klingon' }), failure('unsupported', /klingon/))
})

test('rings: holes in the area around them, islands in lakes, several areas', async () => {
  const square = (x: number, y: number, size: number) => [[x, y], [x, y + size], [x + size, y + size], [x + size, y], [x, y]] as [number, number][]
  const hole = (x: number, y: number, size: number) => square(x, y, size).reverse()
  const shp = makeShp(5, [polygon(square(0, 0, 10), hole(1, 1, 8), square(3, 3, 4), hole(4, 4, 1), square(20, 0, 5)), polygon(hole(0, 0, 10)), [['i', 0]]])
  const file = await open({ 'a.shp': shp })
  assert.deepEqual(file.column('geometry'), [
    { type: 'MultiPolygon', coordinates: [[square(0, 0, 10), hole(1, 1, 8)], [square(3, 3, 4), hole(4, 4, 1)], [square(20, 0, 5)]] },
    { type: 'Polygon', coordinates: [hole(0, 0, 10)] },
    null,
  ])
  assert.deepEqual(file.dataset.metadata.notes, ['The shapefile has no .dbf: there is nothing but its geometries'])
})

test('the projection is never guessed against the .prj', async () => {
  const cases = {
    'PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993"]]': 'EPSG:2154',
    'PROJCRS["RGF93 v1 / Lambert-93",BASEGEOGCRS["RGF93 v1"],ID["EPSG",2154]]': 'EPSG:2154',
    'PROJCS["RGF93_v1_Lambert-93",GEOGCS["GCS_RGF93_v1"]]': 'EPSG:2154',
    'PROJCS["x",GEOGCS["y",AUTHORITY["EPSG","4171"]],AUTHORITY["EPSG","3948"]]': 'EPSG:3948',
    'PROJCS["RGF_1993_CC48",GEOGCS["GCS_RGF_1993"]]': 'EPSG:3948',
    'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984"]]': 'EPSG:3857',
    'PROJCS["NTF_Lambert_II_étendu",GEOGCS["GCS_NTF"]]': 'EPSG:27572',
    'PROJCS["NTF_Paris_Lambert_Zone_II",GEOGCS["GCS_NTF_Paris"]]': 'EPSG:27572',
    'PROJCS["WGS_1984_UTM_Zone_31N",GEOGCS["GCS_WGS_1984"]]': 'EPSG:32631',
    'PROJCS["RGAF09_UTM_Zone_20N",GEOGCS["x"]]': 'EPSG:5490',
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]': 'OGC:CRS84',
    'GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993"]]': 'OGC:CRS84',
  }
  for (const [wkt, crs] of Object.entries(cases)) assert.equal(crsOfWkt(wkt), crs, wkt)
  assert.equal(crsOfWkt(''), undefined)
  const files = { 'a.shp': makeShp(1, [point(150_000, 170_000)]), 'a.prj': 'PROJCS["Belge_Lambert_1972",GEOGCS["GCS_Belge_1972"]]' }
  await assert.rejects(open(files), failure('unsupported', /“Belge_Lambert_1972”/))
  // Strasbourg in Lambert-93, known by its values when there is no .prj.
  const strasbourg = await open({ 'a.shp': makeShp(1, [point(1_050_000, 6_840_000)]) }, { crs: 'EPSG:2154' })
  const [[x = 0, y = 0] = []] = positions(strasbourg.column('geometry')[0])
  assert.ok(Math.abs(x - 7.75) < 0.05 && Math.abs(y - 48.58) < 0.05, `${x} ${y}`)
})

test('broken files are told', async () => {
  const shp = makeShp(1, [point(7, 48), point(8, 49)])
  const dbf = makeDbf([{ name: 'a', type: 'C', width: 3 }], [[' ', 'x']])
  await assert.rejects(open({ 'a.shp': shp, 'a.dbf': dbf }), failure('format', /\.shp file has 2 records, its \.dbf 1/))
  await assert.rejects(open({ 'a.shp': shp.subarray(0, 120) }), failure('format', /ends too early/))
  await assert.rejects(open({ 'a.shp': 'bonjour' }), failure('format', /no shapefile/))
  await assert.rejects(open({ 'a.shp': shp, 'a.dbf': dbf.subarray(0, 60) }), failure('format', /\.dbf file is broken/))
  const lying = makeShp(5, [[['i', 5], ['d', 0], ['d', 0], ['d', 0], ['d', 0], ['i', 1], ['i', 2_000_000_000], ['i', 0]]])
  assert.deepEqual((await open({ 'a.shp': lying })).dataset.metadata.notes?.at(-1), '1 geometries are broken and left out')
})

test('two shapefiles in an archive: one must be named', async () => {
  const files = { 'x/bornes.shp': makeShp(1, [point(7, 48)]), 'x/limites.shp': makeShp(1, [point(1, 2)]), 'x/bornes.prj': 'GEOGCS["GCS_WGS_1984"]' }
  await assert.rejects(open(files), failure('query', /holds 2 data files/))
  assert.deepEqual((await open(files, { layer: 'limites' })).column('geometry'), [{ type: 'Point', coordinates: [1, 2] }])
})

const noGdal = (() => {
  try {
    execFileSync('ogr2ogr', ['--version'], { stdio: 'ignore' })
    return false
  } catch {
    return 'ogr2ogr is not installed'
  }
})()

test('what GDAL writes, in several geometries and projections, is what it was made from', { skip: noGdal }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dge-'))
  const shapes: Geometry[] = [
    { type: 'Point', coordinates: [7.75, 48.58] },
    { type: 'MultiPoint', coordinates: [[7, 48], [7.5, 48.5]] },
    { type: 'LineString', coordinates: [[7, 48], [7.5, 48.5], [8, 48]] },
    { type: 'MultiLineString', coordinates: [[[7, 48], [7.5, 48.5]], [[6, 48], [6.5, 48.5]]] },
    { type: 'Polygon', coordinates: [[[7, 48], [7, 49], [8, 49], [8, 48], [7, 48]], [[7.2, 48.2], [7.4, 48.2], [7.4, 48.4], [7.2, 48.2]]] },
  ]
  try {
    for (const [index, geometry] of shapes.entries()) {
      for (const crs of ['EPSG:4326', 'EPSG:2154', 'EPSG:3948', 'EPSG:3857', 'EPSG:32632', 'EPSG:27572']) {
        const name = `g${index}_${crs.slice(5)}`
        writeFileSync(join(folder, 'in.geojson'), JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: { code: '01', nom: 'Épinal', n: 1.5, jour: '2024-01-31' }, geometry }] }))
        execFileSync('ogr2ogr', ['-f', 'ESRI Shapefile', '-t_srs', crs, join(folder, `${name}.shp`), join(folder, 'in.geojson')], { stdio: 'ignore' })
        const parts = readdirSync(folder).filter((file) => file.startsWith(`${name}.`))
        const file = await open(Object.fromEntries(parts.map((part) => [part, new Uint8Array(readFileSync(join(folder, part)))])))
        assert.deepEqual(file.types, ['code:string', 'nom:string', 'n:number', 'jour:date', 'geometry:geometry'])
        assert.deepEqual(['code', 'nom', 'n', 'jour'].map((column) => file.column(column)[0]), ['01', 'Épinal', 1.5, day('2024-01-31')])
        const found = file.column('geometry')[0] as Geometry
        assert.equal(found.type, geometry.type)
        // To a metre; NTF is put into WGS 84 by three parameters, good to some metres.
        const digits = crs === 'EPSG:27572' ? 3 : 5
        const key = ([x = 0, y = 0]: Position) => `${(x + 1e-9).toFixed(digits)} ${(y + 1e-9).toFixed(digits)}`
        assert.deepEqual(positions(found).map(key).sort(), positions(geometry).map(key).sort(), name)
      }
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
