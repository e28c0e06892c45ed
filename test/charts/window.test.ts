import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inWindow, windowOf, withWindow } from '../../src/charts/window.js'
import type { Picture } from '../../src/charts/index.js'

const month = (at: number) => Date.UTC(2024, at, 1)

function pictureOf(count: number, scale: 'temporal' | 'quantitative' = 'temporal'): Picture {
  const x = { name: 'x', scale, title: 'Mois', field: { name: 'mois', type: 'date' }, additive: false, extent: [month(0), month(count - 1)] } as const
  const rows = Array.from({ length: count }, (_, row) => ({ row, from: row, x: month(row), y: row }))
  return { rows, channels: { x }, overlaps: false, notes: [], hints: [] }
}

describe('the part of a calendar in view', () => {
  it('is offered for twelve moments and more, of time only', () => {
    assert.deepEqual(windowOf(pictureOf(12)), [month(0), month(11)])
    assert.equal(windowOf(pictureOf(11)), undefined)
    assert.equal(windowOf(pictureOf(30, 'quantitative')), undefined)
  })

  it('leaves the rows, and has ticks of its own', () => {
    const picture = inWindow(pictureOf(24), [month(3), month(5)])
    assert.equal(picture.rows.length, 24)
    assert.deepEqual(picture.channels.x?.extent, [month(3), month(5)])
  })

  it('limits the horizontal scale of every layer and cuts the marks; what the author said of the scale stays', () => {
    const spec = {
      data: { name: 'table' },
      layer: [
        { mark: 'line', encoding: { x: { field: 'x', type: 'temporal', scale: { type: 'utc', domain: [1, 2] } }, y: { field: 'y', type: 'quantitative' } } },
        { mark: { type: 'rule', color: 'red' }, encoding: { y: { datum: 3 } } },
      ],
    }
    assert.deepEqual(withWindow(spec, [10, 20]), {
      data: { name: 'table' },
      layer: [
        {
          mark: { type: 'line', clip: true },
          encoding: { x: { field: 'x', type: 'temporal', scale: { type: 'utc', domainMin: 10, domainMax: 20, nice: false } }, y: { field: 'y', type: 'quantitative' } },
        },
        { mark: { type: 'rule', color: 'red', clip: true }, encoding: { y: { datum: 3 } } },
      ],
    })
  })
})
