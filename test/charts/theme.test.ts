import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { contrast, lab, sights } from './sight.js'
import { darkTheme, lightTheme } from '../../src/charts/index.js'

describe('chart themes', () => {
  for (const [name, theme, ground] of [['light', lightTheme, '#ffffff'], ['dark', darkTheme, '#17181a']] as const) {
    it(`${name}: text at 4.5:1, marks at 3:1`, () => {
      for (const color of [theme.text, theme.muted]) assert.ok(contrast(color, ground) >= 4.5, `${color} ${contrast(color, ground)}`)
      for (const color of [...theme.palette, theme.other]) assert.ok(contrast(color, ground) >= 3, `${color} ${contrast(color, ground)}`)
    })

    it(`${name}: neighbours of the palette stay apart for every kind of sight`, () => {
      for (const [kind, sight] of Object.entries(sights)) {
        for (let at = 1; at < theme.palette.length; at++) {
          const [a, b] = [theme.palette[at - 1] ?? '', theme.palette[at] ?? '']
          const [p, q] = [lab(a, sight), lab(b, sight)]
          const distance = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
          assert.ok(distance >= 10, `${kind}: ${a} and ${b} are ${distance.toFixed(1)} apart`)
        }
      }
    })
  }
})
