import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random } from '../data/random.js'
import { asSmall, assertAlike } from './streamed-files.js'

const bytesOf = (text: string) => new TextEncoder().encode(text)

const texts = ['Épernay', 'a "b"', 'accolade } et ] crochet', 'barre \\ oblique', '😀', '', 'ligne\nsuivante', '"features":[', '08522', 'NC', '12,5', '2024-03-01', 'l’été', '{', '[1,2']

type Make = (random: Random, row: number) => unknown

const members: Readonly<Record<string, Make>> = {
  nom: (random) => random.pick(texts),
  code_insee: (random) => String(1000 + random.int(90_000)).padStart(5, '0'),
  n: (random) => (random.chance(0.1) ? null : random.int(1_000_000) - 500),
  x: (random) => random.int(1_000_000) / 100,
  grand: (random) => random.int(2 ** 31) * 1e6,
  petit: (random) => random.int(10) * 1e-9,
  jour: (random) => `2024-0${1 + random.int(9)}-1${random.int(9)}`,
  oui: (random) => random.chance(0.5),
  tard: (random, row) => (row === 700 ? 'en cours' : random.int(100)),
  adresse: (random) => (random.chance(0.2) ? null : { ville: random.pick(texts), cp: '0' + random.int(9999), plus: { profond: [random.int(3)] } }),
  liste: (random) => Array.from({ length: random.int(4) }, () => random.pick([1, 'deux', null, true])),
  point: (random) => (random.chance(0.1) ? null : { lon: 4 + random.int(100) / 100, lat: 48.5 }),
  mixte: (random) => random.pick([1, '2', null, true, [3]]),
  vide: () => null,
  'clé "double"': (random) => random.int(5),
  '12': (random) => random.int(5),
}

function properties(random: Random, names: readonly string[], row: number): Record<string, unknown> {
  const kept = names.filter(() => !random.chance(0.05))
  return Object.fromEntries(kept.map((name) => [name, members[name]?.(random, row)]))
}

const ring = (x: number, y: number) => [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y]]

function geometry(random: Random, metres: boolean): unknown {
  const [x, y] = metres ? [900_000 + random.int(1e5), 6_800_000 + random.int(1e5)] : [3 + random.int(400) / 100, 47 + random.int(200) / 100]
  return random.pick([
    null, { type: 'Point', coordinates: [x, y] }, { type: 'Point', coordinates: [x, y, 120.5] }, { type: 'MultiPoint', coordinates: [[x, y], [x, y, 3]] },
    { type: 'LineString', coordinates: [[x, y], [x + 0.5, y]] }, { type: 'Polygon', coordinates: [ring(x, y)] }, { type: 'Polygon', coordinates: [ring(x, y).slice(0, 3)] },
    { type: 'MultiPolygon', coordinates: [[ring(x, y)], [ring(x + 1, y), ring(x + 1.01, y)]] }, { type: 'MultiLineString', coordinates: [[[x, y], [x, y + 1]], [[x, y]]] },
    { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [x, y] }, { type: 'LineString', coordinates: [[x, y], [x, y + 1]] }] },
    { type: 'Polygon', coordinates: [] }, { type: 'LineString', coordinates: [[x, y]] },
  ])
}

/** A list of rows or features, written in one of the ways that there are. */
function jsonFile(seed: number): { text: string; format: 'json' | 'geojson'; streams: boolean } {
  const random = new Random(seed)
  const names = Object.keys(members).filter(() => random.chance(0.5))
  const features = random.chance(0.5)
  const metres = random.chance(0.2)
  const ids = random.chance(0.4)
  const rows = Array.from({ length: 900 }, (_, row): unknown => {
    const own = properties(random, names, row)
    if (!features) return own
    const id = ids && !random.chance(0.1) ? { id: random.chance(0.5) ? row : `f${row}` } : {}
    return { type: 'Feature', ...id, properties: random.chance(0.02) ? null : own, geometry: geometry(random, metres) }
  })
  const kind = random.pick(features ? ['collection', 'collection', 'lines', 'array'] : ['lines', 'array'])
  // What only the whole can tell, and what is no JSON.
  const surprise = random.pick([undefined, undefined, undefined, 'other', 'number', 'broken', 'cut'])
  if (surprise === 'other') rows[600] = { autre: 1, nom: { lon: 1, lat: 2 } }
  if (surprise === 'number') rows[650] = 12
  const indent = kind !== 'lines' && random.chance(0.3) ? 1 : undefined
  const around = { type: 'FeatureCollection', name: 'Un titre du fichier', bbox: [1, 2, 3, 4], crs: { type: 'name', properties: { name: metres ? 'urn:ogc:def:crs:EPSG::2154' : 'urn:ogc:def:crs:OGC:1.3:CRS84' } } }
  const before = random.chance(0.5)
  const value = kind === 'array' ? rows : before ? { ...around, features: rows } : { features: rows, ...around }
  let text = kind === 'lines' ? rows.map((row) => JSON.stringify(row)).join(random.pick(['\n', '\r\n', '\n\n'])) : JSON.stringify(value, undefined, indent)
  if (surprise === 'broken') text = text.replace(/"type":|"n":|:/, (found, at: number) => (at > text.length / 2 ? ';' : found)).slice(0, -20) + '!' + text.slice(-20)
  if (surprise === 'cut') text = text.slice(0, Math.floor(text.length * 0.8))
  return { text: random.chance(0.1) ? `\ufeff${text}` : text, format: features ? 'geojson' : 'json', streams: surprise === undefined }
}

describe('a large file of JSON that is read as it arrives is the one that is read whole', () => {
  it('generated: rows, features, one a line, with whatever is in them and wherever a piece ends', { timeout: 240_000 }, async () => {
    let streamed = 0
    for (let seed = 1; seed <= 120; seed++) {
      const { text, format, streams } = jsonFile(seed)
      const size = [65_536, 4099, 997, 20_000][seed % 4] ?? 997
      const found = await assertAlike(format, bytesOf(text), size).catch((cause: unknown) => {
        throw new Error(`seed ${seed}: ${text.slice(0, 200)}`, { cause })
      })
      if (streams && found.streamed) streamed++
    }
    assert.ok(streamed > 40, `${streamed} were read as they arrived`)
  })

  it('with max-rows, the author’s types and CRS, and in windows-1252', async () => {
    const rows = Array.from({ length: 3000 }, (_, row) => ({ id: row, code: `0${row}`, été: row % 2 === 0 ? 'Épernay' : 'Reims', x: 800_000 + row, y: 6_900_000 }))
    const lines = bytesOf(rows.map((row) => JSON.stringify(row)).join('\n'))
    for (const settings of [{ maxRows: 1234 }, { types: { code: 'number', id: 'string' } }, { types: { été: 'number' } }, { types: { absent: 'number' } }, { crs: 'EPSG:2154' }] as const) {
      await assertAlike('json', lines, 65_536, settings)
    }
    const latin = Uint8Array.from(Array.from(JSON.stringify(rows)), (letter) => letter.charCodeAt(0))
    await assertAlike('json', latin, 4096)
    const features = rows.map(({ x, y, ...properties }) => ({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: [x, y] } }))
    const collection = bytesOf(JSON.stringify({ type: 'FeatureCollection', features }))
    for (const settings of [{}, { maxRows: 10 }, { crs: 'EPSG:2154' }, { crs: 'EPSG:4326' }]) await assertAlike('geojson', collection, 65_536, settings)
  })

  it('where another array of features follows, an id appears late, a name comes twice, or nothing but a head is there', async () => {
    const feature = (row: number, more = {}) => ({ type: 'Feature', ...more, properties: { n: row }, geometry: null })
    const features = Array.from({ length: 100 }, (_, row) => feature(row))
    const one = JSON.stringify(features)
    for (const text of [
      `{"type":"FeatureCollection","features":${one},"features":[]}`, `{"features":${one}}`, `{"features":${one},"type":"Liste"}`, `{"type":"FeatureCollection","features":${one.replace(/]$/, ',]')}}`,
      JSON.stringify({ type: 'FeatureCollection', features: [...features, feature(100, { id: 'tard' })] }), `{"type":"FeatureCollection","features":${one.replace('"n":50', '"n":50,"n":51')}}`,
      `[${'{"a":{"b":1},"a.b":2},'.repeat(80)}{"a":1}]`, `[${'1,'.repeat(900)}{"a":1}]`, `${'{"a":1}\n'.repeat(200)}[2]\n{"a":3}`, `{"a":1}${' '.repeat(2000)}`, `{"a":1},{"a":2}\n${'{"a":1}\n'.repeat(200)}`,
      `{"results":${one}}`, `{"nom":"features","features" : ${one},"type":"FeatureCollection"}`, `[${'{"a":"\\ud83d"},{"a":"\\ude00"},'.repeat(60)}{"a":"fin"}]`,
    ]) {
      await assertAlike('geojson', bytesOf(text), 500).catch((cause: unknown) => {
        throw new Error(text.slice(0, 80), { cause })
      })
    }
  })

  it('a broken one says where, as the small one does', async () => {
    const line = (row: number) => `{"id":${row},"nom":"commune ${row}"}`
    const text = `${Array.from({ length: 500 }, (_, row) => line(row)).join('\n')}\n{"id":`
    assert.match(String(await asSmall('json', bytesOf(text))), /Line 501/)
    await assertAlike('json', bytesOf(text), 1000)
  })
})
