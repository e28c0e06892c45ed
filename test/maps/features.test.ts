import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { featuresOf } from '../../src/maps/features.js'
import { Places } from '../../src/elements/map/places.js'
import { drawLayer } from '../../src/maps/drawing.js'
import { lightMapTheme } from '../../src/maps/map-theme.js'
import { french } from '../../src/locale/index.js'
import { tableFromRows } from '../../src/data/table.js'
import type { Geometry } from 'geojson'
import type { Value } from '../../src/data/table.js'

/** Points one thousandth of a degree apart, the row's number from west to east; the third has no place. */
const point = (row: number): Geometry | null => (row === 2 ? null : { type: 'Point', coordinates: [row / 1000, 45] })
const points = (count: number): readonly Value[] => Array.from({ length: count }, (_, row) => point(row))
const look = (row: number) => ({ c: row % 3 })

describe('features of rows', () => {
  it('are one for each row with a place', () => {
    const { features, rows, boxes, crowds } = featuresOf(points(5), look, false)
    assert.deepEqual(rows, [0, 1, 3, 4])
    assert.deepEqual(features.features.map(({ id, properties }) => [id, properties]), [[0, { c: 0 }], [1, { c: 1 }], [3, { c: 0 }], [4, { c: 1 }]])
    assert.deepEqual(boxes[2], [0.003, 45, 0.003, 45])
    assert.equal(crowds, undefined)
  })

  it('of very many points stand for up to 64 of one class, each point in one of them', () => {
    const { features, rows, boxes, crowds = [] } = featuresOf(points(30_000), look, false)
    assert.equal(rows.length, 29_999)
    assert.equal(boxes.length, 29_999)
    // 10,000 rows of classes 0 and 1, 9,999 of class 2: 157 crowds each.
    assert.equal(features.features.length, 471)
    assert.deepEqual(crowds.flat().sort((a, b) => a - b), rows)
    features.features.forEach(({ id, geometry, properties }, index) => {
      const crowd = crowds[index] ?? []
      assert.equal(id, index)
      assert.ok(crowd.length <= 64 && crowd.every((row) => row % 3 === properties?.['c']))
      assert.deepEqual(geometry.type === 'MultiPoint' && geometry.coordinates, crowd.map((row) => [row / 1000, 45]))
    })
    // No class lies over another: of all pairs of crowds of two classes, about half have the one above.
    const classes = features.features.map(({ properties }) => properties?.['c'] as number)
    for (const [one, other] of [[0, 1], [0, 2], [1, 2]]) {
      let [above, pairs] = [0, 0]
      classes.forEach((a, low) => classes.forEach((b, high) => {
        if (a !== one || b !== other) return
        pairs++
        if (high > low) above++
      }))
      assert.ok(above / pairs > 0.4 && above / pairs < 0.6, `${above} of ${pairs}`)
      // Neighbours in the file as well: the crowds that hold rows side by side.
      const rankOf = new Map(crowds.flatMap((crowd, rank) => crowd.map((row) => [row, rank] as const)))
      const neighbours = rows.filter((row) => row % 3 === one && rankOf.has(row - one + Number(other)))
      const over = neighbours.filter((row) => (rankOf.get(row - Number(one) + Number(other)) ?? 0) > (rankOf.get(row) ?? 0))
      assert.ok(over.length / neighbours.length > 0.35 && over.length / neighbours.length < 0.65, `${over.length} of ${neighbours.length}`)
    }
  })

  it('with a size of their own, or with areas among them, stay one for each row', () => {
    assert.equal(featuresOf(points(30_000), look, true).crowds, undefined)
    const line: Geometry = { type: 'LineString', coordinates: [[0, 0], [1, 1]] }
    assert.equal(featuresOf([...points(30_000), line], look, false).crowds, undefined)
  })
})

describe('places of crowds', () => {
  const schema = [{ name: 'n', type: 'number' as const }, { name: 'forme', type: 'geometry' as const }]
  const table = tableFromRows(schema, Array.from({ length: 30_000 }, (_, n) => ({ n, forme: point(n) })))
  const layer = drawLayer('test', table, { geometry: 'forme', popup: [] }, { rank: 0 }, lightMapTheme, french)
  const places = new Places([layer])

  it('the pointer finds the nearest point of the crowd that it hits', () => {
    // Without colours all are of one class: the second crowd of the file begins with the 65th place, which is row 65 (row 2 has none).
    const id = layer.crowds?.findIndex(([first]) => first === 65) ?? -1
    assert.equal(places.find({ source: 'test', id, lngLat: [0.0703, 45.0001] })?.row, 70)
    assert.equal(places.find({ source: 'test', id, lngLat: [0, 45] })?.row, 65)
    assert.equal(places.find({ source: 'other', id, lngLat: [0, 45] }), undefined)
  })

  it('the keyboard goes through them row by row', () => {
    assert.equal(places.count, 29_999)
    assert.equal(places.at(2)?.row, 3)
    const place = places.at(29_998)
    assert.equal(place && places.rankOf(place), 29_998)
  })
})
