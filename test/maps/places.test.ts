import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anchorOf } from '../../src/maps/anchor.js'
import { mainExtent, unionOf } from '../../src/maps/extent.js'
import type { Extent } from '../../src/data/filter.js'

describe('places', () => {
  it('pop-ups stand on the centre of mass of the largest part', () => {
    const small = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    const large = [[[10, 10], [14, 10], [14, 12], [10, 12], [10, 10]]]
    assert.deepEqual(anchorOf({ type: 'Polygon', coordinates: small }), [0.5, 0.5])
    assert.deepEqual(anchorOf({ type: 'MultiPolygon', coordinates: [small, large] }), [12, 11])
    // A right triangle's centre is a third of the way along both legs.
    assert.deepEqual(anchorOf({ type: 'Polygon', coordinates: [[[0, 0], [3, 0], [0, 6], [0, 0]]] }), [1, 2])
    assert.deepEqual(anchorOf({ type: 'Polygon', coordinates: [[[5, 5], [5, 5], [5, 5]]] }), [5, 5])
  })

  it('and on a vertex of a line, on a point, on the first that there is', () => {
    assert.deepEqual(anchorOf({ type: 'LineString', coordinates: [[0, 0], [1, 1], [9, 9]] }), [1, 1])
    assert.deepEqual(anchorOf({ type: 'Point', coordinates: [7.75, 48.58, 140] }), [7.75, 48.58])
    assert.deepEqual(anchorOf({ type: 'GeometryCollection', geometries: [{ type: 'MultiPoint', coordinates: [] }, { type: 'Point', coordinates: [1, 2] }] }), [1, 2])
    assert.equal(anchorOf({ type: 'MultiLineString', coordinates: [] }), undefined)
  })

  const box = (x: number, y: number): Extent => [x, y, x + 0.5, y + 0.5]
  const mainland = Array.from({ length: 96 }, (_, index) => box(-4 + (index % 12), 42 + Math.floor(index / 12)))

  it('a few far places do not shrink the map to a spot', () => {
    const overseas = [box(-61, 14), box(-61.5, 16), box(-53, 4), box(55, -21), box(45, -13)]
    assert.deepEqual(mainExtent([...mainland, ...overseas]), [-4, 42, 7.5, 49.5])
    assert.deepEqual(unionOf([...mainland, ...overseas]), [-61.5, -21, 55.5, 49.5])
  })

  it('but nothing is cut when places are spread, few, or near', () => {
    assert.deepEqual(mainExtent(mainland), [-4, 42, 7.5, 49.5])
    assert.deepEqual(mainExtent([box(0, 0), box(50, 50)]), [0, 0, 50.5, 50.5])
    assert.deepEqual(mainExtent([...mainland, box(9, 41)]), [-4, 41, 9.5, 49.5])
    assert.equal(mainExtent([]), undefined)
  })
})
