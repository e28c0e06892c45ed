import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, describe, it } from 'node:test'
import { prepareData } from '../../demo/prepare-data.js'
import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'

/** Where the préfectures are (longitude, latitude; to about 1 km), by INSEE code. */
const prefectures = `
01 5.23 46.20, 02 3.62 49.56, 03 3.33 46.57, 04 6.24 44.09, 05 6.08 44.56, 06 7.25 43.72, 07 4.60 44.73, 08 4.72 49.77, 09 1.61 42.97,
10 4.08 48.30, 11 2.35 43.21, 12 2.57 44.35, 13 5.40 43.31, 14 -0.37 49.18, 15 2.44 44.93, 16 0.16 45.65, 17 -1.13 46.17, 18 2.40 47.08,
19 1.77 45.27, 21 5.04 47.32, 22 -2.76 48.50, 23 1.87 46.17, 24 0.72 45.19, 25 6.02 47.24, 26 4.89 44.93, 27 1.15 49.02, 28 1.49 48.45,
29 -4.10 47.99, 2A 8.76 41.94, 2B 9.43 42.69, 30 4.36 43.84, 31 1.44 43.60, 32 0.59 43.65, 33 -0.58 44.84, 34 3.88 43.61, 35 -1.68 48.11,
36 1.69 46.81, 37 0.69 47.39, 38 5.72 45.19, 39 5.55 46.67, 40 -0.50 43.89, 41 1.33 47.59, 42 4.39 45.44, 43 3.89 45.04, 44 -1.55 47.22,
45 1.91 47.90, 46 1.44 44.45, 47 0.62 44.20, 48 3.50 44.52, 49 -0.55 47.47, 50 -1.09 49.12, 51 4.36 48.96, 52 5.14 48.11, 53 -0.77 48.07,
54 6.18 48.69, 55 5.16 48.77, 56 -2.76 47.66, 57 6.18 49.12, 58 3.16 46.99, 59 3.06 50.63, 60 2.08 49.43, 61 0.09 48.43, 62 2.78 50.29,
63 3.08 45.78, 64 -0.37 43.30, 65 0.07 43.23, 66 2.90 42.70, 67 7.75 48.58, 68 7.36 48.08, 69 4.84 45.76, 70 6.15 47.62, 71 4.83 46.31,
72 0.20 48.00, 73 5.92 45.57, 74 6.13 45.90, 75 2.35 48.86, 76 1.10 49.44, 77 2.66 48.54, 78 2.13 48.80, 79 -0.46 46.32, 80 2.30 49.89,
81 2.15 43.93, 82 1.36 44.02, 83 5.93 43.13, 84 4.81 43.95, 85 -1.43 46.67, 86 0.34 46.58, 87 1.26 45.83, 88 6.45 48.17, 89 3.57 47.80,
90 6.86 47.64, 91 2.44 48.63, 92 2.21 48.89, 93 2.44 48.91, 94 2.46 48.79, 95 2.06 49.04, 971 -61.73 16.00, 972 -61.07 14.61,
973 -52.33 4.93, 974 55.45 -20.88, 976 45.23 -12.78`
  .split(',')
  .map((line) => line.trim().split(' '))
  .map(([code = '', longitude, latitude]) => ({ code, place: [Number(longitude), Number(latitude)] as const }))

interface Properties {
  readonly code: string
  readonly nom: string
  readonly population: number
}

const read = (name: string) => readFileSync(new URL(`../../demo/data/${name}`, import.meta.url), 'utf8')
const lines = (name: string) => read(name).trim().split('\n').map((line) => line.split(';'))

const ringsOf = (geometry: Polygon | MultiPolygon) => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat())

/** Even-odd rule over all rings. */
function contains(rings: readonly Position[][], [x, y]: readonly [number, number]): boolean {
  let inside = false
  for (const ring of rings) {
    ring.forEach(([x1 = 0, y1 = 0], index) => {
      const [x2 = 0, y2 = 0] = ring[(index + 1) % ring.length] ?? []
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
    })
  }
  return inside
}

/** Kilometres to the nearest corner of an outline. */
function distance(rings: readonly Position[][], [x, y]: readonly [number, number]): number {
  const east = 111 * Math.cos((y * Math.PI) / 180)
  return Math.min(...rings.flat().map(([px = 0, py = 0]) => Math.hypot((px - x) * east, (py - y) * 111)))
}

describe('the demo’s data', () => {
  before(async () => void (await prepareData()))

  it('has every commune and intercommunality of the package, codes as text', () => {
    assert.equal(lines('communes.csv').length - 1, 34_969)
    assert.equal(lines('epci.csv').length - 1, 1255)
    assert.equal((JSON.parse(read('epci.json')) as unknown[]).length, 1255)
    const [header = [], first = []] = lines('communes.csv')
    assert.deepEqual(Object.fromEntries(header.map((name, index) => [name, first[index]])), {
      code: '01001',
      nom: "L'Abergement-Clémenciat",
      code_departement: '01',
      departement: 'Ain',
      region: 'Auvergne-Rhône-Alpes',
      code_epci: '200069193',
      epci: 'CC de la Dombes',
      population: '860',
      taille: '500 à 1 999 hab.',
    })
  })

  it('counts the Grand Est as its ten départements', () => {
    const rows = lines('communes-grand-est.csv').slice(1)
    assert.deepEqual([...new Set(rows.map(([, , departement]) => departement))].sort(), ['08', '10', '51', '52', '54', '55', '57', '67', '68', '88'])
    const basRhin = rows.filter(([code = '']) => code.startsWith('67'))
    // Insee, legal populations of the package's year.
    assert.equal(basRhin.reduce((total, row) => total + Number(row[7]), 0), 1_163_810)
  })

  it('has every commune of the Grand Est in the cube, in its département and of its size', () => {
    const cube = JSON.parse(read('communes-par-taille.json')) as { readonly value: readonly number[]; readonly dimension: Readonly<Record<'departement' | 'taille', { readonly category: { readonly index: readonly string[] } }>> }
    const rows = lines('communes-grand-est.csv')
    const [departement = 0, taille = 0] = ['code_departement', 'taille'].map((name) => rows[0]?.indexOf(name) ?? -1)
    const { index: codes } = cube.dimension.departement.category
    const { index: sizes } = cube.dimension.taille.category
    assert.deepEqual([codes.length, sizes.length, cube.value.length], [10, 4, 40])
    for (const [at, value] of cube.value.entries()) {
      assert.equal(value, rows.filter((row) => row[departement] === codes[Math.floor(at / 4)] && row[taille] === sizes[at % 4]).length)
    }
  })

  it('leaves the population of lands without inhabitants empty, not 0', () => {
    const clipperton = lines('departements.csv').find(([code]) => code === '989')
    assert.equal(clipperton?.at(-1), '')
  })

  it('has an outline for each of the 101 départements, in its place', () => {
    const { features } = JSON.parse(read('departements.geojson')) as FeatureCollection<Polygon | MultiPolygon, Properties>
    assert.equal(prefectures.length, 101)
    assert.deepEqual(features.map(({ properties }) => properties.code).sort(), prefectures.map(({ code }) => code).sort())
    for (const { code, place } of prefectures) {
      const around = features.filter(({ geometry }) => contains(ringsOf(geometry), place)).map(({ properties }) => properties.code)
      const own = features.find(({ properties }) => properties.code === code)
      assert.ok(own)
      // The outlines are coarse: a town on a coast or a border may lie a little outside.
      const far = around.includes(code) ? 0 : distance(ringsOf(own.geometry), place)
      assert.ok(far < 2, `${code} ${own.properties.nom}: ${far.toFixed(1)} km away, in ${around.join()}`)
    }
  })
})
