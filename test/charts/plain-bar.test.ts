import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isPlain, lightTheme, makePicture, plainBar, untouched } from '../../src/charts/index.js'
import { tableFromRows } from '../../src/data/table.js'
import { typeOf } from '../../src/displays/chart-query.js'
import { loadLocale } from '../../src/locale/index.js'
import { needsOf } from '../../src/render/light/needs.js'
import { chartCases } from '../render/chart-cases.js'
import type { Schema } from '../../src/data/schema.js'
import type { LightSpec } from '../../src/render/light/spec.js'
import type { Config } from 'vega-lite'

describe('plain bars', () => {
  it('are those of one thing along another, to which the author adds nothing', async () => {
    const bars = { type: 'bar', x: 'mois', y: 'sum(montant)' }
    assert.equal(await typeOf(bars), plainBar)
    assert.equal(await typeOf({ ...bars, type: ' bar ', color: ' ' }), plainBar)
    for (const more of [{ y: undefined }, { y: 'sum(a), sum(b)' }, { color: 'poste' }, { facet: 'poste' }, { theta: 'montant' }, { stack: 'zero' }, { highlight: 'mars' }, { xTitle: '' }, { text: 'mois' }]) {
      const type = await typeOf({ ...bars, ...more })
      assert.equal(type?.name, 'bar')
      assert.notEqual(type, plainBar, JSON.stringify(more))
    }
    assert.equal(isPlain({ x: 'mois', y: 'montant' }), false, 'the data choose the type')
  })

  it('say what of the renderer they need: more where bars share a place', async () => {
    const locale = await loadLocale('fr')
    const schema: Schema = [{ name: 'mois', type: 'string' }, { name: 'montant', type: 'number' }]
    const encoding = { x: [{ as: 'mois', expr: { property: 'mois' } }], y: [{ as: 'montant', expr: { property: 'montant' } }] }
    const needs = (...amounts: readonly number[]) => {
      const rows = amounts.map((montant, at) => ({ mois: at === 2 ? 'janvier' : ['janvier', 'février'][at] ?? '', montant }))
      const picture = makePicture(tableFromRows(schema, rows), encoding, { type: plainBar, locale })
      const spec = plainBar.spec(picture, { theme: lightTheme, locale, touches: untouched, width: 600, height: 300 })
      assert.equal(plainBar.isPlain?.(picture), needsOf(spec as LightSpec).length === 0)
      return needsOf(spec as LightSpec)
    }
    assert.deepEqual(needs(12, -3_500_000), [])
    assert.deepEqual(needs(1, 2, 3), ['drawing'])
    assert.deepEqual(needs(1, 2e15), [])
    assert.deepEqual(needs(1e-9, 2e-28), [])
    assert.deepEqual(needs(1e30, 3), [])
  })

  it('are drawn as by all the code of bars', async () => {
    const plain = (await chartCases(3, 600, ['bar'])).filter(({ whole }) => whole)
    assert.ok(plain.length > 20, `${plain.length} plain charts`)
    for (const { name, spec, plain: said } of plain) assert.deepEqual([needsOf(spec as LightSpec), said], [[], true], name)
    for (const { name, spec: { config, ...spec }, rows, whole } of plain) {
      const { config: usual, ...rest } = whole?.spec ?? {}
      assert.deepEqual({ spec, rows }, { spec: rest, rows: whole?.rows }, name)
      // Of the configuration what is said of bars, and no more.
      const [plainly, usually] = [config, usual] as readonly [Config, Config]
      const said = Object.keys(plainly).map((key) => [key, usually[key as keyof Config]])
      assert.deepEqual({ ...plainly, locale: plainly.locale?.number }, { ...Object.fromEntries(said), locale: usually.locale?.number })
    }
  })
})
