import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { test } from 'node:test'
import { strToU8, zipSync } from 'fflate'
import { DgeError } from '../../src/data/errors.js'
import { openDataset } from '../../src/providers/index.js'
import { failure, openAny } from './open-file.js'
import type { SourceConfig } from '../../src/data/dataset.js'

const communes = 'code;nom;population\n01001;L’Abergement;832\n67482;Strasbourg;291313\n'
const pack = (files: Record<string, string | Uint8Array>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, body]) => [name, typeof body === 'string' ? strToU8(body) : body])))
const open = (archive: Uint8Array, config: Partial<SourceConfig> = {}, name = 'data.zip') => openAny(archive, { name, config })

/** The bytes with numbers of some width written over them. */
function patched(bytes: Uint8Array, signature: number, changes: readonly (readonly [offset: number, value: number, width: 2 | 4])[]): Uint8Array {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  for (let at = 0; at + 4 <= copy.length; at++) {
    if (view.getUint32(at, true) !== signature) continue
    for (const [offset, value, width] of changes) width === 2 ? view.setUint16(at + offset, value, true) : view.setUint32(at + offset, value, true)
  }
  return copy
}
const directory = 0x02014b50

test('the only data file is opened, whatever is written beside it', async () => {
  const file = await open(pack({
    'lisez-moi.txt': 'Bonjour;à tous\nvoilà;voilà\n', 'notice.pdf': '%PDF-1.4', '__MACOSX/._communes.csv': 'x', '.DS_Store': 'x',
    'meta_communes.csv': 'COD_VAR;LIB_VAR\na;b\n', 'données/communes.CSV': communes,
  }))
  assert.deepEqual(file.types, ['code:string', 'nom:string', 'population:number'])
  assert.deepEqual(file.column('code'), ['01001', '67482'])
  assert.equal(file.dataset.metadata.title, 'communes')
  const [download] = file.dataset.downloads
  assert.deepEqual(download, { url: 'https://example.org/data/data.zip#donn%C3%A9es/communes.CSV', format: 'zip' })
})

test('known by its content too, where neither address nor type say what it is', async () => {
  const file = await openAny(pack({ 'communes.csv': communes }), { name: 'download?id=7', headers: { 'content-type': 'text/csv' } })
  assert.deepEqual(file.column('population'), [832, 291313])
})

test('other formats in archives: JSON, GeoJSON, archives', async () => {
  assert.deepEqual((await open(pack({ 'a.json': '[{"a": 1}, {"a": 2}]' }))).column('a'), [1, 2])
  const point = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[7,48]}}]}'
  for (const name of ['a.geojson', 'a.json']) assert.deepEqual((await open(pack({ [name]: point }))).types, ['n:number', 'geometry:geometry'])
  assert.deepEqual((await open(pack({ 'inner.zip': pack({ 'communes.csv': communes }) }))).column('population'), [832, 291313])
})

test('several tables: one must be named; the error says which there are', async () => {
  const archive = pack({ 'lisezmoi.txt': 'x', 'x/stops.csv': 'id;v\na;1\n', 'x/routes.csv': 'id;v\nb;2\n' })
  await assert.rejects(open(archive), (error: unknown) => {
    assert.ok(error instanceof DgeError)
    assert.equal(error.kind, 'query')
    assert.deepEqual(error.choices.map(({ layer }) => layer), ['lisezmoi.txt', 'x/routes.csv', 'x/stops.csv'])
    return true
  })
  for (const layer of ['x/stops.csv', 'stops.csv', 'stops', 'X/STOPS']) assert.deepEqual((await open(archive, { layer })).column('id'), ['a'], layer)
  assert.deepEqual((await open(archive, {}, 'data.zip#x/routes.csv')).column('id'), ['b'])
  await assert.rejects(open(archive, { layer: 'trips' }), failure('query', /No file “trips”/))
  await assert.rejects(open(pack({ 'a.csv': communes }), { layer: 'b' }), failure('query', /No file “b”/))
})

test('text files alone are tables (GTFS)', async () => {
  const archive = pack({ 'stops.txt': 'stop_id,stop_lat,stop_lon\na,48.5,7.7\n', 'trips.txt': 'route_id,trip_id\nr,t\n' })
  assert.deepEqual((await open(archive, { layer: 'stops' })).types, ['stop_id:string', 'stop_lat:number', 'stop_lon:number', 'geometry:geometry'])
})

test('no data file, no archive, an archive cut short', async () => {
  await assert.rejects(open(pack({ 'notice.pdf': '%PDF' })), failure('unsupported', /No data file/))
  await assert.rejects(open(pack({})), failure('unsupported', /No data file/))
  await assert.rejects(open(strToU8('<!DOCTYPE html><p>Perdu')), failure('format', /A web page/))
  await assert.rejects(open(new Uint8Array()), failure('format', /An empty answer/))
  const whole = pack({ 'a.csv': communes.repeat(50) })
  await assert.rejects(open(whole.subarray(0, whole.length - 30)), failure('format', /ends too early/))
})

test('broken data, passwords and rare packing are told', async () => {
  const whole = pack({ 'a.csv': communes.repeat(50) })
  await assert.rejects(open(patched(whole, directory, [[8, 1, 2]])), failure('unsupported', /password/))
  await assert.rejects(open(patched(whole, directory, [[10, 12, 2]])), failure('unsupported', /method 12/))
  await assert.rejects(open(patched(whole, directory, [[24, 10, 4]])), failure('format', /More data than the archive states/))
  await assert.rejects(open(patched(whole, directory, [[24, 100_000, 4]])), failure('format', /ends too early/))
  const broken = whole.slice()
  broken.fill(0xff, 40, 60)
  await assert.rejects(open(broken), failure('format', /Broken data|More data|ends too early/))
})

test('bombs do not go off: stated sizes are bounded, and so is what comes out', async () => {
  const bomb = pack({ 'a.csv': new Uint8Array(30_000_000) })
  assert.ok(bomb.length < 40_000)
  await assert.rejects(open(patched(bomb, directory, [[24, 0x7fffffff, 4]])), failure('too-large', /more than 512 MB/))
  await assert.rejects(open(patched(bomb, directory, [[24, 1000, 4]])), failure('format', /More data/))
})

test('names in the code page of DOS, and archives with 64-bit directories', async () => {
  const dos = patched(pack({ 'd_p_ts.csv': communes }), directory, [])
  const name = [...'d_p_ts.csv'].map((letter) => letter.charCodeAt(0))
  for (let at = dos.length - 100; at < dos.length - 10; at++) {
    // é is 0x82, ô is 0x93 there.
    if (name.every((code, index) => dos[at + index] === code)) dos.set([0x82], at + 1), dos.set([0x93], at + 3)
  }
  assert.equal((await open(dos, { layer: 'dépôts' })).table.numRows, 2)

  const plain = pack({ 'a.csv': communes })
  const end = plain.length - 22
  const from = new DataView(plain.buffer, plain.byteOffset)
  const wide = new DataView(new ArrayBuffer(56 + 20 + 22))
  wide.setUint32(0, 0x06064b50, true)
  wide.setBigUint64(32, 1n, true)
  wide.setBigUint64(48, BigInt(from.getUint32(end + 16, true)), true)
  wide.setUint32(56, 0x07064b50, true)
  wide.setBigUint64(64, BigInt(end), true)
  wide.setUint32(76, 0x06054b50, true)
  wide.setUint16(86, 0xffff, true)
  wide.setUint32(92, 0xffffffff, true)
  const zip64 = new Uint8Array([...plain.subarray(0, end), ...new Uint8Array(wide.buffer)])
  assert.equal((await open(zip64)).table.numRows, 2)
})

test('gzip: by name and by content, in several parts, unpacked by the server already', async () => {
  const packed = gzipSync(communes)
  assert.deepEqual((await openAny(packed, { name: 'communes.csv.gz' })).column('code'), ['01001', '67482'])
  assert.equal((await openAny(packed, { name: 'communes.csv.gz' })).dataset.metadata.title, 'communes')
  assert.deepEqual((await openAny(packed, { name: 'download' })).column('population'), [832, 291313])
  assert.deepEqual((await openAny(communes, { name: 'communes.csv.gz' })).column('population'), [832, 291313])
  const [first, second] = [gzipSync(communes), gzipSync('68066;Colmar;67730\n')]
  assert.deepEqual((await openAny(new Uint8Array([...first, ...second]), { name: 'c.csv.gz' })).column('population'), [832, 291313, 67730])
  assert.deepEqual((await openAny(gzipSync('[{"a": 1}]'), { name: 'export.gz' })).column('a'), [1])
})

test('gzip: cut short, broken, a bomb, a tar archive', async () => {
  const packed = gzipSync(communes.repeat(100))
  await assert.rejects(openAny(packed.subarray(0, packed.length - 20), { name: 'a.csv.gz' }), failure('format', /ends too early|Broken gzip/))
  const broken = Uint8Array.from(packed)
  broken.fill(0xff, 12, 40)
  await assert.rejects(openAny(broken, { name: 'a.csv.gz' }), failure('format', /Broken gzip|ends too early/))
  await assert.rejects(openAny(packed, { name: 'a.tar.gz' }), failure('unsupported', /tar archive/))
  const zeros = gzipSync(new Uint8Array(64 * 2 ** 20))
  const bomb = new Uint8Array(zeros.length * 10)
  for (let part = 0; part < 10; part++) bomb.set(zeros, part * zeros.length)
  await assert.rejects(openAny(bomb, { name: 'a.csv.gz' }), failure('too-large', /more than 512 MB/))
})

test('given up while unpacking: the abort comes through', async () => {
  const controller = new AbortController()
  const response = new Response(pack({ 'a.csv': communes }) as BodyInit)
  controller.abort()
  await assert.rejects(openDataset({ src: 'https://example.org/a.zip' }, { response, signal: controller.signal }), { name: 'AbortError' })
})
