import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isPlain, plainBar } from '../../src/charts/index.js'
import { typeOf } from '../../src/displays/chart-query.js'
import { chartCases } from '../render/chart-cases.js'

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

  it('are drawn as by all the code of bars', async () => {
    const plain = (await chartCases(3, 600, ['bar'])).filter(({ whole }) => whole)
    assert.ok(plain.length > 20, `${plain.length} plain charts`)
    for (const { name, spec: { config = {}, ...spec }, rows, whole } of plain) {
      const { config: usual = {}, ...rest } = whole?.spec ?? {}
      assert.deepEqual({ spec, rows }, { spec: rest, rows: whole?.rows }, name)
      // Of the configuration what is said of bars, and no more.
      const said = Object.keys(config).map((key) => [key, usual[key as keyof typeof usual]])
      assert.deepEqual({ ...config, locale: config.locale?.number }, { ...Object.fromEntries(said), locale: usual.locale?.number })
    }
  })
})
