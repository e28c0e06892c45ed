import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { contrast, lab, sights } from '../charts/sight.js'
import { datagrandest } from '../../src/displays/themes/datagrandest.js'
import { dsfr } from '../../src/displays/themes/dsfr.js'

/** White, and the grounds of dark pages: DSFR's own, and a lighter one. */
const grounds = { light: ['#ffffff'], dark: ['#161616', '#1e1e1e'] } as const

for (const theme of [datagrandest, dsfr]) {
  for (const scheme of ['light', 'dark'] as const) {
    const tokens: Readonly<Record<string, string | undefined>> = theme[scheme]
    const token = (name: string) => tokens[name] ?? assert.fail(`${name} is missing`)
    const series = Object.keys(tokens).filter((name) => name.startsWith('--dge-color-')).map(token)

    describe(`theme ${theme.name}, ${scheme}`, () => {
      it('text at 4.5:1 or more on the page, on menus and on buttons (WCAG 1.4.3)', () => {
        for (const ground of grounds[scheme]) {
          for (const name of ['--dge-color', '--dge-heading-color', '--dge-muted']) {
            assert.ok(contrast(token(name), ground) >= 4.5, `${name} ${token(name)} on ${ground}: ${contrast(token(name), ground).toFixed(2)}`)
          }
          const button = tokens['--dge-button-background'] ?? ground
          assert.ok(contrast(token('--dge-button-color'), button) >= 4.5, `buttons: ${contrast(token('--dge-button-color'), button).toFixed(2)}`)
        }
        assert.ok(contrast(token('--dge-menu-color'), token('--dge-menu-background')) >= 4.5)
      })

      it('series, borders of buttons and focus at 3:1 or more on the page (WCAG 1.4.11)', () => {
        assert.equal(series.length, 8)
        for (const ground of grounds[scheme]) {
          for (const color of [...series, token('--dge-button-border'), token('--dge-focus')]) {
            assert.ok(contrast(color, ground) >= 3, `${color} on ${ground}: ${contrast(color, ground).toFixed(2)}`)
          }
        }
      })

      it('neighbours among the series stay apart for every kind of sight', () => {
        for (const [kind, sight] of Object.entries(sights)) {
          for (let at = 1; at < series.length; at++) {
            const [a = '', b = ''] = [series[at - 1], series[at]]
            const [p, q] = [lab(a, sight), lab(b, sight)]
            const distance = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
            assert.ok(distance >= 10, `${kind}: ${a} and ${b} are ${distance.toFixed(1)} apart`)
          }
        }
      })

      it('amounts grow steadily in lightness', () => {
        const ramp = Object.keys(tokens).filter((name) => name.startsWith('--dge-sequential-')).map(token)
        const lightness = ramp.map((color) => lab(color, sights['normal'] ?? [])[0])
        const steps = lightness.slice(1).map((value, at) => value - (lightness[at] ?? 0))
        assert.ok(steps.every((step) => step < -8) || steps.every((step) => step > 8), lightness.map((value) => value.toFixed(0)).join(' '))
      })
    })
  }
}
