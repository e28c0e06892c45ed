import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nextRow } from '../../src/elements/chart/keyboard.js'
import type { Picture, PictureRow } from '../../src/charts/index.js'

const channel = (name: 'x' | 'y' | 'color' | 'facet', scale: 'nominal' | 'quantitative') =>
  ({ name, scale, title: name, field: { name, type: scale === 'nominal' ? 'string' : 'number' }, additive: false }) as const

/** Rows as `x color facet`, in the order of reading. */
function pictureOf(rows: readonly string[], ...names: ('color' | 'facet')[]): Picture {
  const channels = { x: channel('x', 'nominal'), y: channel('y', 'quantitative'), ...Object.fromEntries(names.map((name) => [name, channel(name, 'nominal')])) }
  return {
    rows: rows.map((text, row) => {
      const values = text.split(' ')
      return { row, from: row, x: values[0] ?? null, y: row, ...Object.fromEntries(names.map((name, at) => [name, values[at + 1] ?? null])) }
    }),
    channels, overlaps: false, notes: [], hints: [],
  }
}

/** Where the keys lead from nothing, as ranks. */
function walk(picture: Picture, keys: string): (number | undefined)[] {
  const names: Readonly<Record<string, string>> = { '>': 'ArrowRight', '<': 'ArrowLeft', v: 'ArrowDown', '^': 'ArrowUp', h: 'Home', e: 'End' }
  let at: PictureRow | undefined
  return [...keys].map((key) => (at = nextRow(picture, at, names[key] ?? key))?.row)
}

describe('the way of the keys through a chart', () => {
  it('one after the other without series, staying at the ends', () => {
    assert.deepEqual(walk(pictureOf(['a', 'b', 'c']), '>>v>'), [0, 1, 2, 2])
    assert.deepEqual(walk(pictureOf(['a', 'b', 'c']), '<^^^'), [2, 1, 0, 0])
    assert.deepEqual(walk(pictureOf(['a', 'b', 'c']), 'eh'), [2, 0])
  })

  it('along a series, across to the others of the same place', () => {
    const picture = pictureOf(['a u', 'a v', 'b u', 'b v', 'c v'], 'color')
    assert.deepEqual(walk(picture, '>>v>^<'), [0, 2, 3, 4, 4, 3])
  })

  it('along a small chart, across to the same place of the others, on to the next at its end', () => {
    const picture = pictureOf(['a f', 'a g', 'b f', 'b g'], 'facet')
    assert.deepEqual(walk(picture, '>>v^'), [0, 2, 3, 2])
    assert.deepEqual(walk(picture, '>>>'), [0, 2, 3])
  })
})
