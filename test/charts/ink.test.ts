import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { darkTheme, lightTheme } from '../../src/charts/index.js'
import { inkOf, inkOn } from '../../src/charts/ink.js'
import { draw } from './drawn.js'
import { contrast } from './sight.js'
import type { Schema } from '../../src/data/schema.js'

const greys = Array.from({ length: 256 }, (_, at) => `#${at.toString(16).padStart(2, '0').repeat(3)}`)

describe('letters', () => {
  it('on any grey are read at 4.5:1', () => {
    for (const grey of greys) assert.ok(contrast(inkOn(grey), grey) >= 4.5, `${grey} ${contrast(inkOn(grey), grey)}`)
  })

  it('in the colour of a series are read at 4.5:1, and keep colours that are', () => {
    for (const theme of [lightTheme, darkTheme]) {
      for (const color of [...theme.palette, theme.other]) {
        const ink = inkOf(color, theme)
        assert.ok(contrast(ink, theme.ground) >= 4.5, `${color} ${ink}`)
        assert.equal(ink === color, contrast(color, theme.ground) >= 4.5)
      }
    }
    assert.equal(inkOf('tomato', lightTheme), lightTheme.text)
  })

  const schema: Schema = [{ name: 'an', type: 'string' }, { name: 'lieu', type: 'string' }, { name: 'v', type: 'number' }]
  for (const from of [0, -40]) {
    for (const dark of [false, true]) {
      it(`on the cells of a heatmap from ${from} are read at 4.5:1${dark ? ' in the dark' : ''}`, async () => {
        const rows = Array.from({ length: 80 }, (_, at) => ({ an: `a${at % 8}`, lieu: `l${Math.floor(at / 8)}`, v: from + at }))
        const chart = await draw({ type: 'heatmap', x: 'an', y: 'lieu', color: 'sum(v)' }, rows, schema, { dark })
        const cells = new Map(chart.marks('rect').map(({ datum, fill }) => [`${datum.x}${datum.y}`, hex(fill ?? '')]))
        assert.equal(cells.size, 80)
        const letters = chart.marks('text').filter(({ datum: { color } }) => typeof color === 'number')
        assert.equal(letters.length, 80)
        for (const { datum, fill = '' } of letters) {
          const cell = cells.get(`${datum.x}${datum.y}`) ?? ''
          // Half a step of the ramp that is looked at.
          assert.ok(contrast(fill, cell) >= 4.4, `${datum.color}: ${fill} on ${cell} ${contrast(fill, cell)}`)
        }
      })
    }
  }
})

const hex = (color: string) => `#${(color.match(/\d+/g) ?? []).slice(0, 3).map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`
